"""What stands around a picture on a sheet is short, and says which part it is."""

from __future__ import annotations

import re

import networkx as nx
import pytest

from equigraph.exporters.brief_frame import brief_frame
from equigraph.exporters.drawing import draw
from equigraph.exporters.sheets import SHEETS
from equigraph.graph.layout import place


@pytest.mark.parametrize(
    ("title", "ending"),
    [
        ("Practices and goals (1 of 9)", "Practices and goals (1 of 9)"),
        (f"{'Practices and goals, for students: ' * 9}(1,001 of 1,002)", "… (1,001 of 1,002)"),
        ("Practices and goals, for students: " * 9, "…"),
        ("W" * 900 + " (2 of 3)", "… (2 of 3)"),
    ],
    ids=["short", "long", "no part", "one word"],
)
def test_a_title_that_is_cut_still_says_which_part_it_is(title: str, ending: str) -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(title=title, brief=True)
    network.add_node("a", label="A", kind="Practice")
    sheet = SHEETS["slide"]
    place(network, sheet.room)
    frame = brief_frame(network, draw(network), "light", sheet)
    said = " ".join(re.sub("<[^>]+>", " ", frame.above.split("</text>")[0]).split())

    assert said.endswith(ending)
    assert title.strip() == frame.title
