"""The facets of a picture: what can tell its lines apart, and how many lines each choice keeps.

The values of a line are read from the attributes of a network; where things are is the one thing that a network does
not hold, so it is given (``graph/queries/places.rq``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from equigraph.graph.kinds import DIRECTIONS, KINDS, MAPPINGS, VERDICTS, direction_words, sentence_case
from equigraph.ontology.grading import grading_rule

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "FACETS",
    "THING_FACETS",
    "Facet",
    "Option",
    "Values",
    "count_options",
    "facets_of",
    "fits",
    "line_values",
    "thing_values",
]

# Every facet with the words for it, in the order in which they are shown.
FACETS: Final[Mapping[str, str]] = {
    "kind": "Kind",
    "relation": "Relation",
    "category": "Category",
    "verdict": "Verdict of the line",
    "how-sure": "How sure",
    "direction": "Has a finding that is",
    "design": "Has a study design",
    "group": "Has a claim about",
    "state": "State or other place",
    "mapping": "Who says so",
}
# Facets that a thing has by itself, so that it can fit without a line.
THING_FACETS: Final = frozenset({"kind", "category", "state"})
UNRECORDED: Final = "unrecorded"

Values = Mapping[str, Sequence[str]]  # the values of a line or a thing, by facet


class Option(NamedTuple):
    """One choice of a facet.

    Attributes:
        value: As an address has it.
        words: As people read it.
        lines: How many lines it keeps, everything else chosen as it is.
        is_chosen: Whether it is chosen.
    """

    value: str
    words: str
    lines: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """What lines can be chosen by.

    Attributes:
        key: Its name in an address.
        label: The words for it.
        options: The values that lines have, in the order in which they are read.
    """

    key: str
    label: str
    options: tuple[Option, ...]


def thing_values(node: Mapping[str, Any], places: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the values that a thing has by itself.

    Args:
        node: The attributes of a node.
        places: Names of the places of things, claims and statements, by their IRI.
    """
    return {
        "kind": [node["kind"]],
        "category": [node["category"]] if node["category"] else [],
        "state": sorted(places.get(node["iri"], ())),
    }


def line_values(
    network: nx.MultiDiGraph[str], line: tuple[str, str, str], places: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Return the values of a line for each facet, sorted.

    Args:
        network: Has the line.
        line: Its ends and key.
        places: Names of the places of things, claims and statements, by their IRI.
    """
    edge = network.edges[line]
    ends = [thing_values(network.nodes[end], places) for end in line[:2]]
    known = network.graph["statements"]
    records = [known[iri] for iri in edge["statements"] if iri in known]
    where = {place for iri in edge["statements"] for place in places.get(iri, ())}
    return {
        **{key: sorted({value for end in ends for value in end[key]}) for key in ("kind", "category")},
        "relation": [] if edge["kind"] == "evidence" else [edge["label"]],
        "verdict": [edge["verdict"]] if edge["verdict"] else [],
        "how-sure": [edge["grade"]["how_sure"]] if edge["grade"].get("how_sure") else [],
        "direction": sorted({record["direction"] for record in records} - {""}),
        "design": sorted({record["design"] for record in records} - {""}),
        "group": sorted({record["group_label"] for record in records} - {""}),
        "state": sorted(where.union(*(end["state"] for end in ends))),
        "mapping": sorted({_says(record) for record in records}),
    }


def _says(record: Mapping[str, Any]) -> str:
    """Return who says what a record says; a claim that was seen in its source says what that found, unless marked."""
    if not record["mapping"] and record["type"] == "claim" and record["basis"] == "retrieved":
        return "stated"
    return str(record["mapping"]) or UNRECORDED


def fits(values: Values, keep: Mapping[str, Collection[str]], *, but: str = "") -> bool:
    """Return whether a line has one of the values of every facet that is kept, of all facets but one.

    Example:
        >>> line = {"kind": ["Practice", "EquityGoal"], "verdict": ["positive"]}
        >>> fits(line, {"kind": ["Practice", "Policy"], "verdict": ["mixed"]})
        False
        >>> fits(line, {"kind": ["Practice", "Policy"], "verdict": ["mixed"]}, but="verdict")
        True
    """
    return all(key == but or not set(wanted).isdisjoint(values.get(key, ())) for key, wanted in keep.items())


def count_options(key: str, values: Iterable[Values]) -> dict[str, int]:
    """Return how many lines have each value of a facet, in the order in which they are read.

    Example:
        >>> count_options("verdict", [{"verdict": ["mixed"]}, {"verdict": ["positive"]}, {"verdict": ["mixed"]}])
        {'positive': 1, 'mixed': 2}
    """
    counts = Counter(value for one in values for value in one[key])
    order = _order(key)
    if not counts.keys() <= set(order):  # words that have no order of ours
        order = ()
    ranked = sorted(counts, key=lambda value: (order.index(value) if value in order else len(order), value))
    return {value: counts[value] for value in ranked}


def _order(key: str) -> Sequence[str]:
    if key == "how-sure":
        return list(grading_rule().scale)
    return {"verdict": VERDICTS, "direction": DIRECTIONS, "kind": tuple(KINDS), "mapping": tuple(MAPPINGS)}.get(key, ())


def words_of(key: str, value: str) -> str:
    """Return the words for a value of a facet.

    Example:
        >>> words_of("kind", "EquityGoal"), words_of("direction", "null"), words_of("state", "Vermont")
        ('Equity goal', 'no effect found', 'Vermont')
    """
    if key == "kind":
        return sentence_case(KINDS[value].one) if value in KINDS else value
    if key == "direction":
        return direction_words(value)
    return MAPPINGS.get(value, "not recorded") if key == "mapping" else value


def facets_of(counted: Mapping[str, Sequence[Values]], keep: Mapping[str, Collection[str]]) -> tuple[Facet, ...]:
    """Return the facets that can tell lines apart, and those of which something is chosen.

    Args:
        counted: By facet, the values of the lines that everything else that is chosen keeps.
        keep: What is chosen.
    """
    found = []
    for key, label in FACETS.items():
        counts = count_options(key, counted[key])
        chosen = keep.get(key, ())
        # What all lines have alike tells nothing apart.
        if not chosen and (not counts or set(counts.values()) == {len(counted[key])}):
            continue
        counts |= {value: 0 for value in chosen if value not in counts}
        options = (Option(value, words_of(key, value), number, value in chosen) for value, number in counts.items())
        found.append(Facet(key, label, tuple(options)))
    return tuple(found)
