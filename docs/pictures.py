"""Make the pictures of the docs anew: ``make pictures``. Needs a Chromium; look at what it makes before committing."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from equigraph.exporters.html import write_html
from equigraph.graph.knowledge_graph import KnowledgeGraph

IMAGES = Path(__file__).parent / "images"
WINDOW = {"width": 1280, "height": 1640}


def main() -> None:
    """Take a picture of the main view as a reader first sees it."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, KnowledgeGraph.open() as graph, sync_playwright() as playwright:
        page = Path(folder) / "page.html"
        write_html(graph.view("practices-to-goals"), page)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        tab = browser.new_page(viewport=WINDOW)
        tab.goto(page.as_uri())
        tab.wait_for_timeout(2000)
        tab.screenshot(path=IMAGES / "practices-to-goals.png")
        browser.close()


if __name__ == "__main__":
    main()
