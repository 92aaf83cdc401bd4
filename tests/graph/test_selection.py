"""Tests of the selection and its form in an address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.errors import ParameterError
from equigraph.graph.facets import FACETS
from equigraph.graph.groups import BY
from equigraph.graph.kinds import KINDS
from equigraph.graph.positions import MOST_PX
from equigraph.graph.selection import KEEP, LAYOUTS, MOST_STEPS, RESERVED, Selection
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


@settings(deadline=None)
@given(selections())
def test_a_selection_comes_back_from_its_address(selection: Selection) -> None:
    again = Selection.read(parse_qsl(selection.query, keep_blank_values=True))

    assert selection == again
    assert selection.pairs() == again.pairs()
    assert hash(selection) == hash(again)


@settings(deadline=None)
@given(STEPS)
def test_a_step_comes_back_from_its_text(step: Step) -> None:
    assert step == Step.parse(step.text)


def test_an_address_is_short_and_canonical() -> None:
    pairs = [
        ("to", "goal:attendance"),
        ("note", "practice:looping~Ask: 1 ~ 2?"),
        ("keep.kind", "Policy"),
        ("show", "table"),
        ("group", "english-learners"),
        ("mark", "practice:looping"),
        ("by", "kind"),
        ("goal", ""),
        ("do", "expand~practice:looping~Organization~40"),
        ("do", "pin~practice:looping~120.04~-0"),
        ("keep.kind", "Goal"),
        ("view", "practices-to-goals"),
        ("degrees", "2"),
    ]
    selection = Selection.read(pairs)

    assert [
        ("view", "practices-to-goals"),
        ("group", "english-learners"),
        ("do", "expand~practice:looping~Organization"),
        ("do", "pin~practice:looping~120~0"),
        ("keep.kind", "Goal"),
        ("keep.kind", "Policy"),
        ("by", "kind"),
        ("note", "practice:looping~Ask: 1 ~ 2?"),
        ("mark", "practice:looping"),
        ("to", "goal:attendance"),
    ] == selection.pairs()
    assert {LOOPING: "Ask: 1 ~ 2?"} == selection.notes
    assert selection.query.startswith("view=practices-to-goals&group=english-learners&do=expand~practice:looping~Org")


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([("view", "a"), ("question", "b")], "a picture starts from view and question; accepted: one of a view"),
        ([("view", "a"), ("view", "b")], 'view is "a" and "b"; accepted: one value'),
        ([("group", "x")], '"group" belongs to no view or question; accepted: view=NAME'),
        ([("thing", "looping")], 'thing names "looping"; accepted: a CURIE such as practice:looping'),
        ([("thing", "practice:")], 'thing names "practice:"; accepted'),
        ([("thing", "a b:c")], 'thing names "a b:c"; accepted'),
        ([("thing", "http://[x/")], "accepted: a CURIE such as practice:looping, or a whole IRI"),
        ([("thing", "x:" + "y" * 2000)], "of 2,002 characters; accepted: 2,000"),
        ([("thing", f"x:{n}") for n in range(1001)], "thing stands 1,001 times; accepted: at most 1,000"),
        ([("do", "hide~x:y")] * 201, "do stands 201 times; accepted: at most 200"),
        ([("do", "expnd~x:y")], '"expnd"; accepted: expand, collapse, hide, pin, path, add (did you mean "expand"?)'),
        ([("do", "expand")], 'do is "expand"; accepted: expand~THING'),
        ([("do", "expand~x:y~Practise")], 'the kind of neighbours is "Practise"; accepted: Practice,'),
        ([("do", "expand~x:y~~0")], 'expand adds "0" neighbours at most; accepted: 1 to 1,000'),
        ([("do", "expand~x:y~~1001")], 'expand adds "1001" neighbours at most'),
        ([("do", "expand~x:y~~many")], 'expand adds "many" neighbours at most'),
        ([("do", "expand~x:y~~1~2")], 'do is "expand~x:y~~1~2"; accepted: expand~THING'),
        ([("do", "hide~x:y~x:z")], "hide is given 2 things; accepted: 1"),
        ([("do", "path~x:y")], "path is given one thing; accepted: 2"),
        ([("do", "path~x:y~x:y")], 'path leads from "x:y" to itself'),
        ([("do", "pin~x:y~1")], 'do is "pin~x:y~1"; accepted: pin~THING or pin~THING~X~Y'),
        ([("do", "pin~x:y~1~b")], "accepted: pin~THING or pin~THING~X~Y, in px"),
        (
            [("do", "pin~x:y~1~nan")],
            'the place of a pin is "(1.0, nan)"; accepted: two numbers from -200,000 to 200,000',
        ),
        ([("keep.knd", "x")], 'keep is "knd"; accepted: kind, relation'),
        ([("focus", "x:y"), ("degrees", "7")], 'degrees is "7"; accepted: 0 (everything) to 6 steps'),
        ([("degrees", "-1")], 'degrees is "-1"; accepted: 0'),
        ([("by", "size")], 'by is "size"; accepted: kind, category, community'),
        ([("layout", "round")], 'layout is "round"; accepted: layered, organic'),
        ([("note", "x:y")], 'note is "x:y"; accepted: THING~TEXT'),
        ([("note", "x:y~" + "n" * 501)], 'the note on "x:y" has 501 characters; accepted: at most 500'),
        ([("mark", "y")], 'mark names "y"; accepted'),
        ([("from", "y")], 'from names "y"; accepted'),
        ([("view", "v" * 2001)], "a value has 2,001 characters; accepted: at most 2,000"),
        ([("view", "v"), *(("a", str(n)) for n in range(1001))], 'the parameter "a" has 1,001 values'),
        ([("keep.kind", str(n)) for n in range(1001)], 'the facet "kind" has 1,001 values'),
    ],
)
def test_what_cannot_be_chosen_is_said(pairs: list[tuple[str, str]], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        Selection.read(pairs)

    assert message in error.value.message


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Step("hide", ("x:y",), kind="Practice"), "hide takes neither a kind nor a number; expand does"),
        (lambda: Step("hide", ("x:y",), place=(1, 2)), "hide takes no place; pin does"),
        (lambda: Step("add", ()), "add is given no things; accepted: 1 to 1,000"),
        (
            lambda: Selection(view="v", parameters={"by": "kind"}),
            'the parameter "by" is a word of the selection itself',
        ),
        (lambda: Selection(steps=(Step("hide", ("x:y",)),) * (MOST_STEPS + 1)), "a selection has 201 steps"),
    ],
)
def test_what_no_value_can_be_is_said(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        make()

    assert message in error.value.message


def test_one_form_of_what_has_several() -> None:
    given_ = Selection(
        view=" v ",
        parameters={"max_nodes": ("20",), "group": ["a", "a", "b"], "goal": "", "exact": ()},  # type: ignore[dict-item]
        keep={"kind": ("b", "a", "b"), "state": ()},
        notes={LOOPING: "two\nlines", TUTORING: " "},
        degrees=3,
    )

    assert {"group": ("a", "b"), "max-nodes": "20"} == given_.parameters
    assert {"kind": ("a", "b")} == given_.keep
    assert {LOOPING: "two lines"} == given_.notes
    assert ("v", 0) == (given_.view, given_.degrees)


def test_a_selection_has_neighbours() -> None:
    plain = Selection(view="practice", parameters={"practice": "looping"})
    step = Step("hide", (ATTENDANCE,))
    changed = replace(plain.with_step(step).with_note(LOOPING, "x").with_mark(LOOPING), ends=(LOOPING, TUTORING))

    assert plain == changed.start
    assert changed == changed.with_mark(TUTORING).with_mark(TUTORING, marked=False)
    assert plain == replace(changed, ends=("", "")).without_last_step().with_note(LOOPING, "").with_mark(
        LOOPING, marked=False
    )
    assert plain == plain.with_kept("kind", ["Policy"]).with_kept("kind", [])
    assert plain == plain.without_last_step()
    assert {"kind": ("Policy",)} == plain.with_kept("kind", ["Policy"]).keep
    assert Selection().is_empty
    assert not plain.is_empty


@pytest.mark.parametrize(
    ("pairs", "is_plain"),
    [
        ([("view", "v"), ("group", "x"), ("by", "kind"), ("from", "x:y"), ("focus", "x:y")], True),
        ([("view", "v"), ("focus", "x:y"), ("degrees", "1")], False),
        ([("view", "v"), ("layout", "organic")], False),
        ([("view", "v"), ("note", "x:y~z")], False),
        ([("view", "v"), ("do", "pin~x:y~1~1")], False),
        ([("question", "v")], False),
    ],
)
def test_a_plain_view_is_told_from_what_was_made_of_it(pairs: list[tuple[str, str]], is_plain: bool) -> None:
    assert is_plain == Selection.read(pairs).is_plain_view


def test_a_place_makes_it_moved() -> None:
    assert not Selection.read([("view", "v"), ("do", "pin~x:y")]).is_moved
    assert Selection.read([("view", "v"), ("do", "pin~x:y~1~1")]).is_moved
