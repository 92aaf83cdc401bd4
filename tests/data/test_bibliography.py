"""Bibliographies in: five formats, their encodings, and what is wrong in them."""

from __future__ import annotations

import json

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.data.authors import author_of, written_name
from equigraph.data.bibliography import SUFFIXES, read_references
from equigraph.data.reference import LONGEST_FIELD, Reference
from equigraph.data.reference_differences import comparable, differences
from equigraph.data.source_descriptions import Choices, Holdings, describe_references
from equigraph.data.text_file import MOST_BYTES
from equigraph.errors import DataError
from equigraph.exporters.bibtex import generate_bibtex
from equigraph.exporters.csl_json import generate_csl_json
from equigraph.exporters.ris import generate_ris

SOURCE = "https://w3id.org/equigraph/id/source/"
# One journal article as each program writes it; what it must become stands in ARTICLE.
RIS = """Provider: a catalogue
1.
TY  - JOUR
AU  - van den Pol, Robert
AU  - Fryer, Roland G., Jr.
AU  - Council of Schools
TI  - Costs &amp; <i>benefits</i>
 of tutoring
PY  - 2020/05//
JO  - Review of Education
VL  - 45
IS  - 3
SP  - 519
EP  - 537
DO  - https://doi.org/10.1000/AB_C
AN  - EJ1204567
ID  - doe
ER  -
"""
BIB = r"""@string{roe = "Review of"}
@article{doe,
  author = {van den Pol, Robert and Fryer, Jr., Roland G. and {Council of Schools}},
  title = {{Costs \& \emph{benefits} of tutoring}},
  journal = roe # { Education},
  year = 2020, volume = {45}, number = {3}, pages = {519--537},
  doi = {10.1000/AB\_C}, note = {ERIC Number: EJ1204567}
}"""
CSL = json.dumps(
    [
        {
            "id": "doe", "type": "article-journal", "title": "Costs &amp; <i>benefits</i> of tutoring",
            "author": [
                {"family": "Pol", "given": "Robert", "non-dropping-particle": "van den"},
                {"family": "Fryer", "given": "Roland G.", "suffix": "Jr."},
                {"literal": "Council of Schools"},
            ],
            "issued": {"date-parts": [["2020", 5]]}, "container-title": "Review of Education", "volume": 45,
            "issue": "3", "page": "519–537", "DOI": "10.1000/AB_C", "note": "ERIC Number: EJ1204567",
        }
    ]
)  # fmt: skip
ENW = """%0 Journal Article
%A van den Pol, Robert
%A Fryer, Roland G., Jr.
%A Council of Schools,
%T Costs &amp; benefits
of tutoring
%J Review of Education
%D 2020
%V 45
%N 3
%P 519-537
%R doi:10.1000/AB_C
%M EJ1204567
%F doe
"""
XML = """<?xml version="1.0" encoding="UTF-8"?><xml><records><record><label>doe</label>
<ref-type name="Journal Article">17</ref-type><contributors><authors>
<author><style>van den Pol, Robert</style></author><author>Fryer, Roland G., Jr.</author><author>Council of Schools,</author>
</authors></contributors><titles><title><style>Costs &amp; </style><style face="italic">benefits</style> of tutoring</title>
<secondary-title>Review of Education</secondary-title></titles><pages>519-537</pages><volume>45</volume><number>3</number>
<dates><year>2020</year></dates><accession-num>EJ1204567</accession-num>
<electronic-resource-num>10.1000/AB_C</electronic-resource-num></record></records></xml>"""
ARTICLE = {
    "title": "Costs & benefits of tutoring",
    "authors": "Robert van den Pol; Roland G. Fryer, Jr.; Council of Schools",
    "year": "2020",
    "publisher": "Review of Education 45(3), 519-537",
    "source_type": "journal article",
    "doi": "10.1000/ab_c",
    "eric": "EJ1204567",
    "url": "",
    "key": "doe",
}
EMPTY = {".ris": "", ".bib": "", ".csl.json": "[]", ".enw": "", ".xml": "<xml><records/></xml>"}


