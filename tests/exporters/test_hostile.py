"""Every format writes hostile texts and empty networks as files that their readers take."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pyoxigraph as ox
import pytest

from equigraph.exporters.formats import EXPORTERS, export
from equigraph.exporters.graphml import generate_graphml
from equigraph.exporters.html import generate_html
from equigraph.exporters.node_link import generate_node_link
from equigraph.exporters.svg import generate_svg
from equigraph.exporters.turtle import generate_turtle
from equigraph.exporters.xml_text import count_illegal
from equigraph.graph.knowledge_graph import KnowledgeGraph

HOSTILE = {
    "Tutoring": "very " * 2000 + "long",
    "Looping": "\u0645\u0633\u0627\u0648\u0627\u0629 \u0641\u064a \u0627\u0644\u062a\u0639\u0644\u0645 \u202eevil\u202c \u05d1\u05d9\u05ea \u05e1\u05e4\u05e8 (123)",
    "Learner profiles": "\U0001f9d1\U0001f3fd\u200d\U0001f3eb \u2764\ufe0f \U0001f1fa\U0001f1f8 " * 8,
    "Academic achievement": "\u4e2a\u6027\u5316\u5b66\u4e60\u3068\u500b\u5225\u5b66\u7fd2\uac1c\ubcc4\ud654" * 12,
    "Less exclusionary discipline": "a\x00b\x08c\x1bd\x7f\x9f\ufffe \"double\" & 'single' <b> ]]> \\ %s {{x}}",
    "Educational stability": '=HYPERLINK("https://example.org")\r\n+1\t@SUM(1)\u2028| a ; b |',
    "academic support": '</script><script>alert("x")</script><!-- --> <?xml ?>',
    "Scores rose.": "x" * 10_000,
    "Scores of English Learners fell.": "\x01\x02 fell, \u202e and rose -->",
    "Doe, J. (2020). Tutoring works, mostly.": "D\u0151e \x0b & S\xf6ns <i>. \\textbf{100 %} $x_1$ #1 ~ ^ {",
    "Tutoring Act": "\u0e01\u0e32\u0e23\u0e28\u0e36\u0e01\u0e29\u0e32 \u0926\u0947\u0935\u0928\u093e\u0917\u0930\u0940 \u10e5\u10d0\u10e0\u10d7\u10e3\u10da\u10d8 Zalgo\u0300\u0301\u0302\u0303\u0304\u0305",
}  # fmt: skip
ORGANIZATIONS = """
@prefix organization: <https://w3id.org/equigraph/id/organization/> .
organization:a a eq:Organization ; skos:prefLabel "Tutoring"@en ; dcterms:source source:one ; eq:basis basis:retrieved ;
    eq:funds organization:b .
organization:b a eq:Organization ; skos:prefLabel "Looping"@en ; dcterms:source source:one ; eq:basis basis:retrieved .
organization:c a eq:Organization ; skos:prefLabel "Less exclusionary discipline"@en ; eq:basis basis:retrieved .
statement:a-funds-b a eq:Statement ; rdf:subject organization:a ; rdf:predicate eq:funds ; rdf:object organization:b ;
    dcterms:source source:one ; eq:locator "Tutoring Act" ; eq:basis basis:retrieved ; eq:mapping mapping:stated .
