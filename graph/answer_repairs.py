"""What the parser of answers misreads, rewritten before it reads them; nothing that it reads well is changed.

Two things, found on real servers: the parser drops white space at the edges of a literal in XML, so it is written as
character references; and Virtuoso names blank nodes ``nodeID://b1``, which is no label that a blank node may have.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from typing import IO

from equigraph.errors import QueryTooLargeError
from equigraph.graph.limits import bytes_in_words

__all__ = ["MOST_ROW_BYTES", "repair_json", "repair_xml"]

MOST_ROW_BYTES = 64 * 2**20  # the parser's time grows with the square of a value; 64 MiB take it two seconds
_PART_BYTES = 1024 * 1024
_MEMORY_BYTES = 4 * 2**20
_NODE_ID = b"nodeID://"
_JSON_NODE = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')
_XML_NODE = re.compile(rb"(<(?:\w+:)?bnode>)nodeID://")
_XML_START = re.compile(rb"(<(?:\w+:)?literal(?:\s[^<>]*)?>)(\s+)")
_XML_END = re.compile(rb"(?<!\s)(\s+)(</(?:\w+:)?literal>)")


def repair_json(body: IO[bytes]) -> IO[bytes]:
    """Return the answer in JSON with blank nodes that can be read; the same file when there is nothing to repair."""
    overlap = b""
    while part := body.read(_PART_BYTES):
        looked_at = overlap + part
        if _NODE_ID in looked_at:
            body.seek(0)
            return _rewritten(body, b"}", lambda piece: _JSON_NODE.sub(rb"\1", piece))
        overlap = looked_at[-len(_NODE_ID) :]
    body.seek(0)
    return body


def repair_xml(body: IO[bytes]) -> IO[bytes]:
    """Return the answer in XML with all its white space, and with blank nodes that can be read."""
    return _rewritten(body, b"</result>", _repair_xml_piece)


def _repair_xml_piece(piece: bytes) -> bytes:
    piece = _XML_START.sub(lambda found: found[1] + _references(found[2]), piece)
    piece = _XML_END.sub(lambda found: _references(found[1]) + found[2], piece)
    return _XML_NODE.sub(rb"\1", piece)


def _references(white_space: bytes) -> bytes:
    return b"".join(b"&#%d;" % code for code in white_space)


def _rewritten(body: IO[bytes], boundary: bytes, rewrite: Callable[[bytes], bytes]) -> IO[bytes]:
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_MEMORY_BYTES)  # noqa: SIM115 # given to the caller
    for piece in _pieces(body, boundary):
        file.write(rewrite(piece))
    file.seek(0)
    return file


def _pieces(body: IO[bytes], boundary: bytes) -> Iterator[bytes]:
    """Yield the file in pieces that end with a boundary, so that nothing to be rewritten is cut in two."""
    kept = bytearray()
    while part := body.read(_PART_BYTES):
        start = max(0, len(kept) - len(boundary))
        kept += part
        end = kept.rfind(boundary, start) + len(boundary)
        if end >= len(boundary):
            yield bytes(kept[:end])
            del kept[:end]
        elif len(kept) > MOST_ROW_BYTES:
            raise QueryTooLargeError(f"{bytes_in_words(MOST_ROW_BYTES)} in one value")
    yield bytes(kept)
