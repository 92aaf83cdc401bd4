"""A one-pager says the same in Word and on the page: everything it holds, what speaks against before what speaks for."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pytest
from pyoxigraph import Literal, NamedNode, Quad
from word_reader import WordFile

from equigraph.errors import ExportError, OptionError, UnknownFormatError
from equigraph.exporters.document import Heading, Items, Marks, Paragraph, Table, plain
from equigraph.exporters.one_pager import AGAINST_HEADING, FOR_HEADING, one_pager_document
from equigraph.exporters.one_pager_docx import generate_one_pager_docx, write_one_pager_docx
from equigraph.exporters.one_pager_formats import ONE_PAGER_EXPORTERS, export_one_pager, one_pager_exporter_for
from equigraph.exporters.one_pager_html import generate_one_pager_html, write_one_pager_html
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.labels import clean
from equigraph.graph.one_pager import OnePager
from equigraph.graph.profile import Profile
from equigraph.graph.store import OxigraphStore

ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "practice": ("high-dosage-tutoring", {}),
    "policies": ("competency-based-progression", {}),
    "goal": ("goal:academic-achievement", {}),
    "without claims": ("learner-profiles", {}),
    "goal without claims": ("goal:fiscal-equity", {}),
    "group": ("high-dosage-tutoring", {"group": "english-learners"}),
    "goal and group": ("goal:academic-achievement", {"group": "english-learners"}),
}


@pytest.fixture(scope="module", params=ASKED)
def page(request: pytest.FixtureRequest, bundled_graph: KnowledgeGraph) -> OnePager:
    what, chosen = ASKED[request.param]
    return bundled_graph.one_pager(what, **chosen)


@pytest.fixture(scope="module")
def file(page: OnePager) -> WordFile:
    return WordFile(generate_one_pager_docx(page))


class Reader(HTMLParser):
    """Reads a page the way a browser does: its elements, and its text without style."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements[-1:] and self.elements[-1][0] != "style":
            self.text += data

    def of(self, tag: str, name: str) -> list[str]:
        return [str(attributes[name]) for found, attributes in self.elements if found == tag and name in attributes]


def texts_of(page: OnePager) -> list[str]:
    """Return every sentence, name and citation that a one-pager holds."""
    records = page.statements.values()
    costs = {record["iri"] for record in page.costs}
    names = [name for gap in page.gaps for name in gap.names]
    return [
        *(record["sentence"] for record in records if record["type"] == "claim" or record["iri"] in costs),
        *(record["sentence"] for record in page.related),
        *(record["subject_label"] for record in page.places),
        *(record["subject_label"] for record in (link.record for link in page.policies)),
        *(bundle.edge["strength"] for part in page.told for bundle in part.bundles),
        *(
            bundle.edge["grade"][name]
            for part in page.told
            for bundle in part.bundles
            for name in ("reason", "quality")
        ),
        *(page.sources[iri]["citation"] for iri in page.cited),
        *page.sentences,
        *names,
        *page.graph["blind_spots"],
        page.node["summary"],
    ]


def test_word_loses_nothing_and_has_no_problem(page: OnePager, file: WordFile) -> None:
    assert [] == file.problems()
    assert [] == [text for text in texts_of(page) if clean(text) not in file.text]


def test_the_page_says_the_same(page: OnePager, file: WordFile) -> None:
    reader = Reader(generate_one_pager_html(page))
    words = " ".join(reader.text.split())

    assert [] == [text for text in texts_of(page) if clean(text) not in words]
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", generate_one_pager_html(page))
    assert [text for level, text in file.headings if level == 1] == headings
    ids = [attributes["id"] for _, attributes in reader.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in reader.of("a", "href") if link.startswith("#")} <= set(ids)
    assert {"https", "#"} >= {link.split(":")[0] if ":" in link else "#" for link in reader.of("a", "href")} - {"http"}
    assert "script" not in {tag for tag, _ in reader.elements}
    assert any("default-src 'none'; script-src 'none'" in one for one in reader.of("meta", "content"))


