"""Files to take away: what is shown, in every format of a table of exporters, at an address of its own.

The address of a file is that of the page with the ending of the format: what is behind ``/network?view=policies`` is
``/network/download.pptx?view=policies``. Choices for a format (the colours of a picture, its size) have names that
begin with ``option.``, so that no parameter of a view is ever taken for one.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from starlette.responses import Response

from equigraph.data.terms import slugify
from equigraph.errors import OptionError, ParameterError, UnknownFormatError
from equigraph.exporters.exporter import Exporter
from equigraph.exporters.formats import EXPORTERS
from equigraph.exporters.palette import THEMES
from equigraph.exporters.sheets import SHEETS
from equigraph.graph.kinds import sentence_case
from equigraph.web.addresses import with_query

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

__all__ = ["FORMAT", "OPTION", "attachment", "chosen_options", "exporter_at", "offered", "picture_choices", "send"]

OPTION: Final = "option."  # what the names of choices for a format begin with
FORMAT: Final = "option.format"  # the ending, where it is not in the path
SCALES: Final = (0.1, 20.0)
MOST_NAME: Final = 80  # characters of a file name, without its ending
# Where a reader looks for a format; what is in no group stands in the last one.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Slides and pictures": (".pptx", ".png", ".svg", ".pdf"),
    "Documents": (".docx", ".html"),
    "Tables": (".xlsx", ".csv", ".csv.zip"),
    "Citations": (".bib", ".ris", ".csl.json"),
    "Graph data": (),
}
NAMES: Final = {".pptx": "PowerPoint slides", ".docx": "Word document", ".html": "Web page", ".xlsx": "Excel workbook"}

Pairs = Sequence[tuple[str, str]]


# --- what a page lists ----------------------------------------------------------------------


def offered(path: str, pairs: Pairs, exporters: Mapping[str, Exporter] = EXPORTERS) -> list[dict[str, Any]]:
    """Return the files that can be taken away, grouped, as the macro of ``downloads.html.j2`` shows them.

    Args:
        path: Of the download without its ending, with the prefix of the explorer, such as "/network/download".
        pairs: The query that says what is in the file.
        exporters: Formats by their usual ending.

    Example:
        >>> groups = offered("/network/download", [("view", "policies")])
        >>> groups[0]["title"], groups[0]["files"][0]["address"]
        ('Slides and pictures', '/network/download.pptx?view=policies')
    """
    places = {suffix: title for title, suffixes in GROUPS.items() for suffix in suffixes}
    order = [suffix for suffixes in GROUPS.values() for suffix in suffixes]
    last = list(GROUPS)[-1]
    found: dict[str, list[dict[str, Any]]] = {title: [] for title in GROUPS}
    for suffix in sorted(exporters, key=lambda one: order.index(one) if one in order else len(order)):
        exporter = exporters[suffix]
        options = [name for name in exporter.options if name in CHOICES]
        file = {
            "name": NAMES.get(suffix, exporter.name),
            "suffix": suffix,
            "address": with_query(path + suffix, pairs),
            "description": exporter.description,
            "options": options,
        }
        found[places.get(suffix, last)].append(file)
    return [{"title": title, "files": files} for title, files in found.items() if files]


def picture_choices(path: str, pairs: Pairs, exporters: Mapping[str, Exporter] = EXPORTERS) -> dict[str, Any]:
    """Return the form by which size and colours of a picture are chosen, for the macro of ``downloads.html.j2``.

    Args:
        path: As for :func:`offered`; at it, without any ending, the form is answered.
        pairs: The query that says what is in the file.
        exporters: Formats by their usual ending.

    Example:
        >>> [value for value, _ in picture_choices("/network/download", [])["formats"]]
        ['.png', '.svg', '.pdf']
    """
    found = [suffix for suffix in GROUPS["Slides and pictures"] if "theme" in exporters[suffix].options]
    return {
        "path": path,
        "rest": list(pairs),
        "formats": [(suffix, exporters[suffix].name) for suffix in found],
        "sheets": [("", "As large as it needs to be"), *((name, sentence_case(name)) for name in SHEETS)],
        "themes": [(name, sentence_case(name)) for name in THEMES],
    }


# --- what is sent ---------------------------------------------------------------------------


def exporter_at(suffix: str, exporters: Mapping[str, Exporter] = EXPORTERS) -> Exporter:
    """Return the exporter of an ending in an address.

    Raises:
        UnknownFormatError: No format has that ending.

    Example:
        >>> exporter_at(".htm").name
        'HTML'
    """
    found = next((one for one in exporters.values() if suffix.lower() in one.suffixes), None)
    if found is None:
        raise UnknownFormatError(suffix, exporters)
    return found


def chosen_options(query: QueryParams, exporter: Exporter) -> dict[str, Any]:
    """Return the choices for a format that a query names.

    Raises:
        OptionError: The format has no such choice, or it cannot be made here.
        ParameterError: The value is none that is accepted.
    """
    options: dict[str, Any] = {}
    for name, value in query.multi_items():
        if not name.startswith(OPTION) or name == FORMAT or not value:
            continue
        option = name.removeprefix(OPTION)
        if option not in CHOICES or option not in exporter.options:
            known = [OPTION + one for one in exporter.options if one in CHOICES]
            raise OptionError(name, exporter.suffixes[0], known)
        options[option] = CHOICES[option](name, value)
    return options


def _one_of(known: Iterable[str]) -> Any:
    accepted = list(known)

    def read(name: str, value: str) -> str:
        if value not in accepted:
            raise ParameterError(f'{name} is "{value}"; accepted: {", ".join(accepted)}')
        return value

    return read


def _scale(name: str, value: str) -> float:
    is_number = re.fullmatch(r"\d{1,4}(\.\d{1,6})?", value)
    if not is_number or not SCALES[0] <= float(value) <= SCALES[1]:
        raise ParameterError(f'{name} is "{value}"; accepted: a number from {SCALES[0]:g} to {SCALES[1]:g}')
    return float(value)


def _flag(name: str, value: str) -> bool:
    if value not in {"1", "0"}:
        raise ParameterError(f'{name} is "{value}"; accepted: 1, 0')
    return value == "1"


# How the choices are read. A design of one's own (template) is a file: only the command line can name one.
CHOICES: Final[Mapping[str, Any]] = {
    "theme": _one_of(THEMES),
    "sheet": _one_of(SHEETS),
    "scale": _scale,
    "exact": _flag,
}


def send(value: Any, exporter: Exporter, title: str, options: Mapping[str, Any] | None = None) -> Response:
    """Return a file, as the command line writes it.

    Args:
        value: What the exporter writes, such as a network.
        exporter: The format.
        title: What the file is named after.
        options: Choices for the format.
    """
    suffix = exporter.suffixes[0]
    with tempfile.TemporaryDirectory(prefix="equigraph-") as folder:
        path = Path(folder) / f"download{suffix}"
        exporter.write(value, path, **(options or {}))
        content = path.read_bytes()
    return attachment(content, title, suffix, exporter.media_type)


def attachment(content: bytes, title: str, suffix: str, media_type: str) -> Response:
    """Return bytes as a file to be saved, under a name that every system takes (RFC 6266).

    Example:
        >>> attachment(b"", 'Who "does" what?', ".pptx", "application/x").headers["content-disposition"]
        'attachment; filename="who-does-what.pptx"'
    """
    name = (slugify(title[: 4 * MOST_NAME])[:MOST_NAME].strip("-") or "equigraph") + suffix
    headers = {"Content-Disposition": f'attachment; filename="{quote(name)}"', "Cache-Control": "no-cache"}
    return Response(content, headers=headers, media_type=media_type)
