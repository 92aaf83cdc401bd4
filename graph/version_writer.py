"""The steps of making a version of a folder store: lock, begin with what its parent holds, change that, publish it."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph

from equigraph import __version__
from equigraph.data.bundle import bundled_files
from equigraph.data.rdf_files import LoadedFile
from equigraph.errors import DataError, StoreBusyError
from equigraph.graph.locks import lock_exclusive
from equigraph.graph.versions import CONTEXT, Version, VersionFolder, describe_files, now

__all__ = ["Made", "VersionWriter", "disk_error"]


@dataclass(frozen=True)
class Made:
    """What a version was made by, and what it holds.

    Attributes:
        operation: The command in words.
        quads: Triples in all graphs together.
        graphs: Number of named graphs.
        files: The files that were read.
        details: What else is told of it, by the terms of ``CONTEXT``.
    """

    operation: str
    quads: int
    graphs: int
    files: Sequence[LoadedFile] = ()
    details: Mapping[str, Any] | None = None


class VersionWriter:
    """Writes versions into the folder of a folder store, one at a time."""

    def __init__(self, folder: VersionFolder) -> None:
        self._folder = folder

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other programs from writing.

        Raises:
            StoreBusyError: Another one writes.
        """
        lock = lock_exclusive(self._folder.path / "writer.lock")
        if lock is None:
            raise StoreBusyError(str(self._folder.path))
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Give a folder to make a version in; it is removed when anything goes wrong, or when it was not published."""
        with self.locked():
            partial = self._folder.partial()
            try:
                yield partial
            except BaseException as error:
                shutil.rmtree(partial, ignore_errors=True)
                raise disk_error(error, self._folder.path) from error
            shutil.rmtree(partial, ignore_errors=True)

    @staticmethod
    def start(partial: Path, parent: Version | None) -> None:
        """Begin a version with what its parent holds."""
        if parent is not None:
            pyoxigraph.Store.read_only(str(parent.store)).backup(str(partial / "store"))

    def publish(self, partial: Path, parent: Version | None, made: Made) -> Version:
        """Write the manifest of a version that is whole, and make it the current one."""
        activity: dict[str, Any] = {
            "type": "prov:Activity",
            "operation": made.operation,
            "sources": [
                # The name alone: a store is handed on, and where its files lay on somebody's disk is nobody's business.
                {
                    "type": "prov:Entity",
                    "name": Path(file.path).name,
                    "sha256": file.sha256,
                    "bytes": file.size_bytes,
                    "skipped": list(file.skipped),
                }
                for file in made.files
            ],
            "software": {"type": "prov:SoftwareAgent", "name": "equigraph", "softwareVersion": __version__},
            **(made.details or {}),
        }
        manifest = {
            "@context": CONTEXT,
            "id": f"urn:uuid:{uuid.uuid4()}",
            "type": "prov:Entity",
            "number": int(partial.name.partition(".")[0]),
            "created": now(),
            "quads": made.quads,
            "graphs": made.graphs,
            "digest": _digest(activity, parent),
            "activity": activity,
            "changed": _is_changed(activity, parent),
            "files": describe_files(partial / "store", parent),
        }
        if parent is not None:
            manifest["revisionOf"] = parent.manifest["id"]
        return self._folder.publish(partial, manifest)


def _is_changed(activity: Mapping[str, Any], parent: Version | None) -> bool:
    """Say whether this is more or less than the bundled graph, so that its version and digest no longer name it."""
    bundled = {path.name for path in bundled_files()}
    is_whole = activity["operation"].startswith("load") and bundled == {one["name"] for one in activity["sources"]}
    return not (is_whole or activity["operation"] == "restore") or (parent is not None and parent.manifest["changed"])


def _digest(activity: Mapping[str, Any], parent: Version | None) -> str:
    """Return what the content follows from: the digest before, what was done, and the digests of the files read.

    The same files loaded the same way give the same digest. It costs nothing at any size, and two graphs with the same
    content can have different ones; the digest of the content itself is ``equigraph.data.digest``.
    """
    told = {
        "parent": parent.manifest["digest"] if parent else None,
        "operation": activity["operation"],
        "graph": activity.get("graph"),
        "text": activity.get("text"),
        "files": [source["sha256"] for source in activity["sources"]],
        **({"patch": activity["patch"]} if "patch" in activity else {}),
    }
    return f"sha256:{hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()}"


def disk_error(error: BaseException, place: Path) -> BaseException:
    """Turn what the disk says into an error of ours."""
    if not isinstance(error, OSError):
        return error
    reason = error.strerror or str(error)
    return DataError(
        f'"{place}" could not be written: {reason}',
        hint="Nothing was changed: what was current before still is. Make room on that disk, then try again.",
    )
