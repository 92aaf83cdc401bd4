"""Checking a graph against the shapes of the ontology (SHACL, https://www.w3.org/TR/shacl/) with pyshacl.

The one place where a graph is copied into rdflib: pyshacl is several times slower over any other store.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from equigraph.graph.describe import iri_label
from equigraph.graph.reader import Reader
from equigraph.graph.store import OxigraphStore
from equigraph.ontology.files import SHAPES_FILE
from equigraph.ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    import rdflib

__all__ = ["Problem", "ValidationReport", "validate"]


@dataclass(frozen=True, order=True)
class Problem:
    """One way in which a thing does not conform.

    Attributes:
        severity: "Violation", "Warning" or "Info".
        thing: IRI of the focus node.
        label: Its name.
        field: The property concerned, in words, or "".
        value: The value concerned, or "".
        message: The rule, in a curator's words.
    """

    severity: str
    thing: str
    label: str
    field: str
    value: str
    message: str


@dataclass(frozen=True)
class ValidationReport:
    """What a validation found.

    Attributes:
        conforms: True if there is no violation.
        problems: All problems, sorted.
        triples: Triples that were checked.
        things: Things of our kinds among them.
    """

    conforms: bool
    problems: tuple[Problem, ...]
    triples: int
    things: int

    @property
    def outcome(self) -> str:
        """The result in words; that nothing was there to be checked is not the same as that all is well."""
        if not self.conforms:
            return "they do not conform"
        return "they conform" if self.things else "nothing among them is of a kind that the shapes know"


def validate(reader: Reader, shapes: str | Path | None = None) -> ValidationReport:
    """Return what in a graph breaks the shapes.

    Args:
        reader: The graph.
        shapes: An RDF file of shapes; None for the shapes of the ontology.

    Raises:
        RdfSyntaxError: The file of shapes is not what its ending says.
    """
    import pyshacl  # noqa: PLC0415 # slow to import, and only this needs it
    import rdflib  # noqa: PLC0415

    data = rdflib.Graph().parse(data=_n_triples(reader), format="nt")
    # Read in a process of its own, as any file of a person: a parser may die of one.
    with OxigraphStore.files([shapes or SHAPES_FILE]) as rules:
        triples = (quad.triple for quad in rules.raw)
        shapes_graph = rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes_graph, advanced=False, inference="none")
    problems = tuple(sorted(_problems(results, reader)))
    return ValidationReport(
        conforms=not any(problem.severity == "Violation" for problem in problems),
        problems=problems,
        triples=len(data),
        things=sum(
            int(row["things"].value) for row in reader.rows("kinds") if row["kind"].value.startswith(PREFIXES["eq"])
        ),
    )


def _n_triples(reader: Reader) -> bytes:
    return ox.serialize(reader.triples(), format=ox.RdfFormat.N_TRIPLES) or b""


def _problems(results: rdflib.Graph, reader: Reader) -> list[Problem]:
    from rdflib.namespace import RDF, SH  # noqa: PLC0415 # as above

    found = []
    for node in results.subjects(RDF.type, SH.ValidationResult):
        parts = (SH.focusNode, SH.value, SH.resultPath, SH.resultMessage, SH.resultSeverity)
        focus, value, path, message, severity = (str(results.value(node, part) or "") for part in parts)
        if focus.startswith(PREFIXES["eq"]):  # a rule over a whole class names the thing at fault as the value
            focus, value = value, ""
        found.append((severity.rsplit("#", 1)[-1], focus, path, value, message))
    things = reader.describe(focus for _, focus, *_ in found if ":" in focus)
    return [
        Problem(
            severity=severity,
            thing=focus,
            label=things[focus].label if focus in things else focus,
            # A path that is no single property has no name.
            field=iri_label(path) if ":" in path else "",
            value=value,
            message=message,
        )
        for severity, focus, path, value, message in found
    ]
