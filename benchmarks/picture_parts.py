"""The part of the page about pictures for presentations."""

from __future__ import annotations

from markdown import ms, s, table, x
from part import Part, Promise
from pictures import MANY_NODES, VIEW, Picture
from results import Results

PEER_X, MANY_S = 3, 3.0


def pictures_part(results: Results) -> Part | None:
    """Pictures of the main view beside their peers, and of many nodes alone."""
    found = results.rows("pictures", 0, Picture)
    if not found:
        return None
    compared, alone = [one for one in found if one.peer], [one for one in found if not one.peer]
    nodes, edges = found[0].nodes, found[0].edges
    rows = [
        [f"`{one.suffix}`", one.size, ms(one.ours), f"{ms(one.theirs)} ({one.peer})", x(one.ours / one.theirs)]
        for one in compared
    ]
    many = [[f"`{one.view}` as `{one.suffix}`", f"{one.nodes:,}", f"{one.edges:,}", s(one.ours)] for one in alone]
    text = f"""`{VIEW}` with all its {nodes} nodes and {edges} edges, placed already, until the file is written, in
milliseconds: beside matplotlib's own drawing (`networkx.draw_networkx` with the same places, labels and lines, on as
many pixels), and beside a bare loop of python-pptx that makes as many shapes at the same places with the same texts.

{table(["format", "size", "ours", "theirs", "ours of theirs"], rows)}

Views of a synthetic graph, cut to {MANY_NODES} nodes:

{table(["view and format", "nodes", "edges", "seconds"], many)}"""
    promises = [
        Promise(
            f"`{VIEW}` as `{one.suffix}`, of {one.peer}",
            f"at most {x(PEER_X)}",
            x(one.ours / one.theirs),
            one.ours / one.theirs <= PEER_X,
        )
        for one in compared
    ]
    for view in dict.fromkeys(one.view for one in alone):
        slowest = max((one for one in alone if one.view == view), key=lambda one: one.ours)
        measured = f"{s(slowest.ours)} s (`{slowest.suffix}`)"
        what = f"`{view}` with {slowest.nodes} nodes and {slowest.edges:,} edges, the slowest format"
        promises.append(Promise(what, f"under {s(MANY_S)} s", measured, slowest.ours < MANY_S))
    return Part("Pictures", text, promises)
