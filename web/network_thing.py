"""What can be done with one thing of a picture: a plain page of links, which the script fetches into the card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from equigraph.errors import ParameterError
from equigraph.graph.kinds import sentence_case
from equigraph.graph.selecting import neighbors
from equigraph.graph.selection import MOST_NOTE, Step
from equigraph.graph.selection_step import MOST_ADDED, write_iri
from equigraph.web.addresses import path_of

if TYPE_CHECKING:
    from equigraph.graph.knowledge_graph import KnowledgeGraph
    from equigraph.graph.selecting import Selected
    from equigraph.web.network_place import Place

__all__ = ["thing_tools"]

MOVE_PX: Final = 40  # one press of an arrow
MOVES: Final = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}


def thing_tools(graph: KnowledgeGraph, place: Place, selected: Selected, iri: str) -> dict[str, Any]:
    """Return what can be done with a thing, as ``network_thing.html.j2`` shows it.

    Raises:
        ParameterError: It is not in the picture.
    """
    if iri not in selected.network:
        raise ParameterError(
            f'"{write_iri(iri)[:200]}" is not in this picture; accepted: one of its things',
            hint="It may have been taken out by a filter; a step back brings it back.",
        )
    node = selected.network.nodes[iri]
    if node["members"]:
        raise ParameterError(
            f'"{node["label"]}" is a group of things; accepted: a thing', hint="Open the group to see what is in it."
        )
    selection = place.selection
    is_marked = iri in selection.marks
    is_focus = selection.focus == iri and bool(selection.degrees)
    x, y = round(node["x"]), round(node["y"])
    return {
        "iri": iri,
        "short": write_iri(iri),
        "label": node["label"],
        "kind": node["kind"],
        "page": place.prefix + path_of(iri),
        "back": place.to(),
        "expand": [_expansion(place, iri, one) for one in neighbors(graph, selected, iri)],
        "collapse": place.after(Step("collapse", (iri,))),
        "hide": place.after(Step("hide", (iri,))),
        "pin": place.after(Step("pin", (iri,))),
        "is_pinned": any(step.verb == "pin" and step.things == (iri,) for step in selection.steps),
        "moves": [
            (words, place.after(Step("pin", (iri,), place=(max(0, x + dx * MOVE_PX), max(0, y + dy * MOVE_PX)))))
            for words, (dx, dy) in MOVES.items()
        ],
        "is_focus": is_focus,
        "focus": place.with_(focus="", degrees=0) if is_focus else place.with_(focus=iri, degrees=1),
        "is_marked": is_marked,
        "mark": place.to(selection.with_mark(iri, marked=not is_marked)),
        "note": selection.notes.get(iri, ""),
        "most_note": MOST_NOTE,
        "rest": place.rest("note") + [("note", one) for one in _other_notes(place, iri)],
        "why": place.prefix + "/why",
    }


def _expansion(place: Place, iri: str, found: Any) -> dict[str, Any]:
    """Return how many neighbours of one kind there are, and what brings more of them."""
    left = found.total - found.shown
    words = f"Show {MOST_ADDED} more" if left > MOST_ADDED else "Show it" if left == 1 else f"Show all {left:,}"
    links = [(words, place.after(Step("expand", (iri,), kind=found.kind)))] if left > 0 else []
    return {
        "kind": found.kind,
        "words": f"{sentence_case(found.words)}, {found.shown:,} shown",
        "links": links,
    }


def _other_notes(place: Place, iri: str) -> list[str]:
    own = write_iri(iri) + "~"
    return [value for name, value in place.pairs() if name == "note" and not value.startswith(own)]
