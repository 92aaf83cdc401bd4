"""What of a picture is drawn: facets, a focus and groups choose, notes and highlights are laid upon it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from equigraph.graph.contract import CANVAS
from equigraph.graph.facets import (
    FACETS,
    THING_FACETS,
    Facet,
    Values,
    facets_of,
    fits,
    line_values,
    thing_values,
    words_of,
)
from equigraph.graph.kinds import count_words, sentence_case
from equigraph.graph.layout import place
from equigraph.graph.network import Network
from equigraph.graph.notes import put_notes
from equigraph.graph.part import Line, part_of
from equigraph.graph.picture_groups import in_groups
from equigraph.graph.start import ALL_CLAIMS, arguments_of
from equigraph.graph.summary import summarize
from equigraph.graph.views import run_view

if TYPE_CHECKING:
    from equigraph.graph.compose import Composed
    from equigraph.graph.reader import Reader
    from equigraph.graph.selection import Selection
    from equigraph.graph.start import Start

__all__ = ["Picture"]

# How a choice of each facet is told.
CHOICES: Final[Mapping[str, str]] = {
    "kind": "a thing of the kind “{}”",
    "relation": "the words “{}”",
    "category": "a thing of the category “{}”",
    "verdict": "the verdict “{}”",
    "how-sure": "how sure: {}",
    "direction": "a finding that is “{}”",
    "design": "the study design “{}”",
    "group": "a claim about {}",
    "state": "the place {}",
    "mapping": "something that is “{}”",
}


class Picture:
    """A composed and placed picture of which a part is drawn."""

    def __init__(
        self, network: Network, start: Start, composed: Composed, selection: Selection, reader: Reader
    ) -> None:
        self.network = network
        self.start = start
        self.composed = composed
        self.selection = selection
        self.reader = reader
        self.shown = composed.shown
        self.places = _places(reader, network)
        self.values: dict[Line, Values] = {
            line: line_values(network, line, self.places)
            for line in network.edges(keys=True)
            if self.shown.issuperset(line[:2])
        }
        self.stays = frozenset(self.shown & {*composed.pinned, *start.focus, selection.focus})

    # --- what is drawn --------------------------------------------------------------------------

    def chosen(self, but: str = "") -> tuple[set[str], list[Line]]:
        """Return the things and lines that are drawn; or would be, if nothing of one facet were chosen."""
        keep = {key: values for key, values in self.selection.keep.items() if key != but}
        things, lines = set(self.shown), list(self.values)
        if keep:
            lines = [line for line, values in self.values.items() if fits(values, keep)]
            things = {end for line in lines for end in line[:2]} | self.stays | self._alone(keep)
        if self.selection.degrees and self.selection.focus in things:
            things = _within(self.selection.focus, self.selection.degrees, lines) | (
                self.composed.pinned.keys() & things
            )
        return things, [line for line in lines if things.issuperset(line[:2])]

    def _alone(self, keep: Mapping[str, Collection[str]]) -> set[str]:
        """Return the things without any line that fit by themselves."""
        if not keep.keys() <= THING_FACETS:
            return set()
        linked = {end for line in self.values for end in line[:2]}
        return {
            thing for thing in self.shown - linked if fits(thing_values(self.network.nodes[thing], self.places), keep)
        }

    def facets(self) -> tuple[Facet, ...]:
        """Return what lines can be chosen by, each counted as if nothing of it were chosen."""
        _, plain = self.chosen()
        counted = {
            key: [self.values[line] for line in (self.chosen(but=key)[1] if key in self.selection.keep else plain)]
            for key in FACETS
        }
        return facets_of(counted, self.selection.keep)

    # --- the network of it ----------------------------------------------------------------------

    def drawn(self, things: Collection[str], lines: Sequence[Line]) -> Network:
        """Return the network of what is drawn, placed and in words."""
        by = self.selection.by
        view = self.start.asked.view
        if by and self.is_plain and self.start.is_view and not self.selection.steps and not self.selection.layout:
            network = run_view(self.reader, view, arguments_of(self.reader, view, self.selection, by))
        else:
            network = self._part(things, lines)
            if by:
                network = in_groups(network, self.start, self.composed, by, self.reader)
            network.graph["view"] *= self.is_plain
            canvas: dict[str, Any] = {name: network.graph.pop(name) for name in CANVAS if name in network.graph}
            network.graph["summary"] = summarize(network)
            if by:
                place(network)
            else:
                network.graph.update(canvas)  # last, as a layout leaves it: the same picture has the same bytes
        fixed = {thing for thing, at in self.composed.pinned.items() if at is not None}
        network.graph["notes"] += put_notes(network, self.selection.notes, self.selection.marks, fixed)
        return network

    def _part(self, things: Collection[str], lines: Sequence[Line]) -> Network:
        """Return the part that is drawn, with what was done to it in words."""
        network = part_of(self.network, things, lines)
        added = {(edge.subject, edge.object, edge.key) for edge in self.composed.added}
        for *line, data in network.edges(keys=True, data=True):
            if data["kind"] == "evidence" and (scope := self.start.scope_of(added=tuple(line) in added)):
                data["scope_label"] = scope
        total = self.start.total + len(self.composed.rows.things - self.start.asked.rows.things)
        network.graph.update(shown=len(network), total=max(total, len(network)))
        self._tell(network)
        return network

    @property
    def is_plain(self) -> bool:
        """Whether nothing was done to what is drawn, beyond moving, writing on and highlighting it."""
        selection = self.selection
        return not selection.keep and not selection.degrees and all(step.verb == "pin" for step in selection.steps)

    def _tell(self, network: Network) -> None:
        """Say in words what was done to the picture."""
        graph, selection = network.graph, self.selection
        told = [
            f"Only lines with {CHOICES[key].format(' or '.join(words_of(key, value) for value in values))}."
            for key, values in selection.keep.items()
        ]
        label = self.network.nodes[selection.focus]["label"] if selection.focus in self.network else selection.focus
        if selection.degrees and selection.focus in self.shown:
            told.append(f"Only what is within {count_words(selection.degrees, 'step')} of {label}.")
        graph["scope"] = " ".join([graph["scope"], *told])
        notes = [one.words(set(network)) for one in self.composed.expanded]
        notes += self.composed.told
        if selection.degrees and selection.focus not in self.shown:
            notes.append(f"{label} is not in the picture, so there is nothing to stay near to; everything is drawn.")
        hidden = self.network.number_of_nodes() - len(network)
        if hidden:
            are = "is" if hidden == 1 else "are"
            notes.append(f"{sentence_case(count_words(hidden, 'thing'))} of this picture {are} not drawn.")
        if self.start.is_narrow and self.composed.added:
            notes.append(f"Lines that were added count {ALL_CLAIMS}.")
        graph["notes"] = [*graph["notes"], *dict.fromkeys(notes)]


def _within(focus: str, degrees: int, lines: Iterable[Line]) -> set[str]:
    """Return what is within so many steps of a thing."""
    near: dict[str, set[str]] = {}
    for start, end, _ in lines:
        near.setdefault(start, set()).add(end)
        near.setdefault(end, set()).add(start)
    found = {focus}
    level = found
    for _ in range(degrees):
        level = {other for thing in level for other in near.get(thing, ())} - found
        found = found | level
    return found


def _places(reader: Reader, network: Network) -> dict[str, list[str]]:
    """Return the names of the places of things and claims."""
    claims = [iri for iri, record in network.graph["statements"].items() if record["type"] == "claim"]
    found = {
        iri: places["place"]
        for iri, places in reader.features("places", [*network, *claims]).items()
        if "place" in places
    }
    names = reader.names({place for places in found.values() for place in places})
    return {iri: sorted({names[place].label for place in places}) for iri, places in found.items()}
