"""What the columns of a gap map's tables mean, for every format that has them: one list, which the docs show too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["CELL_COLUMNS", "CLAIM_COLUMNS", "CONSTANT_COLUMNS", "COST_COLUMNS", "DIRECTION_COLUMNS", "SOURCE_COLUMNS"]

# The columns that count findings by direction, in the order in which they are read: what speaks against comes first.
DIRECTION_COLUMNS: Final[Mapping[str, str]] = {
    "negative": "negative",
    "null": "no_effect_found",
    "mixed": "mixed",
    "insufficient": "too_little_to_judge",
    "positive": "positive",
}

CELL_COLUMNS: Final[Mapping[str, str]] = {
    "row": "The practice, category of practices or organization.",
    "row_group": "What the row stands under, such as the category of a practice.",
    "column": "The equity goal.",
    "population": "Whom the claims are about.",
    "population_counts": "Whose claims count for this population.",
    "kind": "Kind of cell, by the rule.",
    "verdict": "What the findings say together; none without a claim.",
    "says": "The verdict with the number of sources that bear it.",
    "how_sure": "How much rests on it, by the rule: the strength of the evidence.",
    "reason": "The sentence that produced how sure.",
    "quality": "How well done: the strongest design, and ratings only as a source states them. Not how sure.",
    "claims": "Number of claims.",
    "sources": "Number of different sources of these claims.",
    "counted": "Sources that bear the verdict, those of one study counted once.",
    "negative": "Claims that found a negative effect.",
    "no_effect_found": "Claims that found no effect.",
    "mixed": "Claims with mixed findings.",
    "too_little_to_judge": "Claims that found too little to judge.",
    "positive": "Claims that found a positive effect.",
    "strongest_design": "The strongest design among the sources that count.",
    "ratings_as_stated": "Ratings that a source states, with its citation.",
    "our_reading_of_design": "ESSA tier that the design of a positive finding could support: our reading, no rating.",
    "inferred_claims": "Claims whose tie to the practice is our reading (inferred).",
    "all_students_kind": "Kind of the claims about all students, apart; empty where they belong to the population.",
    "all_students_verdict": "What the claims about all students say together.",
    "all_students_how_sure": "How sure the claims about all students are.",
    "all_students_claims": "Number of the claims about all students.",
    "all_students_sources": "Number of their sources.",
    "ours_verdict": "Evidence like ours: the verdict. Only with a profile, as the next four.",
    "ours_how_sure": "Evidence like ours: how sure.",
    "ours_claims": "Claims that are like the profile.",
    "ours_unlike": "Claims that say they are about others.",
    "ours_cannot_tell": "Claims that do not say, so that it cannot be told.",
    "practices": "The practices that the claims are about.",
    "costs": "What the practice of the row costs, each as one source states it; never added up or averaged.",
    "citations": "The sources of the claims, those about all students too.",
    "row_iri": "IRI of the row.",
    "column_iri": "IRI of the equity goal.",
    "population_iri": "IRI of the student group; empty for all claims.",
    "claim_iris": "IRIs of the claims, what speaks against first.",
    "all_students_claim_iris": "IRIs of the claims about all students, likewise.",
    "source_iris": "IRIs of the sources, in the order of the citations.",
}
CONSTANT_COLUMNS: Final[Mapping[str, str]] = {
    "chosen": "What the map was made for; the same in every line, as the columns after it.",
    "profile": "The profile of evidence like ours; empty without one.",
    "rule_version": "Version of the rule that graded.",
    "data_version": "Version of the data.",
    "data_date": "Date of the data.",
    "licence": "Licence of the data.",
    "cite_as": "How to cite the data.",
}
CLAIM_COLUMNS: Final[Mapping[str, str]] = {
    "finding": "What was found, in our words.",
    "direction": "Which way it points.",
    "practices": "The practices it is about.",
    "goals": "The equity goals it is about.",
    "groups": "The student groups it is about.",
    "design": "Design of the study.",
    "effect_as_stated": "The effect, only as the source states it.",
    "essa_tier_as_stated": "The ESSA tier, only as the source states it.",
    "tie": "Whether the source itself ties the finding to the practice, or it is our reading (inferred).",
    "basis": "Whether it was seen in the cited page.",
    "check": "Whether and how it was checked.",
    "locator": "Where in the source.",
    "citations": "The sources.",
    "like_ours": "like, unlike or unknown: whether it is like the profile. Only with a profile.",
    "cells": "The cells that it stands in, as row and column.",
    "claim_iri": "IRI of the claim.",
    "group_iris": "IRIs of the student groups.",
    "source_iris": "IRIs of the sources.",
    "cell_iris": "IRIs of row and column of each cell.",
}
COST_COLUMNS: Final[Mapping[str, str]] = {
    "row": "The practice.",
    "amount": "The amount, or range of amounts, as the source states it.",
    "unit": "What the amount counts, and for whom.",
    "year": "The year of the money; empty where it is not recorded.",
    "context": "Under which circumstances it holds.",
    "citation": "The source.",
    "locator": "Where in the source.",
    "url": "A link to the source.",
    "row_iri": "IRI of the practice.",
    "cost_iri": "IRI of the statement.",
    "source_iri": "IRI of the source.",
}
SOURCE_COLUMNS: Final[Mapping[str, str]] = {
    "citation": "The source, cited.",
    "type": "What sort of source it is.",
    "year": "When it was published.",
    "url": "A link that may be published; empty if there is none.",
    "basis": "Whether it was seen.",
    "claims": "Number of the claims shown here that rest on it.",
    "source_iri": "IRI of the source.",
}