def test_what_speaks_against_stands_before_what_speaks_for(page: OnePager, file: WordFile) -> None:
    headings = [text for _, text in file.headings]
    if not any(part.bundles for part in page.told):
        assert AGAINST_HEADING not in headings
        assert FOR_HEADING not in headings
        return

    assert headings.index(AGAINST_HEADING) < headings.index(FOR_HEADING)
    against = "\n".join(file.under(AGAINST_HEADING))
    for part in page.told:
        for finding in part.of("negative", "null", "mixed"):
            assert clean(finding.record["sentence"]) in against
    sentences = _sentences(page)
    styles = {style for style, text in file.styled if any(sentence in text for sentence in sentences)}
    assert {"List Bullet"} == styles  # one form and one size for both


def _sentences(page: OnePager) -> set[str]:
    return {clean(finding.record["sentence"]) for part in page.told for finding in part.findings}


def test_the_marks_are_those_of_the_sources(page: OnePager) -> None:
    document = one_pager_document(page)
    numbers = {reference.iri: reference.number for reference in document.references}
    items = [item for block in document.blocks if isinstance(block, Items) for item in block.items]
    for record in page.statements.values():
        said = [item for item in items if record["type"] == "claim" and record["sentence"] in plain(item)]
        for item in said:
            marks = [one.number for run in item if isinstance(run, Marks) for one in run.references]
            assert not record["source"] or numbers[record["source"]] in marks

    assert list(range(1, len(page.cited) + 1)) == list(numbers.values())
    cited = {one.number for block in document.blocks for one in _marked(block)}
    assert cited == set(numbers.values())  # no source that nothing rests on


def _marked(block: Any) -> list[Any]:
    if isinstance(block, Paragraph):
        runs = list(block.runs)
    elif isinstance(block, Items):
        runs = [run for item in block.items for run in item]
    elif isinstance(block, Table):
        runs = [run for row in block.rows for cell in row for run in cell]
    else:
        runs = []
    return [one for run in runs if isinstance(run, Marks) for one in run.references]


def test_inferred_links_are_called_our_reading(bundled_graph: KnowledgeGraph) -> None:
    page = bundled_graph.one_pager("competency-based-progression")
    under = WordFile(generate_one_pager_docx(page)).under("Policies that enable it")
    ours = under.index("Our reading (inferred): 11 of 31")

    assert "Stated by the source: 20 of 31" == under[0]
    assert 20 == ours - 1
    assert 11 == len(under) - ours - 1


def test_a_verdict_is_told_with_its_sources(bundled_graph: KnowledgeGraph) -> None:
    file = WordFile(generate_one_pager_docx(bundled_graph.one_pager("looping")))
    rows = [[cell.text for cell in row.cells] for row in file.docx.tables[0].rows]

    assert ["Equity goal", "Verdict, with its sources", "How sure, and how well done", "Sources"] == rows[0]
    assert ["Close achievement gaps", "Academic achievement", "Less exclusionary discipline"] == [
        row[0] for row in rows[1:]
    ]
    assert "negative, one source. Claims: one negative, none of no effect." in rows[1][1]
    assert rows[1][2].startswith("Low: one quasi-experiment, negative findings only. Strongest design:")
    assert "[2]" == rows[1][3]


def test_of_many_lines_the_table_tells_the_level_and_the_rest_stands_below(bundled_graph: KnowledgeGraph) -> None:
    file = WordFile(generate_one_pager_docx(bundled_graph.one_pager("goal:academic-achievement")))
    head, first, *rest = [[cell.text for cell in row.cells] for row in file.docx.tables[0].rows]
    below = file.under("How sure, and how well done, line by line")

    assert ["Practice", "Verdict, with its sources", "How sure", "Sources"] == head
    assert ["Response to intervention (reading)", "Low"] == [first[0], first[2]]
    assert 38 == len(rest)
    assert 39 == len(below)
    assert below[0].startswith("Response to intervention (reading): Low: one quasi-experiment, findings differ")


def test_the_footer_and_the_properties_name_the_data(file: WordFile, page: OnePager) -> None:
    assert "Data version 2026.11.23, date 2026-11-23. Licence: CC BY 4.0.Page 1 of 1" == file.footer
    assert page.title == file.docx.core_properties.title
    assert "2026-11-23" == file.docx.core_properties.created.date().isoformat()


