"""The sheets of the workbook in which people who know the field keep the graph: one for each kind of thing.

The language of `equigraph.data.table` describes them, as it does the tables of the project's own content. The heading
of a column is what a person reads; what it means is the ontology's definition of the property behind it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from equigraph.data.table import Column, Relation, Table
from equigraph.ontology.definitions import definitions
from equigraph.ontology.prefixes import expand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from equigraph.data.table import Value

__all__ = ["ASIDE", "EXAMPLE", "EXAMPLE_ID", "RELATIONS", "REQUIRED", "SHEETS", "column_of", "meaning_of"]

REQUIRED: Final = " *"  # stands behind the heading of a column that must be filled
ASIDE: Final = ("Read me", "Lists")  # sheets that hold nothing to be imported
EXAMPLE_ID: Final = "(example)"  # in place of the id, in the row that only shows what to write
EXAMPLE: Final[Mapping[Value, str]] = MappingProxyType(
    {"text": "(your own words)", "string": "(words)", "year": "2024", "number": "1", "url": "https://example.org/"}
)

ANY_THING = ("practice", "goal", "group", "organization", "policy", "jurisdiction", "commitment", "source")

# --- columns that several sheets have -------------------------------------------------------

ID = Column("Id", "id")
NAME = Column("Name", "text", "skos:prefLabel", required=True)
OTHER_NAMES = Column("Other names", "text", "skos:altLabel", separator=";")
DEFINITION = Column("Definition", "text", "skos:definition", required=True)
SOURCE = Column("Source", "thing", "dcterms:source", ("source",), required=True)
FURTHER = Column("Further sources", "thing", "eq:furtherSource", ("source",), separator=";")
LOCATOR = Column("Place in the source", "string", "eq:locator")
BASIS = Column("Seen in the source", "concept", "eq:basis", ("basis",), required=True)
MAPPING = Column("Who makes the tie", "concept", "eq:mapping", ("mapping",))
YEAR = Column("Year", "year", "eq:year")


def _relation(predicate: str, *kinds: str, word: str) -> Relation:
    return Relation(predicate, kinds, word)


# By the label of the property in the ontology.
RELATIONS: Mapping[str, Relation] = MappingProxyType(
    {
        "acted on": _relation("eq:actedOn", "commitment", word="acted_on"),
        "addresses": _relation("eq:addressesGroup", "group", word="addresses_group"),
        "aims at": _relation("eq:aimsAt", "goal", word="aims_at"),
        "aims to advance": _relation("eq:advancesGoal", "goal", word="advances_goal"),
        "approved": _relation("eq:approved", "organization", word="approved"),
        "authorized": _relation("eq:authorized", "organization", word="authorized"),
        "coordinates": _relation("eq:coordinates", "organization", word="coordinates"),
        "developed": _relation("eq:developed", "practice", word="developed"),
        "enables": _relation("eq:enablesPractice", "practice", word="enables_practice"),
        "enacted by": _relation("eq:enactedBy", "organization", word="enacted_by"),
        "founded": _relation("eq:founded", "organization", word="founded"),
        "founding partner of": _relation("eq:foundingPartnerOf", "organization", word="founding_partner_of"),
        "funds": _relation("eq:funds", "organization", word="funds"),
        "has broader": _relation("skos:broader", "group", "practice", word="broader"),
        "has close match": _relation("skos:closeMatch", "ceds", word="close_match"),
        "has related": _relation("skos:related", "practice", word="related"),
        "holds in": _relation("eq:jurisdiction", "jurisdiction", "organization", word="jurisdiction"),
        "implements": _relation("eq:implements", "practice", word="implements"),
        "includes the study": _relation("eq:includesStudy", "source", word="includes_study"),
        "incubated predecessor of": _relation(
            "eq:incubatedPredecessorOf", "organization", word="incubated_predecessor_of"
        ),
        "located in": _relation("eq:locatedIn", "jurisdiction", "organization", word="located_in"),
        "member of": _relation("eq:memberOf", "organization", word="member_of"),
        "operates": _relation("eq:operates", "organization", word="operates"),
        "part of": _relation("eq:partOf", "organization", "practice", word="part_of"),
        "partners with": _relation("eq:partnersWith", "organization", word="partners_with"),
        "profiled": _relation("eq:profiled", "organization", word="profiled"),
        "published": _relation("eq:published", "source", word="published"),
        "reports on": _relation("eq:reportsOn", "source", word="reports_on"),
        "same study as": _relation("eq:sameStudyAs", "source", word="same_study"),
        "supports": _relation("eq:supports", "organization", "practice", word="supports"),
    }
)
"""The relations that the sheet of links holds."""

_ALL = (
    Table(
        "Practices",
        (
            ID,
            NAME,
            DEFINITION,
            Column("Category", "concept", "eq:category", ("category",), required=True),
            OTHER_NAMES,
            SOURCE,
            BASIS,
        ),
        "practice",
        types=("eq:Practice", "skos:Concept"),
        named_by=("Name",),
    ),
    Table(
        "Equity goals",
        (
            ID,
            NAME,
            DEFINITION,
            OTHER_NAMES,
            Column("Taken from", "string", "eq:origin", required=True),
            SOURCE,
            LOCATOR,
            BASIS,
        ),
        "goal",
        types=("eq:EquityGoal", "skos:Concept"),
        named_by=("Name",),
    ),
    Table(
        "Student groups",
        (
            ID,
            NAME,
            DEFINITION,
            OTHER_NAMES,
            Column("Legal basis", "string", "eq:legalBasis"),
            Column("Legal basis seen", "string", "eq:legalBasisStatus"),
            Column("CEDS term", "string", "eq:cedsTerm"),
            SOURCE,
            LOCATOR,
            BASIS,
        ),
        "group",
        types=("eq:StudentGroup", "skos:Concept"),
        named_by=("Name",),
    ),
    Table(
        "Organizations",
        (
            ID,
            NAME,
            Column("Type", "concept", "eq:organizationType", ("organization-type", "site-type"), required=True),
            Column("Web address", "url", "foaf:homepage"),
            Column("Definition", "text", "skos:definition"),
            OTHER_NAMES,
            SOURCE,
            LOCATOR,
            BASIS,
            FURTHER,
        ),
        "organization",
        types=("eq:Organization",),
        named_by=("Name",),
    ),
    Table(
        "Jurisdictions",
        (ID, NAME, Column("Postal code", "string", "skos:notation"), OTHER_NAMES, SOURCE, BASIS),
        "jurisdiction",
        types=("eq:Jurisdiction",),
        named_by=("Name",),
    ),
    Table(
        "Policies",
        (
            ID,
            NAME,
            DEFINITION,
            Column("Type", "concept", "eq:policyType", ("policy-type",), required=True),
            Column("Year enacted", "year", "eq:year"),
            Column("Legal citation", "string", "dcterms:bibliographicCitation"),
            Column("Citation seen", "string", "eq:citationBasis"),
            Column("Web address", "url", "schema:url"),
            SOURCE,
            LOCATOR,
            BASIS,
            FURTHER,
        ),
        "policy",
        types=("eq:Policy",),
        named_by=("Name",),
    ),
    Table(
        "Commitments",
        (
            ID,
            Column("Number", "number", "eq:number", required=True),
            Column("Title", "text", "skos:prefLabel", required=True),
            Column("Summary", "text", "skos:definition", required=True),
            SOURCE,
            LOCATOR,
            BASIS,
            Column("Confirmed by", "thing", "eq:confirmedBy", ("source",), separator=";"),
        ),
        "commitment",
        types=("eq:Commitment",),
        named_by=("Number",),
        id_prefix="commitment-",
    ),
    Table(
        "Sources",
        (
            ID,
            Column("Title", "text", "dcterms:title", required=True),
            Column("Authors", "string", "eq:authors"),
            Column("Year", "year", "dcterms:issued"),
            Column("Publisher", "string", "dcterms:publisher"),
            Column("Type", "concept", "eq:sourceType", ("source-type",), required=True),
            Column("DOI", "string", "bibo:doi"),
            Column("ERIC number", "string", "eq:eric"),
            Column("Web address", "url", "schema:url"),
            Column("Address is", "concept", "eq:urlKind", ("url-kind",)),
            BASIS,
        ),
        "source",
        types=("eq:ResearchSource",),
        named_by=("Title",),
        cited=True,
    ),
    Table(
        "Evidence",
        (
            ID,
            Column("Practice", "thing", "eq:practice", ("practice",), required=True),
            Column("Equity goal", "thing", "eq:goal", ("goal",), required=True),
            Column("Student group", "thing", "eq:group", ("group",), required=True),
            Column("Direction", "concept", "eq:direction", ("direction",), required=True),
            Column("Finding", "text", "eq:finding", required=True),
            Column("Effect size", "string", "eq:effectSize"),
            Column("Effect measured as", "string", "eq:effectMetric"),
            Column("Design", "concept", "eq:design", ("design",), required=True),
            Column("ESSA tier as stated", "concept", "eq:essaTier", ("essa-tier",)),
            Column("Grade bands", "concept", "eq:gradeBand", ("grade-band",), separator=";"),
            Column("Locale", "concept", "eq:locale", ("locale",), separator=";"),
            Column("Studied in", "thing", "eq:studiedIn", ("jurisdiction",), separator=";"),
            SOURCE,
            LOCATOR,
            BASIS,
            MAPPING,
            Column("Check", "concept", "eq:check", ("check",), required=True),
            Column("What the check saw", "string", "eq:checkNote"),
        ),
        "claim",
        types=("eq:EvidenceClaim",),
        named_by=("Practice", "Equity goal", "Student group", "Source"),
        id_prefix="ev-",
    ),
    Table(
        "Links",
        (
            ID,
            Column("From", "thing", "rdf:subject", ANY_THING, required=True),
            Column("Relation", "relation", "rdf:predicate", required=True),
            Column("To", "thing", "rdf:object", (*ANY_THING, "ceds"), required=True),
            SOURCE,
            LOCATOR,
            BASIS,
            MAPPING,
            Column("Site type", "concept", "eq:siteType", ("site-type",)),
            Column("Example", "text", "dcterms:description"),
            Column("Note", "string", "skos:note"),
        ),
        "statement",
        types=("eq:Statement",),
        named_by=("From", "Relation", "To"),
    ),
    Table(
        "Costs",
        (
            ID,
            Column("Practice", "thing", "rdf:subject", ("practice",), required=True),
            Column("Amount", "string", "rdf:object", required=True),
            Column("Unit", "string", "eq:costUnit", required=True),
            YEAR,
            Column("Context", "string", "eq:context", required=True),
            SOURCE,
            LOCATOR,
            BASIS,
        ),
        "statement",
        types=("eq:Statement",),
        named_by=("Practice", "Source", "Amount"),
        constants=MappingProxyType({"rdf:predicate": "eq:cost"}),
    ),
    Table(
        "Concepts",
        (
            ID,
            Column("List", "scheme", "skos:inScheme", required=True),
            NAME,
            Column("Definition", "text", "skos:definition"),
            Column("Source", "thing", "dcterms:source", ("source",)),
            Column("Seen in the source", "concept", "eq:basis", ("basis",)),
        ),
        kind_column="List",
        types=("skos:Concept",),
        named_by=("List", "Name"),
    ),
)

SHEETS: Mapping[str, Table] = MappingProxyType({table.name: table for table in _ALL})
"""Every sheet, by its name, in the order of the workbook."""

# What columns mean whose properties are not of our ontology, or that are none.
_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "": "The id of the row, which never changes. Leave it empty in a new row: one is made.",
        "bibo:doi": "The DOI of the document, such as 10.3102/0013189X12459803.",
        "dcterms:bibliographicCitation": "How the law is cited.",
        "dcterms:description": "What the organization did, in a sentence of your own.",
        "dcterms:issued": "The year in which it was published.",
        "dcterms:publisher": "Who published it: a journal with volume and pages, a publishing house, an organization.",
        "dcterms:source": "The source that says so: its title as on the sheet Sources, or its id.",
        "dcterms:title": "The title, as the document has it.",
        "foaf:homepage": "The address of its home page, with https://.",
        "rdf:object": "What it is related to: a name as on its own sheet, or an id. Of a cost, the amount.",
        "rdf:predicate": "How the two are related.",
        "rdf:subject": "What the row is about: a name as on its own sheet, or an id.",
        "schema:url": "An address that may be published, with https://.",
        "skos:altLabel": "Other names that people use, separated by semicolons.",
        "skos:definition": "What it is, in a sentence of your own.",
        "skos:inScheme": "The list that the word belongs to.",
        "skos:notation": "The two letters of the postal service.",
        "skos:note": "A remark.",
        "skos:prefLabel": "The name that everybody sees.",
    }
)


def meaning_of(column: Column) -> str:
    """Return what a column means, in a sentence or two.

    Example:
        >>> meaning_of(SHEETS["Evidence"].columns[5])
        'What the source found, in one sentence in our own words. Required.'
    """
    meaning = _MEANINGS.get(column.property) or definitions().get(expand(column.property), "")
    several = " Several values are separated by semicolons." if column.separator and "semicolon" not in meaning else ""
    return f"{meaning}{several}{' Required.' if column.required else ''}"


def column_of(heading: str) -> str:
    """Return the column that a heading names, without the mark of those that must be filled.

    Example:
        >>> column_of("Name *"), column_of("Name")
        ('Name', 'Name')
    """
    return heading.removesuffix(REQUIRED)
