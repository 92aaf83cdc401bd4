"""The page of a connection in a real browser: nothing goes out, axe-core finds nothing, nothing is cut off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pages import NARROW, WIDE, assert_is_closed_readable_and_whole
from playwright.sync_api import Browser

from equigraph.exporters.why_page import generate_why_html

pytestmark = pytest.mark.browser

ASKED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "evidence": ("restorative-practices", "academic-achievement", {}),
    "group": ("high-dosage-tutoring", "academic-achievement", {"group": "english-learners", "limit": 4}),
    "nearest": ("ccsso", "academic-achievement", {}),
    "nothing": ("looping", "fiscal-equity", {"max_length": 1}),
}


@pytest.fixture(scope="module", params=ASKED)
def file(request: pytest.FixtureRequest, bundled_graph: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    start, end, chosen = ASKED[request.param]
    path = tmp_path_factory.mktemp("why") / "why.html"
    path.write_text(generate_why_html(bundled_graph.why(start, end, **chosen)), encoding="utf-8")
    return path


def test_is_closed_readable_and_whole(file: Path, browser: Browser) -> None:
    assert_is_closed_readable_and_whole(browser, file, {NARROW: ["light", "dark"], WIDE: ["dark", "light"]})


def test_citations_lead_to_their_source(file: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": WIDE, "height": 900}, java_script_enabled=False)
    page.goto(file.as_uri())
    cites = page.locator(".cites a")

    for place in range(min(3, cites.count())):
        target = (cites.nth(place).get_attribute("href") or "")[1:]
        cites.nth(place).click()
        assert page.locator(f"#{target}").bounding_box()["y"] < 900  # type: ignore[index]
    page.close()


def test_prints_whole(file: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 900})
    page.goto(file.as_uri())
    page.emulate_media(media="print")

    assert page.pdf(format="Letter").startswith(b"%PDF")
    wider = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    )
    assert wider == 0
    page.close()
