"""What PowerPoint's accessibility checker asks of slides, and what we ask of ours, read back from a finished file.

<https://support.microsoft.com/office/rules-for-the-accessibility-checker-651e08f2-0fc3-4e10-aaca-74b4a67101c1>
"""

from __future__ import annotations

import io
import re

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from equigraph.exporters.palette import contrast

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
LEAST_PT = 18
LARGE_PT = 18  # WCAG 2.2: large text needs 3:1 only
ORDER = ("Title", "Takeaway", "Author's note", "Legend", "Picture", "Source")
BADGE = re.compile(r"^(?:(?:[+0~?*×Δ\N{MINUS SIGN}]|\+/\N{MINUS SIGN}) )?(?:no source|(\d+(?:, \d+)*)(?:, \+\d+)?)$")


# What takes room of its own: things, ends of lines, and what stands around the picture.
SOLID = re.compile(
    r"(?:End of a line|(?!Legend|Heading|Picture)[A-Z][a-z ]+: |(?:Takeaway|Author's note|Legend|Source|Table|Text|Subtitle)$)"
)


def opened(content):
    return Presentation(io.BytesIO(content))


def shapes(slide):
    """Every shape of a slide, those in groups after their group."""

    def walk(some):
        for shape in some:
            yield shape
            if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
                yield from walk(shape.shapes)

    return list(walk(slide.shapes))


def title(slide):
    return slide.shapes.title.text_frame.text


def notes(slide):
    return slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""


def says(shape):
    return shape._element.find(".//{*}cNvPr").get("descr")


def is_decorative(shape):
    return shape._element.find(".//{*}cNvPr").find(".//{*}decorative") is not None


def is_line(shape):
    return shape._element.tag == P + "cxnSp"


def texts(slide):
    """Every run on a slide with its shape: placeholders, shapes, cells of tables."""
    for shape in shapes(slide):
        for run in shape._element.findall(f"./{P}txBody//{A}r"):
            yield shape, run
        if shape.has_table if hasattr(shape, "has_table") else False:
            for cell in shape._element.iter(A + "tc"):
                for run in cell.iter(A + "r"):
                    yield cell, run


def check(content, *, ground="#ffffff"):
    """Assert all rules of a deck, and return it opened."""
    deck = opened(content)
    titles = []
    for slide in deck.slides:
        titles.append(title(slide))
        check_slide(deck, slide, ground)
    assert all(titles)
    assert len(titles) == len({one.casefold() for one in titles})
    check_numbers(deck)
    return deck


def check_slide(deck, slide, ground):
    check_texts(slide, ground)
    ids = [shape.shape_id for shape in shapes(slide)]
    assert len(ids) == len(set(ids))
    for shape in shapes(slide):
        if shape.is_placeholder:
            assert shape.text_frame.text.strip(), "an empty placeholder"
            continue
        assert is_decorative(shape) != bool(says(shape)), f"no text equivalent: {shape.name}"
        assert len(says(shape)) <= 500
        assert 0 <= shape.left <= shape.left + shape.width <= deck.slide_width, shape.name
        assert 0 <= shape.top <= shape.top + shape.height <= deck.slide_height, shape.name
        if getattr(shape, "has_table", False):
            assert shape.table.first_row
    check_order(slide)
    check_glue(slide)
    check_overlap(slide)


def check_order(slide):
    """Title first, then takeaway, the author's words, legend, picture, and the source last."""
    kinds = []
    for shape in slide.shapes:
        name = "Title" if shape.is_placeholder else shape.name.split(",")[0]
        kinds.append(ORDER.index(name) if name in ORDER else ORDER.index("Picture"))
    assert kinds == sorted(kinds), [shape.name for shape in slide.shapes]


def check_texts(slide, ground):
    for owner, run in texts(slide):
        size = run.find(A + "rPr").get("sz")
        if size is None:
            continue  # the template's own, for titles
        assert int(size) >= LEAST_PT * 100, run.findtext(A + "t")
        assert run.find(A + "rPr").get("lang") == "en-US"
        ink = run.find(f"{A}rPr/{A}solidFill/{A}srgbClr")
        if ink is None:
            continue
        fill = owner.find(f"{A}tcPr/{A}solidFill/{A}srgbClr") if owner is not None and hasattr(owner, "find") else None
        if fill is None and hasattr(owner, "_element"):
            fill = owner._element.find(f"{P}spPr/{A}solidFill/{A}srgbClr")
        behind = f"#{fill.get('val')}" if fill is not None else ground
        assert contrast(f"#{ink.get('val')}", behind) >= 4.5, (run.findtext(A + "t"), ink.get("val"), behind)


def sites(shape):
    """The connection sites of a shape by number: top, left, bottom, right."""
    left, top, width, height = shape.left, shape.top, shape.width, shape.height
    middle = left + width // 2, top + height // 2
    return ((middle[0], top), (left, middle[1]), (middle[0], top + height), (left + width, middle[1]))


def ends(line):
    """Where a line begins and ends, by its place and its flips."""
    place = line._element.find(f"{P}spPr/{A}xfrm")
    x1, x2 = (line.left + line.width, line.left) if place.get("flipH") else (line.left, line.left + line.width)
    y1, y2 = (line.top + line.height, line.top) if place.get("flipV") else (line.top, line.top + line.height)
    return (x1, y1), (x2, y2)


