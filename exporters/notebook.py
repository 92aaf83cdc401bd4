"""The page of a network, a gap map or an answer to "why?", inside a notebook.

The page is the one of the HTML export, whole, in a frame of its own: it asks for nothing, and its sandbox lets it
neither see nor change the notebook. Before it stand title and summary in short, for where a frame is not shown (a
notebook that is not trusted, or that a website only displays). A page too large for a notebook is told of instead.

Format: HTML Living Standard, ``iframe`` with ``srcdoc`` and ``sandbox``. Lost: what the page loses.
"""

from __future__ import annotations

import html
from functools import singledispatch
from typing import Any, Final

from equigraph.exporters.gap_html import generate_gap_html
from equigraph.exporters.html import generate_html
from equigraph.exporters.page import visible
from equigraph.exporters.why_page import generate_why_html
from equigraph.graph.gap_map import GapMap
from equigraph.graph.network import Network
from equigraph.graph.showing import Showing
from equigraph.graph.why import Why

__all__ = ["frame"]

HEIGHT_PX: Final = 640  # leaves room for the cell above on a laptop's screen
MOST_THINGS: Final = 2000  # that are drawn; a view has 300 at most
MOST_BYTES: Final = 4_000_000  # of one page: a notebook keeps it in its file
# Scripts of the page may run, but without the notebook's origin; a citation opens in a tab of its own.
SANDBOX: Final = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
LINK, LINK_OUT = '<a href="http', '<a target="_blank" rel="noopener" href="http'
# Without it "#outline" would lead to the notebook: such links go by the address of what holds the frame.
BASE: Final = '<base href="about:srcdoc">'


def frame(value: Showing) -> str:
    """Return what a notebook shows: title and summary, and the page in a frame.

    Args:
        value: A network, a gap map or an answer to "why?".

    Example:
        >>> from equigraph.graph.network import Network
        >>> shown = frame(Network(title="Nothing <yet>"))
        >>> "<strong>Nothing &lt;yet&gt;</strong>" in shown, shown.count("<iframe ")
        (True, 1)
    """
    title, sentences = value.in_words()
    page = _page(value)
    size = len(page.encode("utf-8", "replace"))
    lines = [f"<p><strong>{_escaped(title)}</strong><br>{_escaped(' '.join(sentences[:1]))}</p>"]
    if page and size <= MOST_BYTES:
        lines.append(
            f'<iframe title="{_escaped(title)}" sandbox="{SANDBOX}" srcdoc="{html.escape(_placed(page))}" '
            f'style="width: 100%; height: {HEIGHT_PX}px; border: 1px solid GrayText"></iframe>'
        )
    else:
        lines.append(f"<p>{_escaped(_too_large(size))}</p>")
    return f"<div>{''.join(lines)}</div>"


@singledispatch
def _page(value: Any) -> str:
    raise NotImplementedError(type(value).__name__)


@_page.register
def _(value: Network) -> str:
    is_described = all("label" in node for node in value.nodes.values())
    return generate_html(value) if is_described and len(value) <= MOST_THINGS else ""


_page.register(GapMap, generate_gap_html)
_page.register(Why, generate_why_html)


def _placed(page: str) -> str:
    """Return the page as it stands in a frame; scripts stay as they are, for their hashes are those that may run."""
    before, head, rest = page.partition("<head>")
    return before + head + BASE + rest.replace(LINK, LINK_OUT)


def _too_large(size: int) -> str:
    if size:
        return (
            f"Its page has {size / 1e6:.0f} MB, more than a notebook should keep. "
            "Write it to an .html file instead, and open that."
        )
    return "It is not drawn here: only views of at most a few hundred things have a picture."


def _escaped(text: str) -> str:
    return html.escape(str(visible(text)))
