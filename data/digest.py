"""Name a set of triples by what it says: one hash over its sorted canonical N-Quads.

The digest stands in the data as a triple, so that it can be asked for over any endpoint; that triple alone is left
out when it is computed. Format: https://www.w3.org/TR/rdf12-n-quads/#canonical-quads; data have no blank nodes, so
sorting the lines is all that a canonical form takes.

Graphs of others may have blank nodes. Their labels change each time a file is read, and canonical ones
(https://www.w3.org/TR/rdf-canon/) cannot be had in bounded time: a hundred triples made for it take an hour. Such a
graph gets a digest under another name, ``sha256-without-labels``, over its lines with every blank node written as
``_:``: the same for the same graph, however often it is read; but two graphs that differ only in which of their blank
nodes are the same share it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from pyoxigraph import Quad, RdfFormat, serialize

from equigraph.data.external_sort import CHUNK_BYTES, sorted_lines
from equigraph.data.terms import node

__all__ = ["DIGEST", "content_digest"]

DIGEST = node("eq:contentDigest")
_BATCH = 10_000  # quads that are written as lines at once
_TOKEN = re.compile(rb'<[^<>]*>|"(?:[^"\\]|\\.)*"|(_:)[^\s<>"]+')


def content_digest(quads: Iterable[Quad], chunk_bytes: int = CHUNK_BYTES) -> str:
    """Return the digest of ``quads``, whatever their order.

    Args:
        quads: All that a graph holds; repeated ones count once.
        chunk_bytes: Memory to sort in; more is kept in temporary files, so that a graph of any size has a digest.

    Returns:
        ``sha256:`` and 64 hexadecimal digits; ``sha256-without-labels:`` and as many if there are blank nodes.

    Raises:
        DataError: The temporary folder has no room.

    Example:
        >>> content_digest([])
        'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
        >>> from pyoxigraph import BlankNode
        >>> one, other = (
        ...     content_digest([Quad(BlankNode(), node("skos:broader"), node("eq:Practice"))]) for _ in range(2)
        ... )
        >>> one == other, one[:22]
        (True, 'sha256-without-labels:')
    """
    digest = hashlib.sha256()
    unlabelled = sorted_lines(_plain_lines_hashed(quads, digest, chunk_bytes), chunk_bytes)
    scheme = "sha256"
    for line in unlabelled:  # those of which two are the same were two, with other labels
        scheme = "sha256-without-labels"
        digest.update(line + b"\n")
    return f"{scheme}:{digest.hexdigest()}"


def _plain_lines_hashed(quads: Iterable[Quad], digest: hashlib._Hash, chunk_bytes: int) -> Iterator[bytes]:
    """Feed the sorted lines without blank nodes to a hash; yield the others, without their labels."""
    for line, _ in groupby(sorted_lines(_lines(quads), chunk_bytes)):
        written = _TOKEN.sub(_without_label, line) if b"_:" in line else line
        if written is line or written == line:
            digest.update(line + b"\n")
        else:
            yield written


def _without_label(token: re.Match[bytes]) -> bytes:
    return token[1] or token[0]


def _lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    kept = (quad for quad in quads if quad.predicate != DIGEST)
    while batch := list(islice(kept, _BATCH)):
        yield from filter(None, (serialize(batch, format=RdfFormat.N_QUADS) or b"").split(b"\n"))
