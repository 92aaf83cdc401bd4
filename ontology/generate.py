"""Write the closed vocabulary class from the ontology: ``python -m equigraph.ontology.generate``.

The class is what makes a mistyped term an error where it is typed. It is generated, so that the Turtle file stays
the one place where terms are made; a test fails when the two differ.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from rdflib import OWL, RDF, SKOS, Graph

from equigraph.errors import OntologyError
from equigraph.ontology.files import ONTOLOGY_FILE
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["VOCABULARY_FILE", "generate_vocabulary", "write_vocabulary"]

VOCABULARY_FILE = Path(__file__).with_name("vocabulary.py")
TERM_TYPES = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
LINE_LENGTH = 120  # the project's own

HEADER = '''"""The terms of the equigraph ontology as a closed class; a term that does not exist is an error.

Generated from {file}, version {version}, by equigraph.ontology.generate. Do not edit: change the Turtle file and run
``python -m equigraph.ontology.generate``.
"""

# ruff: noqa: N815 - the terms have the names that the ontology gives them

from __future__ import annotations

from rdflib import URIRef
from rdflib.namespace import DefinedNamespace, Namespace

__all__ = ["EQ"]


class EQ(DefinedNamespace):
    """Terms of the equigraph ontology.

    Example:
        >>> str(EQ.Practice)
        'https://w3id.org/equigraph/ontology#Practice'
        >>> EQ.Practise
        Traceback (most recent call last):
        AttributeError: term 'Practise' not in namespace 'https://w3id.org/equigraph/ontology#'
    """

    _NS = Namespace("{namespace}")
    _fail = True
'''


def generate_vocabulary(ontology: Path = ONTOLOGY_FILE) -> str:
    """Return the text of the vocabulary module for the terms of ``ontology``.

    Args:
        ontology: Turtle file of the ontology.

    Returns:
        Python source: kinds first, then properties, each by name, with its definition as a comment.

    Raises:
        OntologyError: A term has no definition.

    Example:
        >>> "    Practice: URIRef" in generate_vocabulary()
        True
    """
    graph = Graph().parse(ontology, format="turtle")
    namespace = PREFIXES["eq"]
    terms = {str(term): kind for kind in TERM_TYPES for term in graph.subjects(RDF.type, kind)}
    names = sorted(iri.removeprefix(namespace) for iri in terms if iri.startswith(namespace))
    version = next(graph.objects(None, OWL.versionInfo), "")
    lines = [HEADER.format(file=ontology.name, version=version, namespace=namespace)]
    kinds = [name for name in names if terms[namespace + name] == OWL.Class]
    for heading, group in (("Kinds", kinds), ("Properties", [name for name in names if name not in kinds])):
        lines.append(f"    # {heading}")
        for name in group:
            lines.extend([*_comment(graph, namespace + name), f"    {name}: URIRef"])
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _comment(graph: Graph, iri: str) -> list[str]:
    definitions = [str(value) for term, value in graph.subject_objects(SKOS.definition) if str(term) == iri]
    if not definitions:
        raise OntologyError(f'"{iri}" has no skos:definition; every term of the ontology has one')
    return textwrap.wrap(definitions[0], LINE_LENGTH, initial_indent="    # ", subsequent_indent="    # ")


def write_vocabulary(target: Path = VOCABULARY_FILE) -> None:
    """Write the vocabulary module.

    Args:
        target: File to replace.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     write_vocabulary(Path(folder, "vocabulary.py"))
        ...     Path(folder, "vocabulary.py").read_text(encoding="utf-8") == generate_vocabulary()
        True
    """
    target.write_text(generate_vocabulary(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_vocabulary()
