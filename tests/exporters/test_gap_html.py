"""The page of a gap map as text: one file, every cell as it is graded, nothing that could run."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from equigraph.errors import NotSavedError
from equigraph.exporters.gap_cards import claim_order
from equigraph.exporters.gap_html import generate_gap_html, write_gap_html
from equigraph.exporters.gap_palette import GAP_LOOKS
from equigraph.exporters.gap_shown import MOST_CELLS, choices_of, count, shown
from equigraph.graph.gap_map import TOTAL, GapMap
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.profile import read_profile

LARGEST_BYTES = 1_500_000
BLOCKS = {"p", "ol", "div", "h3", "h4", "article", "section"}
VOID = {"meta", "br", "input", "link", "path", "use", "rect", "circle"}


class Reader(HTMLParser):
    """Reads a page the way a browser does: elements, attributes, the text of scripts, and the words of marked parts."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[dict[str, str | None], str]] = []
        self.parts: dict[str, str] = {}
        self.text = ""
        self._open: dict[str, str | None] | None = None
        self._part = ""
        self._hidden: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag in {"script", "style"}:
            self._open = found
        if tag in {"article", "section", "h2"}:
            self._part = found.get("id") or ""
        if tag in {"td", "th", "li"}:
            self._part = f"cell {found['data-cell']}" if tag == "td" and "data-cell" in found else self._part
            self._part = self._part if tag == "li" or "data-cell" in found else ""
        if self._hidden[:1] == ["p"] and tag in BLOCKS:  # which end a paragraph, whether its end is written or not
            self._hidden = []
        if self._hidden or ("hidden" in found and tag not in VOID):
            self._hidden += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._open = None
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self.raw.append((self._open, data))
            return
        self.text += data
        if self._part and not self._hidden:
            self.parts[self._part] = self.parts.get(self._part, "") + data + " "

    def data(self) -> dict[str, Any]:
        (text,) = [text for attrs, text in self.raw if attrs.get("id") == "map-data"]
        found: dict[str, Any] = json.loads(text)
        return found


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def found(bundled_graph: Any) -> GapMap:
    return bundled_graph.gaps()


@pytest.fixture(scope="module")
def page(found: GapMap) -> str:
    return generate_gap_html(found)


@pytest.fixture(scope="module")
def read(page: str) -> Reader:
    return Reader(page)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GapMap]:
    path = tmp_path_factory.mktemp("profile") / "ours.toml"
    path.write_text('groups = ["english-learners"]', encoding="utf-8")
    with KnowledgeGraph.open("bundled", profile=read_profile(path)) as graph:
        yield graph.gaps()


MAPS = {
    "all": {},
    "one group": {"group": "english-learners"},
    "exact": {"group": "students-of-color", "exact": True},
    "two groups": {"group": ["english-learners", "students-with-disabilities"]},
    "one row": {"practice": "looping"},
    "categories": {"rows": "category"},
    "organizations": {"rows": "organization"},
    "one design": {"design": "rct"},
}


@pytest.fixture(scope="module", params=MAPS.values(), ids=list(MAPS))
def any_map(bundled_graph: Any, request: pytest.FixtureRequest) -> GapMap:
    return bundled_graph.gaps(**request.param)


# --- every number is the map's ----------------------------------------------------------------


def test_every_choice_shows_each_cell_as_the_map_grades_it(any_map):
    choices = choices_of(any_map)
    for (p, d), state in choices.states.items():
        people, design = choices.populations[p].iri, choices.designs[d]
        for place, key in enumerate(choices.keys):
            cell = any_map.cell(*key, people, design)
            places = state.cells.get(place)
            assert (places is not None) == bool(cell.claims or cell.general_claims)
            if places is None:
                continue
            assert shown(cell.grade) == choices.grades[places[0]]
            assert bool(cell.general_claims) == (len(places) > 1 and places[1] >= 0)
            if cell.general_claims and cell.general:
                assert shown(cell.general) == choices.grades[places[1]]


def test_every_cell_that_holds_a_claim_for_a_population_is_prepared(any_map):
    choices = choices_of(any_map)
    held = {
        key
        for key in any_map.filled()
        for people in any_map.populations
        if (cell := any_map.cell(*key, people.iri)).claims or cell.general_claims
    }

    assert held == set(choices.keys)


