"""The ontology: every term is labelled, defined and aligned only where that holds."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
import rdflib.namespace
from pyoxigraph import BlankNode, RdfFormat, parse
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from equigraph.errors import OntologyError
from equigraph.ontology.files import ONTOLOGY_FILE, SCHEMES_FILE, SHAPES_FILE, ontology_files
from equigraph.ontology.generate import VOCABULARY_FILE, generate_vocabulary
from equigraph.ontology.prefixes import CONCEPT_PREFIXES, ONTOLOGY_IRI, PREFIXES
from equigraph.ontology.vocabulary import EQ

ONTOLOGY = Graph().parse(ONTOLOGY_FILE)
SCHEMES = Graph().parse(SCHEMES_FILE)
SCHEMA = rdflib.Namespace(PREFIXES["schema"])
ORG = rdflib.namespace.ORG
PROV = rdflib.namespace.PROV
BIBO = rdflib.Namespace(PREFIXES["bibo"])
TERMS = sorted({str(term) for term in ONTOLOGY.subjects(RDF.type) if str(term).startswith(PREFIXES["eq"])})
KINDS = {
    "Commitment",
    "EquityGoal",
    "EvidenceClaim",
    "Jurisdiction",
    "Organization",
    "Policy",
    "Practice",
    "ResearchSource",
    "Statement",
    "StudentGroup",
}


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.rpartition("#")[2])
def test_a_term_is_labelled_and_defined(term: str) -> None:
    """One English label, one English definition that is a sentence, and the ontology it belongs to."""
    node = URIRef(term)
    labels, definitions = list(ONTOLOGY.objects(node, RDFS.label)), list(ONTOLOGY.objects(node, SKOS.definition))

    assert ["en"] == [label.language for label in labels if isinstance(label, Literal)]
    assert ["en"] == [definition.language for definition in definitions if isinstance(definition, Literal)]
    assert str(definitions[0]).endswith(".")
    assert [URIRef(ONTOLOGY_IRI)] == list(ONTOLOGY.objects(node, RDFS.isDefinedBy))


def test_no_term_is_used_that_is_not_declared() -> None:
    """A mistyped term in a domain or a range would go unseen."""
    used = {
        str(term)
        for triple in (*ONTOLOGY, *SCHEMES, *Graph().parse(SHAPES_FILE))
        for term in triple
        if isinstance(term, URIRef) and str(term).startswith(PREFIXES["eq"])
    }

    assert set(TERMS) >= used


def test_the_kinds_are_those_of_the_design() -> None:
    """Ten classes, nothing else."""
    classes = {str(term).removeprefix(PREFIXES["eq"]) for term in ONTOLOGY.subjects(RDF.type, OWL.Class)}

    assert KINDS == classes


def test_labels_of_properties_are_words_not_names() -> None:
    """They are read in pictures: "part of", not "partOf"."""
    labels = {str(label) for term in TERMS for label in ONTOLOGY.objects(URIRef(term), RDFS.label)}

    assert not [label for label in labels if re.search(r"[a-z][A-Z]|_", label)]


def test_drawn_relations_can_be_read_both_ways() -> None:
    """Each property between two things has words for the way back."""
    drawn = set(ONTOLOGY.subjects(SCHEMA.domainIncludes)) & set(ONTOLOGY.subjects(RDF.type, OWL.ObjectProperty))

    assert not [term for term in drawn if not list(ONTOLOGY.objects(term, EQ.inverseLabel))]


@pytest.mark.parametrize(
    ("ours", "alignment", "theirs"),
    [
        (EQ.Practice, RDFS.subClassOf, SKOS.Concept),
        (EQ.StudentGroup, RDFS.subClassOf, SKOS.Concept),
        (EQ.EquityGoal, RDFS.subClassOf, SKOS.Concept),
        (EQ.Organization, RDFS.subClassOf, ORG.Organization),
        (EQ.ResearchSource, RDFS.subClassOf, DCTERMS.BibliographicResource),
        (EQ.ResearchSource, SKOS.closeMatch, BIBO.Document),
        (EQ.EvidenceClaim, RDFS.subClassOf, PROV.Entity),
        (EQ.EvidenceClaim, SKOS.closeMatch, SCHEMA.Claim),
        (EQ.Statement, RDFS.subClassOf, RDF.Statement),
        (EQ.Policy, SKOS.closeMatch, SCHEMA.Legislation),
        (EQ.Jurisdiction, SKOS.closeMatch, SCHEMA.AdministrativeArea),
        (EQ.memberOf, RDFS.subPropertyOf, ORG.memberOf),
        (EQ.organizationType, RDFS.subPropertyOf, ORG.classification),
        (EQ.partOf, RDFS.subPropertyOf, DCTERMS.isPartOf),
        (EQ.jurisdiction, RDFS.subPropertyOf, SCHEMA.jurisdiction),
        (EQ.enactedBy, SKOS.closeMatch, SCHEMA.legislationPassedBy),
    ],
    ids=lambda term: str(term).rpartition("/")[2],
)
def test_alignment(ours: URIRef, alignment: URIRef, theirs: URIRef) -> None:
    """A term of ours is tied to the standard term it stands for."""
    assert (ours, alignment, theirs) in ONTOLOGY


def test_foreign_terms_exist_where_rdflib_knows_their_vocabulary() -> None:
    """An alignment to a term that does not exist helps nobody."""
    spaces = (DCTERMS, ORG, OWL, PROV, RDF, RDFS, SKOS, rdflib.namespace.DCAT, rdflib.namespace.SDO)
    known = {str(space): {str(space) + str(name).removeprefix(str(space)) for name in dir(space)} for space in spaces}
    foreign = {
        str(term)
        for triple in ONTOLOGY
        for term in triple
        if isinstance(term, URIRef) and not str(term).startswith("https://w3id.org/equigraph/")
    }
    missing = [term for term in foreign for base, names in known.items() if term.startswith(base) and term not in names]

    assert not missing


def test_what_is_concluded_from_domains_is_safe() -> None:
    """A property that stands between several kinds has no rdfs:domain: a reasoner would make each thing all kinds."""
    both = set(ONTOLOGY.subjects(RDFS.domain)) & set(ONTOLOGY.subjects(SCHEMA.domainIncludes))

    assert not both


@pytest.mark.parametrize("path", [*ontology_files(), SHAPES_FILE], ids=lambda path: path.name)
def test_the_licence_is_stated(path: Path) -> None:
    """CC BY 4.0, in words, in each file."""
    assert "CC BY 4.0" in path.read_text(encoding="utf-8")


def test_stored_files_have_no_blank_nodes() -> None:
    """Blank nodes have no stable name, so the digest of the data would change."""
    terms = [
        term
        for path in ontology_files()
        for quad in parse(path=path, format=RdfFormat.TURTLE)
        for term in (quad.subject, quad.object)
    ]

    assert not [term for term in terms if isinstance(term, BlankNode)]


def test_every_concept_prefix_has_a_scheme() -> None:
    """And each scheme a name and a definition."""
    schemes = set(SCHEMES.subjects(RDF.type, SKOS.ConceptScheme))

    assert {URIRef(PREFIXES["scheme"] + name) for name in CONCEPT_PREFIXES} == schemes
    assert not [scheme for scheme in schemes if not list(SCHEMES.objects(scheme, SKOS.prefLabel))]
    assert not [scheme for scheme in schemes if not list(SCHEMES.objects(scheme, SKOS.definition))]


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("basis", {"retrieved": "retrieved", "background": "background"}),
        ("mapping", {"stated": "stated", "inferred": "inferred"}),
        (
            "check",
            {
                "confirmed": "checked against a summary",
                "corrected": "corrected after a check against a summary",
                "unchecked": "read once, not checked",
            },
        ),
        (
            "verdict",
            {
                "positive": "positive",
                "no-effect-found": "no effect found",
                "negative": "negative",
                "conflicting": "conflicting",
                "mixed": "mixed",
                "insufficient": "insufficient",
                "none": "none",
            },
        ),
        ("url-kind", {"direct": "direct", "mirror": "mirror"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_fixed_concepts(scheme: str, expected: dict[str, str]) -> None:
    """The concepts the design fixes, with the words it fixes; each is defined."""
    concepts = set(SCHEMES.subjects(SKOS.inScheme, URIRef(PREFIXES["scheme"] + scheme)))
    labels = {
        str(concept).removeprefix(PREFIXES[scheme]): str(SCHEMES.value(concept, SKOS.prefLabel)) for concept in concepts
    }

    assert expected == labels
    assert not [concept for concept in concepts if SCHEMES.value(concept, SKOS.definition) is None]


def test_the_vocabulary_class_is_up_to_date() -> None:
    """It is generated; what it is generated from may have moved on."""
    assert generate_vocabulary() == VOCABULARY_FILE.read_text(encoding="utf-8"), (
        "run python -m equigraph.ontology.generate"
    )


def test_the_vocabulary_class_holds_the_terms() -> None:
    """All of them, by attribute."""
    assert [str(getattr(EQ, term.rpartition("#")[2])) for term in TERMS] == TERMS


def test_a_mistyped_term_is_an_error() -> None:
    """That is what the class is for."""
    module = importlib.import_module("equigraph.ontology.vocabulary")

    with pytest.raises(AttributeError, match="Practise"):
        _ = module.EQ.Practise


def test_a_term_without_definition_is_not_generated(tmp_path: Path) -> None:
    """The generator refuses what the tests above would refuse."""
    ontology = tmp_path / "tiny.ttl"
    ontology.write_text(
        "@prefix eq: <https://w3id.org/equigraph/ontology#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "eq:Practice a owl:Class .\n",
        encoding="utf-8",
    )

    with pytest.raises(OntologyError, match=r"Practice.*definition"):
        generate_vocabulary(ontology)
