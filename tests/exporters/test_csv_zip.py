"""The zip of tables: joined back they give the network, and a README says what they are."""

from __future__ import annotations

import io
import zipfile

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.errors import DataError
from equigraph.exporters.archive import archive, day_of
from equigraph.exporters.csv_text import DANGEROUS
from equigraph.exporters.csv_zip import CONTENTS, generate_csv_zip, parse_csv_zip, read_csv_zip, write_csv_zip

IRIS = st.from_regex(r"https://example\.org/[a-z0-9%~\-]{1,8}", fullmatch=True)
WORDS = st.text(max_size=30)
NUMBERS = st.integers(min_value=0, max_value=10**9)
PX = st.floats(allow_nan=False, allow_infinity=False)
COUNTS = st.dictionaries(WORDS, NUMBERS, max_size=3)
DRILLS = st.just({}) | st.fixed_dictionaries(
    {"view": WORDS, "parameters": st.dictionaries(WORDS, st.lists(IRIS) | st.booleans(), max_size=2)}
)
MAPPINGS = st.sampled_from(["", "stated", "inferred"])
BASES = st.sampled_from(["", "retrieved", "background"])
TIMES = st.lists(IRIS, max_size=3)
NODES = st.fixed_dictionaries(
    {
        **dict.fromkeys(("label", "category", "summary", "url", "locator", "note", "group"), WORDS),
        "kind": st.sampled_from(["Practice", "EquityGoal", "Thing", "Widget"]),
        "basis": BASES, "sources": TIMES, "statements": TIMES, "focus": st.booleans(), "listed": st.booleans(),
        "marked": st.booleans(),
        "facts": st.lists(st.lists(WORDS, min_size=2, max_size=2), max_size=2), "drill": DRILLS,
        **dict.fromkeys(("column", "more", "members", "unlinked"), NUMBERS),
        **dict.fromkeys(("x", "y", "width", "height"), PX),
    }
)  # fmt: skip
GRADES = st.just({}) | st.fixed_dictionaries(
    {
        "rule": st.text(min_size=1, max_size=3),
        **dict.fromkeys(
            ("verdict", "how_sure", "reason", "strongest", "quality", "could_support", "gap", "verdict_stated"), WORDS
        ),
        **dict.fromkeys(("claims", "sources", "judging", "counted", "inferred"), NUMBERS),
        "counts": COUNTS,
        "ratings": st.lists(st.tuples(WORDS, TIMES).map(list), max_size=2),
    }
)
EDGES = st.fixed_dictionaries(
    {
        **dict.fromkeys(("label", "verdict", "strength", "scope_label"), WORDS),
        "iri": IRIS, "kind": st.sampled_from(["evidence", "relation", "triple", "group"]),
        **dict.fromkeys(
            ("claims", "source_count", "judging_count", "statement_count", "lines", "inferred"), NUMBERS
        ),
        **dict.fromkeys(("counts", "verdicts", "relations"), COUNTS),
        "mapping": MAPPINGS, "general": st.booleans(), "statements": TIMES, "drill": DRILLS, "grade": GRADES,
        "ours": st.just({}) | st.fixed_dictionaries({"sentence": WORDS, "unlike": NUMBERS, "grade": GRADES}),
    }
)  # fmt: skip
RECORDS = st.fixed_dictionaries(
    {
        **dict.fromkeys(
            (
                "sentence", "subject_label", "predicate_label", "object_label", "group_label", "effect", "design",
                "essa_tier", "check", "check_note", "locator",
            ),
            WORDS,
        ),
        "type": st.sampled_from(["claim", "statement", "triple"]),
        "direction": st.sampled_from(["", "positive", "null", "mixed", "negative", "insufficient"]),
        **dict.fromkeys(("subject", "predicate", "object", "group", "source"), IRIS | st.just("")),
        "mapping": MAPPINGS, "basis": BASES, "notes": st.lists(WORDS, max_size=2),
    }
)  # fmt: skip
SOURCES = st.fixed_dictionaries(
    {
        **dict.fromkeys(
            ("label", "citation", "title", "authors", "year", "publisher", "type", "doi", "eric", "url", "address"),
            WORDS,
        ),
        "basis": BASES,
    }
)


@st.composite
def networks(draw):
    def keyed(values):
        return {iri: {**draw(values), "iri": iri} for iri in draw(st.lists(IRIS, unique=True, max_size=3))}

    network = nx.MultiDiGraph(
        title=draw(WORDS), data_date="2026-11-23", parameters=draw(st.dictionaries(WORDS, WORDS, max_size=2)),
        summary=draw(st.lists(WORDS, max_size=2)), width=draw(PX), statements=keyed(RECORDS), sources=keyed(SOURCES),
    )  # fmt: skip
    for iri, node in keyed(NODES).items():
        network.add_node(iri, **node)
    if len(network):
        ends = st.sampled_from(sorted(network))
        for start, end, key in draw(st.lists(st.tuples(ends, ends, WORDS), unique=True, max_size=3)):
            network.add_edge(start, end, key, **draw(EDGES))
    return network


