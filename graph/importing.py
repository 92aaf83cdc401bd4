"""Import files into a version of a store that is being made, in a process that may die: nothing is ever half done.

The caller gives the folder of the version, and throws it away when nothing is to come of it.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from equigraph.data.description import Origin
from equigraph.data.patch import Patch, read_patch, write_patch
from equigraph.data.sheet import WHOLE_ROW
from equigraph.data.terms import node
from equigraph.errors import DataError, QueryCrashedError, QueryTooLargeError, RowError
from equigraph.graph.edits import Edits, field_name
from equigraph.graph.findings import Finding
from equigraph.graph.frames import END, write_frame
from equigraph.graph.intake import Options, Taken, take_in
from equigraph.graph.kinds import KINDS
from equigraph.graph.limits import Limits, bytes_in_words, more
from equigraph.graph.patching import apply_patch, undo_conflicts
from equigraph.graph.process import Deadline, WorkerProcess
from equigraph.graph.reader import Reader
from equigraph.graph.store import OxigraphStore

__all__ = ["PATCH_FILE", "Imported", "import_in_worker", "import_into", "undo_in"]

MOST_CHECKED: Final = 50_000  # quads, which take some ten seconds
STATUS, DRAFT = node("eq:status"), node("status:draft")
PATCH_FILE: Final = "changes.rdfp.gz"
NO_EDITS: Final = Edits((), 0)


@dataclass(frozen=True)
class Imported:
    """What importing files came to.

    Attributes:
        patch: What it adds and takes away.
        problems: Every cell, entry or line that is wrong.
        notes: What else a person should know.
        rows: Rows and entries that were read.
        quads: Triples in all graphs together, afterwards.
        graphs: Number of named graphs.
        edits: The patch in words.
        version: Number of the version that it made, or None.
    """

    patch: Patch
    problems: tuple[RowError, ...] = ()
    notes: tuple[str, ...] = ()
    rows: int = 0
    quads: int = 0
    graphs: int = 0
    edits: Edits = NO_EDITS
    version: int | None = None


def import_into(folder: Path, paths: Sequence[Path], options: Options, limits: Limits) -> Imported:
    """Import files into the store of a version, and leave there what changed.

    Args:
        folder: The version; its store is ``folder / "store"``, what changed goes to ``folder / PATCH_FILE``.
        paths: The files.
        options: How they are taken in.
        limits: Bounds on time and memory.

    Returns:
        What changed. With problems, and without ``options.partial``, that is nothing.

    Raises:
        DataError: A file cannot be read at all, or reading takes more than the limits allow.
    """
    first = f'"{paths[0]}"' if len(paths) == 1 else f"{len(paths)} files"
    late = DataError(
        f"importing {first} was stopped: the files of one command may take {limits.load_timeout_s:g} seconds",
        hint=f"Name fewer files, or allow more time: {more('load_timeout_s')}.",
    )
    request = {
        "do": "import",
        "folder": str(folder),
        "files": [str(path) for path in paths],
        "options": dataclasses.asdict(options),
        "memory_bytes": limits.load_memory_bytes,
        "memory_words": bytes_in_words(limits.load_memory_bytes),
    }
    process = WorkerProcess(request)
    try:
        _, payload = process.receive(Deadline(limits.load_timeout_s), late)
    except QueryTooLargeError as error:
        message = f"importing {first} takes more than {request['memory_words']} of memory"
        raise DataError(message, hint=f"Allow more: {more('load_memory_bytes')}.") from error
    except QueryCrashedError as error:
        raise DataError(f"importing {first} failed: its reader gave up ({error.reason})") from error
    finally:
        process.kill()
    told = json.loads(payload)
    problems = tuple(RowError(**problem) for problem in told.pop("problems"))
    return Imported(read_patch(folder / PATCH_FILE), problems, tuple(told.pop("notes")), **told)


def undo_in(folder: Path, patch: Patch, number: int) -> Imported:
    """Undo a patch in the store of a version that is being made.

    Args:
        folder: The version, as `import_into` takes it.
        patch: What was changed.
        number: The version that the change made, for messages.

    Raises:
        DataError: A later change has touched the same.
    """
    store = pyoxigraph.Store(str(folder / "store"))
    conflicts = undo_conflicts(store, patch)
    if conflicts:
        message = f"version {number} cannot be undone alone: a later change has touched the same, {conflicts[0]}"
        raise DataError(message, hint="Undo the later changes first, the last one first.")
    undone = patch.inverse()
    apply_patch(store, undone)
    store.flush()
    write_patch(undone, folder / PATCH_FILE)
    return Imported(undone, quads=len(store), graphs=sum(1 for _ in store.named_graphs()))


def import_in_worker(request: dict[str, Any], target: IO[bytes]) -> None:
    """Carry out `import_into`, in the process that may die."""
    folder = Path(request["folder"])
    store = pyoxigraph.Store(str(folder / "store"))
    taken = take_in(store, [Path(path) for path in request["files"]], Options(**request["options"]))
    problems = taken.problems + _broken_rules(store, taken)
    patch = taken.patch if len(problems) == len(taken.problems) else Patch()
    write_patch(patch, folder / PATCH_FILE)
    store.flush()
    told = {
        "problems": [_to_wire(problem) for problem in problems],
        "notes": taken.notes,
        "rows": taken.rows,
        "quads": len(store),
        "graphs": sum(1 for _ in store.named_graphs()),
    }
    write_frame(target, END, json.dumps(told).encode())


def _broken_rules(store: pyoxigraph.Store, taken: Taken) -> list[RowError]:
    """Apply a patch to a store, and return which rules of the shapes it breaks that held before.

    A draft may lack what it still needs. A patch of very many rows is not checked here, and that is said.
    """
    if len(taken.patch) > MOST_CHECKED:
        taken.notes.append(f"{len(taken.patch):,} changes are too many to be checked here; run: equigraph validate")
        apply_patch(store, taken.patch)
        return []
    from equigraph.graph.validation import validate_touched  # noqa: PLC0415 # brings in pyshacl

    reader = Reader(OxigraphStore(store))
    changes = [*taken.patch.added, *taken.patch.removed]
    before = validate_touched(reader, changes)
    apply_patch(store, taken.patch)
    places = {description.subject.value: description.origin for description in taken.descriptions}
    found = validate_touched(reader, changes).placed(places).new_since(before)
    return [
        _problem(one)
        for one in found
        if one.severity == "violation" and (one.term or Quad(NamedNode(one.thing), STATUS, DRAFT) not in store)
    ]


def _problem(finding: Finding) -> RowError:
    place = finding.place or Origin(finding.label)
    names = (field_name(kind, finding.predicate) for kind in KINDS)
    column = next(filter(None, names), "") or finding.field or WHOLE_ROW
    value = f' (it is "{finding.value}")' if finding.value else ""
    return RowError(place.file, place.row, column, f"{finding.message}{value}", sheet=place.sheet)


def _to_wire(problem: RowError) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in ("table", "row", "column", "reason", "sheet")}
