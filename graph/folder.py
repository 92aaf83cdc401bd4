"""A folder store: a graph of one's own that stays on disk, in versions that can be gone back to.

Loading and updating start from a checkpoint of the current version (hard links, milliseconds whatever its size),
change that, and make it the current one when it is whole. Who reads keeps the version that was opened. The layout on
disk is in :mod:`equigraph.graph.versions`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyoxigraph

from equigraph import __version__
from equigraph.data.bundle import bundled_files
from equigraph.data.digest import content_digest
from equigraph.errors import DataError, DatasetNotFoundError, StoreBusyError, VersionNotFoundError
from equigraph.graph.limits import Limits
from equigraph.graph.loading import Loaded, Progress, files_of, load_into, update_in
from equigraph.graph.locks import lock_exclusive
from equigraph.graph.sparql import check_update
from equigraph.graph.store import OxigraphStore
from equigraph.graph.versions import CONTEXT, Version, VersionFolder, describe_files, find_version, now

__all__ = ["FolderStore", "Pruned"]

Mode = Literal["add", "replace"]


@dataclass(frozen=True)
class Pruned:
    """What ``prune`` did.

    Attributes:
        removed: Numbers of the versions that are gone.
        held: Numbers of those that stay because somebody reads them.
    """

    removed: tuple[int, ...]
    held: tuple[int, ...]


class FolderStore:
    """A folder store, to be written to; ``open`` gives a version of it to read.

    Attributes:
        path: The folder.
        limits: What loading and updating may cost.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     place = Path(folder)
        ...     _ = (place / "a.ttl").write_text("<http://a.example/a> <http://a.example/b> 1 .")
        ...     store = FolderStore.create(place / "mine")
        ...     first = store.load([place / "a.ttl"])
        ...     second = store.update("DELETE WHERE { ?s ?p ?o }")
        ...     with store.open() as now, store.open(1) as before:
        ...         len(list(now.query("SELECT * { ?s ?p ?o }"))), len(list(before.query("SELECT * { ?s ?p ?o }")))
        (0, 1)
    """

    def __init__(self, path: str | Path, limits: Limits | None = None) -> None:
        """Open a folder store.

        Raises:
            DatasetNotFoundError: There is none at that path.
            NewerStoreError: A later version of equigraph wrote it.
        """
        self._folder = VersionFolder.open(Path(path).absolute())
        self.path = self._folder.path
        self.limits = limits or Limits()

    @classmethod
    def create(cls, path: str | Path, limits: Limits | None = None) -> FolderStore:
        """Open a folder store; a missing or empty folder becomes one.

        Raises:
            DatasetNotFoundError: The folder holds something else.
        """
        VersionFolder.create(Path(path).absolute())
        return cls(path, limits)

    # --- reading ----------------------------------------------------------------------------------

    def open(self, number: int | None = None) -> OxigraphStore:
        """Return the current version, or the one of that number, for reading; close it to let go of it."""
        if number is None:
            return OxigraphStore.folder(self.path)
        return OxigraphStore.folder(self._folder.version(number).folder)

    def current(self) -> Version | None:
        """Return the current version; None while there is none."""
        return self._folder.current()

    def versions(self) -> list[Version]:
        """Return all versions, the oldest first."""
        return self._folder.versions()

    def version(self, number: int) -> Version:
        """Return the version of that number.

        Raises:
            VersionNotFoundError: There is none; ``available`` lists those that are there.
        """
        return self._folder.version(number)

    def content_digest(self, number: int | None = None) -> str:
        """Return the digest of what a version holds, whatever it came from; computed anew every time."""
        with self.open(number) as store:
            return content_digest(store.raw)

    # --- writing ----------------------------------------------------------------------------------

    def load(
        self,
        paths: Sequence[str | Path],
        mode: Mode = "add",
        *,
        graph: str | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Version:
        """Load RDF files into a new version, and make it the current one.

        Args:
            paths: RDF files, plain or packed; "bundled" stands for the files of the bundled graph.
            mode: "add" to what the current version holds, or "replace" it.
            graph: IRI of the named graph that triples go to; None is the default graph.
            on_progress: Told how far the reading is, some times a second.

        Returns:
            The new version. Earlier ones stay until they are pruned.

        Raises:
            StoreBusyError: Another program is writing.
            RdfSyntaxError, DataError: A file cannot be read, or the disk is full; the current version is as it was.
        """
        files = files_of(paths)
        with self._writing() as partial:
            parent = self._folder.current() if mode == "add" else None
            self._start(partial, parent)
            loaded = load_into(partial / "store", files, self.limits, graph=graph, on_progress=on_progress)
            return self._publish(partial, f"load --{mode}", parent, loaded, graph=graph)

    def update(self, text: str) -> Version:
        """Run a SPARQL 1.1 Update on a new version, and make it the current one.

        Args:
            text: The update, which reaches nothing but this graph: LOAD and SERVICE are refused.

        Raises:
            SparqlSyntaxError, UpdateForbiddenError: The update is not valid, or not allowed.
            QueryTimeoutError, QueryTooLargeError, QueryCrashedError: It broke a limit; nothing was changed.
        """
        check_update(text)
        with self._writing() as partial:
            parent, hold = self._folder.hold_current()
            hold.release()  # nobody can prune while this program writes
            self._start(partial, parent)
            loaded = update_in(partial / "store", text, self.limits)
            return self._publish(partial, "update", parent, loaded, text=text)

    def rollback(self, number: int | None = None) -> Version:
        """Make an earlier version the current one; nothing is removed, so it can be undone.

        Args:
            number: The version; None is the one before the current one.

        Raises:
            VersionNotFoundError: There is no such version.
        """
        with self._locked():
            current = self._folder.current()
            if number is None:
                before = [one for one in self._folder.numbers() if current is not None and one < current.number]
                if not before:
                    raise VersionNotFoundError(
                        str(self.path), "before the current one", map(str, self._folder.numbers())
                    )
                number = before[-1]
            version = self._folder.version(number)
            version.check_files()
            self._folder.point_to(number)
            return version

    def prune(self, keep: int = 1) -> Pruned:
        """Remove old versions.

        Args:
            keep: How many of the newest stay. The current one stays anyhow, and so does one that somebody reads.
        """
        with self._locked():
            current = self._folder.current()
            numbers = self._folder.numbers()
            old = numbers[: len(numbers) - keep] if keep else numbers
            removed: list[int] = []
            held: list[int] = []
            for number in old:
                if current is not None and number == current.number:
                    continue
                (removed if self._remove(self.path / "versions" / str(number)) else held).append(number)
            return Pruned(tuple(removed), tuple(held))

    def backup(self, target: str | Path) -> Version:
        """Write the current version to another folder, which is a folder store of its own then.

        Args:
            target: A folder that is not there yet. On the same disk it shares the files (hard links, so it costs
                nothing and does not save from a failing disk); on another disk they are copied.

        Raises:
            DataError: The target is there already, or cannot be written.
        """
        place = Path(target).absolute()
        if place.exists():
            msg = f'"{target}" is there already; accepted: a folder that is not there yet'
            raise DataError(msg)
        version, hold = self._folder.hold_current()
        try:
            copy = VersionFolder.create(place)
            partial = copy.partial()
            self._start(partial, version)
            files = describe_files(partial / "store", version)
            return copy.publish(partial, {**version.manifest, "files": files})
        except BaseException as error:
            shutil.rmtree(place, ignore_errors=True)
            raise _in_words(error, place) from error
        finally:
            hold.release()

    def restore(self, backup: str | Path) -> Version:
        """Make the current version of a backup (or of any folder store) a new version here, and the current one.

        Raises:
            DatasetNotFoundError: There is no folder store at that path.
        """
        found = find_version(Path(backup).absolute())
        if found is None:
            raise DatasetNotFoundError(str(backup), ["a folder made by equigraph store backup"])
        source, hold = found
        try:
            source.check_files(content=True)
            with self._writing() as partial:
                self._start(partial, source)
                counts = Loaded((), source.manifest["quads"], source.manifest["graphs"])
                return self._publish(partial, "restore", source, counts)
        finally:
            hold.release()

    # --- the steps of writing -------------------------------------------------------------------------

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = lock_exclusive(self.path / "writer.lock")
        if lock is None:
            raise StoreBusyError(str(self.path))
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        """Give a folder to make a version in; it is removed when anything goes wrong."""
        with self._locked():
            partial = self._folder.partial()
            try:
                yield partial
            except BaseException as error:
                shutil.rmtree(partial, ignore_errors=True)
                raise _in_words(error, self.path) from error

    @staticmethod
    def _start(partial: Path, parent: Version | None) -> None:
        """Begin a version with what its parent holds."""
        if parent is not None:
            pyoxigraph.Store.read_only(str(parent.store)).backup(str(partial / "store"))

    def _publish(
        self,
        partial: Path,
        operation: str,
        parent: Version | None,
        loaded: Loaded,
        *,
        graph: str | None = None,
        text: str | None = None,
    ) -> Version:
        activity: dict[str, Any] = {
            "type": "prov:Activity",
            "operation": operation,
            "sources": [
                # The name alone: a store is handed on, and where its files lay on somebody's disk is nobody's business.
                {
                    "type": "prov:Entity",
                    "name": Path(file.path).name,
                    "sha256": file.sha256,
                    "bytes": file.size_bytes,
                    "skipped": list(file.skipped),
                }
                for file in loaded.files
            ],
            "software": {"type": "prov:SoftwareAgent", "name": "equigraph", "softwareVersion": __version__},
        }
        if graph is not None:
            activity["graph"] = graph
        if text is not None:
            activity["text"] = text
        manifest = {
            "@context": CONTEXT,
            "id": f"urn:uuid:{uuid.uuid4()}",
            "type": "prov:Entity",
            "number": int(partial.name.partition(".")[0]),
            "created": now(),
            "quads": loaded.quads,
            "graphs": loaded.graphs,
            "digest": _digest(activity, parent),
            "activity": activity,
            "changed": _is_changed(activity, parent),
            "files": describe_files(partial / "store", parent),
        }
        if parent is not None:
            manifest["revisionOf"] = parent.manifest["id"]
        return self._folder.publish(partial, manifest)

    @staticmethod
    def _remove(folder: Path) -> bool:
        """Remove a version; False when somebody holds it."""
        lock = lock_exclusive(folder / "reader.lock")
        if lock is None:
            return False
        going = folder.with_name(f"{folder.name}.removed")
        with contextlib.suppress(OSError):
            folder.rename(going)
        lock.release()
        shutil.rmtree(going, ignore_errors=True)
        return not folder.exists()


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
    }
    return f"sha256:{hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()}"


def _in_words(error: BaseException, place: Path) -> BaseException:
    """Turn what the disk says into an error of ours."""
    if not isinstance(error, OSError):
        return error
    reason = error.strerror or str(error)
    return DataError(
        f'"{place}" could not be written: {reason}',
        hint="Nothing was changed: what was current before still is. Make room on that disk, then try again.",
    )
