"""The knowledge graph: the one deep type through which everything is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from pyoxigraph import QueryBoolean, QuerySolutions, Triple

from equigraph.errors import QueryError
from equigraph.graph.arguments import Value, read_arguments
from equigraph.graph.entities import by_name, resolve
from equigraph.graph.entity import Entity
from equigraph.graph.gap_map import GapMap
from equigraph.graph.gaps import MOST_ROWS, map_gaps
from equigraph.graph.limits import Limits
from equigraph.graph.network import Network, structure
from equigraph.graph.profile import Likeness, Profile
from equigraph.graph.query_file import NamedQuery
from equigraph.graph.reader import Reader, own_queries
from equigraph.graph.stats import Stats, count
from equigraph.graph.store import BUNDLED, Guard, OxigraphStore, Store, as_rdflib, is_endpoint
from equigraph.graph.views import run_view

if TYPE_CHECKING:
    from types import TracebackType

    import rdflib

    from equigraph.graph.findings import ValidationReport
    from equigraph.graph.one_pager import OnePager
    from equigraph.graph.search import Found
    from equigraph.graph.why import Why

__all__ = ["Answer", "KnowledgeGraph", "guard_for", "open_store"]

# A card lists every neighbour of a curated thing; only hubs of other people's graphs have more.
ENTITY_NEIGHBORS: Final = 1000


@dataclass(frozen=True)
class Answer:
    """The answer to a named question.

    Attributes:
        query: The question.
        parameters: What was chosen, in words.
        variables: Names of the columns.
        rows: One tuple of terms per solution; None where a variable is unbound.
    """

    query: NamedQuery
    parameters: Mapping[str, str]
    variables: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class KnowledgeGraph:
    """A graph that can be asked, drawn, searched and checked.

    Attributes:
        store: Where the triples are.
        limits: What a query that a person wrote may cost.

    Example:
        >>> with KnowledgeGraph.open("bundled") as graph:
        ...     network = graph.view("practices-to-goals", goal="english-language-proficiency")
        >>> network.graph["title"]
        'How practices connect to equity goals'
    """

    def __init__(self, store: Store, limits: Limits | None = None, profile: Profile | None = None) -> None:
        self.store = store
        self.limits = limits or Limits()
        self.reader = Reader(store)
        if profile is not None:
            self.reader.likeness = Likeness(profile, self.reader)
        self._worker: Guard | None = None

    @classmethod
    def open(
        cls,
        location: str | Sequence[str] = BUNDLED,
        *,
        limits: Limits | None = None,
        graphs: Sequence[str] = (),
        profile: Profile | None = None,
    ) -> Self:
        """Open a graph.

        Args:
            location: "bundled" (the graph that comes with the package), a folder store, the address of a SPARQL
                endpoint, or one or more RDF files; queried exactly as they are.
            limits: What reading files and queries that people wrote may cost.
            graphs: IRIs of named graphs to ask, together, instead of the default graph.
            profile: Whose evidence is "evidence like ours"; see :func:`equigraph.graph.profile.read_profile`.

        Raises:
            DatasetNotFoundError: There is nothing at that location. (An endpoint is first asked by the first query.)
            DataError: A file cannot be read; names file, line and column where known.
            QueryError: There is no such named graph.
            EntityNotFoundError: The profile names a thing that the graph does not hold.
        """
        return cls(open_store(location, limits or Limits(), graphs), limits, profile)

    def close(self) -> None:
        """Let go of files, connections and the process that answers people's queries."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None
        self.reader.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- SPARQL ---------------------------------------------------------------------------------

    @property
    def worker(self) -> Guard:
        """What answers queries a person wrote: a process, started when first needed, or a store that is a guard."""
        if self._worker is None:
            self._worker = guard_for(self.store, self.limits)
        return self._worker

    def select(self, query: str, *, guard: bool = True) -> QuerySolutions:
        """Return the solutions of a SELECT query.

        Args:
            query: SPARQL 1.1; the project's prefixes need no declaration.
            guard: True answers in a process of its own that can be stopped, with deadline and caps. False answers
                here, as fast as the engine can; nothing bounds or stops it, and SERVICE may reach the network:
                for queries you trust.

        Raises:
            SparqlSyntaxError: The query is not valid; names line, column and piece.
            UpdateForbiddenError: It would change data or reach the network.
            QueryTimeoutError, QueryTooLargeError, QueryCrashedError: It broke a limit.
            QueryError: It is no SELECT query.

        Example:
            >>> with KnowledgeGraph.open() as graph:
            ...     [row["n"].value for row in graph.select("SELECT (COUNT(?p) AS ?n) { ?p a eq:Practice }")]
            ['64']
        """
        solutions: QuerySolutions = self._typed(query, QuerySolutions, "SELECT", guard=guard)
        return solutions

    def ask(self, query: str, *, guard: bool = True) -> bool:
        """Return the answer of an ASK query; see :meth:`select` for the errors."""
        return bool(self._typed(query, QueryBoolean, "ASK", guard=guard))

    def construct(self, query: str, *, guard: bool = True) -> Iterator[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query; see :meth:`select` for the errors."""
        result = self._answer(query, guard=guard)
        if isinstance(result, (QuerySolutions, QueryBoolean)):
            message = "this is not a CONSTRUCT or DESCRIBE query"
            raise QueryError(message)
        return iter(result)

    def network(self, query: str, *, guard: bool = True) -> Network:
        """Return the structure that a SELECT query spells out, for networkx: things and lines, nothing described.

        Args:
            query: Its first three columns are subject, predicate and object of each line; a fourth may name the
                statement behind it.
            guard: As for :meth:`select`, whose errors these are.

        Example:
            >>> with KnowledgeGraph.open() as graph:
            ...     network = graph.network("SELECT ?s ?p ?o { VALUES ?p { eq:aimsAt } ?s ?p ?o }")
            >>> network.number_of_edges()
            10
        """
        return structure(self.select(query, guard=guard))

    def stream(self, query: str, format_name: str) -> Iterator[bytes]:
        """Yield the answer of a query, serialised by the process that answers it.

        Args:
            query: SPARQL 1.1.
            format_name: csv, tsv, json or xml for SELECT and ASK; ttl, nt or jsonld for CONSTRUCT and DESCRIBE.
        """
        return self.worker.stream(query, format_name)

    def _answer(self, query: str, *, guard: bool) -> Any:
        return (self.worker if guard else self.store).query(query)

    def _typed(self, query: str, type_: type[Any], form: str, *, guard: bool) -> Any:
        result = self._answer(query, guard=guard)
        if not isinstance(result, type_):
            message = f"this is not {'an' if form[0] in 'AEIOU' else 'a'} {form} query"
            raise QueryError(message)
        return result

    @property
    def rdflib(self) -> rdflib.Dataset:
        """The same triples as an ``rdflib.Dataset``, without copying: for reading.

        What is added through it is seen by the views and unguarded queries of this process, not by guarded ones;
        see :func:`equigraph.graph.store.as_rdflib`.
        """
        if not isinstance(self.store, OxigraphStore):
            message = "only an embedded store can be used through rdflib"
            raise QueryError(message)
        return as_rdflib(self.store)

    # --- questions and views --------------------------------------------------------------------

    @staticmethod
    def questions() -> Mapping[str, NamedQuery]:
        """Return the named questions, by name."""
        return own_queries("questions")

    @staticmethod
    def views() -> Mapping[str, NamedQuery]:
        """Return the views, by name."""
        return own_queries("views")

    def question(self, name: str, /, **parameters: Value) -> Answer:
        """Answer a named question.

        Args:
            name: Its name, as ``equigraph questions`` lists it.
            parameters: Its parameters; things by IRI, CURIE, slug or label.

        Raises:
            UnknownNameError: There is no such question.
            ParameterError: A parameter is unknown, missing or of the wrong type.
            EntityNotFoundError: A value names nothing in the graph.

        Example:
            >>> with KnowledgeGraph.open() as graph:
            ...     answer = graph.question("practices-for-group", group="English Learners")
            >>> answer.parameters
            {'group': 'English Learners'}
        """
        query = by_name(self.questions(), "question", name)
        arguments = read_arguments(self.reader, query, parameters)
        solutions = self.reader.rows(query, arguments.terms)
        variables = tuple(variable.value for variable in solutions.variables)
        return Answer(query, arguments.words, variables, [tuple(row) for row in solutions])

    def view(self, name: str, /, **parameters: Value) -> Network:
        """Return the network of a view, ready for any exporter.

        Args:
            name: Its name, as ``equigraph view --help`` lists it.
            parameters: Its parameters; things by IRI, CURIE, slug or label.

        Raises:
            UnknownNameError: There is no such view.
            ParameterError: A parameter is unknown, missing or of the wrong type.
            EntityNotFoundError: A value names nothing in the graph.
        """
        view = by_name(self.views(), "view", name)
        return run_view(self.reader, view, read_arguments(self.reader, view, parameters))

    def gaps(
        self,
        rows: str = "practice",
        *,
        group: str | Sequence[str] = (),
        exact: bool = False,
        max_rows: int = MOST_ROWS,
        records: bool = True,
        **chosen: Value,
    ) -> GapMap:
        """Return the evidence gap map: where evidence is, how sure it is, and where there is none.

        Args:
            rows: "practice", "category" (of practices) or "organization" (with the practices that it carries out).
            group: Student groups to read it for, each with the groups below it; everything when none is named.
            exact: Take each group alone: neither the groups below it nor claims about all students.
            max_rows: Most rows; those with the most evidence are kept.
            records: Whether the records of all claims and sources are read too: every file needs them, numbers do not.
            chosen: practice, goal, category, design, no_inferred: as the view practices-to-goals takes them.

        Raises:
            ParameterError: A parameter is unknown or of the wrong type.
            EntityNotFoundError: A value names nothing in the graph.

        Example:
            >>> with KnowledgeGraph.open() as graph:
            ...     found = graph.gaps(practice="looping")
            >>> found.summary[0]
            '3 of 28 cells (one practice by 28 equity goals) have any evidence.'
        """
        groups = [group] if isinstance(group, str) else list(group)
        choices: dict[str, Any] = {"groups": groups, "exact": exact, "max_rows": max_rows, "records": records}
        return map_gaps(self.reader, rows=rows, **choices, chosen=chosen)

    def why(
        self,
        start: str,
        end: str,
        /,
        *,
        group: str | None = None,
        exact: bool = False,
        max_length: int = 4,
        limit: int = 10,
    ) -> Why:
        """Return why two things are connected; see :func:`equigraph.graph.explain.explain`."""
        from equigraph.graph.explain import explain  # noqa: PLC0415 # most commands do not ask this

        return explain(self.reader, start, end, group=group, exact=exact, max_length=max_length, limit=limit)

    def one_pager(self, entity: str, /, *, group: str | None = None, exact: bool = False) -> OnePager:
        """Return one practice or goal for a page or two; see :func:`equigraph.graph.assemble.assemble`."""
        from equigraph.graph.assemble import assemble  # noqa: PLC0415 # most commands do not ask this

        return assemble(self.reader, entity, group=group, exact=exact)

    # --- things ---------------------------------------------------------------------------------

    def resolve(self, name: str, kind: str | None = None) -> str:
        """Return the IRI of the one thing of that name; see :func:`equigraph.graph.entities.resolve`."""
        return resolve(self.reader, name, kind)

    def entity(self, name: str) -> Entity:
        """Return one thing with everything that is stated of it and all its sources.

        Raises:
            EntityNotFoundError: Nothing has that name; near names are suggested.
            AmbiguousEntityError: Several things have it.
        """
        iri = self.resolve(name)
        return Entity(iri, self.view("neighborhood", entity=iri, max_nodes=ENTITY_NEIGHBORS))

    def search(self, text: str, limit: int = 20, *, on_progress: Callable[[int], None] | None = None) -> Found:
        """Return the best hits for a text; see :func:`equigraph.graph.search.search`.

        Args:
            text: What to look for, in any case.
            limit: Most hits.
            on_progress: Is told how many rows are done, if a text index must be built first.

        Example:
            >>> with KnowledgeGraph.open() as graph:
            ...     found = graph.search("Englsh lerners", limit=1)
            >>> found.hits[0].label, found.notes[0]
            ('English Learners', 'Nothing holds “Englsh”; this is for “english”.')
        """
        from equigraph.graph.search import search  # noqa: PLC0415 # brings in SQLite

        return search(self.reader, text, limit, on_progress)

    def stats(self) -> Stats:
        """Return the counts of the graph."""
        return count(self.reader)

    def validate(self, shapes: str | Path | None = None, *, older_than: int | None = None) -> ValidationReport:
        """Return what breaks the shapes, with advice; see :func:`equigraph.graph.validation.validate`."""
        from equigraph.graph.validation import validate  # noqa: PLC0415 # brings in pyshacl

        return validate(self.reader, shapes, older_than=older_than)


def guard_for(store: Store, limits: Limits) -> Guard:
    """Return what answers a query that a person wrote: the store itself if it can, else a process on its location."""
    if isinstance(store, Guard):
        return store
    from equigraph.graph.worker import QueryWorker  # noqa: PLC0415 # many uses need no process

    return QueryWorker(store, limits)


def open_store(location: str | Sequence[str], limits: Limits, graphs: Sequence[str] = ()) -> Store:
    """Return the store at a location: "bundled", a folder, the address of a SPARQL endpoint, or RDF files."""
    places = [location] if isinstance(location, str) else list(location)
    if len(places) == 1 and is_endpoint(places[0]):
        from equigraph.graph.endpoint import EndpointStore  # noqa: PLC0415 # only this brings in HTTP

        return EndpointStore(places[0], limits, graphs=graphs)
    if places == [BUNDLED]:
        store = OxigraphStore.bundled()
    elif len(places) == 1 and Path(places[0]).is_dir():
        store = OxigraphStore.folder(places[0])
    else:
        store = OxigraphStore.files(places, limits)
    try:
        store.choose_graphs(graphs)
    except BaseException:
        store.close()
        raise
    return store
