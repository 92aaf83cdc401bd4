"""A folder store on disk: versions that never change, and a pointer to the current one.

::

    FOLDER/equigraph-store.json    says that this is a folder store, and in which layout
    FOLDER/current                 the number of the current version
    FOLDER/writer.lock             held by the one program that writes
    FOLDER/versions/3/manifest.jsonld    when, from what, by what, how much (PROV-O, https://www.w3.org/TR/prov-o/)
    FOLDER/versions/3/store/             the triples (Oxigraph)
    FOLDER/versions/3/reader.lock        held by everyone who reads the version

A version is made beside the others under a name that ends in ``.partial``, and renamed when it is whole; then the
pointer is replaced. So whatever ends a writer, the current version is whole. Limits: versions share unchanged files
(hard links); to be safe from a failing disk, back up to another one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from equigraph.errors import DatasetNotFoundError, NewerStoreError, StoreDamagedError, VersionNotFoundError
from equigraph.graph.locks import Lock, lock_shared
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["LAYOUT", "Version", "VersionFolder", "check_for_damage", "describe_files", "find_version", "now"]

LAYOUT: Final = 1  # raised when an older equigraph could no longer read what a newer one writes
MARKER: Final = "equigraph-store.json"
POINTER: Final = "current"
MANIFEST: Final = "manifest.jsonld"
PARTIAL: Final = ".partial"
# What every manifest holds, beside what PROV readers need.
KEYS: Final[Mapping[str, type]] = {
    "id": str,
    "number": int,
    "created": str,
    "quads": int,
    "graphs": int,
    "digest": str,
    "changed": bool,
    "activity": dict,
    "files": dict,
}
_TRIES: Final = 100  # of a reader that meets versions being replaced and pruned at the same moment
CONTEXT: Final = {
    **{name: PREFIXES[name] for name in ("prov", "dcterms", "void", "dcat", "xsd")},
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",  # as DCAT 3 says a checksum
    "id": "@id",
    "type": "@type",
    "number": "dcterms:identifier",
    "created": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
    "revisionOf": {"@id": "prov:wasRevisionOf", "@type": "@id"},
    "quads": "void:triples",
    "digest": "spdx:checksumValue",
    "activity": "prov:wasGeneratedBy",
    "operation": "dcterms:type",
    "graph": {"@id": "sd:name", "@type": "@id"},
    "sources": "prov:used",
    "name": "dcterms:title",
    "sha256": "spdx:checksumValue",
    "bytes": "dcat:byteSize",
    "software": "prov:wasAssociatedWith",
    "softwareVersion": "dcterms:hasVersion",
    "by": "prov:wasAssociatedWith",
    "patch": "prov:generated",
}


@dataclass(frozen=True)
class Version:
    """One version of a folder store, which never changes.

    Attributes:
        folder: Where it lies.
        manifest: What ``manifest.jsonld`` says.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def number(self) -> int:
        """Its number, from 1; a later version has a higher one."""
        return int(self.manifest["number"])

    @property
    def store(self) -> Path:
        """The folder that the engine opens."""
        return self.folder / "store"

    @property
    def parent(self) -> str:
        """IRI of the version that it was made from, or ``""``."""
        return str(self.manifest.get("revisionOf", ""))

    def hold(self) -> Lock | None:
        """Keep the version from being pruned; None when it is gone or going."""
        path = self.folder / "reader.lock"
        lock = lock_shared(path)
        if lock is not None and not path.exists():  # removed between opening and locking
            lock.release()
            return None
        return lock

    def check_files(self, *, content: bool = False) -> None:
        """Compare the files of the engine with the manifest: their sizes, and what was touched since by its content.

        Args:
            content: Compare the content of every file, at about a second for a gigabyte.

        Raises:
            StoreDamagedError: Files are missing or altered; all of them are named.
        """
        wrong = [
            f"{name} is {problem}"
            for name, told in self.manifest["files"].items()
            if (problem := _problem(self.store / name, told, content=content))
        ]
        if wrong:
            raise StoreDamagedError(str(self.folder), "; ".join(wrong))