@pytest.fixture
def read(tmp_path):
    def read(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        problems, notes = [], []
        return read_references(path, problems, notes), [one.message for one in problems], notes

    return read


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.ris", RIS), ("a.bib", BIB), ("a.json", CSL), ("a.enw", ENW), ("a.xml", XML)],
    ids=["ris", "bib", "csl", "enw", "xml"],
)
def test_every_format_gives_the_same_reference(read, name, content):
    [found], problems, notes = read(name, content)

    assert ([], []) == (problems, notes)
    assert ARTICLE == {field: getattr(found, field) for field in ARTICLE}
    assert (name, 1) == (found.origin.file, found.origin.row)


@pytest.mark.parametrize("suffix", EMPTY)
def test_a_bibliography_may_be_empty(read, suffix):
    assert ([], [], []) == read(f"a{suffix}", EMPTY[suffix])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.doc", "x", f'"a.doc" is no bibliography that can be read; accepted: {", ".join(SUFFIXES)}'),
        ("a.ris", "hello", 'holds no reference; RIS has a line that begins with "TY  - "'),
        ("a.bib", "<html></html>", "it looks like a web page (HTML); BibTeX has"),
        ("a.enw", "hello", 'EndNote text has a line that begins with "%0 "'),
        ("a.ris", b"%PDF-1.7", "it looks like a PDF; a text file is accepted"),
        ("a.ris", b"\xff\xfea\x00b", "begins as UTF-16 does, and goes on otherwise"),
        ("a.json", "[" * 30_000 + "]" * 30_000, "nested 30,000 levels deep; 50 are accepted"),
        ("a.json", '[{"id": ' + "9" * 5000 + "}]", "this is not JSON"),
        ("a.json", "{", "this is not JSON"),
        ("a.json", '{"items": {}}', "holds no list of references"),
        ("a.json", "3", "holds no list of references"),
        ("a.xml", '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><xml>&b;</xml>', "declares entities"),
        ("a.xml", "<xml>", "this is not XML"),
        ("a.xml", "<rss></rss>", 'it begins with "rss"'),
    ],
)
def test_a_file_that_cannot_be_read_says_why(read, name, content, words):
    with pytest.raises(DataError) as error:
        read(name, content)

    assert words in error.value.message
    assert f'"{name}"' in error.value.message


def test_a_file_that_is_not_there_or_too_large_says_so(tmp_path):
    large = tmp_path / "large.ris"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    with pytest.raises(DataError, match="No such file or directory; a file is needed"):
        read_references(tmp_path / "none.ris", [], [])
    with pytest.raises(DataError, match=r"it has 64 MB; at most 64 MB are accepted"):
        read_references(large, [], [])


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("TY  - GEN\r\nTI  - Café\r\nER  - \r\n", ""),
        ("TY  - GEN\rTI  - Café\rER  - \r", ""),
        ("\ufeffTY  - GEN\nTI  - Café\nER  - ", ""),
        ("TY  - GEN\nTI  - Café\nER  - ".encode("cp1252"), "a.ris is not UTF-8; it was read as Windows-1252 (Latin-1)"),
        ("TY  - GEN\nTI  - Café\nER  - ".encode("utf-16"), "a.ris was read as UTF-16"),
        ("TY  - GEN\nTI  - Ca\0fé\nER  - ", "a.ris holds 1 NUL characters; they were left out"),
        ("TY  - GEN\nTI  - Café\n", "a.ris: reference 1 has no end (ER); it was read up to the next one"),
        ("TY  - GEN\n\nTI  - Café\nUK x\nPY  - n.d.", 'a.ris: entry 1 has no year but "n.d."; the year was left empty'),
    ],
)
def test_encodings_and_line_ends_are_found_and_said(read, content, note):
    [found], problems, notes = read("a.ris", content)

    assert [] == problems
    assert found.title.startswith("Café")
    assert note in [*notes, ""]
    assert bool(note) == bool(notes)


# --- what is wrong --------------------------------------------------------------------------


def test_of_24_entries_the_broken_one_is_named_and_23_arrive(read):
    entries = [f"@report{{e{number}, title = {{Report {number}}}, year = {{2020}}}}" for number in range(24)]
    entries[7] = "@report{e7, title = {Report 7, year = {2020}"
    found, problems, notes = read("a.bib", "\n".join(entries))

    assert [f"e{number}" for number in range(24) if number != 7] == [one.key for one in found]
    assert [
        (
            'a.bib, row 8, column (all): the entry "e7" (line 8) is broken: '
            "a brace or quote is not closed before the next entry begins"
        )
    ] == problems
    assert [] == notes


