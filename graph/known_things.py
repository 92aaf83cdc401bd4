"""Learn from a graph which things and concepts a cell of a workbook may name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from equigraph.data.known import Known
from equigraph.graph.kinds import KINDS
from equigraph.ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    from equigraph.graph.reader import Reader

__all__ = ["known_things"]

_SCHEME = PREFIXES["scheme"]
_CLASSES = {f"{PREFIXES['eq']}{name}": kind.prefix for name, kind in KINDS.items() if kind.prefix}


def known_things(reader: Reader) -> Known:
    """Return the things and concepts of a graph, with their names; not claims and statements, which have none.

    Example:
        >>> from equigraph.graph.reader import Reader
        >>> from equigraph.graph.store import OxigraphStore
        >>> with OxigraphStore.bundled() as store:
        ...     known_things(Reader(store)).find("english learner", ("group",))
        'there is no student group "english learner" (did you mean "English Learners"?)'
    """
    known = Known()
    for thing, kind, label in reader.rows("known"):
        name = _CLASSES.get(kind.value) or kind.value.removeprefix(_SCHEME)
        if isinstance(thing, NamedNode):
            known.add(thing.value, name, label.value if label is not None else "")
    return known
