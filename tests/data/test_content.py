"""The bundled content: how much there is, where each assertion comes from, and that it conforms to the shapes."""

from __future__ import annotations

from collections import Counter, defaultdict

import pyshacl
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, serialize
from rdflib import Graph

from equigraph.data.bundle import bundled_files
from equigraph.data.terms import node
from equigraph.ontology.files import SHAPES_FILE
from equigraph.ontology.prefixes import CONVERTER, PREFIXES, compress
from equigraph.ontology.vocabulary import EQ

HEADER = CONVERTER.header()
ID = "https://w3id.org/equigraph/id/"


@pytest.fixture(scope="module")
def store() -> Store:
    """The bundled graph."""
    loaded = Store()
    for path in bundled_files():
        loaded.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    return loaded


def rows(store: Store, pattern: str) -> list[tuple[str, ...]]:
    """Return the solutions of a query as text, IRIs as CURIEs."""
    found = store.query(f"{HEADER}\n{pattern}")
    return [tuple(_written(value) for value in solution) for solution in found]  # type: ignore[union-attr]


def _written(value: object) -> str:
    if isinstance(value, NamedNode):
        return compress(value.value) or value.value
    return value.value if isinstance(value, Literal) else str(value)


def counts(store: Store, pattern: str) -> dict[str, int]:
    """Return how often each value of ?value occurs."""
    return dict(Counter(row[0] for row in rows(store, f"SELECT ?value {{ {pattern} }}")))


# --- how much there is ----------------------------------------------------------------------


def test_things_of_each_kind(store: Store) -> None:
    """150 organizations of the table and 59 more sites; 44 states, three more, the District and the nation."""
    assert counts(store, f"?thing a ?value FILTER(STRSTARTS(STR(?value), '{PREFIXES['eq']}'))") == {
        "eq:Commitment": 10,
        "eq:EquityGoal": 28,
        "eq:EvidenceClaim": 285,
        "eq:Jurisdiction": 50,
        "eq:Organization": 209,
        "eq:Policy": 98,
        "eq:Practice": 64,
        "eq:ResearchSource": 522,
        "eq:Statement": 978,
        "eq:StudentGroup": 28,
    }


def test_claims_by_direction(store: Store) -> None:
    """Null and negative findings are there."""
    assert counts(store, "?claim eq:direction ?value") == {
        "direction:insufficient": 17,
        "direction:mixed": 36,
        "direction:negative": 6,
        "direction:null": 59,
        "direction:positive": 167,
    }


def verdict(directions: set[str]) -> str:
    """Return what the claims of a bundle say together, by the table of the design."""
    left = {direction.partition(":")[2] for direction in directions} - {"insufficient"}
    if not left:
        return "insufficient"
    if left in ({"positive"}, {"null"}):
        return "positive" if left == {"positive"} else "no effect found"
    if "negative" in left:
        return "conflicting" if "positive" in left else "negative"
    return "mixed"


def test_bundles_by_verdict(store: Store) -> None:
    """135 lines from practices to goals, 80 of them from one source."""
    directions, sources = defaultdict(set), defaultdict(set)
    pattern = "?claim eq:practice ?practice ; eq:goal ?goal ; eq:direction ?direction ; dcterms:source ?source"
    for practice, goal, direction, source in rows(store, f"SELECT ?practice ?goal ?direction ?source {{ {pattern} }}"):
        directions[practice, goal].add(direction)
        sources[practice, goal].add(source)

    assert Counter(map(verdict, directions.values())) == {
        "conflicting": 2,
        "insufficient": 3,
        "mixed": 53,
        "negative": 4,
        "no effect found": 12,
        "positive": 61,
    }
    assert sum(len(found) == 1 for found in sources.values()) == 80


@pytest.mark.parametrize(
    ("expected", "pattern"),
    [
        (143, "a ?x ; rdf:subject/a eq:Organization . FILTER(?p IN (eq:partOf, eq:funds, eq:memberOf, eq:partnersWith, eq:published, eq:coordinates, eq:founded, eq:profiled, eq:approved, eq:operates, eq:supports, eq:incubatedPredecessorOf, eq:foundingPartnerOf, eq:authorized, eq:developed))"),
        (48, "rdf:subject/a eq:Practice . FILTER(?p IN (eq:partOf, eq:supports, skos:related, skos:broader))"),
        (367, "a ?x . FILTER(?p IN (eq:addressesGroup, eq:advancesGoal, eq:enablesPractice, eq:enactedBy))"),
        (82, "a ?x . FILTER(?p = eq:implements)"),
        (10, "a ?x . FILTER(?p = eq:aimsAt)"),
        (6, "a ?x . FILTER(?p = eq:actedOn)"),
        (27, "rdf:subject/a eq:StudentGroup . FILTER(?p = skos:broader)"),
        (23, "a ?x . FILTER(?p = skos:closeMatch)"),
        (28, "a ?x . FILTER(?p = eq:cost)"),
        (79, "a ?x . FILTER(?p IN (eq:sameStudyAs, eq:includesStudy, eq:reportsOn))"),
        (98, "a ?x . FILTER(?p = eq:jurisdiction)"),
        (67, "a ?x . FILTER(?p = eq:locatedIn)"),
    ],
    ids=["organizations", "practices", "policies", "implementations", "commitments", "examples", "groups", "CEDS", "costs", "overlaps", "policy jurisdictions", "site locations"],
)  # fmt: skip
def test_statements_by_table(expected: int, pattern: str, store: Store) -> None:
    """The first four make 640; every policy holds in one jurisdiction, the compact of 50 states in all of them together."""
    found = rows(store, f"SELECT DISTINCT ?statement {{ ?statement rdf:predicate ?p ; {pattern} }}")

    assert expected == len(found)


