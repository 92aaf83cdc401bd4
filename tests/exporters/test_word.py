"""A Word file is what Word makes itself: real headings, marked tables, links that lead somewhere, no clock."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Inches
from hypothesis import given
from hypothesis import strategies as st
from word_reader import W, WordFile

from equigraph.errors import ExportError, NotSavedError
from equigraph.exporters.document import (
    Bibliography,
    Document,
    Heading,
    Items,
    Link,
    Marks,
    Paragraph,
    Run,
    Table,
    Verdict,
    Words,
    plain,
)
from equigraph.exporters.evidence import Reference
from equigraph.exporters.office_zip import packed_again
from equigraph.exporters.palette import VERDICTS, colour, contrast
from equigraph.exporters.word import NEEDED, generate_word, write_word
from equigraph.exporters.word_xml import NAMESPACES, body_xml, steadied
from equigraph.graph.labels import clean

ONE = Reference(
    1, "http://example.org/1", "Doe (2020). https://doi.org/10.1/a More.", "Doe, 2020", "https://doi.org/10.1/a", False
)
TWO = Reference(2, "http://example.org/2", "Roe (2021).", "Roe, 2021", "", True)


def a_document(*blocks: Any, **changes: Any) -> Document:
    known = {
        "title": "A title",
        "subtitle": "What it is",
        "subject": "Of it",
        "date": "2026-11-23",
        "footer": "Version 1.",
    }
    return Document(**{**known, **changes, "blocks": blocks})


def said(*runs: Run) -> WordFile:
    return WordFile(generate_word(a_document(Heading(1, "One"), Paragraph(runs), Bibliography((ONE, TWO)))))


WHOLE = a_document(
    Heading(1, "One"),
    Paragraph((Words("Bold. ", is_bold=True), Words("Quiet. ", is_quiet=True), Verdict("mixed", "mixed, 2 sources"))),
    Heading(2, "Two"),
    Items(((Words("first "), Marks((ONE, TWO))), (Words("second "), Marks(())))),
    Table(
        "A caption", "What it holds", ("Goal", "Verdict"), (40, 60), (((Words("G"),), (Verdict("none", "no claim"),)),)
    ),
    Heading(1, "Sources"),
    Bibliography((ONE, TWO)),
    Paragraph((Link("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),)),
)


@pytest.fixture(scope="module")
def whole() -> WordFile:
    return WordFile(generate_word(WHOLE))


def test_has_no_problem_and_says_all_in_order(whole: WordFile) -> None:
    assert [] == whole.problems()
    assert [
        "A title", "What it is", "One", "Bold. Quiet. \u00a0~\u00a0\u00a0mixed, 2 sources", "Two", "first [1] [2]",
        "second [no source recorded]", "Table 1. A caption", "Goal", "Verdict", "G", "no claim", "Sources",
        "[1]Doe (2020). https://doi.org/10.1/a More.", "[2]Roe (2021). (general knowledge, not seen)", "CC BY 4.0",
    ] == whole.texts  # fmt: skip
    assert [(1, "One"), (2, "Two"), (1, "Sources")] == whole.headings


def test_marks_lead_to_the_bibliography_and_addresses_out(whole: WordFile) -> None:
    assert [("source_1", "[1]"), ("source_2", "[2]")] == whole.anchors
    assert ["source_1", "source_2"] == whole.bookmarks
    assert ["https://doi.org/10.1/a", "https://creativecommons.org/licenses/by/4.0/"] == whole.links
    tips = [link.get(f"{W}tooltip") for link in whole.body.iter(f"{W}hyperlink")]
    assert ["Source 1: Doe, 2020", "Source 2: Roe, 2021"] == tips[:2]


def test_styles_and_page_are_real(whole: WordFile) -> None:
    styles = [one.style.name for one in whole.docx.paragraphs]
    section = whole.docx.sections[0]

    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Caption", "Normal", "Bibliography"} == set(styles)
    assert "Table Grid" == whole.docx.tables[0].style.name
    assert (Inches(8.5), Inches(11), Inches(0.8)) == (section.page_width, section.page_height, section.left_margin)
    assert "Version 1.Page 1 of 1" == whole.footer
    assert "Calibri" == whole.docx.styles["Normal"].font.name


def test_the_properties_come_from_the_data_alone(whole: WordFile) -> None:
    properties = whole.docx.core_properties

    assert ("A title", "Of it", "", "", "") == (
        properties.title, properties.subject, properties.author, properties.comments, properties.last_modified_by,
    )  # fmt: skip
    assert "2026-11-23" == properties.created.date().isoformat() == properties.modified.date().isoformat()
    assert b"<Application>equigraph</Application>" in whole.zip.read("docProps/app.xml")


def test_same_document_same_bytes() -> None:
    assert generate_word(WHOLE) == generate_word(WHOLE)


@pytest.mark.parametrize("look", [look for look in VERDICTS.values() if look.glyph], ids=lambda look: look.verdict)
def test_a_verdict_is_told_by_word_and_sign_and_in_ink_that_can_be_read(look: Any) -> None:
    file = said(Verdict(look.verdict, look.words))

    assert f"\u00a0{look.glyph}\u00a0\u00a0{look.words}" == file.texts[3]
    assert contrast(colour(look.token, "print"), "#ffffff") >= 4.5


def test_every_colour_of_a_heading_and_a_link_can_be_read(whole: WordFile) -> None:
    styles = whole.docx.styles
    inks = [
        styles[name].font.color.rgb for name in ("Normal", "Title", "Heading 1", "Heading 2", "Caption", "Hyperlink")
    ]

    assert all(contrast(f"#{ink}", "#ffffff") >= 4.5 for ink in inks)


def test_data_without_a_date_have_the_first_a_zip_can_name() -> None:
    file = WordFile(generate_word(a_document(Heading(1, "One"), date="")))

    assert {(1980, 1, 1, 0, 0, 0)} == {one.date_time for one in file.zip.infolist()}
    assert [] == file.problems()


def test_a_link_that_is_too_long_is_text() -> None:
    address = "https://example.org/" + "x" * 2000
    file = said(Link(address, address), Link("nothing", ""))

    assert [] == [link for link in file.links if "example.org" in link]
    assert file.texts[3] == f"{address}nothing"


def test_a_long_row_may_go_over_the_end_of_a_page() -> None:
    rows = tuple(((Words(text),), (Words("b"),)) for text in ("short", "long " * 2000))
    file = WordFile(generate_word(a_document(Heading(1, "One"), Table("C", "D", ("A", "B"), (50, 50), rows))))
    kept = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in file.body.iter(f"{W}tr")]

    assert [True, True, False] == kept


# --- any text -------------------------------------------------------------------------------


def test_hostile_texts_are_text(hostile: str) -> None:
    file = WordFile(
        generate_word(
            a_document(
                Heading(1, hostile),
                Items(((Words(hostile), Verdict("positive", hostile)),)),
                Table(hostile, hostile, (hostile, "B"), (50, 50), (((Words(hostile),), (Words(hostile),)),)),
                title=hostile, subtitle=hostile, subject=hostile, footer=hostile,
            )
        )
    )  # fmt: skip

    assert [] == file.problems()
    assert clean(hostile) in file.text
    assert clean(hostile) in file.footer
    assert clean(hostile) == file.texts[0].strip(" ")


@given(st.text(), st.text())
def test_any_text_is_kept_but_for_what_xml_cannot_hold(first: str, second: str) -> None:
    runs = (Words(f"({first})"), Words(f"({second})", is_bold=True))
    styles = {"Normal": "Normal", "Hyperlink": "Hyperlink"}
    text = body_xml([Paragraph(runs)], styles, lambda _: "rId1", 9000)
    found = ET.fromstring(f"<w:body {NAMESPACES}>{text}</w:body>")

    assert [steadied(clean(f"({first})")), steadied(clean(f"({second})"))] == [one.text for one in found.iter(f"{W}t")]


@given(st.text(st.sampled_from("a \u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2068\u2069"), max_size=12))
def test_nothing_turns_the_words_after_it(text: str) -> None:
    found = steadied(text)
    depth = 0
    for character in found:
        depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
        assert depth >= 0

    assert 0 == depth
    assert set("\u202a\u202b\u202c\u202d\u202e").isdisjoint(found)
    assert [one for one in text if one in "a "] == [one for one in found if one in "a "]


def test_text_that_runs_right_to_left_is_marked() -> None:
    file = said(Words("مدرسة"), Words("school"))
    runs = [run for run in file.body.iter(f"{W}r") if run.findtext(f"{W}t") in {"مدرسة", "school"}]

    assert [True, False] == [run.find(f"{W}rPr/{W}rtl") is not None for run in runs]


def test_spaces_at_the_ends_part_neighbours() -> None:
    assert "a b c d" == said(Words("a\n"), Words("b"), Words(" c"), Words(" "), Words(""), Words("d")).texts[3]


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (Words("a"), "a"),
        (Link("b", "https://b.example"), "b"),
        (Marks((ONE, TWO)), "[1] [2]"),
        (Marks(()), "[no source recorded]"),
    ],
)
def test_runs_as_plain_text(run: Run, words: str) -> None:
    assert words == plain((run,))


# --- templates ------------------------------------------------------------------------------


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Return the template of an agency: its own margins, header, footer, fonts, and words in its body."""
    file = docx.Document()
    file.add_paragraph("Replace this text")
    file.sections[0].left_margin = Inches(2)
    file.sections[0].header.paragraphs[0].text = "The Agency"
    file.sections[0].footer.paragraphs[0].text = "123 Main Street"
    file.styles["Normal"].font.name = "Georgia"
    path = tmp_path / "theirs.docx"
    file.save(path)
    return path


