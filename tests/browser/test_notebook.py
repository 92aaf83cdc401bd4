"""A notebook is run by a real kernel; what it shows is opened in a real browser, without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbclient
import nbformat
import pytest
from pages import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = (
    "from equigraph.graph.knowledge_graph import KnowledgeGraph\ngraph = KnowledgeGraph.open()",
    'graph.view("practices-to-goals", goal="english-language-proficiency")',
    'graph.gaps(practice="looping")',
    'graph.why("high-dosage-tutoring", "academic-achievement")',
)
REACH = "try { String(window.parent.document.title) } catch (error) { error.name }"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Path]]:
    """What the kernel answers to the last three cells: in words, and as a file that holds the HTML as a notebook does."""
    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    book = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(book, timeout=120, kernel_name="python3").execute()
    folder = tmp_path_factory.mktemp("notebook")
    found = []
    for number, cell in enumerate(book.cells[1:]):
        (output,) = cell.outputs
        path = folder / f"{number}.html"
        body = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Notebook</title>{output.data["text/html"]}'
        path.write_text(body, encoding="utf-8")
        found.append((output.data["text/plain"], path))
    return found


def test_a_cell_says_it_in_words(shown: list[tuple[str, Path]]) -> None:
    assert [": ".join(words.split(": ")[:2]) for words, _ in shown] == [
        "<Network: How practices connect to equity goals",
        "<GapMap: Evidence gap map",
        "<Why: Why is High-dosage tutoring connected to Academic achievement?",
    ]


@pytest.mark.parametrize("number", [0, 1, 2], ids=["network", "gap map", "why"])
def test_a_cell_shows_the_page_offline_and_apart(
    visit: Callable[..., Visit], shown: list[tuple[str, Path]], number: int
) -> None:
    seen = visit(shown[number][1], offline=True)
    frame = seen.page.frames[1]
    frame.wait_for_load_state()
    has_script = frame.locator("#canvas, #map").count() > 0
    if has_script:
        frame.wait_for_function('performance.getEntriesByName("equigraph-live").length')
    links = frame.locator('a[href^="#"]')
    links.first.evaluate("link => link.click()")

    assert [shown[number][1].as_uri()] == seen.requests
    assert [] == seen.complaints
    assert frame.evaluate(REACH) == "SecurityError"
    assert [frame] == seen.page.frames[1:]
    assert frame.locator("h1").count() == 1  # a link within the page leads to the page, not to the notebook
    assert frame.locator('a[href^="http"]:not([target="_blank"])').count() == 0


def test_a_notebook_without_script_shows_the_still_figure(
    visit: Callable[..., Visit], shown: list[tuple[str, Path]]
) -> None:
    seen = visit(shown[0][1], script=False)

    assert seen.page.frames[1].locator("svg").first.is_visible()
