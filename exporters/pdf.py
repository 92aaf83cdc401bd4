"""Write a network as a PDF (PDF 1.7, ISO 32000-1; PDF/UA-1, ISO 14289-1), for print and for publishing.

The picture is a vector, its text stays text that can be searched and copied, and the fonts are in the file. It is
tagged: the title is a heading, takeaway and source are paragraphs, and the figure has an alternative text. The file
says that it is PDF/UA-1 unless no font was found for one of its characters. A network that does not fit on one
sheet gets a page for each part. What is lost: all facts and sources, except what is seen and what the alternative text
says; the lines of the figure are no structure that could be read out one by one, for which there is the HTML page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equigraph.exporters.files import write_atomically
from equigraph.exporters.lettering import take_apart
from equigraph.exporters.svg import generate_svgs
from equigraph.exporters.typeset import Page, to_pdf
from equigraph.graph.labels import clean

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    import networkx as nx

    from equigraph.exporters.palette import Theme

__all__ = ["described_pdf", "generate_pdf", "write_pdf"]


def generate_pdf(network: nx.MultiDiGraph[str], *, theme: Theme = "light", sheet: str | None = None) -> bytes:
    """Return the picture of a network as PDF.

    Args:
        network: A network; it is laid out first when it has no positions.
        theme: "light", "dark" or "print".
        sheet: "slide", "page" or "poster": pages as large as one, as many as all of it needs. Without it one page as
            large as the picture.

    Raises:
        UnknownNameError: There is no such theme or sheet.
    """
    title = clean(str(network.graph.get("title") or ""))
    return described_pdf(generate_svgs(network, theme, sheet=sheet), network.graph, title)


def write_pdf(
    network: nx.MultiDiGraph[str], path: str | os.PathLike[str], *, theme: Theme = "light", sheet: str | None = None
) -> None:
    """Write the picture of a network as a PDF file.

    Raises:
        UnknownNameError: There is no such theme or sheet.
        NotSavedError: The file could not be written; what was there is unchanged.

    Example:
        >>> import tempfile, pathlib, networkx as nx
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "picture.pdf"
        >>> write_pdf(nx.MultiDiGraph(), path)
        >>> path.read_bytes()[:5]
        b'%PDF-'
    """
    write_atomically(path, generate_pdf(network, theme=theme, sheet=sheet))


def described_pdf(svgs: Sequence[str], catalogue: Mapping[str, Any], title: str = "") -> bytes:
    """Return finished pictures as PDF that says what it is about, who made the data and when.

    Args:
        svgs: Pictures of ours, a page each; their titles and descriptions are the alternative texts.
        catalogue: What the graph says of itself: publisher, date of the data.
        title: Of the document, where there are several pages; that of one page is that of its picture.
    """
    return to_pdf(
        [Page(svg) for svg in svgs],
        title=title if len(svgs) > 1 else "",
        author=clean(str(catalogue.get("publisher") or "")),
        description=take_apart(svgs[0]).description,
        date=str(catalogue.get("data_date") or ""),
    )
