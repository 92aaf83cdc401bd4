"""The page of changes in a real browser: nothing goes out, axe-core finds nothing, nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pages import NARROWEST, WIDE, assert_is_closed_readable_and_whole
from playwright.sync_api import Browser

from equigraph.exporters.changes_page import generate_changes_html
from equigraph.graph.changes import compare

pytestmark = pytest.mark.browser

# Two networks each, from the data before and after.
COMPARED: dict[str, Callable[[Any, Any], tuple[Any, Any]]] = {
    "data": lambda old, new: tuple(graph.view("practice", practice="high-dosage-tutoring") for graph in (old, new)),
    "large": lambda old, new: tuple(graph.view("practices-to-goals") for graph in (old, new)),
    "questions": lambda old, _: tuple(old.view("practice", practice=name) for name in ("looping", "advisory")),
}


@pytest.fixture(scope="module", params=COMPARED)
def file(
    request: pytest.FixtureRequest, bundled_graph: Any, changed_graph: Any, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    before, after = COMPARED[request.param](bundled_graph, changed_graph)
    path = tmp_path_factory.mktemp("changes") / "changes.html"
    path.write_text(generate_changes_html(compare(before, after), before, after), encoding="utf-8")
    return path


def test_is_closed_readable_and_whole(file: Path, browser: Browser) -> None:
    assert_is_closed_readable_and_whole(browser, file, {NARROWEST: ["light"], WIDE: ["dark"]})


def test_the_four_looks_are_drawn_in_their_colours(browser: Browser, bundled_graph: Any, tmp_path: Path) -> None:
    before, after = COMPARED["questions"](bundled_graph, None)
    path = tmp_path / "changes.html"
    path.write_text(generate_changes_html(compare(before, after), before, after), encoding="utf-8")
    page = browser.new_page(viewport={"width": WIDE, "height": 900}, color_scheme="light")
    page.goto(path.as_uri())
    drawn = page.evaluate(
        "[...document.querySelectorAll('.still path.l')].map((one) => getComputedStyle(one)).map((s) => [s.stroke, s.strokeDasharray])"
    )

    assert {("rgb(0, 113, 77)", "none"), ("rgb(184, 0, 60)", "7px, 4px")} <= {tuple(pair) for pair in drawn}
    page.close()


def test_prints_whole(file: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 900})
    page.goto(file.as_uri())
    page.emulate_media(media="print")

    assert page.pdf(format="Letter").startswith(b"%PDF")
    wider = page.evaluate(
        "[...document.querySelectorAll('.scroll, .wide')].filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    )
    assert wider == 0
    page.close()
