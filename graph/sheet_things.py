"""Read what a sheet of the workbook holds from a graph: one query for each sheet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad

from equigraph.data.row_ids import STATEMENT
from equigraph.data.sheets import RELATIONS
from equigraph.data.terms import node
from equigraph.ontology.prefixes import CONCEPT_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from equigraph.data.table import Table
    from equigraph.graph.reader import Reader

__all__ = ["things_on"]

# A state that is an organization and a jurisdiction has its row among the organizations.
ELSEWHERE: Final = {"jurisdiction": "eq:Organization"}


def things_on(reader: Reader, sheet: Table) -> dict[NamedNode, list[Quad]]:
    """Return the things of a sheet, by IRI, each with all that is said of it.

    Args:
        reader: The graph.
        sheet: One of `equigraph.data.sheets.SHEETS`.

    Returns:
        Sorted by IRI. Blank nodes have no row.

    Example:
        >>> from equigraph.data.sheets import SHEETS
        >>> from equigraph.graph.reader import Reader
        >>> from equigraph.graph.store import OxigraphStore
        >>> with OxigraphStore.bundled() as store:
        ...     len(things_on(Reader(store), SHEETS["Costs"]))
        28
    """
    found: defaultdict[NamedNode, list[Quad]] = defaultdict(list)
    for thing, predicate, value in reader.rows("sheet", _chosen(sheet)):
        if isinstance(thing, NamedNode):
            found[thing].append(Quad(thing, predicate, value))
    return {thing: found[thing] for thing in sorted(found, key=lambda one: one.value)}


def _chosen(sheet: Table) -> Mapping[str, Any]:
    """Return what the query of a sheet is asked with."""
    if sheet.kind_column:
        return {"scheme": [node(f"scheme:{name}") for name in CONCEPT_PREFIXES]}
    chosen: dict[str, Any] = {"class": node(sheet.types[0])}
    if sheet.kind in ELSEWHERE:
        chosen["without"] = node(ELSEWHERE[sheet.kind])
    if sheet.kind == STATEMENT:
        relations = [relation.predicate for relation in RELATIONS.values()]
        chosen["predicate"] = [node(name) for name in sheet.constants.values() or relations]
    return chosen
