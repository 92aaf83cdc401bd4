"""A real browser, and what opens a page in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import BROWSER_ARGUMENTS, BROWSER_NAMES, HAS_SCRIPT, LIVE, WATCH_POLICY, WIDE, Visit
from playwright.sync_api import Browser, sync_playwright
from raw_http import running

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.settings import Settings


@pytest.fixture(scope="session")
def address(bundled_graph: KnowledgeGraph) -> Iterator[str]:
    """Return the address of the explorer of the bundled graph, served as it is served to people; all is counted."""
    with running(bundled_graph, Settings()) as server:
        while not json.loads(server.get("/counts.json").partition(b"\r\n\r\n")[2])["is_counted"]:
            pass
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    own = next((path for path in map(shutil.which, BROWSER_NAMES) if path), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=own, args=BROWSER_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Return what opens a file from disk; script off by ``script=False``."""
    contexts = []

    def open_file(path: Path, *, width: int = WIDE, script: bool = True, anchor: str = "", **options: Any) -> Visit:
        options.setdefault("viewport", {"width": width, "height": 900})
        context = browser.new_context(java_script_enabled=script, **options)
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        if script:
            seen.page.add_init_script(WATCH_POLICY)
        seen.page.goto(path.as_uri() + anchor)
        if script and seen.page.locator(HAS_SCRIPT).count():
            seen.page.evaluate(LIVE)
        return seen

    yield open_file
    for context in contexts:
        context.close()
