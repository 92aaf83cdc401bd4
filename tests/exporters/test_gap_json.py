"""The JSON of a gap map: everything, under the keys that its docstring names."""

from __future__ import annotations

import json
import re

from equigraph.exporters import gap_json
from equigraph.exporters.gap_json import TOLD_ONCE, gap_data, generate_gap_json
from equigraph.exporters.gap_rows import GapRows
from equigraph.graph.gap_words import kinds_of


def test_everything_is_there(either_map):
    data = json.loads(generate_gap_json(either_map))
    rows = GapRows(either_map)

    assert [{name: one[name] for name in one if name not in TOLD_ONCE} for one in rows.cells] == data["cells"]
    assert (list(rows.claims), list(rows.costs), list(rows.sources)) == (data["claims"], data["costs"], data["sources"])
    assert len(rows.totals) == len(data["totals"])
    assert either_map.cell("", "").grade.claims == next(
        one["claims"] for one in data["totals"] if not one["row_iri"] + one["column_iri"] + one["population_iri"]
    )
    assert (list(either_map.summary), list(either_map.notes)) == (data["summary"], data["notes"])
    assert [row.iri for row in either_map.rows] == [row["iri"] for row in data["rows"]]
    assert {"version", "date", "licence", "citation"} <= {name for name, value in data["catalogue"].items() if value}
    known = {cost["cost_iri"] for cost in data["costs"]}
    assert {iri for row in data["rows"] for iri in row["costs"]} == known
    for people in data["populations"]:
        assert {kind: number for kind, number in people["kinds"].items() if number} == {
            kind: number for kind, number in kinds_of(either_map, people["iri"]).items() if number
        }


def test_the_kinds_say_what_they_mean(gap_map):
    rule = gap_data(gap_map())["rule"]

    assert gap_map().grader.rule.version == rule["version"]
    assert all(step["definition"] for step in (*rule["gaps"], *rule["levels"]))
    assert ["absolute gap"] == [step["name"] for step in rule["gaps"] if not step["sign"]]


def test_labels_survive(gap_map, hostile):
    data = json.loads(generate_gap_json(gap_map(hostile)))

    assert hostile == data["rows"][0]["label"] == data["cells"][0]["row"]


def test_keys_are_sorted_and_every_one_is_documented(gap_map):
    text = generate_gap_json(gap_map(group=True))
    data = json.loads(text)

    assert list(data) == sorted(data)
    named = set(re.findall(r"``([a-z_]+)``", gap_json.__doc__))
    assert set(data) <= named
    for part in ("chosen", "catalogue", "rule"):
        assert set(data[part]) <= named, part
    for part in ("rows", "columns", "populations"):
        assert {key for one in data[part] for key in one} <= named, part


def test_nothing_to_map_is_said(gap_map):
    data = gap_data(gap_map(empty=True))

    assert [] == data["cells"] == data["rows"] == data["totals"]
    assert ["There is nothing to map: no practice fits these choices."] == data["summary"]
