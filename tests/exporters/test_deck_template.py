"""Templates: an agency's masters, fonts, colours and logos are used; what cannot be used is refused with the reason."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy

import pytest
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Inches
from pptx_rules import P, check, is_line, make, opened, shapes, title

from equigraph.errors import ExportError
from equigraph.exporters.deck import Deck
from equigraph.exporters.deck_template import _TITLES, FOOTERS, open_template
from equigraph.exporters.pptx import generate_pptx

DARK = (
    '<p:bg xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:bgPr><a:solidFill>{}</a:solidFill>'
    "<a:effectLst/></p:bgPr></p:bg>"
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def agency(path, *, size=(10, 7.5), logo_top=6.9, background=""):
    """Write the template of an agency: another size, theme fonts, a logo on its master, a slide and a section."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = map(Inches, size)
    master = deck.slide_master
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = "Their own slide"
    logo = slide.shapes.add_picture(io.BytesIO(PIXEL), Inches(0.3), Inches(logo_top), Inches(1.5), Inches(0.5))
    logo._element.blipFill.blip.rEmbed = master.part.relate_to(
        slide.part.related_part(logo._element.blipFill.blip.rEmbed),
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
    )
    logo.name = "Logo"
    master.shapes._spTree.append(logo._element)
    if background:
        old = master._element.find(".//{*}bg")
        old.getparent().replace(old, parse_xml(DARK.format(background)))
    deck.part._element.append(
        parse_xml(f'<p:extLst xmlns:p="{P[1:-1]}"><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"/></p:extLst>')
    )
    deck.save(path)
    return path


def network():
    return make([(f"Practice {number}", "Achievement", {"verdict": "mixed", "sources": ["s"]}) for number in range(3)])


@pytest.mark.parametrize("size", [(10, 7.5), (13.333, 7.5), (11.69, 8.27)], ids=["4:3", "16:9", "A4"])
def test_an_agency_gets_its_own_looks(tmp_path, size):
    path = agency(tmp_path / "agency.pptx", size=size)
    deck = check(generate_pptx(network(), path))

    assert tuple(map(Inches, size)) == (deck.slide_width, deck.slide_height)
    assert "Logo" in [shape.name for shape in deck.slide_master.shapes]
    assert "Their own slide" not in list(map(title, deck.slides))
    assert 3 == sum(is_line(shape) for slide in deck.slides for shape in slide.shapes)
    logo = next(shape for shape in deck.slide_master.shapes if shape.name == "Logo")
    for slide in deck.slides:
        assert all(shape.top + shape.height <= logo.top for shape in shapes(slide) if not shape.is_placeholder)
    assert deck.part._element.find(f"{P}extLst") is None  # sections name slides that are no longer there


@pytest.mark.parametrize(
    ("size", "apart", "is_legend_apart"),
    [((13.333, 7.5), False, False), ((10, 7.5), True, False), ((10, 5.625), True, True)],
    ids=["16:9", "4:3", "small 16:9"],
)
def test_where_there_is_little_room_words_stand_apart(tmp_path, size, apart, is_legend_apart):
    deck = Presentation()
    deck.slide_width, deck.slide_height = map(Inches, size)
    master = deck.slide_master
    for part in (master, *deck.slide_layouts):
        for holder in part.placeholders:
            if holder.placeholder_format.type in FOOTERS:
                holder.top = Inches(size[1] - 0.5)
    title_of(master).width, title_of(master).height = Inches(size[0] - 1), Inches(0.9)
    deck.save(tmp_path / "agency.pptx")
    made = Deck(tmp_path / "agency.pptx")
    verdicts = ("positive", "mixed", "conflicting", "no effect found", "negative", "insufficient")
    lines = [(f"Practice {word}", "Achievement", {"verdict": word, "sources": ["s"]}) for word in verdicts]
    made.add_network(make(lines), text="Our own words. " * 4)
    slides = check(made.finish(title="A talk")).slides
    names = list(map(title, slides))

    assert apart == ("A picture: in the author's words" in names)
    assert is_legend_apart == ("A picture: how to read the lines" in names)
    pictures = [slide for slide in slides if any(map(is_line, slide.shapes))]
    assert 6 == sum(is_line(shape) for slide in pictures for shape in slide.shapes)
    for slide in pictures:
        assert is_legend_apart != ("Legend" in [shape.name for shape in slide.shapes])


def title_of(part):
    return next(holder for holder in part.placeholders if holder.placeholder_format.type in _TITLES)


def test_slides_of_the_template_leave_nothing_behind(tmp_path):
    content = generate_pptx(network(), agency(tmp_path / "agency.pptx"))

    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert not any(b"Their own slide" in file.read(name) for name in file.namelist())


