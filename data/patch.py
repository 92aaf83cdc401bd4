"""A patch: the quads that a change adds and takes away, which can be turned around to undo it.

On disk it is RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html): a line for each quad, ``A`` before what is
added and ``D`` before what is deleted, between ``TX`` and ``TC``; sorted, so that the same change gives the same bytes.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from equigraph.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Patch", "read_patch", "write_patch"]

BEGIN, COMMIT, ADD, DELETE = "TX", "TC", "A", "D"
MARKS: Final = {BEGIN, COMMIT}


@dataclass(frozen=True)
class Patch:
    """What a change adds and takes away.

    Attributes:
        added: Quads that were not there.
        removed: Quads that were there.
    """

    added: frozenset[Quad] = frozenset()
    removed: frozenset[Quad] = frozenset()

    def __bool__(self) -> bool:
        """Say whether anything changes."""
        return bool(self.added or self.removed)

    def __len__(self) -> int:
        """Return the number of quads that change."""
        return len(self.added) + len(self.removed)

    def inverse(self) -> Patch:
        """Return the patch that undoes this one."""
        return Patch(self.removed, self.added)

    def then(self, later: Patch) -> Patch:
        """Return this and a later patch as one.

        Example:
            >>> from equigraph.data.terms import node, text
            >>> quad = Quad(node("practice:a"), node("skos:prefLabel"), text("A"))
            >>> bool(Patch(added=frozenset({quad})).then(Patch(removed=frozenset({quad}))))
            False
        """
        added = (self.added - later.removed) | (later.added - self.removed)
        removed = (self.removed - later.added) | (later.removed - self.added)
        return Patch(added, removed)


def write_patch(patch: Patch, path: Path) -> None:
    """Write a patch, packed by gzip.

    Args:
        patch: What changes.
        path: The file, which is replaced.
    """
    lines = [f"{BEGIN} ."]
    for mark, quads in ((DELETE, patch.removed), (ADD, patch.added)):
        lines += [f"{mark} {line}" for line in sorted(_lines(quads))]
    lines.append(f"{COMMIT} .\n")
    path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


def read_patch(path: Path) -> Patch:
    """Return the patch in a file.

    Raises:
        DataError: It cannot be read, or is not what `write_patch` writes.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     write_patch(Patch(), Path(folder, "a.rdfp.gz"))
        ...     bool(read_patch(Path(folder, "a.rdfp.gz")))
        False
    """
    by_mark: dict[str, list[str]] = {ADD: [], DELETE: []}
    try:
        lines = gzip.decompress(path.read_bytes()).decode().split("\n")
        for line in filter(None, lines):
            mark, _, quad = line.partition(" ")
            if mark not in MARKS:
                by_mark[mark].append(quad)
        if lines[-2:] != [f"{COMMIT} .", ""]:
            by_mark[DELETE].append("(its end is missing)")
        added, removed = (frozenset(_quads(by_mark[mark])) for mark in (ADD, DELETE))
    except (OSError, EOFError, ValueError, KeyError, SyntaxError) as error:
        message = f'"{path}" cannot be read as the record of a change: {error}'
        raise DataError(message) from error
    return Patch(added, removed)


def _lines(quads: Iterable[Quad]) -> list[str]:
    packed = pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b""
    return packed.decode().split("\n")[:-1]


def _quads(lines: Iterable[str]) -> Iterable[Quad]:
    return pyoxigraph.parse("\n".join(lines).encode(), RdfFormat.N_QUADS)
