"""A snapshot on disk, and what one says of itself (the format is that of :mod:`equigraph.graph.snapshot`).

Lost: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from equigraph.errors import UnknownFormatError
from equigraph.exporters.files import write_atomically
from equigraph.graph.snapshot import SUFFIX, Snapshot

if TYPE_CHECKING:
    import os

__all__ = ["describe_snapshot", "is_snapshot", "write_snapshot"]

NOT_RECORDED = "not recorded"


def is_snapshot(name: str | os.PathLike[str]) -> bool:
    """Say whether a name is that of a snapshot, by its ending.

    Example:
        >>> is_snapshot("q3.SNAPSHOT"), is_snapshot("practices-to-goals")
        (True, False)
    """
    return str(name).lower().endswith(SUFFIX)


def write_snapshot(snapshot: Snapshot, path: str | os.PathLike[str]) -> None:
    """Write a snapshot; what was there before stays until the new file is whole.

    Raises:
        UnknownFormatError: The name does not end as that of a snapshot does.
        UnrepresentableValueError: The network holds what no file can.
        NotSavedError: The file could not be written.
    """
    if not is_snapshot(path):
        raise UnknownFormatError(Path(path).suffix or Path(path).name, (SUFFIX,))
    write_atomically(path, snapshot.to_text())


def describe_snapshot(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield what a snapshot says of itself, as pairs of a name and words."""
    recipe, graph = snapshot.recipe, snapshot.network.graph
    yield "title", graph["title"]
    yield "question", recipe["question"]
    yield "view", recipe["view"]
    yield from ((f"chosen: {name}", value) for name, value in recipe["parameters"].items())
    if recipe["profile"]:
        yield "profile", f"{recipe['profile']['name']}: {_wanted(recipe['profile']['wanted'])}"
    yield "holds", _holds(snapshot)
    yield "data", f"{_or(recipe['dataset'])}, version {_or(recipe['data_version'])} of {_or(recipe['data_date'])}"
    yield "data digest", _or(recipe["data_digest"])
    yield "ontology", f"version {_or(recipe['ontology_version'])}"
    yield "rule for grading", f"version {_or(recipe['grading_version'])}"
    yield "made with", f"equigraph {_or(recipe['tool_version'])}"
    yield "places", _places(snapshot)
    yield "author", _or(recipe["author"])
    yield "created", _or(snapshot.manifest["created"])
    yield "licence", " ".join(filter(None, (recipe["licence"], recipe["licence_url"]))) or NOT_RECORDED
    yield "digest", snapshot.digest
    if snapshot.filled:
        yield "filled in", f"not in this file, and taken as usual: {', '.join(sorted(snapshot.filled))}"


def _or(text: str) -> str:
    return text or NOT_RECORDED


def _wanted(wanted: dict[str, list[str]]) -> str:
    return "; ".join(f"{name} {', '.join(values)}" for name, values in wanted.items())


def _holds(snapshot: Snapshot) -> str:
    network = snapshot.network
    records = network.graph["statements"].values()
    claims = sum(record["type"] == "claim" for record in records)
    parts = (
        (network.number_of_nodes(), "thing"),
        (network.number_of_edges(), "line"),
        (claims, "claim"),
        (len(records) - claims, "other statement"),
        (len(network.graph["sources"]), "source"),
    )
    return ", ".join(f"{number:,} {noun}{'' if number == 1 else 's'}" for number, noun in parts)


def _places(snapshot: Snapshot) -> str:
    layout = snapshot.recipe["layout"]
    name = str(layout.get("name") or snapshot.network.graph["layout"])
    return f"{name} layout{', then moved by hand' if layout.get('moved_by_hand') else ''}"