class VersionFolder:
    """The folder of a folder store: finds, reads and publishes versions. What is in them is not its business.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     VersionFolder.create(Path(folder) / "mine").versions()
        []
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(cls, path: Path) -> VersionFolder:
        """Return the folder store at a path; a missing or empty folder becomes one.

        Raises:
            DatasetNotFoundError: There is something else.
        """
        if not is_version_folder(path):
            if path.exists() and (not path.is_dir() or any(path.iterdir())):
                accepted = ("a new or empty folder", "a folder made by equigraph store load")
                raise DatasetNotFoundError(str(path), accepted, reason="it holds something else")
            (path / "versions").mkdir(parents=True, exist_ok=True)
            replace_file(path / MARKER, json.dumps({"layout": LAYOUT}) + "\n")
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> VersionFolder:
        """Return the folder store at a path.

        Raises:
            NewerStoreError: A later equigraph wrote it.
            StoreDamagedError: Its marker cannot be read.
        """
        try:
            layout = json.loads((path / MARKER).read_text("utf-8"))["layout"]
        except FileNotFoundError:
            reason = "it is not a folder store"
            raise DatasetNotFoundError(str(path), ["a folder made by equigraph store load"], reason=reason) from None
        except (ValueError, KeyError, TypeError) as error:
            raise StoreDamagedError(str(path), f"{MARKER} cannot be read ({error})") from error
        if not isinstance(layout, int) or layout > LAYOUT:
            raise NewerStoreError(str(path), layout, LAYOUT)
        return cls(path)

    def numbers(self) -> list[int]:
        """Return the numbers of the versions that are whole, in order."""
        return sorted(
            int(entry.name) for entry in (self.path / "versions").iterdir() if entry.name.isdecimal() and entry.is_dir()
        )

    def versions(self) -> list[Version]:
        """Return all versions that are whole, the oldest first."""
        found = []
        for number in self.numbers():
            with contextlib.suppress(VersionNotFoundError):  # pruned meanwhile
                found.append(self.version(number))
        return found

    def version(self, number: int | str) -> Version:
        """Return the version of that number.

        Raises:
            VersionNotFoundError: There is none.
            StoreDamagedError: Its manifest cannot be read.
        """
        folder = self.path / "versions" / str(number)
        if not str(number).isdecimal() or not folder.is_dir():
            raise VersionNotFoundError(str(self.path), str(number), map(str, self.numbers()))
        return read_version(folder)

    def current(self) -> Version | None:
        """Return the current version; None before the first one.

        Raises:
            StoreDamagedError: The pointer, or what it points to, cannot be read.
        """
        try:
            number = (self.path / POINTER).read_text("ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise StoreDamagedError(str(self.path), f'the file "{POINTER}" cannot be read ({error})') from error
        try:
            return self.version(number)
        except VersionNotFoundError as error:
            raise StoreDamagedError(str(self.path), f'the file "{POINTER}" names no version ("{number}")') from error

    def hold_current(self) -> tuple[Version, Lock]:
        """Return the current version, held.

        Raises:
            DatasetNotFoundError: There is no version yet.
        """
        for _ in range(_TRIES):
            try:
                version = self.current()
            except StoreDamagedError:
                if not _is_moving(self.path):
                    raise
                continue
            if version is None:
                accepted = ["files, with equigraph store load"]
                raise DatasetNotFoundError(str(self.path), accepted, reason="the store is still empty")
            lock = version.hold()
            if lock is not None:
                return version, lock
        raise StoreDamagedError(str(self.path), "its current version cannot be held")

    def publish(self, partial: Path, manifest: Mapping[str, Any]) -> Version:
        """Give a version that is whole its name, and make it the current one."""
        (partial / "reader.lock").touch()
        replace_file(partial / MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
        folder = self.path / "versions" / str(manifest["number"])
        partial.rename(folder)
        _sync_folder(folder.parent)
        self.point_to(int(manifest["number"]))
        return Version(folder, manifest)

    def point_to(self, number: int) -> None:
        """Make a version the current one."""
        replace_file(self.path / POINTER, f"{number}\n")

    def partial(self) -> Path:
        """Return where the next version is made; what a writer that was ended left there is removed.

        A version that was renamed but never became current stays: its number is not given twice.
        """
        for entry in (self.path / "versions").iterdir():
            if not entry.name.isdecimal():
                shutil.rmtree(entry, ignore_errors=True)
        partial = self.path / "versions" / f"{max(self.numbers(), default=0) + 1}{PARTIAL}"
        partial.mkdir()
        return partial


def is_version_folder(path: Path) -> bool:
    """Say whether there is a folder store at a path, of whatever layout."""
    return (path / MARKER).is_file()


def find_version(path: Path) -> tuple[Version, Lock] | None:
    """Return the version that a path names, held: that of ``FOLDER/versions/3``, or the current one of ``FOLDER``.

    Returns:
        None when the path is neither.

    Raises:
        DatasetNotFoundError: The folder store has no version yet, or this one is being removed.
        StoreDamagedError, NewerStoreError: It cannot be read.
    """
    if is_version_folder(path):
        return VersionFolder.open(path).hold_current()
    if not (path / MANIFEST).is_file():
        return None
    version = read_version(path)
    lock = version.hold()
    if lock is None:
        raise DatasetNotFoundError(str(path), ["a version that is there"], reason="this version is being removed")
    return version, lock


def check_for_damage(path: Path) -> None:
    """Compare every file of the version at a path with its manifest; a path without a version passes.

    Raises:
        StoreDamagedError: Files are missing or altered.
    """
    if (path / MANIFEST).is_file():
        read_version(path).check_files(content=True)


def read_version(folder: Path) -> Version:
    """Return the version in a folder ``FOLDER/versions/N``."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        version = Version(folder, manifest)
        wrong = [name for name, kind in KEYS.items() if not isinstance(manifest[name], kind)]
        if wrong:
            raise TypeError(", ".join(wrong))  # noqa: TRY301 # one way to say it
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamagedError(str(folder), f"{MANIFEST} cannot be read ({error})") from error
    return version


