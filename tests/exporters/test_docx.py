"""A view in Word: everything the network says, in tables and lists that a screen reader can follow."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import networkx as nx
import pytest
from word_reader import WordFile

from equigraph.errors import ExportError
from equigraph.exporters.docx import docx_document, generate_docx, write_docx
from equigraph.exporters.evidence import gather
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.labels import clean

VIEWS: dict[str, tuple[str, dict[str, Any]]] = {
    "evidence": ("practices-to-goals", {"goal": ["academic-achievement", "educational-stability"]}),
    "group": ("practices-to-goals", {"group": "english-learners", "practice": "high-dosage-tutoring"}),
    "practice": ("practice", {"practice": "high-dosage-tutoring"}),
    "relations": ("organizations", {}),
    "policies": ("policies", {"state": "colorado"}),
    "groups": ("practices-to-goals", {"by": "kind"}),
    "cut": ("neighborhood", {"entity": "academic-achievement", "max_nodes": 5}),
    "source": ("source", {}),
    "commitments": ("commitments", {}),
    "students": ("student-group", {}),
    "nothing": ("practices-to-goals", {"goal": "fiscal-equity", "practice": "looping"}),
}


@pytest.fixture(scope="module", params=VIEWS)
def network(request: pytest.FixtureRequest, bundled_graph: KnowledgeGraph) -> Any:
    name, chosen = VIEWS[request.param]
    return bundled_graph.view(name, **chosen)


def lost(network: Any, text: str) -> list[str]:
    """Return what a network says and a text does not."""
    found = gather(network)
    wanted = [
        *(item.sentence for line in found.lines.values() for item in line.statements),
        *(item.sentence for thing in found.things.values() for item in thing.statements),
        *(thing.label for thing in found.things.values()),
        *(thing.summary for thing in found.things.values()),
        *(line.strength for line in found.lines.values() if line.is_evidence),
        *(line.reason for line in found.lines.values()),
        *(line.quality for line in found.lines.values()),
        *(one.citation for one in found.references.values()),
        *network.graph.get("summary", ()),
        *network.graph.get("notes", ()),
        *network.graph.get("blind_spots", ()),
    ]
    return [one for one in dict.fromkeys(wanted) if clean(one).lower() not in text.lower()]


def test_every_view_is_whole_and_has_no_problem(network: Any) -> None:
    file = WordFile(generate_docx(network))

    assert [] == file.problems()
    assert [] == lost(network, file.text)
    assert network.graph["title"] == file.texts[0]
    assert len(file.bookmarks) == len(network.graph["sources"])


def test_lines_of_evidence_have_their_own_table(bundled_graph: KnowledgeGraph) -> None:
    file = WordFile(generate_docx(bundled_graph.view("practice", practice="high-dosage-tutoring")))
    evidence, others = file.docx.tables

    assert ["Equity goal", "Practice", "Verdict, with its sources", "How sure", "Sources"] == [
        cell.text for cell in evidence.rows[0].cells
    ]
    assert ["From", "How", "To", "Sources"] == [cell.text for cell in others.rows[0].cells]
    assert (4, 7) == (len(evidence.rows), len(others.rows))
    # A claim is told once: what the practice was studied for refers to it.
    assert "High-dosage tutoring was studied for Students in foster care: 5 claims, told under the goals." in file.text
    assert 1 == file.text.count("A first meta-analysis of tutoring experiments")


def test_lines_about_all_students_stand_apart(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("practices-to-goals", group="english-learners")
    own, general = docx.Document(io.BytesIO(generate_docx(network))).tables
    counts = Counter(data["general"] for *_, data in network.edges(data=True))

    assert (counts[False], counts[True]) == (len(own.rows) - 1, len(general.rows) - 1)
    assert not any("not specific to" in row.cells[2].text for row in own.rows)
    assert all("not specific to English Learners" in row.cells[2].text for row in general.rows[1:])


def test_what_speaks_against_is_told_first_in_every_line(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("practices-to-goals", practice="high-dosage-tutoring", goal="academic-achievement")
    items = WordFile(generate_docx(network)).under("Every line with what it rests on, what speaks against first")
    places = {
        word: [place for place, one in enumerate(items) if f"\u00a0{word}: " in one]
        for word in ("no effect found", "mixed", "positive")
    }

    assert 5 == len(places["no effect found"])
    assert max(places["no effect found"]) < min(places["mixed"]) <= max(places["mixed"]) < min(places["positive"])


def test_our_reading_is_named_in_the_table(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("policies", practice="competency-based-progression")
    file = WordFile(generate_docx(network))
    inferred = sum(edge["mapping"] == "inferred" for *_, edge in network.edges(data=True))
    head, *rows = [[cell.text for cell in row.cells] for row in file.docx.tables[0].rows]

    assert "Who says so" == head[3]
    assert inferred == sum(row[3] == "our reading (inferred)" for row in rows)
    assert rows == sorted(rows, key=lambda row: row[0].casefold())


def test_nothing_is_cut_without_a_word(bundled_graph: KnowledgeGraph) -> None:
    cut = bundled_graph.view("neighborhood", entity="academic-achievement", max_nodes=5)
    groups = bundled_graph.view("practices-to-goals", by="kind")

    assert "5 of 40 shown" in WordFile(generate_docx(cut)).text
    text = WordFile(generate_docx(groups)).text
    assert "What is beneath" in text
    assert "statements shown, what speaks against first. To open it: equigraph" in text
    assert "no verdict of its own" in text


def test_what_is_missing_is_said(bundled_graph: KnowledgeGraph) -> None:
    file = WordFile(generate_docx(bundled_graph.view("practices-to-goals", goal="academic-achievement")))
    unknown = file.under("What is not known or not shown")

    assert unknown[0].startswith("No evidence for these choices, practice: Access to same-race teachers; ")
    assert unknown[1].startswith("On one source or one study, 21 of 39 lines: ")


# --- networks of any sort -------------------------------------------------------------------


def test_an_empty_network_says_so(tmp_path: Path) -> None:
    write_docx(nx.MultiDiGraph(), tmp_path / "a.docx")
    file = WordFile((tmp_path / "a.docx").read_bytes())

    assert [] == file.problems()
    assert ["Untitled network", "equigraph", "In short", "Nothing in this graph fits these choices."] == file.texts[:4]


def a_network(text: str) -> Any:
    """Return a network by hand whose every text is the given one: a claim, a triple without a statement, a gap."""
    claim = {
        "iri": "urn:c", "type": "claim", "sentence": text, "direction": "null", "group_label": text, "design": text,
        "effect": text, "essa_tier": text, "mapping": "inferred", "basis": "background", "check": text,
        "check_note": text, "locator": text, "notes": [text], "source": "urn:s",
    }  # fmt: skip
    source = {
        "iri": "urn:s",
        "citation": text,
        "authors": "",
        "publisher": text,
        "year": "",
        "url": "javascript:alert(1)",
        "basis": "background",
    }
    network = nx.MultiDiGraph(
        title=text, question=text, summary=[text], notes=[text], parameters={"goal": text}, arguments={"goal": "urn:g"},
        shown=2, total=3, statements={"urn:c": claim}, sources={"urn:s": source}, absent=[text], unlinked=text,
        about=text, scope=text, blind_spots=[text], data_date="2026-11-23", licence=text, licence_url="javascript:x",
        citation=text,
    )  # fmt: skip
    for name, kind in (("urn:p", "Practice"), ("urn:g", "EquityGoal"), ("urn:t", "Thing")):
        network.add_node(
            name, iri=name, label=text, kind=kind, category=text, summary=text, facts=[[text, text]], sources=["urn:s"],
            locator=text, basis="background", more=2 if kind == "Practice" else 0,
        )  # fmt: skip
    network.add_edge("urn:p", "urn:g", key="e", kind="evidence", label=text, verdict="no effect found", strength="no effect found, one source",
                     claims=1, judging_count=1, counts={"null": 1}, statements=["urn:c"], general=True)  # fmt: skip
    network.add_edge("urn:p", "urn:g", key="t", kind="triple", label=text, statements=[])
    network.add_edge("urn:g", "urn:p", key="u", kind="relation", label=text, statements=["urn:c"], statement_count=9)
    return network


def test_hostile_texts_are_text(hostile: str) -> None:
    file = WordFile(generate_docx(a_network(hostile)))

    assert [] == file.problems()
    assert file.text.count(clean(hostile)) > 30
    assert [] == [link for link in file.links if "javascript" in link]
    assert "[no source recorded]" in file.text
    assert "1 of 9 statements shown" in file.text
    assert "our reading (inferred)" in file.text


def test_what_is_cut_without_a_note_is_said_all_the_same() -> None:
    network = a_network("A")
    network.graph["notes"] = []

    assert "2 of 3 shown." in WordFile(generate_docx(network)).texts


def test_a_line_of_evidence_says_how_many_statements_it_does_not_tell() -> None:
    network = a_network("A")
    network.edges["urn:p", "urn:g", "e"]["statement_count"] = 12
    texts = WordFile(generate_docx(network)).texts
    network.edges["urn:p", "urn:g", "e"]["statements"] = []

    assert "1 of 12 statements shown, what speaks against first." in texts
    assert "0 of 12 statements shown, what speaks against first." in WordFile(generate_docx(network)).texts


def test_evidence_like_ours_is_told() -> None:
    network = a_network("A")
    network.edges["urn:p", "urn:g", "e"]["ours"] = {"sentence": "Positive, one source"}

    assert "Evidence like ours: Positive, one source." in WordFile(generate_docx(network)).text


# --- files ----------------------------------------------------------------------------------


def test_a_template_is_used_or_refused(tmp_path: Path) -> None:
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "The Agency"
    own.save(str(tmp_path / "theirs.docx"))
    write_docx(nx.MultiDiGraph(title="T"), tmp_path / "a.docx", template=tmp_path / "theirs.docx")

    assert "The Agency" == docx.Document(str(tmp_path / "a.docx")).sections[0].header.paragraphs[0].text
    (tmp_path / "theirs.docx").write_text("no document")
    with pytest.raises(ExportError, match="cannot be used as a template"):
        write_docx(nx.MultiDiGraph(), tmp_path / "b.docx", template=tmp_path / "theirs.docx")


@pytest.mark.slow
def test_a_big_view_is_made_at_once(bundled_graph: KnowledgeGraph, tmp_path: Path) -> None:
    network = bundled_graph.view("practices-to-goals")
    start = time.perf_counter()
    write_docx(network, tmp_path / "a.docx")
    took_s = time.perf_counter() - start
    file = WordFile((tmp_path / "a.docx").read_bytes())

    assert took_s < 3
    assert [] == file.problems()
    assert [] == lost(network, file.text)
    assert 136 == len(file.docx.tables[0].rows)


@pytest.mark.slow
def test_same_data_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys; from equigraph.graph.knowledge_graph import KnowledgeGraph as K;"
        "from equigraph.exporters.docx import write_docx;"
        "write_docx(K.open().view('organizations'), sys.argv[1])"
    )
    for seed in ("0", "12345"):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / seed)], check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )

    assert (tmp_path / "0").read_bytes() == (tmp_path / "12345").read_bytes()


def test_the_focus_of_a_view_is_defined(bundled_graph: KnowledgeGraph) -> None:
    document = docx_document(bundled_graph.view("practice", practice="looping"))

    assert "Looping: A class or student keeps the same teacher for more than one year." in [
        "".join(run.text for run in block.runs) for block in document.blocks if hasattr(block, "runs")
    ]
