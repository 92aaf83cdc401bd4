"""The practices and goals of a selection as a gap map."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.gap_html import gap_body
from equigraph.web.picture_cache import pictures_of

if TYPE_CHECKING:
    from equigraph.graph.network import Network
    from equigraph.graph.selecting import Selected
    from equigraph.web.explorer import Explorer
    from equigraph.web.network_place import Place

__all__ = ["Gaps", "gaps_of"]

SAME_CLAIMS: Final = frozenset({"practices-to-goals", "student-group"})  # views whose choices are those of a map
TOLD: Final = frozenset({"design", "group"})
FLAGS: Final = frozenset({"no-inferred", "exact"})


@dataclass(frozen=True)
class Gaps:
    """The gap map of a selection.

    Attributes:
        data: What the twin of the page says of it.
        drawn: What the template needs.
        style: The rules of its colours.
    """

    data: dict[str, Any]
    drawn: dict[str, Any] = field(default_factory=dict)
    style: str = ""


def gaps_of(explorer: Explorer, place: Place, selected: Selected) -> Gaps:
    """Return the gap map of the practices and goals that are drawn; of their members, where groups are."""
    if place.selection.by:
        selected = pictures_of(explorer).get(replace(place.selection, by=""))
    practices = _of_kind(selected.network, "Practice")
    goals = _of_kind(selected.network, "EquityGoal")
    if not practices or not goals:
        missing = [words for words, found in (("practices", practices), ("goals", goals)) if not found]
        return Gaps({"missing": missing}, {"missing": missing})
    found = explorer.graph.gaps(practice=practices, goal=goals, **_told(place))
    body = gap_body(found)
    data = {"missing": [], "practices": practices, "goals": goals, "summary": list(found.summary)}
    return Gaps(data, {**body.context, "missing": []}, body.style)


def _of_kind(network: Network, kind: str) -> list[str]:
    return sorted(iri for iri, node in network.nodes(data=True) if node["kind"] == kind and not node["members"])


def _told(place: Place) -> dict[str, Any]:
    """Return what the view was told that a map can be told too, so that both count the same claims."""
    selection = place.selection
    if selection.view not in SAME_CLAIMS:
        return {}
    told: dict[str, Any] = {}
    for name, value in selection.parameters.items():
        if name in FLAGS:
            told[name.replace("-", "_")] = True
        elif name in TOLD:
            told[name] = value if isinstance(value, str) else list(value)
    return told
