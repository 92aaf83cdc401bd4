"""What changed, as text and JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from equigraph.errors import OptionError, UnknownFormatError
from equigraph.exporters.changes import (
    changes_format,
    export_changes,
    generate_changes,
    generate_changes_json,
    generate_changes_text,
)
from equigraph.exporters.formats import EXPORTERS
from equigraph.exporters.snapshot import describe_snapshot
from equigraph.graph.changes import Changes, compare
from equigraph.graph.folder import FolderStore
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network
from equigraph.graph.snapshot import take
from equigraph.graph.verify import verify

DOCS = Path(__file__).parents[2] / "docs" / "snapshots.md"

TUTORING = {"practice": "high-dosage-tutoring"}
PRACTICE = "https://w3id.org/equigraph/id/practice/high-dosage-tutoring"
EXPECTED = """\
What changed: One practice in full: High-dosage tutoring

In short
  1 claim added, 1 withdrawn; 1 verdict changed; 3 lines changed; 1 source removed.
  Verdict of High-dosage tutoring → Attendance and engagement went from no effect found (one source)
  to negative (2 sources) because 1 claim was added: negative, Andre Nickow and others, 2020.
  Support of High-dosage tutoring → Academic achievement went from “mixed, 9 sources, counted as 8:
  some tell of the same study” to “mixed, 8 sources” because 1 claim was withdrawn: positive, Andre
  Nickow and others, 2023.