def test_policy_links_are_stated_or_inferred(store: Store) -> None:
    """198 in the words of the source, 169 as we read it."""
    pattern = "?s rdf:predicate ?p ; eq:mapping ?value . FILTER(?p IN (eq:addressesGroup, eq:advancesGoal, eq:enablesPractice, eq:enactedBy))"

    assert counts(store, pattern) == {"mapping:stated": 198, "mapping:inferred": 169}


def test_checks_of_claims(store: Store) -> None:
    """As the tables say it."""
    assert counts(store, "?claim eq:check ?value") == {
        "check:confirmed": 176,
        "check:corrected": 42,
        "check:unchecked": 67,
    }


def test_sites_that_are_known_organizations_are_joined(store: Store) -> None:
    """72 sites: 13 are organizations of the table, 59 are new and of the type of a site."""
    sites = {row[0] for row in rows(store, "SELECT DISTINCT ?site { ?site eq:implements ?practice }")}
    new = {row[0] for row in rows(store, "SELECT ?site { ?site eq:organizationType/skos:inScheme scheme:site-type }")}

    assert (72, 59) == (len(sites), len(new))
    assert new <= sites


def test_states_are_jurisdictions(store: Store) -> None:
    """All 44, and nothing else that is an organization."""
    states = rows(store, "SELECT ?s { ?s eq:organizationType organization-type:state } ORDER BY ?s")
    both = rows(store, "SELECT ?s { ?s a eq:Jurisdiction , eq:Organization } ORDER BY ?s")

    assert len(states) == 44
    assert states == both


def test_jurisdictions_that_are_no_organization(store: Store) -> None:
    """The nation, all states together, the District, and the states that only occur as a postal code."""
    found = rows(store, "SELECT ?j { ?j a eq:Jurisdiction FILTER NOT EXISTS { ?j a eq:Organization } } ORDER BY ?j")

    assert [
        ("jurisdiction:district-of-columbia",),
        ("jurisdiction:hawaii",),
        ("jurisdiction:new-jersey",),
        ("jurisdiction:pennsylvania",),
        ("jurisdiction:states-and-district-of-columbia",),
        ("jurisdiction:united-states",),
    ] == found


def test_the_brief_names_five_groups(store: Store) -> None:
    """They are marked, and the brief itself is the source for what they are together."""
    found = rows(
        store,
        "SELECT ?g ?source { ?g eq:namedInBrief true . ?s rdf:subject ?g ; rdf:predicate skos:broader ; "
        "rdf:object group:historically-underserved-students ; dcterms:source ?source "
        "FILTER NOT EXISTS { ?s eq:mapping ?m } } ORDER BY ?g",
    )

    assert [
        ("group:english-learners", "source:s-ccsso-aepl-page"),
        ("group:students-impacted-by-trauma", "source:s-ccsso-aepl-page"),
        ("group:students-living-in-poverty", "source:s-ccsso-aepl-page"),
        ("group:students-of-color", "source:s-ccsso-aepl-page"),
        ("group:students-with-disabilities", "source:s-ccsso-aepl-page"),
    ] == found


@pytest.mark.parametrize(
    ("curie", "label"),
    [
        ("organization:ccsso", "Council of Chief State School Officers"),
        ("organization:innovation-lab-network", "Innovation Lab Network"),
        ("organization:new-profit", "New Profit"),
        ("organization:reimagine-learning-fund", "Reimagine Learning Fund"),
        ("organization:america-forward", "America Forward"),
        ("source:s-ccsso-aepl-page", "Advancing Equity through Personalized Learning - A Policy Brief (landing page)"),
        (
            "source:s-ccsso-research-review",
            "Equity and Personalized Learning: A Research Review (series Advancing Equity through Personalized Learning)",
        ),
    ],
    ids=lambda value: value.partition(":")[2] if ":" in value[:15] else "",
)
def test_what_the_brief_starts_from_is_there(curie: str, label: str, store: Store) -> None:
    """The organizations and documents of its page."""
    assert [(label,)] == rows(store, f"SELECT ?l {{ {curie} skos:prefLabel|dcterms:title ?l }}")


def test_each_commitment_aims_at_one_goal(store: Store) -> None:
    """One to ten."""
    found = rows(store, "SELECT ?n (COUNT(?g) AS ?goals) { ?c eq:number ?n ; eq:aimsAt ?g } GROUP BY ?n ORDER BY ?n")

    assert [(str(number), "1") for number in range(1, 11)] == found


