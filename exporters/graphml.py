"""GraphML (http://graphml.graphdrawing.org/), as networkx writes it: for Gephi, yEd and Cytoscape.

Keeps every node and line with label, kind, verdict, numbers and positions. Each line has an id of its own ("e0",
"e1", ... in the order of ends and predicate), as the format asks; its predicate is the attribute ``iri``. Loses
structure: GraphML holds plain values only, so evidence and citations become one text per line or thing ("finding
(citation)"), lists are joined with "; ", what opens a group becomes its command line, and characters that XML 1.0
forbids become U+FFFD. Of "evidence like ours" it keeps the sentence, of ratings the words, of the RDF nothing. An
undirected reading is up to the other program.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from equigraph.errors import UnrepresentableValueError
from equigraph.exporters.evidence import DIRECTIONS
from equigraph.exporters.files import write_xml
from equigraph.exporters.xml_text import legal
from equigraph.graph.drill import drill_command

if TYPE_CHECKING:
    import os

    from equigraph.graph.network import Network

__all__ = ["evidence_text", "generate_graphml", "plain_attributes", "plain_thing", "write_graphml"]

GRAPH_TEXTS: Final = (
    "title", "question", "view", "data_version", "data_date", "data_digest", "dataset", "licence", "licence_url",
    "citation", "about", "scope", "parameters", "summary", "notes", "blind_spots", "by", "unlinked", "shown", "total",
)  # fmt: skip


def generate_graphml(network: Network) -> str:
    """Return a network as GraphML text.

    Raises:
        UnrepresentableValueError: A value is neither text nor number nor a list of texts.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph(title="Two things")
        >>> network.add_node("a", label="A & B")
        >>> "A &amp; B" in generate_graphml(network)
        True
    """
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    flat.graph |= {name: _plain("graph", network.graph.get(name, "")) for name in GRAPH_TEXTS}
    for iri in sorted(network):
        flat.add_node(legal(iri), **plain_thing(network, iri))
    for number, (subject, object_, key) in enumerate(sorted(network.edges(keys=True))):
        edge = network.edges[subject, object_, key]
        evidence = evidence_text(network, edge.get("statements", ()))
        iri = legal(edge.get("iri", key))
        # networkx writes the key of a line as its id.
        flat.add_edge(
            legal(subject), legal(object_), f"e{number}", iri=iri, evidence=evidence, **plain_attributes(key, edge)
        )
    buffer = io.BytesIO()
    nx.write_graphml_xml(flat, buffer, named_key_ids=True)
    return buffer.getvalue().decode("utf-8") + "\n"


def plain_thing(network: Network, iri: str) -> dict[str, Any]:
    """Return what is known of a thing as plain values, with the statements about it and its sources as texts.

    Raises:
        UnrepresentableValueError: A value is neither text nor number nor a list of texts.
    """
    node = network.nodes[iri]
    sources = network.graph.get("sources", {})
    texts = {
        "evidence": evidence_text(network, node.get("statements", ())),
        "citations": legal(" | ".join(sources[one]["citation"] for one in node.get("sources", ()) if one in sources)),
    }
    return plain_attributes(iri, node) | {name: text for name, text in texts.items() if text}


def plain_attributes(owner: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a thing or line as plain values; counts by direction become one number each.

    Raises:
        UnrepresentableValueError: A value is neither text nor number nor a list of texts; ``owner`` says whose it is.
    """
    flat: dict[str, Any] = {}
    for name, value in attributes.items():
        if name == "drill":
            flat["drill"] = legal(drill_command(value))
        elif name == "grade":
            flat |= _grade(owner, value)
        elif name == "ours":
            flat["ours"] = legal(value.get("sentence", ""))
        elif isinstance(value, Mapping):
            flat |= {f"{name}_{key}": number for key, number in value.items()}
        elif name not in {"iri", "key", "statements"}:
            flat[name] = _plain(owner, value)
    return flat


def _grade(owner: str, grade: Mapping[str, Any]) -> dict[str, Any]:
    """Return a grade as plain values; its counts stand on the line already, its ratings are named without sources."""
    plain = {name: value for name, value in grade.items() if name not in {"counts", "ratings"}}
    ratings = {"ratings": [words for words, _ in grade["ratings"]]} if grade else {}
    return {f"grade_{name}": _plain(owner, value) for name, value in (plain | ratings).items()}


def _plain(owner: str, value: Any) -> str | int | float | bool:
    if isinstance(value, str):
        return legal(value)
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return legal("; ".join(f"{name}: {one}" for name, one in value.items()))
    if isinstance(value, (list, tuple)):
        return legal("; ".join(": ".join(part) if isinstance(part, (list, tuple)) else str(part) for part in value))
    raise UnrepresentableValueError("GraphML", owner, value)


def evidence_text(network: Network, statements: Iterable[str]) -> str:
    """Return the claims and statements behind a line as one text, each with its citation."""
    return legal(" | ".join(_statement(network, iri) for iri in statements))


def _statement(network: Network, iri: str) -> str:
    record = network.graph["statements"][iri]
    source = network.graph["sources"].get(record["source"])
    citation = source["citation"] if source else "no source recorded"
    direction = f"{DIRECTIONS.get(record['direction'], record['direction'])}: " if record["direction"] else ""
    return f"{direction}{record['sentence']} ({citation})"


def write_graphml(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a network as GraphML.

    Raises:
        UnrepresentableValueError: A value is neither text nor number nor a list of texts.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_xml(path, generate_graphml(network))
