"""Tests of the selection and its form in an address."""

from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from equigraph.graph.facets import FACETS
from equigraph.graph.groups import BY
from equigraph.graph.kinds import KINDS
from equigraph.graph.positions import MOST_PX
from equigraph.graph.selection import KEEP, LAYOUTS, RESERVED, Selection
from equigraph.graph.selection_step import MOST_THINGS, Step
from equigraph.ontology.prefixes import PREFIXES

LOOPING = PREFIXES["practice"] + "looping"
TUTORING = PREFIXES["practice"] + "high-dosage-tutoring"
ATTENDANCE = PREFIXES["goal"] + "attendance"

PIECES = st.sampled_from(["a", "-b", ".", "~", "%20", "%25", "%7E", "/", "_9"])
IRIS = st.one_of(
    st.builds("{}{}".format, st.sampled_from(list(PREFIXES.values())), st.lists(PIECES, max_size=6).map("".join)),
    st.sampled_from(
        [
            "http://example.org/~somebody/a%20b",
            "practice:looping",
            "urn:x:100%25~7E",
            "mailto:someone@example.org",
            "http://example.org/\N{LATIN SMALL LETTER E WITH ACUTE}?a=b&c=d#e~f",
        ]
    ),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
NAMES = TEXTS.filter(
    lambda name: name.replace("_", "-") not in RESERVED and not name.replace("_", "-").startswith(KEEP)
)
PX = st.floats(-MOST_PX, MOST_PX)
STEPS = st.one_of(
    st.builds(
        Step,
        st.just("expand"),
        st.tuples(IRIS),
        kind=st.sampled_from(["", *KINDS]),
        most=st.integers(1, MOST_THINGS),
    ),
    st.builds(Step, st.sampled_from(["collapse", "hide", "pin"]), st.tuples(IRIS)),
    st.builds(Step, st.just("pin"), st.tuples(IRIS), place=st.tuples(PX, PX)),
    st.builds(Step, st.just("path"), st.lists(IRIS, min_size=2, max_size=2, unique=True).map(tuple)),
    st.builds(Step, st.just("add"), st.lists(IRIS, min_size=1, max_size=4).map(tuple)),
)
PARAMETERS = st.dictionaries(NAMES, st.one_of(TEXTS, st.lists(TEXTS, max_size=3).map(tuple)), max_size=3)
STARTS = st.one_of(
    st.fixed_dictionaries({"view": TEXTS.map(lambda text: "v" + text), "parameters": PARAMETERS}),
    st.fixed_dictionaries({"question": TEXTS.map(lambda text: "q" + text), "parameters": PARAMETERS}),
    st.fixed_dictionaries({"things": st.lists(IRIS, max_size=4).map(tuple)}),
)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    """Any selection."""
    return Selection(
        **draw(STARTS),
        steps=tuple(draw(st.lists(STEPS, max_size=4))),
        keep=draw(st.dictionaries(st.sampled_from(list(FACETS)), st.lists(TEXTS, max_size=3).map(tuple), max_size=3)),
        focus=draw(st.one_of(st.just(""), IRIS)),
        degrees=draw(st.integers(0, 6)),
        by=draw(st.sampled_from(["", *BY])),
        layout=draw(st.sampled_from(["", *LAYOUTS])),
        notes=draw(st.dictionaries(IRIS, TEXTS, max_size=3)),
        marks=draw(st.frozensets(IRIS, max_size=3)),
        ends=draw(st.tuples(*[st.one_of(st.just(""), IRIS)] * 2)),
    )


@given(selections())
def test_a_selection_comes_back_from_its_address(selection: Selection) -> None:
    again = Selection.read(parse_qsl(selection.query, keep_blank_values=True))

    assert selection == again
    assert selection.pairs() == again.pairs()
    assert hash(selection) == hash(again)
