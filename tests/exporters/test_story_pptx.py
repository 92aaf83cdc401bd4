"""A story as a deck: every sort of slide, one numbering of sources, the author's words apart."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pptx_rules import bibliography, check, cited, notes, opened, shapes, title

from equigraph.errors import ExportError, NotSavedError, OptionError, StoryError, UnknownFormatError
from equigraph.exporters.own_words import IN_NOTES
from equigraph.exporters.story_pptx import (
    OTHER_DATA,
    export_story,
    generate_story_pptx,
    story_exporter_for,
    write_story_pptx,
)
from equigraph.graph.labels import clean
from equigraph.graph.snapshot import take
from equigraph.graph.story import Part, Story, read_story
from equigraph.graph.telling import Telling, Told, resolve

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = DOCS / "examples" / "story.yaml"


def told(graph, *parts: Part, author: str = "The office", date: str = "Thursday") -> Telling:
    return resolve(graph, Story("Our talk", parts, author, date))


EVERY_SORT = (
    Part("text", 1, text="Words.\n\nMore words.", title="First"),
    Part("view", 2, name="practices-to-goals", text="Look at the negative line."),
    Part("gaps", 3),
    Part("why", 4, ends=("tutoring", "achievement")),
    Part("question", 5, name="single-source"),
    Part("text", 6, text="Only words."),
)


def test_every_sort_of_slide_stands_in_its_place(tiny_graph) -> None:
    deck = check(generate_story_pptx(told(tiny_graph, *EVERY_SORT)))
    names = [title(slide) for slide in deck.slides]
    order = [
        "Our talk",
        "First",
        "How practices connect to equity goals",
        "Evidence gap map: in short",
        "Why is Tutoring connected to Academic achievement?",
        "Connections that rest on one source",
        "In the author's words",
        "How to read these slides",
        "The data, and how to cite them",
    ]

    assert order == [name for name in names if name in order]
    assert {"Our talk", "The office"} == {deck.core_properties.title, deck.core_properties.author}
    subtitle = next(shape for shape in deck.slides[0].placeholders if shape != deck.slides[0].shapes.title)
    assert ["The office", "Thursday", "No source is recorded for these data."] == [
        one.text for one in subtitle.text_frame.paragraphs
    ]


def test_sources_have_one_number_across_the_deck(tiny_graph) -> None:
    deck = check(generate_story_pptx(told(tiny_graph, *EVERY_SORT)))

    assert [1, 2] == bibliography(deck)
    told_numbers = [cited(notes(slide)) for slide in deck.slides]
    assert {1, 2} == {number for numbers in told_numbers for number in numbers}


def test_the_words_of_the_author_stand_apart(tiny_graph) -> None:
    deck = check(generate_story_pptx(told(tiny_graph, *EVERY_SORT)))
    slides = {title(slide): slide for slide in deck.slides}
    paragraphs = slides["First"].shapes[1].text_frame.paragraphs

    assert ["Author's note: Words.", "More words."] == [one.text for one in paragraphs]
    assert all(one.runs[0].font.italic for one in paragraphs)
    assert IN_NOTES in notes(slides["First"])
    view = next(slide for slide in deck.slides if title(slide).startswith("How practices connect"))
    own = next(shape for shape in shapes(view) if shape.name == "Author's note")
    assert "Author's note: Look at the negative line." == own.text_frame.text


def test_a_story_of_words_alone_says_which_data_it_is_told_with(bundled_graph) -> None:
    deck = check(generate_story_pptx(told(bundled_graph, Part("text", text="Words."))))
    last = deck.slides[-1]

    assert "The data, and how to cite them" == title(last)
    assert bundled_graph.reader.catalog().version in last.shapes[1].text_frame.text


def test_what_comes_from_other_data_says_so(bundled_graph) -> None:
    telling = told(bundled_graph, Part("view", name="practices-to-goals", parameters={"practice": "looping"}))
    older = telling.parts[0].value.copy()
    older.graph.update(data_digest="sha256:1", data_version="2025.1.1", data_date="2025-01-01")
    bare = older.copy()
    bare.graph.update(data_version="", title="", view="")
    parts = (*telling.parts, Told(2, "Last year", "", older), Told(3, "", "", bare))
    deck = check(generate_story_pptx(Telling("T", "", "", parts, telling.catalog)))
    said = next(slide for slide in deck.slides if title(slide) == OTHER_DATA).shapes[1].text_frame.text

    assert said.startswith(
        "Last year: data version 2025.1.1 of 2025-01-01, from a snapshot. What comes from the graph itself: data version 2"
    )
    assert "\nA network: version not recorded, from a snapshot." in said


def test_the_same_data_need_no_such_slide(tiny_graph) -> None:
    deck = opened(generate_story_pptx(told(tiny_graph, *EVERY_SORT)))

    assert OTHER_DATA not in [title(slide) for slide in deck.slides]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "\u0645\u062f\u0631\u0633\u0629 \U0001f9d1\u200d\U0001f3eb",
        'a\x0bb <b> & "q"',
        "=1+1\n\n\n- no list",
    ],
)
def test_hostile_words_break_nothing(tiny_graph, text) -> None:
    name = text[:300]
    parts = (
        Part("text", 1, text=text, title=name),
        Part("view", 2, name="practices-to-goals", text=text, title=name),
        Part("gaps", 3, text=text, title=name),
        Part("why", 4, ends=("tutoring", "achievement"), text=text, title=name),
        Part("question", 5, name="without-evidence", text=text, title=name),
    )
    deck = check(generate_story_pptx(resolve(tiny_graph, Story(name, parts, name, name))))

    assert len(deck.slides) > 8


# --- the file -------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_example_of_the_docs_is_a_deck(bundled_graph) -> None:
    deck = check(generate_story_pptx(resolve(bundled_graph, read_story(EXAMPLE))))

    assert "English learners and academic achievement" == title(deck.slides[0])
    assert f"```yaml\n{EXAMPLE.read_text('utf-8')}```" in (DOCS / "stories.md").read_text("utf-8")


def test_a_story_is_exported_by_its_ending(tiny_graph, tmp_path) -> None:
    telling = told(tiny_graph, Part("text", text="Words."))

    assert "PowerPoint" == export_story(telling, tmp_path / "talk.PPTX").name
    assert generate_story_pptx(telling) == (tmp_path / "talk.PPTX").read_bytes()
    with pytest.raises(UnknownFormatError, match=r'unknown format "\.svg"; known formats: \.pptx'):
        story_exporter_for("talk.svg")
    with pytest.raises(OptionError, match=r'\.pptx has no option "theme"; it has template'):
        export_story(telling, tmp_path / "talk.pptx", theme="dark")
    with pytest.raises(NotSavedError):
        write_story_pptx(telling, tmp_path / "missing" / "talk.pptx")


def test_a_template_is_used_or_refused(tiny_graph, tmp_path) -> None:
    from pptx import Presentation

    telling = told(tiny_graph, *EVERY_SORT)
    Presentation().save(tmp_path / "agency.pptx")
    (tmp_path / "broken.pptx").write_bytes(b"no presentation")
    write_story_pptx(telling, tmp_path / "talk.pptx", template=tmp_path / "agency.pptx")

    assert 9_144_000 == check((tmp_path / "talk.pptx").read_bytes()).slide_width
    with pytest.raises(ExportError, match=r'the template "broken\.pptx" cannot be used'):
        write_story_pptx(telling, tmp_path / "talk.pptx", template=tmp_path / "broken.pptx")


def test_a_snapshot_is_looked_for_beside_the_story(tiny_graph, tmp_path) -> None:
    folder = tmp_path / "talk"
    folder.mkdir()
    taken = take(tiny_graph, "practices-to-goals", {}, author="", created="")
    (folder / "before.snapshot").write_text(taken.to_text(), encoding="utf-8")
    (folder / "story.yaml").write_text("title: T\nslides:\n  - snapshot: before.snapshot\n", encoding="utf-8")
    story = read_story(folder / "story.yaml")
    deck = check(generate_story_pptx(resolve(tiny_graph, story)))

    assert "How practices connect to equity goals" in [clean(title(slide)) for slide in deck.slides]
    shutil.move(folder / "before.snapshot", folder / "after.snapshot")
    with pytest.raises(StoryError, match="line 3, slide 1: "):
        resolve(tiny_graph, story)
