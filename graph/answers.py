"""Whether an answer of a SPARQL server is whole, and what it says: results in JSON and XML, N-Triples and Turtle.

Servers cut answers off with a status that says all is well: Virtuoso with an empty table and an ``X-SQL-State`` header,
Oxigraph's server with a body that breaks off in words. So an answer is read to its end before any of it is given out,
and what is not whole is an error. Bodies are hostile: bounded in depth and in the size of one value before the parser
sees them, because it calls itself for every quoted triple in a quoted triple.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple

from equigraph.data.json_levels import JsonLevels
from equigraph.errors import AnswerCutError, EndpointError, QueryTooLargeError
from equigraph.graph.answer_formats import GRAPH_FORMATS, TABLE_FORMATS, check_fit
from equigraph.graph.answer_repairs import repair_json, repair_xml
from equigraph.graph.http_client import Reply
from equigraph.graph.limits import bytes_in_words

__all__ = ["Answer", "accepted_types", "plain_words", "read_answer"]


TABLES: Final = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
GRAPHS: Final = {"application/n-triples": RdfFormat.N_TRIPLES, "text/turtle": RdfFormat.TURTLE}
# JSON says where it ends. Virtuoso writes it several times slower than XML; its TSV does not tell an IRI from a text.
BEST_TABLE: Final = {"virtuoso": "application/sparql-results+xml"}
ANY_TABLE: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
ANY_GRAPH: Final = "application/n-triples, text/turtle;q=0.8"
MOST_LEVELS: Final = 500  # of brackets or of quoted triples; the parser dies of some thousand
MOST_WORDS: Final = 300  # characters of what a server says that a message repeats
HTML_HINT: Final = (
    'Is this the address of an endpoint? It often ends in /sparql or /query, such as "https://example.org/sparql".'
)
_PART_BYTES = 1024 * 1024
_MEMORY_BYTES = 4 * 2**20  # of what is written; the rest goes to a file
_BROKEN_OFF = b"operation has been cancelled"
_XML_END = re.compile(rb"</(?:\w+:)?sparql\s*>\s*(?:<!--.*?-->\s*)*\Z", re.DOTALL)
_STRING_OR_IRI = re.compile(rb'"(?:[^"\\]|\\.)*"|<[^<>\s]*>')


@dataclass(frozen=True)
class Answer:
    """A whole answer, and how many rows (or triples) it holds.

    Attributes:
        rows: Solutions or triples; 0 for a boolean.
        form: Whether it holds ``solutions``, a ``boolean`` or ``triples``.
    """

    rows: int
    form: str
    _body: IO[bytes]
    _format: QueryResultsFormat | RdfFormat

    def result(self) -> QuerySolutions | QueryBoolean | Iterator[Triple]:
        """Return the answer with terms; once."""
        return _parse(self._body, self._format)

    def written(self, format_name: str, most_bytes: int) -> Iterator[bytes]:
        """Return the answer in one of our formats, in parts; once.

        Raises:
            QueryError: The format does not fit the form.
            QueryTooLargeError: It takes more than so many bytes.
        """
        check_fit(format_name, is_graph=self.form == "triples")
        file: IO[bytes] = tempfile.SpooledTemporaryFile(_MEMORY_BYTES)  # noqa: SIM115 # given to the caller
        result = self.result()
        if isinstance(result, (QuerySolutions, QueryBoolean)):
            result.serialize(file, TABLE_FORMATS[format_name])
        else:
            pyoxigraph.serialize(result, file, GRAPH_FORMATS[format_name])
        if file.tell() > most_bytes:
            raise QueryTooLargeError(bytes_in_words(most_bytes))
        file.seek(0)
        return iter(lambda: file.read(_PART_BYTES), b"")


def accepted_types(form: str, server: str) -> str:
    """Return the media types to ask a server for.

    Example:
        >>> accepted_types("SELECT", "virtuoso")
        'application/sparql-results+xml'
        >>> accepted_types("CONSTRUCT", "")
        'application/n-triples, text/turtle;q=0.8'
    """
    return ANY_GRAPH if form in {"CONSTRUCT", "DESCRIBE"} else BEST_TABLE.get(server, ANY_TABLE)


def read_answer(address: str, reply: Reply, most_rows: int) -> Answer:
    """Return the answer that a reply holds, after a look at all of it.

    Raises:
        AnswerCutError: A part of the answer is missing.
        QueryTooLargeError: It has more rows than allowed, or a value is too large to be read.
        EndpointError: It is no answer at all.
    """
    state = reply.headers.get("x-sql-state", "")
    if state:
        words = _cut_words(reply.headers.get("x-sql-message", "")) or "no reason given"
        reason = "its time was up" if state == "S1TAT" else f"error {state}"
        raise AnswerCutError(address, f"the server stopped in the middle of the answer: {reason} ({words})")
    format_ = TABLES.get(reply.media_type) or GRAPHS.get(reply.media_type)
    if format_ is None:
        raise _not_an_answer(address, reply)
    if not reply.is_framed and isinstance(format_, RdfFormat):
        raise AnswerCutError(address, "nothing says whether the answer is whole: it has neither a length nor an end")
    _check_end(address, reply.body, format_)
    body = reply.body
    if isinstance(format_, QueryResultsFormat):
        body = repair_json(body) if format_ == QueryResultsFormat.JSON else repair_xml(body)
    try:
        rows, form = _count(_parse(body, format_), most_rows)
    except (SyntaxError, ValueError, OSError) as error:
        words = _cut_words(str(getattr(error, "msg", error)))
        problem = EndpointError(address, f"the answer cannot be read as {reply.media_type}: {words}")
    except MemoryError:
        raise QueryTooLargeError("16 MiB in one value") from None
    else:
        body.seek(0)
        return Answer(rows, form, body, format_)
    raise problem


def plain_words(reply: Reply) -> str:
    """Return what a server says beside an error, as one short line of text; "" when it says nothing readable."""
    text = reply.body.read(16 * 1024).decode("utf-8", "replace")
    if "html" in reply.media_type or text.lstrip()[:1] == "<":
        text = re.sub(r"(?is)<(script|style|head)\b.*?(</\1>|\Z)|<[^<>]*>", " ", text)
    return _cut_words(re.split(r"\n\s*\n\s*SPARQL query:", text)[0])


def _cut_words(text: str) -> str:
    words = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return words if len(words) <= MOST_WORDS else words[: MOST_WORDS - 1] + "…"


def _not_an_answer(address: str, reply: Reply) -> EndpointError:
    if "html" in reply.media_type:
        return EndpointError(address, "the server answered with a web page, not with data", hint=HTML_HINT)
    shown = _cut_words(reply.media_type) or "no media type"
    accepted = ", ".join([*dict.fromkeys([*TABLES, *GRAPHS])])
    return EndpointError(address, f'the server answered with "{shown}"; accepted: {accepted}')


def _check_end(address: str, body: IO[bytes], format_: QueryResultsFormat | RdfFormat) -> None:
    """Refuse a body that breaks off, or that is nested too deeply for the parser; leave it at its start."""
    size = body.seek(0, 2)
    body.seek(max(0, size - 4096))
    end = body.read()
    body.seek(0)
    reason = ""
    if _BROKEN_OFF in end[-200:]:
        reason = "the server stopped in the middle of the answer: its time was up"
    elif format_ == QueryResultsFormat.JSON:
        is_whole = _check_json(body) and end.rstrip().endswith(b"}")
        reason = "" if is_whole else "the answer breaks off"
    elif format_ == QueryResultsFormat.XML:
        reason = "" if _XML_END.search(end) else "the answer breaks off"
    else:
        _check_quoting(body)
        is_whole = not size or format_ == RdfFormat.TURTLE or end.endswith(b"\n") or end.rstrip().endswith(b".")
        reason = "" if is_whole else "the answer breaks off"
    body.seek(0)
    if reason:
        raise AnswerCutError(address, reason)


def _check_json(body: IO[bytes]) -> bool:
    levels = JsonLevels()
    while part := body.read(_PART_BYTES):
        levels.feed(part)
        if levels.deepest > MOST_LEVELS:
            raise QueryTooLargeError(f"{MOST_LEVELS} levels of nesting")
    return levels.now == 0 and not levels.in_string and levels.deepest > 0


def _check_quoting(body: IO[bytes]) -> None:
    """Refuse lines with triples quoted in triples quoted in triples."""
    for line in body:
        if line.count(b"<<") > MOST_LEVELS and _STRING_OR_IRI.sub(b"", line).count(b"<<") > MOST_LEVELS:
            raise QueryTooLargeError(f"{MOST_LEVELS} levels of nesting")


def _parse(
    body: IO[bytes], format_: QueryResultsFormat | RdfFormat
) -> QuerySolutions | QueryBoolean | Iterator[Triple]:
    if isinstance(format_, QueryResultsFormat):
        return pyoxigraph.parse_query_results(body, format_)
    return (quad.triple for quad in pyoxigraph.parse(body, format_))


def _count(result: QuerySolutions | QueryBoolean | Iterator[Triple], most_rows: int) -> tuple[int, str]:
    if isinstance(result, QueryBoolean):
        return 0, "boolean"
    form = "solutions" if isinstance(result, QuerySolutions) else "triples"
    rows = 0
    try:
        for rows, _ in enumerate(result, 1):  # the number is what is wanted
            if rows > most_rows:
                raise QueryTooLargeError(f"{most_rows:,} rows")
    finally:
        del result  # an error keeps this frame, and the engine's object may be dropped by the thread that made it only
    return rows, form
