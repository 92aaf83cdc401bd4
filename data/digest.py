"""Name a set of triples by what it says: one hash over its sorted canonical N-Quads.

The digest stands in the data as a triple, so that it can be asked for over any endpoint; that triple alone is left
out when it is computed. Format: https://www.w3.org/TR/rdf12-n-quads/#canonical-quads; data have no blank nodes, so
sorting the lines is all that a canonical form takes.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, serialize

from equigraph.data.terms import node

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["DIGEST", "content_digest"]

DIGEST = node("eq:contentDigest")


def content_digest(quads: Iterable[Quad]) -> str:
    """Return the digest of ``quads``, whatever their order.

    Args:
        quads: All that a graph holds; repeated ones count once.

    Returns:
        ``sha256:`` and 64 hexadecimal digits.

    Example:
        >>> content_digest([])
        'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    kept = (quad for quad in quads if quad.predicate != DIGEST)
    written = serialize(kept, format=RdfFormat.N_QUADS) or b""
    digest = hashlib.sha256()
    for line in sorted(set(filter(None, written.split(b"\n")))):
        digest.update(line + b"\n")
    return f"sha256:{digest.hexdigest()}"
