"""PNG of networks and gap maps: size, theme, sheet; what the file says of itself; the same pixels everywhere."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import networkx as nx
import pytest
from PIL import Image

from equigraph.errors import ExportError, NotSavedError, UnknownNameError
from equigraph.exporters.gap_png import generate_gap_png, write_gap_png
from equigraph.exporters.gap_svg import generate_gap_svg
from equigraph.exporters.lettering import take_apart
from equigraph.exporters.palette import THEMES, colour
from equigraph.exporters.png import described_png, generate_png, write_png
from equigraph.exporters.svg import generate_svg
from equigraph.graph.knowledge_graph import KnowledgeGraph


def make(label="Tutoring", **graph):
    network = nx.MultiDiGraph(
        layout="layered", title=f"About {label}", summary=["One line."], data_version="2026.11.23",
        data_date="2026-11-23", citation="Equigraph (2026).", licence="CC BY 4.0", licence_url="https://example.org/by",
    )  # fmt: skip
    network.graph.update(graph)
    network.add_node("p", label=label, kind="Practice", column=0)
    network.add_node("g", label="Achievement", kind="EquityGoal", column=1)
    network.add_edge(
        "p", "g", key="e", kind="evidence", label="advances", verdict="negative", strength="negative, one source",
        claims=1, source_count=1,
    )  # fmt: skip
    return network


def opened(png):
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def chunks(png):
    """Return the names of the chunks of a PNG, each of which holds what its check says."""
    names, place = [], 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        name, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.pack(">I", zlib.crc32(name + content)) == png[place + 8 + length : place + 12 + length]
        names.append(name.decode())
        place += 12 + length
    return names


@pytest.mark.parametrize("scale", [1, 2.0, 0.75])
def test_the_scale_gives_the_pixels_and_how_large_they_are_shown(scale):
    image = opened(generate_png(make(), scale=scale))
    plate = take_apart(generate_svg(make()))

    assert (plate.width * scale, plate.height * scale) == pytest.approx(image.size, abs=1)
    assert (96 * scale, 96 * scale) == pytest.approx(image.info["dpi"], abs=0.02)


def test_it_is_twice_as_sharp_as_a_plain_screen_unless_told_otherwise():
    assert generate_png(make()) == generate_png(make(), scale=2)


@pytest.mark.parametrize("theme", THEMES)
def test_themes(theme):
    image = opened(generate_png(make(), theme=theme, scale=1)).convert("RGB")

    assert colour("page", theme) == "#{:02x}{:02x}{:02x}".format(*image.getpixel((0, 0)))


@pytest.mark.parametrize(("sheet", "size"), [("slide", (1280, 720)), ("page", (816, 1056)), ("poster", (4608, 3456))])
def test_sheets(sheet, size):
    assert size == opened(generate_png(make(), sheet=sheet, scale=1)).size


def test_it_says_what_it_shows_and_where_it_comes_from():
    png = generate_png(make("学 ≥ \x00 مدرسة"))
    info = opened(png).info

    assert "About 学 ≥ \ufffd مدرسة" == info["Title"]
    assert info["Description"].startswith("One line.")
    assert "Equigraph (2026). Data version 2026.11.23 of 2026-11-23." == info["Source"]
    assert "CC BY 4.0, https://example.org/by" == info["Copyright"]
    assert ["IHDR", "pHYs", "iTXt", "iTXt", "iTXt", "iTXt", "IDAT"] == chunks(png)[:7]
    assert "IEND" == chunks(png)[-1]


@pytest.mark.parametrize(
    ("catalogue", "source"),
    [
        ({}, None),
        ({"data_version": "1"}, "Data version 1."),
        ({"data_version": "1", "data_date": "2026-01-02"}, "Data version 1 of 2026-01-02."),
        ({"citation": "A (2026)."}, "A (2026)."),
    ],
)
def test_it_says_no_more_than_is_known(catalogue, source):
    info = opened(described_png(generate_svg(make()), 1, catalogue)).info

    assert source == info.get("Source")
    assert "Copyright" not in info


def test_an_empty_network_gives_a_picture_that_says_so(tmp_path):
    write_png(nx.MultiDiGraph(title="Nothing"), tmp_path / "picture.png")
    image = opened((tmp_path / "picture.png").read_bytes())

    assert "Nothing to show" in image.info["Description"]
    assert len(image.convert("RGB").getcolors(image.width * image.height)) > 2


def test_labels_are_drawn(hostile):
    png = generate_png(make(hostile), scale=1)

    assert png != generate_png(make("other"), scale=1)
    assert "IEND" == chunks(png)[-1]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"theme": "pink"}, UnknownNameError, 'no theme "pink"'),
        ({"sheet": "napkin"}, UnknownNameError, 'no sheet "napkin"'),
        ({"scale": 0}, ExportError, 'a scale of "0" gives no picture'),
        ({"scale": 1000}, ExportError, "at most 200 million are written, which is a scale of "),
    ],
)
def test_what_cannot_be_is_refused_and_the_old_file_kept(tmp_path, options, error, message):
    path = tmp_path / "picture.png"
    path.write_text("old")

    with pytest.raises(error, match=message):
        write_png(make(), path, **options)
    assert "old" == path.read_text()


def test_an_unwritable_place_is_named(tmp_path):
    with pytest.raises(NotSavedError, match="does not exist"):
        write_png(make(), tmp_path / "missing" / "picture.png", scale=1)


# --- gap maps -------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_a_gap_map(gap_map, tmp_path, theme):
    write_gap_png(gap_map(), tmp_path / "gaps.png", theme=theme, scale=1)
    png = (tmp_path / "gaps.png").read_bytes()
    plate = take_apart(generate_gap_svg(gap_map(), theme))

    assert png == generate_gap_png(gap_map(), theme=theme, scale=1)
    assert (plate.width, plate.height) == pytest.approx(opened(png).size, abs=1)
    assert plate.title == opened(png).info["Title"]
    assert "Equigraph (2026). Data version 2026.11.23 of 2026-11-23." == opened(png).info["Source"]


@pytest.mark.parametrize(("sheet", "size"), [("slide", (1280, 720)), ("page", (816, 1056))])
def test_a_gap_map_on_a_sheet(gap_map, tmp_path, sheet, size):
    write_gap_png(gap_map(), tmp_path / "gaps.png", sheet=sheet, scale=1)

    assert size == opened((tmp_path / "gaps.png").read_bytes()).size


def test_a_gap_map_of_numbers_only_is_refused(gap_map):
    with pytest.raises(ExportError, match="numbers only"):
        generate_gap_png(gap_map(network=None))


# --- the same pixels -------------------------------------------------------------------------

SCRIPT = """
import hashlib
from equigraph.exporters.gap_png import generate_gap_png
from equigraph.exporters.png import generate_png
from equigraph.graph.knowledge_graph import KnowledgeGraph
with KnowledgeGraph.open() as graph:
    print(hashlib.sha256(generate_png(graph.view("practices-to-goals"), scale=1)).hexdigest())
    print(hashlib.sha256(generate_gap_png(graph.gaps(), scale=1)).hexdigest())
"""


@pytest.mark.slow
def test_the_same_pixels_in_every_process(bundled_graph: KnowledgeGraph, bundled_gaps):
    printed = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONHASHSEED": "5"},
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    here = generate_png(bundled_graph.view("practices-to-goals"), scale=1), generate_gap_png(bundled_gaps, scale=1)

    assert [hashlib.sha256(png).hexdigest() for png in here] == printed
