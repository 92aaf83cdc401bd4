"""A folder store: a graph of one's own that stays on disk, in versions that can be gone back to.

Loading and updating start from a checkpoint of the current version (hard links, milliseconds whatever its size),
change that, and make it the current one when it is whole. Who reads keeps the version that was opened. The layout on
disk is in :mod:`equigraph.graph.versions`.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from equigraph.data.digest import content_digest
from equigraph.data.patch import Patch, read_patch
from equigraph.data.rdf_files import digest_file
from equigraph.errors import DataError, DatasetNotFoundError, VersionNotFoundError
from equigraph.graph.edits import tell_edits
from equigraph.graph.importing import PATCH_FILE, Imported, import_into, undo_in
from equigraph.graph.intake import Options
from equigraph.graph.limits import Limits
from equigraph.graph.loading import Progress, files_of, load_into, update_in
from equigraph.graph.locks import lock_exclusive
from equigraph.graph.reader import Reader
from equigraph.graph.sparql import check_update
from equigraph.graph.store import OxigraphStore
from equigraph.graph.version_writer import Made, VersionWriter, disk_error
from equigraph.graph.versions import Version, VersionFolder, describe_files, find_version

__all__ = ["FolderStore", "Pruned"]

Mode = Literal["add", "replace"]

MOST_TOLD: Final = 2000  # things of one import that are told one by one: more than anybody reads


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
        self._writer = VersionWriter(self._folder)
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
        with self._writer.writing() as partial:
            parent = self._folder.current() if mode == "add" else None
            self._writer.start(partial, parent)
            loaded = load_into(partial / "store", files, self.limits, graph=graph, on_progress=on_progress)
            details = {} if graph is None else {"graph": graph}
            made = Made(f"load --{mode}", loaded.quads, loaded.graphs, loaded.files, details)
            return self._writer.publish(partial, parent, made)

    def update(self, text: str) -> Version:
        """Run a SPARQL 1.1 Update on a new version, and make it the current one.

        Args:
            text: The update, which reaches nothing but this graph: LOAD and SERVICE are refused.

        Raises:
            SparqlSyntaxError, UpdateForbiddenError: The update is not valid, or not allowed.
            QueryTimeoutError, QueryTooLargeError, QueryCrashedError: It broke a limit; nothing was changed.
        """
        check_update(text)
        with self._writer.writing() as partial:
            parent, hold = self._folder.hold_current()
            hold.release()  # nobody can prune while this program writes
            self._writer.start(partial, parent)
            loaded = update_in(partial / "store", text, self.limits)
            made = Made("update", loaded.quads, loaded.graphs, details={"text": text})
            return self._writer.publish(partial, parent, made)

    def import_files(
        self, paths: Sequence[str | Path], options: Options | None = None, *, dry_run: bool = False, by: str = ""
    ) -> Imported:
        """Import files that people keep (workbooks, tables, bibliographies) into a new version.

        Args:
            paths: The files.
            options: How they are taken in.
            dry_run: Find out what it would change, and change nothing.
            by: Who imports, for the record.

        Returns:
            What changes, and what is wrong. There is no new version when nothing changes, or when something is wrong
            and ``options.partial`` is not set.

        Raises:
            StoreBusyError: Another program is writing.
            DataError: A file cannot be read, or the disk is full; the current version is as it was.
        """
        files = [Path(path) for path in paths]
        with self._writer.writing() as partial:
            parent = self._folder.current()
            self._writer.start(partial, parent)
            imported = self._in_words(import_into(partial, files, options or Options(), self.limits), partial, parent)
            if dry_run or not imported.patch:
                return imported
            read = [digest_file(path) for path in files]
            made = Made("import", imported.quads, imported.graphs, read, _told(partial, by))
            return replace(imported, version=self._writer.publish(partial, parent, made).number)

    def patch_of(self, number: int) -> Patch | None:
        """Return what a version added to the one before it and took away; None where that was not kept.

        It is kept of imports, and of their undoing.
        """
        path = self.version(number).folder / PATCH_FILE
        return read_patch(path) if path.exists() else None

    def undo(self, number: int | None = None, *, by: str = "") -> Imported:
        """Undo an import in a new version: what it added goes, what it took away comes back. Later changes stay.

        Args:
            number: The version that the import made; None is the current one.
            by: Who undoes it, for the record.

        Raises:
            VersionNotFoundError: There is no such version.
            DataError: It was no import, or a later change has touched the same statements.
        """
        with self._writer.writing() as partial:
            parent, hold = self._folder.hold_current()
            hold.release()  # nobody can prune while this program writes
            number = parent.number if number is None else number
            patch = self.patch_of(number)
            if patch is None:
                message = f"version {number} was not made by an import; what it changed was not kept"
                raise DataError(message, hint='"equigraph store rollback" makes the version before it current again.')
            self._writer.start(partial, parent)
            undone = self._in_words(undo_in(partial, patch, number), partial, parent)
            made = Made(f"undo {number}", undone.quads, undone.graphs, details=_told(partial, by))
            return replace(undone, version=self._writer.publish(partial, parent, made).number)

    @staticmethod
    def _in_words(imported: Imported, partial: Path, parent: Version | None) -> Imported:
        """Add to an import what it changes in words, while both versions are there."""
        with ExitStack() as stack:
            before = OxigraphStore.memory() if parent is None else OxigraphStore.folder(parent.folder)
            after = OxigraphStore.folder(partial / "store")
            readers = [Reader(stack.enter_context(store)) for store in (before, after)]
            return replace(imported, edits=tell_edits(imported.patch, readers[0], readers[1], MOST_TOLD))

    def rollback(self, number: int | None = None) -> Version:
        """Make an earlier version the current one; nothing is removed, so it can be undone.

        Args:
            number: The version; None is the one before the current one.

        Raises:
            VersionNotFoundError: There is no such version.
        """
        with self._writer.locked():
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
        with self._writer.locked():
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
            self._writer.start(partial, version)
            files = describe_files(partial / "store", version)
            return copy.publish(partial, {**version.manifest, "files": files})
        except BaseException as error:
            shutil.rmtree(place, ignore_errors=True)
            raise disk_error(error, place) from error
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
            with self._writer.writing() as partial:
                self._writer.start(partial, source)
                made = Made("restore", source.manifest["quads"], source.manifest["graphs"])
                return self._writer.publish(partial, source, made)
        finally:
            hold.release()

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


def _told(partial: Path, by: str) -> dict[str, Any]:
    """Return what the record of an import tells beside its files."""
    told: dict[str, Any] = {"patch": f"sha256:{digest_file(partial / PATCH_FILE).sha256}"}
    if by:
        told["by"] = {"type": "prov:Agent", "name": by}
    return told
