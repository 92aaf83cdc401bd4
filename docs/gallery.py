"""Make the pictures of the gallery anew: ``make gallery``. Look at what it makes before committing.

Every picture is what the command below it writes. Slides and documents are shown by LibreOffice and poppler
(``soffice``, ``pdftoppm``), which must be there; the colours of the small copies are counted down to keep them light.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from PIL import Image

from equigraph.cli import main

IMAGES = Path(__file__).parent / "images" / "gallery"
WIDEST = 1100  # px of a picture in the gallery


@dataclass(frozen=True)
class Shown:
    """One picture of the gallery: its name, what it shows, the command that writes the file, and which page of it."""

    name: str
    caption: str
    command: str
    page: int = 1

    @property
    def file(self) -> str:
        """Return the file that the command writes."""
        return next(word for word in reversed(shlex.split(self.command)) if Path(word).suffix in SHOWN_BY)


def as_it_is(file: Path, _page: int) -> Path:
    """Return a picture that needs no other program."""
    return file


def page_of_pdf(file: Path, page: int) -> Path:
    """Return a picture of one page."""
    made = file.with_name(f"{file.stem}-page")
    subprocess.run(
        ["pdftoppm", "-png", "-r", "96", "-f", str(page), "-l", str(page), "-singlefile", file, made], check=True
    )
    return made.with_suffix(".png")


def page_of_document(file: Path, page: int) -> Path:
    """Return a picture of one page or slide."""
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", file.parent, file], check=True, capture_output=True
    )
    return page_of_pdf(file.with_suffix(".pdf"), page)


SHOWN_BY = {".png": as_it_is, ".pdf": page_of_pdf, ".pptx": page_of_document, ".docx": page_of_document}

PICTURES = (
    Shown(
        "slide",
        "A slide, light: the lines of one goal.",
        "equigraph export practices-to-goals slide.png --for slide --goal student-agency --scale 1",
    ),
    Shown(
        "slide-cut",
        "A view that is too large for one slide: the lines with the most claims, and how many of how many.",
        "equigraph export practices-to-goals cut.png --for slide --theme dark --scale 1",
    ),
    Shown(
        "page",
        "A printed page: the first of as many as all of it needs (PDF).",
        "equigraph export practices-to-goals pages.pdf --for page",
    ),
    Shown(
        "page-print",
        "A page in the theme for printers without colour: line styles and signs tell verdicts apart.",
        "equigraph export practices-to-goals print.png --for page --theme print --group english-learners --scale 1",
    ),
    Shown(
        "poster",
        "A poster of 48 by 36 inches: all practices and goals, in panels beside each other.",
        "equigraph export practices-to-goals poster.png --for poster --scale 0.5",
    ),
    Shown(
        "no-sheet",
        "Without a sheet a picture is as large as it needs to be.",
        "equigraph export neighborhood ccsso.png --entity ccsso --scale 1",
    ),
    Shown("gaps-slide", "The gap map on a slide.", "equigraph gaps --rows category -o gaps.png --for slide --scale 1"),
    Shown("gaps-poster", "The gap map as a poster.", "equigraph gaps -o gaps-poster.png --for poster --scale 0.5"),
)
DOCUMENTS = (
    Shown(
        "deck",
        "A slide of a deck: every box, line and sign is a shape of PowerPoint's own.",
        "equigraph export practices-to-goals goals.pptx --goal academic-achievement",
        2,
    ),
    Shown("deck-gaps", "The gap map in a deck: native tables.", "equigraph gaps --rows category -o gaps.pptx", 4),
    Shown("one-pager", "A one-pager in Word.", "equigraph one-pager high-dosage-tutoring -o tutoring.docx"),
)


def gallery() -> Iterator[str]:
    """Yield the lines of the gallery."""
    for shown in (*PICTURES, *DOCUMENTS):
        page = f" Shown is page {shown.page}." if shown.page > 1 else ""
        yield f"**{shown.caption}**{page}\n\n```console\n{shown.command}\n```\n\n"
        yield f"![{shown.caption}](images/gallery/{shown.name}.png)\n\n"


def make(shown: Shown, folder: Path) -> None:
    """Run the command of a picture and keep a small copy of what it wrote."""
    result = CliRunner().invoke(main, shlex.split(shown.command)[1:], catch_exceptions=False)
    if result.exit_code:
        raise SystemExit(result.output)
    file = folder / shown.file
    with Image.open(SHOWN_BY[file.suffix](file, shown.page)) as picture:
        small = picture.convert("RGB")
        if small.width > WIDEST:
            small = small.resize((WIDEST, round(small.height * WIDEST / small.width)), Image.Resampling.LANCZOS)
        small.quantize(128, dither=Image.Dither.NONE).save(IMAGES / f"{shown.name}.png", optimize=True)


def make_all() -> None:
    """Make every picture, those of documents where the programs that show them are there."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    able = all(map(shutil.which, ("soffice", "pdftoppm")))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # the commands are shown as they are typed in a folder of one's own
        for shown in (*PICTURES, *DOCUMENTS) if able else PICTURES:
            make(shown, Path(folder))
            print(f"{shown.name}: {shown.command}")
    if not able:
        raise SystemExit("the pictures of slides and documents need LibreOffice (soffice) and poppler (pdftoppm)")


if __name__ == "__main__":
    make_all()