@pytest.mark.parametrize(
    ("fields", "column", "words"),
    [
        ("year = {2020}", "title", 'entry "a" has no title; a source needs one'),
        ("title = {A}, year = {20}", "year", 'has the date "20", which holds no year'),
        ("title = {A}, doi = {see there}", "doi", 'has the DOI "see there"; a DOI begins with "10."'),
        (f"title = {{{'x' * (LONGEST_FIELD + 1)}}}", "title", "has 10,001 characters there; 10,000 are accepted"),
        (f"title = {{\\x{'{' * 40}A{'}' * 40}}}", "(all)", "braces are nested more than 30 deep"),
        ("title = {A}, year", "(all)", 'expected a "=" after entry key "year"'),
        ("title {A}", "(all)", "is broken"),
        ("title = {A", "(all)", "a brace or quote is not closed before the file ends"),
    ],
)
def test_an_entry_that_is_wrong_is_named_with_its_field(read, fields, column, words):
    found, [problem], _ = read("a.bib", f"@misc{{a, {fields}}}")

    assert [] == found
    assert f"column {column}: " in problem
    assert words in problem


def test_an_item_that_is_none_is_named(read):
    found, problems, _ = read("a.json", '[{"title": "A", "issued": "2020"}, "x"]')

    assert ["2020"] == [one.year for one in found]
    assert ['a.json, row 2, column (all): item 2 is no reference but "x"; an object is needed'] == problems


# --- formats --------------------------------------------------------------------------------


def bib(read, text):
    found, problems, notes = read("a.bib", text)

    assert [] == problems
    return found, notes


@pytest.mark.parametrize(
    ("fields", "field", "expected"),
    [
        ('title = "A {"}quoted{"} title"', "title", 'A "quoted" title'),
        (r"title = {Ren{\'e} {\textless}b{\textgreater} 100% {\textasciitilde} 5\%}", "title", "René 100% ~ 5%"),
        (r"title = {A -{}- b -- c ``d''}", "title", "A -- b – c “d”"),
        ("title = {A}, subtitle = {B}", "title", "A: B"),
        ('title = "A { B"', "title", "A B"),
        ("title = {A}, title = {B}", "title", "A"),
        ("title = {A}, author = {family=Pol, given=Robert, prefix={van den}}", "authors", "Robert van den Pol"),
        ("title = {A}, author = {family=Pol, given=Robert, prefix=van den}", "authors", "Robert van den Pol"),
        ("title = {A}, author = {Doe, Jo and others}", "authors", "Jo Doe; et al."),
        ("title = {A}, author = {{Sesame Workshop}}", "authors", "Sesame Workshop (organization)"),
        ("title = {A}, author = {Garcia Lopez, Ana}", "authors", "Garcia Lopez, Ana"),
        ("title = {A}, howpublished = {\\url{https://example.org/a_b}}", "url", "https://example.org/a_b"),
        ("title = {A}, url = {https://eric.ed.gov/?id=ED606242}", "eric", "ED606242"),
        ("title = {A}, eprint = {ED1}, eprinttype = {eric}", "eric", "ED1"),
        ("title = {A}, url = {https://doi.org/10.1000/X}", "doi", "10.1000/x"),
        ("title = {A}, note = {doi: 10.1000/x.}", "doi", "10.1000/x"),
        ("title = {A}, date = {2020-05}", "year", "2020"),
        ("title = {A}, journal = abc # {}", "publisher", "Abc Journal; Press"),
        ("title = {A}, journal = unknown", "publisher", "unknown; Press"),
    ],
)
def test_what_bibtex_can_say(read, fields, field, expected):
    macros = '@string{abc = {Abc} # " Journal"}\n@string{abc = {Abc} # " Journal"}\n'
    publisher = ", publisher = {Press}" if field == "publisher" else ""
    [found], _ = bib(read, f"{macros}@misc{{a, {fields}{publisher}}}")

    assert expected == getattr(found, field)


def test_a_part_takes_what_it_lacks_from_its_whole(read):
    text = """@incollection{part, title = {Part}, author = {Doe, Jo}, crossref = {Whole}}
        @book{whole, title = {The Whole}, publisher = {Press}, editor = {Bee, Ann and Cee, Bo}, year = 2019, crossref={whole}}"""
    [part, whole], _ = bib(read, text)

    assert ("book chapter", "The Whole; Press", "2019") == (part.source_type, part.publisher, part.year)
    assert ("book", "Ann Bee; Bo Cee (Eds.)") == (whole.source_type, whole.authors)


