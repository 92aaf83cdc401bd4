"""The lines of a selection as rows of a wide table, and the ways between two of its things as sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.html import look_of
from equigraph.graph.kinds import count_words, sentence_case
from equigraph.graph.path_list import Paths, PathThrough, paths_within
from equigraph.graph.selection_step import write_iri
from equigraph.web.network_tools import things_by_kind

if TYPE_CHECKING:
    from equigraph.exporters.evidence import Evidence, Line
    from equigraph.graph.network import Network
    from equigraph.graph.selecting import Selected
    from equigraph.web.network_place import Place

__all__ = ["ends_of", "paths_of", "rows_of"]

MOST_STEPS: Final = 4  # of a path that is listed


def rows_of(evidence: Evidence) -> list[dict[str, Any]]:
    """Return one row for each line, in the order of the outline."""
    return [_row(evidence, line) for group in evidence.groups for line in group.lines]


def _row(evidence: Evidence, line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "start": evidence.things[line.subject].label,
        "end": evidence.things[line.object].label,
        "says": _says(line),
        "token": look_of(line).token if line.is_evidence else "",
        "how_sure": line.how_sure,
        "sources": line.sources,
        "count": line.claims if line.is_evidence else line.statement_count,
        "mapping": line.mapping,
        "scope": line.scope,
    }


def _says(line: Line) -> str:
    if line.bundled:
        return f"{line.label}: {line.strength}"
    return line.strength or line.verdict if line.is_evidence else line.label


# --- paths ----------------------------------------------------------------------------------


def ends_of(place: Place) -> tuple[str, str]:
    """Return between which things paths are listed: those that were chosen, else those of the last path step."""
    if all(place.selection.ends):
        return place.selection.ends
    steps = [step for step in place.selection.steps if step.verb == "path"]
    return (steps[-1].things[0], steps[-1].things[1]) if steps else ("", "")


def paths_of(place: Place, selected: Selected, evidence: Evidence) -> dict[str, Any]:
    """Return the ways from one thing of a selection to another, as ``network_paths.html.j2`` shows them."""
    network = selected.network
    start, end = ends_of(place)
    is_asked = bool(start and end and start in network and end in network and start != end)
    found = paths_within(network, start, end, max_length=MOST_STEPS) if is_asked else None
    return {
        "rest": place.rest("from", "to"),
        "starts": things_by_kind(network, start),
        "stops": things_by_kind(network, end),
        "is_asked": is_asked,
        "found": [_path(network, place, evidence, path) for path in found.shown] if found else [],
        "says": _found_words(network, found) if found else "",
        "notes": list(found.notes) if found else [],
    }


def _found_words(network: Network, found: Paths) -> str:
    start, end = (network.nodes[iri]["label"] for iri in (found.start, found.end))
    if not found.shown:
        return (
            f"No path from “{start}” to “{end}” along the lines of this selection in {MOST_STEPS} steps or fewer. "
            "That says what is shown here, not what is true; there may be one through things that are not shown."
        )
    return f"{sentence_case(count_words(found.total, 'path'))} from “{start}” to “{end}”, the shortest first."


def _path(network: Network, place: Place, evidence: Evidence, path: PathThrough) -> dict[str, Any]:
    return {
        "words": " → ".join(network.nodes[iri]["label"] for iri in path.things),
        "lines": [_step(network, place, evidence, line) for step in path.lines for line in step],
    }


def _step(network: Network, place: Place, evidence: Evidence, key: tuple[str, str, str]) -> dict[str, Any]:
    start, end, _ = key
    line = evidence.lines[evidence.line_ids[key]]
    ends = [("from", write_iri(start)), ("to", write_iri(end))]
    # "advances" beside a verdict that is not positive would say what was not found.
    says = f"{network.nodes[start]['label']} {'→' if line.is_evidence else line.label} {network.nodes[end]['label']}"
    strength = (
        f": {line.strength or line.verdict}" if line.is_evidence else f" ({line.mapping})" if line.mapping else ""
    )
    return {
        "id": line.id,
        "sentence": f"{says}{strength}.",
        "token": look_of(line).token if line.is_evidence else "",
        "why": replace(place, selection=type(place.selection)(), show="graph").to(path="/why", more=ends),
    }