def test_every_total_is_the_maps(any_map):
    choices = choices_of(any_map)
    for (p, d), state in choices.states.items():
        chosen = (choices.populations[p].iri, choices.designs[d])
        own = [key for key in any_map.filled() if any_map.cell(*key, *chosen).claims]
        for rows, headings in ((True, any_map.rows), (False, any_map.columns)):
            numbers = state.rows if rows else state.columns
            for place, heading in enumerate(headings):
                grade = any_map.cell(*((heading.iri, TOTAL) if rows else (TOTAL, heading.iri)), *chosen).grade
                filled = sum(key[0 if rows else 1] == heading.iri for key in own)
                assert [filled, grade.claims, grade.counted] == numbers.get(place, [0, 0, 0])
        whole = any_map.cell(TOTAL, TOTAL, *chosen).grade
        assert [len(own), whole.claims, whole.counted] == state.total
        assert state.says.startswith(f"{len(own):,} of {len(any_map.rows) * len(any_map.columns):,} cell")


def test_evidence_like_ours_is_the_maps(ours):
    choices = choices_of(ours)
    for (p, d), state in choices.states.items():
        for place, places in state.cells.items():
            cell = ours.cell(*choices.keys[place], choices.populations[p].iri, choices.designs[d])
            assert cell.ours
            assert shown(cell.ours.grade) == choices.grades[places[2]]
            assert [cell.ours.unlike, cell.ours.unknown] == places[3:]


def test_the_page_says_of_each_claim_for_which_choices_it_counts(any_map):
    choices = choices_of(any_map)
    data = Reader(generate_gap_html(any_map)).data()
    order = claim_order(choices)
    for p, people in enumerate(choices.populations):
        for d, design in enumerate(choices.designs):
            for place, key in enumerate(choices.keys):
                cell = any_map.cell(*key, people.iri, design)
                told = [(iri, data["claims"][order.index(iri)]) for iri in choices.claims[place]]
                fitting = [(iri, one) for iri, one in told if d in one["designs"]]
                own = [iri for iri, one in fitting if p in one["own"]]
                apart = [iri for iri, one in fitting if p in one["apart"] and p not in one["own"]]
                assert list(cell.claims) == own
                assert [iri for iri in cell.general_claims if iri not in own] == apart


def test_the_data_of_the_page_are_the_choices(found, read):
    choices, data = choices_of(found), read.data()

    assert [grade.as_record() for grade in choices.grades] == data["grades"]
    assert len(choices.states) == len(found.populations) * (len(found.designs) + 1) == len(data["states"])
    for (p, d), state in choices.states.items():
        record = data["states"][f"{p}.{d}"]
        assert state.says == record["says"]
        for name in ("cells", "rows", "columns"):
            numbers = {int(place): value for place, value in record.get(name, {}).items()}
            assert getattr(state, name) == numbers
    assert "absolute gap" == data["grades"][data["empty"]][0]


def test_each_cell_says_verdict_kind_sources_and_how_sure(found, read):
    for place, key in enumerate(choices_of(found).keys):
        said = shown(found.cell(*key).grade)
        expected = f"{said.verdict} {said.kind} {said.sources} how sure: {said.how_sure}"
        assert expected == squeezed(read.parts[f"cell {place}"])


def test_a_cell_with_claims_about_all_students_alone_is_a_gap_and_says_so(bundled_graph):
    found = bundled_graph.gaps(group="english-learners")
    read = Reader(generate_gap_html(found))
    choices = choices_of(found)
    place = next(
        place for place, key in enumerate(choices.keys) if not found.cell(*key).claims and found.cell(*key).general
    )
    cell = found.cell(*choices.keys[place])
    assert cell.general
    general = shown(cell.general)

    assert f"no claim all students: {general.verdict}, {general.sources}" == squeezed(read.parts[f"cell {place}"])
    card = squeezed(read.parts[f"c{place}"])
    assert "Not specific to English Learners : claims about all students" in card
    assert f"{general.says} How sure: {general.reason}." in card


def test_each_card_tells_the_two_scales_apart_and_what_speaks_against_first(found, read):
    records = found.network.graph["statements"]
    for place, key in enumerate(choices_of(found).keys):
        cell, card = found.cell(*key), squeezed(read.parts[f"c{place}"])
        assert f"How sure : {cell.grade.reason} ." in card
        assert f"How well done: {cell.grade.quality}" in card
        assert cell.grade.gap.definition in card
        places = [card.index(squeezed(records[iri]["sentence"])) for iri in cell.claims]
        assert places == sorted(places)


def test_every_finding_citation_cost_and_blind_spot_is_in_the_page(found, read):
    words = squeezed(read.text)
    graph = found.network.graph
    for record in graph["statements"].values():
        assert squeezed(record["sentence"]) in words
    for source in graph["sources"].values():
        assert squeezed(source["citation"]) in words
    for text in (*graph["blind_spots"], *found.summary, *found.notes, graph["citation"], found.grader.rule.definition):
        assert squeezed(text) in words


