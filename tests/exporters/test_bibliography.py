"""The bibliography of a view: items, keys, and what its three formats give back."""

from __future__ import annotations

import json

import bibtexparser
import networkx as nx
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from equigraph.data.citations import format_item
from equigraph.exporters.bibliography import entries
from equigraph.exporters.bibtex import generate_bibtex, latex, write_bibtex
from equigraph.exporters.csl_json import generate_csl_json, write_csl_json
from equigraph.exporters.ris import generate_ris, write_ris
from equigraph.graph.labels import clean

SOURCE = "https://w3id.org/equigraph/id/source/"
JOURNAL = {
    "citation": "Doe, J., Van den Pol, R., et al. (2020).",
    "title": "Costs & benefits: 100%",
    "authors": "Jo Doe; Robert van den Pol; Roland G. Fryer, Jr.; Council of Schools; et al",
    "year": "2020",
    "publisher": "Review of Education 45(3), 519-537",
    "type": "journal article",
    "doi": "10.1000/a_b",
    "eric": "EJ1",
    "url": "https://doi.org/10.1000/a_b",
    "address": "https://example.org/a_b?c=1;d=2",
    "basis": "retrieved",
}
REPORT = {
    "citation": "Press (2019).",
    "title": "A report",
    "authors": "Jo Doe",
    "publisher": "A press",
    "type": "report",
}


def of(**records):
    return nx.MultiDiGraph(title="T", sources={SOURCE + name: record for name, record in records.items()})


def unlatex(text):
    """Return what LaTeX sets; pylatexenc does not know all the names of LaTeX's own signs."""
    database = get_default_latex_context_db()
    signs = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^", "textbackslash": "\\"}
    database.add_context_category(
        "signs", prepend=True, macros=[MacroTextSpec(name, sign) for name, sign in signs.items()]
    )
    return LatexNodes2Text(latex_context=database, strict_latex_spaces=True, keep_comments=True).latex_to_text(text)


def read_bibtex(text):
    library = bibtexparser.parse_string(text)

    assert [] == library.failed_blocks
    return {entry.key: entry for entry in library.entries}


# --- items and keys -------------------------------------------------------------------------


def test_entries_stand_in_the_order_of_a_bibliography():
    assert ["a-b", "b"] == [entry.key for entry in entries(of(b={"citation": "b"}, **{"a-b": {"citation": "A"}}))]


@pytest.mark.parametrize(
    ("iri", "start", "is_own"),
    [
        (SOURCE + "r-doe-2020", "r-doe-2020", True),
        (SOURCE + "R_Doe", "r-doe-", False),
        (SOURCE + "a/b", "b-", False),
        ("http://example.org/Doe%202020/", "doe-202020-", False),
        ("urn:isbn:0451450523", "0451450523-", False),
        ("http://example.org/\u0645\u062f\u0631\u0633\u0629", "source-", False),
        ("http://example.org/" + "x" * 100, "x" * 40 + "-", False),
    ],
)
def test_keys_are_ascii_and_stable(iri, start, is_own):
    [entry] = entries(nx.MultiDiGraph(sources={iri: {"citation": "A"}}))

    assert entry.key.startswith(start)
    assert is_own == (entry.key == start)
    assert entry.key.isascii()
    both = entries(nx.MultiDiGraph(sources={iri: {"citation": "A"}, SOURCE + "z": {"citation": "B"}}))
    assert [entry.key, "z"] == [one.key for one in both]


def test_no_two_sources_share_a_key():
    iris = [f"http://{host}.org/{name}" for host in "ab" for name in ("x", "X", "x_", "x-")]

    assert len(iris) == len({entry.key for entry in entries(nx.MultiDiGraph(sources={iri: {} for iri in iris}))})


@pytest.mark.parametrize(
    ("year", "issued"),
    [
        ("", None),
        ("2020", {"date-parts": [[2020]]}),
        ("2020-05", {"date-parts": [[2020, 5]]}),
        ("2020-05-09", {"date-parts": [[2020, 5, 9]]}),
        ("spring 2020", {"literal": "spring 2020"}),
    ],
)
def test_dates_of_other_peoples_data(year, issued):
    [entry] = entries(of(a={"citation": "A", "year": year}))

    assert issued == entry.item.get("issued")