def test_evidence_like_ours_is_told() -> None:
    profile = Profile("ours.toml", {"groups": ("Students in foster care",)})
    with KnowledgeGraph.open(profile=profile) as graph:
        file = WordFile(generate_one_pager_docx(graph.one_pager("high-dosage-tutoring")))

    assert "Evidence like ours: " in file.text
    assert [] == file.problems()


# --- any data -------------------------------------------------------------------------------


def hostile_page(label: str, direction: str = "null") -> OnePager:
    """Return the one-pager of a practice whose every text is hostile."""
    base, eq = "https://w3id.org/equigraph/id/", "https://w3id.org/equigraph/ontology#"
    a, named = (
        NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
    )
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    node = {
        name: NamedNode(f"{base}{name}/x")
        for name in ("practice", "goal", "claim", "source", "organization", "group", "policy")
    }
    of_kind = {"practice": "Practice", "goal": "EquityGoal", "claim": "EvidenceClaim", "source": "ResearchSource",
               "organization": "Organization", "group": "StudentGroup", "policy": "Policy"}  # fmt: skip

    def eq_(name: str) -> NamedNode:
        return NamedNode(eq + name)

    quads = [Quad(node[name], a, eq_(kind)) for name, kind in of_kind.items()]
    quads += [Quad(node[name], named, Literal(label or "x")) for name in of_kind if name != "claim"]
    quads += [
        Quad(node["practice"], NamedNode("http://www.w3.org/2004/02/skos/core#definition"), Literal(label)),
        Quad(node["practice"], eq_("basis"), NamedNode(f"{base}basis/background")),
        *(Quad(node["claim"], eq_(name), node[name]) for name in ("practice", "goal", "group")),
        Quad(node["claim"], eq_("direction"), NamedNode(f"{base}direction/{direction}")),
        Quad(node["claim"], eq_("finding"), Literal(label)),
        Quad(node["claim"], eq_("locator"), Literal(label)),
        Quad(node["claim"], NamedNode("http://purl.org/dc/terms/source"), node["source"]),
        Quad(node["source"], NamedNode("http://purl.org/dc/terms/bibliographicCitation"), Literal(label or "x")),
        Quad(node["source"], NamedNode("https://schema.org/url"), NamedNode("javascript:alert(1)")),
    ]
    for number, (subject, predicate) in enumerate(
        (("organization", "implements"), ("organization", "developed"), ("policy", "enablesPractice"))
    ):
        statement = NamedNode(f"{base}statement/{number}")
        quads += [
            Quad(statement, a, eq_("Statement")),
            Quad(statement, NamedNode(rdf + "subject"), node[subject]),
            Quad(statement, NamedNode(rdf + "predicate"), eq_(predicate)),
            Quad(statement, NamedNode(rdf + "object"), node["practice"]),
            Quad(statement, eq_("mapping"), NamedNode(f"{base}mapping/inferred")),
            Quad(statement, eq_("basis"), NamedNode(f"{base}basis/background")),
        ]
    with KnowledgeGraph(OxigraphStore.memory(quads)) as graph:
        return graph.one_pager(f"{base}practice/x")


def test_hostile_data_are_text(hostile: str) -> None:
    page = hostile_page(hostile)
    file = WordFile(generate_one_pager_docx(page))
    reader = Reader(generate_one_pager_html(page))

    assert [] == file.problems()
    assert file.text.count(clean(hostile)) > 8
    assert [] == [link for link in file.links if "javascript" in link]
    assert clean(hostile) in clean(reader.text)
    assert {"script", "img", "b"} & {tag for tag, _ in reader.elements} <= {"b"}
    assert [] == [link for link in reader.of("a", "href") if not link.startswith("#")]


def test_what_nobody_saw_and_what_we_read_is_said() -> None:
    text = WordFile(generate_one_pager_docx(hostile_page("A label"))).text

    assert "What it is\nA label [no source recorded] (general knowledge, not seen in a source)" in text
    assert "A label (developed it; our reading (inferred); general knowledge, not seen in a source)" in text
    assert "(general knowledge, not seen in a source) [no source recorded]" in text.split("Policies that enable it")[1]
    assert "[0]" not in text


