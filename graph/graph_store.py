"""Files loaded into a server (SPARQL 1.1 Graph Store HTTP Protocol, https://www.w3.org/TR/sparql11-http-rdf-update/).

The files are read here first, wholly, in a process of their own, as for ``--store``: so a mistake in one is told with
its line before anything is sent, packed files work, relative IRIs mean what they mean elsewhere, and every server gets
N-Triples. Each graph is then sent once, in one request. Limits: a blank node that stands in two graphs becomes two.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Store

from equigraph.errors import DataError
from equigraph.graph.http_access import check_address
from equigraph.graph.http_client import HttpClient, Request
from equigraph.graph.limits import Limits
from equigraph.graph.loading import Progress, files_of, load_into
from equigraph.graph.refusals import is_good, refusal

__all__ = ["GraphStore"]

Name = NamedNode | BlankNode | DefaultGraph


class GraphStore:
    """The address where a server takes in graphs.

    Attributes:
        address: Where; Oxigraph's ends in ``/store``, Virtuoso's in ``/sparql-graph-crud-auth``.
        limits: What reading and sending may cost.
    """

    def __init__(self, address: str, limits: Limits | None = None) -> None:
        """Connect to nothing yet.

        Raises:
            DatasetNotFoundError: It cannot be an address.
            EndpointError: A password would travel unencrypted to another machine.
        """
        self.address = check_address(address)
        self.limits = limits or Limits()

    def load(
        self,
        paths: Sequence[str | Path],
        *,
        graph: str | None = None,
        replace: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> int:
        """Send what RDF files hold.

        Args:
            paths: RDF files, plain or packed; "bundled" stands for the files of the bundled graph.
            graph: IRI of the named graph that triples go to; None is the default graph.
            replace: Put it in the place of what each graph holds; graphs that the files do not name stay as they are.
            on_progress: Told how far the reading is, some times a second.

        Returns:
            How many triples were sent.

        Raises:
            RdfSyntaxError, DataError: A file cannot be read; nothing was sent.
            AccessDeniedError: The server does not let us.
            EndpointError: The server refused; when several graphs were to be sent, some may be there.
        """
        with tempfile.TemporaryDirectory(prefix="equigraph-") as folder:
            place = Path(folder)
            loaded = load_into(place / "store", files_of(paths), self.limits, graph=graph, on_progress=on_progress)
            store = Store.read_only(str(place / "store"))
            for name in _graphs_of(store):
                body = place / "graph.nt"
                with body.open("wb") as file:
                    store.dump(file, RdfFormat.N_TRIPLES, from_graph=name)
                self._send(body, name, replace=replace)
        return loaded.quads

    def _send(self, body: Path, name: Name, *, replace: bool) -> None:
        # The protocol's "?default" is a parameter without a value.
        default = f"{self.address}{'&' if '?' in self.address else '?'}default"
        request = Request(
            default if isinstance(name, DefaultGraph) else self.address,
            () if isinstance(name, DefaultGraph) else (("graph", name.value),),
            {"Content-Type": RdfFormat.N_TRIPLES.media_type},
            is_read=False,
            file=body,
            method="PUT" if replace else "POST",
        )
        client = HttpClient(self.address)
        try:
            reply = client.send(request, self.limits.load_timeout_s, self.limits.answer_bytes)
        finally:
            client.close()
        if not is_good(reply):
            raise refusal(reply, None, self.address)


def _graphs_of(store: Store) -> list[Name]:
    """Return the graphs to send: the default graph unless only others hold anything."""
    named = list(store.named_graphs())
    unnamed = [name for name in named if isinstance(name, BlankNode)]
    if unnamed:
        msg = "a graph that is named by a blank node cannot be sent: a server could not be told which it is"
        raise DataError(msg, hint="Give it an IRI, or name one graph for all triples.")
    has_default = next(iter(store.quads_for_pattern(None, None, None, DefaultGraph())), None) is not None
    return [*([DefaultGraph()] if has_default or not named else []), *named]
