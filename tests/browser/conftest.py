"""A real browser, and what opens a page in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
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


class Started:
    """One browser for all tests of this folder that run one after another.

    Playwright keeps a loop running in this thread, which tests elsewhere that start a loop of their own cannot have.
    """

    def __init__(self) -> None:
        self.closing = ExitStack()
        self.browser: Browser | None = None

    def get(self) -> Browser:
        if self.browser is None:
            own = next((path for path in map(shutil.which, BROWSER_NAMES) if path), None)
            playwright = self.closing.enter_context(sync_playwright())
            self.browser = playwright.chromium.launch(executable_path=own, args=BROWSER_ARGUMENTS)
            self.closing.callback(self.browser.close)
        return self.browser

    def close(self) -> None:
        self.browser = None
        self.closing.close()


STARTED = Started()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Close the browser when the next test is none of this folder."""
    yield
    if nextitem is None or not nextitem.path.is_relative_to(Path(__file__).parent):
        STARTED.close()


@pytest.fixture(scope="module")
def browser() -> Browser:
    """Return the browser; what a test opens in it, it closes."""
    return STARTED.get()


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
