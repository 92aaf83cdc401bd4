"""Time until a page is drawn in Chromium: ours, and pyvis's own page with physics for the same network.

Ours sets the mark ``equigraph-drawn``. pyvis's page shows its picture when the physics has come to rest
(``stabilizationIterationsDone``) and the next frame is drawn; a script at its end sets the mark then. It carries its
libraries in line; what it still asks of the network is refused at once, so waiting for a host costs it nothing.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright
from pyvis.network import Network as PyvisNetwork

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network

OURS_MARK, LIVE_MARK, PYVIS_MARK = "equigraph-drawn", "equigraph-live", "pyvis-drawn"
TURNS = 5
# Waits inside the page: our page's policy forbids the evaluation that Playwright's own waiting needs.
WAIT_FOR_MARK = """mark => new Promise(resolve => {
  const look = () => {
    const [found] = performance.getEntriesByName(mark);
    if (found) resolve(found.startTime); else setTimeout(look, 10);
  };
  look();
})"""
VIEWPORT: ViewportSize = {"width": 1280, "height": 900}
PYVIS_SCRIPT = f"""<script>
network.once("stabilizationIterationsDone", () =>
  network.once("afterDrawing", () => performance.mark("{PYVIS_MARK}")));
</script>"""


@dataclass(frozen=True)
class Pages:
    """Milliseconds from navigation to the mark (the best of several loads), and sizes.

    Attributes:
        ours: Our page: the whole picture is on the screen.
        live: Our page: the picture answers to the pointer.
        pyvis: pyvis's page, physics on.
        nodes: Nodes of the network.
        edges: Edges of the network.
        size: Bytes of our page.
        browser: Name and version.
    """

    ours: float
    live: float
    pyvis: float
    nodes: int
    edges: int
    size: int
    browser: str


def measure(page: Path, view: str, folder: Path) -> Pages:
    """Time our page and pyvis's page of the same view."""
    with KnowledgeGraph.open() as graph:
        network = graph.view(view)
    theirs = _pyvis_page(network, folder / "pyvis.html")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        try:
            marks = ((page, OURS_MARK), (page, LIVE_MARK), (theirs, PYVIS_MARK))
            turns = [[_drawn(browser, path, mark) for path, mark in marks] for _ in range(TURNS)]
            version = f"Chromium {browser.version}"
        finally:
            browser.close()
    return Pages(
        *(min(turn[number] for turn in turns) for number in range(len(marks))),
        network.number_of_nodes(),
        network.number_of_edges(),
        page.stat().st_size,
        version,
    )


def _pyvis_page(network: Network[str], path: Path) -> Path:
    """Write the same nodes and edges as a pyvis user would: its defaults, physics on."""
    theirs = PyvisNetwork(height="900px", width="100%", directed=True, cdn_resources="in_line")
    for iri, attributes in network.nodes(data=True):
        theirs.add_node(iri, label=attributes["label"], title=attributes["label"], group=attributes["kind"])
    for start, end, attributes in network.edges(data=True):
        theirs.add_edge(start, end, title=attributes["label"])
    html = theirs.generate_html(notebook=False)
    path.write_text(html.replace("</body>", f"{PYVIS_SCRIPT}</body>"), encoding="utf-8")
    return path


def _drawn(browser: Browser, path: Path, mark: str) -> float:
    """Return when a mark was set, in milliseconds since navigation began, in a browser that remembers nothing."""
    context = browser.new_context(viewport=VIEWPORT)
    try:
        context.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
        tab = context.new_page()
        tab.goto(path.as_uri(), wait_until="commit")
        return float(tab.evaluate(WAIT_FOR_MARK, mark))
    finally:
        context.close()


def chromium() -> str | None:
    """Return the browser that ``EQUIGRAPH_CHROMIUM`` names or the system has; None is Playwright's own."""
    names = (os.environ.get("EQUIGRAPH_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)
