"""What two networks differ in: nothing is told that does not differ, and nothing that differs is left out."""

from __future__ import annotations

import os
import subprocess
import sys
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.exporters.changes import generate_changes_json, generate_changes_text
from equigraph.graph.change_words import field_sentences, headline, in_short, line_name, line_sentence, thing_sentence
from equigraph.graph.changes import Changes, compare
from equigraph.graph.frozen import freeze, thaw
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network
from equigraph.graph.rows import ADVANCES as BUNDLE

E = "https://example.org/"
P, G, F, S1, S2 = (E + name for name in ("p", "g", "f", "s1", "s2"))
ADVANCES, FUNDS = E + "advances", E + "funds"


def claim(name: str, direction: str = "positive", source: str = S1, **more: Any) -> dict[str, Any]:
    names = {"subject_label": "Tutoring", "predicate_label": "advances", "object_label": "Attendance"}
    record = {"iri": E + name, "type": "claim", "sentence": f"Finding {name}.", "subject": P, "object": G, **names}
    return {
        **record,
        "direction": direction,
        "group_label": "All students",
        "design": "Trial",
        "source": source,
        **more,
    }


def make(
    *claims: dict[str, Any], verdict: str = "positive", strength: str = "positive, one source", rule: str = "1",
    sure: str = "low", **graph: Any,
) -> Network:  # fmt: skip
    """A practice, a goal and a fund, one line of evidence and one relation."""
    relation = {"iri": E + "r", "type": "statement", "sentence": "Fund funds Tutoring.", "subject": F, "source": S2,
                "subject_label": "Fund", "predicate_label": "funds", "object": P, "object_label": "Tutoring"}  # fmt: skip
    statements = {record["iri"]: record for record in (*claims, relation)}
    sources = {
        S1: {"iri": S1, "citation": "Doe, J. (2020). A trial.", "authors": "Doe, J.", "year": "2020"},
        S2: {"iri": S2, "citation": "Roe, R. (2021). Another.", "authors": "Roe, R.; Poe, P.", "year": "2021"},
    }
    network = Network(view="v", title="A picture", statements=statements, sources=sources, **graph)
    for iri, label, kind in ((P, "Tutoring", "Practice"), (G, "Attendance", "EquityGoal"), (F, "Fund", "Organization")):
        network.add_node(iri, iri=iri, label=label, kind=kind, x=1.0, y=1.0, width=10.0, height=10.0)
    network.add_edge(F, P, key=FUNDS, kind="relation", label="funds", statements=[E + "r"], mapping="stated")
    network.add_edge(
        P, G, key=ADVANCES, kind="evidence", label="advances", verdict=verdict, strength=strength,
        statements=[record["iri"] for record in claims], grade={"rule": rule, "how_sure": sure},
    )  # fmt: skip
    return network


def only_line(changes: Changes) -> Any:
    [line] = changes.lines
    return line


# --- nothing --------------------------------------------------------------------------------


def test_equal_networks_have_no_change() -> None:
    changes = compare(make(claim("c")), make(claim("c")))

    assert changes.is_same
    assert changes.is_same_content
    assert ("No change.",) == in_short(changes)


def test_where_things_stand_is_no_content() -> None:
    after = make(claim("c"))
    after.nodes[P].update(x=2.0, column=3, group="Practices")
    after.graph.update(width=9.0, label_px=100.0)
    changes = compare(make(claim("c")), after)

    assert ((P,), True, False) == (changes.moved, changes.is_same_content, changes.is_same)
    assert ("No change of content.", "1 thing stands elsewhere; that is no change of content.") == in_short(changes)


# --- verdicts, and why ----------------------------------------------------------------------


def test_a_verdict_changes_because_a_claim_was_added() -> None:
    after = make(
        claim("c"),
        claim("d", "negative", S2),
        verdict="conflicting",
        strength="conflicting, 2 sources",
        sure="very low",
    )
    changes = compare(make(claim("c")), after)

    assert (
        "1 claim added; 1 verdict changed; 1 line changed.",
        (
            "Verdict of Tutoring → Attendance went from positive (one source) to conflicting (2 sources) (how sure: low before, "
            "very low after) because 1 claim was added: negative, Roe, R. and others, 2021."
        ),
    ) == in_short(changes)


