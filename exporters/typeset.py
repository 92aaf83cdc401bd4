"""Turn finished SVG pictures into PNG and PDF, with the fonts of our packages: the one place that calls typst.

Typst (<https://typst.app/docs/>) draws the shapes and sets the texts, so scripts that join letters or run from right to
left come out as they should, and nothing depends on the machine: system fonts are asked only for a character that no
packaged font has (:func:`equigraph.exporters.fonts.without_font` counts those). A PDF is a vector picture whose text
stays text, tagged, and PDF/UA-1 (ISO 14289-1) wherever all its characters have a font. Texts reach typst as data, never
as its markup. A px is a 96th of an inch. Limits: what lies over a text in the SVG lies beneath it here; a page of a PDF
that would be longer than 200 inches is made smaller.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

import typst

from equigraph.errors import ExportError
from equigraph.exporters.fonts import folders, runs, without_font
from equigraph.exporters.lettering import Lettering, Plate, take_apart
from equigraph.exporters.sheets import PX_PER_INCH

__all__ = ["MOST_PIXELS", "Page", "to_pdf", "to_png"]

MOST_PIXELS: Final = 200_000_000  # 800 MB while it is drawn
PT_PER_PX: Final = 0.75
LONGEST_PT: Final = 14_400.0  # of a page; many readers of PDF show no longer one (ISO 32000-1, annex C)
STANDARD: Final = "ua-1"
DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")

TEMPLATE: Final = """
#let job = json(bytes(sys.inputs.job))
#set document(
  title: job.title, author: job.author, description: job.description,
  date: if job.date == none { none } else {
    let (year, month, day) = job.date
    datetime(year: year, month: month, day: day)
  },
)
#set text(
  lang: "en", dir: ltr, font: "Noto Sans", fallback: false, top-edge: "baseline", bottom-edge: "baseline",
  hyphenate: false, overhang: false, cjk-latin-spacing: none, // as a browser sets the text of an SVG
)
#set par(spacing: 0pt)
#set block(spacing: 0pt)
#show heading: it => it.body
#show figure: it => it.body

#let wide = 20000pt // no line is longer, so none is broken
#let sides = (start: (left, 0pt), middle: (center, wide / 2), end: (right, wide))
#let run((family, words)) = {
  if family == "" { text(fallback: true, words) } else { text(font: family, words) }
}
#let lines(item) = item.lines.map(line => line.map(run).join()).join(linebreak())
#let looks(item, body) = {
  set text(
    size: item.size * 1pt, weight: item.weight, style: if item.italic { "italic" } else { "normal" },
    fill: rgb(item.fill),
  )
  set par(leading: item.pitch * 1pt)
  body
}
#let put(item, body) = {
  let (side, shift) = sides.at(item.anchor)
  let it = place(top + left, dx: -shift, block(width: wide, align(side, body)))
  place(
    top + left, dx: item.x * 1pt, dy: item.y * 1pt,
    if item.angle == 0 { it } else { rotate(item.angle * 1deg, origin: top + left, it) },
  )
}
#let halo(item) = text(stroke: (paint: rgb(item.halo), thickness: item.halo-width * 1pt, join: "round"), lines(item))
#let label(item) = looks(item, {
  if item.halo != "" { put(item, pdf.artifact(halo(item))) }
  put(item, lines(item))
})
#let sentence(item) = looks(item, put(item, par(lines(item))))
#let title(item) = looks(item, put(item, heading(level: 1, looks(item, lines(item)))))

