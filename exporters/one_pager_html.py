"""One practice or goal as one self-contained page: no script, no request, and a page or two of letter paper in print.

It says what the Word document says, in the same order. The contract is that of every page, see
:mod:`equigraph.exporters.page`. What is lost: the picture of the lines, the IRIs of statements.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from equigraph.exporters.document import NO_SOURCE, Heading
from equigraph.exporters.files import write_atomically
from equigraph.exporters.one_pager import one_pager_document
from equigraph.exporters.page import ASSETS, compact, environment, policy, read_asset, style_sheet
from equigraph.exporters.palette import verdict_look

if TYPE_CHECKING:
    import os

    from equigraph.exporters.document import Block, Document
    from equigraph.graph.one_pager import OnePager

__all__ = ["generate_one_pager_html", "one_pager_context", "write_one_pager_html"]


@dataclass(frozen=True)
class Section:
    """A heading of level 1 with what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


def write_one_pager_html(page: OnePager, path: str | os.PathLike[str]) -> None:
    """Write a one-pager as a page; what was there before stays until the new file is whole.

    Raises:
        NotSavedError: The file could not be written.
    """
    write_atomically(path, generate_one_pager_html(page))


def generate_one_pager_html(page: OnePager) -> str:
    """Return a one-pager as one self-contained page; the same one gives the same text, always."""
    style = style_sheet(compact(read_asset(ASSETS / "one_pager.css")))
    return (
        environment()
        .get_template("one_pager.html.j2")
        .render(
            **one_pager_context(page),
            policy=policy([], [style]),
            style=Markup(style),  # noqa: S704 (our own files and palette)
        )
    )


def one_pager_context(page: OnePager) -> dict[str, Any]:
    """Return the variables of the template ``one_pager_body.html.j2``, for the page alone and for the explorer."""
    document = one_pager_document(page)
    return {
        "document": document,
        "sections": _sections(document),
        "kind": lambda value: type(value).__name__,
        "token_of": lambda word: verdict_look(word).token,
        "no_source": NO_SOURCE,
    }


def _sections(document: Document) -> list[Section]:
    """Return the blocks of a document under their headings of level 1; it begins with one."""
    found: list[tuple[str, list[Block]]] = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            found.append((block.text, []))
        else:
            found[-1][1].append(block)
    return [Section(heading, tuple(blocks)) for heading, blocks in found]
