"""The tables of the project's own content, described.

What the words of a description mean is in `equigraph.data.table`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from equigraph.data.table import Column, Link, Relation, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TABLES"]

# --- columns that several tables have -------------------------------------------------------

ID = Column("id", "id", required=True)
NAME = Column("name", "text", "skos:prefLabel", required=True)
DEFINITION = Column("definition", "text", "skos:definition", required=True)
DESCRIPTION = Column("description", "text", "skos:definition", required=True)
SOURCE = Column("source_id", "thing", "dcterms:source", ("source",), required=True)
BASIS = Column("basis", "concept", "eq:basis", ("basis",), required=True)
LOCATOR = Column("locator", "locator", "eq:locator")
FURTHER = Column("other_source_ids", "thing", "eq:furtherSource", ("source",), separator=";")
EXCERPT = Column("excerpt", "dropped", optional=True)
# The same, in tables whose rows are statements only.
LINK_SOURCE = Column("source_id", "thing", kinds=("source",), required=True)
LINK_BASIS = Column("basis", "concept", kinds=("basis",), required=True)
LINK_LOCATOR = Column("locator", "locator")


def _one(word: str, predicate: str, *kinds: str) -> Mapping[str, Relation]:
    return MappingProxyType({word: Relation(predicate, kinds)})


def _all(kind: str, **predicates: str) -> dict[str, Relation]:
    return {word: Relation(predicate, (kind,)) for word, predicate in predicates.items()}


ORGANIZATION_RELATIONS = {
    **_all(
        "organization",
        approved="eq:approved",
        authorized="eq:authorized",
        coordinates="eq:coordinates",
        founded="eq:founded",
        founding_partner_of="eq:foundingPartnerOf",
        funds="eq:funds",
        incubated_predecessor_of="eq:incubatedPredecessorOf",
        member_of="eq:memberOf",
        operates="eq:operates",
        part_of="eq:partOf",
        partners_with="eq:partnersWith",
        profiled="eq:profiled",
        supports="eq:supports",
    ),
    **_all("practice", developed="eq:developed"),
    **_all("source", published="eq:published"),
}
PRACTICE_RELATIONS = _all(
    "practice", broader="skos:broader", part_of="eq:partOf", related="skos:related", supports="eq:supports"
)
POLICY_RELATIONS = {
    **_all("group", addresses_group="eq:addressesGroup"),
    **_all("goal", advances_goal="eq:advancesGoal"),
    **_all("practice", enables_practice="eq:enablesPractice"),
    **_all("organization", enacted_by="eq:enactedBy"),
}
OVERLAP_RELATIONS = _all(
    "source", includes_study="eq:includesStudy", reports_on="eq:reportsOn", same_study="eq:sameStudyAs"
)
LOCATED_IN = _one("located_in", "eq:locatedIn")
ANY_THING = ("organization", "practice", "source", "group", "goal", "policy")

SOURCE_COLUMNS = (
    ID,
    Column("title", "text", "dcterms:title", required=True),
    Column("authors", "string", "eq:authors"),
    Column("year", "year", "dcterms:issued"),
    Column("publisher", "string", "dcterms:publisher"),
    Column("type", "new concept", "eq:sourceType", ("source-type",), required=True),
    Column("url", "source url", "schema:url"),
    Column("doi", "string", "bibo:doi"),
    Column("eric", "string", "eq:eric", optional=True),
    BASIS,
    Column("url_kind", "concept", "eq:urlKind", ("url-kind",)),
)


_ALL = (
    Table(
        "evidence_scales",
        (
            Column("scheme", "word", required=True),
            Column("level", "notation", "skos:notation", required=True),
            NAME,
            DEFINITION,
            SOURCE,
        ),
        kind_column="scheme",
        types=("skos:Concept",),
        file="concepts",
    ),
    Table("sources_a", SOURCE_COLUMNS, "source", types=("eq:ResearchSource",), file="sources", cited=True),
    Table("sources_b", SOURCE_COLUMNS, "source", types=("eq:ResearchSource",), file="sources", cited=True),
    Table(
        "practices",
        (
            ID,
            NAME,
            DEFINITION,
            Column("category", "new concept", "eq:category", ("category",), required=True),
            Column("aliases", "text", "skos:altLabel", separator=";"),
            BASIS,
            SOURCE,
        ),
        "practice",
        types=("eq:Practice", "skos:Concept"),
        file="practices",
    ),
    Table(
        "student_groups",
        (
            ID,
            NAME,
            Column("broader_id", "thing", kinds=("group",)),
            DEFINITION,
            Column("legal_basis", "string", "eq:legalBasis"),
            Column("ceds_term", "string", "eq:cedsTerm"),
            SOURCE,
            BASIS,
            LOCATOR,
            EXCERPT,
            Column("ceds_uri", "ceds"),
            Column("ceds_source_id", "thing", kinds=("source",)),
            Column("legal_basis_basis", "string", "eq:legalBasisStatus"),
        ),
        "group",
        types=("eq:StudentGroup", "skos:Concept"),
        file="groups",
        links=(
            Link(
                "broader_id", _one("broader", "skos:broader", "group"), "student-groups", locator="locator", tree=True
            ),
            Link(
                "ceds_uri",
                _one("close_match", "skos:closeMatch"),
                "student-groups",
                source="ceds_source_id",
                basis="basis:retrieved",
                mapping="mapping:inferred",
            ),
        ),
    ),
    Table(
        "equity_goals",
        (ID, NAME, DEFINITION, Column("origin", "locator", "eq:origin"), SOURCE, BASIS, LOCATOR, EXCERPT),
        "goal",
        types=("eq:EquityGoal", "skos:Concept"),
        file="goals",
    ),
    Table(
        "commitments",
        (
            Column("number", "number", "eq:number", required=True, slug_prefix="commitment-"),
            Column("title", "text", "skos:prefLabel", required=True),
            Column("summary", "text", "skos:definition", required=True),
            SOURCE,
            BASIS,
            LOCATOR,
            EXCERPT,
            Column("goal_id", "thing", kinds=("goal",), required=True),
            Column("confirmed_by", "thing", "eq:confirmedBy", ("source",)),
        ),
        "commitment",
        types=("eq:Commitment",),
        file="commitments",
        links=(Link("goal_id", _one("aims_at", "eq:aimsAt", "goal"), "commitments", locator="locator"),),
    ),
    Table(
        "organizations",
        (
            ID,
            NAME,
            Column("type", "new concept", "eq:organizationType", ("organization-type",), required=True),
            Column("url", "url", "foaf:homepage"),
            DESCRIPTION,
            BASIS,
            SOURCE,
            LOCATOR,
            EXCERPT,
            FURTHER,
        ),
        "organization",
        types=("eq:Organization",),
        file="organizations",
    ),
    Table(
        "policies",
        (
            ID,
            NAME,
            Column("type", "new concept", "eq:policyType", ("policy-type",), required=True),
            Column("jurisdiction", "place", required=True),
            Column("year", "year", "eq:year"),
            Column("citation", "string", "dcterms:bibliographicCitation"),
            Column("url", "policy url", "schema:url"),
            DESCRIPTION,
            BASIS,
            SOURCE,
            LOCATOR,
            EXCERPT,
            Column("citation_basis", "string", "eq:citationBasis"),
            FURTHER,
        ),
        "policy",
        types=("eq:Policy",),
        file="policies",
        links=(Link("jurisdiction", _one("jurisdiction", "eq:jurisdiction"), "policies", locator="locator"),),
    ),
    Table(
        "evidence",
        (
            ID,
            Column("practice_id", "thing", "eq:practice", ("practice",), required=True),
            Column("goal_id", "thing", "eq:goal", ("goal",), required=True),
            Column("group_id", "thing", "eq:group", ("group",), required=True),
            Column("direction", "concept", "eq:direction", ("direction",), required=True),
            Column("finding", "text", "eq:finding", required=True),
            Column("effect_size", "string", "eq:effectSize"),
            Column("effect_metric", "string", "eq:effectMetric"),
            Column("design", "concept", "eq:design", ("design",), required=True),
            Column("essa_tier", "concept", "eq:essaTier", ("essa-tier",)),
            SOURCE,
            LOCATOR,
            BASIS,
            EXCERPT,
            Column("check", "concept", "eq:check", ("check",), required=True),
            Column("check_note", "string", "eq:checkNote"),
        ),
        "claim",
        types=("eq:EvidenceClaim",),
        file="claims",
    ),
    Table(
        "organization_relations",
        (
            Column("subject_id", "thing", kinds=("organization",), required=True),
            Column("relation", "word", required=True),
            Column("object_id", "thing", kinds=ANY_THING, required=True),
            LINK_BASIS,
            LINK_SOURCE,
            EXCERPT,
            LINK_LOCATOR,
        ),
        links=(
            Link(
                "object_id",
                ORGANIZATION_RELATIONS,
                "organization-relations",
                "subject_id",
                "relation",
                locator="locator",
            ),
        ),
    ),
    Table(
        "practice_relations",
        (
            Column("subject_id", "thing", kinds=("practice",), required=True),
            Column("relation", "word", required=True),
            Column("object_id", "thing", kinds=ANY_THING, required=True),
            LINK_SOURCE,
            LINK_BASIS,
        ),
        links=(Link("object_id", PRACTICE_RELATIONS, "practice-relations", subject="subject_id", relation="relation"),),
    ),
    Table(
        "policy_links",
        (
            Column("policy_id", "thing", kinds=("policy",), required=True),
            Column("relation", "word", required=True),
            Column("target_id", "thing", kinds=ANY_THING, required=True),
            LINK_BASIS,
            LINK_SOURCE,
            EXCERPT,
            LINK_LOCATOR,
            Column("mapping", "concept", kinds=("mapping",), required=True),
        ),
        links=(
            Link(
                "target_id",
                POLICY_RELATIONS,
                "policy-links",
                "policy_id",
                "relation",
                locator="locator",
                mapping="mapping",
            ),
        ),
    ),
    Table(
        "implementations",
        (
            Column("organization_or_site", "site", required=True),
            Column("site_type", "new concept", kinds=("site-type",), required=True),
            Column("state", "place", required=True),
            Column("practice_id", "thing", kinds=("practice",), required=True),
            LINK_SOURCE,
            LINK_BASIS,
            EXCERPT,
        ),
        links=(
            Link(
                "practice_id",
                _one("implements", "eq:implements", "practice"),
                "implementations",
                subject="organization_or_site",
                qualifiers=MappingProxyType({"site_type": "eq:siteType"}),
            ),
            Link("state", LOCATED_IN, "implementations", subject="organization_or_site", repeats=True),
        ),
    ),
    Table(
        "practice_costs",
        (
            Column("practice_id", "thing", kinds=("practice",), required=True),
            Column("amount", "string", required=True),
            Column("unit", "string", required=True),
            Column("year", "year"),
            Column("context", "string", required=True),
            LINK_SOURCE,
            LINK_LOCATOR,
            LINK_BASIS,
            EXCERPT,
        ),
        links=(
            Link(
                "amount",
                _one("cost", "eq:cost"),
                "practice-costs",
                subject="practice_id",
                locator="locator",
                qualifiers=MappingProxyType({"unit": "eq:costUnit", "year": "eq:year", "context": "eq:context"}),
                parts=("source_id",),
            ),
        ),
    ),
    Table(
        "commitment_examples",
        (
            Column("commitment_number", "thing", kinds=("commitment",), required=True, slug_prefix="commitment-"),
            Column("state_organization_id", "thing", kinds=("organization",), required=True),
            Column("example", "text", required=True),
            LINK_SOURCE,
            LINK_LOCATOR,
            LINK_BASIS,
            EXCERPT,
        ),
        links=(
            Link(
                "commitment_number",
                _one("acted_on", "eq:actedOn", "commitment"),
                "commitments",
                subject="state_organization_id",
                locator="locator",
                mapping="mapping:inferred",
                qualifiers=MappingProxyType({"example": "dcterms:description"}),
            ),
        ),
    ),
    Table(
        "source_overlaps",
        (
            Column("source_id", "thing", kinds=("source",), required=True),
            Column("relation", "word", required=True),
            Column("other_source_id", "thing", kinds=("source",), required=True),
            Column("note", "string"),
        ),
        links=(
            Link(
                "other_source_id",
                OVERLAP_RELATIONS,
                "source-overlaps",
                subject="source_id",
                relation="relation",
                source="",
                basis="basis:background",
                mapping="mapping:inferred",
                qualifiers=MappingProxyType({"note": "skos:note"}),
            ),
        ),
    ),
)

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _ALL})
"""Every table of the project's own content, by name."""
