"""What a network needs from a store, each as one pushed-down query: descriptions, claims, the catalogue."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Triple

from equigraph.errors import AnswerCutError, DataError, QueryError
from equigraph.graph.describe import THINGS_PER_QUERY, Description, describe
from equigraph.graph.query_file import NamedQuery, load_queries
from equigraph.graph.store import OxigraphStore, Store

if TYPE_CHECKING:
    from equigraph.graph.profile import Likeness
    from equigraph.graph.text_database import Progress
    from equigraph.graph.text_index import TextIndex

__all__ = ["Catalog", "Reader", "own_queries"]

FOLDER: Final = Path(__file__).parent


@cache
def own_queries(folder: str) -> Mapping[str, NamedQuery]:
    """Return the named queries in ``graph/<folder>``: "advice", "queries", "questions" or "views"."""
    return load_queries(FOLDER / folder)


@dataclass(frozen=True)
class Catalog:
    """What a graph says of itself; all texts are empty for a graph without a catalogue record."""

    dataset: str = ""
    title: str = ""
    modified: str = ""
    version: str = ""
    licence: str = ""
    licence_url: str = ""
    scope: str = ""
    citation: str = ""
    digest: str = ""
    blind_spots: tuple[str, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Return what a network says of its data, by the names of :mod:`equigraph.graph.network`."""
        return {
            "data_version": self.version,
            "data_date": self.modified,
            "data_digest": self.digest,
            "licence": self.licence or self.licence_url,
            "licence_url": self.licence_url,
            "citation": self.citation,
            "about": self.scope,
            "dataset": self.title,
            "blind_spots": list(self.blind_spots),
        }


class Reader:
    """Reads a store through the queries in ``graph/queries``.

    Attributes:
        likeness: Tells "evidence like ours" from other evidence; None without a profile.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.likeness: Likeness | None = None
        self.queries = own_queries("queries")
        self.index_problem = ""  # why there is no text index though there could be one
        self._index: TextIndex | None = None
        self._opening = threading.Lock()

    def text_index(self, on_progress: Progress | None = None) -> TextIndex | None:
        """Return the text index of a graph in this process, opened or built when it is first needed.

        Returns:
            None for a graph on a server, and where no index can be made; ``index_problem`` then says why.
        """
        if not isinstance(self.store, OxigraphStore):
            return None
        with self._opening:
            if self._index is None and not self.index_problem:
                from equigraph.graph.text_index import TextIndex  # noqa: PLC0415 # many uses need no SQLite

                try:
                    self._index = TextIndex(self.rows, self.store.index_path, on_progress)
                except DataError as error:
                    self.index_problem = error.message
            return self._index

    def close(self) -> None:
        """Let go of the text index."""
        with self._opening:
            if self._index is not None:
                self._index.close()
                self._index = None

    def rows(self, query: NamedQuery | str, terms: Mapping[str, Any] | None = None) -> QuerySolutions:
        """Return the solutions of one of our queries (by its name in ``graph/queries``) with these terms bound."""
        named = self.queries[query] if isinstance(query, str) else query
        solutions = self.store.query(named.bind(terms or {}))
        if not isinstance(solutions, QuerySolutions):
            message = f"{named.name} is not a SELECT query"
            raise QueryError(message)
        return solutions

    def triples(self) -> Iterable[Triple]:
        """Return all triples of the default graph; page by page from a server that shows only so many at once."""
        try:
            return self.construct("everything")
        except AnswerCutError as error:
            if error.rows is None:
                raise
            return self._pages(error)

    def construct(self, query: str, terms: Mapping[str, Any] | None = None) -> Iterable[Triple]:
        """Return the triples of a CONSTRUCT query of ours (by its name in ``graph/queries``) with these terms bound."""
        result = self.store.query(self.queries[query].bind(terms or {}))
        if isinstance(result, (QuerySolutions, QueryBoolean)):
            raise QueryError("the store answered a CONSTRUCT query with something else")
        return result

    def _pages(self, cut: AnswerCutError) -> Iterable[Triple]:
        found: set[Triple] = set()
        shown = page = cut.rows or 0
        while page == cut.rows:
            rows = [Triple(*row) for row in self.rows("page", {"offset": len(found), "limit": page})]
            page, shown = len(rows), len(found) + len(rows)
            found.update(rows)
            if len(found) < shown:  # a page repeats what another had, so something else is on none
                raise cut
        return found

    def describe(self, things: Iterable[str]) -> dict[str, Description]:
        """Return a description of every thing, by IRI."""
        return describe(lambda chunk: self.rows("describe", {"thing": chunk}), things)

    def names(self, things: Iterable[str]) -> dict[str, Description]:
        """Return descriptions that know a thing's names and definitions alone, far cheaper than :meth:`describe`."""
        return describe(lambda chunk: ((*row, None) for row in self.rows("names", {"thing": chunk})), things)

    def features(self, query: str, things: Iterable[str]) -> dict[str, dict[str, list[str]]]:
        """Return a few properties of many things, far cheaper than :meth:`describe`.

        Args:
            query: The name of a query in ``graph/queries`` whose first column is the thing.
            things: IRIs, in any order.

        Returns:
            By thing and column: the IRIs found, sorted; columns without one are not there.
        """
        iris = sorted(set(things))
        found: dict[str, dict[str, set[str]]] = {iri: {} for iri in iris}
        for start in range(0, len(iris), THINGS_PER_QUERY):
            chunk = [NamedNode(iri) for iri in iris[start : start + THINGS_PER_QUERY]]
            rows = self.rows(query, {"thing": chunk})
            names = [variable.value for variable in rows.variables]
            for row in rows:
                of = found[row[0].value]
                for name, value in zip(names[1:], tuple(row)[1:], strict=True):
                    if isinstance(value, NamedNode):
                        of.setdefault(name, set()).add(value.value)
        return {thing: {name: sorted(values) for name, values in of.items()} for thing, of in found.items()}

    def catalog(self) -> Catalog:
        """Return what the graph says of itself (its first dataset, by IRI)."""
        rows = [
            {name: row[name].value for name in CATALOG_NAMES if row[name] is not None} for row in self.rows("catalog")
        ]
        rows = [row for row in rows if row["dataset"] == rows[0]["dataset"]]
        if not rows:
            return Catalog()
        first = rows[0]
        # What was added or taken away since is not what the record speaks of.
        revision = getattr(self.store, "revision", "")
        return Catalog(
            dataset=first["dataset"],
            title=first.get("title", ""),
            modified=first.get("modified", ""),
            version=", changed: ".join(filter(None, (first.get("version", ""), revision))),
            licence=first.get("licenseTitle", ""),
            licence_url=first.get("license", ""),
            scope=first.get("scope", ""),
            citation=first.get("citation", ""),
            digest="" if revision else first.get("digest", ""),
            blind_spots=tuple(dict.fromkeys(row["blindSpot"] for row in rows if "blindSpot" in row)),
        )


CATALOG_NAMES: Final = (
    "dataset", "title", "modified", "version", "license", "licenseTitle", "scope", "citation", "blindSpot", "digest"
)  # fmt: skip