def test_two_entries_of_one_key_both_arrive(read):
    [first, second], _ = bib(read, "@misc{a, title = {A}}\n@misc{a, title = {B}}")

    assert ("A", "B") == (first.title, second.title)


def test_a_field_that_is_there_twice_is_said(read):
    _, notes = bib(read, "@misc{a, title = {A}, title = {B}}")

    assert ['a.bib: the entry "a" (line 1) says twice: title; the first was taken'] == notes


def test_macros_of_macros_do_not_grow_without_end(read):
    macros = "\n".join(f"@string{{m{number} = m{number - 1} # m{number - 1}}}" for number in range(1, 64))
    found, [problem], _ = read("a.bib", f"@string{{m0 = {{xxxxxxxx}}}}\n{macros}\n@misc{{a, title = m63}}")

    assert [] == found
    assert "10,000 are accepted" in problem


@pytest.mark.parametrize(
    ("item", "field", "expected"),
    [
        ({"issued": {"raw": "May 2020"}}, "year", "2020"),
        ({"issued": {"date-parts": [[2020]]}}, "year", "2020"),
        ({"issued": {"date-parts": [[]], "literal": "2020"}}, "year", "2020"),
        ({"issued": [2020]}, "year", ""),
        ({"note": "DOI: 10.1000/x\nissued: 2020"}, "doi", "10.1000/x"),
        ({"note": "DOI: 10.1000/x\nissued: 2020"}, "year", "2020"),
        ({"author": [{"family": "Doe"}, {"literal": "others"}, 3]}, "authors", "Doe; et al."),
        ({"author": "Doe"}, "authors", ""),
        ({"type": "book", "editor": [{"family": "Doe", "given": "Jo"}]}, "authors", "Jo Doe (Ed.)"),
        ({"type": "hologram"}, "source_type", "document"),
        ({"custom": 3, "id": True}, "key", ""),
    ],
)
def test_what_csl_json_can_say(read, item, field, expected):
    [found], problems, _ = read("a.json", json.dumps({"title": "A", **item}))

    assert [] == problems
    assert expected == getattr(found, field)


@pytest.mark.parametrize(
    ("lines", "field", "expected"),
    [
        ("TY - JOUR\nT1 - A\nT2 - Journal\nSP - 3", "publisher", "Journal, 3"),
        ("TY  - JOUR\nTI  - A\nPB  - Press\nJF  - Journal", "publisher", "Journal"),
        ("TY  - RPRT\nTI  - A\nPB  - Press\nT2  - Press", "publisher", "Press"),
        ("TY  - GEN\nTI  - A\nAU  - Doe, J; Bee, A", "authors", "J Doe; A Bee"),
        ("TY  - GEN\nTI  - A\nAU  - Council of A, B, C and D", "authors", "Council of A, B, C and D"),
        ("TY  - BOOK\nTI  - A\nA2  - Doe, Jo", "authors", "Jo Doe (Ed.)"),
        ("TY  - GEN\nTI  - A\nUR  - https://example.org/a;b", "url", "https://example.org/a;b"),
        ("TY  - GEN\nTI  - A\nM3  - Policy brief", "genre", "Policy brief"),
        ("TY  - GEN\nTI  - A\nXX  - unknown\n  and more", "title", "A"),
    ],
)
def test_what_ris_can_say(read, lines, field, expected):
    [found], problems, _ = read("a.ris", f"{lines}\nER  - ")

    assert [] == problems
    assert expected == getattr(found, field)


def test_a_reference_without_its_end_does_not_swallow_the_next(read):
    found, _, notes = read("a.ris", "TY  - GEN\nTI  - A\nTY  - GEN\nTI  - B\nER  - \nTY  - GEN\nTI  - C")

    assert ["A", "B", "C"] == [one.title for one in found]
    assert 2 == len(notes)


def test_endnote_text_may_name_a_person_without_a_comma(read):
    [first, second], _, _ = read(
        "a.enw", "x\n%0 Book\n%E Jo Doe\n%T A\n%@\n\n%0 Book Section\n%A Ann Bee\n%E Jo Doe\n%T B\n%B C\n"
    )

    assert ("Jo Doe (Ed.)", "Ann Bee") == (first.authors, second.authors)


# --- out and in again -----------------------------------------------------------------------

words = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=30)
titles = words.filter(lambda title: any(sign.isalnum() for sign in title))
names = st.sampled_from(
    ["Jo Doe", "Robert van den Pol", "Garcia Lopez, Ana", "Council of Schools", "Sesame Workshop (organization)",
     "O'Neill & Sons", "et al.", "Roland G. Fryer, Jr.", "Zoë {Brace}"]
)  # fmt: skip
records = st.fixed_dictionaries(
    {
        "title": titles,
        "authors": st.lists(names, max_size=3).map("; ".join),
        "year": st.sampled_from(["", "2019"]),
        "publisher": st.sampled_from(["", "A press", "Review of Education 45(3), 519-537", "Press & Co. {x}"]),
        "type": st.sampled_from(["report", "journal article", "web page", "policy brief"]),
        "doi": st.sampled_from(["", "10.1000/a_b(c)%d"]),
        "eric": st.sampled_from(["", "ED606242"]),
        "citation": titles,
    }
)


@pytest.mark.parametrize(
    ("suffix", "generate"), [(".ris", generate_ris), (".bib", generate_bibtex), (".csl.json", generate_csl_json)]
)
@settings(max_examples=60, deadline=None)
@given(record=records)
def test_what_is_exported_comes_back_as_it_was(tmp_path_factory, suffix, generate, record):
    network = nx.MultiDiGraph(title="T", sources={f"{SOURCE}a": record})
    path = tmp_path_factory.getbasetemp() / f"again{suffix}"
    path.write_text(generate(network), "utf-8")
    problems = []
    [found] = read_references(path, problems, [])
    fields = ("title", "authors", "year", "publisher", "doi", "eric")
    held = Reference(**{name: record[name] for name in fields}, source_type=record["type"], iri=f"{SOURCE}a")

    assert [] == problems
    assert [] == differences(found, comparable(held), with_address=False)
    assert f"{SOURCE}a" == found.iri
    notes = []
    assert [] == describe_references([found], Holdings([held]), Choices(), problems, notes)
    assert ([], [f"{path.name}: 1 entry is there already, with the same fields"]) == (problems, notes)


parts = st.lists(
    st.sampled_from(["Ana", "Garcia", "van", "den", "O'Neill", "J.", "Zoë", "la", "Lopez"]), min_size=1, max_size=3
)


@given(family=parts.map(" ".join), given=parts.map(" ".join), suffix=st.sampled_from(["", "Jr.", "III"]))
def test_a_persons_name_is_written_so_that_it_comes_apart_again(family, given, suffix):
    name = {"family": family, "given": given} | ({"suffix": suffix} if suffix else {})

    assert name == author_of(written_name(name))


@given(parts.map(" ".join))
def test_an_organization_stays_one_whatever_its_name(literal):
    assert {"literal": literal} == author_of(written_name({"literal": literal}))


@pytest.mark.parametrize(
    ("name", "expected"),
    [({}, ""), ({"literal": " ; "}, ""), ({"family": "Plato"}, "Plato"), ({"literal": "A; B"}, "A, B (organization)")],
)
def test_names_that_are_hardly_any(name, expected):
    assert expected == written_name(name)


@settings(max_examples=100, deadline=None)
@given(
    text=st.text('{}"@,=#\\%abc \n$~TY-0<>&;()', max_size=200),
    suffix=st.sampled_from([".ris", ".bib", ".json", ".enw", ".xml"]),
)
def test_no_text_breaks_a_reader(tmp_path_factory, text, suffix):
    start = {".ris": "TY  - ", ".bib": "@misc{", ".json": "[", ".enw": "%0 ", ".xml": "<xml>"}[suffix]
    path = tmp_path_factory.getbasetemp() / f"fuzz{suffix}"
    path.write_text(start + text, "utf-8")
    problems, notes = [], []
    try:
        found = read_references(path, problems, notes)
    except DataError as error:
        problems.append(error)
        found = []

    assert all(one.title for one in found)
    assert all(path.name in one.message for one in problems)


def test_ten_thousand_entries_are_read_in_time(read):
    text = "".join(
        f"TY  - RPRT\nTI  - Report {number}\nAU  - Doe, Jo\nPY  - 2020\nER  - \n" for number in range(10_000)
    )
    found, problems, _ = read("a.ris", text)

    assert (10_000, []) == (len(found), problems)
