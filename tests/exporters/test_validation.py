"""Reports of a check: tables by rule, JSON with a fixed schema, a page that is closed and safe."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from equigraph.data.description import Origin
from equigraph.errors import UnknownFormatError
from equigraph.exporters.validation import export_validation, generate_validation_json, validation_format
from equigraph.exporters.validation_page import generate_validation_html
from equigraph.exporters.validation_tables import rule_tables
from equigraph.graph.findings import Finding, Rule, ValidationReport
from equigraph.graph.reader import Catalog

PRACTICE = "https://w3id.org/equigraph/id/practice/"
NAME = "http://www.w3.org/2004/02/skos/core#prefLabel"
ABOUT = Catalog(
    title="A graph", version="3", modified="2026-11-23", licence="CC BY 4.0", licence_url="https://a.org/by"
)


def violation(name: str, value: str = "") -> Finding:
    place = Origin("mine.ttl", row=3)
    return Finding(
        "violation", PRACTICE + name, name, NAME, "name", f'"{value}"' if value else "", value, "Name it.", "R", place
    )


def advice(name: str, says: str) -> Finding:
    return Finding("advice", PRACTICE + name, name, "", "", "", "", says, "wording")


REPORT = ValidationReport(
    (violation("looping"), violation("advisory", "x"), advice("a", "Say this."), advice("b", "Say that.")),
    (
        Rule("R", "violation", "Name it.", 12),
        Rule("wording", "advice", "Words", 2),
        Rule("orphan", "advice", "Something is said of every thing", 0),
    ),
    90,
    4,
    ABOUT,
)
EMPTY = ValidationReport((), (), 0, 0)
HOSTILE = {
    "markup": "</style><script>alert(1)</script><img src=x onerror=alert(1)>",
    "quotes": "\"double\" 'single' & <b>",
    "right to left": "\u0645\u062f\u0631\u0633\u0629 \u202eevil",
    "long": "very " * 2000,
    "control": "a\x00b\x1b\ufffe",
    "template": "{{ 7 * 7 }} {% raw %}",
}


class Reading(HTMLParser):
    """The words of a page, its tags, and the anchors that it leads to and has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.leads_to: set[str] = set()
        self.has: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        self.has.add(found.get("id") or "")
        self.leads_to.add(found.get("href") or "")

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    @property
    def text(self) -> str:
        return " ".join(self.words)


def test_tables_are_grouped_by_rule_and_say_when_they_are_cut() -> None:
    first, second = rule_tables(REPORT, 1)

    assert "Violation: Name it. (12)" == first.heading
    assert ("", "1 of 12 shown") == (first.advice, first.cut)
    assert ("thing", "field", "where", "iri") == first.columns
    assert (("looping", "name", "mine.ttl, line 3", "practice:looping"),) == first.rows
    assert "Advice: Words (2)" == second.heading
    assert ("thing", "what to do", "iri") == second.columns


def test_a_report_that_is_not_cut_says_what_it_does_not_hold() -> None:
    first, second = rule_tables(REPORT)

    assert "2 of 12 shown" == first.cut  # the report itself holds no more
    assert ("", ("a", "b")) == (second.cut, tuple(row[0] for row in second.rows))


def test_what_all_findings_say_is_said_once() -> None:
    report = ValidationReport(
        (advice("a", "Do it."), advice("b", "Do it.")), (Rule("wording", "advice", "Words", 2),), 1, 1
    )
    [table] = rule_tables(report)

    assert "Do it." == table.advice
    assert ("thing", "iri") == table.columns


def test_the_json_keeps_its_schema() -> None:
    told = json.loads(generate_validation_json(REPORT))

    assert ("equigraph-validation", 1) == (told["format"], told["version"])
    assert {
        "conforms": False,
        "outcome": "they do not conform",
        "triples": 90,
        "things": 4,
        "counts": {"violation": 12, "warning": 0, "advice": 2},
        "data": {"title": "A graph", "version": "3", "date": "2026-11-23"},
    }.items() <= told.items()
    assert {"id": "R", "severity": "violation", "title": "Name it.", "found": 12, "shown": 2} == told["rules"][0]
    assert {
        "severity": "violation",
        "thing": PRACTICE + "advisory",
        "label": "advisory",
        "predicate": NAME,
        "field": "name",
        "term": '"x"',
        "value": "x",
        "message": "Name it.",
        "rule": "R",
        "place": {"file": "mine.ttl", "sheet": "", "row": 3},
    } == told["findings"][1]
    assert told["findings"][2]["place"] is None


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["full", "empty"])
def test_the_page_is_closed_and_leads_only_to_itself_and_the_licence(report: ValidationReport) -> None:
    page = Reading(generate_validation_html(report))

    assert set() == page.tags & {"script", "img", "link", "iframe"}
    assert {anchor.removeprefix("#") for anchor in page.leads_to if anchor.startswith("#")} <= page.has
    assert {anchor for anchor in page.leads_to if anchor and not anchor.startswith("#")} <= {"https://a.org/by"}


def test_the_page_tells_counts_rules_and_what_was_not_found() -> None:
    text = Reading(generate_validation_html(REPORT)).text

    assert "90 triples checked; they do not conform." in text
    assert "12 violations 0 warnings 2 pieces of advice" in text
    assert "Rule 1. Name it. (12)" in text
    assert "2 of 12 shown." in text
    assert "No warnings found." in text
    assert "Something is said of every thing: nothing found" in text
    assert "Data version 3, date 2026-11-23" in text


def test_an_empty_report_says_what_that_means() -> None:
    text = Reading(generate_validation_html(EMPTY)).text

    assert "0 triples checked; nothing among them is of a kind that the shapes know." in text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_stay_words(name: str) -> None:
    words = HOSTILE[name]
    rule = Rule(words, "violation", words, 1)
    one = Finding("violation", words, words, words, words, words, words, words, words, Origin(words))
    page = generate_validation_html(ValidationReport((one,), (rule,), 1, 1))
    reading = Reading(page)

    assert set() == reading.tags & {"script", "img"}
    assert "\x00" not in page
    assert "49" not in reading.words
    assert words[:1] in reading.text


@pytest.mark.parametrize("suffix", [".html", ".json"])
def test_the_suffix_picks_the_format(tmp_path: Path, suffix: str) -> None:
    path = export_validation(REPORT, tmp_path / f"report{suffix}")
    expected = generate_validation_json(REPORT) if suffix == ".json" else generate_validation_html(REPORT)

    assert expected == path.read_text("utf-8")


@pytest.mark.parametrize(("name", "said"), [("report.pdf", '".pdf"'), ("report", '"report"')])
def test_another_suffix_is_refused(name: str, said: str) -> None:
    with pytest.raises(UnknownFormatError, match=f"{said}; known formats: .html, .json"):
        validation_format(name)
