"""The part of the page about the workspace of the explorer."""

from __future__ import annotations

from markdown import table
from part import Part, Promise
from results import Results
from workspace import Workspace

EXPANSION_MS = 300
SMOOTH_MS = 50  # between two frames: what moves by the hand seems to follow it at once


def workspace_part(results: Results) -> Part | None:
    """The workspace with some three hundred things."""
    found = results.rows("workspace", 0, Workspace)
    if not found:
        return None
    [one] = found
    rows = [
        ["an expansion, answered by the server", f"{one.answered:.0f}", ""],
        ["an expansion, from the click to the new picture on the screen", f"{one.drawn:.0f}", ""],
        ["between two frames while zooming", f"{one.zoom:.0f}", f"{one.zoom_worst:.0f}"],
        ["between two frames while dragging", f"{one.drag:.0f}", f"{one.drag_worst:.0f}"],
    ]
    text = f"""A picture of {one.things} things and {one.lines} lines, made by expanding step after step; its page has
{one.size / 1000:.0f} kB. Headless {one.browser} without a GPU; in milliseconds, the median, and what all but one in
twenty stay below.

{table(["", "median", "95 of 100 below"], rows)}"""
    promises = [
        Promise(
            "an expansion in the workspace is answered", f"within {EXPANSION_MS} ms", f"{one.answered:.0f} ms",
            one.answered <= EXPANSION_MS,
        ),
        Promise(
            "zooming and dragging stay smooth", f"a frame within {SMOOTH_MS} ms",
            f"{max(one.zoom, one.drag):.0f} ms", max(one.zoom, one.drag) <= SMOOTH_MS,
        ),
    ]  # fmt: skip
    return Part("The workspace", text, promises)