def check_glue(slide):
    """Every line is glued at both ends, and begins and ends where its glue says."""
    by_id = {shape.shape_id: shape for shape in shapes(slide)}
    for line in filter(is_line, shapes(slide)):
        for name, end in zip(("stCxn", "endCxn"), ends(line), strict=True):
            glue = line._element.find(f".//{A}{name}")
            assert sites(by_id[int(glue.get("id"))])[int(glue.get("idx"))] == end, line.name


def check_overlap(slide):
    """No two things of a picture, no two ends of lines, and nothing of what stands around them lie on each other."""
    # A group of a box and its ends has the name of the thing, which may look like anything.
    alone = [shape for shape in shapes(slide) if not hasattr(shape, "shapes") or shape.name == "Legend"]
    found = [shape for shape in alone if not is_line(shape) and SOLID.match(shape.name)]
    for index, one in enumerate(found):
        for other in found[index + 1 :]:
            apart = (
                one.left + one.width <= other.left or other.left + other.width <= one.left
                or one.top + one.height <= other.top or other.top + other.height <= one.top
            )  # fmt: skip
            assert apart, (one.name, other.name)


def marks(slide):
    """The numbers in the pills of a slide."""
    found = []
    for shape in shapes(slide):
        if shape.name.startswith("End of a line"):
            numbers = BADGE.match(shape.text_frame.text)
            assert numbers, shape.text_frame.text
            found += [int(number) for number in (numbers.group(1) or "").split(", ") if number]
    return found


def cited(text):
    return [int(number) for number in re.findall(r"^\[(\d+)\]", text, re.MULTILINE)]


def bibliography(deck):
    text = "\n".join(
        shape.text_frame.text
        for slide in deck.slides if re.match(r"Sources(?: \(|$)", title(slide))
        for shape in shapes(slide) if shape.name == "Text"
    )  # fmt: skip
    return cited(text)


def check_numbers(deck):
    """The numbers on slides, those in their notes, and those of the bibliography are the same, from 1."""
    listed = bibliography(deck)
    assert listed == list(range(1, len(listed) + 1))
    in_notes = set()
    for slide in deck.slides:
        own = cited(notes(slide))
        assert own == sorted(set(own))
        assert set(marks(slide)) <= set(own)
        in_notes |= set(own)
    assert in_notes == set(listed)


# --- networks made by hand ------------------------------------------------------------------

NODE = {
    "category": "", "summary": "", "url": "", "sources": [], "locator": "", "basis": "", "facts": [], "statements": [],
    "note": "", "focus": False, "column": 0, "group": "", "listed": False, "more": 0, "members": 0, "unlinked": 0,
    "drill": {},
}  # fmt: skip
EDGE = {
    "iri": "urn:advances", "kind": "evidence", "label": "advances", "verdict": "", "strength": "", "claims": 1,
    "source_count": 1, "judging_count": 1, "counts": {}, "mapping": "", "general": False, "scope_label": "",
    "statements": [], "statement_count": 0, "lines": 0, "inferred": 0, "verdicts": {}, "relations": {}, "drill": {},
    "grade": {}, "ours": {},
}  # fmt: skip
CATALOGUE = {
    "dataset": "A graph", "data_version": "2026.11.23", "data_date": "2026-11-23", "data_digest": "sha256:0",
    "licence": "CC BY 4.0", "licence_url": "https://creativecommons.org/licenses/by/4.0/", "about": "Schools.",
    "citation": "Equigraph (2026).", "blind_spots": ["The brief itself was not found."], "scope": "All of it.",
}  # fmt: skip


def make(lines=(), alone=(), **graph):
    """Return a network that keeps the contract: lines are (start, end, attributes), "sources" among them names."""
    import networkx as nx

    network = nx.MultiDiGraph(
        **{**CATALOGUE, "view": "made-by-hand", "title": "A picture", "layout": "layered", "columns": [], "absent": [],
           "summary": ["What the picture says."], "notes": [], "parameters": {}, "sources": {}, "statements": {}, **graph}
    )  # fmt: skip
    for number, (start, end, attributes) in enumerate(lines):
        for node, column, kind in ((start, 0, "Practice"), (end, 1, "EquityGoal")):
            if node not in network:
                network.add_node(node, **{**NODE, "iri": node, "label": node, "kind": kind, "column": column})
        names = []
        for source in attributes.pop("sources", ()):
            name = f"claim/{number}/{source}"
            names.append(name)
            network.graph["statements"][name] = {"iri": name, "source": source}
            network.graph["sources"].setdefault(
                source,
                {"iri": source, "citation": f"{source} (2020). A study.", "url": f"https://example.org/{source}"},
            )
        attributes.setdefault("claims", int(attributes.get("kind", "evidence") == "evidence"))
        counted = {
            "statements": names,
            "statement_count": len(names),
            "source_count": len(names),
            "judging_count": len(names),
        }
        network.add_edge(start, end, f"{number}", **{**EDGE, **counted, **attributes})
    for node in alone:
        network.add_node(node, **{**NODE, "iri": node, "label": node, "kind": "Practice", "listed": True})
    network.graph.setdefault("shown", len(network))
    network.graph.setdefault("total", len(network))
    return network
