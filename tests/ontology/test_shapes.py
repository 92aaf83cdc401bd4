"""The shapes: what they refuse, and whether a curator understands why."""

from __future__ import annotations

import re
from collections import defaultdict

import pyshacl
import pytest
from rdflib import SH, Graph, Literal, URIRef

from equigraph.ontology.files import SHAPES_FILE
from equigraph.ontology.prefixes import PREFIXES, THING_PREFIXES

SHAPES = Graph().parse(SHAPES_FILE)
HEADER = "\n".join(f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in PREFIXES.items())

# One good thing of every kind. The bad examples below change one of them by replacing a piece of text.
GOOD = {
    "concepts": """
        scheme:category a skos:ConceptScheme . scheme:policy-type a skos:ConceptScheme .
        scheme:source-type a skos:ConceptScheme . scheme:site-type a skos:ConceptScheme .
        scheme:organization-type a skos:ConceptScheme .
        category:support a skos:Concept ; skos:inScheme scheme:category ; skos:prefLabel "support"@en .
        policy-type:statute a skos:Concept ; skos:inScheme scheme:policy-type ; skos:prefLabel "statute"@en .
        source-type:report a skos:Concept ; skos:inScheme scheme:source-type ; skos:prefLabel "report"@en .
        site-type:school a skos:Concept ; skos:inScheme scheme:site-type ; skos:prefLabel "school"@en .
        organization-type:state a skos:Concept ; skos:inScheme scheme:organization-type ; skos:prefLabel "state"@en .
    """,
    "source": """
        source:one a eq:ResearchSource ; dcterms:title "One"@en ; eq:sourceType source-type:report ;
            dcterms:issued "2020"^^xsd:gYear ; bibo:doi "10.1000/one" ; eq:eric "ED123" ; eq:authors "A; B" ;
            schema:url <https://example.org/one> ; eq:urlKind url-kind:direct ; eq:basis basis:retrieved ;
            dcterms:bibliographicCitation "A, & B. (2020). One." .
    """,
    "practice": """
        practice:tutoring a eq:Practice , skos:Concept ; skos:prefLabel "Tutoring"@en ; skos:definition "Tutors."@en ;
            eq:category category:support ; dcterms:source source:one ; eq:basis basis:retrieved .
    """,
    "group": """
        group:all a eq:StudentGroup , skos:Concept ; skos:prefLabel "All"@en ; skos:definition "Everyone."@en ;
            dcterms:source source:one ; eq:basis basis:retrieved .
        group:some a eq:StudentGroup , skos:Concept ; skos:prefLabel "Some"@en ; skos:definition "Not everyone."@en ;
            skos:broader group:all ; eq:namedInBrief true ; dcterms:source source:one ; eq:basis basis:retrieved .
    """,
    "goal": """
        goal:achievement a eq:EquityGoal , skos:Concept ; skos:prefLabel "Achievement"@en ;
            skos:definition "Learning."@en ; eq:origin "brief" ; dcterms:source source:one ; eq:basis basis:retrieved .
    """,
    "commitment": """
        commitment:commitment-1 a eq:Commitment ; skos:prefLabel "Start"@en ; skos:definition "Begin."@en ;
            eq:number 1 ; eq:aimsAt goal:achievement ; eq:confirmedBy source:one ; dcterms:source source:one ;
            eq:basis basis:retrieved .
    """,
    "organization": """
        organization:vermont a eq:Organization ; skos:prefLabel "State of Vermont"@en ;
            eq:organizationType organization-type:state ; foaf:homepage <https://example.org/vt> ;
            dcterms:source source:one ; eq:basis basis:retrieved .
    """,
    "jurisdiction": """
        jurisdiction:hawaii a eq:Jurisdiction ; skos:prefLabel "Hawaii"@en ; skos:notation "HI" ;
            dcterms:source source:one ; eq:basis basis:background .
    """,
    "policy": """
        policy:act a eq:Policy ; skos:prefLabel "Act"@en ; skos:definition "A law."@en ; eq:year "1999"^^xsd:gYear ;
            eq:policyType policy-type:statute ; eq:jurisdiction jurisdiction:hawaii ;
            dcterms:source source:one ; eq:basis basis:retrieved .
    """,
    "claim": """
        claim:one a eq:EvidenceClaim ; eq:practice practice:tutoring ; eq:goal goal:achievement ; eq:group group:all ;
            eq:direction direction:null ; eq:finding "No difference."@en ; eq:design design:rct ;
            eq:essaTier essa-tier:1 ; eq:gradeBand grade-band:middle ; eq:locale locale:rural ;
            eq:studiedIn jurisdiction:hawaii ; dcterms:source source:one ; eq:locator "p. 1" ; eq:basis basis:retrieved ;
            eq:check check:unchecked ; eq:mapping mapping:inferred .
    """,
    "statement": """
        policy:act eq:enablesPractice practice:tutoring .
        statement:one a eq:Statement ; rdf:subject policy:act ; rdf:predicate eq:enablesPractice ;
            rdf:object practice:tutoring ; dcterms:source source:one ; eq:basis basis:retrieved ;
            eq:mapping mapping:stated .
        practice:tutoring eq:cost "1200" .
        statement:cost a eq:Statement ; rdf:subject practice:tutoring ; rdf:predicate eq:cost ; rdf:object "1200" ;
            eq:costUnit "US dollars per student" ; dcterms:source source:one ; eq:basis basis:retrieved .
    """,
    "dataset": """
        dataset:tiny a dcat:Dataset ; dcterms:title "Tiny"@en ; dcterms:description "Next to nothing."@en ;
            dcterms:modified "2026-11-23"^^xsd:date ; owl:versionInfo "1" ; eq:blindSpot "Nearly everything." ;
            dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
    """,
}

