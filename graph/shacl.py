"""Running SHACL (https://www.w3.org/TR/shacl/) with pyshacl: triples and shapes in, raw results out.

The one place where triples are copied into rdflib: pyshacl is several times slower over any other store. Terms are
copied once, however often they occur.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from equigraph.graph.shacl_words import sentence
from equigraph.graph.store import OxigraphStore
from equigraph.ontology.files import SHAPES_FILE
from equigraph.ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    import rdflib

__all__ = ["Result", "check"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal
# Of any other severity, which a person may make up, nobody knows how bad it is.
SEVERITY_WORDS: Final = {"Violation": "violation", "Info": "advice"}
OTHER_SEVERITY: Final = "warning"


@dataclass(frozen=True)
class Result:
    """One result of SHACL.

    Attributes:
        severity: "violation", "warning" or "advice".
        focus: The thing.
        path: IRI of the property, of a longer path its first; "" for any other path.
        field: What the shape calls the property, or "".
        value: The value concerned, or None.
        message: The message of the shape, or a sentence in its place.
        shape: IRI of the shape; of one without, its message.
    """

    severity: str
    focus: Term
    path: str
    field: str
    value: Term | None
    message: str
    shape: str


def check(triples: Iterable[ox.Triple], shapes: str | Path | None = None) -> tuple[int, list[Result]]:
    """Return the number of different triples, and what in them breaks the shapes.

    Args:
        triples: The graph.
        shapes: An RDF file of shapes; None for the shapes of the ontology.

    Raises:
        RdfSyntaxError: The file of shapes is not what its ending says.
    """
    import pyshacl  # noqa: PLC0415 # slow to import, and only this needs it
    import rdflib  # noqa: PLC0415

    data = _as_rdflib(triples)
    rules = rdflib.Graph()
    rules += _own_shapes() if shapes is None else _read_shapes(shapes)
    size = len(data)
    # (in place: nothing is inferred, so there is nothing that a copy would protect the graph from)
    _, found, _ = pyshacl.validate(data, shacl_graph=rules, advanced=False, inference="none", inplace=True)
    return size, list(_results(found, rules))


# --- into rdflib ----------------------------------------------------------------------------


@cache
def _own_shapes() -> rdflib.Graph:
    import rdflib  # noqa: PLC0415

    return rdflib.Graph().parse(SHAPES_FILE)


def _read_shapes(path: str | Path) -> rdflib.Graph:
    """Read a person's shapes in a process of its own, as any file of a person: a parser may die of one."""
    with OxigraphStore.files([path]) as rules:
        return _as_rdflib(quad.triple for quad in rules.raw)


def _as_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    import rdflib  # noqa: PLC0415

    terms: dict[Any, Any] = {}

    def copied(term: Any) -> Any:
        known = terms.get(term)
        if known is None:
            known = terms[term] = _term_as_rdflib(term)
        return known

    graph = rdflib.Graph()
    add = graph.store.add  # what Graph.add calls once it has asked each term what it is
    for subject, predicate, object_ in triples:
        add((copied(subject), copied(predicate), copied(object_)), graph)
    return graph


def _term_as_rdflib(term: Any) -> Any:
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    # (rdflib takes a text without a type for the same as one of type xsd:string, pyshacl too; and a value keeps its
    # spelling, or a number written as "01" would not be found again)
    return Literal(term.value, datatype=None if datatype == XSD_STRING else URIRef(datatype), normalize=False)


XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


# --- out of rdflib --------------------------------------------------------------------------


def _results(found: rdflib.Graph, shapes: rdflib.Graph) -> Iterator[Result]:
    from rdflib.namespace import SH  # noqa: PLC0415

    for node in found.objects(None, SH.result):  # not the details of another result
        focus, value = found.value(node, SH.focusNode), found.value(node, SH.value)
        if str(focus).startswith(PREFIXES["eq"]):  # a rule over a whole class names the thing at fault as the value
            focus, value = value or focus, None
        shape = found.value(node, SH.sourceShape)
        severity = str(found.value(node, SH.resultSeverity)).rpartition("#")[2]
        path = _first_step(found, found.value(node, SH.resultPath))
        message = _message(found, node, shapes) or sentence(found, node, shapes)
        yield Result(
            severity=SEVERITY_WORDS.get(severity, OTHER_SEVERITY),
            focus=_term_from_rdflib(focus),
            path=str(path) if _is_iri(path) else "",
            field=str(shapes.value(shape, SH.name) or ""),
            value=None if value is None else _term_from_rdflib(value),
            message=message,
            shape=str(shape) if _is_iri(shape) else message,
        )


def _message(found: rdflib.Graph, node: Any, shapes: rdflib.Graph) -> str:
    """Return the message of the shape, in English if it has that; "" if the message is only the validator's own."""
    from rdflib.namespace import SH  # noqa: PLC0415

    makers = [found.value(node, part) for part in (SH.sourceShape, SH.sourceConstraint)]
    if not any((maker, SH.message, None) in shapes for maker in makers):
        return ""
    said = sorted(
        found.objects(node, SH.resultMessage),
        key=lambda text: (getattr(text, "language", None) not in {"en", None}, text),
    )
    return str(said[0]) if said else ""


def _first_step(found: rdflib.Graph, path: Any) -> Any:
    """Return the property that a path begins with: a person looks there for what is wrong further on."""
    from rdflib.namespace import RDF  # noqa: PLC0415

    return found.value(path, RDF.first) or path


def _is_iri(term: Any) -> bool:
    from rdflib import URIRef  # noqa: PLC0415

    return isinstance(term, URIRef)


def _term_from_rdflib(term: Any) -> Term:
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415

    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    if not isinstance(term, Literal) or term.datatype is None or term.language:
        return ox.Literal(str(term), language=getattr(term, "language", None))
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))
