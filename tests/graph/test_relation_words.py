"""What a line says: of evidence never that it advances anything, with our ontology and without."""

from __future__ import annotations

import pytest

from equigraph.graph.relation_words import EVIDENCE_ON, relation_words, relations_beneath
from equigraph.graph.rows import ADVANCES


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        ({"kind": "evidence", "label": "advances", "verdict": "negative"}, EVIDENCE_ON),
        ({"kind": "evidence", "label": "rückt vor", "verdict": "positive"}, EVIDENCE_ON),
        ({"kind": "group", "iri": ADVANCES, "label": "rückt vor", "verdicts": {"mixed": 2}}, EVIDENCE_ON),
        (
            {"kind": "group", "iri": "urn:x", "label": "advances, funds", "verdicts": {"mixed": 2},
             "relations": {"advances": 2, "funds": 1}},
            "evidence on, funds",
        ),
        ({"kind": "group", "iri": "urn:x", "label": "funds, runs", "relations": {"funds": 1, "runs": 2}}, "funds, runs"),
        # Somebody's own line that only uses our word is what it says.
        ({"kind": "triple", "iri": ADVANCES, "label": "advances"}, "advances"),
        ({"kind": "relation", "label": ""}, "related to"),
    ],
)  # fmt: skip
def test_what_a_line_says(edge, words):
    assert words == relation_words(edge)


@pytest.mark.parametrize(
    ("edge", "beneath"),
    [
        ({"label": "funds"}, {"funds": 1}),
        ({"relations": {"funds": 3, "advances": 1}}, {"funds": 3, "advances": 1}),
        ({"iri": ADVANCES, "relations": {"rückt vor": 3}, "verdicts": {"mixed": 3}}, {EVIDENCE_ON: 3}),
    ],
)
def test_what_lies_beneath(edge, beneath):
    assert beneath == relations_beneath(edge)