def test_a_verdict_changes_because_a_claim_was_withdrawn() -> None:
    before = make(claim("c"), claim("d", "null", S2), verdict="mixed", strength="mixed, 2 sources")

    assert (
        "Verdict of Tutoring → Attendance went from mixed (2 sources) to positive (one source) because 1 claim was "
        "withdrawn: no effect found, Roe, R. and others, 2021."
    ) == line_sentence(only_line(compare(before, make(claim("c")))))


def test_a_verdict_changes_because_a_claim_changed() -> None:
    after = make(claim("c", "negative"), verdict="negative", strength="negative, one source")
    changes = compare(make(claim("c")), after)

    assert (
        "Verdict of Tutoring → Attendance went from positive (one source) to negative (one source) because 1 claim was "
        "changed: direction “positive” before, “negative” after, Doe, J., 2020."
    ) == line_sentence(only_line(changes))
    assert "1 claim changed; 1 verdict changed; 1 line changed." == headline(changes)


def test_a_verdict_changes_because_the_rule_changed() -> None:
    changes = compare(
        make(claim("c")), make(claim("c"), rule="2", verdict="insufficient", strength="insufficient, one source")
    )

    assert (
        "Verdict of Tutoring → Attendance went from positive (one source) to insufficient (one source) because the rule "
        "for grading changed (version 1 before, 2 after)."
    ) == line_sentence(only_line(changes))


def test_all_reasons_are_told() -> None:
    before = make(claim("c"), claim("d"), claim("e", "mixed"))
    after = make(
        claim("c", "null"),
        claim("e", "mixed"),
        claim("f", source=""),
        claim("g", "negative"),
        rule="2",
        verdict="mixed",
        strength="mixed, 2 sources",
    )

    assert (
        "because 2 claims were added: negative, Doe, J., 2020; positive, no source recorded, and 1 claim was withdrawn: "
        "positive, Doe, J., 2020, and 1 claim was changed: direction “positive” before, “no effect found” after, Doe, J., "
        "2020, and the rule for grading changed (version 1 before, 2 after)."
    ) in line_sentence(only_line(compare(before, after)))


def test_a_change_without_a_cause_says_so() -> None:
    sentence = line_sentence(only_line(compare(make(claim("c")), make(claim("c"), strength="positive, 2 sources"))))

    assert sentence.startswith(
        "Support of Tutoring → Attendance went from “positive, one source” to “positive, 2 sources”"
    )
    assert sentence.endswith(
        ", though neither its claims nor the rule changed: what is recorded of their sources (which tell of one study, "
        "which rate it) may have."
    )


def test_how_sure_alone_may_change() -> None:
    changes = compare(make(claim("c")), make(claim("c"), rule="2", sure="moderate"))

    assert (
        "How sure Tutoring → Attendance is (positive, one source) went from low to moderate because the rule for grading "
        "changed (version 1 before, 2 after)."
    ) == line_sentence(only_line(changes))


def test_the_same_verdict_on_other_claims_is_told() -> None:
    after = make(claim("d", "positive", ""))
    after.edges[P, G, ADVANCES]["grade"]["reason"] = "Low: another trial"

    assert (
        "Tutoring → Attendance is still “positive, one source”, on other claims: 1 claim was added: positive, no source "
        "recorded, and 1 claim was withdrawn: positive, Doe, J., 2020."
    ) == line_sentence(only_line(compare(make(claim("c")), after)))


def test_an_abbreviation_ends_a_sentence() -> None:
    networks = [make(claim("c")), make(claim("c"), claim("d"), strength="positive, 2 sources")]
    networks[1].graph["sources"][S1]["year"] = ""

    assert line_sentence(only_line(compare(*networks))).endswith("positive, Doe, J., n.d.")


def test_many_claims_are_counted_out() -> None:
    more = [claim(f"c{number}") for number in range(10, 30)]
    sentence = line_sentence(
        only_line(compare(make(claim("c")), make(claim("c"), *more, strength="positive, 9 sources")))
    )

    assert "20 claims were added: " in sentence
    assert "; and 12 more." in sentence


