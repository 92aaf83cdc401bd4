"""The bytes of a deck: the same for the same content, and read once more before anybody gets them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from equigraph.errors import ExportError
from equigraph.graph.labels import clean

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Presented

__all__ = ["deck_bytes"]

NO_DATE: Final = "1980-01-01"  # the first day a zip can name; for data that do not say their date
APP: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>equigraph</Application></Properties>"
)
LONGEST_PROPERTY: Final = 255  # characters, which python-pptx allows


def deck_bytes(presentation: Presented, *, title: str, author: str, subject: str, date: str) -> bytes:
    """Return the bytes of a presentation.

    Args:
        presentation: What is written.
        title: Its title.
        author: Who made the data, or "".
        subject: What it is.
        date: Of the data, as "2026-11-23" (more may follow); all dates in the file are this one.

    Raises:
        ExportError: python-pptx could not read it again.
    """
    found = re.match(r"\d{4}-\d\d-\d\d", date)
    day = datetime.fromisoformat((found.group() if found else NO_DATE) + "T00:00:00")
    properties = presentation.core_properties
    properties.title, properties.author = clean(title)[:LONGEST_PROPERTY], clean(author)[:LONGEST_PROPERTY]
    properties.subject, properties.last_modified_by = clean(subject)[:LONGEST_PROPERTY], ""
    properties.created = properties.modified = day
    properties.revision, properties.language = 1, "en-US"
    package = presentation.part.package
    for rel in [one for one in package._rels.values() if one.reltype == RT.THUMBNAIL]:  # noqa: SLF001
        package._rels.pop(rel.rId)  # noqa: SLF001 - a picture of the template
    written = io.BytesIO()
    presentation.save(written)
    again = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(again, "w") as new:
        # The order of the Open Packaging Conventions: the content types first, as PowerPoint writes it.
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            member = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, APP if name == "docProps/app.xml" else old.read(name))
    content = again.getvalue()
    try:
        slides = len(Presentation(io.BytesIO(content)).slides)
    except (SyntaxError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ExportError(f"the deck could not be read again ({error}); not written") from error
    if slides != len(presentation.slides):
        raise ExportError(f"{slides} of {len(presentation.slides)} slides could be read again; not written")
    return content