def test_a_template_keeps_its_page_and_its_looks(template: Path, tmp_path: Path) -> None:
    write_word(WHOLE, tmp_path / "out.docx", template)
    file = WordFile((tmp_path / "out.docx").read_bytes())
    section = file.docx.sections[0]

    assert [] == [problem for problem in file.problems() if "holds" not in problem]
    assert "Replace this text" not in file.text
    assert (Inches(2), "The Agency") == (section.left_margin, section.header.paragraphs[0].text)
    assert "123 Main StreetVersion 1.Page 1 of 1" == file.footer
    assert "Georgia" == file.docx.styles["Normal"].font.name
    assert generate_word(WHOLE, template) == generate_word(WHOLE, template)


def test_every_footer_of_a_template_names_the_data(template: Path) -> None:
    own = docx.Document(str(template))
    own.sections[0].different_first_page_header_footer = True
    own.sections[0].first_page_footer.paragraphs[0].text = "First"
    own.settings.odd_and_even_pages_header_footer = True
    own.save(str(template))
    section = WordFile(generate_word(WHOLE, template)).docx.sections[0]
    footers = (section.footer, section.first_page_footer, section.even_page_footer)

    assert [["123 Main Street", "Version 1."], ["First", "Version 1."], ["Version 1."]] == [
        [one.text.split("\t")[0] for one in footer.paragraphs] for footer in footers
    ]