Claims added (1)
  - High-dosage tutoring → Attendance and engagement
    negative: Attendance fell. (All students; Randomized controlled trial)
    Source: Nickow, A., Oreopoulos, P., & Quan, V. (2020). The Impressive Effects of Tutoring on
    PreK-12 Learning: A Systematic Review and Meta-Analysis of the Experimental Evidence. NBER
    Working Paper 27476; also EdWorkingPaper 20-267 (the DOI is the latter's).
    https://doi.org/10.26300/eh0c-pc52

Claims withdrawn (1)
  - High-dosage tutoring → Academic achievement
    positive: The later published version, with 89 randomized studies, found a pooled effect of
    0.288 SD. (All students; Meta-analysis; 0.288 (standard deviations, pooled))
    Source: Nickow, A., Oreopoulos, P., & Quan, V. (2023). The Promise of Tutoring for PreK-12
    Learning: A Systematic Review and Meta-Analysis of the Experimental Evidence. American
    Educational Research Journal. https://doi.org/10.3102/00028312231208687, abstract

Lines changed (1)
  - High-dosage tutoring was studied for All students: rests on other statements.

Sources removed (1)
  - Nickow, A., Oreopoulos, P., & Quan, V. (2023). The Promise of Tutoring for PreK-12 Learning: A
    Systematic Review and Meta-Analysis of the Experimental Evidence. American Educational Research
    Journal. https://doi.org/10.3102/00028312231208687

How many
  things: 10 before, 10 after
  lines: 9 before, 9 after
  claims: 14 before, 14 after
  other statements: 9 before, 9 after
  sources: 25 before, 24 after
"""


@pytest.fixture(scope="module")
def networks(bundled_graph: KnowledgeGraph, changed_graph: KnowledgeGraph) -> tuple[Network, Network]:
    return bundled_graph.view("practice", **TUTORING), changed_graph.view("practice", **TUTORING)


@pytest.fixture(scope="module")
def changes(networks: tuple[Network, Network]) -> Changes:
    return compare(*networks)


def test_text(changes: Changes) -> None:
    assert EXPECTED == generate_changes_text(changes)


def test_text_of_nothing(networks: tuple[Network, Network]) -> None:
    assert (
        "What changed: One practice in full: High-dosage tutoring\n\nIn short\n  No change.\n"
        == generate_changes_text(compare(networks[0], networks[0]))
    )


@pytest.mark.parametrize("width", [40, 100, 5])
def test_text_keeps_to_its_width(changes: Changes, width) -> None:
    text = generate_changes_text(changes, width)

    assert EXPECTED.split() == text.split() or width < 100  # long addresses are broken
    assert max(map(len, text.splitlines())) <= max(width, 24 + 4)


def test_text_of_every_kind_of_part(bundled_graph: KnowledgeGraph) -> None:
    before, after = (bundled_graph.view("practice", practice=name) for name in ("looping", "advisory"))
    after.add_node(PRACTICE, **bundled_graph.view("practice", **TUTORING).nodes[PRACTICE])
    before.add_node(PRACTICE, **{**after.nodes[PRACTICE], "label": "Tutoring"})
    text = generate_changes_text(compare(before, after))

    for heading in ("Claims only after (3)", "Claims only before (3)", "Lines only after (7)", "Things only before (5)",
                    "Things changed (1)", "Other statements only after (3)", "Sources only after (10)"):  # fmt: skip
        assert f"\n{heading}\n" in text
    assert "  - Looping → Close achievement gaps (negative, one source).\n" in text
    assert "  - “Tutoring” is now called “High-dosage tutoring”.\n" in text


def test_a_changed_claim_tells_what_changed(networks: tuple[Network, Network]) -> None:
    after = networks[1]
    record = next(iter(after.graph["statements"].values()))
    old = {**record, "effect": "0.3", "check": "read once, not checked", "source": ""}
    sources = {record["source"]: after.graph["sources"][record["source"]]}
    changes = compare(
        Network(statements={record["iri"]: old}), Network(statements={record["iri"]: record}, sources=sources)
    )
    text = " ".join(generate_changes_text(changes).split())

    assert "Changed: effect as stated “0.3” before, “" in text
    assert "; check “read once, not checked” before, “checked against a summary” after; " in text
    assert "; source none before, “Andre Nickow and others, 2020” after." in text
    assert text.startswith("What changed: two networks In short 1 claim changed; 1 source added.")


def test_a_claim_that_changed_for_programs_alone_says_so() -> None:
    records = [{"iri": "a", "type": "claim", "sentence": "S.", "weight": weight} for weight in (1, 2)]
    changes = compare(*(Network(statements={"a": record}) for record in records))

    assert "Changed: changed in what programs read." in generate_changes_text(changes)


def test_json(changes: Changes) -> None:
    found = json.loads(generate_changes_json(changes))
    verdict, support, other = found["lines"]

    assert [{"change": "added", "iri": "https://w3id.org/equigraph/id/claim/ev-high-dosage-tutoring-new"},
            {"change": "removed", "iri": "https://w3id.org/equigraph/id/claim/ev-high-dosage-tutoring-02"}] == [
        {name: claim[name] for name in ("change", "iri")} for claim in found["claims"]]  # fmt: skip
    assert "Attendance fell." == found["claims"][0]["record"]["sentence"]
    assert [{"kind": "added", "claims": [found["claims"][0]["iri"]], "rules": ["", ""]}] == verdict["because"]
    assert {"name": "verdict", "before": "no effect found", "after": "negative"} in verdict["fields"]
    assert {"name": "source_count", "before": 9, "after": 8} in support["fields"]
    assert [] == other["because"]
    assert (PRACTICE, "https://w3id.org/equigraph/ontology#advances") == (verdict["start"], verdict["iri"])
    assert {"before": 25, "after": 24} == found["counts"]["sources"]
    assert (False, False, []) == (found["is_same"], found["is_same_content"], found["question"])
    assert "practice" == found["before"]["view"] == found["after"]["view"]
    assert found["in_short"][0] in EXPECTED
    assert {"summary", "triples"} <= {field["name"] for field in found["about"]}


def test_the_format_of_a_name(networks: tuple[Network, Network], changes: Changes) -> None:
    assert EXPECTED == generate_changes(changes, *networks, "text")
    assert generate_changes_json(changes) == generate_changes(changes, *networks, "json")
    assert "<!DOCTYPE html>" in generate_changes(changes, *networks, "html")


@pytest.mark.parametrize(
    ("expected", "path"),
    [("text", "a.txt"), ("json", "b/A.JSON"), ("html", "a.htm"), ("html", "a.html"), (EXPORTERS[".svg"], "a.svg")],
)
def test_the_format_of_a_file(expected, path) -> None:
    assert expected == changes_format(path)


@pytest.mark.parametrize(("shown", "path"), [(".doc", "a.doc"), ("a", "a")])
def test_an_unknown_ending_is_told(shown, path) -> None:
    with pytest.raises(
        UnknownFormatError, match=rf'unknown format "{shown}"; known formats: \.txt, \.json, \.html, \.htm, .*\.svg'
    ):
        changes_format(path)


def test_a_file_gets_what_its_ending_asks_for(
    networks: tuple[Network, Network], changes: Changes, tmp_path: Path
) -> None:
    for name, expected in (("a.txt", EXPECTED), ("a.json", generate_changes_json(changes))):
        export_changes(changes, *networks, tmp_path / name)
        assert expected == (tmp_path / name).read_text("utf-8")


@pytest.mark.parametrize("suffix", [suffix for suffix in EXPORTERS if suffix not in {".json", ".html"}])
def test_every_format_of_a_network_takes_both_in_one(
    networks: tuple[Network, Network], changes: Changes, suffix, tmp_path: Path
) -> None:
    export_changes(changes, *networks, tmp_path / f"a{suffix}")

    assert (tmp_path / f"a{suffix}").stat().st_size


def test_options_are_those_of_the_format(networks: tuple[Network, Network], changes: Changes, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r'\.txt has no option "theme"; it has none'):
        export_changes(changes, *networks, tmp_path / "a.txt", theme="dark")
    assert [] == list(tmp_path.iterdir())


def test_the_docs_show_what_is_said(bundled_graph: KnowledgeGraph, tmp_path: Path) -> None:
    store = FolderStore.create(tmp_path / "mine")
    store.load(["bundled"])
    store.update("DELETE WHERE { claim:ev-restorative-practices-52 ?property ?value }")
    snapshot = take(bundled_graph, "practice", {"practice": "restorative-practices"})
    with KnowledgeGraph.open(str(store.path)) as graph:
        found = verify(graph, snapshot)

    assert found.changes is not None
    assert generate_changes_text(found.changes) in DOCS.read_text("utf-8")
    assert "\n".join(
        f"{name:18} {words}" for name, words in describe_snapshot(snapshot) if name in {"title", "view", "holds"}
    ) in re.sub(r"(?m)^(question|chosen).*\n", "", DOCS.read_text("utf-8"))
