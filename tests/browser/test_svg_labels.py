"""Pictures in a real browser: no text leaves its box or the picture, and no text lies on another."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from pages import Visit

from equigraph.exporters.svg import generate_svg
from equigraph.graph.place_with import place_with
from equigraph.graph.positions import Positions, positions_of

pytestmark = pytest.mark.browser

LABELS = {
    "long": "very " * 2000 + "long",
    "one word": "W" * 10_000,
    "right to left": "\u0645\u0633\u0627\u0648\u0627\u0629 \u0641\u064a \u0627\u0644\u062a\u0639\u0644\u0645 \u202eevil \u05d1\u05d9\u05ea \u05e1\u05e4\u05e8 (123) " * 4,
    "emoji": "\U0001f9d1\U0001f3fd\u200d\U0001f3eb \u2764\ufe0f \U0001f1fa\U0001f1f8 " * 9,
    "cjk": "\u4e2a\u6027\u5316\u5b66\u4e60\u3068\u500b\u5225\u5b66\u7fd2\uac1c\ubcc4\ud654" * 12,
    "control": "a\x00b\x08c\x1bd\x7f\x9f\ufffe \"double\" & 'single' <b> ]]>",
    "scripts": "\u0e01\u0e32\u0e23\u0e28\u0e36\u0e01\u0e29\u0e32 \u0926\u0947\u0935\u0928\u093e\u0917\u0930\u0940 \u10e5\u10d0\u10e0\u10d7\u10e3\u10da\u10d8 " * 6,
}  # fmt: skip
# Every text in its lines: the rectangle that its letters take, and its box, if it stands in one.
MEASURE = """() => [...document.querySelectorAll("text")].flatMap(text => {
  const node = text.closest("[data-node]");
  const shape = node && node.querySelector("rect, path");
  const lines = text.querySelector("tspan") ? [...text.querySelectorAll("tspan")] : [text];
  return lines.map(line => {
    const plain = rect => [rect.left, rect.top, rect.right, rect.bottom];
    return [line.textContent, plain(line.getBoundingClientRect()), shape ? plain(shape.getBoundingClientRect()) : null];
  });
})"""
TOUCH_PX = 1.5  # what rounding does, and the empty top and bottom of a line of text


def picture(layout: str, *, is_moved: bool) -> nx.MultiDiGraph[str]:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        layout=layout, title="Hostile labels", columns=["Practices", "Goals"], unlinked="No evidence in this graph"
    )
    for number, (name, label) in enumerate(LABELS.items()):
        for column, kind in enumerate(("Practice", "EquityGoal")):
            group = "" if layout == "organic" or column else f"Group {number // 3}"
            network.add_node(
                f"{name} {column}", label=label, kind=kind, column=column, group=group, listed=name == "scripts"
            )
        if name != "scripts":
            network.add_edge(f"{name} 0", f"{name} 1", key="e", kind="evidence", verdict="mixed", label=label)
    if is_moved:
        laid_out = positions_of(network)
        places = {node: place for node, place in laid_out.places.items() if not node.startswith(("cjk", "emoji"))}
        place_with(network, Positions(places, laid_out.width, laid_out.height))
    return network


@pytest.mark.parametrize("is_moved", [False, True], ids=["laid out", "new among old"])
@pytest.mark.parametrize("layout", ["layered", "organic"])
def test_hostile_labels_stay_in_their_boxes_and_off_each_other(
    visit: Callable[..., Visit], tmp_path: Path, layout: str, is_moved: bool
) -> None:
    path = tmp_path / "picture.svg"
    path.write_text(generate_svg(picture(layout, is_moved=is_moved)), encoding="utf-8")
    seen = visit(path, width=1600)
    found: list[tuple[str, list[float], list[float] | None]] = seen.page.evaluate(MEASURE)
    size: list[float] = seen.page.evaluate(
        "() => (box => [box.width, box.height])(document.documentElement.viewBox.baseVal)"
    )

    assert len(found) > 40
    assert [] == seen.requests[1:]
    for text, place, box in found:
        assert_within(text, place, [0.0, 0.0, *size])
        if box:
            assert_within(text, place, box)
    assert [] == [(first[0], second[0]) for first, second in combinations(found, 2) if is_over(first[1], second[1])]


def assert_within(text: str, place: list[float], box: list[float]) -> None:
    assert place[0] >= box[0] - TOUCH_PX, text
    assert place[2] <= box[2] + TOUCH_PX, text
    # Marks above and below letters may reach beyond a line; the middle of the line does not.
    assert box[1] <= (place[1] + place[3]) / 2 <= box[3], text


def is_over(first: list[Any], second: list[Any]) -> bool:
    """Return whether two lines of text lie on each other: beside each other in neither direction."""
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = abs((first[1] + first[3]) / 2 - (second[1] + second[3]) / 2)
    return bool(across > TOUCH_PX and down < 12)  # lines are 16 px apart
