"""What changed, as slides: verdicts before and after with their reasons, claims with their sources, counts, a picture."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pptx_rules import check, make, notes, opened, title

from equigraph.errors import NotSavedError, OptionError
from equigraph.exporters.changes import citation_of_statement, claim_words, export_changes
from equigraph.exporters.changes_pptx import generate_changes_pptx, write_changes_pptx
from equigraph.exporters.slide_changes import MOST_SHOWN
from equigraph.exporters.told_deck import ToldDeck
from equigraph.graph.change_words import headline, in_short, line_sentence
from equigraph.graph.changes import compare
from equigraph.graph.labels import clean
from equigraph.graph.network import Network

TUTORING = {"practice": "high-dosage-tutoring"}


@pytest.fixture(scope="module")
def networks(bundled_graph, changed_graph):
    return bundled_graph.view("practice", **TUTORING), changed_graph.view("practice", **TUTORING)


@pytest.fixture(scope="module")
def told(networks):
    """Return a comparison and its deck."""
    changes = compare(*networks)
    return changes, check(generate_changes_pptx(changes, *networks))


def tables(deck):
    """The tables of a deck by the end of their title, as rows of texts, with their notes."""
    return {
        title(slide).rsplit(": ", 1)[1]: ([[cell.text_frame.text for cell in row.cells] for row in shape.table.rows], notes(slide))
        for slide in deck.slides for shape in slide.shapes if getattr(shape, "has_table", False)
    }  # fmt: skip


def text_of(deck, ending):
    return next(slide for slide in deck.slides if title(slide).endswith(ending)).shapes[1].text_frame.text


def test_a_real_change_of_data_is_told(told) -> None:
    changes, deck = told
    short = text_of(deck, ": in short")
    rows, said = tables(deck)["verdicts and what they rest on"]

    assert "What changed: One practice in full: High-dosage tutoring" == title(deck.slides[0])
    assert headline(changes) in short
    assert "How many before and after: things 10 and 10; lines 9 and 9; claims 14 and 14;" in short
    assert [
        "High-dosage tutoring → Attendance and engagement",
        "no effect found, one source; how sure: low",
        "negative, 2 sources; how sure: low",
        "1 claim was added: negative, Andre Nickow and others, 2020",
    ] == rows[1]
    assert all(clean(line_sentence(line)) in said for line in changes.lines if line.is_regraded)


def test_claims_are_whole_in_the_notes_with_their_sources(told) -> None:
    changes, deck = told
    found = tables(deck)
    rows, said = found["claims added"]

    assert [
        "High-dosage tutoring → Attendance and engagement",
        "negative: Attendance fell. (All students; Randomized controlled trial)",
    ] == rows[1][:2]
    assert "claims withdrawn" in found
    said = "\n".join(notes for _, notes in found.values())
    for change in changes.claims:
        assert clean(claim_words(change)) in said
        assert clean(citation_of_statement(change)) in said


def test_the_rest_is_listed(told) -> None:
    _, deck = told
    rest = text_of(deck, ": what else")

    assert (
        "Lines changed: 1 change\nHigh-dosage tutoring was studied for All students: rests on other statements." in rest
    )
    assert "Sources removed: 1 change\nNickow, A., Oreopoulos, P., & Quan, V. (2023)." in rest


def test_old_and_new_stand_in_one_picture(told) -> None:
    _, deck = told

    assert any("the picture" in title(slide) for slide in deck.slides)
    assert any("Δ" in shape.text_frame.text for slide in deck.slides for group in slide.shapes if group.shape_type == 6
               for shape in group.shapes if shape.has_text_frame)  # fmt: skip


def test_no_change_is_one_slide(networks) -> None:
    before, _ = networks
    deck = check(generate_changes_pptx(compare(before, before), before, before))

    assert "No change." == text_of(deck, ": in short")
    assert {} == tables(deck)
    assert not any("the picture" in title(slide) for slide in deck.slides)


def test_two_empty_networks_are_a_deck() -> None:
    deck = check(generate_changes_pptx(compare(Network(), Network()), Network(), Network()))

    assert "What changed: two networks" == title(deck.slides[0])


def test_a_new_thing_and_other_words_are_told() -> None:
    before = make([("A", "B", {"verdict": "positive", "strength": "positive, one source", "sources": ["s"]})])
    after = make([("A", "B", {"verdict": "positive", "strength": "positive, one source", "sources": ["s"]})], ["C"])
    after.nodes["A"]["label"] = "A new name"
    deck = check(generate_changes_pptx(compare(before, after), before, after))

    assert "Things added: 1 change\nC.\nThings changed: 1 change\n“A” is now called “A new name”." == text_of(
        deck, ": what else"
    )


def test_very_many_changes_are_counted(networks) -> None:
    before, after = networks
    changes = compare(before, after)
    many = replace(
        changes,
        statements=changes.claims[:1] * (MOST_SHOWN + 10),
        sources=changes.sources[:1] * (MOST_SHOWN + 5),
        lines=(),
    )
    deck = check(generate_changes_pptx(many, before, after))
    takeaways = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.name == "Takeaway"]

    assert "60 of 70 changes shown." in takeaways
    assert any("Sources removed: 60 of 65 changes shown" in shape.text_frame.text
               for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)  # fmt: skip


def test_a_change_without_claims_or_rule_says_so(networks) -> None:
    before, after = networks
    changes = compare(before, after)
    line = next(one for one in changes.lines if one.is_regraded)
    line = replace(line, because=(replace(line.because[0], kind="unknown", claims=()),))
    deck = check(generate_changes_pptx(replace(changes, lines=(line,)), before, after))
    rows, said = tables(deck)["verdicts and what they rest on"]

    assert "neither its claims nor the rule changed; see the notes" == rows[1][3]
    assert "though neither its claims nor the rule changed" in said


def test_a_claim_without_a_source_says_so(networks) -> None:
    before, after = networks
    changes = compare(before, after)
    claim = replace(changes.claims[0], sources={})
    deck = check(generate_changes_pptx(replace(changes, statements=(claim,), lines=()), before, after))
    [(rows, _)] = tables(deck).values()

    assert "no source recorded" == rows[1][2]


def test_hostile_labels_break_nothing(hostile) -> None:
    edge = {"verdict": "positive", "strength": "positive, one source", "sources": ["s"]}
    before = make([("A", "B", dict(edge))], title=hostile)
    after = make(
        [("A", "B", {**edge, "verdict": "negative", "strength": "negative, one source", "sources": ["t"]})],
        title=hostile,
    )
    for network in (before, after):
        network.nodes["A"]["label"] = hostile
        for record in network.graph["statements"].values():
            record |= {"type": "claim", "sentence": hostile, "subject_label": hostile, "object_label": hostile,
                       "direction": "null", "locator": hostile}  # fmt: skip

    assert check(generate_changes_pptx(compare(before, after), before, after))


def test_the_author_speaks_apart(networks) -> None:
    deck = ToldDeck()
    deck.add_changes(compare(*networks), *networks, title="Since spring", text="Look here.")
    slide = check(deck.finish(title="A talk")).slides[0]

    assert "Since spring: in short" == title(slide)
    assert "Author's note: Look here." == slide.shapes[1].text_frame.paragraphs[0].text
    assert in_short(compare(*networks))[0] == slide.shapes[1].text_frame.paragraphs[1].text


def test_the_file_is_written(networks, tmp_path) -> None:
    changes = compare(*networks)
    export_changes(changes, *networks, tmp_path / "a.pptx")

    assert generate_changes_pptx(changes, *networks) == (tmp_path / "a.pptx").read_bytes()
    assert opened((tmp_path / "a.pptx").read_bytes()).slides
    with pytest.raises(OptionError, match='has no option "theme"'):
        export_changes(changes, *networks, tmp_path / "a.pptx", theme="dark")
    with pytest.raises(NotSavedError):
        write_changes_pptx(changes, *networks, tmp_path / "missing" / "a.pptx")