#for page-of in job.pages {
  page(
    width: page-of.width * 1pt, height: page-of.height * 1pt, margin: 0pt,
    fill: if page-of.paper == "" { none } else { rgb(page-of.paper) },
    {
      page-of.heading.map(title).join()
      page-of.above.map(sentence).join()
      place(top + left, figure(alt: page-of.alt, block(width: 100%, height: 100%, {
        place(top + left, image(bytes(page-of.shapes), format: "svg", width: 100%, height: 100%))
        page-of.labels.map(label).join()
      })))
      page-of.below.map(sentence).join()
    },
  )
}
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a finished picture, and what is said instead of it to whoever cannot see it.

    Attributes:
        svg: The picture, as our writers of SVG make it.
        alt: The words; without them the title and the description of the picture.
    """

    svg: str
    alt: str = ""


def to_png(svg: str, scale: float = 1.0) -> bytes:
    """Return a picture as PNG, as many pixels to a px as the scale says.

    Args:
        svg: A picture of ours.
        scale: Pixels for each px of the picture; 2 is sharp on most screens.

    Raises:
        ExportError: The scale is no number above 0, or the picture would have more than 200 million pixels.

    Example:
        >>> to_png('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>', 2)[16:24].hex()
        '0000000800000006'
    """
    plate = take_apart(svg)
    _check_size(plate, scale)
    return _compile([Page(svg)], [plate], {"title": plate.title}, format="png", ppi=PX_PER_INCH * scale)


def to_pdf(pages: Sequence[Page], *, title: str = "", author: str = "", description: str = "", date: str = "") -> bytes:
    """Return pictures as one PDF, a page for each, as large as the picture.

    Args:
        pages: At least one.
        title: Of the document; without it that of the first picture.
        author: Who made the data, if anybody is named.
        description: What the document is about.
        date: Of the data, as "2026-11-23" (more may follow); without it the document has none.

    Returns:
        The same bytes for the same pictures: tagged, and PDF/UA-1 if there is a font for all characters.

    Example:
        >>> to_pdf([Page('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>')])[:8]
        b'%PDF-1.7'
    """
    plates = [take_apart(page.svg) for page in pages]
    document = {
        "title": title or plates[0].title or "Picture",
        "author": author,
        "description": description,
        "date": date,
    }
    try:
        return _compile(pages, plates, document, format="pdf", pdf_standards=STANDARD)
    except ExportError:
        # The standard allows no character without a font, and so no promise of it is made.
        return _compile(pages, plates, document, format="pdf")


def _check_size(plate: Plate, scale: float) -> None:
    if not (math.isfinite(scale) and scale > 0):
        raise ExportError(f'a scale of "{scale:g}" gives no picture; a number above 0 is accepted, such as 2')
    pixels = round(plate.width * scale) * round(plate.height * scale)
    if pixels > MOST_PIXELS:
        most = math.floor(math.sqrt(MOST_PIXELS / (plate.width * plate.height)) * 100) / 100
        raise ExportError(
            f"a picture of {plate.width:,.0f} by {plate.height:,.0f} px at a scale of {scale:g} would have "
            f"{pixels / 1e6:,.0f} million pixels; at most {MOST_PIXELS // 1_000_000} million are written, "
            f"which is a scale of {most:g}"
        )


def _day(date: str) -> list[int] | None:
    """Return year, month and day of a date; None if it names no day, such as the 30th of February."""
    found = DATE.match(date)
    try:
        day = dt.date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
    return [day.year, day.month, day.day] if day else None


def _compile(pages: Sequence[Page], plates: Sequence[Plate], document: dict[str, Any], **options: Any) -> bytes:
    """Return the file that typst makes of the pictures."""
    job = {
        "title": document["title"],
        "author": document.get("author") or [],
        "description": document.get("description") or None,
        "date": _day(document.get("date", "")),
        "pages": [
            _page(page, plate, shrunk=options["format"] == "pdf") for page, plate in zip(pages, plates, strict=True)
        ],
    }
    texts = [line for plate in plates for text in plate.texts for line in text.lines]
    # Its root is a folder with nothing in it: whatever a picture names, no file of the machine is read.
    with tempfile.TemporaryDirectory(prefix="equigraph-") as empty:
        try:
            made = typst.compile(
                TEMPLATE.encode(),
                root=empty,
                font_paths=_fonts(system=bool(without_font(texts))),
                sys_inputs={"job": json.dumps(job)},
                **options,
            )
        except typst.TypstError as error:
            raise ExportError(f"the picture could not be typeset: {error.message}") from error
    return cast("bytes", made)  # typed as nothing, since its options could name a file


@lru_cache(maxsize=2)
def _fonts(*, system: bool) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=system, include_embedded_fonts=False, font_paths=[str(folder) for folder in folders()]
    )


def _page(page: Page, plate: Plate, *, shrunk: bool) -> dict[str, Any]:
    """Return one page as the template reads it: its texts in the order in which they are to be read."""
    longest = max(plate.width, plate.height) * PT_PER_PX
    unit = PT_PER_PX * min(1.0, LONGEST_PT / longest) if shrunk else PT_PER_PX
    first_label = next((n for n, text in enumerate(plate.texts) if not text.is_prose), len(plate.texts))
    above = [_item(text, unit) for text in plate.texts[:first_label]]
    return {
        "width": plate.width * unit,
        "height": plate.height * unit,
        "paper": plate.paper,
        "shapes": plate.shapes,
        "alt": page.alt or ". ".join(filter(None, (plate.title, plate.description))) or "Picture",
        "heading": above[:1],
        "above": above[1:],
        "labels": [_item(text, unit) for text in plate.texts if not text.is_prose],
        "below": [_item(text, unit) for text in plate.texts[first_label:] if text.is_prose],
    }


def _item(text: Lettering, unit: float) -> dict[str, Any]:
    """Return a text as the template reads it, lengths in points."""
    return {
        "lines": [runs(line) for line in text.lines],
        "x": text.x * unit,
        "y": text.y * unit,
        "size": text.size * unit,
        "pitch": text.pitch * unit,
        "angle": text.angle,
        "anchor": text.anchor,
        "weight": text.weight,
        "italic": text.is_italic,
        "fill": text.fill,
        "halo": text.halo,
        "halo-width": text.halo_width * unit,
    }