def parts(network):
    edges = {edge[:3]: edge[3] for edge in network.edges(keys=True, data=True)}
    return dict(network.nodes(data=True)), edges, {n: v for n, v in network.graph.items() if n != "triples"}


@settings(deadline=None, max_examples=60)
@given(networks())
def test_joined_back_the_tables_give_the_network(network):
    assert parts(network) == parts(parse_csv_zip(generate_csv_zip(network, exact=True)))


@pytest.mark.parametrize(
    ("view", "parameters"),
    [
        ("practices-to-goals", {}),
        ("practices-to-goals", {"by": "category"}),
        ("policies", {}),
        ("neighborhood", {"entity": "tutoring"}),
    ],
)
def test_a_view_of_a_graph_comes_back(tiny_graph, tmp_path, view, parameters):
    network = tiny_graph.view(view, **parameters)
    write_csv_zip(network, tmp_path / "a.csv.zip", exact=True)

    assert parts(network) == parts(read_csv_zip(tmp_path / "a.csv.zip"))


@pytest.mark.slow
@pytest.mark.parametrize("view", ["practices-to-goals", "organizations", "practice"])
def test_a_view_of_the_bundled_graph_comes_back(bundled_graph, view):
    network = bundled_graph.view(view)

    assert parts(network) == parts(parse_csv_zip(generate_csv_zip(network, exact=True)))


def members(network, **options):
    with zipfile.ZipFile(io.BytesIO(generate_csv_zip(network, **options))) as file:
        return {name: file.read(name).decode("utf-8-sig") for name in file.namelist()}


def test_the_readme_says_what_the_tables_are(bundled_graph):
    network = bundled_graph.view("practice", practice="high-dosage-tutoring")
    found = members(network)
    readme = found["README.txt"]

    assert ["README.txt", *CONTENTS] == list(found)
    for said in (
        "One practice in full: High-dosage tutoring\n",
        f"Question: {network.graph['question']}\n",
        "Made for: practice: High-dosage tutoring\n",
        f"Data version: {network.graph['data_version']}\n",
        f"Date of the data: {network.graph['data_date']}\n",
        "Licence: CC BY 4.0\n",
        f"How to cite: {network.graph['citation']}\n",
        *(f"{sentence}\n" for sentence in network.graph["blind_spots"]),
        "Formulas: A text that a spreadsheet could take for a formula begins with an apostrophe.\n",
        "COLUMNS OF edges.csv\nfrom: Where the line begins.\n",
    ):
        assert said in readme
    assert "Formulas: Texts stand exactly as they are" in members(network, exact=True)["README.txt"]


def test_an_empty_view_says_so():
    found = members(nx.MultiDiGraph())

    assert "Empty: This view is empty: the data holds nothing for what was chosen.\n" in found["README.txt"]
    assert found["nodes.csv"].startswith("thing,kind,")
    assert 0 == len(parse_csv_zip(generate_csv_zip(nx.MultiDiGraph())))


def test_nothing_in_the_tables_can_run(hostile):
    network = nx.MultiDiGraph(title=hostile, statements={}, sources={})
    network.add_node("a", iri="a", label=hostile)

    [row] = parse_csv_zip(generate_csv_zip(network)).nodes.values()
    assert hostile == row["label"].removeprefix("'")
    assert not row["label"].startswith(DANGEROUS)
    assert hostile == parse_csv_zip(generate_csv_zip(network, exact=True)).nodes["a"]["label"]


def test_a_field_may_be_long():
    network = nx.MultiDiGraph(statements={}, sources={})
    network.add_node("a", iri="a", label="x" * 200_000)

    assert 200_000 == len(parse_csv_zip(generate_csv_zip(network)).nodes["a"]["label"])


def test_a_zip_that_grows_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("equigraph.exporters.csv_zip.most_unpacked", lambda packed: packed // 1_000)

    with pytest.raises(DataError, match="these tables grow too much as they are unpacked"):
        parse_csv_zip(generate_csv_zip(nx.MultiDiGraph()))


@pytest.mark.parametrize(
    "content",
    [
        b"not a zip",
        generate_csv_zip(nx.MultiDiGraph())[:-30],  # a download broke off
        archive({"nodes.csv": b"thing\r\n"}, day_of("")),  # the other tables are missing
        archive(dict.fromkeys(CONTENTS, b"iri\r\na\r\n"), day_of("")),  # their columns are missing
        archive({**dict.fromkeys(CONTENTS, b"iri\r\n"), "about.csv": b"name,value\r\na,{\r\n"}, day_of("")),
        archive({**dict.fromkeys(CONTENTS, b"iri\r\n"), "about.csv": b"name,value\r\na\r\n"}, day_of("")),
        archive(dict.fromkeys(CONTENTS, b'"open'), day_of("")),
        archive(dict.fromkeys(CONTENTS, b"\xff"), day_of("")),
    ],
    ids=["no zip", "broken off", "tables", "columns", "json", "short row", "quote", "encoding"],
)
def test_what_is_no_zip_of_tables_is_refused(content):
    with pytest.raises(DataError, match="this is not a zip of tables as equigraph writes it"):
        parse_csv_zip(content)
