"""Typesetting: pixels where they belong, letters that join, tagged PDF, no injection, the same bytes everywhere."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps, ImageStat
from pypdf import PdfReader

from equigraph.errors import ExportError
from equigraph.exporters.fonts import without_font
from equigraph.exporters.lettering import take_apart
from equigraph.exporters.marks import content
from equigraph.exporters.typeset import Page, to_pdf, to_png
from equigraph.graph.labels import clean

CAP_HEIGHT = 0.714  # of Noto Sans, in em
INJECTIONS = ['#panic("x")', '"quotes"', "back\\slash \\", "] [ ] } {", "$x$ *b* _i_ `c`", "@ref <label> // /*"]
FULL = """<title>A picture</title><desc>What it shows.</desc><rect width="400" height="300" fill="#fdfdfd"/>
<text x="9" y="30" font-size="20" font-weight="700">A picture</text>
<text><tspan x="9" y="50">Takeaway in</tspan><tspan x="9" y="70">two lines.</tspan></text>
<g class="eq-legend"><text x="9" y="90">legend</text></g>
<g class="eq-figure"><circle cx="200" cy="150" r="40" fill="#00ff00"/><text x="200" y="150">label</text></g>
<g class="eq-source"><text x="9" y="290">Source: somebody.</text></g>"""


def picture(body, width=400, height=300):
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{body}</svg>'


def image(svg, scale=1.0):
    return Image.open(io.BytesIO(to_png(svg, scale))).convert("RGB")


def ink(body, width=400, height=300):
    """Return where a picture on white paper is darker than half, as left, top, right and bottom px."""
    paper = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    drawn = image(picture(paper + body, width, height)).convert("L")
    return drawn.point(lambda value: 255 * (value < 128)).getbbox()


def amount(text, *, weight=400):
    """Return how much ink a line of text takes."""
    line = f'<text x="9" y="50" font-size="24" font-weight="{weight}">{text}</text>'
    drawn = image(picture(f'<rect width="900" height="80" fill="#ffffff"/>{line}', 900, 80))
    return ImageStat.Stat(ImageOps.invert(drawn.convert("L"))).sum[0]


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def tags(pdf):
    """Return the structure of a PDF: names with their attributes, in reading order."""

    def walk(node):
        found = node.get_object()
        if isinstance(found, list):
            for one in found:
                yield from walk(one)
        elif isinstance(found, dict):
            if "/S" in found and found["/S"] != "/Document":
                yield found["/S"], found
            if "/K" in found:
                yield from walk(found["/K"])

    return list(walk(read(pdf).trailer["/Root"]["/StructTreeRoot"]))


# --- PNG ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scale", "size"), [(1, (400, 300)), (2.0, (800, 600)), (0.5, (200, 150)), (1.25, (500, 375))])
def test_a_scale_says_how_many_pixels_make_one_px(scale, size):
    assert size == Image.open(io.BytesIO(to_png(picture(FULL), scale))).size


def test_paper_shapes_and_text_have_their_colours():
    drawn = image(picture(FULL))

    assert (253, 253, 253) == drawn.getpixel((399, 299))
    assert (0, 255, 0) == drawn.getpixel((200, 180))
    assert ImageStat.Stat(drawn.crop((200, 140, 230, 150))).extrema[0][0] < 60  # the label lies over the circle
    assert ImageStat.Stat(drawn.crop((9, 10, 100, 30))).extrema[0][0] < 60


@pytest.mark.parametrize(
    ("anchor", "left", "right"), [("start", 200, None), ("middle", None, None), ("end", None, 200)]
)
def test_text_stands_on_its_baseline_at_its_anchor(anchor, left, right):
    found = ink(f'<text x="200" y="150" font-size="100" text-anchor="{anchor}">H</text>')

    # The bearings of an H are a tenth of an em, and the same on both sides.
    assert pytest.approx((150 - 100 * CAP_HEIGHT, 150), abs=1) == (found[1], found[3])
    if left is not None:
        assert left < found[0] < left + 12
    if right is not None:
        assert right - 12 < found[2] < right
    if left is right:
        assert pytest.approx(200, abs=1) == (found[0] + found[2]) / 2


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_turned_text_turns_around_its_anchor(anchor):
    body = f'<text font-size="100" text-anchor="{anchor}">H</text>'
    upright = ink(f'<g transform="translate(200 150)">{body}</g>')
    turned = ink(f'<g transform="translate(200 150) rotate(-90)">{body}</g>')

    assert pytest.approx(upright[1] - 150, abs=1) == turned[0] - 200
    assert pytest.approx(upright[0] - 200, abs=1) == 150 - turned[3]


def test_lines_keep_their_distance():
    one = ink('<text><tspan x="9" y="100">H</tspan></text>')
    two = ink('<text><tspan x="9" y="100">H</tspan><tspan x="9" y="137">H</tspan></text>')

    assert (one[1], one[3] + 37) == (two[1], two[3])


def test_text_is_as_wide_as_its_font_says_at_every_weight():
    widths = [
        ink(f'<text x="9" y="99" font-size="40" font-weight="{weight}">Hamburg</text>')[2] for weight in (400, 600, 700)
    ]

    assert widths == sorted(set(widths))


def test_nothing_hangs_over_the_end_of_a_line():
    assert ink('<text x="200" y="99" text-anchor="end">H-</text>')[2] <= 200


def test_a_halo_keeps_lines_away_from_letters():
    line = '<path d="M0 140H400" stroke="#000000" stroke-width="3"/>'
    haloed = '<text x="200" y="150" font-size="40" stroke="#ffffff" stroke-width="9" fill="#ffffff">H</text>'
    paper = '<rect width="400" height="300" fill="#ffffff"/>'
    drawn = image(picture(f'{paper}{line}<g class="eq-figure">{haloed}</g>'))

    assert (0, 0, 0) == drawn.getpixel((100, 140))
    assert (255, 255, 255) == drawn.getpixel((202, 140))  # within the halo, left of the stem


# usvg loses letters where a line holds several fonts; here the parts of a line have as much ink as they have alone.
@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize(
    "word",
    [
        "مساواة",
        "שלום",
        "शिक्षा",
        "শিক্ষায়",
        "கல்வி",
        "ความ",
        "សមភាព",
        "တန်းတူ",
        "\U0001f9d1\U0001f3fd\u200d\U0001f3eb",
        "学习",
        "≥",
    ],
)
def test_a_line_of_several_scripts_loses_no_letter(word, weight):
    alone, latin = amount(word, weight=weight), amount("Mix end", weight=weight)

    assert alone > 0
    assert pytest.approx(alone + latin, rel=0.03) == amount(f"Mix {word} end", weight=weight)


@pytest.mark.parametrize("scale", [0, -1, float("nan"), float("inf")])
def test_a_scale_must_be_above_zero(scale):
    with pytest.raises(ExportError, match=f'a scale of "{scale:g}" gives no picture; a number above 0 is accepted'):
        to_png(picture(FULL), scale)


def test_too_large_a_picture_is_refused_with_the_scale_that_fits():
    svg = picture("", 4000, 3000)
    with pytest.raises(
        ExportError,
        match=r"4,000 by 3,000 px at a scale of 10 would have 1,200 million pixels; "
        r"at most 200 million are written, which is a scale of 4\.08",
    ):
        to_png(svg, 10)


def test_a_picture_reads_no_file(tmp_path):
    (tmp_path / "secret.png").write_bytes(to_png(picture(FULL)))
    with pytest.raises(ExportError, match="could not be typeset: failed to load linked image"):
        to_png(picture(f'<image href="{tmp_path / "secret.png"}" width="9" height="9"/>'))


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=60), st.sampled_from(["start", "middle", "end"]))
def test_any_text_gives_a_picture_and_a_pdf_of_the_standard_if_it_has_fonts(text, anchor):
    line = clean(text)
    svg = picture(f'<text x="200" y="150" text-anchor="{anchor}">{content(line)}</text>')

    assert (400, 300) == Image.open(io.BytesIO(to_png(svg))).size
    pdf = to_pdf([Page(svg)])
    assert 1 == len(read(pdf).pages)
    assert b"pdfuaid" in pdf or without_font([line])


# --- PDF ------------------------------------------------------------------------------------


def test_a_pdf_says_what_it_is():
    pdf = to_pdf([Page(picture(FULL))], author="An agency", description="About it.", date="2026-11-23T08:00")
    root = read(pdf).trailer["/Root"]

    assert ("A picture", "An agency", "About it.") == tuple(
        read(pdf).metadata[name] for name in ("/Title", "/Author", "/Subject")
    )
    assert "D:20261123000000Z" == read(pdf).metadata["/CreationDate"] == read(pdf).metadata["/ModDate"]
    assert "en" == root["/Lang"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


@pytest.mark.parametrize("date", ["", "soon", "23.11.2026", "2026-02-30", "2026-99-99"])
def test_without_a_date_there_is_none(date):
    metadata = read(to_pdf([Page(picture(FULL))], date=date)).metadata

    assert {"/Author", "/Subject", "/CreationDate", "/ModDate"}.isdisjoint(metadata)


def test_what_is_read_out_has_an_order():
    found = tags(to_pdf([Page(picture(FULL))]))

    assert ["/H1", "/P", "/Figure", "/P"] == [name for name, _ in found]
    assert "A picture. What it shows." == found[2][1]["/Alt"]
    assert [0, 0, 300, 225] == found[2][1]["/A"][0]["/BBox"]
    assert (
        "A picture\nTakeaway in\ntwo lines.\nlegend\nlabel\nSource: somebody."
        == read(to_pdf([Page(picture(FULL))])).pages[0].extract_text()
    )


def test_words_can_be_given_for_the_figure():
    (figure,) = (
        attributes for name, attributes in tags(to_pdf([Page(picture(FULL), alt="Words")])) if name == "/Figure"
    )

    assert "Words" == figure["/Alt"]


def test_a_picture_without_words_is_called_one():
    pdf = to_pdf([Page(picture("<circle r='9'/>"))])

    assert "Picture" == read(pdf).metadata["/Title"]
    assert [("/Figure", "Picture")] == [(name, attributes["/Alt"]) for name, attributes in tags(pdf)]


def test_a_halo_is_read_out_once():
    haloed = '<g class="eq-figure"><text x="9" y="99" stroke="#ffffff" stroke-width="4">funds</text></g>'
    pdf = to_pdf([Page(picture(haloed))])

    assert ["/Figure"] == [name for name, _ in tags(pdf)]
    assert [0, 1] == tags(pdf)[0][1]["/K"]  # the shapes and the word
    assert 1 == read(pdf).pages[0].get_contents().get_data().count(b"/Artifact")


def test_pages_are_as_large_as_their_pictures():
    pages = [Page(picture(FULL)), Page(picture(FULL, 96, 192)), Page(picture(FULL, 400, 40_000))]
    pdf = to_pdf(pages, title="Three")

    assert [(300, 225), (72, 144), (144, 14_400)] == [  # at most 200 inches
        (round(page.mediabox.width, 3), round(page.mediabox.height, 3)) for page in read(pdf).pages
    ]
    assert "Three" == read(pdf).metadata["/Title"]
    assert 3 == [name for name, _ in tags(pdf)].count("/H1")


def test_all_fonts_are_in_the_file():
    pdf = read(to_pdf([Page(picture("<text x='9' y='50'>a → שלום</text><text y='9' font-weight='700'>b</text>"))]))
    fonts = [font.get_object() for font in pdf.pages[0]["/Resources"]["/Font"].values()]

    assert {"NotoSans-Regular", "Inter-Regular", "NotoSansHebrew-Regular"} >= {
        font["/BaseFont"].split("+")[1].replace("Light", "Regular").replace("-Identity-H", "") for font in fonts
    }
    assert len(fonts) >= 3
    for font in fonts:
        assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]


def test_a_character_without_a_font_costs_the_promise_but_not_the_tags():
    pdf = to_pdf([Page(picture("<title>T</title><text y='9'>a\U000f1234b</text>"))])

    assert b"pdfuaid" not in pdf
    assert read(pdf).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "a" in read(pdf).pages[0].extract_text()


@pytest.mark.parametrize("text", INJECTIONS)
def test_words_are_never_taken_for_markup(text):
    body = f"<title>{escape(text)}</title><desc>{escape(text)}</desc><text x='9' y='50' font-size='20'>{escape(text)}</text>"
    pdf = to_pdf([Page(picture(body), alt=text)], title=text, author=text, description=text)

    assert (text, text, text) == tuple(read(pdf).metadata[name] for name in ("/Title", "/Author", "/Subject"))
    assert text in read(pdf).pages[0].extract_text()
    assert ["/H1", "/Figure"] == [name for name, _ in tags(pdf)]
    assert text == tags(pdf)[1][1]["/Alt"]


# --- the same bytes --------------------------------------------------------------------------

SCRIPT = """
import sys
from equigraph.exporters.typeset import Page, to_pdf, to_png
svg = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(to_png(svg, 2) + to_pdf([Page(svg)], date="2026-11-23"))
"""


def test_the_same_bytes_in_every_process():
    svg = picture(FULL + "<text x='9' y='200'>a → שלום 学习</text>")
    printed = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=svg.encode(),
            env={**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "99")
    }
    here = to_png(svg, 2) + to_pdf([Page(svg)], date="2026-11-23")

    assert {here} == printed
    assert here == to_png(svg, 2) + to_pdf([Page(svg)], date="2026-11-23")


def test_what_is_taken_apart_is_put_together():
    assert "Takeaway in two lines." in " ".join(" ".join(text.lines) for text in take_apart(picture(FULL)).texts)
