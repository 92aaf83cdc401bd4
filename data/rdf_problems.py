"""Say where a document is wrong, every problem at once: its encoding, its syntax, and what else it may be."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph

from equigraph.data.file_looks import HEAD_BYTES, binary_look, text_look
from equigraph.data.packed import Document
from equigraph.errors import RdfSyntaxError

__all__ = [
    "CHECK_BYTES",
    "MOST_PROBLEMS",
    "Problem",
    "find_not_utf_8",
    "open_text",
    "problem_of",
    "problems_of",
    "syntax_error",
]

MOST_PROBLEMS = 20  # of one document in one message; more are not read
CHECK_BYTES = 1024 * 1024  # read at once by what only looks
_BOM = b"\xef\xbb\xbf"
_POSITION = re.compile(r"^Parser error (?:at|between) .*?: (?=\S)|\s*\(line \d+\)$")
_SPACE_IN_IRI = "IRI code point ' '"
_REMOTE_CONTEXT = re.compile(rb'"@context"\s*:\s*(?:\[\s*(?:\{[^{}]*\}\s*,\s*)*)?"([^"]{1,300})"')


class Problem(NamedTuple):
    """One thing that is wrong.

    Attributes:
        line: Its line, or None if that is not known.
        column: Its column, or None.
        reason: What it is.
    """

    line: int | None
    column: int | None
    reason: str


def open_text(document: Document, *, is_loading: bool = False) -> io.BufferedReader:
    """Open a document behind its byte order mark; refuse what is no text, and UTF-16 and UTF-32 by name."""
    stream = document.open(is_loading=is_loading)
    try:
        _check_encoding(stream.peek(4)[:HEAD_BYTES], document)
        if stream.peek(len(_BOM)).startswith(_BOM):
            stream.read(len(_BOM))
    except BaseException:
        stream.close()
        raise
    return stream


def _check_encoding(head: bytes, document: Document) -> None:
    start, name = head[:4], ""
    if start in {b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"} or start.count(0) == 3:  # noqa: PLR2004 # of four bytes
        name = "UTF-32"
    elif start.startswith((b"\xff\xfe", b"\xfe\xff")) or start.count(0) == 2:  # noqa: PLR2004
        name = "UTF-16"
    look = binary_look(head)
    if look or (b"\x00" in start and not name):
        raise RdfSyntaxError(document.name, f"the file is not text{f'; it looks like {look}' if look else ''}", line=1)
    if name:
        raise RdfSyntaxError(document.name, f"the file is {name}; save it as UTF-8", line=1)


def find_not_utf_8(document: Document) -> Problem | None:
    """Return where a document stops being UTF-8."""
    line = 1
    with open_text(document) as stream:
        for row in stream:
            try:
                row.decode("utf-8")
            except UnicodeDecodeError as error:
                column = len(row[: error.start].decode("utf-8")) + 1
                reason = (
                    f"byte 0x{row[error.start]:02X} is not UTF-8; the file seems to be Latin-1 (ISO 8859-1) or "
                    "Windows-1252; save it as UTF-8"
                )
                return Problem(line, column, reason)
            line += 1
    return None


def problem_of(error: SyntaxError) -> Problem:
    """Return what the parser says, without the place in the words."""
    reason = _POSITION.sub("", str(error.msg)).strip()
    return Problem(error.lineno, error.offset, reason[:1].lower() + reason[1:])


def problems_of(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with a document that the store refused."""
    encoding = find_not_utf_8(document)
    if encoding is not None:
        yield encoding
        return
    with open_text(document) as stream:
        quads = pyoxigraph.parse(stream, document.rdf_format, base_iri=document.base_iri)
        found = 0
        while found <= MOST_PROBLEMS:
            try:
                next(quads)
            except StopIteration:
                return
            except (ValueError, RuntimeError, MemoryError):  # told by the store already
                return
            except SyntaxError as error:
                found += 1
                problem = problem_of(error)
                if "LoadDocumentCallback" in problem.reason:
                    problem = Problem(None, None, _remote_context(document))
                yield problem


def _remote_context(document: Document) -> str:
    with open_text(document) as stream:
        found = _REMOTE_CONTEXT.search(stream.read(CHECK_BYTES))
    where = f' "{found[1].decode("utf-8", "replace")}"' if found else ""
    return f"its @context{where} lies elsewhere and is never fetched; write the context itself into the file"


def syntax_error(document: Document, problems: list[Problem]) -> RdfSyntaxError:
    """Return one error for all problems of a document."""
    with open_text(document) as stream:
        head = stream.read(HEAD_BYTES)
    first, rest = problems[0], problems[1:]
    reason = first.reason
    look = text_look(head, document.rdf_format)
    if len(head) < HEAD_BYTES and not head.strip():
        first, reason = Problem(None, None, ""), "the file is empty"
    elif look:  # what else is wrong follows from that
        reason, rest = f"it looks like {look}: {reason}", []
    for line, column, words in rest[: MOST_PROBLEMS - 1]:
        place = f"line {line}{f', column {column}' if column is not None else ''}: " if line is not None else ""
        reason += f"\n  {place}{words}"
    if len(rest) >= MOST_PROBLEMS:
        reason += f"\n  and more; {MOST_PROBLEMS} are shown"
    hint = f"By its suffix it should be {document.rdf_format.name}."
    if not look and any(_SPACE_IN_IRI in problem.reason for problem in problems):
        hint += " An IRI holds no spaces; they are written as %20."
    return RdfSyntaxError(document.name, reason, line=first.line, column=first.column, hint=hint)
