"""PDF of networks and gap maps: pages, tags, words, fonts; all labels can be found in it; the same bytes."""

from __future__ import annotations

import io

import networkx as nx
import pytest
from pypdf import PdfReader

from equigraph.errors import ExportError, NotSavedError, UnknownNameError
from equigraph.exporters.fonts import without_font
from equigraph.exporters.gap_pdf import generate_gap_pdf, write_gap_pdf
from equigraph.exporters.gap_svg import generate_gap_svg, generate_gap_svgs
from equigraph.exporters.lettering import take_apart
from equigraph.exporters.palette import THEMES
from equigraph.exporters.pdf import described_pdf, generate_pdf, write_pdf
from equigraph.exporters.svg import generate_svg, generate_svgs
from equigraph.graph.knowledge_graph import KnowledgeGraph


def make(label="Tutoring", **graph):
    network = nx.MultiDiGraph(
        layout="layered", title=f"About {label}", summary=["One line."], data_version="2026.11.23",
        data_date="2026-11-23", citation="Equigraph (2026).", licence="CC BY 4.0",
    )  # fmt: skip
    network.graph.update(graph)
    network.add_node("g", label="Achievement", kind="EquityGoal", column=1)
    network.add_node("p", label=label, kind="Practice", column=0)
    network.add_edge(
        "p", "g", key="e", kind="evidence", label="advances", verdict="negative", strength="negative, one source",
        claims=1, source_count=1,
    )  # fmt: skip
    return network


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def squeezed(text):
    return "".join(text.split())


def figures(pdf):
    """Return the alternative texts of a PDF."""
    document = read(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()
    parts = [part.get_object() for part in document["/K"]]
    return [part["/Alt"] for part in parts if part["/S"] == "/Figure"]


@pytest.mark.parametrize("theme", THEMES)
def test_a_network_is_one_page_as_large_as_its_picture(tmp_path, theme):
    write_pdf(make(), tmp_path / "picture.pdf", theme=theme)
    pdf = (tmp_path / "picture.pdf").read_bytes()
    plate = take_apart(generate_svg(make(), theme))
    (page,) = read(pdf).pages

    assert pdf == generate_pdf(make(), theme=theme)
    assert pytest.approx((plate.width * 0.75, plate.height * 0.75)) == (page.mediabox.width, page.mediabox.height)
    assert ("About Tutoring", "D:20261123000000Z") == (
        read(pdf).metadata["/Title"], read(pdf).metadata["/CreationDate"]
    )  # fmt: skip
    assert plate.description == read(pdf).metadata["/Subject"]
    assert [f"About Tutoring. {plate.description}"] == figures(pdf)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_who_made_the_data_is_named_if_anybody_is():
    assert "/Author" not in read(generate_pdf(make())).metadata
    assert "An agency" == read(generate_pdf(make(publisher="An agency"))).metadata["/Author"]


@pytest.mark.parametrize(("sheet", "size"), [("slide", (960, 540)), ("page", (612, 792)), ("poster", (3456, 2592))])
def test_sheets(sheet, size):
    pdf = generate_pdf(make(), sheet=sheet)
    (page,) = read(pdf).pages

    assert size == (page.mediabox.width, page.mediabox.height)
    assert "Tutoring" in page.extract_text()


def test_what_does_not_fit_on_one_slide_goes_on(bundled_graph: KnowledgeGraph):
    network = bundled_graph.view("practice", practice="high-dosage-tutoring")
    pdf = generate_pdf(network, sheet="slide")
    shown = squeezed("".join(page.extract_text() for page in read(pdf).pages))

    assert len(generate_svgs(network, sheet="slide")) == len(read(pdf).pages) == len(figures(pdf)) > 1
    assert network.graph["title"] == read(pdf).metadata["/Title"]
    assert [] == [node["label"] for _, node in network.nodes(data=True) if squeezed(node["label"]) not in shown]
    assert b"pdfuaid" in pdf


def test_an_empty_network_gives_a_page_that_says_so():
    pdf = generate_pdf(nx.MultiDiGraph(title="Nothing"))

    assert "Nothing to show" in read(pdf).pages[0].extract_text()
    assert b"pdfuaid" in pdf


@pytest.mark.parametrize("view", ["practices-to-goals", "organizations", "policies"])
def test_all_words_of_our_views_can_be_found(bundled_graph: KnowledgeGraph, view):
    network = bundled_graph.view(view)
    pdf = generate_pdf(network)
    shown = squeezed(read(pdf).pages[0].extract_text())
    plate = take_apart(generate_svg(network))

    missing = [line for text in plate.texts for line in text.lines if squeezed(line) not in shown]
    assert [] == missing
    assert b"pdfuaid" in pdf


def test_labels_are_text(hostile):
    pdf = generate_pdf(make(hostile))
    plate = take_apart(generate_svg(make(hostile)))

    assert 1 == len(read(pdf).pages)
    assert plate.title == read(pdf).metadata["/Title"]
    assert b"pdfuaid" in pdf or without_font(line for text in plate.texts for line in text.lines)


def test_fonts_are_in_the_file_and_ours():
    fonts = [font.get_object() for font in read(generate_pdf(make("a → b"))).pages[0]["/Resources"]["/Font"].values()]

    assert {"NotoSans", "Inter"} == {font["/BaseFont"].split("+")[1].split("-")[0] for font in fonts}
    for font in fonts:
        assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]