def test_a_template_that_says_nothing_of_its_page_has_one(template: Path) -> None:
    own = docx.Document(str(template))
    own.element.body.remove(own.element.body.sectPr)
    own.save(str(template))
    file = WordFile(generate_word(WHOLE, template))

    assert file.docx.sections[0].footer.paragraphs[0].text.startswith("Version 1.")
    assert "A title" == file.texts[0]


def test_a_template_that_numbers_its_pages_is_not_numbered_twice(template: Path) -> None:
    own = docx.Document(str(template))
    paragraph = own.sections[0].footer.paragraphs[0]._p
    paragraph.append(docx.oxml.parse_xml(f'<w:fldSimple xmlns:w="{W[1:-1]}" w:instr="PAGE"/>'))
    own.save(str(template))

    assert "123 Main StreetVersion 1." == WordFile(generate_word(WHOLE, template)).footer


def test_a_template_by_its_other_name_is_one_too(template: Path) -> None:
    content = template.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        types = parts.read("[Content_Types].xml").replace(b"document.main+xml", b"template.main+xml")
    dotx = template.with_suffix(".dotx")
    dotx.write_bytes(packed_again(content, "", {"[Content_Types].xml": types}))

    assert generate_word(WHOLE, template) == generate_word(WHOLE, dotx)