def test_a_claim_that_moved_to_another_line_is_told() -> None:
    before = make(claim("c"), claim("d", "negative"))
    after = make(claim("c"), claim("d", "negative"), strength="positive, 2 sources")
    before.edges[P, G, ADVANCES]["statements"] = [E + "c"]

    assert "because 1 claim was added: negative, Doe, J., 2020." in line_sentence(only_line(compare(before, after)))


def test_the_stamp_of_the_rule_alone_changes_no_line() -> None:
    assert () == compare(make(claim("c")), make(claim("c"), rule="2")).lines


def test_a_line_between_groups_tells_what_lies_beneath() -> None:
    networks = [make(claim("c")), make(claim("c"))]
    for network, strength in zip(networks, ("3 lines: 3 positive", "4 lines: 3 positive, 1 negative"), strict=True):
        network.edges[P, G, ADVANCES].update(
            kind="group", iri=BUNDLE, verdict="", verdicts={"positive": 3}, strength=strength
        )

    assert line_sentence(only_line(compare(*networks))).startswith(
        "What lies beneath Tutoring → Attendance went from “3 lines: 3 positive” to “4 lines: 3 positive, 1 negative”"
    )


# --- things, lines, sources, claims ---------------------------------------------------------


def test_things_and_lines_come_and_go() -> None:
    before, after = make(claim("c")), make(claim("c"))
    after.add_node(E + "n", iri=E + "n", label="New goal", kind="EquityGoal")
    after.add_edge(
        P, E + "n", key=ADVANCES, kind="evidence", label="advances", verdict="negative", strength="negative, one source"
    )
    after.remove_node(F)
    changes = compare(before, after)

    assert "1 thing added, 1 removed; 1 line added, 1 removed." == headline(changes)
    assert ["Line added: Tutoring → New goal (negative, one source).",
            "Line removed: Fund funds Tutoring (stated by the source)."] == list(map(line_sentence, changes.lines))  # fmt: skip
    assert {
        "things": (3, 3),
        "lines": (2, 2),
        "claims": (1, 1),
        "other statements": (1, 1),
        "sources": (2, 2),
    } == changes.counts


def test_a_new_name_is_told_once() -> None:
    before, after = make(claim("c")), make(claim("c"))
    after.nodes[P]["label"] = "High-dosage tutoring"
    after.graph["statements"][E + "c"]["subject_label"] = "High-dosage tutoring"
    after.graph["statements"][E + "r"].update(
        object_label="High-dosage tutoring", sentence="Fund funds High-dosage tutoring."
    )
    changes = compare(before, after)

    assert ("1 thing renamed.",) == in_short(changes)
    assert "“Tutoring” is now called “High-dosage tutoring”." == thing_sentence(changes.things[0])


def test_a_thing_is_described_anew() -> None:
    before, after = make(claim("c")), make(claim("c"))
    after.graph["statements"][E + "r"]["notes"] = ["Year: 2020", "Note: x"]
    after.nodes[P].update(label="T", summary="One tutor.", facts=[["Also called", "coaching"]], focus=True)
    after.nodes[G].update(focus=True)
    changes = compare(before, after)

    assert "1 statement changed; 1 thing renamed, 1 changed." == headline(changes)
    assert ["notes none before, “Year: 2020; Note: x” after"] == field_sentences(changes.other_statements[0].fields)
    assert ["Attendance: changed in what programs read.",
            ("“Tutoring” is now called “T”; definition none before, “One tutor.” after; facts none before, “Also called: "
            "coaching” after.")] == list(map(thing_sentence, changes.things))  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "fields"),
    [
        ("tie “stated by the source” before, “our reading (inferred)” after", {"mapping": "inferred"}),
        ("name “funds” before, “supports” after", {"label": "supports"}),
        ("rests on other statements", {"statements": []}),
        ("statements behind it “1” before, “2” after", {"statement_count": 2}),
        ("changed in what programs read", {"something": 1}),
    ],
)
def test_a_relation_tells_what_changed(expected, fields) -> None:
    before, after = make(claim("c")), make(claim("c"))
    before.edges[F, P, FUNDS]["statement_count"] = 1
    after.edges[F, P, FUNDS].update({"statement_count": 1} | fields)
    line = only_line(compare(before, after))

    assert f"{line_name(line)}: {expected}." == line_sentence(line)


