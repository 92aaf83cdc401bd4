"""Groups in place of things, and what opens them: nothing lost, everything counted, the same every time."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from equigraph.errors import ParameterError
from equigraph.graph.arguments import Arguments
from equigraph.graph.drill import drill_command, drill_into, drill_line
from equigraph.graph.groups import ALONE_MOST, BY, RELATIONS, Feature, Group, aggregate
from equigraph.graph.reader import own_queries
from equigraph.graph.rows import ADVANCES, Edge, Rows

CATEGORY = "https://w3id.org/equigraph/id/category/"
VIEW = own_queries("views")["practices-to-goals"]
FEATURES = {
    "p1": Feature("Practice", "x:a"),
    "p2": Feature("Practice", "x:a"),
    "p3": Feature("Practice"),
    "g1": Feature("EquityGoal"),
    "g2": Feature("EquityGoal"),
}
ROWS = Rows(
    things=set(FEATURES),
    edges={
        Edge("p1", "to", "g1"): {"1"},
        Edge("p2", "to", "g1"): {"2", "3"},
        Edge("p2", "to", "g1", general=True): {"4"},
        Edge("p1", "below", "p2"): set(),
    },
)


def members(by: str, **options: object) -> list[tuple[str, str, str, int]]:
    groups = aggregate(ROWS, FEATURES, by, **options).groups.values()
    return sorted((group.kind, group.category, "".join(group.members), group.unlinked) for group in groups)


@pytest.mark.parametrize(
    ("expected", "by", "alone"),
    [
        ([("EquityGoal", "", "g1g2", 1), ("Practice", "", "p2p1p3", 1)], "kind", ""),
        # What the view is about is in no group.
        ([("EquityGoal", "", "g1g2", 1), ("Practice", "x:a", "p2", 0), ("Practice", "", "p1p3", 1)], "kind", "p2"),
        # Goals know no categories and are few; a practice without one stands apart from those that have one.
        (
            [
                ("EquityGoal", "", "g1", 0),
                ("EquityGoal", "", "g2", 1),
                ("Practice", "", "p3", 1),
                ("Practice", "x:a", "p2p1", 0),
            ],
            "category",
            "",
        ),
        # What has no line is in no community, but counted by its kind.
        ([("EquityGoal", "", "g2", 1), ("Practice", "", "p3", 1), ("Thing", "", "g1p2p1", 0)], "community", "p2"),
    ],
)
def test_groups(expected, by: str, alone: str) -> None:
    assert sorted(expected) == members(by, alone=[alone])


def test_a_kind_without_categories_is_one_group_when_it_is_large() -> None:
    many = {f"g{number}": Feature("EquityGoal") for number in range(ALONE_MOST + 1)}
    [group] = aggregate(Rows(things=set(many)), many, "category").groups.values()

    assert (ALONE_MOST + 1, "", False) == (len(group.members), group.category, group.is_alone)


def test_lines_about_all_students_stay_apart() -> None:
    grouping = aggregate(ROWS, FEATURES, "kind")

    assert {"1", "2", "3"} == next(names for edge, names in grouping.rows.edges.items() if edge.predicate == "to")
    assert [True] == [edge.general for edge, names in grouping.rows.edges.items() if names == {"4"}]


def test_an_unknown_way_is_explained() -> None:
    with pytest.raises(ParameterError, match='by is "size"; accepted: kind, category or community'):
        aggregate(ROWS, FEATURES, "size")


def test_two_clusters_are_two_communities() -> None:
    """Two triangles that one line joins."""
    lines = ["ab", "bc", "ca", "xy", "yz", "zx", "cx"]
    rows = Rows(things=set("abcxyz"), edges={Edge(line[0], "p", line[1]): {line} for line in lines})

    assert {frozenset("abc"), frozenset("xyz")} == {
        frozenset(group.members) for group in aggregate(rows, {}, "community").groups.values()
    }


NAMES = st.sampled_from("abcdefghij")
LINES = st.dictionaries(
    st.tuples(NAMES, st.sampled_from(["p", "q", ADVANCES]), NAMES, st.booleans()), st.integers(0, 3), max_size=30
)
KINDS = st.dictionaries(
    NAMES, st.builds(Feature, st.sampled_from(["Practice", "EquityGoal"]), st.sampled_from(["", "x:a", "x:b"]))
)


@given(lines=LINES, features=KINDS, by=st.sampled_from(BY), alone=st.sets(NAMES, max_size=2))
def test_nothing_is_lost_and_everything_is_counted(lines, features, by, alone) -> None:
    edges = {Edge(*line): {f"{line}{number}" for number in range(count)} for line, count in lines.items()}
    rows = Rows(things={end for edge in edges for end in (edge.subject, edge.object)} | set(features), edges=edges)
    grouping = aggregate(rows, features, by, alone=alone)

    # Every thing is in exactly one group.
    assert dict.fromkeys(rows.things, 1) == Counter(
        thing for group in grouping.groups.values() for thing in group.members
    )
    # Every line is beneath exactly one line, between the groups of its ends.
    of = {thing: group.iri for group in grouping.groups.values() for thing in group.members}
    assert dict.fromkeys(edges, 1) == Counter(line for beneath in grouping.beneath.values() for line in beneath)
    for line, beneath in grouping.beneath.items():
        assert {(of[edge.subject], of[edge.object], edge.general) for edge in beneath} == {
            (line.subject, line.object, line.general)
        }
        predicates = {edge.predicate for edge in beneath}
        assert line.predicate == (min(predicates) if len(predicates) == 1 else RELATIONS)
        assert len(predicates) == 1 or ADVANCES not in predicates
        ends = (grouping.groups[line.subject], grouping.groups[line.object])
        assert len(beneath) == 1 or not all(end.is_alone for end in ends)
        # The statements of a line are exactly those beneath it.
        assert set().union(*(edges[edge] for edge in beneath)) == grouping.rows.edges[line]
    linked = {end for edge in edges for end in (edge.subject, edge.object)}
    assert len(rows.things - linked) == sum(group.unlinked for group in grouping.groups.values())
    part = grouping.only(list(grouping.groups)[:2])
    assert all({edge.subject, edge.object} <= part.groups.keys() for edge in part.rows.edges)


# --- what opens a group -------------------------------------------------------------------------


def group(kind: str = "Practice", category: str = "", many: int = 3) -> Group:
    return Group("urn:g", kind, category, tuple(f"http://example.org/{number}" for number in range(many)))


@pytest.mark.parametrize(
    ("expected", "by", "opened"),
    [
        ({"category": [CATEGORY + "c"]}, "category", group(category=CATEGORY + "c", many=90)),
        ({"goal": ["http://example.org/0"]}, "category", group("EquityGoal", many=1)),
        # More names than anybody reads: into categories.
        ({"by": "category"}, "kind", group(many=90)),
    ],
)
def test_a_group_is_opened_by_the_same_view(expected, by, opened) -> None:
    chosen = Arguments(
        {"exact": True, "max-nodes": 5, "by": Literal("kind")}, words={"exact": "yes", "by": by, "max-nodes": "5"}
    )

    assert {"view": VIEW.name, "parameters": {"exact": True, **expected}} == drill_into(VIEW, chosen, opened, by)


@pytest.mark.parametrize(("by", "many", "kind"), [("community", 30, "Practice"), ("category", 90, "Policy")])
def test_what_the_view_cannot_choose_is_opened_by_its_neighborhood(by: str, many: int, kind: str) -> None:
    drill = drill_into(VIEW, Arguments({}), group(kind, many=many), by)

    assert "neighborhood" == drill["view"]
    assert list(group(many=20).members) == drill["parameters"]["entity"]


def test_a_thing_alone_that_no_parameter_names_opens_nothing() -> None:
    alone = Group("http://example.org/0", "Policy", "", ("http://example.org/0",), is_alone=True)

    assert {} == drill_into(VIEW, Arguments({}), alone, "category")
    assert "" == drill_command({})


@pytest.mark.parametrize(
    ("expected", "start", "end"),
    [
        ({"view": "v", "parameters": {"goal": ["a", "b"]}}, {"goal": ["a"]}, {"goal": ["b"]}),
        ({"view": "v", "parameters": {"goal": ["a"]}}, {"goal": ["a"]}, {"goal": ["a"]}),
        ({"view": "v", "parameters": {"by": "category"}}, {"by": "category"}, {"goal": ["a"]}),
    ],
)
def test_a_line_is_opened_by_both_ends_where_they_go_together(expected, start, end) -> None:
    assert expected == drill_line({"view": "v", "parameters": start}, {"view": "v", "parameters": end})


def test_a_line_is_opened_by_the_end_that_can_be() -> None:
    one = {"view": "v", "parameters": {"goal": ["a"]}}

    assert one == drill_line({}, one) == drill_line(one, {}) == drill_line(one, {"view": "w", "parameters": {}})


def test_a_command_is_quoted_for_the_shell() -> None:
    drill = {"view": "neighborhood", "parameters": {"entity": ["http://example.org/it's"], "radius": 2}}

    assert """equigraph view neighborhood --entity 'http://example.org/it'"'"'s' --radius 2""" == drill_command(drill)
