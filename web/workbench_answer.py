"""The answer to a query that a person wrote, as the workbench shows it: cells, things, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from equigraph.graph.kinds import count_words, sentence_case
from equigraph.ontology.prefixes import PREFIXES, THING_PREFIXES
from equigraph.web.first_lines import Sent

__all__ = ["NOT_DRAWN", "Cell", "Result", "iris_in", "result_of", "said_of", "things_in"]

Cell = Mapping[str, str] | None  # a term as SPARQL 1.1 JSON results have it, or None where a variable is unbound

LEAST_S: Final = 0.01  # that are told
SILENT: Final = "nothing in this graph matches. That says nothing of what is not in it."
TRIPLE: Final = ("subject", "predicate", "object")
# Namespaces of what is no thing in a picture: words of vocabularies, and what stands behind lines.
DRAWN: Final = frozenset(THING_PREFIXES) - {"claim", "statement", "dataset"}
NOT_DRAWN: Final = tuple(sorted(namespace for prefix, namespace in PREFIXES.items() if prefix not in DRAWN))


@dataclass(frozen=True)
class Result:
    """An answer.

    Attributes:
        form: "rows", "triples" or "boolean".
        variables: Names of the columns.
        rows: One list of cells for each solution or triple.
        is_cut: Whether there are more rows than these.
        raw: What was sent, cut after these rows: TSV for rows, N-Triples for triples, JSON for yes or no.
        seconds: From asking to the last row.
        truth: What an ASK query was answered; None for the others.
    """

    form: str
    variables: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    is_cut: bool
    raw: str
    seconds: float
    truth: bool | None = None

    def as_data(self) -> dict[str, Any]:
        """Return the answer as JSON can hold it."""
        return {
            "form": self.form,
            "variables": list(self.variables),
            "rows": [list(row) for row in self.rows],
            "cut": self.is_cut,
            "raw": self.raw,
            "seconds": round(self.seconds, 3),
            "truth": self.truth,
        }


def result_of(sent: Sent) -> Result:
    r"""Return the answer that was sent.

    Example:
        >>> result_of(Sent("solutions", b"?x\t?y\n<a:b>\t\n", is_cut=False, seconds=0.1)).rows
        [[{'type': 'uri', 'value': 'a:b'}, None]]
    """
    raw = sent.content.decode("utf-8")
    if sent.kind == "triples":
        rows = [[_cell(term) for term in quad.triple] for quad in parse(sent.content, RdfFormat.N_TRIPLES)]
        return Result("triples", TRIPLE, rows, sent.is_cut, raw, sent.seconds)
    format_ = QueryResultsFormat.JSON if sent.kind == "boolean" else QueryResultsFormat.TSV
    found = parse_query_results(sent.content, format_)
    if isinstance(found, QueryBoolean):
        return Result("boolean", (), [], is_cut=False, raw=raw, seconds=sent.seconds, truth=bool(found))
    names = tuple(variable.value for variable in found.variables)
    return Result("rows", names, [[_cell(term) for term in row] for row in found], sent.is_cut, raw, sent.seconds)


def said_of(answer: Result) -> str:
    """Return what is said of an answer: yes or no, or how many rows, and how long it took.

    Example:
        >>> said_of(Result("boolean", (), [], is_cut=False, raw="", seconds=0.2, truth=True))
        'Yes: this graph holds a match. 0.20 seconds.'
        >>> said_of(Result("rows", ("x",), [[None]], is_cut=False, raw="", seconds=0.001))
        'One row. Less than 0.01 seconds.'
    """
    number = len(answer.rows)
    if answer.truth is not None:
        told = "Yes: this graph holds a match." if answer.truth else f"No: {SILENT}"
    elif not number:
        told = f"No {answer.form}: {SILENT}"
    elif answer.is_cut:
        told = f"The first {number:,} {answer.form}; there are more, and downloads have them."
    else:
        told = sentence_case(count_words(number, answer.form.removesuffix("s"))) + "."
    took = f"{answer.seconds:.2f}" if answer.seconds >= LEAST_S else f"Less than {LEAST_S}"
    return f"{told} {took} seconds."


def _cell(term: object) -> Cell:
    """Return a term as SPARQL 1.1 JSON results have it (section 3.2.2)."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "triple", "value": str(term)}
    cell = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
    elif term.datatype.value != PREFIXES["xsd"] + "string":
        cell["datatype"] = term.datatype.value
    return cell


def iris_in(rows: Iterable[Sequence[Cell]]) -> list[str]:
    """Return the IRIs in rows, each once, in their order.

    Example:
        >>> iris_in([[{"type": "uri", "value": "http://example.org/a"}, None, {"type": "literal", "value": "a"}]])
        ['http://example.org/a']
    """
    return list(dict.fromkeys(cell["value"] for row in rows for cell in row if cell and cell["type"] == "uri"))


def things_in(answer: Result) -> list[str]:
    """Return the things in an answer that a picture can show, each once, in their order.

    Properties, classes and other words of vocabularies are none; nor are claims and statements, which are lines.
    """
    rows = [[row[0], row[2]] for row in answer.rows] if answer.form == "triples" else answer.rows
    return [iri for iri in iris_in(rows) if not iri.startswith(NOT_DRAWN)]
