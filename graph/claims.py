"""Claims as they are graded: what each connects, which way it points, and on what it rests.

One query feeds every count and every verdict: :meth:`equigraph.graph.reader.Reader` has its rows, this module puts them
together again, claim by claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import NamedNode

from equigraph.errors import AnswerCutError
from equigraph.graph.describe import THINGS_PER_QUERY
from equigraph.graph.kinds import DIRECTIONS
from equigraph.graph.reader import Reader
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["ALL_STUDENTS", "Claim", "read_claims", "read_ratings"]

ALL_STUDENTS: Final = PREFIXES["group"] + "all-students"
INFERRED: Final = PREFIXES["mapping"] + "inferred"
# More claims than this are cheaper to read with all others than to ask for by name.
MOST_BY_NAME: Final = 10_000


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim; what it has several of is sorted.

    Attributes:
        iri: Its IRI.
        bundles: The pairs of practice and goal that it is about.
        directions: Which way it points, as slugs; one, unless the data contradict themselves.
        groups: IRIs of the student groups it is about.
        designs: The designs it rests on, as slugs.
        sources: IRIs of its sources.
        inferred: Whether its tie to the practice is our reading.
    """

    iri: str
    bundles: tuple[tuple[str, str], ...]
    directions: tuple[str, ...]
    groups: tuple[str, ...]
    designs: tuple[str, ...]
    sources: tuple[str, ...]
    inferred: bool

    @property
    def order(self) -> tuple[int, str]:
        """Sort key: what speaks against comes first, then by IRI."""
        places = [DIRECTIONS.index(name) for name in self.directions if name in DIRECTIONS]
        return min(places, default=len(DIRECTIONS)), self.iri


def read_claims(
    reader: Reader, chosen: Mapping[str, Any] | None = None, *, iris: Iterable[str] | None = None
) -> dict[str, Claim]:
    """Return claims by IRI.

    Args:
        reader: The graph.
        chosen: Terms for the parameters of ``graph/queries/claims.rq``.
        iris: Only these claims; all that are chosen for None.
    """
    if iris is None:
        return _gather(_rows(reader, dict(chosen or {})))
    names = sorted(set(iris))
    if len(names) > MOST_BY_NAME:
        every = _gather(_rows(reader, {}))
        return {name: every[name] for name in names if name in every}
    found: dict[str, Claim] = {}
    for start in range(0, len(names), THINGS_PER_QUERY):
        chunk = [NamedNode(name) for name in names[start : start + THINGS_PER_QUERY]]
        found |= _gather(_rows(reader, {"claim": chunk}))
    return found


def _rows(reader: Reader, terms: dict[str, Any]) -> Iterable[Sequence[Any]]:
    """Return the rows of the query; page by page from a server that shows only so many at once."""
    try:
        return [tuple(row) for row in reader.rows("claims", terms)]
    except AnswerCutError as error:
        if error.rows is None:
            raise
        most, cut = error.rows, error
    found: dict[tuple[Any, ...], None] = {}
    page = most
    while page == most:
        rows = [tuple(row) for row in reader.rows("claims", terms | {"offset": len(found), "limit": most})]
        page, before = len(rows), len(found)
        found |= dict.fromkeys(rows)
        if len(found) < before + page:  # a page repeats what another had, so something else is on none
            raise cut
    return list(found)


def _gather(rows: Iterable[Sequence[Any]]) -> dict[str, Claim]:
    """Put the rows of each claim together; nearly all have one."""
    found: dict[str, Claim] = {}
    several: dict[str, list[Claim]] = {}
    for row in rows:
        claim = _claim(row)
        if claim is None:
            continue
        if claim.iri in found:
            several.setdefault(claim.iri, [found[claim.iri]]).append(claim)
        else:
            found[claim.iri] = claim
    return found | {iri: _together(parts) for iri, parts in several.items()}


def _claim(row: Sequence[Any]) -> Claim | None:
    """Return what one row says; None where it has no IRI, nor the views a line."""
    claim, practice, goal, direction, group, design, source, mapping = row
    if not all(isinstance(one, NamedNode) for one in (claim, practice, goal)):
        return None
    return Claim(
        iri=claim.value,
        bundles=((practice.value, goal.value),),
        directions=(direction.value.rsplit("/", 1)[-1],),
        groups=(group.value,) if isinstance(group, NamedNode) else (),
        designs=(design.value.rsplit("/", 1)[-1],) if design is not None else (),
        sources=(source.value,) if source is not None else (),
        inferred=mapping is not None and mapping.value == INFERRED,
    )


def _together(parts: Sequence[Claim]) -> Claim:
    def union(values: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
        return tuple(sorted({value for some in values for value in some}))

    return Claim(
        iri=parts[0].iri,
        bundles=union(part.bundles for part in parts),
        directions=union(part.directions for part in parts),
        groups=union(part.groups for part in parts),
        designs=union(part.designs for part in parts),
        sources=union(part.sources for part in parts),
        inferred=any(part.inferred for part in parts),
    )


def read_ratings(reader: Reader) -> dict[str, tuple[str, ...]]:
    """Return the ratings that the sources of claims state themselves, in words, by IRI of the claim."""
    found: dict[str, set[str]] = {}
    for claim, rating, label, scheme, level in reader.rows("ratings"):
        slug = rating.value.rsplit("/", 1)[-1]
        name = label.value if label is not None else slug
        if rating.value.startswith(PREFIXES["essa-tier"]):
            words = f"ESSA tier {level.value if level is not None else slug}" + (
                f": {name}" if label is not None else ""
            )
        else:
            words = f"{scheme.value}: {name}" if scheme is not None else name
        found.setdefault(claim.value, set()).add(words)
    return {claim: tuple(sorted(words)) for claim, words in found.items()}
