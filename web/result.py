"""The answer to a query that a person wrote, as a page shows it: so many rows and no more, and how long they took.

The query is answered by a process that can be stopped (:mod:`equigraph.web.desk`), which sends the answer line by line;
when the page has enough lines the rest is not waited for. What is lost: rows beyond those, which is said.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

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

from equigraph.errors import QueryTimeoutError
from equigraph.graph.kinds import count_words, sentence_case
from equigraph.ontology.prefixes import PREFIXES, THING_PREFIXES
from equigraph.web.question import Asked, Question

if TYPE_CHECKING:
    from equigraph.web.desk import Desk

__all__ = [
    "NOT_DRAWN",
    "Cell",
    "Lines",
    "Result",
    "Sent",
    "first_lines",
    "iris_in",
    "result_of",
    "said_of",
    "things_in",
]

Cell = Mapping[str, str] | None  # a term as SPARQL 1.1 JSON results have it, or None where a variable is unbound

FORMATS: Final = {"solutions": "tsv", "boolean": "json", "triples": "nt"}  # line by line, but for yes and no
LEAST_S: Final = 0.01  # that are told
SILENT: Final = "nothing in this graph matches. That says nothing of what is not in it."
TRIPLE: Final = ("subject", "predicate", "object")
# Namespaces of what is no thing in a picture: words of vocabularies, and what stands behind lines.
DRAWN: Final = frozenset(THING_PREFIXES) - {"claim", "statement", "dataset"}
NOT_DRAWN: Final = tuple(sorted(namespace for prefix, namespace in PREFIXES.items() if prefix not in DRAWN))


@dataclass(frozen=True)
class Sent:
    """An answer as a worker sent it, cut after so many rows.

    Attributes:
        kind: "solutions", "triples" or "boolean".
        content: TSV, N-Triples or JSON.
        is_cut: Whether there is more.
        seconds: From asking to the last row.
    """

    kind: str
    content: bytes
    is_cut: bool
    seconds: float


class Lines:
    r"""The first lines of a text that comes in parts.

    Attributes:
        is_cut: Whether there was more than these.

    Example:
        >>> lines = Lines()
        >>> [lines.take(part, most=2) for part in (b"a\nb", b"\n", b"c")], lines.content, lines.is_cut
        ([True, True, False], b'a\nb\n', True)
    """

    def __init__(self) -> None:
        self.is_cut = False
        self._parts: list[bytes] = []
        self._seen = 0

    @property
    def content(self) -> bytes:
        """The lines."""
        return b"".join(self._parts)

    def take(self, part: bytes, most: int) -> bool:
        """Take a part, as far as it belongs to the first lines; say whether more can be taken."""
        here = part.count(b"\n")
        is_over = part and not part.endswith(b"\n")  # something stands after its last line
        if self._seen + here > most or (self._seen + here == most and is_over):
            lines = part.split(b"\n")[: most - self._seen]
            self._parts += [line + b"\n" for line in lines]
            self.is_cut = True
            return False
        self._parts.append(part)
        self._seen += here
        return True


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


async def first_lines(desk: Desk, query: str, client: str, most_rows: int, timeout_s: float) -> Sent:
    """Return the first rows of an answer, as they are sent, and want no more of it.

    Args:
        desk: Where the query is handed in.
        query: SPARQL 1.1.
        client: Who asks; see :func:`equigraph.web.clients.client_of`.
        most_rows: Rows that are read; what comes after them is not waited for.
        timeout_s: Seconds that it may take.

    Raises:
        QueryTimeoutError: It took longer.
        EquigraphError: As :meth:`equigraph.web.desk.Desk.ask`.
    """
    desk.enter(client)
    answer = None
    lines = Lines()
    try:
        async with asyncio.timeout(timeout_s):
            answer = await desk.ask(Asked(Question(query, FORMATS)))
            # The names of columns stand in a line of their own.
            most = {"solutions": most_rows + 1, "triples": most_rows}.get(answer.kind, sys.maxsize)
            async for part in answer.parts():
                if not lines.take(part, most):
                    break
            return Sent(answer.kind, lines.content, lines.is_cut, answer.seconds)
    except TimeoutError:
        raise QueryTimeoutError(timeout_s) from None
    finally:
        desk.leave(client)
        if answer is not None:
            answer.close()


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
