"""A snapshot: one file with a network as it was, and the recipe to make it again.

The file is JSON (RFC 8259) in UTF-8, with one value in a line, members in a fixed order::

    {
        "format": "equigraph snapshot",
        "version": 1,
        "manifest": {"created", "tool", "digest"},
        "recipe": {...},
        "network": {...},
        "digest": "sha256:...",
    }

``digest`` is the SHA-256 of ``{"recipe": ..., "network": ...}`` as compact JSON in the order of the file, so the same
data asked by the same recipe give the same digest at any time; the manifest, which holds the only clock, has a digest
of its own. A file in which a single byte differs is refused with the reason. The digests find damage and edits made in
passing; they are no signature: whoever makes a whole new snapshot can make its digest too.

The network is that of :mod:`equigraph.graph.frozen`, and nothing of it is lost; the recipe is that of
:mod:`equigraph.graph.recipe`. What an older version of this program did not know yet gets its usual value
(:mod:`equigraph.graph.contract`) when the file is read; what a newer one added is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import equigraph
from equigraph.errors import SnapshotError
from equigraph.graph.contract import complete, fill, misfits, problems
from equigraph.graph.frozen import freeze, thaw
from equigraph.graph.network import Network
from equigraph.graph.profile import DIMENSIONS
from equigraph.graph.recipe import RECIPE, recipe_of
from equigraph.graph.selecting import select
from equigraph.graph.selection import Selection

if TYPE_CHECKING:
    from equigraph.graph.arguments import Value
    from equigraph.graph.knowledge_graph import KnowledgeGraph

__all__ = ["FORMAT", "MOST_BYTES", "SUFFIX", "VERSION", "Snapshot", "read_snapshot", "take"]

FORMAT: Final = "equigraph snapshot"
VERSION: Final = 1
SUFFIX: Final = ".snapshot"
MOST_BYTES: Final = 256 * 2**20  # a hundred times the largest view of the bundled graph
MEMBERS: Final = ("format", "version", "manifest", "recipe", "network", "digest")
MANIFEST: Final[Mapping[str, Any]] = {"created": "", "tool": ""}
ACCEPTED: Final = "accepted: a file that equigraph snapshot create made"
BEGINNING: Final = b'{\n "format": "equigraph'
END: Final = b'"\n}\n'
MOST_PROBLEMS: Final = 2  # the first is told
CHANGED: Final = "it was changed after it was made, or damaged"


@dataclass(frozen=True)
class Snapshot:
    """A network as it was, and how it was made.

    Attributes:
        manifest: ``created`` (when, UTC) and ``tool`` (what made it): what says nothing about the content.
        recipe: What makes the network again, see :data:`equigraph.graph.recipe.RECIPE`.
        network: Ready for any exporter.
        digest: Names recipe and network, as the file has it.
        filled: What the file did not hold and was filled in, as "lines.grade" or "recipe.profile".
    """

    manifest: Mapping[str, Any]
    recipe: Mapping[str, Any]
    network: Network
    digest: str
    filled: frozenset[str] = frozenset()

    @classmethod
    def of(cls, network: Network, recipe: Mapping[str, Any], created: str = "") -> Snapshot:
        """Return the snapshot of a network made by a recipe.

        Args:
            network: It is copied: what becomes of it later does not change the snapshot.
            recipe: How it was made.
            created: When, in ISO 8601; now when left out.
        """
        created = created or datetime.now(UTC).isoformat(timespec="seconds")
        frozen = freeze(network)
        digest = _digest({"recipe": recipe, "network": frozen})
        manifest = {"created": created, "tool": f"equigraph {equigraph.__version__}"}
        return cls(manifest, deepcopy(dict(recipe)), thaw(frozen), digest)

    def to_text(self) -> str:
        """Return the file; the same snapshot gives the same text.

        Raises:
            UnrepresentableValueError: The network holds what JSON cannot.
        """
        content = {"recipe": self.recipe, "network": freeze(self.network)}
        manifest = {name: value for name, value in self.manifest.items() if name != "digest"}
        return _text(
            {
                "format": FORMAT,
                "version": VERSION,
                "manifest": {**manifest, "digest": _digest(manifest)},
                **content,
                "digest": _digest(content),
            }
        )


def take(
    graph: KnowledgeGraph,
    view: str | Selection,
    chosen: Mapping[str, Value] | None = None,
    *,
    author: str = "",
    created: str = "",
    arrange: Callable[[Network], object] | None = None,
) -> Snapshot:
    """Return a snapshot of a view of a graph, or of what was made of it.

    Args:
        graph: Its profile, if it has one, goes into the recipe.
        view: Name of the view; or a selection, which has parameters of its own. One that draws a view as it stands
            gives the same content as the view.
        chosen: Parameters of the view, as ``KnowledgeGraph.view`` takes them.
        author: Who makes it, in their own words.
        created: When, in ISO 8601; now when left out.
        arrange: Moves things of the network after they were placed.

    Raises:
        UnknownNameError, ParameterError, EntityNotFoundError: As ``KnowledgeGraph.view`` and
            :func:`equigraph.graph.selecting.select` do.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> with KnowledgeGraph.open() as graph:
        ...     snapshot = take(graph, "practice", {"practice": "looping"}, author="A. Author")
        >>> snapshot.recipe["arguments"]["practice"], snapshot.recipe["author"]
        ('https://w3id.org/equigraph/id/practice/looping', 'A. Author')
    """
    by_hand = arrange is not None
    selection = None
    if isinstance(view, Selection):
        network = select(graph, view).network
        selection = None if view.is_plain_view else view
        by_hand |= view.is_moved
    else:
        network = graph.view(view, **(chosen or {}))
    if arrange is not None:
        arrange(network)
    return Snapshot.of(network, recipe_of(graph, network, author=author, by_hand=by_hand, selection=selection), created)


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode('utf-8')).hexdigest()}"


def _text(document: Mapping[str, Any]) -> str:
    ordered = {name: document[name] for name in MEMBERS}
    return json.dumps(ordered, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


# --- reading --------------------------------------------------------------------------------


def read_snapshot(source: str | os.PathLike[str] | bytes) -> Snapshot:
    """Return the snapshot in a file.

    Args:
        source: The path of the file, or what it holds, as bytes.

    Raises:
        SnapshotError: It is not there, was damaged or changed, was made by a later version, or is no snapshot; the
            reason is said.

    Example:
        >>> read_snapshot(b'{"format": "another"}')
        Traceback (most recent call last):
        ...
        equigraph.errors.SnapshotError: the snapshot cannot be used: its format is "another"; accepted: a file that
        equigraph snapshot create made
    """
    if isinstance(source, bytes):
        return _read("the snapshot", source)
    name = f'"{os.fspath(source)}"'
    path = Path(source)
    try:
        if not path.is_file():
            raise SnapshotError(name, f"{'it is a folder' if path.is_dir() else 'there is no such file'}; {ACCEPTED}")
        with path.open("rb") as file:
            return _read(name, file.read(MOST_BYTES + 1))
    except (OSError, ValueError) as error:  # a name may hold what no name can
        raise SnapshotError(name, f"it cannot be read ({getattr(error, 'strerror', '') or error})") from None


def _read(name: str, data: bytes) -> Snapshot:
    if len(data) > MOST_BYTES:
        raise SnapshotError(name, f"it is larger than {MOST_BYTES:,} bytes, which no snapshot of this program is")
    try:
        document = _document(data)
        _check_kind(document)
        _check_whole(document, data)
        return _snapshot(document)
    except _Refusal as refusal:
        raise SnapshotError(name, str(refusal)) from None
    except SnapshotError as error:
        raise SnapshotError(name, error.reason) from None
    except RecursionError:
        raise SnapshotError(name, f"its values are nested too deep; {ACCEPTED}") from None


class _Refusal(Exception):  # noqa: N818 - it becomes a SnapshotError with the name of the file
    """Why a file is not taken."""


def _document(data: bytes) -> dict[str, Any]:
    """Return the JSON object in the bytes, read strictly: no name twice, no number that is no number."""
    try:
        document = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse_constant)
    except ValueError as error:  # no UTF-8, no JSON, or a number of thousands of digits
        if data.startswith(BEGINNING) and not data.endswith(END):
            raise _Refusal("it was damaged: its end is missing, or is not its own") from None
        raise _Refusal(f"it was damaged, or is no JSON ({error}); {ACCEPTED}") from None
    if not isinstance(document, dict):
        raise _Refusal(f"it holds no JSON object; {ACCEPTED}")
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Refusal(f'it holds "{twice[:100]}" twice in one object; {ACCEPTED}')
    return found


def _refuse_constant(name: str) -> Any:
    raise _Refusal(f'it holds "{name}", which is no number; {ACCEPTED}')


def _check_kind(document: Mapping[str, Any]) -> None:
    """Refuse another format, and a version that is not known yet."""
    kind, version = document.get("format"), document.get("version")
    if kind != FORMAT:
        shown = f'its format is "{kind[:100]}"' if isinstance(kind, str) else "it names no format"
        raise _Refusal(f"{shown}; {ACCEPTED}")
    if type(version) is not int or version < 1:
        raise _Refusal(f"its version is no whole number from 1; {ACCEPTED}")
    if version > VERSION:
        manifest = document.get("manifest")
        tool = manifest.get("tool") if isinstance(manifest, dict) else None
        made = f", {tool[:100]}" if isinstance(tool, str) else ""
        raise _Refusal(f"its version is {version}, of a later program{made}; known here: up to version {VERSION}")
    strange = [*(f'"{name}" is missing' for name in MEMBERS if name not in document)]
    strange += [f'"{name[:100]}" does not belong there' for name in document if name not in MEMBERS]
    for name, type_ in (("manifest", dict), ("recipe", dict), ("network", dict), ("digest", str)):
        if name in document and not isinstance(document[name], type_):
            strange.append(f'"{name}" is not what it should be')
    if strange:
        raise _Refusal(f"{CHANGED}: {', '.join(strange)}")


def _check_whole(document: Mapping[str, Any], data: bytes) -> None:
    """Refuse a file that is not, byte for byte, what was written."""
    manifest = dict(document["manifest"])
    digest = manifest.pop("digest", None)
    try:
        content = _digest({"recipe": document["recipe"], "network": document["network"]})
        is_own_manifest = digest == _digest(manifest)
        is_own_text = _text(document).encode("utf-8") == data
    except ValueError:  # infinite numbers, half characters
        raise _Refusal(f"{CHANGED}: it holds a value that no snapshot holds") from None
    if content != document["digest"]:
        raise _Refusal(f"{CHANGED}: its content no longer has the digest that it had")
    if not is_own_manifest:
        raise _Refusal(f"{CHANGED}: its manifest no longer has the digest that it had")
    if not is_own_text:
        raise _Refusal(f"{CHANGED}: it is written differently")


def _snapshot(document: Mapping[str, Any]) -> Snapshot:
    """Return the snapshot of a whole document, with all that an older version did not know yet."""
    manifest, recipe = dict(document["manifest"]), dict(document["recipe"])
    del manifest["digest"]
    network = thaw(document["network"])
    found = [
        *misfits("the manifest", manifest, MANIFEST),
        *misfits("the recipe", recipe, RECIPE),
        *_profile_misfits(recipe),
        *islice(problems(network), MOST_PROBLEMS),
    ]
    if found:
        more = "" if len(found) < MOST_PROBLEMS else " (and more)"
        raise _Refusal(f"what it holds is no network that can be drawn: {found[0]}{more}")
    filled = fill("manifest", "", manifest, MANIFEST) | fill("recipe", "", recipe, RECIPE) | complete(network)
    return Snapshot(manifest, recipe, network, document["digest"], frozenset(filled))


def _profile_misfits(recipe: Mapping[str, Any]) -> list[str]:
    profile = recipe.get("profile")
    if not isinstance(profile, dict) or not profile:
        return []
    wanted = profile.get("wanted")
    is_whole = isinstance(profile.get("name"), str) and isinstance(wanted, dict) and wanted.keys() <= DIMENSIONS.keys()
    if is_whole and isinstance(wanted, dict) and not list(misfits("", wanted, {name: [] for name in wanted})):
        return []
    return ["the profile of the recipe has no name, or asks for what no profile can"]
