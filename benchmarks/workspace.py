"""The workspace of the explorer with some 300 things: how soon an expansion is answered, and how smooth it moves.

A real server on this machine, a real Chromium without a GPU. An expansion is timed twice: until the server has
answered, and from the click until the new picture is on the screen. While the picture is zoomed (Ctrl and the wheel)
and dragged, the times between the frames that the browser gives are kept: 16.7 ms is every one of a screen with 60
frames a second.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import uvicorn
from pages import VIEWPORT, chromium
from playwright.sync_api import Page, sync_playwright

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.selection import Selection, Step
from equigraph.ontology.prefixes import PREFIXES
from equigraph.web.app import create_app
from equigraph.web.serving import rare_collection

THINGS = 300
ADDED = 12  # by each expansion
TURNS = 7
MOVES = 60  # of the wheel or the pointer, one for each frame
VIEW = "practices-to-goals"
SWAPPED = "equigraph-swapped"
LIVE = """() => new Promise(resolve => {
  const look = () => performance.getEntriesByName("equigraph-live").length ? resolve() : setTimeout(look, 10);
  look();
})"""
# From the click on a link until the frame after the swap is on the screen.
EXPAND = """address => new Promise(resolve => {
  performance.clearMarks();
  const link = document.createElement("a");
  link.href = address;
  link.dataset.swap = "";
  document.querySelector("main").append(link);
  const start = performance.now();
  link.click();
  const done = () => resolve(performance.now() - start);
  const look = () => performance.getEntriesByName("equigraph-swapped").length
    ? requestAnimationFrame(() => requestAnimationFrame(done)) : setTimeout(look, 4);
  look();
})"""
# Moves once in each frame and keeps the time between frames.
MOVE = """([kind, moves]) => new Promise(resolve => {
  const canvas = document.querySelector("#canvas canvas");
  const box = canvas.getBoundingClientRect();
  const [x, y] = [Math.min(box.left + 300, innerWidth / 2), innerHeight / 2];
  const times = [];
  let [last, step] = [performance.now(), 0];
  const mouse = { bubbles: true, cancelable: true, pointerId: 1, pointerType: "mouse", isPrimary: true, buttons: 1 };
  const send = (type, more) => canvas.dispatchEvent(new PointerEvent(type, { ...mouse, ...more }));
  if (kind === "drag") send("pointerdown", { clientX: x, clientY: y });
  const frame = () => {
    const now = performance.now();
    times.push(now - last);
    last = now;
    if (step === moves) {
      if (kind === "drag") send("pointerup", { clientX: x, clientY: y });
      return resolve(times.slice(2));
    }
    step += 1;
    if (kind === "drag") send("pointermove", { clientX: x + 2 * step, clientY: y + step });
    else canvas.dispatchEvent(new WheelEvent("wheel", {
      bubbles: true, cancelable: true, ctrlKey: true, clientX: x, clientY: y, deltaY: step < moves / 2 ? -20 : 20 }));
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})"""


@dataclass(frozen=True)
class Workspace:
    """What was measured; times in milliseconds.

    Attributes:
        things: Things of the picture.
        lines: Lines of the picture.
        size: Bytes of the page.
        answered: An expansion, until the server has answered; the median.
        drawn: An expansion, from the click until the new picture is on the screen; the median.
        zoom: Between two frames while zooming: the median.
        zoom_worst: The longest but for one in twenty.
        drag: Between two frames while dragging the picture: the median.
        drag_worst: The longest but for one in twenty.
        browser: Name and version.
    """

    things: int
    lines: int
    size: int
    answered: float
    drawn: float
    zoom: float
    zoom_worst: float
    drag: float
    drag_worst: float
    browser: str


def measure(things: int = THINGS, turns: int = TURNS) -> Workspace:
    """Measure the workspace with so many things, over the bundled graph."""
    with (
        KnowledgeGraph.open() as graph,
        _served(graph) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        selection, left = _picture(client, things)
        page = client.get(_query(selection))
        shown = _data(client, selection)["network"]
        answered = [_answer(client, selection, thing) for thing in left[:turns]]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium())
            try:
                tab = browser.new_context(viewport=VIEWPORT).new_page()
                tab.goto(address + _query(selection))
                tab.evaluate(LIVE)
                drawn = [_expand(tab, selection, thing) for thing in left[turns : 2 * turns]]
                zoom, drag = _frames(tab, "zoom"), _frames(tab, "drag")
                version = f"Chromium {browser.version}"
            finally:
                browser.close()
    return Workspace(
        len(shown["things"]),
        len(shown["lines"]),
        len(page.content),
        statistics.median(answered),
        statistics.median(drawn),
        statistics.median(zoom),
        _worst(zoom),
        statistics.median(drag),
        _worst(drag),
        version,
    )


@contextmanager
def _served(graph: KnowledgeGraph) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(create_app(graph), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with rare_collection():  # as the program serves it
            yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def _picture(client: httpx.Client, things: int) -> tuple[Selection, list[str]]:
    """Return a view, expanded until it has so many things, and what can be expanded further."""
    selection = Selection(view=VIEW)
    shown = [one["iri"] for one in _data(client, selection)["network"]["things"]]
    kinds = (PREFIXES["practice"], PREFIXES["goal"])
    order = [iri for iri in shown if iri.startswith(kinds)]
    while order:
        if len(_data(client, selection)["network"]["things"]) >= things:
            break
        selection = selection.with_step(Step("expand", (order.pop(0),), most=ADDED))
    return selection, order


def _data(client: httpx.Client, selection: Selection) -> dict:
    return client.get(f"/network.json?{selection.query}").json()


def _query(selection: Selection) -> str:
    return f"/network?{selection.query}"


def _expanded(selection: Selection, thing: str) -> str:
    return _query(selection.with_step(Step("expand", (thing,), most=ADDED)))


def _answer(client: httpx.Client, selection: Selection, thing: str) -> float:
    start = time.perf_counter()
    client.get(_expanded(selection, thing)).raise_for_status()
    return (time.perf_counter() - start) * 1000


def _expand(tab: Page, selection: Selection, thing: str) -> float:
    return float(tab.evaluate(EXPAND, _expanded(selection, thing)))


def _frames(tab: Page, kind: str) -> list[float]:
    tab.evaluate("document.getElementById('scroll').scrollIntoView()")
    if kind == "drag":  # a picture that is not enlarged is scrolled by the browser itself
        tab.evaluate(MOVE, ["zoom", 10])
    return [float(one) for one in tab.evaluate(MOVE, [kind, MOVES])]


def _worst(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


if __name__ == "__main__":
    print(measure())