STUDENT_COUNT = "A number of students (eq:studentCount) is one whole number of at least 10: with fewer, students could be recognised. Give a sum over more students, or leave it out."
CLAIM_DIRECTION = "An evidence claim needs exactly one direction (positive, null, mixed, negative or insufficient)."
MIRROR = "The address of a mirror copy is never published: take out the schema:url, or say that the address is direct."
# What is replaced, by what, and the message that must come.
BAD = [
    ("practice", 'skos:prefLabel "Tutoring"@en ;', "", "A practice needs exactly one name (skos:prefLabel), in English."),
    ("practice", '"Tutoring"@en', '"Tutoring"@en , "Coaching"@en', "A practice needs exactly one name (skos:prefLabel), in English."),
    ("practice", '"Tutoring"@en', '"Tutoring"', "A practice needs exactly one name (skos:prefLabel), in English."),
    ("practice", "eq:category category:support ;", "", "A practice needs exactly one category, a concept of the scheme of categories."),
    ("practice", "eq:category category:support", "eq:category source-type:report", "The category of a practice must be a concept of the scheme of that name."),
    ("practice", "dcterms:source source:one ;", "", "A practice needs exactly one source (dcterms:source), and the source must be in the data."),
    ("practice", "eq:basis basis:retrieved", "eq:basis basis:guessed", "A practice needs exactly one basis (retrieved or background)."),
    ("practice", "eq:basis basis:retrieved", "eq:basis basis:retrieved ; eq:advances goal:achievement", "That a practice advances a goal is computed from evidence claims and never written down: make an evidence claim."),
    ("group", "skos:broader group:all", "skos:broader practice:tutoring", "The broader group of a student group must be a student group in the data."),
    ("group", "eq:namedInBrief true", 'eq:namedInBrief "yes"', "A student group has at most one mark that the brief names it (true or false)."),
    ("goal", 'eq:origin "brief" ;', "", "An equity goal needs exactly one origin (what it was taken from), a plain text."),
    ("commitment", "eq:number 1", "eq:number 11", "A commitment needs exactly one number, from 1 to 10."),
    ("commitment", "eq:aimsAt goal:achievement ;", "", "A commitment needs at least one goal that it aims at, and the goal must be in the data."),
    ("organization", "eq:organizationType organization-type:state ;", "", "An organization needs exactly one type, a concept."),
    ("organization", "<https://example.org/vt>", "<javascript:alert(1)>", "An organization has at most one homepage, an address that begins with http:// or https://."),
    ("jurisdiction", '"HI"', '"Hawai"', "A jurisdiction has at most one postal code (skos:notation), two capital letters."),
    ("policy", '"1999"^^xsd:gYear', '"1999"', "A policy has at most one year (of enactment), four digits."),
    ("policy", '"1999"^^xsd:gYear', '"soon"^^xsd:gYear', "A policy has at most one year (of enactment), four digits."),
    ("policy", "eq:jurisdiction jurisdiction:hawaii", 'eq:jurisdiction "Hawaii"', "The jurisdiction of a policy must be a jurisdiction in the data."),
    ("source", 'dcterms:title "One"@en ;', "", "A source needs exactly one title (dcterms:title), in English."),
    ("source", "url-kind:direct", "url-kind:mirror", MIRROR),
    ("source", '"10.1000/one"', '"https://doi.org/10.1000/one"', "A source has at most one DOI; it begins with 10. and is no address."),
    ("source", '"ED123"', '"123"', "A source has at most one ERIC number, such as ED577044 or EJ1204567."),
    ("source", '"2020"^^xsd:gYear', '"2020"^^xsd:gYear , "2021"^^xsd:gYear', "A source has at most one year, four digits."),
    ("claim", "eq:direction direction:null ;", "", CLAIM_DIRECTION),
    ("claim", "direction:null", "direction:null , direction:positive", CLAIM_DIRECTION),
    ("claim", "direction:null", "direction:good", CLAIM_DIRECTION),
    ("claim", 'eq:finding "No difference."@en ;', "", "An evidence claim needs exactly one finding, a sentence in English."),
    ("claim", "practice:tutoring", "practice:turoting", "An evidence claim needs exactly one practice, and the practice must be in the data."),
    ("claim", "goal:achievement", "group:all", "An evidence claim needs exactly one goal, and the goal must be in the data."),
    ("claim", "eq:group group:all ;", "", "An evidence claim needs exactly one student group, and the group must be in the data."),
    ("claim", "design:rct", "design:trial", "An evidence claim needs exactly one design (RCT, QED, correlational, meta-analysis, systematic review, practice guide, descriptive or rationale)."),
    ("claim", "essa-tier:1", "essa-tier:5", "An evidence claim has at most one ESSA tier (1, 2, 3 or 4); leave it out when the source states none."),
    ("claim", "grade-band:middle", "grade-band:nursery", "The grade bands of an evidence claim are elementary, middle or high; leave them out when the source does not tell."),
    ("claim", "locale:rural", "locale:remote", "The locales of an evidence claim are city, suburb, town or rural; leave them out when the source does not tell."),
    ("claim", "jurisdiction:hawaii", "group:all", "An evidence claim was studied in (eq:studiedIn) a jurisdiction that is in the data; leave it out when the source does not tell."),
    ("claim", "essa-tier:1 ;", 'essa-tier:1 ; eq:rating "good" ;', "A rating of an evidence claim (eq:rating) is a concept of the clearinghouse's own scale; leave it out when the source states none."),
    ("claim", "essa-tier:1 ;", "essa-tier:1 ; eq:studentCount 7 ;", STUDENT_COUNT),
    ("claim", "essa-tier:1 ;", "essa-tier:1 ; eq:studentCount 120.0 ;", STUDENT_COUNT),
    ("claim", "essa-tier:1 ;", "essa-tier:1 ; eq:studentCount 120 , 130 ;", STUDENT_COUNT),
    ("statement", 'eq:costUnit "US dollars per student" ;', 'eq:costUnit "US dollars per student" ; eq:studentCount 9 ;', STUDENT_COUNT),
    ("claim", "source:one", "source:two", "An evidence claim needs exactly one source (dcterms:source), and the source must be in the data."),
    ("claim", "check:unchecked", "check:verified", "An evidence claim needs exactly one check (confirmed, corrected or unchecked)."),
    ("claim", "mapping:inferred", "mapping:guessed", "An evidence claim has at most one mapping (stated or inferred)."),
    ("statement", "policy:act eq:enablesPractice practice:tutoring .", "", "What a statement states must stand in the data on its own too: subject, relation, object."),
    ("statement", 'eq:costUnit "US dollars per student" ;', "", "The cost of a practice needs a unit (eq:costUnit): what the amount counts, and for whom."),
    ("statement", "rdf:subject policy:act ;", "", "A statement needs exactly one subject (rdf:subject), the IRI of a thing."),
    ("statement", "rdf:predicate eq:enablesPractice ;", "", "A statement needs exactly one relation (rdf:predicate), the IRI of a property."),
    ("statement", "dcterms:source source:one ; eq:basis basis:retrieved ;\n            eq:mapping", "eq:basis basis:retrieved ;\n            eq:mapping", "A statement needs exactly one source (dcterms:source), and the source must be in the data."),
    ("statement", "eq:basis basis:retrieved ;\n            eq:mapping", "eq:mapping", "A statement needs exactly one basis (retrieved or background)."),
    ("statement", "mapping:stated", "mapping:stated , mapping:inferred", "A statement has at most one mapping (stated or inferred)."),
    ("concepts", 'skos:prefLabel "support"@en', 'skos:definition "Help."@en', "A concept needs exactly one name (skos:prefLabel), in English."),
    ("concepts", "scheme:category a skos:ConceptScheme .", "", "A concept stands in a scheme that is in the data."),
    ("dataset", 'eq:blindSpot "Nearly everything." ;', "", "A dataset needs at least one blind spot: something it does not hold, in a plain text."),
    ("dataset", 'owl:versionInfo "1"', 'owl:versionInfo "1" ; eq:contentDigest "md5:0"', "A dataset has at most one content digest: sha256: and 64 hexadecimal digits."),
]  # fmt: skip


