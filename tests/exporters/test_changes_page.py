"""The page of changes: closed, whole, the same words as the text, safe with hostile labels."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from equigraph.exporters.changes_page import generate_changes_html
from equigraph.exporters.drawing import draw
from equigraph.exporters.legend import legend
from equigraph.exporters.palette import CHANGES, colour
from equigraph.exporters.svg import generate_svg
from equigraph.graph.change_words import in_short
from equigraph.graph.changes import compare
from equigraph.graph.contract import complete
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network
from equigraph.graph.union import MOST_DRAWN, unite

HOSTILE = {
    "markup": "</style><script>alert(1)</script><img src=x onerror=alert(1)>",
    "quotes": "\"double\" 'single' & <b>",
    "right to left": "\u0645\u062f\u0631\u0633\u0629 \u202eevil",
    "emoji": "\U0001f9d1\u200d\U0001f3eb",
    "long": "very " * 2000,
    "control": "a\x00b\x1b\ufffe",
    "template": "{{ 7 * 7 }} {% raw %}",
}


class Text(HTMLParser):
    """The words of a page, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


def page_of(before: Network, after: Network) -> str:
    return generate_changes_html(compare(before, after), before, after)


def make(label: str = "Tutoring", verdict: str = "positive", **node: object) -> Network:
    source = {
        "iri": "s",
        "citation": f"{label} (2020). https://example.org/s",
        "url": "https://example.org/s",
        "authors": label,
    }
    claims = {"c": {"iri": "c", "type": "claim", "sentence": f"{label} found it.", "direction": verdict, "source": "s",
                    "subject": "p", "subject_label": label, "object": "g", "object_label": "Goal"}}  # fmt: skip
    network = Network(title=f"Picture of {label}", statements=claims, sources={"s": source}, scope=label, licence=label)
    network.add_node("p", label=label, kind="Practice", **node)
    network.add_node("g", label="Goal", kind="EquityGoal", column=1)
    network.add_edge(
        "p", "g", key="k", kind="evidence", verdict=verdict, strength=f"{verdict}, one source", statements=["c"]
    )
    complete(network)
    return network


def test_says_what_the_text_says(bundled_graph: KnowledgeGraph, changed_graph: KnowledgeGraph) -> None:
    before, after = (
        graph.view("practice", practice="high-dosage-tutoring") for graph in (bundled_graph, changed_graph)
    )
    changes = compare(before, after)
    page = Text(generate_changes_html(changes, before, after))

    for sentence in in_short(changes):
        assert sentence in page.text
    for heading in ("Verdicts and support that changed (2)", "Claims added (1)", "Claims withdrawn (1)",
                    "Sources removed (1)", "Lines changed (1)"):  # fmt: skip
        assert heading in page.text
    assert "Attendance fell." in page.text
    assert ("a", {"href": "https://doi.org/10.26300/eh0c-pc52"}) in page.tags


def test_asks_for_nothing_and_runs_nothing(bundled_graph: KnowledgeGraph) -> None:
    before, after = (bundled_graph.view("practice", practice=name) for name in ("looping", "advisory"))
    page = page_of(before, after)
    tags = Text(page).tags
    named = {tag for tag, _ in tags}

    assert not named & {"script", "img", "link", "iframe", "object", "form", "base"}
    assert not [attributes for _, attributes in tags if {"src", "style", "onclick", "srcset"} & attributes.keys()]
    assert 'content="default-src &#39;none&#39;; script-src &#39;none&#39;; style-src &#39;sha256-' in page
    assert "url(" not in page


def test_tables_have_headers(bundled_graph: KnowledgeGraph) -> None:
    before, after = (bundled_graph.view("practice", practice=name) for name in ("looping", "advisory"))
    tags = Text(page_of(before, after)).tags
    headers = [attributes.get("scope") for tag, attributes in tags if tag == "th"]

    assert {"col", "row"} == set(headers)
    assert sum(tag == "table" for tag, _ in tags) == sum(tag == "thead" for tag, _ in tags)


def test_a_large_picture_shows_what_changed(bundled_graph: KnowledgeGraph, changed_graph: KnowledgeGraph) -> None:
    before, after = (graph.view("practices-to-goals") for graph in (bundled_graph, changed_graph))
    page = page_of(before, after)

    assert len(before) > MOST_DRAWN
    assert "3 of 92 things shown: what changed, and the ends of lines that changed." in page
    assert page.count('<path class="k') + page.count(' class="l"') < 60


def test_the_same_needs_no_picture() -> None:
    page = page_of(make(), make())

    assert "No change." in page
    assert "The picture" not in page


