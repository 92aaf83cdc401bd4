"""Positions that a person gave to the boxes of a picture, kept in a layout file.

The file (``x.layout.json``) is JSON of our own (RFC 8259, <https://www.rfc-editor.org/rfc/rfc8259>) that people can
read and edit: the view and the version of the data it was made from, the size of the canvas, and the centre of every
box in px from the upper left corner, by IRI, one a line and sorted. It holds places only: no label, no evidence, no
size of a box. :func:`equigraph.graph.place_with.place_with` uses it.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from equigraph.errors import DataError
from equigraph.graph.layout import place

if TYPE_CHECKING:
    import os

    import networkx as nx

__all__ = ["MOST_PX", "Positions", "layout_text", "parse_positions", "positions_of", "read_positions"]

FORMAT: Final = "equigraph-layout"
VERSION: Final = 1
MOST_PX: Final = 200_000.0  # beyond this no picture can be drawn; three thousand rows take less
KEYS: Final = ("format", "version", "view", "data_version", "width", "height", "positions")
SHOWN_PROBLEMS: Final = 3
SHOWN_CHARACTERS: Final = 60  # of a value that is refused

Point = tuple[float, float]


@dataclass(frozen=True)
class Positions:
    """Where the boxes of a picture stand.

    Attributes:
        places: Centre of each box in px, by IRI.
        width: Width of the canvas, in px.
        height: Height of the canvas, in px.
        view: Name of the view that was drawn.
        data_version: Version of the data that it was drawn from.
    """

    places: Mapping[str, Point] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0
    view: str = ""
    data_version: str = ""


def positions_of(network: nx.MultiDiGraph[str]) -> Positions:
    """Return where the boxes of a network stand; one that has no places yet is laid out first, on a copy.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph(width=640.0, height=80.0, view="policies")
        >>> network.add_node("a", x=120.0, y=40.5, width=100.0, height=22.0)
        >>> positions_of(network).places
        {'a': (120.0, 40.5)}
    """
    graph = network.graph
    if "width" not in graph or any("x" not in data for _, data in network.nodes(data=True)):
        network = network.copy()
        place(network)
        graph = network.graph
    return Positions(
        {node: (float(network.nodes[node]["x"]), float(network.nodes[node]["y"])) for node in sorted(network)},
        float(graph["width"]),
        float(graph["height"]),
        str(graph.get("view", "")),
        str(graph.get("data_version", "")),
    )


def layout_text(positions: Positions) -> str:
    """Return the text of a layout file: the same positions give the same bytes.

    Example:
        >>> print(layout_text(Positions({"http://example.org/a": (120.0, 40.5)}, 640, 80, "policies", "1")), end="")
        {
         "format": "equigraph-layout",
         "version": 1,
         "view": "policies",
         "data_version": "1",
         "width": 640,
         "height": 80,
         "positions": {
          "http://example.org/a": [120, 40.5]
         }
        }
    """
    head: dict[str, str | float] = {
        "format": FORMAT,
        "version": VERSION,
        "view": positions.view,
        "data_version": positions.data_version,
        "width": _number(positions.width),
        "height": _number(positions.height),
    }
    lines = [f" {_json(name)}: {_json(value)}," for name, value in head.items()]
    spots = [
        f"  {_json(iri)}: [{_json(_number(x))}, {_json(_number(y))}]"
        for iri, (x, y) in sorted(positions.places.items())
    ]
    inside = ["{", ",\n".join(spots), " }"] if spots else ["{}"]
    return "\n".join(("{", *lines, f' "positions": {inside[0]}', *inside[1:], "}", ""))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _number(value: float) -> float:
    """Return a number as people write it: without ".0"."""
    return int(value) if float(value).is_integer() else float(value)


def read_positions(path: str | os.PathLike[str]) -> Positions:
    """Return what a layout file says.

    Raises:
        DataError: There is no such file, or it is no layout file; the message says what is wrong with it.
    """
    name = Path(path).name
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataError(f'the layout file "{path}" cannot be read: {(error.strerror or str(error)).lower()}') from error
    except UnicodeDecodeError as error:
        raise DataError(f'"{name}" is no layout file: it is not UTF-8 text ({error.reason})') from error
    return parse_positions(text, name)


def parse_positions(text: str, name: str = "the text") -> Positions:
    """Return what the text of a layout file says.

    Args:
        text: The text.
        name: What messages call it.

    Raises:
        DataError: It is no layout file, it is damaged, or a later version of equigraph wrote it.

    Example:
        >>> parse_positions('{"format": "equigraph-layout", "version": 2}', "a.layout.json")
        Traceback (most recent call last):
        ...
        equigraph.errors.DataError: "a.layout.json" has version 2 of the layout format; accepted: 1
        Update equigraph, or save the layout anew.
    """
    try:
        data = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_pairs)
    except (ValueError, RecursionError) as error:
        raise DataError(f'"{name}" is no layout file, or a damaged one: {_reason(error)}') from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        found = data.get("format") if isinstance(data, dict) else None
        says = f'its format is "{found}"' if isinstance(found, str) else "it does not say so"
        raise DataError(f'"{name}" is no layout file: {says}; accepted: a JSON object with "format": "{FORMAT}"')
    if data.get("version") != VERSION or isinstance(data["version"], bool):
        raise DataError(
            f'"{name}" has version {_short(data.get("version"))} of the layout format; accepted: {VERSION}',
            hint="Update equigraph, or save the layout anew.",
        )
    if problems := [*_head_problems(data), *_place_problems(data.get("positions"))]:
        shown = "; ".join(problems[:SHOWN_PROBLEMS])
        more = len(problems) - SHOWN_PROBLEMS
        raise DataError(f'"{name}" is a damaged layout file: {shown}' + (f"; and {more:,} more" if more > 0 else ""))
    places: dict[str, Point] = {iri: (float(x), float(y)) for iri, (x, y) in data["positions"].items()}
    return Positions(places, float(data["width"]), float(data["height"]), data["view"], data["data_version"])


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else "its lists are nested too deeply"


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number that JSON knows")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return pairs as a dictionary; what stands twice has no one place."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f'"{name}" stands in it twice')
        found[name] = value
    return found


def _head_problems(data: Mapping[str, Any]) -> list[str]:
    problems = []
    for name in KEYS[2:]:
        if name not in data:
            close = difflib.get_close_matches(name, [key for key in data if key not in KEYS], 1)
            problems.append(f'"{name}" is missing' + (f', but there is "{close[0]}"' if close else ""))
    problems += [
        f'"{name}" is {_short(data[name])}; accepted: text'
        for name in ("view", "data_version")
        if not isinstance(data.get(name, ""), str)
    ]
    problems += [
        f'"{name}" is {_short(data[name])}; accepted: a number from 0 to {MOST_PX:,.0f}'
        for name in ("width", "height")
        if not (_is_px(data.get(name, 0)) and data.get(name, 0) >= 0)
    ]
    return problems


def _place_problems(places: Any) -> list[str]:
    if places is None:
        return []
    if not isinstance(places, dict):
        return [f'"positions" is {_short(places)}; accepted: {{"IRI": [x, y], ...}}']
    wanted = f"accepted: [x, y], two numbers from -{MOST_PX:,.0f} to {MOST_PX:,.0f}"
    return [
        f'the position of "{iri}" is {_short(place)}; {wanted}'
        for iri, place in places.items()
        if not (isinstance(place, list) and len(place) == 2 and all(map(_is_px, place)))  # noqa: PLR2004 - x and y
    ]


def _is_px(value: Any) -> bool:
    # Comparing also refuses infinity (1e999 in JSON); true and false are numbers for Python alone.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -MOST_PX <= value <= MOST_PX


def _short(value: Any) -> str:
    """Return a value as JSON has it, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "..."
