"""The counts of a graph as plain text, with what the graph says of itself and what it does not know."""

from __future__ import annotations

from collections.abc import Iterator

from equigraph.graph.kinds import OUR_READING
from equigraph.graph.stats import Stats

__all__ = ["describe_catalog", "figures"]


def figures(stats: Stats) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of the table of counts: what is counted, which part of it, how many."""
    alone = {
        "resting on one source": stats.single_source,
        "resting on several sources of one study": stats.single_study,
    }
    bundles = dict(stats.verdicts) | alone if stats.verdicts else {}
    statements = dict(stats.statements) | {OUR_READING: stats.inferred} if stats.statements else {}
    parts = (
        ("things", stats.kinds),
        ("organizations", {"that are states": stats.states} if stats.states else {}),
        ("claims", stats.directions),
        ("practice-goal bundles", {"all": sum(stats.verdicts.values())} | bundles if bundles else {}),
        ("bundles by how sure", stats.how_sure),
        ("statements", statements),
        ("triples", {"all": stats.triples}),
    )
    for what, numbers in parts:
        for part, number in numbers.items():
            yield what, part, str(number)


def describe_catalog(stats: Stats) -> tuple[str, str]:
    """Return what goes before and after the counts: title, date and scope; blind spots, citation and licence.

    Both are empty for a graph that says nothing of itself.
    """
    catalog = stats.catalog
    if not catalog.dataset:
        return "", ""
    before = f"{catalog.title}\nVersion {catalog.version}, data of {catalog.modified}\n{catalog.scope}\n"
    spots = "\n".join(f"- {spot}" for spot in catalog.blind_spots)
    after = f"\nWhat is not in it\n{spots}\n\nCite as: {catalog.citation}\nLicence: {catalog.licence_url}\n"
    return before, after + f"Content digest: {catalog.digest}"
