"""The table of formats, each read back for every view; and the formats that keep data: node-link JSON, Turtle, GraphML."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import bibtexparser
import networkx as nx
import pptx_rules
import pyoxigraph as ox
import pypdf
import pytest
import python_calamine
import rispy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from word_reader import WordFile

from equigraph.errors import DataError, ExportError, OptionError, UnknownFormatError, UnrepresentableValueError
from equigraph.exporters.csv_zip import parse_csv_zip
from equigraph.exporters.exporter import Exporter
from equigraph.exporters.formats import EXPORTERS, export, exporter_for
from equigraph.exporters.graphml import generate_graphml
from equigraph.exporters.lines import line_words
from equigraph.exporters.node_link import generate_node_link, parse_node_link, read_node_link
from equigraph.exporters.turtle import generate_turtle
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import edges_of
from equigraph.graph.positions import parse_positions, positions_of

HOSTILE = [
    '</script><script>alert("x")</script>',
    "\"quotes\" and 'quotes' & <tags>",
    "مساواة في التعلم",  # right to left
    "👩🏽‍🏫🌍",
    "x" * 10_000,
    "a\u0000b\u0001c\ufffe",  # illegal in XML
    "line\nbreak\r\n. <a> <b> <c> .",
]


class Structure(HTMLParser):
    """Refuses a page whose elements are not nested, so far as HTML asks for closing tags at all."""

    VOID = frozenset({"br", "img", "input", "link", "meta"})
    MAY_STAY_OPEN = frozenset({"li", "td", "th", "tr", "p", "dt", "dd", "option"})  # HTML, 13.1.2.4

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: list[str] = []
        self.feed(page)
        self.close()
        assert [] == self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"{tag} says an attribute twice"
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in self.MAY_STAY_OPEN:
            self.open.pop()
        assert self.open, f"</{tag}> closes nothing"
        assert tag == self.open.pop()


def read_html(text: str, network: nx.MultiDiGraph) -> None:
    page = Structure(text)

    assert "<!DOCTYPE html>" in text[:40]
    assert ["html", "head", "meta"] == page.seen[:3]
    assert len(network) + network.number_of_edges() == page.seen.count("article")


def read_svg(text: str, network: nx.MultiDiGraph) -> None:
    root = ET.fromstring(text)

    assert "{http://www.w3.org/2000/svg}svg" == root.tag
    assert set(network) == {part.get("data-node") for part in root.iter() if part.get("data-node")}
    assert network.number_of_edges() == sum(part.get("data-edge") is not None for part in root.iter())


def read_json(text: str, network: nx.MultiDiGraph) -> None:
    back = parse_node_link(text)

    assert set(network.edges(keys=True)) == set(back.edges(keys=True))
    assert dict(network.nodes(data=True)) == dict(back.nodes(data=True))


def read_turtle(text: str, network: nx.MultiDiGraph) -> None:
    triples = {f"{quad.triple} ." for quad in ox.parse(text.encode(), ox.RdfFormat.TURTLE)}

    assert set(network.graph["triples"]) == triples


def read_graphml(text: str, network: nx.MultiDiGraph) -> None:
    back = nx.parse_graphml(text, force_multigraph=True)

    assert set(network) == set(back)
    assert network.number_of_edges() == back.number_of_edges()


def read_trig(text: str, network: nx.MultiDiGraph) -> None:
    quads = list(ox.parse(text.encode(), ox.RdfFormat.TRIG))

    assert {ox.DefaultGraph()} >= {quad.graph_name for quad in quads}
    assert set(network.graph["triples"]) == {f"{quad.triple} ." for quad in quads}


def read_json_ld(text: str, network: nx.MultiDiGraph) -> None:
    triples = {f"{quad.triple} ." for quad in ox.parse(text.encode(), ox.RdfFormat.JSON_LD)}

    assert set(network.graph["triples"]) == triples


def read_csv(text: str, network: nx.MultiDiGraph) -> None:
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    lines = {(row["from_iri"], row["relation_iri"], row["to_iri"]) for row in rows if row["to_iri"]}
    things = {end for row in rows for end in (row["from_iri"], row["to_iri"])}

    assert set(network) == things - {""}
    assert {(u, edge["iri"], v) for u, v, edge in network.edges(data=True)} == lines
    assert set(network.graph["statements"]) == {row["statement_iri"] for row in rows} - {""}


def read_gexf(text: str, network: nx.MultiDiGraph) -> None:
    back = nx.read_gexf(io.BytesIO(text.encode()), version="1.3")

    assert set(network) == set(back)
    assert network.number_of_edges() == back.number_of_edges()


def read_dot(text: str, network: nx.MultiDiGraph) -> None:
    assert len(network) == len(re.findall(r"^  n\d+ \[", text, re.MULTILINE))
    assert network.number_of_edges() == len(re.findall(r"^  n\d+ -> n\d+ \[", text, re.MULTILINE))


def read_mermaid(text: str, network: nx.MultiDiGraph) -> None:
    assert len(network) == len(re.findall(r"^  n\d+\W.*:::", text, re.MULTILINE))
    assert network.number_of_edges() == len(re.findall(r'^  n\d+ -->\|".*"\| n\d+$', text, re.MULTILINE))


def read_bibtex(text: str, network: nx.MultiDiGraph) -> None:
    library = bibtexparser.parse_string(text)

    assert [] == library.failed_blocks
    assert set(network.graph["sources"]) == {entry["iri"] for entry in library.entries}
    assert len(library.entries) == len({entry.key.casefold() for entry in library.entries})


def read_ris(text: str, network: nx.MultiDiGraph) -> None:
    notes = [note for one in rispy.loads(text) for note in one["notes"] if note.startswith("IRI: ")]

    assert sorted(network.graph["sources"]) == sorted(note.removeprefix("IRI: ") for note in notes)


def read_csl(text: str, network: nx.MultiDiGraph) -> None:
    assert set(network.graph["sources"]) == {item["custom"]["iri"] for item in json.loads(text)}


def read_zip(content: bytes, network: nx.MultiDiGraph) -> None:
    back = parse_csv_zip(content)

    assert (len(network), network.number_of_edges()) == (len(back), back.number_of_edges())
    assert network.graph["statements"].keys() == back.graph["statements"].keys()
    assert network.graph["sources"].keys() == back.graph["sources"].keys()


def read_workbook(content: bytes, network: nx.MultiDiGraph) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = {name: len(book.get_sheet_by_name(name).to_python()) - 1 for name in book.sheet_names}

    assert ["Read me", "Evidence", "Things", "Lines", "Claims", "Sources"] == book.sheet_names
    assert (len(network), network.number_of_edges()) == (rows["Things"], rows["Lines"])
    assert (len(network.graph["statements"]), len(network.graph["sources"])) == (rows["Claims"], rows["Sources"])


def read_layout(text: str, network: nx.MultiDiGraph) -> None:
    assert positions_of(network) == parse_positions(text)


def read_png(content: bytes, network: nx.MultiDiGraph) -> None:
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.width >= network.graph["width"]
        assert network.graph["title"] == picture.text["Title"]


def read_pdf(content: bytes, network: nx.MultiDiGraph) -> None:
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    words = "".join(page.extract_text().split())

    assert "".join(network.graph["title"].split()) in words
    assert all("".join(data["label"].split()) in words for data in network.nodes.values() if len(data["label"]) < 20)


def read_pptx(content: bytes, network: nx.MultiDiGraph) -> None:
    pptx_rules.check(content)
    slides = pptx_rules.opened(content).slides
    told = "\n".join(map(pptx_rules.notes, slides))
    shown = sum(line_words(network, edge) in told for edge in network.edges(keys=True))
    cut = f"{shown:,} of {network.size():,} lines"

    assert shown == network.size() or any(cut in pptx_rules.title(slide) for slide in slides)


def read_docx(content: bytes, network: nx.MultiDiGraph) -> None:
    file = WordFile(content)

    assert [] == file.problems()
    assert all(record["sentence"] in file.text for record in network.graph["statements"].values())


READERS = {
    ".html": read_html,
    ".svg": read_svg,
    ".csv": read_csv,
    ".json": read_json,
    ".graphml": read_graphml,
    ".gexf": read_gexf,
    ".dot": read_dot,
    ".mmd": read_mermaid,
    ".ttl": read_turtle,
    ".trig": read_trig,
    ".jsonld": read_json_ld,
    ".bib": read_bibtex,
    ".ris": read_ris,
    ".csl.json": read_csl,
    ".layout.json": read_layout,
}
BINARY = {
    ".csv.zip": read_zip,
    ".xlsx": read_workbook,
    ".png": read_png,
    ".pdf": read_pdf,
    ".pptx": read_pptx,
    ".docx": read_docx,
}


def read_back(path: Path, network: nx.MultiDiGraph) -> None:
    suffix = exporter_for(path).suffixes[0]
    if suffix in BINARY:
        BINARY[suffix](path.read_bytes(), network)
    else:
        READERS[suffix](path.read_bytes().decode("utf-8"), network)


VIEWS = (
    "commitments", "neighborhood", "organizations", "policies", "practice", "practices-to-goals", "source",
    "student-group",
)  # fmt: skip


@pytest.mark.parametrize("suffix", EXPORTERS)
@pytest.mark.parametrize(
    ("view", "parameters"),
    [
        ("practices-to-goals", {}),
        ("policies", {}),
        ("organizations", {}),  # empty in the tiny graph: a valid file all the same
        ("neighborhood", {"entity": "tutoring"}),
    ],
)
def test_every_format_writes_views_of_a_tiny_graph(
    tiny_graph: KnowledgeGraph, tmp_path: Path, view: str, parameters: dict[str, Any], suffix: str
) -> None:
    network = tiny_graph.view(view, **parameters)
    exporter = export(network, tmp_path / f"a{suffix}")

    assert suffix == exporter.suffixes[0]
    read_back(tmp_path / f"a{suffix}", network)


def test_the_views_below_are_all_there_are(bundled_graph: KnowledgeGraph) -> None:
    assert set(VIEWS) == set(bundled_graph.views())
    assert set(READERS) | set(BINARY) == set(EXPORTERS)


@pytest.fixture(scope="module", params=VIEWS)
def network(bundled_graph: KnowledgeGraph, request: pytest.FixtureRequest) -> Any:
    """Return each view of the bundled graph, made once for all formats."""
    return bundled_graph.view(request.param)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", EXPORTERS)
def test_every_format_writes_every_view(network: Any, tmp_path: Path, suffix: str) -> None:
    export(network, tmp_path / f"a{suffix}")

    assert len(network)
    read_back(tmp_path / f"a{suffix}", network)


def test_unknown_formats_list_the_known() -> None:
    with pytest.raises(UnknownFormatError) as raised:
        exporter_for("picture.odt")

    assert ('unknown format ".odt"; known formats: ' + ", ".join(EXPORTERS)) == str(raised.value)


@pytest.mark.parametrize(
    ("path", "suffix"),
    [
        ("out/picture.SVG", ".svg"),
        ("page.htm", ".html"),
        ("refs.csl.json", ".csl.json"),  # the longest ending that fits
        ("csl.json", ".json"),
        ("tables.CSV.ZIP", ".csv.zip"),
        ("graph.gv", ".dot"),
        ("v1.2.graphml", ".graphml"),
    ],
)
def test_the_ending_chooses_the_format(path: str, suffix: str) -> None:
    assert suffix == exporter_for(path).suffixes[0]


def test_the_longest_ending_chooses_the_format(monkeypatch: pytest.MonkeyPatch) -> None:
    citations = Exporter("Other", (".other.json",), "application/json", "other", "Citations.")
    for table in ({**EXPORTERS, ".other.json": citations}, {".other.json": citations, **EXPORTERS}):
        monkeypatch.setattr("equigraph.exporters.formats.EXPORTERS", table)

        assert citations is exporter_for("refs.OTHER.json")
        assert "JSON" == exporter_for("other.json").name


@pytest.mark.parametrize("path", ["json", "picture", "picture.", "svg.odt"])
def test_a_word_without_its_dot_is_no_ending(path: str) -> None:
    with pytest.raises(UnknownFormatError):
        exporter_for(path)


def test_suffixes_name_one_format_each() -> None:
    suffixes = [suffix for exporter in EXPORTERS.values() for suffix in exporter.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_node_link_round_trip(tiny_graph: KnowledgeGraph, tmp_path: Path) -> None:
    network = tiny_graph.view("practices-to-goals", group="learners")
    export(network, tmp_path / "a.json")
    back = read_node_link(tmp_path / "a.json")

    assert dict(network.nodes(data=True)) == dict(back.nodes(data=True))
    assert sorted(network.edges(keys=True, data=True)) == sorted(back.edges(keys=True, data=True))
    assert {name: value for name, value in network.graph.items() if name != "triples"} == back.graph


@given(st.text())
def test_node_link_keeps_any_text(text: str) -> None:
    network = nx.MultiDiGraph(title=text)
    network.add_node("a", label=text)

    back = parse_node_link(generate_node_link(network))
    assert (text, text) == (back.graph["title"], back.nodes["a"]["label"])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"nodes": 1}', "not json"])
def test_not_node_link(text: str) -> None:
    with pytest.raises(DataError, match="not node-link JSON"):
        parse_node_link(text)


def test_turtle_holds_exactly_what_is_shown(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("practices-to-goals", practice="looping")
    text = generate_turtle(network)
    store = ox.Store()
    store.load(text.encode(), ox.RdfFormat.TURTLE)
    subjects = {quad.subject.value.removeprefix("https://w3id.org/equigraph/id/") for quad in store}

    # The one claim, its ends, all goals that are listed, the sources of all these, the name of the group it is about.
    assert {
        "practice/looping",
        "claim/c",
        "source/one",
        "source/two",
        "goal/achievement",
        "goal/discipline",
        "goal/stability",
        "group/newcomers",
    } == subjects
    assert set(network.graph["triples"]) == {f"{quad.triple} ." for quad in store}


def test_turtle_refuses_a_network_that_brings_no_statements(tiny_graph: KnowledgeGraph) -> None:
    network = parse_node_link(generate_node_link(tiny_graph.view("practices-to-goals")))

    with pytest.raises(ExportError, match="this network does not hold the statements behind it") as raised:
        generate_turtle(network)
    assert raised.value.hint
    assert "equigraph export" in raised.value.hint
    assert generate_turtle(nx.MultiDiGraph(title="Nothing")).startswith("# Nothing")


@given(st.text())
def test_a_title_never_becomes_a_statement(title: str) -> None:
    text = generate_turtle(nx.MultiDiGraph(title=title, data_version=title, licence=title, triples=[]))

    assert [] == list(ox.parse(text.encode(), ox.RdfFormat.TURTLE))


def test_graphml_is_read_back_by_networkx(tiny_graph: KnowledgeGraph, tmp_path: Path) -> None:
    network = tiny_graph.view("practices-to-goals")
    export(network, tmp_path / "a.graphml")
    back = nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)

    assert set(network.nodes) == set(back.nodes)
    assert {(u, v, edge["verdict"], edge["claims"]) for u, v, edge in edges_of(network)} == {
        (u, v, edge["verdict"], edge["claims"]) for u, v, edge in back.edges(data=True)
    }
    [evidence] = [edge["evidence"] for _, _, edge in back.edges(data=True) if edge["claims"] == 2]
    assert evidence.startswith("negative: Scores of English Learners fell. (Roe, R. (2021)")


def test_graphml_gives_each_line_an_id_of_its_own_and_keeps_what_it_means(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("neighborhood", entity="tutoring")
    root = ET.fromstring(generate_graphml(network))
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    edges = root.findall(".//g:edge", space)
    (key,) = [one.get("id") for one in root.findall("g:key[@for='edge']", space) if one.get("attr.name") == "iri"]

    assert len(edges) > 1
    assert [f"e{index}" for index in range(network.number_of_edges())] == [edge.get("id") for edge in edges]
    assert sorted((u, v, edge["iri"]) for u, v, edge in edges_of(network)) == [
        (edge.get("source"), edge.get("target"), edge.findtext(f"g:data[@key='{key}']", namespaces=space))
        for edge in edges
    ]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_survive(text: str, tmp_path: Path) -> None:
    network = nx.MultiDiGraph(title=text, triples=[], statements={}, sources={})
    network.add_node("http://example.org/a", label=text, facts=[["name", text]])
    (tmp_path / "a.graphml").write_text(generate_graphml(network), encoding="utf-8", newline="")
    back = nx.read_graphml(tmp_path / "a.graphml")

    expected = text.replace("\u0000", "\ufffd").replace("\u0001", "\ufffd").replace("\ufffe", "\ufffd")
    # XML readers turn every line end into a line feed (XML 1.0, section 2.11).
    expected = expected.replace("\r\n", "\n")
    assert expected == back.nodes["http://example.org/a"]["label"]
    assert text == json.loads(generate_node_link(network))["nodes"][0]["label"]


def test_graphml_keeps_what_is_stated_of_things_and_of_the_whole(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("practice", practice="high-dosage-tutoring")
    back = nx.parse_graphml(generate_graphml(network), force_multigraph=True)
    practice = back.nodes["https://w3id.org/equigraph/id/practice/high-dosage-tutoring"]

    assert "High-dosage tutoring costs 1000 US dollars per pupil per year, at most. (" in practice["evidence"]
    assert all(source["citation"] in practice["citations"] for source in source_records(network, practice["sources"]))
    assert "practice: High-dosage tutoring" == back.graph["parameters"]
    assert network.graph["blind_spots"][0] in back.graph["blind_spots"]
    for node in network.nodes.values():
        assert set(node) - {"iri", "statements"} <= set(back.nodes[node["iri"]])


def source_records(network: nx.MultiDiGraph, iris: str) -> list[dict[str, Any]]:
    return [network.graph["sources"][iri] for iri in iris.split("; ")]


def test_graphml_refuses_what_it_cannot_hold() -> None:
    network = nx.MultiDiGraph(statements={}, sources={})
    network.add_node("a", label=object())

    with pytest.raises(UnrepresentableValueError) as raised:
        generate_graphml(network)
    assert "a" == raised.value.node


@pytest.mark.slow
@pytest.mark.parametrize("view", ["practices-to-goals", "organizations"])
def test_same_data_same_bytes_whatever_the_hash_seed(view: str, tmp_path: Path) -> None:
    code = (
        "import sys; from equigraph.graph.knowledge_graph import KnowledgeGraph as K;"
        "from equigraph.exporters.formats import EXPORTERS, export;"
        "n = K.open().view(sys.argv[1]); [export(n, sys.argv[2] + s) for s in EXPORTERS]"
    )
    for seed in ("0", "12345"):
        subprocess.run(
            [sys.executable, "-c", code, view, str(tmp_path / seed)],
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        )
    for suffix in EXPORTERS:
        assert (tmp_path / f"0{suffix}").read_bytes() == (tmp_path / f"12345{suffix}").read_bytes(), suffix


def test_a_format_refuses_options_it_does_not_have(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r'\.ttl has no option "theme"; it has none'):
        export(nx.MultiDiGraph(), tmp_path / "x.ttl", theme="dark")
    assert not (tmp_path / "x.ttl").exists()