"""
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
VIEWS = ("practices-to-goals", "organizations", "policies", "nothing")


@pytest.fixture(scope="module")
def networks(tiny_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, nx.MultiDiGraph]:
    """Return views of a graph with hostile texts, one of them of an empty graph."""
    folder = tmp_path_factory.mktemp("hostile")
    text = tiny_file.read_text("utf-8") + ORGANIZATIONS
    for plain, hostile in HOSTILE.items():
        assert f'"{plain}"' in text
        text = text.replace(f'"{plain}"', str(ox.Literal(hostile)))
    (folder / "hostile.ttl").write_text(text, encoding="utf-8", newline="")
    (folder / "empty.ttl").write_text("", encoding="utf-8")
    with (
        KnowledgeGraph.open(str(folder / "hostile.ttl")) as graph,
        KnowledgeGraph.open(str(folder / "empty.ttl")) as empty,
    ):
        return {view: graph.view(view) for view in VIEWS[:-1]} | {"nothing": empty.view("organizations")}


def read_back(path: Path) -> str:
    """Return the text in a file of any format, having read it as that format."""
    data = path.read_bytes()
    if data.startswith(b"PK"):
        return read_zip(data)
    if data.startswith(b"%PDF"):
        return read_pdf(data)
    if data.startswith(b"\x89PNG"):
        return read_png(data)
    text = data.decode("utf-8")
    if path.name.endswith(("json", "jsonld")):
        return "\n".join(strings(json.loads(text)))
    if text.lstrip("\ufeff").startswith(("<svg", "<?xml", "<graphml", "<gexf")):
        assert not ILLEGAL.search(text)
        return "".join(ET.fromstring(data).itertext())
    return text


def read_zip(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert {(1980, 1, 1, 0, 0, 0)} >= {one.date_time for one in archive.infolist()}
        texts = []
        for name in names:
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                texts.append("".join(ET.fromstring(content).itertext()))
            elif name.endswith((".csv", ".txt", ".json")):
                texts.append(content.decode("utf-8-sig"))
        return "\n".join(texts)


def read_pdf(data: bytes) -> str:
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(BytesIO(data)).pages
    assert len(pages) > 0
    return "\n".join(page.extract_text() for page in pages)


def read_png(data: bytes) -> str:
    image = pytest.importorskip("PIL.Image").open(BytesIO(data))
    image.load()
    assert image.size > (100, 50)
    assert len(image.convert("L").getcolors()) > 1  # not an empty page
    return ""


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for one in pair for text in strings(one)]
    return [text for one in value for text in strings(one)] if isinstance(value, list) else [str(value)]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("suffix", EXPORTERS)
def test_every_format_writes_a_file_that_its_reader_takes(
    networks: dict[str, nx.MultiDiGraph], tmp_path: Path, view: str, suffix: str
) -> None:
    network = networks[view]
    before = nx.node_link_data(network, edges="edges")
    export(network, tmp_path / f"a{suffix}")
    read_back(tmp_path / f"a{suffix}")

    assert before == nx.node_link_data(network, edges="edges")


@pytest.mark.parametrize("suffix", [suffix for suffix, exporter in EXPORTERS.items() if "theme" in exporter.options])
def test_every_picture_comes_in_every_theme(networks: dict[str, nx.MultiDiGraph], tmp_path: Path, suffix: str) -> None:
    for theme in ("dark", "print"):
        export(networks["policies"], tmp_path / f"a{suffix}", theme=theme)
        read_back(tmp_path / f"a{suffix}")


def test_the_texts_are_as_hostile_as_they_should_be(networks: dict[str, nx.MultiDiGraph]) -> None:
    labels = {data["label"] for network in networks.values() for _, data in network.nodes(data=True)}

    assert 0 == len(networks["nothing"])
    assert set(list(HOSTILE.values())[:6]) <= labels
    assert count_illegal(networks["practices-to-goals"]) > 5


@pytest.mark.parametrize("generate", [generate_node_link, generate_turtle], ids=["json", "ttl"])
def test_data_formats_keep_every_character(networks: dict[str, nx.MultiDiGraph], generate: Any, tmp_path: Path) -> None:
    text = generate(networks["practices-to-goals"])
    kept = strings(json.loads(text)) if text.startswith("{") else literals(text)

    for plain in ("Tutoring", "Looping", "Academic achievement", "Less exclusionary discipline", "Scores rose."):
        assert HOSTILE[plain] in kept


def literals(turtle: str) -> list[str]:
    return [quad.object.value for quad in ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)]


def test_xml_shows_what_it_cannot_hold_as_a_mark(networks: dict[str, nx.MultiDiGraph]) -> None:
    network = networks["practices-to-goals"]

    for text in (generate_svg(network), generate_graphml(network)):
        whole = "".join(ET.fromstring(text).itertext())
        assert "a\ufffdb\ufffdc\ufffdd" in whole
        assert "\x00" not in whole


@pytest.mark.parametrize("view", VIEWS)
def test_no_text_of_a_page_runs(networks: dict[str, nx.MultiDiGraph], view: str) -> None:
    page = generate_html(networks[view])

    assert "<script>alert" not in page
    assert "<!-- --> <?xml" not in page
