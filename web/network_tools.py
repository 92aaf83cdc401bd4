"""The tools above a picture: what can be undone, added, filtered and arranged, each as a link or a form of its own.

Everything here leads to an address, so it works without script and can be shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from equigraph.graph.kinds import KINDS, sentence_case
from equigraph.graph.selection import MOST_DEGREES, Step
from equigraph.graph.selection_step import write_iri
from equigraph.web.network_place import SHOWS

if TYPE_CHECKING:
    from equigraph.graph.network import Network
    from equigraph.graph.selecting import Selected
    from equigraph.web.network_place import Place

__all__ = ["names_of", "step_words", "things_by_kind", "tools_of"]

GROUPINGS: Final = {
    "": "Nothing: every thing by itself",
    "kind": "Kind",
    "category": "Category",
    "community": "Community (computed)",
}
LAYOUTS: Final = {
    "": "The usual one",
    "layered": "In columns",
    "organic": "By connection",
}


def tools_of(place: Place, selected: Selected) -> dict[str, Any]:
    """Return the tools of a picture, as ``network_tools.html.j2`` shows them."""
    selection = place.selection
    names = names_of(selected.network)
    plain = replace(selection.start, by="")
    is_changed = selection.drawn != plain.drawn or bool(selection.notes)
    return {
        "tabs": [(name, words, place.to(show=name)) for name, words in SHOWS.items()],
        "show": place.show,
        "undo": place.to(selection.without_last_step()) if selection.steps else "",
        "last": step_words(selection.steps[-1], names) if selection.steps else "",
        "steps": [step_words(step, names) for step in selection.steps],
        "again": place.to(plain) if is_changed else "",
        "other": place.prefix + "/network",
        "about": "" if selection.things else place.to(path="/network/about"),
        "add": place.rest(),
        "path": place.rest(),
        "arrange": {
            "rest": place.rest("by", "layout"),
            "groupings": _choices(GROUPINGS, selection.by),
            "layouts": _choices(LAYOUTS, selection.layout),
        },
        "near": {
            "rest": place.rest("focus", "degrees"),
            "things": things_by_kind(selected.network, selection.focus),
            "degrees": [(str(number), number == (selection.degrees or 1)) for number in range(1, MOST_DEGREES + 1)],
            "is_on": bool(selection.focus and selection.degrees),
            "off": place.with_(focus="", degrees=0),
        },
        "filter": {
            "rest": place.rest("keep."),
            "facets": selected.facets,
            "is_on": bool(selection.keep),
            "off": place.with_(keep={}),
        },
        "hidden": selected.hidden,
    }


def names_of(network: Network) -> dict[str, str]:
    """Return the names of the things of a picture, by IRI."""
    return {iri: node["label"] for iri, node in network.nodes(data=True)}


def step_words(step: Step, names: Mapping[str, str]) -> str:
    """Return what was done, in words.

    Example:
        >>> step_words(Step("expand", ("http://example.org/a",), kind="Policy"), {"http://example.org/a": "A"})
        'Expand “A”: policies'
    """
    things = [f"“{names.get(iri) or write_iri(iri)}”" for iri in step.things]
    if step.verb == "path":
        return f"Path from {things[0]} to {things[1]}"
    if step.verb == "expand":
        what = KINDS[step.kind].many if step.kind else "everything"
        return f"Expand {things[0]}: {what}"
    if step.verb == "pin":
        return f"{'Move' if step.place else 'Pin'} {things[0]}"
    return f"{sentence_case(step.verb)} {', '.join(things)}"


def _choices(words: Mapping[str, str], chosen: str) -> list[tuple[str, str, bool]]:
    return [(value, text, value == chosen) for value, text in words.items()]


def things_by_kind(network: Network, chosen: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Return the things of a picture by kind, for a list to choose from."""
    kinds: dict[str, list[tuple[str, str, bool]]] = {}
    ordered: Iterable[Any] = sorted(network.nodes(data=True), key=lambda item: (item[1]["label"].casefold(), item[0]))
    for iri, node in ordered:
        if not node["members"]:
            kinds.setdefault(node["kind"], []).append((write_iri(iri), node["label"], iri == chosen))
    order = list(KINDS)
    return [
        (sentence_case(KINDS[kind].many if kind in KINDS else kind), kinds[kind])
        for kind in sorted(kinds, key=lambda kind: (order.index(kind) if kind in order else len(order), kind))
    ]
