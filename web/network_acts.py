"""What a form of the workspace asks for: a thing to add, a way between two, a note; each leads to the next selection.

The names of these fields begin with ``act.``: no selection has such a name, and no address that is kept or shared does.
A name that fits several things, or none, leads to a choice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from equigraph.errors import AmbiguousEntityError, EntityNotFoundError, ParameterError
from equigraph.graph.network import Network
from equigraph.graph.selection import Selection, Step
from equigraph.graph.selection_step import read_iri

if TYPE_CHECKING:
    from equigraph.graph.knowledge_graph import KnowledgeGraph

__all__ = ["ACT", "Choice", "act"]

ACT: Final = "act."
FIELDS: Final = ("act.add", "act.start", "act.from", "act.to", "act.note-on", "act.note")
MOST_CHOICES: Final = 12


@dataclass(frozen=True)
class Choice:
    """A name that fits no one thing, and what may be meant.

    Attributes:
        field: The field in which it was written.
        name: What was written.
        things: IRI and words of each thing that may be meant.
        is_known: Whether the name fits several things; else it fits none, and these are near.
    """

    field: str
    name: str
    things: tuple[tuple[str, str], ...]
    is_known: bool


class _UnclearError(Exception):
    def __init__(self, choice: Choice) -> None:
        super().__init__(choice.name)
        self.choice = choice


def act(
    graph: KnowledgeGraph, selection: Selection, asked: Mapping[str, str], drawn: Callable[[], Network]
) -> Selection | Choice:
    """Return the selection after what was asked for, or the choice that is left.

    Args:
        graph: Where names are looked up.
        selection: Where one is.
        asked: Fields of a form, by name; empty ones count as absent.
        drawn: Returns the picture as it is, if there is one: its names are looked up first.

    Raises:
        ParameterError: There is no such field, or a field that belongs to another is missing.
    """
    given = {name: value.strip() for name, value in asked.items() if value.strip()}
    for name in given:
        if name not in FIELDS:
            raise ParameterError(f'there is no field "{name[:80]}"; accepted: {", ".join(FIELDS)}')

    def find(field: str) -> str:
        return _find(graph, field, given[field], Network() if selection.is_empty else drawn())

    try:
        return _done(selection, given, find)
    except _UnclearError as unclear:
        return unclear.choice


def _done(selection: Selection, given: Mapping[str, str], find: Callable[[str], str]) -> Selection:
    if "act.start" in given:
        return Selection(things=(find("act.start"),))
    if "act.add" in given:
        thing = find("act.add")
        return Selection(things=(thing,)) if selection.is_empty else selection.with_step(Step("add", (thing,)))
    if {"act.from", "act.to"} & given.keys():
        for name, other in (("act.from", "start"), ("act.to", "end")):
            if name not in given:
                raise ParameterError(
                    f"a path has two ends, and its {other} is not named; accepted: the name of a thing"
                )
        return selection.with_step(Step("path", (find("act.from"), find("act.to"))))
    if "act.note-on" not in given:
        raise ParameterError("a note has no thing; accepted: act.note-on=THING with it")
    return selection.with_note(read_iri("act.note-on", given["act.note-on"]), given.get("act.note", ""))


def _find(graph: KnowledgeGraph, field: str, name: str, shown: Network) -> str:
    """Return the one thing of a name: what is shown comes before all else."""
    here = [iri for iri, node in shown.nodes(data=True) if node["label"].casefold() == name.casefold()]
    if len(here) == 1 and not shown.nodes[here[0]]["members"]:
        return here[0]
    try:
        return graph.resolve(name)
    except AmbiguousEntityError as error:
        things = [(read_iri(field, one), one) for one in error.candidates[:MOST_CHOICES]]
        raise _UnclearError(Choice(field, name, tuple(things), is_known=True)) from None
    except EntityNotFoundError:
        raise _UnclearError(Choice(field, name, _near(graph, name), is_known=False)) from None


def _near(graph: KnowledgeGraph, name: str) -> tuple[tuple[str, str], ...]:
    found: Sequence[Any] = graph.search(name[:200], MOST_CHOICES).hits
    return tuple((hit.iri, f"{hit.label} ({hit.kind})") for hit in found)