def now() -> str:
    """Return the time as the manifest writes it."""
    return datetime.now(tz=UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def describe_files(store: Path, parent: Version | None) -> dict[str, Any]:
    """Return size, time and digest of the engine's files that hold triples; its log and its locks are left out.

    The engine never changes such a file, so what was told of one that the parent has too is told again.
    """
    before = parent.manifest["files"] if parent is not None else {}
    return {
        path.name: told
        if (told := before.get(path.name)) and _is_untouched(path.stat(), told)
        else {"bytes": path.stat().st_size, "modified_ns": path.stat().st_mtime_ns, "sha256": _sha256(path)}
        for path in sorted(store.iterdir())
        if path.suffix == ".sst"
    }


def replace_file(path: Path, text: str) -> None:
    """Replace a small file at once: whoever reads it sees the old text or the new one, also after a power cut."""
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows cannot open a folder, and needs no such call
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_untouched(found: os.stat_result, told: Mapping[str, Any]) -> bool:
    return bool(found.st_size == told["bytes"] and found.st_mtime_ns == told["modified_ns"])


def _problem(path: Path, told: Mapping[str, Any], *, content: bool) -> str:
    """Say what is wrong with a file, or nothing."""
    try:
        found = path.stat()
        if found.st_size != told["bytes"]:
            return f"{found.st_size} bytes long, not {told['bytes']}"
        if (content or not _is_untouched(found, told)) and _sha256(path) != told["sha256"]:
            return "altered"
    except OSError as error:
        return "missing" if isinstance(error, FileNotFoundError) else f"unreadable ({error.strerror})"
    return ""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_moving(path: Path) -> bool:
    """Say whether the pointer has moved on to a version that is there."""
    with contextlib.suppress(OSError):
        return (path / "versions" / (path / POINTER).read_text("ascii").strip() / MANIFEST).is_file()
    return False
