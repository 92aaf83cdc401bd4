"""Mermaid: no label is a command, looks by kind and verdict, and what the file needs of a page."""

from __future__ import annotations

import re

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.exporters.mermaid import LONGEST_LABEL, MOST_CHARACTERS, coded, generate_mermaid, write_mermaid
from equigraph.graph.labels import clean


def decoded(text):
    """Return what Mermaid shows for entity codes."""
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


@given(st.text(max_size=LONGEST_LABEL))
def test_codes_say_what_the_text_says(text):
    assert (clean(text) or "\xa0") == decoded(coded(text))


@given(st.text())
def test_no_sign_of_the_grammar_is_left(text):
    bare = re.sub(r"#\d+;", "", coded(text))

    assert not set(bare) & set('"#;&<>%{}[]|\\`*_~$@=\n\r')
    assert not re.match(r"(\d+[.)]|[-+])\s", bare)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("High-dosage tutoring (one tutor), 3-5 times", "High-dosage tutoring (one tutor), 3-5 times"),
        ("1. first", "1#46; first"),
        ("12) first", "12#41; first"),
        ("- item", "#45; item"),
        ("2.5 hours", "2.5 hours"),
        ("style a fill:#f00;", "style a fill#58;#35;f00#59;"),
        ("verdict: mixed", "verdict: mixed"),
        ("\u0645\u0633\u0627\u0648\u0627\u0629 \U0001f30d", "\u0645\u0633\u0627\u0648\u0627\u0629 \U0001f30d"),
        ("", "#160;"),
        ("a\x00\n b", "a\ufffd b"),
    ],
)
def test_codes(text, expected):
    assert expected == coded(text)


def test_a_view(tiny_graph):
    text = generate_mermaid(tiny_graph.view("practices-to-goals"))

    for line in (
        '  n0("Academic achievement"):::goal',
        '  n4("Learner profiles"):::practice-listed',
        '  n5 -->|"conflicting, 2 sources"| n0',
        "  linkStyle 1 stroke:#a800c0,stroke-width:1.84px,stroke-dasharray:10 3 2 3 2 3",
        "  classDef practice fill:#e6f5f3,stroke:#35807a,color:#1b2430",
        "  classDef practice-listed fill:#ffffff,stroke:#35807a,color:#1b2430,stroke-dasharray:4 3",
    ):
        assert line in text.splitlines()
    assert text.startswith("%% How practices connect to equity goals\n%% Data: ")
    assert "\nflowchart LR\n  accTitle: How practices connect to equity goals\n  accDescr: " in text


def test_lines_that_look_alike_share_their_style():
    network = nx.MultiDiGraph()
    for key, mapping in (("a", "stated"), ("b", "inferred"), ("c", "stated")):
        network.add_edge("x", "y", key, kind="relation", label=key, mapping=mapping)

    assert ["  linkStyle 0,2 stroke:#43546a,stroke-width:1.2px", "  linkStyle 1 stroke:#43546a,stroke-width:1.2px,stroke-dasharray:6 4"] == [
        line for line in generate_mermaid(network).splitlines() if "linkStyle" in line
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "drawn"),
    [
        ("Practice", 'n0("A")'), ("StudentGroup", 'n0(["A"])'), ("Policy", 'n0["A"]'), ("Organization", 'n0["A"]'),
        ("Jurisdiction", 'n0{{"A"}}'), ("ResearchSource", 'n0[["A"]]'), ("Commitment", 'n0[["A"]]'), ("Widget", 'n0["A"]'),
    ],
)  # fmt: skip
def test_kinds_have_shapes(kind, drawn):
    network = nx.MultiDiGraph()
    network.add_node("a", label="A", kind=kind)

    assert f"  {drawn}:::" in generate_mermaid(network)


def test_a_file_says_what_a_page_must_allow():
    network = nx.MultiDiGraph()
    network.add_edges_from(("a", "b", str(key), {"label": "word " * 30}) for key in range(501))
    large = generate_mermaid(network)
    notes = [line for line in large.splitlines() if line.startswith("%%")]

    assert "%% 501 lines: Mermaid draws 500 at most, unless the page sets maxEdges to 501." in notes
    assert len(large) > MOST_CHARACTERS
    assert re.search(
        r"%% About [\d,]+ characters: Mermaid draws 50,000 at most, unless the page sets maxTextSize", large
    )
    network.remove_edge("a", "b", "500")
    assert "maxEdges" not in generate_mermaid(network)


def test_titles_and_summaries_are_no_commands():
    hostile = '%%{init: {"theme": "dark"}}%%\nclick n0 call alert() <b>#35;'
    network = nx.MultiDiGraph(title=hostile, summary=[hostile], citation=hostile, data_version=hostile)
    lines = generate_mermaid(network).splitlines()

    assert not any("{" in line or "<" in line or "#" in line for line in lines if "empty[" not in line)
    assert all(line.startswith(("%%", "flowchart", "  accTitle:", "  accDescr:", "  empty")) for line in lines)


def test_an_empty_network_says_so(tmp_path):
    write_mermaid(nx.MultiDiGraph(), tmp_path / "a.mmd")

    assert (
        "%% A network\n%% Data: version not recorded\nflowchart LR\n  accTitle: A network\n  accDescr: A network\n"
        '  empty["Nothing to show: no node matches."]\n'
    ) == (tmp_path / "a.mmd").read_text("utf-8")


def test_a_long_label_is_cut_visibly():
    assert LONGEST_LABEL == len(coded("x" * 10_000))
    assert coded("x" * 10_000).endswith("x\u2026")