@pytest.mark.parametrize(
    ("direction", "heading"),
    [("insufficient", "Too little to judge"), ("odd", "Findings of another direction"), ("positive", FOR_HEADING)],
)
def test_every_direction_has_its_place(direction: str, heading: str) -> None:
    file = WordFile(generate_one_pager_docx(hostile_page("A label", direction)))

    assert any("A label" in one for one in file.under(heading))
    assert ["No finding here is negative, of no effect or mixed."] == file.under(AGAINST_HEADING)


def test_whom_a_finding_is_about_is_a_heading_only_where_there_is_one(bundled_graph: KnowledgeGraph) -> None:
    page = bundled_graph.one_pager("goal:academic-achievement", group="Students with specific learning disabilities")
    own, general = page.told
    under = WordFile(generate_one_pager_docx(page)).under("Too little to judge")

    assert (0, 4) == (len(own.of("insufficient")), len(general.of("insufficient")))
    assert "Not specific to Students with specific learning disabilities: claims about all students" == under[0]
    assert 5 == len(under)


def test_an_empty_one_pager_is_a_whole_file(bundled_graph: KnowledgeGraph) -> None:
    page = bundled_graph.one_pager("learner-profiles")
    node = {**page.node, "summary": "", "category": "", "facts": [], "sources": []}
    empty = dataclasses.replace(
        page, node=node, related=(), places=(), gaps=(), sentences=("Nothing.", "Judge."), graph={}
    )
    file = WordFile(generate_one_pager_docx(empty))

    assert [] == file.problems()
    assert "No description is recorded. [no source recorded]" in file.texts
    assert "Nobody is recorded here as doing it." in file.texts
    assert "Data version not recorded, date not recorded. Licence: not recorded.Page 1 of 1" == file.footer
    assert "Nothing." in generate_one_pager_html(empty)


# --- files ----------------------------------------------------------------------------------


def test_the_ending_chooses_the_format(tmp_path: Path, bundled_graph: KnowledgeGraph) -> None:
    page = bundled_graph.one_pager("looping")
    for suffix, exporter in ONE_PAGER_EXPORTERS.items():
        assert exporter is export_one_pager(page, tmp_path / f"a{suffix}")
    write_one_pager_docx(page, tmp_path / "b.docx")
    write_one_pager_html(page, tmp_path / "b.html")

    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    with pytest.raises(UnknownFormatError, match=r"known formats: \.docx, \.html"):
        one_pager_exporter_for("a.pdf")
    with pytest.raises(OptionError):
        export_one_pager(page, tmp_path / "a.html", template=tmp_path / "b.docx")


def test_a_template_is_used(tmp_path: Path, bundled_graph: KnowledgeGraph) -> None:
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "The Agency"
    own.save(str(tmp_path / "theirs.docx"))
    page = bundled_graph.one_pager("looping")
    export_one_pager(page, tmp_path / "a.docx", template=tmp_path / "theirs.docx")

    assert "The Agency" == docx.Document(str(tmp_path / "a.docx")).sections[0].header.paragraphs[0].text
    with pytest.raises(ExportError):
        export_one_pager(page, tmp_path / "c.docx", template=tmp_path / "none.docx")


@pytest.mark.slow
def test_same_data_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys; from equigraph.graph.knowledge_graph import KnowledgeGraph as K;"
        "from equigraph.exporters.one_pager_formats import export_one_pager as e;"
        "p = K.open().one_pager('goal:academic-achievement', group='english-learners');"
        "[e(p, sys.argv[1] + s) for s in ('.docx', '.html')]"
    )
    for seed in ("0", "12345"):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / seed)], check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )
    for suffix in (".docx", ".html"):
        assert (tmp_path / f"0{suffix}").read_bytes() == (tmp_path / f"12345{suffix}").read_bytes()


def test_headings_open_the_document(page: OnePager) -> None:
    first = one_pager_document(page).blocks[0]

    assert first == Heading(1, "What it is")