def test_a_template_with_styles_of_these_names_keeps_them(template: Path) -> None:
    own = docx.Document(str(template))
    for name, type_ in (("Hyperlink", WD_STYLE_TYPE.CHARACTER), ("Table Text", WD_STYLE_TYPE.PARAGRAPH)):
        own.styles.add_style(name, type_).font.name = "Verdana"
    own.styles.add_style("Bibliography", WD_STYLE_TYPE.PARAGRAPH)
    own.save(str(template))
    styles = WordFile(generate_word(WHOLE, template)).docx.styles

    assert ["Verdana", "Verdana"] == [styles[name].font.name for name in ("Hyperlink", "Table Text")]


def test_a_template_without_a_style_is_refused(template: Path, tmp_path: Path) -> None:
    own = docx.Document(str(template))
    own.styles["Caption"].delete()
    own.styles["Title"].delete()
    own.save(str(template))

    with pytest.raises(ExportError) as raised:
        write_word(WHOLE, tmp_path / "out.docx", template)

    assert (
        f'the template "{template}" has no style "Title", "Caption"; needed: {", ".join(NEEDED)}'
        == raised.value.message
    )
    assert raised.value.hint is not None
    assert not (tmp_path / "out.docx").exists()


def damaged(content: bytes, name: str) -> bytes:
    """Return a zip whose member of that name is broken."""
    return packed_again(content, "", {name: b"<broken"})


@pytest.mark.parametrize(
    "what", ["text", "empty", "cut", "no zip of ours", "broken body", "broken types", "macros", "workbook"]
)
def test_a_template_that_is_none_is_refused_in_one_message(what: str, template: Path, tmp_path: Path) -> None:
    content = template.read_bytes()
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as parts:
        parts.writestr("a.txt", "a")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        types = parts.read("[Content_Types].xml")

    def of_type(name: bytes) -> bytes:
        wrong = types.replace(b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", name)
        return packed_again(content, "", {"[Content_Types].xml": wrong})

    template.write_bytes(
        {
            "text": b"no document",
            "empty": b"",
            "cut": content[: len(content) // 2],
            "no zip of ours": other.getvalue(),
            "broken body": damaged(content, "word/document.xml"),
            "broken types": damaged(content, "[Content_Types].xml"),
            "macros": of_type(b"application/vnd.ms-word.document.macroEnabled.main+xml"),
            "workbook": of_type(b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        }[what]
    )
    with pytest.raises(ExportError, match="cannot be used as a template: it is no whole Word document without macros"):
        write_word(WHOLE, tmp_path / "out.docx", template)


def test_a_template_that_unpacks_to_very_much_is_refused(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("equigraph.exporters.word.MOST_UNPACKED", 1000)

    with pytest.raises(ExportError, match=r"the template unpacks to [\d,]+ bytes; at most 1,000 are accepted"):
        generate_word(WHOLE, template)


def test_no_template_there(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="there is no template"):
        generate_word(WHOLE, tmp_path / "none.docx")


# --- writing --------------------------------------------------------------------------------


def test_a_file_that_cannot_be_read_back_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.docx"
    path.write_bytes(b"old")
    whole = generate_word(WHOLE)
    other = generate_word(a_document(Heading(1, "One")))
    for content, words in ((whole[:1000], "could not be read back"), (other, "would have 1 of 3 headings")):
        monkeypatch.setattr("equigraph.exporters.word.generate_word", lambda *_, content=content: content)
        with pytest.raises(ExportError, match=words):
            write_word(WHOLE, path)

    assert b"old" == path.read_bytes()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotSavedError):
        write_word(WHOLE, tmp_path / "no" / "out.docx")


def test_the_body_is_valid_in_the_order_of_the_schema(whole: WordFile) -> None:
    order = ["rStyle", "b", "bCs", "color", "bdr", "rtl"]
    for properties in ET.fromstring(whole.zip.read("word/document.xml")).iter(f"{W}rPr"):
        places = [order.index(one.tag.removeprefix(W)) for one in properties]
        assert sorted(places) == places
