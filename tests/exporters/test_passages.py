"""Passages that documents share say what the data, the rule and the legend say, and no more."""

from __future__ import annotations

from typing import Any

import pytest

from equigraph.exporters.document import Heading, Items, Link, Paragraph, plain
from equigraph.exporters.evidence import reference_of, statement_of
from equigraph.exporters.passages import citation_runs, data_blocks, how_to_read, method, statement_runs
from equigraph.ontology.grading import grading_rule

RECORD = {
    "iri": "urn:c", "type": "claim", "sentence": "Scores rose.", "direction": "positive", "group_label": "All students",
    "design": "Randomized controlled trial", "effect": "0.3", "essa_tier": "Tier 1", "mapping": "inferred",
    "basis": "background", "check": "checked", "check_note": "twice", "locator": "p. 3", "notes": ["Year: 2020"],
    "source": "urn:s",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "options", "words"),
    [
        (
            {},
            {"lead": "Tutoring"},
            ("Tutoring: positive: Scores rose. (All students; Randomized controlled trial; Effect as stated: 0.3; "
            "ESSA tier as stated: Tier 1; our reading (inferred); general knowledge, not seen in a source; "
            "checked: twice; Year: 2020) [no source recorded], p. 3"),
        ),
        (
            {"mapping": "stated", "essa_tier": "", "effect": "", "basis": "retrieved"},
            {"is_short": True},
            ("positive: Scores rose. (All students; Randomized controlled trial; stated by the source; checked; "
            "Year: 2020) [no source recorded], p. 3"),
        ),
        (
            {
                "type": "statement", "sentence": "", "group_label": "our reading", "design": "", "effect": "",
                "essa_tier": "", "mapping": "", "basis": "", "check": "", "notes": [], "locator": "",
            },
            {},
            "no words recorded (our reading) [no source recorded]",  # the name of a group is no remark of ours
        ),
        ({"direction": ""}, {}, "no direction recorded: Scores rose."),
        ({"direction": "odd"}, {}, "odd: Scores rose."),
    ],
    ids=["whole", "short", "bare", "no direction", "odd direction"],
)  # fmt: skip
def test_a_statement_in_a_line(changes: dict[str, Any], options: dict[str, Any], words: str) -> None:
    assert plain(statement_runs(statement_of(RECORD | changes, {}), **options)).startswith(words)


@pytest.mark.parametrize(
    ("citation", "url", "words"),
    [
        ("Doe (2020). https://doi.org/10.1/a", "https://doi.org/10.1/a", "Doe (2020). https://doi.org/10.1/a"),
        ("Doe (2020).", "https://doi.org/10.1/a", "Doe (2020). https://doi.org/10.1/a"),
        ("Doe (2020).", "javascript:alert(1)", "Doe (2020)."),
        ("See https://a.org now.", "https://a.org", "See https://a.org now."),
    ],
)
def test_a_citation_with_its_address(citation: str, url: str, words: str) -> None:
    runs = citation_runs(reference_of(1, {"iri": "urn:s", "citation": citation, "url": url}))

    assert words == plain(runs)
    assert [url] * url.startswith("https") == [run.url for run in runs if isinstance(run, Link)]


def test_only_signs_that_occur_are_explained() -> None:
    heading, paragraph = how_to_read(["mixed", "none", "unheard of"], inferred=True)

    assert Heading(1, "How to read this") == heading
    assert isinstance(paragraph, Paragraph)
    assert (
        "A line says what studies found, not an endorsement. mixed: findings differ, or one is mixed; "
        "our reading (inferred): the source does not say so itself." == plain(paragraph.runs)
    )
    assert () == how_to_read([], inferred=False)


def test_the_rule_is_told_as_its_file_says_it() -> None:
    heading, definition, items = method()
    rule = grading_rule()

    assert Heading(1, rule.title) == heading
    assert isinstance(definition, Paragraph)
    assert isinstance(items, Items)
    assert plain(definition.runs).startswith(rule.definition)
    told = [plain(item) for item in items.items]
    assert set(rule.notes) <= set(told)
    assert all(any(level.definition in one for one in told) for level in rule.levels)


def test_where_the_data_come_from() -> None:
    graph = {
        "about": "Schools.",
        "blind_spots": ["One.", "Two."],
        "licence": "CC BY 4.0",
        "licence_url": "javascript:x",
    }
    blocks = data_blocks(graph)
    texts = [plain(block.runs) for block in blocks if isinstance(block, Paragraph)]

    assert [
        "Schools.",
        "What is missing or weak in these data: One. Two.",
        "Data version not recorded, date not recorded. Licence: CC BY 4.0.",
    ] == texts
    last = data_blocks({**graph, "licence_url": "https://example.org/", "citation": "Us (2026)."})[-1]
    assert isinstance(last, Paragraph)
    assert plain(last.runs).endswith("Licence: CC BY 4.0. How to cite this graph: Us (2026).")
    assert ["https://example.org/"] == [run.url for run in last.runs if isinstance(run, Link)]
