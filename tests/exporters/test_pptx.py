"""Slides: native, glued, cited, accessible; all of a network is on them, or they say what is not."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx_rules import A, P, bibliography, check, cited, ends, is_line, make, marks, notes, opened, says, shapes, title

from equigraph.errors import NotSavedError
from equigraph.exporters.deck import Deck
from equigraph.exporters.lines import line_words
from equigraph.exporters.pptx import generate_pptx, write_pptx
from equigraph.graph.labels import clean

VERDICTS = ("positive", "mixed", "conflicting", "no effect found", "negative", "insufficient")
SIGNS = ("+", "~", "+/\N{MINUS SIGN}", "0", "\N{MINUS SIGN}", "?")
HOSTILE = {
    "quotes": "\"double\" & 'single' <b>",
    "script": "</a:t><script>alert(1)</script>",
    "right to left": "\u0645\u062f\u0631\u0633\u0629 \u05d1\u05d9\u05ea \u05e1\u05e4\u05e8 \u202eevil",
    "emoji": "\U0001f9d1\u200d\U0001f3eb \u2764\ufe0f \U0001f1fa\U0001f1f8",
    "control": "a\x00b\x08c\x1bd\x7f\ufffe",
    "surrogate": "half \ud83d pair",
    "cjk": "\u4e2a\u6027\u5316\u5b66\u4e60" * 20,
    "long": "very " * 2000 + "long",
    "one word": "x" * 10_000,
    "formula": "=1+1",
    "newlines": "two\nlines\r\nthree",
    "nothing": "",
}


def every_verdict():
    return make(
        [(f"Practice {word}", "Achievement", {"verdict": word, "strength": f"{word}, one source", "sources": [word]})
         for word in VERDICTS]
    )  # fmt: skip


def slide_called(deck, name):
    return next(slide for slide in deck.slides if title(slide) == name)


# --- real networks --------------------------------------------------------------------------

VIEWS = {
    "practice": {"practice": "high-dosage-tutoring"},
    "practices-to-goals": {},
    "policies": {"state": "colorado"},
    "student-group": {"group": "english-learners"},
}


@pytest.fixture(scope="module", params=VIEWS)
def told(request, bundled_graph):
    """Return a network of the graph that comes with the package, and its deck."""
    network = bundled_graph.view(request.param, **VIEWS[request.param])
    return network, check(generate_pptx(network))


def test_every_thing_and_every_line_is_on_a_slide(told):
    network, deck = told
    said = {says(shape) for slide in deck.slides for shape in shapes(slide)}
    shown = " ".join(shape.text_frame.text for slide in deck.slides for shape in shapes(slide) if shape.has_text_frame)

    for node, data in network.nodes(data=True):
        assert clean(data["label"]) in shown, node
    for edge in network.edges(keys=True):
        words = line_words(network, edge)
        assert words[:499] in {one[:499] for one in said if one}


def test_the_notes_say_every_line_and_cite_every_source_in_full(told):
    network, deck = told
    said = "\n".join(notes(slide) for slide in deck.slides)

    for edge in network.edges(keys=True):
        assert line_words(network, edge) in said
        grade = network.edges[edge]["grade"]
        assert not grade or grade["reason"] in said
    used = {
        network.graph["statements"][iri]["source"]
        for *_, data in network.edges(data=True) for iri in data["statements"]
    } & network.graph["sources"].keys()  # fmt: skip
    assert len(used) == len(bibliography(deck))
    for iri in used:
        assert clean(network.graph["sources"][iri]["citation"]) in said


def test_what_is_elsewhere_is_said_once(told):
    _, deck = told

    for slide in deck.slides:
        assert not re.search(r"other slides?; .*other slides?", " ".join(map(str, map(says, shapes(slide)))))


def test_null_and_negative_lines_lie_on_top(bundled_graph):
    network = bundled_graph.view("practices-to-goals")
    deck = opened(generate_pptx(network))
    ranks = {"positive": 3, "mixed": 4, "no effect found": 6, "conflicting": 7, "negative": 8, "insufficient": 2}

    for slide in deck.slides:
        words = [re.search(r"\. (" + "|".join(VERDICTS) + ")", says(shape)) for shape in slide.shapes if is_line(shape)]
        order = [ranks[found.group(1)] for found in words if found]
        assert order == sorted(order)


def test_a_network_of_too_many_slides_is_ranked_and_says_so(bundled_graph):
    network = bundled_graph.view("policies")
    deck = check(generate_pptx(network))

    names = [title(slide) for slide in deck.slides]
    found = re.search(r": (\d+) of 368 lines$", names[1])
    assert found
    assert int(found.group(1)) == sum(map(is_line, deck.slides[1].shapes))
    assert any(
        f"{found.group(1)} of 368 lines shown" in shape.text_frame.text
        for shape in deck.slides[1].shapes
        if shape.name == "Takeaway"
    )
    rest = next(slide for slide in deck.slides if "how to see the rest" in title(slide))
    assert "equigraph export policies --help" in rest.shapes[1].text_frame.text
    scope = next(slide for slide in deck.slides if title(slide).startswith("Scope"))
    assert "everything this view knows of" not in scope.shapes[1].text_frame.text
    assert f"{found.group(1)} of 368 lines are shown" in scope.shapes[1].text_frame.text


def test_how_to_see_the_rest_names_what_was_chosen():
    lines = [(f"P{number}", f"G{number}", {"verdict": "mixed", "claims": number}) for number in range(300)]
    deck = check(generate_pptx(make(lines, parameters={"group": "English Learners"})))
    rest = next(slide for slide in deck.slides if "how to see the rest" in title(slide))

    assert "Chosen here: group English Learners." in rest.shapes[1].text_frame.text
    assert "P299 and G299: mixed" in notes(deck.slides[1])


# --- one slide ------------------------------------------------------------------------------


def test_what_stands_on_a_slide():
    deck = check(generate_pptx(every_verdict()))
    slide = deck.slides[0]
    text = {shape.name: shape.text_frame.text for shape in shapes(slide) if shape.has_text_frame}

    assert title(slide) == "A picture"
    assert text["Takeaway"] == "What the picture says."
    assert text["Source"] == "Source: A graph, data version 2026.11.23, CC BY 4.0"
    assert text["Equity goal: Achievement"] == "Achievement"
    ordered = [shape for shape in shapes(slide) if shape.name.startswith("End of a line")]
    pills = {says(shape).split(":")[0]: shape.text_frame.text for shape in ordered}
    assert {word: f"{sign} {pills[word].split()[-1]}" for word, sign in zip(VERDICTS, SIGNS, strict=True)} == pills
    assert list(range(1, 7)) == [
        int(shape.text_frame.text.split()[-1]) for shape in sorted(ordered, key=lambda one: one.top)
    ]


def test_verdicts_are_told_apart_without_colour():
    slide = opened(generate_pptx(every_verdict())).slides[0]
    dashes = {}
    for line in filter(is_line, slide.shapes):
        stops = line._element.findall(f".//{A}ds")
        dashes[says(line).split(": ")[1].split(",")[0]] = tuple((stop.get("d"), stop.get("sp")) for stop in stops)

    assert len(set(dashes.values())) == len(VERDICTS)
    assert dashes["positive"] == ()


def test_an_end_of_a_line_moves_with_its_thing_and_drags_the_line():
    slide = opened(generate_pptx(every_verdict())).slides[0]
    group = next(shape for shape in slide.shapes if shape.name.startswith("Achievement, with"))
    inside = {shape.shape_id for shape in group.shapes}
    glued = {int(end.get("id")) for end in slide._element.iter(A + "endCxn")}

    assert glued < inside
    assert inside - glued == {
        next(shape.shape_id for shape in group.shapes if shape.name == "Equity goal: Achievement")
    }


@pytest.mark.parametrize(
    ("count", "mark"),
    [(1, "1"), (3, "1, 2, 3"), (4, "1, 2, +2"), (12, "1, 2, +10")],
)
def test_the_mark_of_a_line(count, mark):
    network = make(
        [("Tutoring", "Achievement", {"verdict": "positive", "sources": [f"s{number}" for number in range(count)]})]
    )
    slide = check(generate_pptx(network)).slides[0]

    assert [f"+ {mark}"] == [shape.text_frame.text for shape in shapes(slide) if shape.name.startswith("End of a line")]
    assert list(range(1, count + 1)) == cited(notes(slide))
    assert f"Source{'s' if count > 1 else ''}: {', '.join(map(str, range(1, count + 1)))}." in notes(slide)


def test_relations_have_arrowheads_and_our_reading_is_dashed_and_said():
    network = make(
        [
            ("A fund", "A school", {"kind": "relation", "label": "funds", "mapping": "stated", "sources": ["s1"]}),
            ("A fund", "A district", {"kind": "relation", "label": "funds", "mapping": "inferred"}),
        ]
    )
    slide = check(generate_pptx(network)).slides[0]
    lines = {says(shape): shape._element for shape in slide.shapes if is_line(shape)}

    assert {"A fund: funds: A school", "A fund: funds, our reading (inferred): A district"} == set(lines)
    for words, line in lines.items():
        assert line.find(f".//{A}tailEnd").get("type") == "triangle"
        assert (line.find(f".//{A}custDash") is not None) == ("inferred" in words)
    assert [1] == marks(slide)
    assert "A fund: funds, our reading (inferred): A district. No source recorded." in notes(slide)
    assert "funds" in [shape.text_frame.text for shape in slide.shapes if shape.name.startswith("Heading")]
    # Without a source there is no pill: the line is glued to the thing itself.
    district = next(shape for shape in slide.shapes if shape.name.endswith(": A district"))
    assert str(district.shape_id) == lines["A fund: funds, our reading (inferred): A district"].find(
        f".//{A}endCxn"
    ).get("id")


def test_lines_about_all_students_are_faint_and_hollow():
    network = make(
        [("P", "G", {"verdict": "positive", "general": True, "scope_label": "about all students", "sources": ["s"]})]
    )
    slide = check(generate_pptx(network)).slides[0]

    pill = next(shape for shape in shapes(slide) if shape.name.startswith("End of a line"))
    assert "FFFFFF" == pill._element.find(f"{P}spPr/{A}solidFill/{A}srgbClr").get("val")
    assert "about all students" in notes(slide)


def test_lines_from_right_to_left_and_within_a_column():
    network = make([("P", "G", {"kind": "relation", "label": "supports", "sources": ["s"]})])
    network.add_edge("G", "P", "back", **{**dict(network.edges["P", "G", "0"]), "label": "asks for"})
    network.add_node("Q", **{**network.nodes["P"], "iri": "Q", "label": "Q"})
    network.add_edge("P", "Q", "within", **{**dict(network.edges["P", "G", "0"]), "label": "leads to"})
    slide = next(one for one in check(generate_pptx(network)).slides if sum(map(is_line, one.shapes)) == 3)
    found = {
        says(line): (ends(line), line._element.find(f".//{A}gd").get("fmla")) for line in slide.shapes if is_line(line)
    }

    (start, _), (end, _) = found["G: asks for: P"][0]
    assert start > end
    (start, _), (end, _) = found["P: leads to: Q"][0]
    bend = int(found["P: leads to: Q"][1].removeprefix("val "))
    assert start + (end - start) * bend / 100_000 > max(start, end)


def test_a_group_line_says_what_it_bundles_and_marks_no_few_of_its_many_sources():
    network = make([("P", "G", {"kind": "group", "label": "lines", "lines": 12, "claims": 0, "strength": "12 lines", "sources": ["s"]})], by="kind")  # fmt: skip
    network.edges["P", "G", "0"]["verdicts"] = {"mixed": 12}
    deck = check(generate_pptx(network))

    legend = next(says(shape) for shape in deck.slides[0].shapes if shape.name == "Legend")
    assert "Legend: all lines between groups; wider: more lines." == legend
    assert [] == marks(deck.slides[0])
    assert "It bundles 12 lines." in notes(deck.slides[0])
    assert [] == bibliography(deck)


def test_the_notes_say_how_much_evidence_is_like_ours():
    network = make([("P", "G", {"verdict": "mixed", "ours": {"sentence": "One of 2 claims is like ours."}})])

    assert "One of 2 claims is like ours." in notes(opened(generate_pptx(network)).slides[0])


def test_a_network_without_columns_stands_in_two():
    lines = [(f"Fund {number % 2}", f"School {number}", {"kind": "relation", "label": "funds", "sources": ["s"]}) for number in range(3)]  # fmt: skip
    slide = next(
        one for one in check(generate_pptx(make(lines, layout="organic"))).slides if any(map(is_line, one.shapes))
    )

    assert 3 == sum(map(is_line, slide.shapes))
    assert 2 == len(
        {shape.left + shape.width for shape in shapes(slide) if shape.name.startswith(("Practice:", "Equity goal:"))}
    )


def test_things_without_a_line_are_named():
    few = check(generate_pptx(make([("P", "G", {"verdict": "positive"})], alone=["Alone"])))
    many = check(
        generate_pptx(make([("P", "G", {"verdict": "positive"})], alone=[f"Alone {number}" for number in range(30)]))
    )
    only = check(generate_pptx(make([], alone=[f"Alone {number}" for number in range(30)])))

    assert "Alone" in [shape.text_frame.text for shape in few.slides[0].shapes if shape.has_text_frame]
    assert "No line: Alone." in notes(few.slides[0])
    assert ["A picture", "A picture: No line", "Scope, and what is missing", "The data, and how to cite them"] == list(
        map(title, only.slides)
    )
    for deck in (many, only):
        text = slide_called(deck, "A picture: No line").shapes[1].text_frame.text
        assert "30 practices\nAlone 0; Alone 1; Alone 10;" in text


def test_a_heading_wider_than_its_column_stays_on_the_slide():
    network = make(
        [("P", "G", {"verdict": "positive"})], alone=["Alone"], unlinked="No evidence in this graph for these students"
    )
    network.nodes["Alone"]["column"] = 1

    check(generate_pptx(network))


def test_more_names_than_can_be_read_are_counted():
    deck = opened(generate_pptx(make([], alone=[f"Alone {number:03}" for number in range(501)])))

    slide = next(slide for slide in deck.slides if title(slide).startswith("A picture: No line"))
    assert slide.shapes[1].text_frame.text.startswith("501 practices (500 of 501 shown)")


def test_nothing_to_show():
    deck = check(generate_pptx(nx.MultiDiGraph(title="Nothing yet")))

    assert ["Nothing yet", "Scope, and what is missing", "The data, and how to cite them"] == list(
        map(title, deck.slides)
    )
    assert "Nothing to show: no node matches." == deck.slides[0].shapes[1].text_frame.text
    assert "No source is recorded for these data." == deck.slides[0].shapes[2].text_frame.text


# --- texts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_breaks_a_slide_and_all_of_it_is_in_the_notes(text):
    network = make(
        [("p", "g", {"verdict": "negative", "strength": text, "sources": ["s"]})], summary=[text], title=text
    )
    nx.set_node_attributes(network, text or " ", "label")
    network.graph["sources"]["s"].update(citation=text, url="javascript:alert(1)")
    deck = check(generate_pptx(network))

    said = "\n".join(notes(slide) for slide in deck.slides)
    assert f"{clean(text or 'p')} and {clean(text or 'g')}: " in said or not clean(text)
    assert clean(text) in said
    assert not [
        rel
        for slide in deck.slides
        for rel in slide.part.rels.values()
        if rel.is_external and "javascript" in rel.target_ref
    ]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.text(max_size=60), st.integers(0, 5), st.sampled_from(VERDICTS), st.sets(st.sampled_from("abcdefgh"))
        ),
        max_size=14,
    ),
    st.text(max_size=200),
)
def test_any_network_makes_slides_that_keep_the_rules(lines, name):
    network = make(
        [(f"p{number % 7}", f"g{goal}", {"verdict": verdict, "strength": text, "sources": sorted(sources)})
         for number, (text, goal, verdict, sources) in enumerate(lines)],
        title=name,
    )  # fmt: skip
    for number, (text, *_) in enumerate(lines):
        network.nodes[f"p{number % 7}"]["label"] = text or "-"
    deck = check(generate_pptx(network))

    assert network.number_of_edges() == sum(is_line(shape) for slide in deck.slides for shape in slide.shapes)


# --- the file -------------------------------------------------------------------------------


def test_the_same_data_give_the_same_bytes_in_every_process(tmp_path):
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import pptx_rules, hashlib\n"
        "from equigraph.exporters.pptx import generate_pptx\n"
        "n = pptx_rules.make([('p%d' % i, 'g%d' % (i % 3), {'verdict': 'mixed', 'sources': ['s', 't%d' % i]}) for i in range(9)])\n"
        "print(hashlib.sha256(generate_pptx(n)).hexdigest())"
    )
    folder = __file__.rsplit("/exporters/", 1)[0]
    digests = {
        subprocess.run(
            [sys.executable, "-c", script, folder], env={"PYTHONHASHSEED": seed, "PATH": ""}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1")
    }  # fmt: skip

    assert 1 == len(digests)


def test_no_clock_and_no_machine_in_the_file():
    content = generate_pptx(every_verdict())
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert "[Content_Types].xml" == file.namelist()[0]
        assert {(2026, 11, 23, 0, 0, 0)} == {member.date_time for member in file.infolist()}
        assert not [name for name in file.namelist() if "thumbnail" in name]
        core = file.read("docProps/core.xml").decode()
    assert {"2026-11-23T00:00:00Z"} == set(re.findall(r"\d{4}-\d\d-\d\dT[^<]*", core))
    assert "<dc:title>A picture</dc:title>" in core
    assert "<dc:creator>A graph</dc:creator>" in core


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    write_pptx(every_verdict(), tmp_path / "slides.pptx")

    assert "A picture" == title(opened((tmp_path / "slides.pptx").read_bytes()).slides[0])
    with pytest.raises(NotSavedError):
        write_pptx(every_verdict(), tmp_path / "missing" / "slides.pptx")


@pytest.mark.parametrize("date", ["2026-02-30", "1979-01-01", "2200-01-01", "soon", ""])
def test_a_date_that_no_file_can_hold_is_left_out(date):
    made = opened(generate_pptx(make([("P", "G", {"verdict": "positive"})], data_date=date)))

    assert 1980 == made.core_properties.modified.year


def test_an_address_longer_than_office_programs_take_is_no_link():
    long = "https://example.org/" + "x" * 3000
    network = make([("P", "G", {"verdict": "positive", "sources": ["s"]})])
    for source in network.graph["sources"].values():
        source["url"] = long
        source["citation"] = f"A report. {long}"
    made = opened(generate_pptx(network))
    targets = [
        rel.target_ref
        for slide in made.slides
        for part in (slide.part, slide.notes_slide.part)
        for rel in part.rels.values()
        if rel.is_external
    ]

    assert [] == [target for target in targets if len(target) > 2000]
    assert any(long in notes(slide) for slide in made.slides)


def test_the_notes_say_how_to_make_the_same_picture_as_a_page(bundled_graph):
    network = bundled_graph.view("practices-to-goals", group="english-learners", direction="positive", exact=True)
    said = "\n".join(map(notes, opened(generate_pptx(network)).slides))

    command = (
        "equigraph export practices-to-goals practices-to-goals.html --group group:english-learners --exact "
        "--direction direction:positive"
    )
    assert command in said


def test_a_title_of_ones_own_does_not_hide_what_was_chosen(bundled_graph):
    network = bundled_graph.view("practices-to-goals", group="english-learners")
    deck = Deck()
    deck.add_network(network, title="Our own title")
    slides = [slide for slide in opened(deck.finish(title="A talk")).slides if title(slide).startswith("Our own title")]

    assert len(slides) > 2
    for slide in slides:
        words = " ".join(shape.text_frame.text for shape in shapes(slide) if shape.has_text_frame)
        assert "Chosen here: group: English Learners." in words, title(slide)
