"""The terms of the equigraph ontology as a closed class; a term that does not exist is an error.

Generated from equigraph.ttl, version 0.1.0, by equigraph.ontology.generate. Do not edit: change the Turtle file and run
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

    _NS = Namespace("https://w3id.org/equigraph/ontology#")
    _fail = True

    # Kinds
    # One of the ten commitments of Leading for Equity, the statement of state education chiefs.
    Commitment: URIRef
    # A result for students that work on equity aims at.
    EquityGoal: URIRef
    # What one source found about one practice, one goal and one student group, whatever the direction of the finding.
    EvidenceClaim: URIRef
    # A state, a district or a nation in which a policy holds or a site lies.
    Jurisdiction: URIRef
    # People organized together: a state, an agency, a district, a school, a network, a funder, a program.
    Organization: URIRef
    # A statute, regulation, grant, pilot, framework or plan of a government or a compact of governments.
    Policy: URIRef
    # Something schools, districts or programs do for students that can be described, carried out and studied.
    Practice: URIRef
    # A document that a statement rests on: a study, a report, a law, a news story, a web page.
    ResearchSource: URIRef
    # A relation between two things together with the source that supports it. The relation itself is asserted as well.
    Statement: URIRef
    # A group of students that a law, a brief or a study names, so that access and outcomes can be told apart by group.
    StudentGroup: URIRef

    # Properties
    # The state did something that fits the commitment.
    actedOn: URIRef
    # The policy is about the student group, or names it.
    addressesGroup: URIRef
    # The line from a practice to a goal in a picture: the bundle of all claims about the two. Computed from the claims,
    # whatever they found; never asserted in data.
    advances: URIRef
    # The policy sets out to advance the goal; this says nothing about whether it does.
    advancesGoal: URIRef
    # The commitment is to the goal.
    aimsAt: URIRef
    # The organization gave another an official status or leave.
    approved: URIRef
    # The legislature called another organization into being, or empowered it, by law.
    authorized: URIRef
    # The authors of a source in their order, separated by semicolons.
    authors: URIRef
    # Whether the assertion was seen in the page its source names, or is general knowledge that was not seen there.
    basis: URIRef
    # Something a dataset does not hold, which a reader could wrongly take for absent in the world.
    blindSpot: URIRef
    # The family of practices a practice is listed under.
    category: URIRef
    # The name of the nearest element or option in the Common Education Data Standards.
    cedsTerm: URIRef
    # Whether the claim was held against a summary of the source a second time; a check against a summary is not a
    # verification.
    check: URIRef
    # What was seen when the claim was checked.
    checkNote: URIRef
    # Whether the legal citation of a policy was seen in a page or is general knowledge.
    citationBasis: URIRef
    # A second source that confirms the wording of a commitment.
    confirmedBy: URIRef
    # The word sha256, a colon, and the SHA-256 of the sorted canonical N-Quads of all data but this triple.
    contentDigest: URIRef
    # Under which circumstances an amount holds.
    context: URIRef
    # The organization runs the common work of a network, coalition or initiative.
    coordinates: URIRef
    # An amount, or a range of amounts, that the practice costs; the statement says the unit, the year and the context.
    cost: URIRef
    # What the amount of a cost counts, and for whom.
    costUnit: URIRef
    # The kind of study or review the claim rests on.
    design: URIRef
    # The organization worked out a practice.
    developed: URIRef
    # Whether the source found an effect in favour of the goal, none, one against it, differing ones, or too little to
    # judge.
    direction: URIRef
    # What the effect size is measured in, as the source states it.
    effectMetric: URIRef
    # The size of the effect as the source states it; absent where the source states none.
    effectSize: URIRef
    # The policy permits, requires, funds or supports the practice.
    enablesPractice: URIRef
    # The organization passed, adopted or issued the policy.
    enactedBy: URIRef
    # The number of a source in ERIC, the database of the Institute of Education Sciences.
    eric: URIRef
    # The evidence tier of the Every Student Succeeds Act that the source itself states; absent means not stated, never
    # low.
    essaTier: URIRef
    # What the source found, in one sentence in our own words.
    finding: URIRef
    # The organization brought another into being, alone or with others.
    founded: URIRef
    # The organization is one of the first partners of another.
    foundingPartnerOf: URIRef
    # The organization gives money to another.
    funds: URIRef
    # Another source that describes the thing, beside the one its description rests on.
    furtherSource: URIRef
    # The goal a claim is about.
    goal: URIRef
    # The school grades of the students a claim is about, where the source tells them.
    gradeBand: URIRef
    # The students a claim is about.
    group: URIRef
    # The organization carries the practice out, or did so when the source was written.
    implements: URIRef
    # The review or meta-analysis counts the other source among its studies.
    includesStudy: URIRef
    # The organization was home to the project from which another grew.
    incubatedPredecessorOf: URIRef
    # The words for a relation when it is read from its object to its subject.
    inverseLabel: URIRef
    # The line from a source to a thing in a picture: claims or statements about the thing rest on the source. Computed
    # from them; never asserted in data.
    isSourceOf: URIRef
    # The jurisdiction in which the policy holds.
    jurisdiction: URIRef
    # The section of law that defines or names the student group.
    legalBasis: URIRef
    # Whether the legal basis was seen in a page or is general knowledge.
    legalBasisStatus: URIRef
    # The kind of place where the students of a claim go to school, where the source tells it.
    locale: URIRef
    # The site lies, or works, in the jurisdiction.
    locatedIn: URIRef
    # Where in the source the support is found, and any caution that goes with it.
    locator: URIRef
    # Whether the source itself makes the connection, or the connection is the compilers' reading of it; absent means
    # that this is not recorded, and eq:basis alone says how it is known.
    mapping: URIRef
    # The organization is a member of a network, coalition or association.
    memberOf: URIRef
    # True for the five groups that the policy brief Advancing Equity through Personalized Learning names.
    namedInBrief: URIRef
    # The number of a commitment, from 1 to 10.
    number: URIRef
    # The organization runs a school, a program or an initiative.
    operates: URIRef
    # What kind of organization it is.
    organizationType: URIRef
    # What an equity goal was taken from: the brief, a commitment, a federal law, the evidence.
    origin: URIRef
    # The practice or organization belongs to a larger one.
    partOf: URIRef
    # The two organizations work together.
    partnersWith: URIRef
    # What kind of policy it is.
    policyType: URIRef
    # The practice a claim is about.
    practice: URIRef
    # The organization published a portrait or case study of another.
    profiled: URIRef
    # The organization published the source.
    published: URIRef
    # The rating of a clearinghouse that the source itself states, in the scale of that clearinghouse; absent means not
    # stated, never low.
    rating: URIRef
    # The source describes another source, or the study behind it, second-hand.
    reportsOn: URIRef
    # The two sources describe one and the same study or document, which must not count twice.
    sameStudyAs: URIRef
    # What kind of site carries the practice out, in a statement that it does.
    siteType: URIRef
    # What kind of document a source is.
    sourceType: URIRef
    # What became of a thing or statement when people looked at it; absent means that nobody has said, and for a claim
    # eq:check alone says whether it was held against a summary.
    status: URIRef
    # How many students a claim or statement is about, where the source states it; never fewer than 10, because students
    # could be recognised.
    studentCount: URIRef
    # The line from a practice to a student group in a picture: there are claims about the two, whatever they found.
    # Computed from the claims; never asserted in data.
    studiedFor: URIRef
    # The state or other jurisdiction where the students of a claim go to school, where the source tells it.
    studiedIn: URIRef
    # The organization helps another, or the practice makes another easier or more effective.
    supports: URIRef
    # Whether the source was read at its own address or in a copy elsewhere, whose address is not published.
    urlKind: URIRef
    # Of a policy, the year it was enacted, not the year it took effect; of a cost, the year of the money.
    year: URIRef