@pytest.mark.parametrize(
    ("options", "message"), [({"theme": "pink"}, 'no theme "pink"'), ({"sheet": "napkin"}, 'no sheet "napkin"')]
)
def test_what_there_is_not_is_named_and_the_old_file_kept(tmp_path, options, message):
    path = tmp_path / "picture.pdf"
    path.write_text("old")

    with pytest.raises(UnknownNameError, match=message):
        write_pdf(make(), path, **options)
    assert "old" == path.read_text()


def test_an_unwritable_place_is_named(tmp_path):
    with pytest.raises(NotSavedError, match="does not exist"):
        write_pdf(make(), tmp_path / "missing" / "picture.pdf")


def test_several_pictures_without_a_title_are_called_as_the_first():
    assert "About Tutoring" == read(described_pdf([generate_svg(make())] * 2, {})).metadata["/Title"]


@pytest.mark.parametrize("theme", THEMES)
def test_a_gap_map(gap_map, tmp_path, theme):
    write_gap_pdf(gap_map(), tmp_path / "gaps.pdf", theme=theme)
    pdf = (tmp_path / "gaps.pdf").read_bytes()
    plate = take_apart(generate_gap_svg(gap_map(), theme))

    assert pdf == generate_gap_pdf(gap_map(), theme=theme)
    assert plate.title == read(pdf).metadata["/Title"]
    assert b"pdfuaid" in pdf
    assert "Tutoring" in read(pdf).pages[0].extract_text()


@pytest.mark.parametrize(("sheet", "size"), [("slide", (960, 540)), ("page", (612, 792)), ("poster", (3456, 2592))])
def test_a_gap_map_on_sheets(gap_map, tmp_path, sheet, size):
    write_gap_pdf(gap_map(), tmp_path / "gaps.pdf", sheet=sheet)
    pdf = (tmp_path / "gaps.pdf").read_bytes()

    assert len(generate_gap_svgs(gap_map(), sheet=sheet)) == len(read(pdf).pages)
    assert {size} == {(page.mediabox.width, page.mediabox.height) for page in read(pdf).pages}
    assert read(pdf).metadata["/Title"].startswith("Evidence gap map")
    assert " of " not in read(pdf).metadata["/Title"]


def test_a_gap_map_of_numbers_only_is_refused(gap_map):
    with pytest.raises(ExportError, match="numbers only"):
        generate_gap_pdf(gap_map(network=None))
