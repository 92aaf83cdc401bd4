"""The bytes of a deck: the same for the same content, and read once more before anybody gets them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from equigraph.errors import ExportError
from equigraph.exporters.archive import day_of
from equigraph.exporters.office_zip import APP, packed_again
from equigraph.graph.labels import clean

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Presented

__all__ = ["deck_bytes"]

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
    properties = presentation.core_properties
    properties.title, properties.author = clean(title)[:LONGEST_PROPERTY], clean(author)[:LONGEST_PROPERTY]
    properties.subject, properties.last_modified_by = clean(subject)[:LONGEST_PROPERTY], ""
    properties.created = properties.modified = day_of(date)
    properties.revision, properties.language = 1, "en-US"
    package = presentation.part.package
    for rel in [one for one in package._rels.values() if one.reltype == RT.THUMBNAIL]:  # noqa: SLF001
        package._rels.pop(rel.rId)  # noqa: SLF001 - a picture of the template
    written = io.BytesIO()
    presentation.save(written)
    content = packed_again(written.getvalue(), date, {"docProps/app.xml": APP})
    try:
        slides = len(Presentation(io.BytesIO(content)).slides)
    except (SyntaxError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ExportError(f"the deck could not be read again ({error}); not written") from error
    if slides != len(presentation.slides):
        raise ExportError(f"{slides} of {len(presentation.slides)} slides could be read again; not written")
    return content
