"""Make the pictures of the docs anew: ``make pictures``. Needs a Chromium; look at what it makes before committing."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from equigraph.exporters.html import write_html
from equigraph.graph.knowledge_graph import KnowledgeGraph

IMAGES = Path(__file__).parent / "images"
WINDOW = {"width": 1280, "height": 1640}


QUERY = """\
SELECT ?practice ?finding ?source
WHERE {
  ?claim eq:group group:english-learners ; eq:direction direction:null ;
         eq:practice ?practice ; eq:finding ?finding ; dcterms:source ?source .
}"""
EXPLORER = {
    "explorer-home": "",
    "explorer-network": "network?view=practices-to-goals&group=english-learners",
    "explorer-query": "query?" + urlencode({"query": QUERY}),
}


@contextmanager
def explorer() -> Iterator[str]:
    """Run the explorer, and yield its address."""
    command = [sys.executable, "-m", "equigraph", "explore", "--no-open", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


def main() -> None:
    """Take a picture of the main view, and of pages of the explorer, as a reader first sees them."""
    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        KnowledgeGraph.open() as graph,
        explorer() as address,
        sync_playwright() as playwright,
    ):
        page = Path(folder) / "page.html"
        write_html(graph.view("practices-to-goals"), page)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for name, place in {
            "practices-to-goals": page.as_uri(),
            **{n: address + p for n, p in EXPLORER.items()},
        }.items():
            tall = WINDOW if name == "practices-to-goals" else {"width": 1280, "height": 960}
            tab = browser.new_page(viewport=tall)
            tab.goto(place)
            tab.wait_for_timeout(2000)
            tab.screenshot(path=IMAGES / f"{name}.png")
            tab.close()
        browser.close()


if __name__ == "__main__":
    main()
