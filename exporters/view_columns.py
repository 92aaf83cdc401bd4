"""What the columns of a view's tables hold, for every format that has them: one list, which the docs can show too.

Four tables hold the whole network: things (nodes), lines (edges), the claims and statements behind them, and sources.
One more, evidence, is for reading: a row for each claim or statement behind each line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from equigraph.exporters.column import Column
from equigraph.exporters.evidence import BASES, DIRECTIONS
from equigraph.exporters.palette import KINDS
from equigraph.graph.drill import drill_command
from equigraph.graph.kinds import MAPPINGS

__all__ = ["CLAIM_COLUMNS", "EDGE_COLUMNS", "EVIDENCE_COLUMNS", "NODE_COLUMNS", "SOURCE_COLUMNS"]

KIND_WORDS: Final = {look.kind: look.one for look in KINDS.values()}
LINE_KINDS: Final = {
    "evidence": "bundle of claims",
    "relation": "relation with a statement",
    "triple": "relation, no source recorded",
    "group": "lines between groups",
}
STATEMENT_KINDS: Final = {"triple": "no source recorded"}


def _counts(value: Mapping[str, int]) -> str:
    """Return counts by direction in words, what speaks against first."""
    known = {slug: value[slug] for slug in DIRECTIONS if slug in value} | dict(value)
    return "; ".join(f"{number} {DIRECTIONS.get(slug, slug)}" for slug, number in known.items())


def _ours(value: Mapping[str, Any]) -> str:
    return str(value.get("sentence", ""))


def _ratings(value: list[list[Any]]) -> str:
    return "; ".join(str(words) for words, _ in value)


def _notes(value: list[str]) -> str:
    return "; ".join(value)


NODE_COLUMNS: Final = (
    Column("thing", "What it is called.", ("label",)),
    Column("kind", "What kind of thing it is.", ("kind",), words=KIND_WORDS),
    Column("category", "Category, as of a practice.", ("category",)),
    Column("heading", "What it stands under in the picture.", ("group",)),
    Column("definition", "What it is, in our words.", ("summary",)),
    Column("facts", "What else is stated of it.", ("facts",), "pairs"),
    Column("note", "A gap said beside the label, or what a person wrote on it.", ("note",)),
    Column("highlighted", "Whether a person highlighted it.", ("marked",), "truth"),
    Column("link", "An address of its own that may be published.", ("url",)),
    Column("basis", "Whether the description was seen in a source.", ("basis",), words=BASES),
    Column("locator", "Where in the source.", ("locator",)),
    Column("citations", "The sources that the description rests on."),
    Column("no_line", "Whether it has no line in the whole answer.", ("listed",), "truth"),
    Column("more_lines", "Lines to things that are not shown.", ("more",), "integer"),
    Column("members", "Things in it, if it is a group.", ("members",), "integer"),
    Column("members_without_line", "Of these, how many have no line.", ("unlinked",), "integer"),
    Column("opened_by", "What shows the things in a group.", ("drill",), "counts", show=drill_command),
    Column("chosen", "Whether the view is about it.", ("focus",), "truth"),
    Column("iri", "Its IRI.", ("iri",)),
    Column("source_iris", "IRIs of the sources its description rests on.", ("sources",), "list"),
    Column("statement_iris", "Statements about it that draw no line, such as costs.", ("statements",), "list"),
    Column("column", "Column of the picture, from 0.", ("column",), "integer", is_for_people=False),
    Column("x", "Centre of its box, in px from the left.", ("x",), "number", is_for_people=False),
    Column("y", "Centre of its box, in px from the top.", ("y",), "number", is_for_people=False),
    Column("width", "Width of its box in px.", ("width",), "number", is_for_people=False),
    Column("height", "Height of its box in px.", ("height",), "number", is_for_people=False),
)

EDGE_COLUMNS: Final = (
    Column("from", "Where the line begins."),
    Column("relation", "What the line says.", ("label",)),
    Column("to", "Where it ends."),
    Column("line_kind", "What sort of line it is.", ("kind",), words=LINE_KINDS),
    Column("verdict", "What the findings say together; only for a bundle of claims.", ("verdict",)),
    Column("strength", "The verdict with its number of sources; between groups, what is beneath.", ("strength",)),
    Column("how_sure", "How much rests on it, by the rule.", ("grade", "how_sure")),
    Column("reason", "The sentence that produced how sure.", ("grade", "reason")),
    Column("quality", "How well done: designs, and ratings only as a source states them.", ("grade", "quality")),
    Column("claims", "Number of claims.", ("claims",), "integer"),
    Column("sources", "Number of different sources.", ("source_count",), "integer"),
    Column("counted", "Sources that bear the verdict, those of one study counted once.", ("judging_count",), "integer"),
    Column("findings", "Claims by direction.", ("counts",), "counts", show=_counts),
    Column("tie", "Whether the sources say it, or it is our reading (inferred).", ("mapping",), words=MAPPINGS),
    Column("scope", "Whom the claims are about, where that is not the chosen group.", ("scope_label",)),
    Column("all_students", "Whether it stands for claims about all students.", ("general",), "truth"),
    Column("strongest_design", "The strongest design among the sources.", ("grade", "strongest")),
    Column("ratings_as_stated", "Ratings that a source states.", ("grade", "ratings"), "pairs", show=_ratings),
    Column("our_reading_of_design", "ESSA tier the design could support: no rating.", ("grade", "could_support")),
    Column("cell", "Kind of the cell in a gap map.", ("grade", "gap")),
    Column("inferred_claims", "Claims whose tie is our reading (inferred).", ("grade", "inferred"), "integer"),
    Column("verdict_as_stated", "The verdict without those.", ("grade", "verdict_stated")),
    Column("evidence_like_ours", "The same for evidence like ours.", ("ours",), "counts", show=_ours),
    Column("lines_beneath", "Lines that a line between groups bundles.", ("lines",), "integer"),
    Column("lines_inferred", "Of these, how many are our reading alone.", ("inferred",), "integer"),
    Column("verdicts_beneath", "These lines by verdict.", ("verdicts",), "counts"),
    Column("relations_beneath", "These lines by what they say.", ("relations",), "counts"),
    Column("opened_by", "What shows the lines beneath.", ("drill",), "counts", show=drill_command),
    Column("statements", "How many claims and statements it rests on.", ("statement_count",), "integer"),
    Column("statement_iris", "These, what speaks against first; between groups, some.", ("statements",), "list"),
    Column("from_iri", "IRI of where it begins."),
    Column("relation_iri", "IRI of what it says.", ("iri",)),
    Column("to_iri", "IRI of where it ends."),
    Column("key", "What tells it from other lines between the same two.", is_for_people=False),
    Column("rule", "Version of the rule that graded.", ("grade", "rule"), is_for_people=False),
    Column("graded_verdict", "The verdict of the rule.", ("grade", "verdict"), is_for_people=False),
    Column("graded_claims", "Claims that it graded.", ("grade", "claims"), "integer", is_for_people=False),
    Column("graded_sources", "Their sources.", ("grade", "sources"), "integer", is_for_people=False),
    Column("graded_judging", "Of these, who could judge.", ("grade", "judging"), "integer", is_for_people=False),
    Column("graded_counted", "... those of one study once.", ("grade", "counted"), "integer", is_for_people=False),
    Column("graded_findings", "These by direction.", ("grade", "counts"), "counts", show=_counts, is_for_people=False),
)  # fmt: skip

CLAIM_COLUMNS: Final = (
    Column("finding", "What was found or stated, in our words.", ("sentence",)),
    Column("direction", "Which way a finding points.", ("direction",), words=DIRECTIONS),
    Column("subject", "What it is about: of a claim, the practice.", ("subject_label",)),
    Column("predicate", "What is said.", ("predicate_label",)),
    Column("object", "Of what: of a claim, the equity goal.", ("object_label",)),
    Column("student_group", "The students it is about.", ("group_label",)),
    Column("design", "Design of the study.", ("design",)),
    Column("effect_as_stated", "The effect, only as the source states it.", ("effect",)),
    Column("essa_tier_as_stated", "The ESSA tier, only as the source states it.", ("essa_tier",)),
    Column("finding_tie", "Whether the source says so, or it is our reading (inferred).", ("mapping",), words=MAPPINGS),
    Column("basis", "Whether it was seen in the cited page.", ("basis",), words=BASES),
    Column("locator", "Where in the source.", ("locator",)),
    Column("check", "Whether and how it was checked.", ("check",)),
    Column("check_note", "What was checked.", ("check_note",)),
    Column("notes", "What else is stated.", ("notes",), "pairs", show=_notes),
    Column("citation", "The source, cited."),
    Column("source_link", "A link to the source that may be published."),
    Column("stands_behind", "Number of lines and things here that rest on it."),
    Column("kind", "Claim, statement, or one without a source.", ("type",), words=STATEMENT_KINDS),
    Column("statement_iri", "Its IRI; of a relation without a source, the relation.", ("iri",)),
    Column("subject_iri", "IRI of the subject.", ("subject",)),
    Column("predicate_iri", "IRI of the predicate.", ("predicate",)),
    Column("object_iri", "IRI or value of the object.", ("object",)),
    Column("student_group_iri", "IRI of the student group.", ("group",)),
    Column("source_iri", "IRI of the source.", ("source",)),
)  # fmt: skip

SOURCE_COLUMNS: Final = (
    Column("citation", "The source, cited.", ("citation",)),
    Column("title", "Its title.", ("title",)),
    Column("authors", "Its authors, as recorded.", ("authors",)),
    Column("year", "When it was published.", ("year",)),
    Column("publisher", "Publisher, site or journal.", ("publisher",)),
    Column("type", "What sort of source it is.", ("type",)),
    Column("doi", "Its DOI.", ("doi",)),
    Column("eric", "Its number in the ERIC database.", ("eric",)),
    Column("link", "The link that is best published.", ("url",)),
    Column("address", "The address of the page itself.", ("address",)),
    Column("basis", "Whether it was seen.", ("basis",), words=BASES),
    Column("claims", "Claims and statements here that rest on it."),
    Column("source_iri", "Its IRI.", ("iri",)),
    Column("name", "What it is called in the graph.", ("label",), is_for_people=False),
)

_OF_CLAIMS: Final = {one.name: one.meaning for one in CLAIM_COLUMNS}
_OF_LINES: Final = {one.name: one.meaning for one in EDGE_COLUMNS}
EVIDENCE_COLUMNS: Final[Mapping[str, str]] = {
    "row": "What the row is: a finding or statement behind a line, one about a thing, or a thing without a line.",
    **{name: _OF_LINES[name] for name in ("from", "relation", "to", "verdict", "strength", "how_sure")},
    "listed": "Which of the line's claims and statements this is: of lines between groups, some are left out.",
    **{name: meaning for name, meaning in _OF_CLAIMS.items() if name not in {"kind", "stands_behind"}},
    **{name: _OF_LINES[name] for name in ("line_kind", "tie", "scope", "evidence_like_ours")},
    "from_kind": "What kind of thing the line begins at.",
    "to_kind": "What kind of thing it ends at.",
    "from_iri": "IRI of where the line begins; of the thing, where there is none.",
    "relation_iri": "IRI of what the line says.",
    "to_iri": "IRI of where it ends.",
    "title": "The view; the same in every row, as the columns after it.",
    "made_for": "What was chosen.",
    "data_version": "Version of the data.",
    "data_date": "Date of the data.",
    "licence": "Licence of the data.",
    "cite_as": "How to cite the data.",
}