def test_nothing_at_all_is_a_page() -> None:
    assert "What changed: two networks" in page_of(Network(), Network())


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("after", ["renamed", "new"])
def test_hostile_labels_stay_words(hostile, after) -> None:
    second = make(hostile, "negative") if after == "renamed" else make("Tutoring")
    if after == "new":
        second.add_node("h", label=hostile, kind="Practice")
        second.graph["sources"]["t"] = {"iri": "t", "citation": hostile, "url": "javascript:alert(1)"}
        complete(second)
    page = page_of(make(), second)
    read = Text(page)

    assert not {"script", "img", "b"} & {tag for tag, _ in read.tags}
    assert not [
        value for _, attributes in read.tags if (value := attributes.get("href") or "").startswith("javascript")
    ]
    assert "\x00" not in page
    assert page.isascii() or page.encode("utf-8")
    assert (
        " ".join(hostile.replace("\x00", "\ufffd").replace("\x1b", "\ufffd").replace("\ufffe", "\ufffd").split())
        in read.text
    )


PROGRAM = """
import sys
from equigraph.exporters.changes_page import generate_changes_html
from equigraph.graph.changes import compare
from equigraph.graph.knowledge_graph import KnowledgeGraph
with KnowledgeGraph.open() as graph:
    networks = [graph.view("practice", practice=name) for name in ("looping", "advisory")]
    sys.stdout.buffer.write(generate_changes_html(compare(*networks), *networks).encode())
"""


def test_another_process_writes_the_same(bundled_graph: KnowledgeGraph) -> None:
    before, after = (bundled_graph.view("practice", practice=name) for name in ("looping", "advisory"))
    environment = {**os.environ, "PYTHONHASHSEED": "99"}
    out = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, check=True).stdout

    assert page_of(before, after).encode() == out


# --- how it is drawn ------------------------------------------------------------------------


@pytest.fixture
def union() -> Network:
    """A picture with one part of every kind."""
    before, after = make(), make(verdict="negative")
    before.add_node("old", label="Old", kind="Organization")
    before.add_edge("old", "p", key="funds", kind="relation", label="funds")
    after.add_node("new", label="New", kind="Organization")
    after.add_edge("new", "p", key="funds", kind="relation", label="funds")
    after.nodes["g"]["label"] = "New goal"
    for network in (before, after):
        network.add_node("s", label="Same", kind="Organization")
        network.add_edge("s", "p", key="funds", kind="relation", label="funds")
        complete(network)
    return unite(before, after, compare(before, after))


def test_lines_are_told_apart_three_times(union: Network) -> None:
    curves = {curve.change: curve for curve in draw(union).curves}

    assert {"added", "removed", "changed", "same"} == set(curves)
    for change, curve in curves.items():
        look = CHANGES[change]
        assert (look.token, look.dash, look.glyph) == (curve.colour, curve.dash, curve.glyph)
        assert curve.text.startswith(f"{look.words}: ")
    assert curves["same"].width < curves["added"].width == curves["removed"].width == curves["changed"].width
    assert curves["changed"].text.endswith("negative, one source. Before: positive, one source")


def test_what_changed_lies_on_top(union: Network) -> None:
    assert ["same", "changed", "removed", "added"] == [curve.change for curve in draw(union).curves]


def test_signs_and_arrowheads_do_not_meet(union: Network) -> None:
    for curve in draw(union).curves:
        if curve.arrow and curve.glyph:
            corners = [x for x, _ in curve.arrow]
            assert not min(corners) - 5.9 < curve.glyph_x < max(corners) + 5.9


def test_boxes_have_frame_sign_and_word(union: Network) -> None:
    boxes = {box.lines[0]: box for box in draw(union).boxes}

    assert {"Old": "removed", "New": "added", "New goal": "changed", "Same": "same", "Tutoring": "same"} == {
        label: box.change for label, box in boxes.items()
    }
    assert all(box.change == "same" or box.change in box.detail for box in boxes.values())
    assert all(not box.bars for box in boxes.values())


def test_a_frame_around_words_alone_stands_close_to_them(union: Network) -> None:
    drawing = draw(union)
    [old] = [box for box in drawing.boxes if box.lines == ("Old",)]
    root = ET.fromstring(generate_svg(union, frame=False))
    [node] = [part for part in root.iter() if part.get("data-node") == "old"]
    [frame] = [part for part in node if part.tag.endswith("rect") and part.get("fill") == "none"]
    left, width = (float(str(frame.get(name))) for name in ("x", "width"))

    assert "plain" == old.shape
    assert old.x - old.width / 2 - 6.1 <= left < old.text_x - 20
    assert old.text_x < left + width


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_picture_holds_every_look(union: Network, theme) -> None:
    svg = generate_svg(union, theme)

    for look in CHANGES.values():
        assert colour(look.token, theme) in svg
        assert f">{look.words}<" in svg


def test_legend_says_only_what_occurs(union: Network) -> None:
    words = [item.text for item in legend(union)]
    lone = Network()
    lone.add_node("a", change="added")

    assert [
        "A line says what became of it, not what studies found.",
        "added",
        "removed",
        "changed",
        "the same in both",
    ] == words
    assert ["added"] == [item.text for item in legend(lone) if item.sort != "note"]


def test_other_pictures_are_as_they_were() -> None:
    drawing = draw(make())

    assert {""} == {part.change for part in (*drawing.boxes, *drawing.curves)}
    assert ["+"] == [curve.glyph for curve in drawing.curves]
