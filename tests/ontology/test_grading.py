"""The rule of grades: the file says what it means, its examples come out, and whoever changes it changes grades."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Namespace, URIRef

from equigraph.errors import OntologyError
from equigraph.graph.claims import Claim
from equigraph.graph.grades import Grade, Grader
from equigraph.graph.studies import Studies
from equigraph.ontology.grading import GRADING_FILE, Example, Rule, grading_rule, read_rule
from equigraph.ontology.prefixes import PREFIXES

RULE = grading_rule()
TURTLE = GRADING_FILE.read_text("utf-8")
FILE = Graph().parse(GRADING_FILE)
GRADING = Namespace("https://w3id.org/equigraph/grading#")
SCHEMES = Graph()
for data in ("concepts.ttl", "groups.ttl"):
    SCHEMES.parse(GRADING_FILE.parent.parent / "data" / data)
SCHEMES.parse(GRADING_FILE.parent / "schemes.ttl")
DIRECTIONS = ("positive", "null", "mixed", "negative", "insufficient")
EVERY_SET = [frozenset(some) for size in range(6) for some in itertools.combinations(DIRECTIONS, size)]
SETS_OF_SOME = [some for some in EVERY_SET if some]


def changed(folder: Path, *changes: tuple[str, str]) -> Path:
    """Return a copy of the rule file with other words in it; each must be there to be changed."""
    text = TURTLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "other.ttl"
    path.write_text(text, encoding="utf-8")
    return path


def grade(findings: tuple[tuple[str, str, str], ...], rule: Rule) -> Grade:
    """Return the grade of a worked example; sources of one name are one source."""
    return Grader(Studies([]), rule=rule).grade(
        Claim(f"claim:{number}", (("p", "g"),), (direction,), (), (design,), (source,), inferred=False)
        for number, (source, design, direction) in enumerate(findings)
    )


# --- the file -----------------------------------------------------------------------------------


def test_it_has_a_version_a_name_and_says_what_a_grade_is_not() -> None:
    assert re.fullmatch(r"[1-9][0-9]*", RULE.version)
    assert "How evidence is graded" == RULE.title
    assert "It is no rating of a practice, not the GRADE of medicine" in RULE.definition
    assert 2 == len(RULE.notes)


def test_every_word_is_defined_and_every_defined_word_is_used() -> None:
    used = {term for triple in FILE for term in triple[1:] if str(term).startswith(GRADING)}
    defined = set(FILE.subjects(RDF.type, OWL.Class))
    defined |= set(FILE.subjects(RDF.type, OWL.ObjectProperty)) | set(FILE.subjects(RDF.type, OWL.DatatypeProperty))

    assert used == defined
    for word in defined:
        assert FILE.value(word, RDFS.label)
        assert str(FILE.value(word, SKOS.definition)).endswith(".")


def test_there_are_no_blank_nodes() -> None:
    assert not [term for triple in FILE for term in triple if isinstance(term, BNode)]


def test_what_it_speaks_of_is_in_the_schemes() -> None:
    """Directions, designs, verdicts and tiers are concepts of the ontology, so a typo is none."""
    spoken_of = {
        term
        for name in ("of", "only", "has", "couldSupport")
        for term in FILE.objects(None, GRADING[name])
        if not str(term).startswith(PREFIXES["verdict"])
    }

    assert spoken_of
    assert set() == {term for term in spoken_of if (term, RDF.type, SKOS.Concept) not in SCHEMES}


def test_every_design_of_the_scheme_has_a_place() -> None:
    scheme = {
        str(one).rsplit("/", 1)[-1]
        for one in SCHEMES.subjects(RDF.type, SKOS.Concept)
        if str(one).startswith(PREFIXES["design"])
    }

    assert scheme == set(RULE.designs)


def test_verdicts_are_labelled_as_the_concepts_are_named() -> None:
    for step in FILE.subjects(RDF.type, GRADING.Verdict):
        concept = str(FILE.value(step, GRADING.of))
        assert str(FILE.value(step, SKOS.prefLabel)).replace(" ", "-") == concept.removeprefix(PREFIXES["verdict"])


def test_no_word_of_the_rule_promises_too_much() -> None:
    words = " ".join(str(text) for text in FILE.objects() if not isinstance(text, URIRef))

    assert not re.search(r"\b(prove[sdn]?|proof|independent|effective|works)\b", words, re.IGNORECASE)


def test_every_kind_of_cell_has_a_sign_of_its_own() -> None:
    signs = [step.glyph for step in RULE.gaps]

    assert len(signs) == len(set(signs))
    assert "" == RULE.gaps[0].glyph


# --- worked examples ----------------------------------------------------------------------------


@pytest.mark.parametrize("example", RULE.examples, ids=lambda one: one.says)
def test_worked_examples_come_out_as_they_say(example: Example) -> None:
    assert example.says == grade(example.findings, RULE).reason


def test_there_are_three_worked_examples_or_more_and_each_says_why() -> None:
    assert len(RULE.examples) >= 3
    assert all(example.note.endswith(".") for example in RULE.examples)


# --- every step is reached ----------------------------------------------------------------------


def test_every_verdict_is_reached() -> None:
    reached = {RULE.verdict(found) for found in SETS_OF_SOME}

    assert {step.yields for step in RULE.verdicts} == reached


def test_every_level_is_reached() -> None:
    numbers = [(all_, part, well) for all_ in range(4) for part in range(all_ + 1) for well in range(part + 1)]
    first = {
        next(
            place
            for place, step in enumerate(RULE.levels)
            if sources >= step.numbers.get("leastSources", 0)
            and partly >= step.numbers.get("leastPartly", 0)
            and well >= step.numbers.get("leastWell", 0)
        )
        for sources, partly, well in numbers
    }

    assert set(range(len(RULE.levels))) == first
    assert {step.yields for step in RULE.levels} == {RULE.level(*some) for some in numbers}


def test_every_agreement_is_reached() -> None:
    assert {step.yields for step in RULE.agreements} == {
        RULE.agreement(found, sources).yields for found in SETS_OF_SOME for sources in (1, 2)
    }


def test_every_gap_is_reached() -> None:
    reached = {
        RULE.gap(found, claims=claims, sources=sources, well=well, has_synthesis=synthesis).yields
        for found in EVERY_SET
        for claims in range(4)
        for sources in range(claims + 1)
        for well in range(sources + 1)
        for synthesis in (True, False)
    }

    assert {step.yields for step in RULE.gaps} == reached


# --- what the rule promises ---------------------------------------------------------------------


@pytest.mark.parametrize("number", range(5))
def test_more_of_anything_never_makes_one_less_sure(number: int) -> None:
    place = RULE.scale.index
    for partly in range(number + 1):
        for well in range(partly + 1):
            level = place(RULE.level(number, partly, well))
            assert place(RULE.level(number + 1, partly, well)) <= level
            assert place(RULE.level(number + 1, partly + 1, well)) <= level
            assert place(RULE.level(number + 1, partly + 1, well + 1)) <= level


@pytest.mark.parametrize("found", SETS_OF_SOME, ids=lambda some: " ".join(sorted(some)))
def test_what_found_too_little_to_judge_changes_no_verdict(found: frozenset[str]) -> None:
    left = found - {"insufficient"}

    assert RULE.verdict(found) == (RULE.verdict(left) if left else "insufficient")
    assert not left or RULE.agreement(found, 2) == RULE.agreement(left, 2)


@pytest.mark.parametrize("found", SETS_OF_SOME, ids=lambda some: " ".join(sorted(some)))
def test_the_table_of_verdicts_is_that_of_the_design(found: frozenset[str]) -> None:
    """Spelled out once more, row by row."""
    left = found - {"insufficient"}
    if not left:
        expected = "insufficient"
    elif left == {"positive"}:
        expected = "positive"
    elif left == {"null"}:
        expected = "no effect found"
    elif "negative" in left:
        expected = "conflicting" if "positive" in left else "negative"
    else:
        expected = "mixed"

    assert expected == RULE.verdict(found)


@pytest.mark.parametrize(
    ("level", "by", "expected"),
    [
        ("high", 0, "high"),
        ("high", 2, "low"),
        ("moderate", 2, "very low"),
        ("low", 2, "very low"),  # it never falls to what cannot be judged
        ("very low", 1, "very low"),
        ("cannot be judged", 2, "cannot be judged"),
    ],
)
def test_levels_are_lowered_within_the_scale(level: str, by: int, expected: str) -> None:
    assert expected == RULE.lower(level, by)


def test_a_design_that_the_rule_does_not_know_tells_nothing() -> None:
    found = grade((("A", "hearsay", "positive"), ("B", "hearsay", "positive")), RULE)

    assert "Low: 2 sources, no contrary finding" == found.reason
    assert ("", "") == (found.as_record()["strongest"], found.tier)
    assert found.quality.startswith("No design is recorded that could be ranked.")


# --- the verdict in SPARQL ----------------------------------------------------------------------


def test_the_expression_is_the_table_on_every_set_of_directions() -> None:
    """As the questions have it: counts in, words out; every set, each direction none, once or twice."""
    wanted = {
        counts: RULE.verdict({name for name, count in zip(DIRECTIONS, counts, strict=True) if count})
        for counts in itertools.product((0, 1, 2), repeat=len(DIRECTIONS))
        if sum(counts)
    }
    variables = " ".join(f"?{name}" for name in ("claims", *DIRECTIONS))
    rows = " ".join(f"({sum(counts)} {' '.join(map(str, counts))})" for counts in wanted)
    query = f"SELECT {variables} ({RULE.verdict_expression()} AS ?verdict) {{ VALUES ({variables}) {{ {rows} }} }}"

    found = Store().query(query)

    assert isinstance(found, QuerySolutions)
    assert wanted == {tuple(int(row[name].value) for name in DIRECTIONS): row["verdict"].value for row in found}


# --- another rule -------------------------------------------------------------------------------

TWO_TRIALS = (("A", "rct", "positive"), ("B", "rct", "positive"), ("B", "rct", "null"))


@pytest.mark.parametrize(
    ("changes", "how_sure", "verdict", "gap", "tier"),
    [
        ([], "low", "mixed", "unsynthesised", "1"),
        ([("grading:leastPartly 3 ; grading:leastWell 2 ;", "grading:leastPartly 2 ; grading:leastWell 2 ;")],
         "moderate", "mixed", "unsynthesised", "1"),
        ([("grading:order 5 ; grading:lowersBy 1 ;", "grading:order 5 ; grading:lowersBy 0 ;")],
         "moderate", "mixed", "unsynthesised", "1"),
        ([('skos:prefLabel "moderate"@en', 'skos:prefLabel "middling"@en')], "low", "mixed", "unsynthesised", "1"),
        ([("grading:mostSources 1 ;", "grading:mostSources 2 ;")], "low", "mixed", "single study", "1"),
        ([("grading:withoutSynthesis true ;", "")], "low", "mixed", "unsynthesised", "1"),
        ([("grading:of design:rct ; grading:attribution 2", "grading:of design:rct ; grading:attribution 0")],
         "very low", "mixed", "unsynthesised", "1"),
        ([("grading:couldSupport essa-tier:1", "grading:couldSupport essa-tier:4")],
         "low", "mixed", "unsynthesised", "4"),
        ([('skos:prefLabel "mixed"@en', 'skos:prefLabel "both ways"@en')], "low", "both ways", "unsynthesised", "1"),
        ([('owl:versionInfo "1"', 'owl:versionInfo "2"')], "low", "mixed", "unsynthesised", "1"),
    ],
    ids=["none", "fewer for high", "differing costs nothing", "another word", "two are single", "no synthesis asked",
         "trials tell nothing", "another tier", "another verdict", "another version"],
)  # fmt: skip
def test_whoever_changes_the_rule_changes_grades(
    tmp_path: Path, changes: list[tuple[str, str]], how_sure: str, verdict: str, gap: str, tier: str
) -> None:
    rule = read_rule(changed(tmp_path, *changes))

    found = grade(TWO_TRIALS, rule)

    assert (how_sure, verdict, gap, tier) == (found.how_sure, found.verdict, found.gap.yields, found.tier)
    assert rule.version == found.as_record()["rule"]


# --- files that are no rule ---------------------------------------------------------------------

LAST = "grading:agreement-6 a grading:Agreement ; grading:order 6 ; grading:lowersBy 0 ;"
NO_RULE = {
    "a word misspelt": (
        [("grading:leastPartly 3 ;", "grading:leastPart 3 ;")],
        'grading:level-1 has "grading:leastPart"; accepted in a grading:Level: leastPartly, leastSources, leastWell',
    ),
    "a condition of another part": (
        [("grading:leastPartly 1 ;", "grading:leastPartly 1 ; grading:only direction:positive ;")],
        'grading:level-3 has "grading:only"',
    ),
    "the last step asks for something": (
        [(LAST, LAST + " grading:has direction:mixed ;")],
        "the last grading:Agreement has a condition, it must fit whatever is left",
    ),
    "a part is missing": ([("a grading:Gap ;", "a skos:Concept ;")], "it has no grading:Gap, a rule has one or more"),
    "no rule": ([("grading:rule a grading:Rule ;", "grading:rule a skos:Concept ;")], "it has 0 grading:Rule, a rule has one"),
    "two rules": (
        [("grading:rule a grading:Rule ;", "grading:more a grading:Rule . grading:rule a grading:Rule ;")],
        "it has 2 grading:Rule",
    ),
    "a number in words": (
        [("grading:leastSources 2 .", 'grading:leastSources "two" .')],
        'grading:level-4 has grading:leastSources "two"; accepted: a whole number, 0 or more',
    ),
    "less than nothing": ([("grading:lowersBy 2", "grading:lowersBy -2")], 'has grading:lowersBy "-2"; accepted'),
    "no order": (
        [("grading:gap-3 a grading:Gap ; grading:order 3 ;", "grading:gap-3 a grading:Gap ;")],
        "grading:gap-3 has no grading:order",
    ),
    "one order for two": (
        [("grading:gap-3 a grading:Gap ; grading:order 3 ;", "grading:gap-3 a grading:Gap ; grading:order 2 ;")],
        "has the order of another grading:Gap",
    ),
    "a number twice": (
        [("grading:mostSources 1 ;", "grading:mostSources 1 , 2 ;")],
        "grading:gap-5 has grading:mostSources more than once",
    ),
    "no label": ([('skos:prefLabel "mixed"@en', 'skos:altLabel "mixed"@en')], "grading:verdict-6 has no skos:prefLabel"),
    "a flag that is off": (
        [("grading:agreeing true ;", "grading:agreeing false ;")],
        'grading:gap-7 has grading:agreeing "false"; accepted: true, or leave it out',
    ),
    "a design of nothing": (
        [("grading:of design:rct ;", "")],
        "grading:design-1 is of no design, or of several; accepted: one grading:of",
    ),
    "a design of two": (
        [("grading:of design:rct ;", "grading:of design:rct , design:trial ;")],
        "grading:design-1 is of no design, or of several",
    ),
    "a design without words": ([('grading:many "reviews"@en', 'skos:note "reviews"@en')], "grading:design-4 has no grading:one or"),
    "half an example": (
        [("A rct null; B rct null", "A rct null; B rct")],
        'grading:example-4 has the finding "B rct"; accepted: a source, its design and its direction',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), NO_RULE.values(), ids=NO_RULE)
def test_what_is_no_rule_is_refused_in_words(tmp_path: Path, changes: list[tuple[str, str]], expected: str) -> None:
    with pytest.raises(OntologyError) as caught:
        read_rule(changed(tmp_path, *changes))

    assert caught.value.message.startswith('"other.ttl" is no rule: ')
    assert expected in caught.value.message


def test_all_problems_are_said_at_once(tmp_path: Path) -> None:
    path = changed(tmp_path, ("grading:mostSources 1 ;", "grading:mostSources 1.5 ;"), ("B rct null", "B"))

    with pytest.raises(OntologyError, match=r'mostSources "1\.5".*; .*the finding "B"'):
        read_rule(path)


@pytest.mark.parametrize(
    ("name", "text"), [("missing.ttl", None), ("broken.ttl", "@prefix : <a:> . :a :b"), ("", None)]
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, text: str | None) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")

    with pytest.raises(OntologyError, match=r'the rule ".*" cannot be read \(.*\); accepted: a Turtle file') as caught:
        read_rule(path)

    assert str(path) in caught.value.message


def test_an_empty_file_lacks_everything(tmp_path: Path) -> None:
    path = tmp_path / "empty.ttl"
    path.write_text("", encoding="utf-8")

    with pytest.raises(OntologyError) as caught:
        read_rule(path)

    for part in ("Design", "Verdict", "Level", "Agreement", "Gap", "Example"):
        assert f"it has no grading:{part}" in caught.value.message