THING = re.compile(rf"\b({'|'.join(THING_PREFIXES)}):([a-z0-9-]+)")


def validate(turtle: str) -> Graph:
    """Return the results of validating a graph."""
    data = Graph().parse(data=f"{HEADER}\n{turtle}", format="turtle")
    _, results, _ = pyshacl.validate(data, shacl_graph=SHAPES, inference="none")
    assert isinstance(results, Graph)
    return results


def messages(results: Graph) -> list[str]:
    """Return what the shapes say, sorted."""
    return sorted({str(message) for message in results.objects(None, SH.resultMessage)})


def things(number: int, kind: str, good: str, bad: str) -> str:
    """Return one good thing of every kind but one, in names of their own."""
    changed = {name: text for name, text in GOOD.items() if name != "concepts"}
    if kind in changed:
        changed[kind] = changed[kind].replace(good, bad, 1)
    return THING.sub(rf"\1:\2-case-{number}", "".join(changed.values()))


@pytest.fixture(scope="module")
def said() -> dict[int, set[str]]:
    """What the shapes say about each bad example, all examples in one graph: validating takes long to begin."""
    cases = [things(number, *case[:3]) for number, case in enumerate(BAD) if case[0] != "concepts"]
    results = validate(GOOD["concepts"] + "".join(cases))
    by_case: dict[int, set[str]] = defaultdict(set)
    for result, message in results.subject_objects(SH.resultMessage):
        named = [*results.objects(result, SH.focusNode), *results.objects(result, SH.value)]
        numbers = {found[1] for found in map(re.compile(r"-case-([0-9]+)$").search, named) if found}
        by_case[int(numbers.pop())].add(str(message))
    return by_case