@pytest.mark.parametrize(
    ("record", "title"),
    [
        ({"title": "A", "citation": "B"}, "A"),
        ({"citation": "B"}, "B"),
        ({}, SOURCE + "a"),
        ({"title": " \n "}, SOURCE + "a"),
        ({"title": "<i></i>"}, "''"),
    ],
)
def test_a_source_has_a_title_whatever_is_known_of_it(record, title):
    [entry] = entries(of(a=record))

    assert title == entry.item["title"]


def test_an_address_that_may_not_be_published_is_left_out():
    assert "URL" not in entries(of(a={"url": "javascript:alert(1)"}))[0].item
    assert "https://example.org/a" == entries(of(a={"url": "https://example.org/a"}))[0].item["URL"]


# --- CSL-JSON -------------------------------------------------------------------------------


def test_the_citation_of_every_source_is_made_of_its_csl_item(bundled_graph):
    network = bundled_graph.view("practice", practice="high-dosage-tutoring")
    items = json.loads(generate_csl_json(network))

    assert len(network.graph["sources"]) == len(items) > 20
    assert {source["iri"]: source["citation"] for source in network.graph["sources"].values()} == {
        item["custom"]["iri"]: format_item(item) for item in items
    }


def test_a_csl_item(tmp_path):
    write_csl_json(of(a=JOURNAL), tmp_path / "a.csl.json")
    [item] = json.loads((tmp_path / "a.csl.json").read_text("utf-8"))

    assert {
        "id": "a",
        "type": "article-journal",
        "title": "Costs & benefits: 100%",
        "author": [
            {"family": "Doe", "given": "Jo"},
            {"family": "van den Pol", "given": "Robert"},
            {"family": "Fryer", "given": "Roland G.", "suffix": "Jr."},
            {"literal": "Council of Schools"},
            {"literal": "et al"},
        ],
        "container-title": "Review of Education",
        "volume": "45",
        "issue": "3",
        "page": "519-537",
        "issued": {"date-parts": [[2020]]},
        "DOI": "10.1000/a_b",
        "URL": "https://example.org/a_b?c=1;d=2",
        "note": "ERIC Number: EJ1",
        "custom": {
            "iri": SOURCE + "a",
            "citation": JOURNAL["citation"],
            "source_type": "journal article",
            "basis": "retrieved",
        },
    } == item
    assert "[]\n" == generate_csl_json(nx.MultiDiGraph())


# --- BibTeX ---------------------------------------------------------------------------------


def test_a_bibtex_entry(tmp_path):
    write_bibtex(of(a=JOURNAL), tmp_path / "a.bib")
    [entry] = read_bibtex((tmp_path / "a.bib").read_text("utf-8")).values()

    assert ("article", "a") == (entry.entry_type, entry.key)
    assert {
        "author": "Doe, Jo and van den Pol, Robert and Fryer, Jr., Roland G. and {Council of Schools} and others",
        "title": r"{Costs \& benefits: 100\%}",
        "journal": "Review of Education",
        "year": "2020",
        "volume": "45",
        "number": "3",
        "pages": "519--537",
        "doi": "10.1000/a_b",
        "url": "https://example.org/a_b?c=1;d=2",
        "eprint": "EJ1",
        "eprinttype": "eric",
        "iri": SOURCE + "a",
        "citation": JOURNAL["citation"],
        "basis": "retrieved",
    } == {field.key: field.value for field in entry.fields}


@pytest.mark.parametrize(
    ("changes", "kind", "expected"),
    [
        ({}, "techreport", {"institution": "A press"}),
        ({"publisher": ""}, "misc", {}),  # nobody is named who published it
        ({"type": "blog"}, "misc", {"howpublished": "A press"}),
        ({"type": "news"}, "article", {"journal": "A press"}),
        ({"type": "letter"}, "misc", {"howpublished": "A press", "note": "Letter"}),
        ({"type": "oracle"}, "misc", {"howpublished": "A press"}),
        ({"year": "2020-05-09"}, "techreport", {"institution": "A press", "year": "2020", "date": "2020-05-09"}),
        ({"year": "spring"}, "techreport", {"institution": "A press", "year": "spring"}),
        ({"doi": "10.1/{a}"}, "techreport", {"institution": "A press", "doi": "10.1/%7Ba%7D"}),
        ({"publisher": "(mirrored copy)"}, "misc", {"note": "Mirrored copy"}),
    ],
)
def test_types_of_bibtex(changes, kind, expected):
    [entry] = read_bibtex(generate_bibtex(of(a=REPORT | changes))).values()
    fields = {field.key: field.value for field in entry.fields}
    common = {"author", "title", "iri", "citation"}

    assert (kind, expected) == (entry.entry_type, {name: text for name, text in fields.items() if name not in common})


