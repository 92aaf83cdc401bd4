"""The synthetic graphs of one run: each size is written once, and loaded once, when it is first asked for."""

from __future__ import annotations

from pathlib import Path

import generate
from loading import load


class Corpus:
    """Files and folder stores, by number of triples.

    Attributes:
        folder: Where they are, and where a measurement may put files of its own.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, triples: int) -> Path:
        """Return the graph as an N-Triples file, alone in its folder."""
        path = self.folder / f"{triples}" / "synthetic.nt"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            generate.write(path, triples)
        return path

    def store(self, triples: int) -> Path:
        """Return the graph as a folder store."""
        folder = self.folder / f"{triples}-store"
        if not folder.exists():
            load(self.file(triples), folder)
        return folder
