"""JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/): exactly the statements behind a view, for programs that read JSON.

The context stands in the file and names the prefixes that occur, so that nothing is fetched to read it. One object for
each thing, its properties by compact IRI, sorted. What it loses is what Turtle loses: positions, computed verdicts and
generated sentences; and, since JSON has no comments, title, version and licence. It cannot hold statements about
triples themselves (triple terms of RDF 1.2), and refuses them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from equigraph.errors import UnrepresentableValueError
from equigraph.exporters.files import write_atomically
from equigraph.exporters.triples import prefixes_of, triples_of
from equigraph.ontology.prefixes import PREFIXES, Converter

if TYPE_CHECKING:
    import os

    from equigraph.graph.network import Network

__all__ = ["generate_json_ld", "write_json_ld"]

TYPE: Final = PREFIXES["rdf"] + "type"
STRING: Final = PREFIXES["xsd"] + "string"


def generate_json_ld(network: Network) -> str:
    """Return the statements behind a network as JSON-LD text.

    Raises:
        ExportError: The network has nodes but does not hold the statements behind them, as one read from JSON.

    Example:
        >>> import networkx as nx
        >>> line = '<http://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "A" .'
        >>> json.loads(generate_json_ld(nx.MultiDiGraph(triples=[line])))["@graph"]
        [{'@id': 'http://example.org/a', 'rdfs:label': 'A'}]
    """
    triples = triples_of(network, "JSON-LD")
    # An IRI of somebody's own may begin like a compact one: then the name is not used as a prefix.
    used = "\n".join(network.graph.get("triples", []))
    prefixes = {name: iri for name, iri in prefixes_of(network).items() if f"<{name}:" not in used}
    # Since 1.1 a simple term is a prefix only if its IRI ends as one; ours all do, but saying so costs a line.
    context = {"@version": 1.1, **{name: {"@id": iri, "@prefix": True} for name, iri in sorted(prefixes.items())}}
    graph = _things(triples, Converter(prefixes))
    document = {"@context": context, "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _things(triples: Iterable[ox.Triple], names: Converter) -> list[dict[str, Any]]:
    """Return an object for each subject, in order."""
    things: dict[str, dict[str, Any]] = {}
    for triple in triples:
        thing = things.setdefault(_name(triple.subject), {"@id": _name(triple.subject)})
        predicate = triple.predicate.value
        if predicate == TYPE and not isinstance(triple.object, ox.Literal):
            _add(thing, "@type", _short(_name(triple.object), names))
        else:
            _add(thing, _short(predicate, names), _value(triple, names))
    return [dict(sorted(thing.items())) for _, thing in sorted(things.items())]


def _add(thing: dict[str, Any], name: str, value: Any) -> None:
    """Add a value: one stands alone, several in a list."""
    if name not in thing:
        thing[name] = value
    elif isinstance(thing[name], list):
        thing[name].append(value)
    else:
        thing[name] = [thing[name], value]


def _name(term: Any) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else str(term.value)


def _short(iri: str, names: Converter) -> str:
    return names.compress(iri) or iri


def _value(triple: ox.Triple, names: Converter) -> str | Mapping[str, str]:
    """Return the object of a triple.

    Raises:
        UnrepresentableValueError: It is a triple itself.
    """
    term = triple.object
    if isinstance(term, ox.Triple):
        raise UnrepresentableValueError("JSON-LD", _name(triple.subject), str(term))
    if not isinstance(term, ox.Literal):
        return {"@id": _name(term)}
    if term.language:
        direction = {"@direction": term.direction.value} if term.direction else {}
        return {**direction, "@language": term.language, "@value": term.value}
    datatype = term.datatype.value
    return term.value if datatype == STRING else {"@type": _short(datatype, names), "@value": term.value}


def write_json_ld(network: Network, path: str | os.PathLike[str]) -> None:
    """Write the statements behind a network as JSON-LD.

    Raises:
        ExportError: The network has nodes but does not hold the statements behind them, as one read from JSON.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_json_ld(network))
