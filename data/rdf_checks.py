"""Refuse documents that the parsers would not survive, or would not read whole: in XML and in JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from equigraph.data.json_levels import JsonLevels
from equigraph.data.packed import Document
from equigraph.data.rdf_problems import (
    CHECK_BYTES,
    MOST_PROBLEMS,
    Problem,
    find_not_utf_8,
    open_text,
    syntax_error,
)
from equigraph.errors import RdfSyntaxError

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

__all__ = ["MOST_JSON_LEVELS", "check_json_ids", "check_json_levels", "check_xml"]

MOST_JSON_LEVELS = 500  # the JSON-LD parser takes minutes, then dies, at 20,000
_SAFE_EXPAT = (2, 4, 1)  # the first that bounds what entities expand to
_UTF_8_NAMES = {"UTF-8", "UTF8"}
_ID_WITH_SPACE = re.compile(rb'"@id"\s*:\s*"([^" \\\n]{0,300} [^"\\\n]{0,300})"')
_LONGEST_ID_BYTES = 1024  # that the pattern above finds


def check_xml(document: Document) -> None:
    """Refuse XML that is not well-formed, not in UTF-8, or that grows when its entities are replaced.

    pyoxigraph says nothing of a truncated file, has no positions, and replaces entities without a limit; expat does
    all three, and reads about as fast as the disk.
    """
    from xml.parsers import expat  # noqa: PLC0415 # other formats need none

    parser = expat.ParserCreate()

    def check_declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in _UTF_8_NAMES:
            reason = f'the file says that it is in "{encoding}"; save it as UTF-8'
            raise RdfSyntaxError(document.name, reason, line=1)

    def check_entity(
        name: str, _parameter: int, _value: str | None, _base: str | None, address: str | None, *_rest: object
    ) -> None:
        if address is not None:
            reason = f'it declares the entity "{name}" as the content of "{address}", and nothing is ever fetched'
            raise RdfSyntaxError(document.name, reason, line=parser.CurrentLineNumber)
        if expat.version_info < _SAFE_EXPAT:  # pragma: no cover # Python 3.11 and later come with a newer one
            reason = "it declares entities, and the XML parser of this Python cannot bound what they grow to"
            raise RdfSyntaxError(document.name, reason, line=parser.CurrentLineNumber)

    parser.XmlDeclHandler = check_declaration
    parser.EntityDeclHandler = check_entity
    try:
        _feed(parser, document)
    except expat.ExpatError as error:
        problem = find_not_utf_8(document)
        if problem is None:
            words = expat.errors.messages.get(error.code, str(error))
            if "amplification" in words:
                words = "its entities grow to more than a hundred times its size, and are not replaced"
            problem = Problem(error.lineno, error.offset + 1, words)
        raise syntax_error(document, [problem]) from None


def _feed(parser: XMLParserType, document: Document) -> None:
    with open_text(document) as stream:
        while part := stream.read(CHECK_BYTES):
            parser.Parse(part, False)  # noqa: FBT003 # expat takes no names
    parser.Parse(b"", True)  # noqa: FBT003


def check_json_levels(document: Document) -> None:
    """Refuse JSON that is nested too deeply for the JSON-LD parser; strings are left out of account."""
    levels = JsonLevels()
    with open_text(document) as stream:
        while part := stream.read(CHECK_BYTES):
            levels.feed(part)
            if levels.deepest > MOST_JSON_LEVELS:
                reason = f"it is nested more than {MOST_JSON_LEVELS} levels deep"
                raise RdfSyntaxError(document.name, reason)


def check_json_ids(document: Document) -> None:
    """Refuse an ``@id`` with a space, because JSON-LD leaves out without a word what is said of it.

    https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm. Limits: an alias of ``@id`` is not known.
    """
    problems: list[Problem] = []
    line, text = 1, b""
    with open_text(document) as stream:
        while (part := stream.read(CHECK_BYTES)) and len(problems) <= MOST_PROBLEMS:
            text += part
            done = max(0, len(text) - _LONGEST_ID_BYTES)
            for found in _ID_WITH_SPACE.finditer(text):
                done = max(done, found.end())
                reason = f"invalid IRI code point ' ' in the @id \"{found[1].decode('utf-8', 'replace')}\""
                problems.append(Problem(line + text.count(b"\n", 0, found.start()), None, reason))
            line, text = line + text.count(b"\n", 0, done), text[done:]
    if problems:
        raise syntax_error(document, problems)
