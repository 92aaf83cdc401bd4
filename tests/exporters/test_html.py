"""The page as text: one file, everything in it, nothing that could run."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from equigraph.errors import NotSavedError
from equigraph.exporters.drawing import draw
from equigraph.exporters.evidence import UNLINKED, gather, safe_link
from equigraph.exporters.facets import facets
from equigraph.exporters.html import generate_html, write_html
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.labels import ILLEGAL_IN_XML, REPLACEMENT
from equigraph.graph.layout import place

LARGEST_BYTES = 1_000_000  # of any page; about half of it is vis-network


class Reader(HTMLParser):
    """Reads a page the way a browser does: elements, attributes, and the text of each script and style."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []
        self.text = ""
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self._open = (tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.raw.append((*self._open, data))
        else:
            self.text += data

    def data(self) -> dict[str, Any]:
        (text,) = [text for _, attrs, text in self.raw if attrs.get("id") == "picture-data"]
        found: dict[str, Any] = json.loads(text)
        return found

    def words(self) -> str:
        return " ".join(self.text.split())


def small_network(**labels: str) -> nx.MultiDiGraph:
    """Return a network of one bundle, one relation, one triple without a source and one thing without a line."""
    network = nx.MultiDiGraph(
        title=labels.get("title", "A small picture"),
        layout="layered",
        columns=["Practices", "Goals"],
        statements={
            "c1": {
                "iri": "c1", "type": "claim", "sentence": labels.get("finding", "Scores rose."), "direction": "positive",
                "group_label": "All students", "effect": "0.3 (SD)", "design": "RCT", "essa_tier": "ESSA tier 2",
                "mapping": "", "basis": "retrieved", "check": "checked against a summary", "check_note": "the abstract",
                "locator": "p. 3", "notes": ["A note."], "source": "s1",
            },
            "r1": {
                "iri": "r1", "type": "statement", "sentence": "The act names it.", "direction": "", "group_label": "",
                "effect": "", "design": "", "essa_tier": "", "mapping": "inferred", "basis": "background",
                "check": "", "check_note": "", "locator": "", "notes": [], "source": "",
            },
        },
        sources={
            "s1": {
                "iri": "s1", "citation": "Doe, J. (2020). On it. https://doi.org/10.1/x (abstract)", "authors": "Jane Doe; Bo Roe",
                "year": "2020", "publisher": "", "url": "https://doi.org/10.1/x", "basis": "retrieved",
            },
        },
    )  # fmt: skip
    base = {
        "category": "",
        "summary": "",
        "url": "",
        "sources": [],
        "locator": "",
        "basis": "retrieved",
        "facts": [],
        "group": "",
    }
    for iri, label, kind, column in (
        ("p", labels.get("label", "Tutoring"), "Practice", 0),
        ("g", "Achievement", "EquityGoal", 1),
        ("a", "An act", "Policy", 0),
        ("x", "Looping", "Practice", 0),
    ):
        network.add_node(iri, iri=iri, label=label, kind=kind, column=column, listed=iri == "x", **base)
    network.add_edge(
        "p", "g", key="e", iri="advances", kind="evidence", label="advances", verdict="positive", strength="positive, one source",
        claims=1, source_count=1, counts={"positive": 1}, mapping="", general=False, scope_label="", statements=["c1"],
    )  # fmt: skip
    relation = {"verdict": "", "strength": "", "claims": 0, "counts": {}, "general": False, "scope_label": ""}
    network.add_edge(
        "a",
        "p",
        key="r",
        iri="enables",
        kind="relation",
        label="enables",
        mapping="inferred",
        source_count=0,
        statements=["r1"],
        **relation,
    )
    network.add_edge(
        "a",
        "g",
        key="t",
        iri="t",
        kind="triple",
        label="related",
        mapping="",
        source_count=0,
        statements=[],
        **relation,
    )
    place(network)
    return network


@pytest.fixture(scope="module")
def network(bundled_graph: Any) -> Any:
    return bundled_graph.view("practices-to-goals")


@pytest.fixture(scope="module")
def page(network: Any) -> str:
    return generate_html(network)


# --- one file -------------------------------------------------------------------------------


def test_the_page_is_at_most_one_megabyte(page):
    assert LARGEST_BYTES >= len(page.encode("utf-8"))


@pytest.mark.slow
def test_the_page_of_every_view_is_at_most_one_megabyte(bundled_graph):
    sizes = {view: len(generate_html(bundled_graph.view(view)).encode("utf-8")) for view in bundled_graph.views()}

    assert len(sizes) >= 8
    assert {} == {view: size for view, size in sizes.items() if size > LARGEST_BYTES}


def test_the_same_network_gives_the_same_bytes(network, page):
    assert page == generate_html(copy.deepcopy(network))


def test_the_same_bytes_for_another_hash_seed():
    program = (
        "import hashlib, sys; from equigraph.graph.knowledge_graph import KnowledgeGraph\n"
        "from equigraph.exporters.html import generate_html\n"
        "with KnowledgeGraph.open('bundled') as graph:\n"
        "    print(hashlib.sha256(generate_html(graph.view('practice', practice='high-dosage-tutoring')).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert 1 == len(digests)


def test_the_network_is_not_changed(network):
    before = copy.deepcopy(network)
    generate_html(network)

    assert nx.utils.graphs_equal(before, network)
    assert before.graph == network.graph


def test_nothing_is_loaded_and_no_element_carries_script_or_style(page):
    allowed = {("a", "href"), ("svg", "xmlns")}
    for tag, attrs in Reader(page).elements:
        for name, value in attrs.items():
            assert not name.startswith("on")
            assert "style" != name
            if name in {"src", "href", "action", "srcset", "data", "poster"}:
                assert (tag, name) in allowed
                assert value is not None
                assert value.startswith(("#", "https://", "http://", "mailto:"))


def test_every_script_and_style_has_its_hash_in_the_policy_and_nothing_is_unsafe(page):
    reader = Reader(page)
    (policy,) = [attrs["content"] for tag, attrs in reader.elements if tag == "meta" and attrs.get("http-equiv")]
    assert policy is not None
    running = [text for _, attrs, text in reader.raw if attrs.get("type") != "application/json"]

    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert 5 == len(running)
    for text in running:
        digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_links_that_leave_do_not_hand_over_the_window(page):
    for tag, attrs in Reader(page).elements:
        # Only a link with a target of its own hands over the window; the referrer is kept back for the whole page.
        assert "target" not in attrs, tag
        if tag == "meta" and attrs.get("name") == "referrer":
            assert "no-referrer" == attrs["content"]


def test_anchors_lead_somewhere_and_ids_are_unique(page):
    elements = Reader(page).elements
    ids = [attrs["id"] for _, attrs in elements if "id" in attrs]
    targets = {attrs["href"] for tag, attrs in elements if tag == "a" and (attrs["href"] or "").startswith("#")}

    assert len(ids) == len(set(ids))
    assert set() == {target[1:] for target in targets if target} - set(ids)


# --- everything in it -----------------------------------------------------------------------


def test_all_findings_citations_and_blind_spots_are_in_the_page(network, page):
    words = Reader(page).words()
    for record in network.graph["statements"].values():
        assert " ".join(record["sentence"].split()) in words
    for source in network.graph["sources"].values():
        assert " ".join(source["citation"].split()) in words
    for text in (
        *network.graph["blind_spots"],
        *network.graph["summary"],
        network.graph["citation"],
        network.graph["scope"],
    ):
        assert " ".join(text.split()) in words


def test_null_and_negative_findings_stand_first(network):
    order = ["negative", "null", "mixed", "insufficient", "positive"]
    for line in gather(network).lines.values():
        places = [order.index(statement.direction) for statement in line.statements]
        assert places == sorted(places)


def test_data_hold_json_and_nothing_of_python(network, page):
    data = Reader(page).data()
    text = json.dumps(data)

    assert not re.search(r"\b(True|False|None|nan)\b", text)
    ends = {line.id: (line.subject, line.object) for line in gather(network).lines.values()}

    assert ends == {edge["id"]: (edge["from"], edge["to"]) for edge in data["edges"]}
    assert network.number_of_edges() == len(data["edges"])
    assert network.number_of_nodes() == len(data["boxes"]) == len(data["nodes"])
    assert data["options"]["physics"] is False


def test_relations_say_what_is_inferred_and_what_has_no_source():
    words = Reader(generate_html(small_network())).words()

    assert "An act enables Tutoring" in words
    assert "An act enables Tutoring Our reading (inferred). The act names it." in words
    assert "No source recorded." in words
    assert "Basis: general knowledge, not seen in a source" in words


def test_claims_say_direction_group_design_effect_tier_and_check():
    words = Reader(generate_html(small_network())).words()

    expected = (
        "positive Scores rose. Students: All students · Design: RCT · Effect as stated: 0.3 (SD) · ESSA tier as stated: ESSA tier 2 "
        "Source 1: Jane Doe and others, 2020 Where: p. 3. Check: checked against a summary: the abstract. Note: A note."
    )
    assert expected in words


def test_a_citation_links_its_own_address():
    page = generate_html(small_network())

    assert 'Doe, J. (2020). On it. <a href="https://doi.org/10.1/x">https://doi.org/10.1/x</a> (abstract)' in page


def test_things_without_a_line_are_listed():
    network = small_network()
    network.graph["unlinked"] = "Described from this source"
    words = Reader(generate_html(network)).words()

    assert ["Looping"] == [thing.label for thing in gather(network).listed]
    assert "Described from this source These stand in the picture without a line. Looping Practice" in words
    assert 3 == words.count("Described from this source")  # in the picture, above the list, on the card
    assert "No evidence" not in words


def evidence_network(**facts: Any) -> nx.MultiDiGraph:
    """Return a small network in which every line is a bundle of claims, and a practice has none."""
    network = small_network()
    network.remove_node("a")
    network.graph.update(facts)
    return network


@pytest.mark.parametrize(
    ("network", "is_said"),
    [
        (evidence_network(unlinked="No evidence in this graph"), True),
        (evidence_network(unlinked="No evidence that fits these choices", parameters={"design": "RCT"}), False),
        (small_network(), False),
    ],
    ids=["evidence", "evidence of a choice", "relations"],
)
def test_that_nothing_was_found_is_said_only_where_everything_was_looked_at(network, is_said):
    words = Reader(generate_html(network)).words()

    assert is_said == ("nothing was found for them, which is not the same as no effect" in words)
    assert network.graph.get("unlinked", UNLINKED) in words


@pytest.mark.parametrize("heading", ["Described from this source", "No link recorded", ""])
def test_page_and_picture_call_what_has_no_line_the_same(heading):
    network = small_network()
    network.graph["unlinked"] = heading

    assert f"{heading or UNLINKED} (1)" in [one.text for one in draw(network).headings]
    assert f"<h3>{heading or UNLINKED}</h3>" in generate_html(network)


def test_lines_are_grouped_by_goal_only_where_all_are_bundles(network):
    assert gather(network).grouped_by_object
    assert not gather(small_network()).grouped_by_object
    assert {"Tutoring", "An act"} == {group.thing.label for group in gather(small_network()).groups}


@pytest.mark.parametrize(
    "empty", [nx.MultiDiGraph(), nx.MultiDiGraph(title="Nothing", layout="organic")], ids=["bare", "titled"]
)
def test_an_empty_network_says_so(empty):
    reader = Reader(generate_html(empty))

    assert "There is no line in this picture, and nothing to draw" in reader.words()
    assert [] == [text for _, attrs, text in reader.raw if attrs.get("id") == "picture-data"]


def test_a_cut_network_says_how_much_is_shown():
    network = small_network()
    network.graph.update(shown=4, total=612)

    assert "4 of 612 shown." in Reader(generate_html(network)).words()


def test_filters_count_the_lines_of_each_choice(network):
    verdicts = {facet.key: facet for facet in facets(gather(network))}["verdict"]

    assert network.number_of_edges() == sum(count for _, _, count in verdicts.options)


def test_the_filter_of_categories_offers_categories_and_no_headings(bundled_graph):
    network = bundled_graph.view("commitments")
    categories = {node["category"] for _, node in network.nodes(data=True) if node["category"]}
    known = {facet.key: facet for facet in facets(gather(network))}

    assert categories
    assert {value for value, *_ in known["category"].options} <= categories


# --- nothing that could run -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://ccsso.org/a?b=c#d", "https://ccsso.org/a?b=c#d"),
        ("HTTP://ccsso.org", "HTTP://ccsso.org"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("doi:10.1/a(b)", "https://doi.org/10.1/a(b)"),
        ("DOI:10.1/a#b?c%20d", "https://doi.org/10.1/a%23b%3Fc%20d"),
        ("doi:10.1/a b", ""),
        ("doi:", ""),
        ("https://ccsso.org/a b", ""),
        ("https://ccsso.org/\u0022", ""),
        (" https://ccsso.org", ""),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        (" javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//elsewhere.org", ""),
        ("file:///etc/passwd", ""),
        ("http:", ""),
        ("https://[bad", ""),
        ("", ""),
    ],
)
def test_only_harmless_addresses_are_linked(text, expected):
    assert expected == safe_link(text)


def shown_of(text: str) -> str:
    """Return a text as the page shows it: a visible mark stands for what no document can hold."""
    return " ".join(ILLEGAL_IN_XML.sub(REPLACEMENT, text).split())


@given(st.text(max_size=80))
@settings(max_examples=25, deadline=None)
@example("\u202eright to left \u0645\u0631\u062d\u0628\u0627")
@example("a\x00b\x01c\ufffe\x7f\x80&nbsp;&#0;")
def test_any_label_survives_as_text(label):
    reader = Reader(generate_html(small_network(label=label, finding=label, title=label)))

    assert 6 == len(reader.raw)
    assert shown_of(label) in reader.words()


def test_a_label_cannot_end_the_data():
    label = "</script><script>alert(1)</script><!--"
    network = small_network(label=label)
    network.nodes["p"]["category"] = label
    network.nodes["x"]["category"] = network.nodes["g"]["category"] = "Another"
    reader = Reader(generate_html(network))

    assert 6 == len(reader.raw)
    assert label in json.dumps(reader.data()["facets"], ensure_ascii=False)


# --- written --------------------------------------------------------------------------------


def test_write_html_writes_what_generate_html_returns(tmp_path):
    path = tmp_path / "page.html"
    write_html(small_network(), path)

    assert generate_html(small_network()).encode("utf-8") == path.read_bytes()


def test_write_html_keeps_the_old_file_when_it_cannot_write(tmp_path):
    with pytest.raises(NotSavedError):
        write_html(small_network(), tmp_path / "missing" / "page.html")


def test_a_direction_that_nobody_knows_is_shown_as_it_is(tiny_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(tiny_file.read_text("utf-8").replace("direction:null", "direction:unheard-of"), "utf-8")
    with KnowledgeGraph.open(str(path)) as graph:
        page = generate_html(graph.view("practices-to-goals"))

    assert '<span class="v-relation">unheard-of</span>' in page
