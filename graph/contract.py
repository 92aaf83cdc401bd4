"""The contract of a network as tables: the usual value of every attribute, and which values fit.

:mod:`equigraph.graph.network` says in words what the attributes mean; here stands what a network that somebody else
made, or an older version of this program kept, must hold, and what is taken where it holds nothing. The form of an
attribute is that of its usual value (a text, a truth value, a whole number from 0, a list of texts) unless
:data:`FORMS` names another. Attributes that no table names are kept as they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, Final, NamedTuple

import pyoxigraph

from equigraph.graph.layout import place
from equigraph.graph.network import MultiDiGraph, Network
from equigraph.graph.records import publishable_url

__all__ = [
    "CANVAS", "EDGE", "GRADE", "GRAPH", "NODE", "OURS", "PLACES", "SOURCE", "STATEMENT", "complete", "fill", "misfits",
    "problems",
]  # fmt: skip

NODE: Final[Mapping[str, Any]] = {
    "iri": "",  # taken from the key
    "label": "",  # taken from the key
    "kind": "Thing",
    "category": "",
    "summary": "",
    "url": "",
    "sources": [],
    "locator": "",
    "basis": "",
    "facts": [],
    "statements": [],
    "note": "",
    "focus": False,
    "column": 0,
    "group": "",
    "listed": False,
    "more": 0,
    "members": 0,
    "unlinked": 0,
    "drill": {},
    "marked": False,
}
# Where a thing stands: no usual value; a network in which one thing lacks them is laid out anew.
PLACES: Final = ("x", "y", "width", "height")
# The same of the whole picture: what a layout leaves in the network, of those layouts that have it.
CANVAS: Final = ("width", "height", "label_px")
EDGE: Final[Mapping[str, Any]] = {
    "iri": "",  # taken from the key
    "kind": "triple",
    "label": "",
    "verdict": "",
    "strength": "",
    "claims": 0,
    "source_count": 0,
    "judging_count": 0,  # taken from source_count
    "counts": {},
    "mapping": "",
    "general": False,
    "scope_label": "",
    "statements": [],
    "statement_count": 0,  # taken from statements
    "lines": 0,
    "inferred": 0,
    "verdicts": {},
    "relations": {},
    "drill": {},
    "grade": {},
    "ours": {},
}
GRAPH: Final[Mapping[str, Any]] = {
    "view": "",
    "question": "",
    "parameters": {},
    "arguments": {},
    "title": "",
    "data_version": "",
    "data_date": "",
    "data_digest": "",
    "licence": "",
    "licence_url": "",
    "citation": "",
    "scope": "",
    "about": "",
    "dataset": "",
    "blind_spots": [],
    "absent": [],
    "summary": [],
    "notes": [],
    "shown": 0,  # taken from the number of nodes
    "total": 0,  # taken from the number of nodes
    "by": "",
    "grouped": 0,
    "columns": [],
    "unlinked": "No line",
    "layout": "layered",
    "statements": {},
    "sources": {},
    "triples": [],
}
STATEMENT: Final[Mapping[str, Any]] = {
    "iri": "",  # taken from the key
    "type": "statement",
    **dict.fromkeys(
        ("sentence", "subject", "subject_label", "predicate", "predicate_label", "object", "object_label", "direction"),
        "",
    ),
    **dict.fromkeys(("group", "group_label", "effect", "design", "essa_tier", "mapping", "basis", "check"), ""),
    "check_note": "",
    "locator": "",
    "notes": [],
    "source": "",
}
SOURCE: Final[Mapping[str, Any]] = dict.fromkeys(
    (
        "iri", "label", "citation", "title", "authors", "year", "publisher", "type", "doi", "eric", "url", "address",
        "basis",
    ),
    "",
)  # fmt: skip
GRADE: Final[Mapping[str, Any]] = {
    "rule": "",
    "verdict": "",
    "how_sure": "",
    "reason": "",
    "claims": 0,
    "sources": 0,
    "judging": 0,
    "counted": 0,
    "counts": {},
    "strongest": "",
    "quality": "",
    "ratings": [],
    "could_support": "",
    "gap": "",
    "inferred": 0,
    "verdict_stated": "",
}
OURS: Final[Mapping[str, Any]] = {"grade": {}, "unlike": 0, "unknown": 0, "sentence": ""}
# What is taken from other attributes where it is not there.
TAKEN: Final[Mapping[str, Callable[[str, Mapping[str, Any]], Any]]] = {
    "iri": lambda key, _: key,
    "label": lambda key, _: key,
    "citation": lambda key, _: key,
    "judging_count": lambda _, edge: edge.get("source_count", 0),
    "statement_count": lambda _, edge: len(edge.get("statements", ())),
}
MOST_PX: Final = 1e9  # farther out no picture can be drawn


class Form(NamedTuple):
    """Which values fit, in words and as a test."""

    words: str
    fits: Callable[[Any], bool]


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_PX


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_counts(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_number, value.values()))


def _is_pairs(value: object) -> bool:
    return isinstance(value, list) and all(_is_texts(pair) and len(pair) == len(("name", "value")) for pair in value)


def _is_ratings(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, list)
        and len(one) == len(("words", "sources"))
        and isinstance(one[0], str)
        and _is_texts(one[1])
        for one in value
    )


def _is_place(value: object) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and abs(value) <= MOST_PX  # type: ignore[arg-type]


def _is_drill(value: object) -> bool:
    """Whether it opens something: nothing, or a view and its parameters."""
    if not isinstance(value, dict) or not value:
        return value == {}
    return isinstance(value.get("view"), str) and _is_arguments(value.get("parameters"))


def _is_arguments(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, (str, int)) or _is_texts(one) for one in value.values())


def _is_triples(value: object) -> bool:
    if not _is_texts(value):
        return False
    try:
        for _ in pyoxigraph.parse("\n".join(value), format=pyoxigraph.RdfFormat.N_TRIPLES):  # type: ignore[arg-type]
            pass
    except (SyntaxError, ValueError):
        return False
    return True


PAIRS: Final = Form("a list of pairs of texts", _is_pairs)
COUNTS: Final = Form("whole numbers by name", _is_counts)
OBJECT: Final = Form("values by name", lambda value: isinstance(value, dict))
DRILL: Final = Form("a view and its parameters", _is_drill)
LENGTH: Final = Form("a length in px, above 0", lambda value: _is_place(value) and value > 0)
SPACE: Final = Form("a length in px", _is_place)
FORMS: Final[Mapping[str, Form]] = {
    "x": SPACE,
    "y": SPACE,
    "label_px": LENGTH,
    "width": LENGTH,
    "height": LENGTH,
    "facts": PAIRS,
    "ratings": Form("a list of words with their sources", _is_ratings),
    "counts": COUNTS,
    "verdicts": COUNTS,
    "relations": COUNTS,
    "parameters": Form(
        "texts by name", lambda value: isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    ),
    "arguments": Form("texts, numbers and lists of texts by name", _is_arguments),
    "drill": DRILL,
    "selection": PAIRS,  # of a recipe
    "grade": OBJECT,
    "ours": OBJECT,
    "url": Form(
        "an address that may be published (http, https, mailto, doi) or none",
        lambda value: isinstance(value, str) and (not value or bool(publishable_url(value))),
    ),
    "triples": Form("a list of lines of N-Triples", _is_triples),
}
BY_TYPE: Final[Mapping[type, Form]] = {
    str: Form("a text", lambda value: isinstance(value, str)),
    bool: Form("true or false", lambda value: isinstance(value, bool)),
    int: Form("a whole number from 0", _is_number),
    list: Form("a list of texts", _is_texts),
    dict: OBJECT,
}


# --- what does not fit ----------------------------------------------------------------------


def problems(network: Network) -> Iterator[str]:
    """Yield what no exporter could draw or write, one sentence each; nothing for a network of this program.

    Attributes that are not there are no problem: :func:`complete` adds them.

    Example:
        >>> network = Network()
        >>> network.add_node("a", label=3, sources="x")
        >>> for problem in problems(network):
        ...     print(problem)
        label of thing "a" is 3; accepted: a text
        sources of thing "a" is 'x'; accepted: a list of texts
    """
    graph = network.graph
    yield from misfits("the network", graph, GRAPH, CANVAS)
    statements, sources = (graph.get(name, {}) for name in ("statements", "sources"))
    for name, records, table in (("statement", statements, STATEMENT), ("source", sources, SOURCE)):
        if isinstance(records, dict):
            for iri, record in records.items():
                yield from _record(f'{name} "{iri}"', iri, record, table)
    known = statements if isinstance(statements, dict) else {}
    for iri, node in network.nodes(data=True):
        who = f'thing "{iri}"'
        yield from misfits(who, node, NODE, PLACES)
        yield from _strays(who, iri, node, known)
    for start, end, key, edge in network.edges(keys=True, data=True):
        who = f'the line "{key}" from "{start}" to "{end}"'
        yield from misfits(who, edge, EDGE)
        yield from _strays(who, None, edge, known)
        yield from _graded(who, edge)


def misfits(
    who: str, attributes: Mapping[str, Any], table: Mapping[str, Any], more: Iterable[str] = ()
) -> Iterator[str]:
    """Yield a sentence for each attribute whose value has not the form of its usual one in the table.

    Args:
        who: Whose attributes they are.
        attributes: By name.
        table: Usual values by name.
        more: Names with a form but without a usual value.
    """
    for name in (*table, *more):
        if name in attributes:
            form = FORMS.get(name) or BY_TYPE[type(table[name])]
            if not form.fits(attributes[name]):
                yield f"{name} of {who} is {_shown(attributes[name])}; accepted: {form.words}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 - what fits into a sentence


def _record(who: str, iri: str, record: object, table: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(record, dict):
        yield f"{who} is {_shown(record)}; accepted: values by name"
        return
    yield from misfits(who, record, table)
    if record.get("iri", iri) != iri:
        yield f"iri of {who} is {_shown(record['iri'])}; accepted: the IRI under which it stands"


def _strays(who: str, iri: str | None, attributes: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    """Yield what does not agree with the rest of the network."""
    if iri is not None and attributes.get("iri", iri) != iri:
        yield f"iri of {who} is {_shown(attributes['iri'])}; accepted: the IRI under which it stands"
    names = attributes.get("statements", [])
    for name in names if _is_texts(names) else []:
        if name not in known:
            yield f'{who} rests on the statement "{name}", which the network does not hold'


def _graded(who: str, edge: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the grade of a line, and with that of the evidence like ours."""
    ours = edge.get("ours")
    if not isinstance(ours, dict):
        ours = {}
    if ours:
        yield from misfits(f"the evidence like ours of {who}", ours, OURS)
    for name, grade in (("the grade", edge.get("grade")), ("the grade like ours", ours.get("grade"))):
        if isinstance(grade, dict):
            yield from misfits(f"{name} of {who}", grade, GRADE)


