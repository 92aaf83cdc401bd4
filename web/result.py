"""The answer to a query that a person wrote, as a page shows it: so many rows and no more, and how long they took.

The query is answered by a process that can be killed (:mod:`equigraph.graph.worker`), which sends the answer line by
line; when the page has enough lines the rest is not waited for. What is lost: rows beyond those, which is said.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from equigraph.graph.kinds import count_words, sentence_case
from equigraph.graph.tokens import tokenize
from equigraph.ontology.prefixes import PREFIXES, THING_PREFIXES

if TYPE_CHECKING:
    from equigraph.graph.store import Guard

__all__ = ["NOT_DRAWN", "Cell", "Result", "form_of", "iris_in", "result_of", "said_of", "things_in"]

Cell = Mapping[str, str] | None  # a term as SPARQL 1.1 JSON results have it, or None where a variable is unbound

FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
LEAST_S: Final = 0.01  # that are told
SILENT: Final = "nothing in this graph matches. That says nothing of what is not in it."
GRAPHS: Final = ("CONSTRUCT", "DESCRIBE")
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


def result_of(worker: Guard, query: str, most_rows: int, timeout_s: float) -> Result:
    """Return the answer to a query that a person wrote.

    Args:
        worker: Answers it; see :attr:`equigraph.graph.knowledge_graph.KnowledgeGraph.worker`.
        query: SPARQL 1.1.
        most_rows: Rows that are read; what comes after them is not waited for.
        timeout_s: Seconds that it may take.

    Raises:
        QueryError: As ``worker.stream``.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> with KnowledgeGraph.open() as graph:
        ...     answer = result_of(graph.worker, "SELECT ?p { ?p a eq:Practice } ORDER BY ?p", 1, 10.0)
        >>> answer.rows, answer.is_cut
        ([[{'type': 'uri', 'value': 'https://w3id.org/equigraph/id/practice/academic-language-instruction'}]], True)
    """
    form = form_of(query)
    begun = time.perf_counter()
    if form == "ASK":
        content, is_cut = b"".join(worker.stream(query, "json", timeout_s)), False
    elif form in GRAPHS:
        content, is_cut = _lines(worker.stream(query, "nt", timeout_s), most_rows)
    else:
        content, is_cut = _lines(worker.stream(query, "tsv", timeout_s), most_rows + 1)
    seconds = time.perf_counter() - begun
    raw = content.decode("utf-8")
    if form in GRAPHS:
        rows = [[_cell(term) for term in quad.triple] for quad in parse(content, RdfFormat.N_TRIPLES)]
        return Result("triples", TRIPLE, rows, is_cut, raw, seconds)
    format_ = QueryResultsFormat.JSON if form == "ASK" else QueryResultsFormat.TSV
    found = parse_query_results(content, format_)
    if isinstance(found, QueryBoolean):
        return Result("boolean", (), [], is_cut=False, raw=raw, seconds=seconds, truth=bool(found))
    assert isinstance(found, QuerySolutions)  # noqa: S101 (TSV is of solutions only)
    names = tuple(variable.value for variable in found.variables)
    return Result("rows", names, [[_cell(term) for term in row] for row in found], is_cut, raw, seconds)


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


def form_of(query: str) -> str:
    r"""Return the form of a query; "SELECT" for what is none, which the engine then says.

    Raises:
        SparqlSyntaxError: A string is opened and not closed.

    Example:
        >>> form_of("PREFIX ask: <http://example.org/select#> # construct\nDESCRIBE ask:x"), form_of("?")
        ('DESCRIBE', 'SELECT')
    """
    words = (token.text.upper() for token in tokenize(query) if token.kind == "word")
    return next((word for word in words if word in FORMS), "SELECT")


def _lines(parts: Iterator[bytes], most: int) -> tuple[bytes, bool]:
    """Return the first lines of a text, and whether there are more."""
    kept: list[bytes] = []
    seen = 0
    for part in parts:
        here = part.count(b"\n")
        if seen + here > most or (seen + here == most and part and not part.endswith(b"\n")):
            lines = part.split(b"\n")[: most - seen]
            return b"".join([*kept, *(line + b"\n" for line in lines)]), True
        kept.append(part)
        seen += here
    return b"".join(kept), False


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
