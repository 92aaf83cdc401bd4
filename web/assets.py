"""The files that pages are drawn with: style sheet, scripts, the editor; read once, served from a table.

A name that is not in the table is not there: no path of a request ever reaches the file system.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from equigraph.exporters.html import library
from equigraph.exporters.page import ASSETS, compact, read_asset, style_sheet

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["FILES", "files", "routes"]

FILES: Final = Path(__file__).parent / "static"
STYLES: Final = ("why.css", "gaps.css", "one_pager.css")  # of exporters/assets, beside what every page has
# Modules made of files of exporters/assets: the view module is written once.
MODULES: Final = {"view.js": ("cards.js", "view.js"), "gaps.js": ("cards.js", "gaps.js")}


@dataclass(frozen=True)
class File:
    """A file as it is served."""

    content: bytes
    media_type: str
    tag: str


def _file(name: str, content: bytes) -> File:
    guessed = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
    return File(content, guessed or "application/octet-stream", f'"{hashlib.sha256(content).hexdigest()[:32]}"')


@cache
def files() -> Mapping[str, File]:
    """Return all files by name, such as "style.css" and "vendor/yasqe.min.js"."""
    found = {path.relative_to(FILES).as_posix(): path.read_bytes() for path in FILES.rglob("*") if path.is_file()}
    own = (compact(read_asset(ASSETS / name)) for name in STYLES)
    sheets = (path.read_text("utf-8") for path in sorted(FILES.glob("*.css")))
    found["style.css"] = style_sheet(*own, *sheets).encode("utf-8")
    found["vis-network.js"] = library().encode("utf-8")
    for name, parts in MODULES.items():
        found[name] = "".join(compact(read_asset(ASSETS / part)) for part in parts).encode("utf-8")
    return {name: _file(name, content) for name, content in found.items()}


def _serve(request: Request) -> Response:
    file = files().get(request.path_params["name"])
    if file is None:
        raise HTTPException(404, "there is no such file")
    headers = {"ETag": file.tag, "Cache-Control": "no-cache"}
    if file.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(file.content, headers=headers, media_type=file.media_type)


def routes() -> list[Route]:
    """Return the route of all files."""
    return [Route("/static/{name:path}", _serve, name="static")]
