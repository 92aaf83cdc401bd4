"""The flat CSV: what it says of a view, and that no spreadsheet runs any of it."""

from __future__ import annotations

import csv
import io

import networkx as nx

from equigraph.exporters.csv_table import generate_csv_table, write_csv_table
from equigraph.exporters.csv_text import DANGEROUS
from equigraph.exporters.view_columns import EVIDENCE_COLUMNS


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def of(text):
    network = nx.MultiDiGraph(
        title=text,
        statements={"s": {"iri": "s", "type": "claim", "sentence": text, "notes": [text], "source": "x"}},
        sources={"x": {"iri": "x", "citation": text}},
    )
    network.add_node("a", iri="a", label=text)
    network.add_node("b", iri="b", label="B", note=text)
    network.add_edge("a", "a", "k", label=text, statements=["s"], strength=text)
    return network


def test_hostile_texts_survive_and_cannot_run(hostile):
    back = read(generate_csv_table(of(hostile)))
    exact = read(generate_csv_table(of(hostile), exact=True))

    assert {hostile} == {row["from"].removeprefix("'") for row in back} - {"B"}
    assert not any(value.startswith(DANGEROUS) for row in back for value in row.values())
    assert (hostile, hostile, hostile, hostile) == tuple(
        exact[0][name] for name in ("from", "finding", "citation", "strength")
    )
    assert hostile == exact[1]["finding"]


def test_the_file_has_a_byte_order_mark_and_the_lines_of_the_standard(tmp_path):
    write_csv_table(of("Tutoring"), tmp_path / "a.csv")
    content = (tmp_path / "a.csv").read_bytes()

    assert content.startswith(b"\xef\xbb\xbfrow,from,relation,to,verdict,strength,how_sure,listed,finding,")
    assert content.count(b"\n") == content.count(b"\r\n") == 3
    write_csv_table(of("=1"), tmp_path / "a.csv", exact=True)
    assert b"finding,=1,=1," in (tmp_path / "a.csv").read_bytes()


def test_an_empty_view_has_its_headings():
    assert ",".join(EVIDENCE_COLUMNS) + "\r\n" == generate_csv_table(nx.MultiDiGraph())
