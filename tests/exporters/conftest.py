"""Gap maps that tests of their formats share."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import pytest

from equigraph.graph.claims import Claim
from equigraph.graph.gap_map import ALL_STUDENTS, EVERYTHING, GapMap, Heading, Population
from equigraph.graph.gap_words import summarize_gaps
from equigraph.graph.grades import Grader
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.studies import Studies

E = "https://example.org/"
CATALOGUE = {
    "dataset": "A graph", "data_version": "2026.11.23", "data_date": "2026-11-23", "data_digest": "sha256:0",
    "licence": "CC BY 4.0", "licence_url": "https://creativecommons.org/licenses/by/4.0/", "about": "Schools.",
    "citation": "Equigraph (2026).", "blind_spots": ["The brief itself was not found."],
}  # fmt: skip


def a_claim(name: str, practice: str, goal: str, direction: str, group: str, design: str, source: str) -> Claim:
    people = ALL_STUDENTS if group == "all" else E + group
    return Claim(
        E + name, ((E + practice, E + goal),), (direction,), (people,), (design,), (E + source,), name.startswith("i")
    )


CLAIMS = (
    a_claim("c1", "p", "g", "positive", "learners", "rct", "s1"),
    a_claim("c2", "p", "g", "negative", "newcomers", "qed", "s2"),
    a_claim("c3", "p", "h", "null", "all", "meta-analysis", "s1"),
    a_claim("i4", "q", "g", "insufficient", "all", "descriptive", "s3"),
)


def make_map(label: str = "Tutoring", *, group: bool = False, empty: bool = False, **changes: object) -> GapMap:
    """Return a small map by hand: two of three practices and two of three goals with claims, one cost."""
    statements = {
        claim.iri: {
            "iri": claim.iri, "type": "claim", "sentence": f"{label} found {claim.directions[0]}.", "effect": "-0.1 SD",
            "group": claim.groups[0], "group_label": f"group {label}", "design": "A design", "essa_tier": "",
            "basis": "retrieved", "check": "checked", "check_note": "twice", "locator": "p. 3", "source": claim.sources[0],
        }
        for claim in CLAIMS
    }  # fmt: skip
    for name, amount in (("k1", "150"), ("k2", "1200-2500")):
        statements[E + name] = {
            "iri": E + name, "type": "statement", "object": amount, "object_label": f"{amount} dollars per pupil",
            "notes": ["Year: 2025", f"Context: {label}"], "locator": "p. 9", "source": E + "s3" if name == "k1" else "",
        }  # fmt: skip
    sources = {
        E + name: {"iri": E + name, "citation": f"{label} {name}.", "type": "article", "year": "2020", "url": url,
                   "basis": "background"}
        for name, url in (("s1", "https://doi.org/10.1/x"), ("s2", "javascript:alert(1)"), ("s3", ""))
    }  # fmt: skip
    network = nx.MultiDiGraph(**CATALOGUE, statements=statements, sources=sources)
    rows = [
        Heading(E + "p", label, "support", practices=(E + "p",), costs=(E + "k1", E + "k2", E + "missing")),
        Heading(E + "q", "Looping", "support", practices=(E + "q",), summary="Same teacher."),
        Heading(E + "r", "Profiles", "design", practices=(E + "r",)),
    ]
    columns = [Heading(E + name, text, kind="EquityGoal") for name, text in
               (("g", "Achievement"), ("h", "Less exclusionary discipline"), ("z", f"Nothing {label}"))]  # fmt: skip
    learners = Population(
        E + "learners", "Learners", frozenset({E + "learners", E + "newcomers"}), is_named_in_brief=True
    )
    newcomers = Population(E + "newcomers", "Newcomers", frozenset({E + "newcomers"}))
    found = GapMap(
        rows=[] if empty else rows,
        columns=[] if empty else columns,
        populations=[learners, newcomers] if group else [Population(EVERYTHING, "all claims"), learners, newcomers],
        designs=[("rct", "randomized trial")],
        network=network,
        grader=Grader(Studies(()), {E + "c1": ("ESSA tier 1: Strong evidence",)}),
        claims=CLAIMS,
        total_rows=3,
        parameters={"group": "Learners, Newcomers"} if group else {},
    )
    found.summary, found.notes = summarize_gaps(found)
    for name, value in changes.items():
        setattr(found, name, value)
    return found


@pytest.fixture
def gap_map() -> Callable[..., GapMap]:
    """Return what makes a small gap map by hand."""
    return make_map


@pytest.fixture(scope="session")
def bundled_gaps(bundled_graph: KnowledgeGraph) -> GapMap:
    """Return the gap map of the graph that comes with the package."""
    return bundled_graph.gaps()


@pytest.fixture(scope="session", params=["small", pytest.param("bundled", marks=pytest.mark.slow)])
def either_map(request: pytest.FixtureRequest) -> GapMap:
    """Return the small map, or that of the graph that comes with the package."""
    found = make_map() if request.param == "small" else request.getfixturevalue("bundled_gaps")
    assert isinstance(found, GapMap)
    return found


HOSTILE = {
    "quotes": "\"double\" & 'single' <b>",
    "newlines": "two\nlines\r\nthree",
    "formula": '=HYPERLINK("https://example.org")',
    "plus": "+1",
    "minus": "-1+2",
    "at": "@SUM(1)",
    "tab": "\tx",
    "error": "#N/A",
    "right to left": "\u0645\u062f\u0631\u0633\u0629 \u05d1\u05d9\u05ea",
    "emoji": "\U0001f9d1\u200d\U0001f3eb \u2764\ufe0f",
    "long": "very " * 2000 + "long",
    "commas": "a, b; c | d",
    "spaces": "  kept  ",
}


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    """Return one text that a careless format would break or run."""
    return str(request.param)
