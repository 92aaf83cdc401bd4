"""The page of a one-pager in a real browser: nothing goes out, axe-core finds nothing, and it prints on letter paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pages import NARROWEST, WIDE, assert_is_closed_readable_and_whole
from playwright.sync_api import Browser

from equigraph.exporters.one_pager_html import write_one_pager_html

pytestmark = pytest.mark.browser

ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "few claims": ("looping", {}),
    "no claims": ("learner-profiles", {}),
    "group": ("high-dosage-tutoring", {"group": "english-learners"}),
}
PAGES = {"few claims": 2, "no claims": 2, "group": 4}


@pytest.fixture(scope="module", params=ASKED)
def asked(
    request: pytest.FixtureRequest, bundled_graph: Any, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    what, chosen = ASKED[request.param]
    path = tmp_path_factory.mktemp("page") / "page.html"
    write_one_pager_html(bundled_graph.one_pager(what, **chosen), path)
    return request.param, path


def test_is_closed_readable_and_whole(asked: tuple[str, Path], browser: Browser) -> None:
    assert_is_closed_readable_and_whole(browser, asked[1], {NARROWEST: ["light"], WIDE: ["light", "dark"]})


def test_prints_on_few_pages_of_letter_paper(asked: tuple[str, Path], browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 900})
    page.goto(asked[1].as_uri())
    printed = page.pdf(prefer_css_page_size=True)

    assert b"/MediaBox [0 0 612 792]" in printed
    assert len(re.findall(rb"/Type /Page\b", printed)) <= PAGES[asked[0]]
    page.close()
