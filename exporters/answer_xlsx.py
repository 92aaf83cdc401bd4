"""The answer to a named question as an Excel workbook (https://ecma-international.org/publications-and-standards/).

The first sheet says what was asked, of which data, and how to read it; the second has all rows, in the words of the
page of the question. What is lost: the difference between IRIs and texts, language tags and datatypes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook
from pyoxigraph import Literal

from equigraph.errors import ExportError
from equigraph.exporters.answer_table import NO_ROWS, column_words
from equigraph.exporters.readme_sheet import fill_readme
from equigraph.exporters.view_readme import data_lines, named_lines
from equigraph.exporters.workbook import add_table, finish
from equigraph.exporters.xlsx import lay_out
from equigraph.graph.kinds import count_words, direction_words, sentence_case
from equigraph.ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    from equigraph.graph.knowledge_graph import Answer

__all__ = ["MOST_ROWS", "XLSX_TYPE", "generate_answer_xlsx"]

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS: Final = 50_000  # a workbook of more takes minutes to make, and to open
WHOLE: Final = PREFIXES["xsd"] + "integer"
HOW_TO_READ: Final = (
    "Findings say what studies found; they are no endorsement. Null and negative findings are kept like any other.",
    "No row means that this data holds none. It does not mean that there is none, nor that there is no effect.",
)


def generate_answer_xlsx(answer: Answer, facts: Mapping[str, Any]) -> bytes:
    """Return an answer as the bytes of a workbook.

    Args:
        answer: The answer, with all its rows.
        facts: What the graph says of itself, as :meth:`equigraph.graph.reader.Catalog.facts` has it.

    Raises:
        ExportError: It has more rows than a workbook is made of.
    """
    if len(answer.rows) > MOST_ROWS:
        raise ExportError(
            f"the answer has {len(answer.rows):,} rows; accepted in a workbook: at most {MOST_ROWS:,}",
            hint="Choose less, or take it as CSV, which has no such limit.",
        )
    book = Workbook()
    book.remove(book.worksheets[0])
    fill_readme(book.create_sheet("Read me"), answer.query.title, _readme(answer, facts))
    columns = tuple(sentence_case(column_words(name)) for name in answer.variables)
    rows = [dict(zip(columns, _cells(answer.variables, row), strict=True)) for row in answer.rows]
    lay_out(add_table(book, "Answer", columns, rows, {}))
    date = str(facts.get("data_date") or "")
    return finish(book, title=answer.query.title, description=answer.query.question, date=date)


def _readme(answer: Answer, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Question", answer.query.question
    for name, words in answer.parameters.items():
        yield sentence_case(name.replace("-", " ")), words
    yield "Rows", sentence_case(count_words(len(answer.rows), "row")) + "." if answer.rows else NO_ROWS
    yield "How to read it", ""
    yield from named_lines("", HOW_TO_READ)
    yield from data_lines(facts)


def _cells(names: Sequence[str], row: Sequence[Any]) -> Iterator[object]:
    for name, term in zip(names, row, strict=True):
        if isinstance(term, Literal) and term.datatype.value == WHOLE and term.value.lstrip("+-").isdecimal():
            yield int(term.value)
        elif term is None:
            yield None
        else:
            text = str(term.value)
            yield direction_words(text.lower()) if name == "direction" else text
