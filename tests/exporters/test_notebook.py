"""What a notebook shows of a network, a gap map and an answer to "why?"."""

from __future__ import annotations

import html
import pickle
import re

import networkx as nx
import pytest

from equigraph.exporters import notebook
from equigraph.exporters.html import generate_html
from equigraph.exporters.notebook import frame
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network


def held_page(shown: str) -> str:
    """Return the page that a frame holds."""
    (text,) = re.findall(r' srcdoc="([^"]*)"', shown)
    return html.unescape(text)


@pytest.fixture(scope="module")
def network(tiny_graph: KnowledgeGraph) -> Network:
    return tiny_graph.view("practices-to-goals")


def test_the_frame_holds_the_whole_page(network: Network) -> None:
    placed = held_page(network._repr_html_())
    page = generate_html(network)

    assert page == placed.replace('<base href="about:srcdoc">', "").replace(' target="_blank" rel="noopener"', "")


def test_citations_open_in_a_tab_of_their_own_and_scripts_stay_as_they_are(network: Network) -> None:
    placed = held_page(frame(network))
    scripts = r"(?s)<script[^>]*>.*?</script>"

    assert '<a target="_blank" rel="noopener" href="https://doi.org/10.1000/one"' in placed
    assert '<a href="http' not in placed
    assert re.findall(scripts, generate_html(network)) == re.findall(scripts, placed)


def test_the_sandbox_keeps_the_notebook_apart(network: Network) -> None:
    (sandbox,) = re.findall(r' sandbox="([^"]*)"', frame(network))

    assert "allow-scripts" in sandbox
    assert "allow-same-origin" not in sandbox
    assert "allow-top-navigation" not in sandbox


def test_a_frame_has_a_title(network: Network) -> None:
    assert f'<iframe title="{network.graph["title"]}" ' in frame(network)


@pytest.mark.parametrize("title", ["</p><script>", '"><b>', "' onload='", "&quot;", "a\0b", "{{ 7 * 7 }}"])
def test_no_title_becomes_markup(title: str) -> None:
    shown = frame(Network(title=title, summary=[title]))
    outside = re.sub(r' (srcdoc|title)="[^"]*"', "", shown)

    assert re.findall(r"<(/?\w+)", outside) == [
        "div",
        "p",
        "strong",
        "/strong",
        "br",
        "/p",
        "iframe",
        "/iframe",
        "/div",
    ]
    assert held_page(shown).count("<script") == 1  # there is nothing to draw, and so no other script
    assert "49" not in outside


def test_gap_maps_and_answers_show_themselves_too(tiny_graph: KnowledgeGraph) -> None:
    gaps, why = tiny_graph.gaps(), tiny_graph.why("tutoring", "achievement")

    assert "<title>Evidence gap map" in held_page(gaps._repr_html_())
    assert f"<title>{html.escape(why.title)}</title>" in held_page(why._repr_html_())
    assert repr(gaps).startswith("<GapMap: Evidence gap map: ")
    assert repr(why).startswith(f"<Why: {why.title}: ")


def test_nothing_else_is_shown() -> None:
    with pytest.raises(NotImplementedError):
        notebook._page(1)


def test_bare_structure_is_told_in_words() -> None:
    network = Network()
    network.add_edge("a", "b", "k")

    assert repr(network) == "<Network: Untitled network: 2 things, 1 line.>"
    assert "<iframe" not in frame(network)
    assert "only views" in frame(network)


def test_too_many_things_are_told_in_words(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "MOST_THINGS", len(network) - 1)

    assert "<iframe" not in frame(network)


def test_too_large_a_page_is_told_in_words(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "MOST_BYTES", 1000)

    assert "<iframe" not in frame(network)
    assert "1 MB, more than a notebook should keep" in frame(network)


def test_a_terminal_shows_a_few_sentences(network: Network) -> None:
    assert repr(network).startswith("<Network: How practices connect to equity goals: ")


# --- all of networkx works on it ------------------------------------------------------------


@pytest.mark.parametrize(
    "derive",
    [
        lambda network: network.copy(),
        lambda network: network.subgraph(list(network)),
        lambda network: network.reverse(),
        lambda network: pickle.loads(pickle.dumps(network)),
        lambda network: nx.compose(network, network),
        lambda network: nx.freeze(network.copy()),
        lambda network: nx.relabel_nodes(network, {}),
        lambda network: network.edge_subgraph(list(network.edges(keys=True))).copy(),
    ],
    ids=["copy", "subgraph", "reverse", "pickle", "compose", "freeze", "relabel", "edge subgraph"],
)
def test_what_networkx_makes_of_a_network_is_one(network: Network, derive) -> None:
    made = derive(network)

    assert isinstance(made, Network)
    assert "<iframe" in made._repr_html_()


def test_undirected_copies_are_networkx_own(network: Network) -> None:
    assert type(network.to_undirected()) is nx.MultiGraph
    assert nx.utils.graphs_equal(nx.MultiDiGraph(network), network)