def test_costs_stand_beside_their_practice_and_are_never_averaged(found, read):
    records = found.network.graph["statements"]
    for number, row in enumerate(found.rows):
        if not row.costs:
            assert f"k{number}" not in read.parts
            continue
        card = squeezed(read.parts[f"k{number}"])
        for iri in row.costs:
            assert squeezed(records[iri]["sentence"]) in card
            assert all(squeezed(note) in card for note in records[iri]["notes"])
        assert len(row.costs) == card.count("Source ")


def test_kinds_are_explained_with_how_many_there_are(found, read):
    words = squeezed(read.text)
    for step in found.grader.rule.gaps:
        assert step.definition in words
        assert step.yields in GAP_LOOKS
    assert "Absolute gap 1,657No claim in this graph." in words


@pytest.mark.parametrize("rows", ["category", "organization"])
def test_a_row_of_several_practices_says_which(bundled_graph, rows):
    found = bundled_graph.gaps(rows=rows)
    read = Reader(generate_gap_html(found))
    labels = {iri: node["label"] for iri, node in found.network.nodes(data=True)}
    for place, key in enumerate(choices_of(found).keys):
        card = squeezed(read.parts[f"c{place}"])
        for practice in found.cell(*key).practices:
            assert squeezed(labels[practice]) in card.split("Practices:")[1]


def test_each_cell_links_to_its_line_and_names_the_command(found, page, read):
    ids = {attrs.get("id") for tag, attrs in read.elements if tag == "g"}

    assert found.network.number_of_edges() == len(ids - {None})
    assert "equigraph view practices-to-goals --practice practice:high-dosage-tutoring --goal goal:" in read.text
    assert len(choices_of(found).keys) == page.count(">the line of this cell</a>")


def test_the_command_keeps_the_choices_of_the_map(bundled_graph):
    text = Reader(generate_gap_html(bundled_graph.gaps(group="english-learners", design="rct"))).text

    assert "--group group:english-learners" in text
    assert "--design design:rct" in text
    assert "--max-nodes" not in text


def test_groups_that_count_together_are_named(bundled_graph, read):
    words = squeezed(read.text)

    assert "Students of color includes: " in words
    assert "group that no claim here is about" in words or "groups that no claim here is about" in words
    exact = squeezed(Reader(generate_gap_html(bundled_graph.gaps(group="students-of-color", exact=True))).text)
    assert "Each group was taken alone (exact)" in exact
    assert "includes:" not in exact


def test_a_profile_shows_both_grades_and_what_cannot_be_told(ours):
    read = Reader(generate_gap_html(ours))
    for place, key in enumerate(choices_of(ours).keys):
        card, likely = squeezed(read.parts[f"c{place}"]), ours.cell(*key).ours
        assert likely
        everything, like = card.split("Evidence like ours")
        assert "All evidence" in everything
        assert likely.grade.reason in like
        assert f"for {count(likely.unknown, 'claim')} it cannot be told." in like
    assert "like ours: groupsEnglish Learners" in squeezed(read.text)
    assert "like ours" not in squeezed(
        Reader(generate_gap_html(replace(ours, likeness=None, profile={}, summary=[]))).text
    )


def test_claims_without_a_record_are_counted_and_said(found):
    bare = nx.MultiDiGraph(**{**found.network.graph, "statements": {}})
    read = Reader(generate_gap_html(replace(found, network=bare)))
    key = choices_of(found).keys[0]
    number = len(found.cell(*key).claims)

    assert f"{count(number, 'claim')} are counted but not listed" in squeezed(read.parts["c0"])
    assert "In the network:" not in read.text
    assert "network" not in read.parts


def test_populations_that_are_too_many_are_counted(found, monkeypatch):
    monkeypatch.setattr("equigraph.exporters.gap_shown.MOST_CELLS", 5 * len(found.filled()))
    choices = choices_of(found)

    assert 5 == len(choices.populations)
    assert len(found.populations) - 5 == choices.left_out
    assert f"5 of {len(found.populations)} groups can be chosen here" in squeezed(Reader(generate_gap_html(found)).text)
    assert MOST_CELLS > len(found.populations) * len(found.filled())


# --- one file ---------------------------------------------------------------------------------


def test_the_page_is_lean(page):
    assert LARGEST_BYTES >= len(page.encode("utf-8"))