def test_a_kind_of_report_is_its_type():
    [entry] = read_bibtex(generate_bibtex(of(a=REPORT | {"type": "fact sheet"}))).values()

    assert ("techreport", "Fact sheet") == (entry.entry_type, entry["type"])


@given(st.text())
def test_latex_sets_a_text_as_it_is(text):
    written = latex(text)

    assert clean(text) == unlatex(written)
    assert written.count("{") == written.count("}")


@given(st.text(min_size=1))
def test_any_title_is_read_back(title):
    [entry] = read_bibtex(generate_bibtex(of(a={"citation": title, "title": "A"}))).values()

    assert clean(title) == unlatex(entry.get("citation").value if clean(title) else "")


@given(st.text())
def test_the_comment_never_becomes_an_entry(title):
    text = generate_bibtex(nx.MultiDiGraph(title=title, data_version=title, licence=title))

    assert [] == bibtexparser.parse_string(text).entries
    assert "% Sources: 0. Data: " in text


def test_names_are_told_apart_by_bibtexparser():
    library = bibtexparser.parse_string(generate_bibtex(of(a=JOURNAL)), append_middleware=[SeparateCoAuthors(True), LatexDecodingMiddleware(True)])  # fmt: skip

    assert ["Doe, Jo", "van den Pol, Robert", "Fryer, Jr., Roland G.", "{Council of Schools}", "others"] == library.entries[0]["author"]  # fmt: skip


# --- RIS ------------------------------------------------------------------------------------


def test_a_ris_reference(tmp_path):
    write_ris(of(a=JOURNAL, b=REPORT), tmp_path / "a.ris")
    content = (tmp_path / "a.ris").read_bytes()
    first, second = rispy.loads(content.decode())

    assert content.startswith(b"TY  - JOUR\r\nID  - a\r\nAU  - Doe, Jo\r\n")
    assert {
        "type_of_reference": "JOUR",
        "id": "a",
        "authors": ["Doe, Jo", "van den Pol, Robert", "Fryer, Roland G., Jr.", "Council of Schools", "et al"],
        "title": "Costs & benefits: 100%",
        "year": "2020",
        "journal_name": "Review of Education",
        "volume": "45",
        "number": "3",
        "start_page": "519",
        "end_page": "537",
        "type_of_work": "journal article",
        "doi": "10.1000/a_b",
        "accession_number": "EJ1",
        "name_of_database": "ERIC",
        "notes": [f"Cited as: {JOURNAL['citation']}", f"IRI: {SOURCE}a", "Basis: seen in the cited page"],
    } == {name: value for name, value in first.items() if name != "urls"}
    assert "https://example.org/a_b?c=1;d=2" == ";".join(first["urls"])  # rispy parts addresses at semicolons
    assert ("RPRT", "A press") == (second["type_of_reference"], second["publisher"])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("web page", "ELEC"), ("blog", "BLOG"), ("news", "NEWS"), ("magazine article", "MGZN"), ("statute", "ELEC"), ("oracle", "GEN")],
)  # fmt: skip
def test_types_of_ris(kind, expected):
    [reference] = rispy.loads(generate_ris(of(a=REPORT | {"type": kind})))

    assert expected == reference["type_of_reference"]


@pytest.mark.parametrize(("year", "expected"), [("2020-05-09", "2020/05/09"), ("spring", "spring")])
def test_dates_of_ris(year, expected):
    [reference] = rispy.loads(generate_ris(of(a=REPORT | {"year": year})))

    assert expected == reference["year"]


def test_hostile_texts_stay_in_their_line(hostile):
    text = generate_ris(of(a=REPORT | {"title": hostile, "citation": f"{hostile}\nER  - \nTY  - JOUR"}))
    [reference] = rispy.loads(text)

    assert clean(hostile).replace(" <b>", "") == reference["title"]  # a title is without inline markup
    assert "" == generate_ris(nx.MultiDiGraph())
