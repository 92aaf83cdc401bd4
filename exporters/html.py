"""The page: one self-contained HTML file with picture, table, evidence and sources.

The picture is drawn by vis-network from the node and edge lists of a :class:`pyvis.network.Network`; the page around it
is our own, because pyvis's template asks a CDN and runs script found in labels. Everything that can be read stands in
the page as plain HTML, so it is there without script, in print and for screen readers; ``assets/view.js`` only
moves and lifts it. A strict content security policy with hashes lets nothing else run and nothing be fetched.

Format: HTML Living Standard, CSP Level 3 (https://www.w3.org/TR/CSP3/). Lost: positions are in px of the drawing;
IRIs of statements are not shown (the RDF exports hold them).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyvis
from markupsafe import Markup
from pyvis.network import Network as Picture

from equigraph.errors import ExportError
from equigraph.exporters.evidence import DIRECTIONS, gather, safe_link
from equigraph.exporters.facets import facet_values, facets
from equigraph.exporters.files import write_atomically
from equigraph.exporters.page import ASSETS, as_json, compact, environment, policy, read_asset, style_sheet
from equigraph.exporters.palette import relation_look, verdict_look
from equigraph.exporters.pictures import compose
from equigraph.exporters.still import still_figure
from equigraph.exporters.svg import svg_text
from equigraph.graph.kinds import OUR_READING, sentence_case
from equigraph.ontology.grading import grading_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx

    from equigraph.exporters.evidence import Evidence, Line
    from equigraph.exporters.facets import Facet
    from equigraph.exporters.palette import VerdictLook
    from equigraph.exporters.shapes import Drawing

__all__ = ["ViewParts", "generate_html", "library", "look_of", "view_parts", "write_html"]

LIBRARY = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
EARLY_SCRIPT = 'document.documentElement.classList.add("live");'
# The still figure is the picture until the canvas takes over; the second frame comes when the first is on the screen.
DRAWN_SCRIPT = 'requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("equigraph-drawn")));'
START_SCRIPT = """
try { start(document, window.vis); }
catch (error) { document.documentElement.classList.remove("live", "drawn", "reading"); throw error; }
"""


def write_html(network: nx.MultiDiGraph[str], path: Path | str) -> None:
    """Write the page of ``network`` to ``path``; what was there before stays until the new file is whole.

    Args:
        network: Follows the ``Network`` contract.
        path: Where the page goes.

    Raises:
        NotSavedError: The file could not be written.
    """
    write_atomically(Path(path), generate_html(network).encode("utf-8"))


def generate_html(network: nx.MultiDiGraph[str]) -> str:
    """Return ``network`` as one self-contained page.

    Args:
        network: Follows the ``Network`` contract; it is not changed.

    Returns:
        The whole document. The same network gives the same text, always.

    Example:
        >>> import networkx as nx
        >>> page = generate_html(nx.MultiDiGraph(title="Nothing <yet>"))
        >>> "<title>Nothing &lt;yet&gt;</title>" in page
        True
    """
    parts = view_parts(network)
    style = style_sheet(parts.style)
    script = "".join(compact(read_asset(ASSETS / name)) for name in ("cards.js", "view.js")) + START_SCRIPT
    vis = library()
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            {
                **parts.shown,
                "policy": policy([EARLY_SCRIPT, DRAWN_SCRIPT, vis, script], [style]),
                "style": Markup(style),  # noqa: S704 (our own file and palette)
                "early_script": Markup(EARLY_SCRIPT),  # noqa: S704 (a constant)
                "drawn_script": Markup(DRAWN_SCRIPT),  # noqa: S704 (a constant)
                "script": Markup(script),  # noqa: S704 (our own file)
                "library": Markup(vis),  # noqa: S704 (from the installed package)
                "data": Markup(as_json(parts.data)),  # noqa: S704 (escaped by as_json)
            }
        )
    )


@dataclass(frozen=True)
class ViewParts:
    """What a page that shows one network is made of, whether it is a file or live.

    Attributes:
        shown: What the macros of ``picture_parts.html.j2`` and ``parts.html.j2`` need, by name.
        style: The rules of the still figure.
        data: What ``view.js`` needs, as JSON can hold it.
        evidence: Everything that the network says.
    """

    shown: dict[str, Any]
    style: str
    data: dict[str, Any]
    evidence: Evidence


def view_parts(network: nx.MultiDiGraph[str], *, filters: bool = True) -> ViewParts:
    """Return what a page that shows ``network`` is made of.

    Args:
        network: Follows the ``Network`` contract; it is not changed.
        filters: Whether lines can be filtered in the page itself; where that is done elsewhere, it takes no time here.

    Example:
        >>> import networkx as nx
        >>> view_parts(nx.MultiDiGraph(title="Nothing yet")).shown["graph"]["title"]
        'Nothing yet'
    """
    evidence = gather(network)
    picture = compose(network, frame=False)
    drawing = picture.panels[0].drawing
    found = facets(evidence) if filters else []
    graph = _graph(network)
    figure = still_figure(svg_text(picture), f"{graph['title']}: picture; the table says the same")
    shown = {
        "graph": graph,
        "licence_url": safe_link(graph["licence_url"]),
        "figure": Markup(figure.markup) if network else "",  # noqa: S704 (escaped by svg_text)
        "legend": [item for item in drawing.legend if item.sort != "note"],
        "facets": found,
        "about_focus": [
            node["summary"] for _, node in network.nodes(data=True) if node.get("focus") and node["summary"]
        ],
        "columns": _columns(network, evidence),
        "caption": _caption(evidence),
        "unlinked": evidence.unlinked,
        "is_whole": evidence.is_whole,
        "evidence_lines": any(line.is_evidence for line in evidence.lines.values()),
        "things": evidence.things,
        "lines": evidence.lines,
        "groups": evidence.groups,
        "listed": evidence.listed,
        "references": evidence.references,
        "grouped_by_object": evidence.grouped_by_object,
        "rule": grading_rule(),
        "look_of": look_of,
        "sentence_of": _sentence,
        "words": {"": "", **DIRECTIONS},
        "tokens": {slug: verdict_look(DIRECTIONS.get(slug, "none")).token for slug in ("", *DIRECTIONS)},
    }
    return ViewParts(shown, figure.style, _picture_data(evidence, drawing, found), evidence)


# --- words ----------------------------------------------------------------------------------


def _graph(network: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """Return the graph attributes with the defaults of a network that says little about itself."""
    texts = ("title", "question", "data_version", "data_date", "licence", "licence_url", "citation", "scope", "about")
    known = network.graph
    return {
        **{name: str(known.get(name, "")) for name in texts},
        "title": str(known.get("title") or "Untitled network"),
        "dataset": str(known.get("dataset") or "equigraph"),
        "parameters": dict(known.get("parameters", {})),
        "summary": list(known.get("summary", ())),
        "notes": list(known.get("notes", ())),
        "blind_spots": list(known.get("blind_spots", ())),
        "shown": known.get("shown", len(network)),
        "total": known.get("total", len(network)),
    }


def look_of(line: Line) -> VerdictLook:
    """Return how a line looks: by its verdict, or by who says so."""
    if line.is_evidence:
        return verdict_look(line.verdict)
    return relation_look("inferred" if line.mapping == OUR_READING else "stated")


def _sentence(line: Line) -> str:
    """Return what a line says beside its heading, in one sentence or none."""
    if line.bundled:
        return f"{sentence_case(line.strength)}. No verdict of its own."
    if not line.is_evidence:
        return f"{sentence_case(line.mapping)}." if line.mapping else ""
    strength = line.strength or line.verdict
    told = ", ".join(f"{count} {word}" for word, count in line.counts)
    claims = "one claim" if line.claims == 1 else f"{line.claims} claims"
    return f"{sentence_case(strength)}. {sentence_case(claims)}{f': {told}' if told else ''}."


def _columns(network: nx.MultiDiGraph[str], evidence: Evidence) -> tuple[str, str, str]:
    headings = list(network.graph.get("columns", ()))
    if evidence.grouped_by_object:
        return (headings[0] if headings else "Practice", "Verdict", "Claims")
    return ("What it leads to", "How", "Statements")


def _caption(evidence: Evidence) -> str:
    count = len(evidence.lines)
    words = f"{count} {'line' if count == 1 else 'lines'}, under {len(evidence.groups)} "
    return words + ("headings, one for each goal" if evidence.grouped_by_object else "headings, one for each start")


# --- the picture ----------------------------------------------------------------------------


def _picture_data(evidence: Evidence, drawing: Drawing, found: Sequence[Facet]) -> dict[str, Any]:
    """Return what the script needs beside the still figure: the lists and options of pyvis, and what they connect."""
    picture = _picture(evidence, drawing)
    return {
        "width": drawing.width,
        "height": drawing.height,
        "nodes": [_lean(node, {"color", "label", "shape"}) for node in picture.nodes],
        "edges": [_lean(edge, {"arrows"}) for edge in picture.edges],
        "options": _options(),
        "boxes": {box.id: [_short(box.width), _short(box.height)] for box in drawing.boxes},
        "facets": _facet_lines(evidence, found),
    }


def _facet_lines(evidence: Evidence, found: Sequence[Facet]) -> dict[str, Any]:
    """Return the values that occur, and for each line and filter the place of its value among them, or all places."""
    known = {facet.key: [value for value, *_ in facet.options] for facet in found}
    lines: dict[str, list[int | list[int]]] = {}
    for line in evidence.lines.values():
        values = facet_values(evidence, line) if known else {}
        places = ([place for place, value in enumerate(known[key]) if value in values[key]] for key in known)
        lines[line.id] = [some[0] if len(some) == 1 else some for some in places]
    return {"known": known, "lines": lines}


def _picture(evidence: Evidence, drawing: Drawing) -> Picture:
    """Return the lists of pyvis: one node for a box, one edge for a curve; how a curve looks, the figure says."""
    picture = Picture(directed=True)
    for box in drawing.boxes:
        picture.add_node(box.id, label=" ", shape="custom", x=box.x, y=box.y)
    for curve in drawing.curves:
        line = evidence.lines[curve.id]
        picture.add_edge(line.subject, line.object, id=curve.id, arrows="")
    return picture


def _lean(item: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Return a node or edge of pyvis without what is the same for all; :func:`_options` says that once."""
    return {name: _short(value) for name, value in item.items() if name not in names}


def _short(value: Any) -> Any:
    """Return a number without ".0", which JSON does not need."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _options() -> dict[str, Any]:
    """Return the options of vis-network: everything stands still, and only our own script reacts."""
    return {
        "autoResize": False,
        "physics": False,
        "layout": {"improvedLayout": False, "randomSeed": 0},
        "nodes": {"shape": "custom", "fixed": True, "chosen": False, "labelHighlightBold": False, "borderWidth": 0},
        "edges": {
            "smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5},
            "chosen": False,
            "selectionWidth": 0,
            "hoverWidth": 0,
        },
        "interaction": {
            "dragNodes": False,
            "dragView": False,
            "hover": False,
            "keyboard": False,
            "selectable": False,
            "selectConnectedEdges": False,
            "zoomView": False,
        },
    }


def library() -> str:
    """Return vis-network as pyvis ships it, without the address of its source map."""
    if not LIBRARY.is_file():
        raise ExportError(
            f'pyvis {pyvis.__version__} does not hold "{LIBRARY.name}" where it is looked for; pyvis 0.3.2 does'
        )
    return re.sub(r"(?m)^//# sourceMappingURL=.*$", "", read_asset(LIBRARY))
