"""Where a graph is kept, and asked: the ``Store`` protocol, and Oxigraph in process as its default.

Answers are pyoxigraph's own result types with its raw terms, so nothing is paid between the engine and the caller.
Queries here run in the calling process and cannot be stopped (the engine cannot be interrupted): they are for our own
questions and views. What a person wrote goes through ``equigraph.graph.worker``.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, runtime_checkable

import pyoxigraph
from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Triple

from equigraph.errors import DatasetNotFoundError, StoreDamagedError
from equigraph.graph.dataset import check_graph
from equigraph.graph.limits import Limits
from equigraph.graph.locks import Lock
from equigraph.graph.versions import Version, find_version

if TYPE_CHECKING:
    from types import TracebackType

    import rdflib

__all__ = [
    "BUNDLED",
    "EngineResult",
    "Guard",
    "OxigraphStore",
    "Result",
    "Store",
    "as_rdflib",
    "is_endpoint",
    "split_locations",
]

BUNDLED = "bundled"  # the location of the data that come with the package
ACCEPTED_LOCATIONS = (
    "bundled",
    "RDF files",
    "a folder made by equigraph store load or by Oxigraph",
    "the http(s) address of a SPARQL endpoint",
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+-]*://")
_ENDPOINT = re.compile(r"https?://", re.IGNORECASE)

EngineResult = QuerySolutions | QueryBoolean | QueryTriples
Result = QuerySolutions | QueryBoolean | Iterator[Triple]


@runtime_checkable
class Store(Protocol):
    """A graph that answers SPARQL queries.

    Attributes:
        location: What another process opens to see the same graph: ``"bundled"``, a folder or the address of an
            endpoint; None = memory only.
    """

    location: str | None

    def query(self, query: str) -> Result:
        """Answer a query; solutions, a boolean, or triples."""
        ...

    def contains_graph(self, iri: str) -> bool:
        """Say whether there is a named graph of that IRI."""
        ...

    def close(self) -> None:
        """Let go of files and processes; a second call does nothing."""
        ...


@runtime_checkable
class Guard(Store, Protocol):
    """A store that may be asked what a person wrote: within limits, stoppable, harmless when it fails."""

    def query(self, query: str, timeout_s: float | None = None) -> Result:
        """Answer a query within its limits; solutions, a boolean, or triples."""
        ...

    def stream(self, query: str, format_name: str, timeout_s: float | None = None) -> Iterator[bytes]:
        """Yield the answer in a format (``csv``, ``tsv``, ``json``, ``xml``; ``ttl``, ``nt``, ``jsonld``), in parts."""
        ...

    def cancel(self) -> None:
        """Stop every query that runs, from another thread; who waits for it gets ``QueryCancelledError``."""
        ...


class OxigraphStore:
    """A graph in an Oxigraph store of this process, in memory or in a folder.

    Use one of ``memory``, ``bundled``, ``files`` and ``folder``; close it, or use it in a ``with`` block.

    Attributes:
        location: What a worker process opens: ``"bundled"``, a folder, or None for memory only.
        graphs: IRIs of the named graphs that are asked instead of the default graph; see ``choose_graphs``.
        revision: Words for the version of a folder store whose content is not that of the bundled graph; else "".
        index_path: Where a text index of this graph may be kept; None keeps it in memory.

    Example:
        >>> from pyoxigraph import Literal, NamedNode, Quad
        >>> quad = Quad(NamedNode("http://example.org/a"), NamedNode("http://example.org/p"), Literal("x"))
        >>> with OxigraphStore.memory([quad]) as store:
        ...     [solution["o"].value for solution in store.query("SELECT ?o { ?s ?p ?o }")]
        ['x']
    """

    def __init__(
        self,
        raw: pyoxigraph.Store | Callable[[], pyoxigraph.Store],
        location: str | None = None,
        *,
        temporary: bool = False,
        hold: Lock | None = None,
    ) -> None:
        self._raw = raw  # or what makes it when it is first needed
        self.location = location
        self.graphs: tuple[str, ...] = ()
        self._scope: dict[str, Any] = {}  # of each query, as the engine takes it
        self.revision = ""
        self._hold = hold
        self.index_path: Path | None = None
        self._remove = (
            weakref.finalize(self, shutil.rmtree, location, ignore_errors=True) if temporary and location else None
        )

    @property
    def raw(self) -> pyoxigraph.Store:
        """The pyoxigraph store itself."""
        if not isinstance(self._raw, pyoxigraph.Store):
            self._raw = self._raw()
        return self._raw

    @classmethod
    def memory(cls, quads: Iterable[Quad] = ()) -> Self:
        """Return a store in memory that holds the quads.

        Example:
            >>> OxigraphStore.memory().location is None
            True
        """
        raw = pyoxigraph.Store()
        raw.bulk_extend(quads)
        return cls(raw)

    @classmethod
    def bundled(cls, *, at_once: bool = False) -> Self:
        """Return the graph that comes with the package: data, catalog and ontology, in the default graph.

        Args:
            at_once: Read it now; else when it is first asked in this process, which a worker may make needless.
        """
        return cls(_read_bundled() if at_once else _read_bundled, BUNDLED)

    @classmethod
    def files(cls, paths: Sequence[str | PathLike[str]], limits: Limits | None = None) -> Self:
        """Return the graph of RDF files, exactly as they are.

        A process of its own reads the files once, within time and memory, into a folder that ``close`` removes.

        Args:
            paths: Turtle, N-Triples, N-Quads, TriG, RDF/XML or JSON-LD files, told apart by their suffix.
            limits: Bounds on time and memory.

        Raises:
            RdfSyntaxError: A file is not what its suffix says; names file, line and column where known.
            DatasetNotFoundError: A file is not there, or is an address.
            DataError: A file cannot be read, or reading it takes more than the limits allow.
        """
        from equigraph.graph.loading import load_files  # noqa: PLC0415 # starts a process; most callers need none

        for path in paths:
            _refuse_address(path)
        folder = load_files([Path(path) for path in paths], limits or Limits())
        try:
            return cls(pyoxigraph.Store.read_only(folder), folder, temporary=True)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    @classmethod
    def folder(cls, path: str | PathLike[str]) -> Self:
        """Open a folder for reading: a folder store (its current version), one version of it, or Oxigraph's own folder.

        A version stays as it is and is not pruned while it is open. Oxigraph's own folder has no such guard: no other
        process may write to it meanwhile.

        Raises:
            DatasetNotFoundError: There is no such folder, or it holds no store.
            StoreDamagedError: A file of the version is missing, cut off or altered.
            NewerStoreError: A later version of equigraph wrote it.
        """
        _refuse_address(path)
        folder = Path(path).absolute()
        found = find_version(folder)
        if found is not None:
            return cls._version(*found)
        if not (folder / "CURRENT").is_file():
            raise DatasetNotFoundError(str(path), ACCEPTED_LOCATIONS)
        try:
            return cls(pyoxigraph.Store.read_only(str(folder)), str(folder))
        except (OSError, ValueError, RuntimeError) as error:
            raise DatasetNotFoundError(str(path), ACCEPTED_LOCATIONS, reason=str(error)) from error

    @classmethod
    def _version(cls, version: Version, hold: Lock) -> Self:
        try:
            version.check_files()
            store = cls(pyoxigraph.Store.read_only(str(version.store)), str(version.folder), hold=hold)
        except (OSError, ValueError, RuntimeError) as error:
            hold.release()
            raise StoreDamagedError(str(version.folder), str(error)) from error
        except StoreDamagedError:
            hold.release()
            raise
        store.index_path = version.folder / "texts"
        if version.manifest["changed"]:
            store.revision = f"version {version.number} of a folder store"
        return store

    def choose_graphs(self, graphs: Sequence[str]) -> None:
        """Ask these named graphs together instead of the default graph, and no others (SPARQL 1.1 Protocol, 2.1.4).

        Raises:
            QueryError: The store holds no graph of that name; those that there are are named.

        Example:
            >>> from pyoxigraph import Literal
            >>> name = NamedNode("http://example.org/graph")
            >>> store = OxigraphStore.memory([Quad(name, name, Literal(1), name)])
            >>> store.choose_graphs(["http://example.org/graph"])
            >>> bool(store.query("ASK { ?s ?p 1 }"))
            True
        """
        for iri in graphs:
            check_graph(self, iri)
        names = [NamedNode(iri) for iri in graphs]
        if names:
            self.index_path = None  # the index is one of the default graph
        self.graphs = tuple(graphs)
        self._scope = {"default_graph": names, "named_graphs": names} if names else {}

    def query(self, query: str, dataset: Mapping[str, Any] | None = None) -> EngineResult:
        """Answer a query in this process, with the engine's own results; nothing bounds or stops it.

        The prefixes of ``equigraph.ontology.prefixes`` need no declaration. They are offered only after the engine has
        refused the query for a prefix it lacks, so they change the answer of no query that is valid without.

        Args:
            query: Text of the query.
            dataset: The graphs that it asks, instead of those of the store; see ``choice_of_graphs``.

        Raises:
            SparqlSyntaxError: The query is not valid; names line, column and piece.

        Example:
            >>> bool(OxigraphStore.memory().query("ASK { ?goal a eq:EquityGoal }"))
            False
        """
        scope = self._scope if dataset is None else dataset
        try:
            return self.raw.query(query, **scope)
        except SyntaxError as error:
            return self._query_with_prefixes(query, str(error), scope)
        except UnicodeEncodeError as error:
            from equigraph.graph.syntax_errors import explain_half_character  # noqa: PLC0415 # as below

            raise explain_half_character(query, error) from None

    def _query_with_prefixes(self, query: str, engine_message: str, scope: Mapping[str, Any]) -> EngineResult:
        from equigraph.graph.syntax_errors import explain_syntax_error  # noqa: PLC0415 # only when something is wrong
        from equigraph.ontology.prefixes import PREFIXES  # noqa: PLC0415

        try:
            return self.raw.query(query, prefixes=dict(PREFIXES), **scope)
        except SyntaxError as error:
            raise explain_syntax_error(query, str(error) or engine_message, PREFIXES) from None

    def contains_graph(self, iri: str) -> bool:
        """Say whether there is a named graph of that IRI.

        Example:
            >>> OxigraphStore.memory().contains_graph("http://example.org/graph")
            False
        """
        if self.graphs:
            return iri in self.graphs
        try:
            return self.raw.contains_named_graph(NamedNode(iri))
        except ValueError:  # not an IRI, so not the name of a graph
            return False

    def keep_in_folder(self) -> str:
        """Return the location; a graph that is in memory only is first written to a temporary folder.

        The folder is a copy: what is added to the graph afterwards is not in it. ``close`` removes it.
        """
        if self.location is None:
            folder = tempfile.mkdtemp(prefix="equigraph-")
            self._remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            copy = pyoxigraph.Store(folder)
            copy.bulk_extend(self.raw)
            for name in self.raw.named_graphs():
                copy.add_graph(name)
            copy.flush()
            self.location = folder
        return self.location

    def close(self) -> None:
        """Let go of the graph, and remove its folder if that was a temporary one."""
        self._raw = pyoxigraph.Store()
        if self._remove is not None:
            self._remove()
        if self._hold is not None:
            self._hold.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _read_bundled() -> pyoxigraph.Store:
    from equigraph.data.bundle import bundled_files  # noqa: PLC0415 # only this location needs it

    raw = pyoxigraph.Store()
    for path in bundled_files():
        raw.bulk_load(path.read_bytes(), pyoxigraph.RdfFormat.TURTLE)
    return raw


def split_locations(text: str) -> list[str]:
    """Return the locations in a text that lists them as ``PATH`` does; an address is one location, whatever it holds.

    Example:
        >>> split_locations(f"a.ttl{os.pathsep}b.ttl"), split_locations("http://127.0.0.1:3030/ds")
        (['a.ttl', 'b.ttl'], ['http://127.0.0.1:3030/ds'])
    """
    return [text] if _ADDRESS.match(text) else text.split(os.pathsep)


def is_endpoint(location: str) -> bool:
    """Say whether a location is the address of a SPARQL endpoint.

    Example:
        >>> is_endpoint("https://example.org/sparql"), is_endpoint("data.ttl")
        (True, False)
    """
    return _ENDPOINT.match(location) is not None


def _refuse_address(location: str | PathLike[str]) -> None:
    if _ADDRESS.match(str(location)):
        reason = "files are read from this machine only, and a SPARQL endpoint is opened alone"
        raise DatasetNotFoundError(str(location), ACCEPTED_LOCATIONS, reason=reason)


def as_rdflib(store: OxigraphStore) -> rdflib.Dataset:
    """Return an rdflib ``Dataset`` over the same store, for reading; nothing is copied.

    What is added through it is seen by queries that run in this process, and only by them: a worker process opens the
    location of the graph, or a copy that is made when the first worker needs it. Files and folders refuse additions.

    Limits, all of oxrdflib: ``FROM`` is ignored; prepared queries and extra keywords of ``query`` fall to rdflib's own
    engine, which is ten times slower and more; ``len(dataset)`` and ``if dataset:`` count every triple. A graph opened
    over ``dataset.store`` needs ``identifier=rdflib.graph.DATASET_DEFAULT_GRAPH_ID``, or it looks empty.

    Example:
        >>> from pyoxigraph import Literal, NamedNode, Quad
        >>> quad = Quad(NamedNode("http://example.org/a"), NamedNode("http://example.org/p"), Literal("x"))
        >>> [str(row.o) for row in as_rdflib(OxigraphStore.memory([quad])).query("SELECT ?o { ?s ?p ?o }")]
        ['x']
    """
    import oxrdflib  # noqa: PLC0415 # slow to import, and few callers need it
    import rdflib  # noqa: PLC0415

    return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=store.raw))