def test_a_logo_beside_the_title_pushes_the_room_down(tmp_path):
    high = open_template(agency(tmp_path / "high.pptx", logo_top=1.3))
    low = open_template(agency(tmp_path / "low.pptx", logo_top=6.9))

    assert Inches(1.8) < high.room.top
    assert high.room.top > low.room.top
    assert low.room.bottom < high.room.bottom


def test_what_stands_in_the_middle_of_a_layout_or_nowhere_takes_no_room(tmp_path):
    plain = open_template(agency(tmp_path / "plain.pptx")).room
    deck = Presentation(agency(tmp_path / "agency.pptx"))
    logo = next(shape for shape in deck.slide_master.shapes if shape.name == "Logo")
    for change in (
        lambda copy: copy.remove(copy.find(".//{*}xfrm")),
        lambda copy: copy.find(".//{*}off").set("y", "3000000"),
    ):
        copy = deepcopy(logo._element)
        change(copy.find("{*}spPr"))
        deck.slide_master.shapes._spTree.append(copy)
    deck.save(tmp_path / "agency.pptx")

    assert plain == open_template(tmp_path / "agency.pptx").room


@pytest.mark.parametrize(
    ("background", "theme"),
    [
        ("", "light"),
        ('<a:srgbClr val="10233F"/>', "dark"),
        ('<a:srgbClr val="FFF8E7"/>', "light"),
        ('<a:schemeClr val="tx1"/>', "dark"),  # by the colour map of the master: the theme's dark colour
        ('<a:schemeClr val="tx2"/>', "dark"),
        ('<a:schemeClr val="phClr"/>', "light"),  # no colour of the theme: taken for the page
        ('<a:hslClr hue="0" sat="0" lum="0"/>', "light"),  # a way to name colours that is not read
    ],
)
def test_the_palette_fits_the_background(tmp_path, background, theme):
    path = agency(tmp_path / "agency.pptx", background=background)

    assert theme == open_template(path).theme
    ground = {"dark": "#10233f", "light": "#ffffff"}[theme]
    if "srgbClr" in background:
        check(generate_pptx(network(), path), ground=ground)


def test_a_template_file_for_new_presentations_will_do(tmp_path):
    path = agency(tmp_path / "agency.pptx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "agency.potx", "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"presentationml.presentation.main", b"presentationml.template.main")
            )

    check(generate_pptx(network(), tmp_path / "agency.potx"))


def test_a_layout_is_found_by_its_name_where_it_has_no_type(tmp_path):
    deck = Presentation()
    for layout in deck.slide_layouts:
        layout._element.attrib.pop("type", None)
    deck.save(tmp_path / "agency.pptx")
    template = open_template(tmp_path / "agency.pptx")

    assert ("Title Only", "Title Slide") == (template.layout.name, template.opening.name)


def test_the_size_of_titles_is_the_template_s_where_it_fits(tmp_path):
    deck = Presentation()
    only = next(layout for layout in deck.slide_layouts if layout.name == "Title Only")
    style = only.placeholders[0]._element.find(".//{*}lstStyle")
    style.append(parse_xml(f'<a:lvl1pPr xmlns:a="{NAMESPACE}"><a:defRPr sz="3000"/></a:lvl1pPr>'))
    only.placeholders[0]._element.find(".//{*}bodyPr").set("lIns", "0")
    deck.save(tmp_path / "agency.pptx")
    template = open_template(tmp_path / "agency.pptx")

    assert 30.0 == template.title_pt
    assert Inches(0.5) == template.title.left
    short, long = (
        opened(generate_pptx(make([("P", "G", {})], title=name), tmp_path / "agency.pptx")).slides[0]
        for name in ("Short", "word " * 40)
    )
    assert short.shapes.title.text_frame.paragraphs[0].runs[0].font.size is None
    assert 20 <= long.shapes.title.text_frame.paragraphs[0].runs[0].font.size.pt < 30


NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_what_else_the_layout_asks_for_is_not_left_empty(tmp_path):
    deck = Presentation()
    for layout in deck.slide_layouts:
        layout._element.set("type", "titleOnly" if layout.name == "Title and Content" else "obj")
    deck.save(tmp_path / "agency.pptx")
    made = check(generate_pptx(network(), tmp_path / "agency.pptx"))

    assert "Title and Content" == made.slides[0].slide_layout.name


