"""Write a network as a PNG picture (PNG, Third Edition, <https://www.w3.org/TR/png-3/>), for documents and slides.

The picture is that of the SVG, set in packaged fonts, so that it has the same pixels on every machine; its scale says
how many of them make one px, and with them how large a document shows it. Title, description (what to say instead of
the picture), source and licence stand in it as international text. What is lost: all facts and sources, except what is
seen and what the description says; the text is pixels. For people who do not see it, give the description as
alternative text, or the HTML page.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.files import write_atomically
from equigraph.exporters.lettering import take_apart
from equigraph.exporters.sheets import PX_PER_INCH
from equigraph.exporters.svg import generate_svg
from equigraph.exporters.typeset import to_png
from equigraph.graph.labels import clean

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    import networkx as nx

    from equigraph.exporters.palette import Theme

__all__ = ["described_png", "generate_png", "write_png"]

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
HEADER_END: Final = len(SIGNATURE) + 25  # the chunk IHDR: length, name, 13 bytes, check
INCHES_PER_METRE: Final = 1 / 0.0254
SCALE: Final = 2.0  # sharp on most screens and on paper
LARGE_PX: Final = 10_000_000  # a picture of more px is written at a scale of 1, if nobody asks for another


def generate_png(
    network: nx.MultiDiGraph[str], *, theme: Theme = "light", sheet: str | None = None, scale: float | None = None
) -> bytes:
    """Return the picture of a network as PNG.

    Args:
        network: A network; it is laid out first when it has no positions.
        theme: "light", "dark" or "print".
        sheet: "slide", "page" or "poster": as large as one; what does not fit is left out, and the picture says so.
            Without it the picture is as large as it needs to be.
        scale: Pixels for each px of the picture; a slide is 1280 px wide. Without it 2, or 1 for a very large one.

    Raises:
        UnknownNameError: There is no such theme or sheet.
        ExportError: The scale is no number above 0, or the picture would have more than 200 million pixels.
    """
    return described_png(generate_svg(network, theme, sheet=sheet), scale, network.graph)


def write_png(
    network: nx.MultiDiGraph[str],
    path: str | os.PathLike[str],
    *,
    theme: Theme = "light",
    sheet: str | None = None,
    scale: float | None = None,
) -> None:
    """Write the picture of a network as a PNG file.

    Raises:
        UnknownNameError: There is no such theme or sheet.
        ExportError: The scale is no number above 0, or the picture would have more than 200 million pixels.
        NotSavedError: The file could not be written; what was there is unchanged.

    Example:
        >>> import tempfile, pathlib, networkx as nx
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "picture.png"
        >>> write_png(nx.MultiDiGraph(), path, scale=1)
        >>> path.read_bytes()[1:4]
        b'PNG'
    """
    write_atomically(path, generate_png(network, theme=theme, sheet=sheet, scale=scale))


def described_png(svg: str, scale: float | None, catalogue: Mapping[str, Any]) -> bytes:
    """Return a finished picture as PNG that says what it shows, where it comes from and how it may be used.

    Args:
        svg: A picture of ours; its title and description are those of the PNG.
        scale: Pixels for each px of the picture; without it 2, or 1 for a very large one.
        catalogue: What the graph says of itself: citation, data version and date, licence.

    Raises:
        ExportError: The scale is no number above 0, or the picture would have more than 200 million pixels.
    """
    plate = take_apart(svg)
    if scale is None:
        scale = SCALE if plate.width * plate.height <= LARGE_PX else 1.0
    png = to_png(svg, scale)
    words = {
        "Title": plate.title,
        "Description": plate.description,
        "Source": _source(catalogue),
        "Copyright": ", ".join(str(catalogue[name]) for name in ("licence", "licence_url") if catalogue.get(name)),
    }
    per_metre = round(PX_PER_INCH * scale * INCHES_PER_METRE)
    chunks = [_chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))]
    chunks += [_chunk(b"iTXt", _text(keyword, clean(text))) for keyword, text in words.items() if text]
    return png[:HEADER_END] + b"".join(chunks) + png[HEADER_END:]


def _source(catalogue: Mapping[str, Any]) -> str:
    """Return how to cite the data, with their version and date."""
    said = [str(catalogue["citation"])] if catalogue.get("citation") else []
    if catalogue.get("data_version"):
        date = f" of {catalogue['data_date']}" if catalogue.get("data_date") else ""
        said.append(f"Data version {catalogue['data_version']}{date}.")
    return " ".join(said)


def _text(keyword: str, text: str) -> bytes:
    """Return the content of a chunk iTXt: English text in UTF-8, not compressed (PNG, 11.3.3.4)."""
    return keyword.encode("latin-1") + b"\0\0\0en\0\0" + text.encode("utf-8")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