def test_sources_and_statements_are_compared() -> None:
    before, after = make(claim("c")), make(claim("c", design="Review"))
    after.graph["sources"][S1] = {**after.graph["sources"][S1], "year": "2022"}
    after.graph["statements"][E + "r"]["sentence"] = "Fund funds Tutoring: a pilot."
    changes = compare(before, after)

    assert "1 claim changed; 1 statement changed; 1 source changed." == headline(changes)
    assert [("design", "Trial", "Review")] == [(one.name, one.before, one.after) for one in changes.claims[0].fields]
    assert [("sentence", ".", ": a pilot.")] == [
        (one.name, one.before, one.after) for one in changes.other_statements[0].fields
    ]


def test_what_speaks_against_comes_first() -> None:
    after = make(*(claim(name, direction) for name, direction in
                   (("a", "positive"), ("b", "null"), ("d", "negative"), ("e", "mixed"))))  # fmt: skip
    changes = compare(make(), after)

    assert ["negative", "null", "mixed", "positive"] == [change.now["direction"] for change in changes.claims]


# --- the question, the data, parts ----------------------------------------------------------


def test_two_questions_are_told_apart() -> None:
    before = make(claim("c"), parameters={"group": "English Learners"}, arguments={"group": "x"})
    after = make(claim("d"), parameters={}, arguments={"max-nodes": 3})

    assert (
        "1 claim only after, 1 only before; 1 line changed.",
        (
            "Two questions are compared, so that what differs may come from the choice and not from the data: “v” (group "
            "English Learners) before, “v” (max-nodes 3) after."
        ),
    ) == in_short(compare(before, after))


def test_two_questions_may_have_one_answer() -> None:
    changes = compare(make(claim("c"), arguments={"max-nodes": 3}), make(claim("c"), arguments={"max-nodes": 4}))

    assert "The same content, by two questions." == in_short(changes)[0]
    assert not changes.is_same_content


def test_a_part_is_told_as_one() -> None:
    changes = compare(make(claim("c"), shown=3, total=3), make(claim("d"), shown=3, total=1000))

    assert (
        "A part is shown (3 of 3 things before, 3 of 1,000 after): what is added or removed may only have come into view "
        "or gone out of it."
    ) in in_short(changes)


@pytest.mark.parametrize(
    ("expected", "graph"),
    [
        ("No change of content: the data have another version.", {"data_version": "2"}),
        ("No change of content: words about the network changed.", {"summary": ["Other words."]}),
        (
            "No change of content: the data have another version, and words about the network changed.",
            {"data_digest": "sha256:1", "notes": ["A note."]},
        ),
        (
            "Nothing shown here changed; of the RDF statements behind it, 1 were added and 2 removed.",
            {"triples": ["<a:a> <a:a> <a:c> ."]},
        ),
    ],
)
def test_what_is_said_about_the_data(expected, graph) -> None:
    before = make(claim("c"), triples=["<a:a> <a:a> <a:a> .", "<a:a> <a:a> <a:b> ."])
    after = make(claim("c"), **{"triples": before.graph["triples"], **graph})

    assert expected == headline(compare(before, after))


def test_versions_of_the_data_are_told() -> None:
    changes = compare(make(claim("c"), data_version="1", data_date="2026-01-01"), make(claim("d"), data_version="2"))

    assert "Data: version 1, 2026-01-01 before; version 2, no date after." in in_short(changes)


def test_what_the_earlier_one_did_not_hold_is_not_compared() -> None:
    after = make(claim("c"), sure="high")
    after.nodes[P]["note"] = "new"
    changes = compare(make(claim("c")), after, unknown={"lines.grade", "things.note"})

    assert changes.is_same
    assert "Not held by the earlier one, and so not compared: lines.grade, things.note." in in_short(changes)


# --- nothing that differs is left out -------------------------------------------------------