def test_a_master_that_says_no_size_has_the_usual(tmp_path):
    deck = Presentation()
    deck.slide_master._element.find(".//{*}titleStyle/{*}lvl1pPr/{*}defRPr").attrib.pop("sz")
    for body in deck.slide_master._element.iter("{*}bodyPr"):
        body.attrib.pop("lIns", None)
    deck.slide_master._element.find(".//{*}cSld").remove(deck.slide_master._element.find(".//{*}bg"))
    deck.save(tmp_path / "agency.pptx")

    assert (44.0, "light") == (
        open_template(tmp_path / "agency.pptx").title_pt,
        open_template(tmp_path / "agency.pptx").theme,
    )


@pytest.mark.parametrize(("letters", "share"), [("Calibri", 0.9), ("Verdana", 1.0)])
def test_running_text_is_reckoned_by_its_letters(tmp_path, letters, share):
    deck = Presentation()
    theme = deck.slide_master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    )
    theme._blob = theme.blob.replace(b'<a:latin typeface="Calibri"', f'<a:latin typeface="{letters}"'.encode())
    deck.save(tmp_path / "agency.pptx")

    assert share == open_template(tmp_path / "agency.pptx").text_share


# --- what cannot be used --------------------------------------------------------------------


def saved(path, change):
    deck = Presentation()
    change(deck)
    deck.save(path)


def without_layout(deck):
    for layout in list(deck.slide_layouts):
        if layout.name == "Title Only":
            deck.slide_layouts.remove(layout)


def without_title(deck):
    layout = next(layout for layout in deck.slide_layouts if layout.name == "Title Only")
    layout.shapes._spTree.remove(layout.placeholders[0]._element)


def tiny(deck):
    deck.slide_width, deck.slide_height = Inches(4), Inches(3)
    deck.slide_master.placeholders[0].width = Inches(3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without_layout, 'the template "agency.pptx" has no layout "Title Only", which all slides are made from; it has "Title Slide", "Title and Content"'),
        (without_title, 'the layout "Title Only" of the template "agency.pptx" has no title; give it one'),
        (tiny, 'the layout "Title Only" of the template "agency.pptx" leaves 2.8 x'),
    ],
    ids=["no layout", "no title", "no room"],
)  # fmt: skip
def test_a_template_that_lacks_something(tmp_path, change, message):
    saved(tmp_path / "agency.pptx", change)

    with pytest.raises(ExportError) as raised:
        open_template(tmp_path / "agency.pptx")
    assert str(raised.value).startswith(message)


def macros(path):
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    types = members["[Content_Types].xml"].replace(
        b"vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        b"vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    )
    with zipfile.ZipFile(path, "w") as new:
        for name, content in {**members, "[Content_Types].xml": types}.items():
            new.writestr(name, content)


def project(path):
    with zipfile.ZipFile(path, "a") as new:
        new.writestr("ppt/vbaProject.bin", b"")


def broken(path):
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in members.items():
            new.writestr(name, b"<broken" if name == "ppt/presentation.xml" else content)


def other(path):
    with zipfile.ZipFile(path, "w") as new:
        new.writestr(
            "[Content_Types].xml", b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
        )


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda path: path.write_bytes(b"not a file of PowerPoint"), "it is damaged, or no presentation"),
        (lambda path: path.write_bytes(path.read_bytes()[:3000]), "it is damaged, or no presentation"),
        (lambda path: path.write_bytes(b""), "it is damaged, or no presentation"),
        (broken, "it is damaged, or no presentation"),
        (other, "it is damaged, or no presentation"),
        (lambda path: zipfile.ZipFile(path, "w").writestr("a.txt", "a"), "it is damaged, or no presentation"),
        (macros, "it holds macros"),
        (project, "it holds macros"),
        (lambda path: path.write_bytes(bytes.fromhex("d0cf11e0") + b"x" * 600), "it is of PowerPoint 97 to 2003"),
        (
            lambda path: path.write_bytes(bytes.fromhex("d0cf11e0") + "EncryptedPackage".encode("utf-16-le")),
            "a password protects it",
        ),
        (lambda path: path.unlink(), "no such file or directory"),
    ],
)
def test_a_file_that_is_no_template(tmp_path, damage, why):
    path = agency(tmp_path / "agency.pptx")
    damage(path)

    with pytest.raises(ExportError) as raised:
        open_template(path)
    assert str(raised.value) == (
        f'the template "agency.pptx" cannot be used: {why}; give a PowerPoint presentation or template (.pptx or .potx)'
        " without macros and without a password"
    )


def test_a_template_that_would_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("equigraph.exporters.deck_template.LARGEST_BYTES", 2**20)
    path = agency(tmp_path / "agency.pptx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("ppt/media/zeros.bin", bytes(2**21))

    with pytest.raises(ExportError, match="unpacked it is larger than 1 MiB"):
        open_template(path)