def test_good_examples_conform() -> None:
    """Else the bad ones would prove nothing."""
    assert messages(validate("".join(GOOD.values()))) == []


@pytest.mark.parametrize(
    ("number", "kind", "good", "bad", "expected"),
    [(number, *case) for number, case in enumerate(BAD)],
    ids=[f"{number}-{case[0]}" for number, case in enumerate(BAD)],
)
def test_a_bad_example_is_refused(
    number: int, kind: str, good: str, bad: str, expected: str, said: dict[int, set[str]]
) -> None:
    """With the message that says what is needed, and no other."""
    assert good in GOOD[kind], "the example must be changed for the test to mean something"

    if kind == "concepts":  # all things share them, so they go wrong in a graph of their own
        assert [expected] == messages(validate("".join(GOOD.values()).replace(good, bad, 1)))
    else:
        assert {expected} == said[number]


def test_every_kind_has_a_bad_example() -> None:
    """A kind without one could have a shape that refuses nothing."""
    assert set(GOOD) == {case[0] for case in BAD}


def test_the_shape_of_an_unasserted_statement_names_the_statement() -> None:
    """One query looks at all statements; its result must still say which one is at fault."""
    turtle = "".join(GOOD.values()).replace("policy:act eq:enablesPractice practice:tutoring .", "", 1)

    assert [URIRef(f"{PREFIXES['statement']}one")] == list(validate(turtle).objects(None, SH.value))


@pytest.mark.slow
def test_the_shapes_are_shacl() -> None:
    """By the shapes for shapes."""
    _, _, text = pyshacl.validate(Graph(), shacl_graph=SHAPES, meta_shacl=True, inference="none")

    assert "Conforms: True" in text


def test_every_rule_has_a_message_for_people() -> None:
    """In English, a sentence, and without the jargon of the standard."""
    targeted = {*SHAPES.subjects(SH.targetClass), *SHAPES.subjects(SH.targetSubjectsOf)}
    said = [message for shape in targeted for message in SHAPES.objects(shape, SH.message)]

    assert len(targeted) == len(said)
    assert all(isinstance(message, Literal) and message.language == "en" for message in said)
    assert not [message for message in said if re.search(r"(?i)cardinality|datatype|node kind|violat|\bsh:", message)]
    assert all(str(message).endswith((".", "direct")) for message in said)
