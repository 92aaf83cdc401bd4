"""Find the folder store that a command may change, or for a trial a passing one that holds the same."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from equigraph.errors import DataError
from equigraph.graph.folder import FolderStore
from equigraph.graph.limits import Limits
from equigraph.graph.store import BUNDLED, is_endpoint
from equigraph.graph.versions import is_version_folder

__all__ = ["folder_of", "trial_of"]


def folder_of(places: Sequence[str], limits: Limits, what: str) -> FolderStore:
    """Return the folder store that was named, to be written to.

    Args:
        places: What ``--store`` names.
        limits: What writing may cost.
        what: What was to be done, for the message.

    Raises:
        DataError: It is none: the bundled data, RDF files and endpoints are only read.

    Example:
        >>> folder_of(["bundled"], Limits(), "an import")
        Traceback (most recent call last):
        equigraph.errors.DataError: "bundled" is only read; an import needs a folder store
        Make one: equigraph store load FOLDER bundled; then name it: equigraph --store FOLDER ...
    """
    if len(places) == 1 and is_version_folder(Path(places[0])):
        return FolderStore(places[0], limits)
    held = BUNDLED if list(places) == [BUNDLED] or is_endpoint(places[0]) else " ".join(places)
    message = f'"{" ".join(places)}" is only read; {what} needs a folder store'
    raise DataError(
        message, hint=f"Make one: equigraph store load FOLDER {held}; then name it: equigraph --store FOLDER ..."
    )


@contextmanager
def trial_of(places: Sequence[str], limits: Limits) -> Iterator[FolderStore]:
    """Give a folder store to try a change in: the one that was named, or a passing one that holds the same.

    Args:
        places: What ``--store`` names: a folder store, "bundled" or RDF files.
        limits: What writing may cost.

    Raises:
        DataError: An endpoint was named, whose whole content would have to be fetched.
    """
    if is_endpoint(places[0]) or (len(places) == 1 and is_version_folder(Path(places[0]))):
        yield folder_of(places, limits, "trying an import")
        return
    with tempfile.TemporaryDirectory(prefix="equigraph-") as folder:
        store = FolderStore.create(Path(folder, "trial"), limits)
        store.load(list(places))
        yield store