# --- where it comes from --------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in dir(EQ) if kind.rpartition("#")[2][0].isupper()])
def test_everything_has_a_source_and_a_basis(kind: str, store: Store) -> None:
    """Sources themselves have a basis only."""
    needs = "?thing eq:basis ?b" if kind.endswith("ResearchSource") else "?thing dcterms:source ?s ; eq:basis ?b"

    assert rows(store, f"SELECT ?thing {{ ?thing a <{kind}> FILTER NOT EXISTS {{ {needs} }} }}") == []


def test_every_statement_is_asserted(store: Store) -> None:
    """So that simple queries stay simple."""
    pattern = "?s rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b FILTER NOT EXISTS { ?a ?p ?b }"

    assert rows(store, f"SELECT ?s {{ {pattern} }}") == []


def test_every_drawn_relation_has_a_statement(store: Store) -> None:
    """The other way round: nothing is drawn that has no source."""
    pattern = (
        "?p schema:domainIncludes ?d . ?a ?p ?b FILTER(?p NOT IN (eq:year, eq:blindSpot, eq:contentDigest)) "
        "FILTER NOT EXISTS { ?s rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b }"
    )

    assert rows(store, f"SELECT ?a ?p ?b {{ {pattern} }}") == []


def test_no_line_from_a_practice_to_a_goal_is_asserted(store: Store) -> None:
    """It is computed from the claims."""
    assert rows(store, "SELECT ?s { ?s eq:advances ?o }") == []


def test_no_address_of_a_mirror_is_published(store: Store) -> None:
    """Neither as a link nor in a written reference."""
    assert rows(store, "SELECT ?s { ?s eq:urlKind url-kind:mirror ; schema:url ?u }") == []
    assert (
        rows(
            store,
            "SELECT ?s { ?s eq:urlKind url-kind:mirror ; dcterms:bibliographicCitation ?c "
            "FILTER(CONTAINS(REPLACE(STR(?c), 'https://(doi.org|eric.ed.gov)/', ''), '://')) }",
        )
        == []
    )


def test_no_policy_repeats_the_address_of_its_source(store: Store) -> None:
    """It can be reached through the source, or must not be."""
    assert rows(store, "SELECT ?p { ?p a eq:Policy ; schema:url ?u ; dcterms:source/schema:url ?u }") == []


def test_no_text_names_a_file_of_the_tables(store: Store) -> None:
    """Readers have no such file."""
    assert rows(store, "SELECT ?s ?o { ?s ?p ?o FILTER(isLiteral(?o) && CONTAINS(STR(?o), '.csv')) }") == []


def test_every_source_has_a_written_reference(store: Store) -> None:
    """One each."""
    assert counts(store, "?s a eq:ResearchSource ; dcterms:bibliographicCitation ?c BIND('one' AS ?value)") == {
        "one": 522
    }


# --- whether it holds together --------------------------------------------------------------


def test_there_are_no_blank_nodes(store: Store) -> None:
    """They have no stable name."""
    assert [quad for quad in store if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)] == []


def test_nothing_of_ours_is_named_that_is_not_described(store: Store) -> None:
    """A dangling name is a typing mistake."""
    pattern = f"?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), '{ID}')) FILTER NOT EXISTS {{ ?o ?q ?x }}"

    assert rows(store, f"SELECT ?o {{ {pattern} }}") == []


def test_every_term_of_ours_exists(store: Store) -> None:
    """In the ontology."""
    terms = {str(term) for term in dir(EQ)}
    used = {quad.predicate.value for quad in store} | {
        quad.object.value for quad in store if quad.predicate == node("rdf:type") and isinstance(quad.object, NamedNode)
    }

    assert {term for term in used if term.startswith(PREFIXES["eq"])} <= terms


def test_slugs_are_unique_over_all_kinds(store: Store) -> None:
    """People type them without their kind."""
    kinds = "practice|goal|group|policy|organization|jurisdiction|source|claim|commitment"
    found = rows(store, f"SELECT DISTINCT ?s {{ ?s a ?k FILTER(REGEX(STR(?s), '^{ID}({kinds})/')) }}")
    slugs = Counter(curie.partition(":")[2] for (curie,) in found)

    assert [slug for slug, count in slugs.items() if count > 1] == []


def test_concepts_stand_in_their_scheme(store: Store) -> None:
    """The scheme that their prefix names."""
    found = rows(store, "SELECT ?c ?s { ?c skos:inScheme ?s }")

    assert [pair for pair in found if pair[0].partition(":")[0] != pair[1].partition(":")[2]] == []


@pytest.mark.slow
def test_the_content_conforms_to_the_shapes(store: Store) -> None:
    """All of it, by SHACL."""
    written = serialize((quad.triple for quad in store), format=RdfFormat.N_TRIPLES)
    data = Graph().parse(data=written, format="nt")
    conforms, _, report = pyshacl.validate(data, shacl_graph=Graph().parse(SHAPES_FILE), inference="none")

    assert conforms, report
