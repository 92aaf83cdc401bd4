"""The lines over which paths may go, read level by level, and how well each is supported.

Everything that is drawn may be a stepping stone, except what everything hangs on: over those, any two things would be
connected, and it would say nothing. They are the tables below. The concepts of schemes (categories, designs,
directions) are no things, so they are none either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pyoxigraph import NamedNode

from equigraph.errors import AnswerCutError
from equigraph.graph.claims import ALL_STUDENTS
from equigraph.graph.describe import THINGS_PER_QUERY
from equigraph.graph.grades import Grade
from equigraph.graph.kinds import OUR_READING
from equigraph.graph.line_grades import line_grades
from equigraph.graph.reader import Reader
from equigraph.graph.rows import Edge, Rows
from equigraph.ontology.prefixes import CONCEPT_PREFIXES, PREFIXES

__all__ = ["MOST_ROWS", "NEVER", "NO_THINGS", "SUPPORTS", "Steps", "Support", "is_source", "read_steps", "supports_of"]

EQ: Final = PREFIXES["eq"]
SKOS: Final = PREFIXES["skos"]

# Places hold everything that happens in them, and a match with another vocabulary says nothing about the world.
ONLY_AT_ENDS: Final = frozenset({EQ + "jurisdiction", EQ + "locatedIn", SKOS + "closeMatch"})
# What rests on one source has no more in common than that; it is asked for where an end is a source.
ONLY_FOR_SOURCES: Final = frozenset(
    {
        EQ + "cost",
        EQ + "sameStudyAs",
        EQ + "reportsOn",
        EQ + "includesStudy",
        EQ + "isSourceOf",
        EQ + "furtherSource",
        EQ + "confirmedBy",
        PREFIXES["dcterms"] + "source",
    }
)
# Says what a thing is, not what it has to do with another.
NEVER: Final = frozenset(
    {
        PREFIXES["rdf"] + "type",
        PREFIXES["rdfs"] + "isDefinedBy",
        SKOS + "inScheme",
        SKOS + "topConceptOf",
        SKOS + "hasTopConcept",
    }
)
NO_THINGS: Final = (EQ, PREFIXES["scheme"], *(PREFIXES[name] for name in CONCEPT_PREFIXES))
# Rows of one request: what a hub of a large graph has. A second of reading; more would say no more.
MOST_ROWS: Final = 50_000

# How well a step is supported, the best first. A statement that was seen in its source stands before evidence of which
# hardly anything can be said; our own reading stands after all that sources say.
SUPPORTS: Final[Mapping[str, str]] = {
    "high": "how sure: high",
    "moderate": "how sure: moderate",
    "low": "how sure: low",
    "stated": "stated by a source",
    "very low": "how sure: very low",
    "unrecorded": "a source is named; whether it says so itself is not recorded",
    "background": "general knowledge, not seen in the source",
    "cannot be judged": "how sure: cannot be judged",
    "inferred": OUR_READING,
    "unsourced": "no source recorded",
}
_RANKS: Final = {name: rank for rank, name in enumerate(SUPPORTS)}


class Support(NamedTuple):
    """How well a line is supported.

    Attributes:
        name: A key of :data:`SUPPORTS`.
        sources: IRIs of its sources, sorted.
    """

    name: str
    sources: tuple[str, ...]

    @property
    def rank(self) -> int:
        """Its place in :data:`SUPPORTS`; 0 is the best."""
        return _RANKS[self.name]


class Steps:
    """Reads the lines between things, keeps those over which a path between two ends may go.

    Attributes:
        rows: The lines that were kept, with the statements behind them.
        cut: What was not read, as sentences.
    """

    def __init__(self, reader: Reader, ends: Collection[str], *, group: str = "", exact: bool = False) -> None:
        self.reader = reader
        self.ends = frozenset(ends)
        self.has_source = any(is_source(kinds) for kinds in _kinds(reader, ends).values())
        self.terms: dict[str, Any] = {"sources": self.has_source, "exact": exact and bool(group)}
        if group:
            self.terms["group"] = NamedNode(group)
        self.rows = Rows()
        self.cut: list[str] = []
        self._near: dict[str, set[str]] = {}
        self._lines: dict[frozenset[str], set[Edge]] = {}

    def neighbors(self, things: Sequence[str]) -> Mapping[str, Collection[str]]:
        """Return the things next to each of these; one query for every five hundred that were not asked about yet."""
        fresh = [thing for thing in things if thing not in self._near]
        self._near |= {thing: set() for thing in fresh}
        for start in range(0, len(fresh), THINGS_PER_QUERY):
            self._read([NamedNode(thing) for thing in fresh[start : start + THINGS_PER_QUERY]])
        return {thing: self._near[thing] for thing in things}

    def between(self, one: str, other: str) -> list[Edge]:
        """Return the lines between two things, in either direction."""
        return sorted(self._lines.get(frozenset((one, other)), ()))

    def _read(self, chunk: list[NamedNode]) -> None:
        """Keep the lines of some things."""
        parts, told = read_steps(self.reader, chunk, self.terms)
        for rows in parts:
            self._keep(rows)
        self.cut += [f"{sentence[:-1]}; there may be more paths." for sentence in told]

    def _keep(self, rows: Iterable[tuple[Any, ...]]) -> None:
        read = Rows()
        for row in rows:
            read.add(*row)
        for edge, names in read.edges.items():
            if self._is_allowed(edge):
                self.rows.edges.setdefault(edge, set()).update(names)
                self._lines.setdefault(frozenset((edge.subject, edge.object)), set()).add(edge)
                for thing, other in ((edge.subject, edge.object), (edge.object, edge.subject)):
                    if thing in self._near:
                        self._near[thing].add(other)

    def _is_allowed(self, edge: Edge) -> bool:
        """Say whether a path may go over a line."""
        both = {edge.subject, edge.object}
        if edge.predicate in NEVER or len(both) == 1:
            return False
        if any(thing == ALL_STUDENTS or thing.startswith(NO_THINGS) for thing in both - self.ends):
            return False
        if edge.predicate in ONLY_AT_ENDS:
            return bool(both & self.ends)
        return edge.predicate not in ONLY_FOR_SOURCES or self.has_source or edge.object in self.ends


def read_steps(
    reader: Reader, things: Sequence[NamedNode], terms: Mapping[str, Any]
) -> tuple[list[list[tuple[Any, ...]]], list[str]]:
    """Return the lines of some things; a server that shows only so many rows is asked for half of them at a time.

    Args:
        reader: The graph.
        things: At most as many as one query may name.
        terms: Of the other parameters of ``graph/queries/steps.rq``.

    Returns:
        Its rows, in parts, and what was not read, as sentences.
    """
    most = MOST_ROWS

    def ask(most: int) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in reader.rows("steps", {**terms, "entity": list(things), "limit": most})]

    try:
        rows = ask(most)
    except AnswerCutError as error:
        if error.rows is None:
            raise
        if len(things) > 1:
            half = len(things) // 2
            first, second = (read_steps(reader, part, terms) for part in (things[:half], things[half:]))
            return first[0] + second[0], first[1] + second[1]
        most = max(1, error.rows - 1)
        rows = ask(most)
    if len(rows) < most:
        return [rows], []
    words = "one thing" if len(things) == 1 else f"{len(things):,} things"
    return [rows], [f"Only {most:,} rows about {words} were read."]


def is_source(kinds: Collection[str]) -> bool:
    """Say whether one of these classes is that of a source."""
    return EQ + "ResearchSource" in kinds


def _kinds(reader: Reader, things: Collection[str]) -> dict[str, list[str]]:
    return {thing: found.get("kind", []) for thing, found in reader.features("features", things).items()}


def supports_of(rows: Rows, reader: Reader) -> dict[Edge, Support]:
    """Return how well each line is supported."""
    grades = {edge: grade for edge, (grade, _) in line_grades(rows, reader).items()}
    marks = reader.features("supports", rows.statement_iris)
    return {edge: _support(names, marks, grades.get(edge)) for edge, names in rows.edges.items()}


def _support(names: Collection[str], marks: Mapping[str, Any], grade: Grade | None) -> Support:
    sources = sorted({source for name in names for source in marks[name].get("source", ())})
    if grade is not None and sources:
        ours = grade.inferred == grade.claims or grade.is_our_reading
        level = grade.how_sure if grade.how_sure in SUPPORTS else "cannot be judged"  # a level of a later rule
        return Support("inferred" if ours else level, tuple(sources))
    found = [_of_statement(marks[name]) for name in names]
    return Support(min(found, key=_RANKS.__getitem__, default="unsourced"), tuple(sources))


def _of_statement(marks: Mapping[str, Sequence[str]]) -> str:
    """Return how well one statement or claim is supported; a claim says what its source found unless marked."""
    mappings, bases = ({iri.rsplit("/", 1)[-1] for iri in marks.get(name, ())} for name in ("mapping", "basis"))
    if not marks.get("source"):
        return "unsourced"
    if "inferred" in mappings:
        return "inferred"
    if "background" in bases:
        return "background"
    return "stated" if "retrieved" in bases and ("stated" in mappings or marks.get("direction")) else "unrecorded"