@pytest.fixture(scope="module")
def frozen(bundled_graph: KnowledgeGraph) -> dict[str, Any]:
    return freeze(bundled_graph.view("practice", practice="high-dosage-tutoring"))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a value that holds no further places."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [one for step, part in inner for one in leaves(part, (*path, step))]
    return found or ([path] if path and not isinstance(value, (dict, list)) else [])


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_any_attribute_that_differs_is_told(frozen: dict[str, Any], chosen: st.DataObject) -> None:
    free = [path for path in leaves(frozen) if path[0] == "graph" or "attributes" in path]
    path = chosen.draw(st.sampled_from(free))
    other = deepcopy(frozen)
    part = other
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = f"{part[path[-1]]} and more" if isinstance(part[path[-1]], str) else 777
    changes = compare(thaw(deepcopy(frozen)), thaw(other))
    # the place of things follows from their columns; the labels of things, once more in a statement, from their names
    follows = {
        "column",
        "group",
        "iri",
        "width",
        "height",
        "rule",
        "subject_label",
        "object_label",
        "predicate_label",
        "group_label",
    }

    assert not changes.is_same or path[-1] in follows or path[-2] == "group"
    assert changes.is_same == (in_short(changes) == ("No change.",))


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_compared_backwards_added_is_removed(frozen: dict[str, Any], chosen: st.DataObject) -> None:
    other = deepcopy(frozen)
    gone = chosen.draw(st.sampled_from([node["id"] for node in frozen["nodes"]]))
    other["nodes"] = [node for node in other["nodes"] if node["id"] != gone]
    other["edges"] = [edge for edge in other["edges"] if gone not in (edge["start"], edge["end"])]
    there, back = compare(thaw(frozen), thaw(other)), compare(thaw(other), thaw(frozen))
    opposite = {"added": "removed", "removed": "added", "changed": "changed"}

    for name in ("things", "lines", "statements", "sources"):
        first = sorted((change.kind, change.id, change.ends) for change in getattr(there, name))
        assert first == sorted((opposite[change.kind], change.id, change.ends) for change in getattr(back, name))
    assert {name: (second, first) for name, (first, second) in there.counts.items()} == back.counts


# --- a real change of data ------------------------------------------------------------------

VERDICT = (
    "Verdict of High-dosage tutoring → Attendance and engagement went from no effect found (one source) to negative (2 "
    "sources) because 1 claim was added: negative, Andre Nickow and others, 2020."
)
SUPPORT = (
    "Support of High-dosage tutoring → Academic achievement went from “mixed, 9 sources, counted as 8: some tell of the "
    "same study” to “mixed, 8 sources” because 1 claim was withdrawn: positive, Andre Nickow and others, 2023."
)


def test_a_real_change_is_told_exactly(bundled_graph: KnowledgeGraph, changed_graph: KnowledgeGraph) -> None:
    changes = compare(*(graph.view("practices-to-goals") for graph in (bundled_graph, changed_graph)))

    assert (
        "1 claim added, 1 withdrawn; 1 verdict changed; 2 lines changed; 1 source removed.",
        VERDICT,
        SUPPORT,
    ) == in_short(changes)
    assert ["ev-high-dosage-tutoring-new", "ev-high-dosage-tutoring-02"] == [
        change.id.rsplit("/", 1)[1] for change in changes.statements
    ]
    assert ((), ["https://w3id.org/equigraph/id/source/r-nickow-2023"]) == (
        changes.things,
        [one.id for one in changes.sources],
    )


PROGRAM = """
import sys
from equigraph.exporters.changes import generate_changes_json, generate_changes_text
from equigraph.graph.changes import compare
from equigraph.graph.knowledge_graph import KnowledgeGraph
with KnowledgeGraph.open() as graph:
    found = compare(*(graph.view("practice", practice=name) for name in ("looping", "advisory")))
    sys.stdout.buffer.write((generate_changes_text(found) + generate_changes_json(found)).encode())
"""


def test_another_process_tells_the_same(bundled_graph: KnowledgeGraph) -> None:
    found = compare(*(bundled_graph.view("practice", practice=name) for name in ("looping", "advisory")))
    environment = {**os.environ, "PYTHONHASHSEED": "4321"}
    out = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, check=True).stdout

    assert (generate_changes_text(found) + generate_changes_json(found)).encode() == out