def test_nothing_is_loaded_and_no_element_carries_script_or_style(read):
    allowed = {("a", "href"), ("use", "href")}
    for tag, attrs in read.elements:
        for name, value in attrs.items():
            assert not name.startswith("on")
            assert "style" != name
            if name in {"src", "href", "action", "srcset", "data", "poster", "xlink:href"}:
                assert (tag, name) in allowed
                assert value is not None
                assert value.startswith(("#",) if tag == "use" else ("#", "https://", "http://", "mailto:"))


def test_every_script_and_style_has_its_hash_in_the_policy(read):
    (policy,) = [attrs["content"] for tag, attrs in read.elements if tag == "meta" and attrs.get("http-equiv")]
    running = [text for attrs, text in read.raw if attrs.get("type") != "application/json"]

    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert 3 == len(running)
    for text in running:
        digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_anchors_lead_somewhere_and_ids_are_unique(any_map):
    elements = Reader(generate_gap_html(any_map)).elements
    ids = [attrs["id"] for _, attrs in elements if "id" in attrs]
    targets = {attrs["href"] for tag, attrs in elements if tag in {"a", "use"} and (attrs["href"] or "")[:1] == "#"}

    assert len(ids) == len(set(ids))
    assert set() == {target[1:] for target in targets if target} - set(ids)


def test_the_table_has_as_many_cells_as_the_map(any_map):
    elements = Reader(generate_gap_html(any_map)).elements
    columns = sum(tag == "th" and attrs.get("scope") == "col" for tag, attrs in elements)
    rows = sum(tag == "th" and attrs.get("scope") == "row" for tag, attrs in elements)
    cells = sum(tag == "td" for tag, _ in elements)

    assert len(any_map.columns) + 2 == columns
    assert len(any_map.rows) + 1 == rows
    assert (len(any_map.rows) + 1) * (len(any_map.columns) + 1) == cells


def test_a_map_of_nothing_says_so(tmp_path):
    path = tmp_path / "empty.ttl"
    path.write_text("", encoding="utf-8")
    with KnowledgeGraph.open(str(path)) as graph:
        found = graph.gaps()
    read = Reader(generate_gap_html(found))

    assert "There is nothing to map" in read.text
    assert not any(tag == "table" for tag, _ in read.elements)
    assert 2 == len(read.raw)


HOSTILE = (
    "</script><script>window.hit=1</script>",
    '<img src=x onerror="window.hit=1">',
    "\"quotes\" & 'apostrophes' &lt;kept&gt;",
    "مرحبا \u202eبالعالم",
    "emoji 👩🏽‍🏫 {{ 7*7 }} ${1} \x00",
    "long " * 2_000,
)


def test_hostile_words_are_text(found):
    rows = [
        replace(row, label=words, group=words, summary=words) for row, words in zip(found.rows, HOSTILE, strict=False)
    ]
    columns = [replace(one, label=words) for one, words in zip(found.columns, HOSTILE, strict=False)]
    people = [replace(one, label=words) for one, words in zip(found.populations, HOSTILE, strict=False)]
    hostile = replace(
        found,
        rows=rows,
        columns=columns,
        populations=people,
        summary=list(HOSTILE),
        parameters={HOSTILE[1]: HOSTILE[0]},
    )
    page = generate_gap_html(hostile)
    read = Reader(page)

    assert "<script>window" not in page
    assert not [tag for tag, _ in read.elements if tag == "img"]
    for words in HOSTILE:
        assert squeezed(words.replace("\x00", "\ufffd")) in squeezed(read.text)
    assert 4 == len(read.raw)
    assert HOSTILE[2] in read.data()["people"]


def test_the_same_map_gives_the_same_bytes(found, page):
    assert page == generate_gap_html(found)


def test_the_same_bytes_for_another_hash_seed():
    program = (
        "import hashlib; from equigraph.graph.knowledge_graph import KnowledgeGraph\n"
        "from equigraph.exporters.gap_html import generate_gap_html\n"
        "with KnowledgeGraph.open('bundled') as graph:\n"
        "    for rows in ('practice', 'organization'):\n"
        "        page = generate_gap_html(graph.gaps(rows=rows, category='academic-support'))\n"
        "        print(hashlib.sha256(page.encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert 1 == len(digests)


def test_writing_is_whole_or_not_at_all(bundled_graph, tmp_path: Path):
    found = bundled_graph.gaps(practice="looping")
    path = tmp_path / "map.html"
    write_gap_html(found, path)

    assert generate_gap_html(found) == path.read_text(encoding="utf-8")
    with pytest.raises(NotSavedError):
        write_gap_html(found, tmp_path / "missing" / "map.html")