# --- what is not there ----------------------------------------------------------------------


def complete(network: MultiDiGraph) -> frozenset[str]:
    """Give a network the usual value of every attribute that it lacks; things without a place get one.

    Returns:
        What somewhere had to be filled in: "things.note", "lines.grade", "statements.check", "about.absent", ...

    Example:
        >>> network = Network()
        >>> network.add_node("a", **{name: value for name, value in NODE.items() if name != "note"})
        >>> "things.note" in complete(network), network.nodes["a"]["note"], "x" in network.nodes["a"]
        (True, '', True)
    """
    number = network.number_of_nodes()
    filled = fill("about", "", network.graph, {**GRAPH, "shown": number, "total": number})
    for name, table in (("statements", STATEMENT), ("sources", SOURCE)):
        for iri, record in network.graph[name].items():
            filled |= fill(name, iri, record, table)
    for iri, node in network.nodes(data=True):
        filled |= fill("things", iri, node, NODE)
    for _, _, key, edge in network.edges(keys=True, data=True):
        filled |= fill("lines", key, edge, EDGE)
        if edge["ours"]:
            filled |= fill("lines.ours", "", edge["ours"], OURS)
        for where, grade in (("lines.grade", edge["grade"]), ("lines.ours.grade", edge["ours"].get("grade"))):
            if grade:
                filled |= fill(where, "", grade, GRADE)
    has_places = all(name in node for _, node in network.nodes(data=True) for name in PLACES)
    if not has_places or not {"width", "height"} <= network.graph.keys():
        place(network)
    return frozenset(filled)


def fill(where: str, key: str, attributes: dict[str, Any], table: Mapping[str, Any]) -> set[str]:
    """Give attributes the usual value of every name that they lack, and return the names, after ``where``.

    Args:
        where: What kind of part it is.
        key: The IRI under which the part stands; "" if it has none.
        attributes: They are changed.
        table: Usual values by name.
    """
    filled = set()
    for name, usual in table.items():
        if name not in attributes:
            taken = TAKEN.get(name) if key or name.endswith("_count") else None
            attributes[name] = taken(key, attributes) if taken else deepcopy(usual)
            filled.add(f"{where}.{name}")
    return filled
