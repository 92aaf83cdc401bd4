"""A synthetic graph of our shape: practices, goals, groups, claims, sources, organizations, policies and statements.

The proportions are those of the bundled graph; names and findings are random words, so nothing in it is a fact about
the world. The same seed gives the same bytes. ``python benchmarks/generate.py 100000 graph.nt`` writes one.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterator
from pathlib import Path

EQ = "https://w3id.org/equigraph/ontology#"
ID = "https://w3id.org/equigraph/id/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"

SEED = 20261123
GOALS, GROUPS = 28, 28
# Weights of the directions, as often as they occur among the bundled claims.
DIRECTIONS = {"positive": 167, "null": 59, "mixed": 36, "insufficient": 17, "negative": 6}
DESIGNS = ("rct", "qed", "correlational", "meta-analysis", "systematic-review", "descriptive")
RELATIONS = ("partOf", "funds", "memberOf", "partnersWith")
POLICY_LINKS = {"enablesPractice": "practice", "advancesGoal": "goal", "addressesGroup": "group"}
# How many things of each kind one block of the graph has; blocks follow one another until there are enough triples.
BLOCK = {"practice": 6, "source": 50, "claim": 28, "organization": 20, "policy": 10}
STATEMENTS_PER_ORGANIZATION = 3
STATEMENTS_PER_POLICY = 4
SYLLABLES = (
    "ba",
    "co",
    "di",
    "fu",
    "ga",
    "he",
    "ji",
    "ko",
    "lu",
    "ma",
    "ne",
    "pi",
    "ro",
    "su",
    "ta",
    "ve",
    "wi",
    "xo",
    "yu",
    "za",
)


def generate(triples: int, seed: int = SEED) -> Iterator[str]:
    """Yield that many N-Triples lines.

    Example:
        >>> lines = list(generate(1000))
        >>> len(lines), lines == list(generate(1000)), lines == list(generate(1000, seed=1))
        (1000, True, False)
    """
    return itertools.islice(_Synthetic(seed).lines(), triples)


def write(path: Path, triples: int, seed: int = SEED) -> Path:
    """Write a synthetic graph as N-Triples and return its path."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in generate(triples, seed))
    return path


class _Synthetic:
    """The graph under way: what there is already can be pointed to."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.count = dict.fromkeys([*BLOCK, "statement"], 0)

    def lines(self) -> Iterator[str]:
        yield from self._fixed()
        while True:
            for kind, number in BLOCK.items():
                for _ in range(number):
                    self.count[kind] += 1
                    yield from getattr(self, f"_{kind}")(_thing(kind, self.count[kind]))

    # --- text ---

    def _words(self, number: int) -> str:
        pick = self.random.choice
        return " ".join("".join(pick(SYLLABLES) for _ in range(self.random.randint(1, 4))) for _ in range(number))

    def _name(self, thing: str, kind: str, words: int = 4) -> Iterator[str]:
        yield _line(thing, RDF + "type", f"<{EQ}{kind}>")
        yield _line(thing, SKOS + "prefLabel", f'"{self._words(words).capitalize()}"@en')
        yield _line(thing, SKOS + "definition", f'"{self._words(14).capitalize()}."@en')

    def _any(self, kind: str) -> str:
        last = {"goal": GOALS, "group": GROUPS}.get(kind) or max(1, self.count[kind])
        # Some things are spoken of far more often than others, as in the real graph.
        return _thing(kind, min(last, 1 + int(last * self.random.random() ** 2)))

    # --- kinds ---

    def _fixed(self) -> Iterator[str]:
        for number in range(1, GOALS + 1):
            yield from self._name(_thing("goal", number), "EquityGoal")
        for number in range(1, GROUPS + 1):
            group = _thing("group", number)
            yield from self._name(group, "StudentGroup", 2)
            if number > 1:
                yield _line(group, SKOS + "broader", f"<{_thing('group', self.random.randint(1, number - 1))}>")
        for direction in DIRECTIONS:
            yield _line(f"{ID}direction/{direction}", SKOS + "prefLabel", f'"{direction}"@en')

    def _practice(self, practice: str) -> Iterator[str]:
        yield from self._name(practice, "Practice")
        yield _line(practice, EQ + "category", f"<{ID}category/c{self.random.randint(1, 12)}>")
        if self.count["practice"] > 1:
            # A deep hierarchy, so that paths have something to walk.
            above = max(1, self.count["practice"] - self.random.randint(1, 4))
            yield _line(practice, SKOS + "broader", f"<{_thing('practice', above)}>")

    def _source(self, source: str) -> Iterator[str]:
        title, year = self._words(8).capitalize(), self.random.randint(1990, 2025)
        yield _line(source, RDF + "type", f"<{EQ}ResearchSource>")
        yield _line(source, DCTERMS + "title", f'"{title}"@en')
        yield _line(source, DCTERMS + "issued", f'"{year}"^^<{XSD}gYear>')
        yield _line(source, DCTERMS + "publisher", f'"{self._words(3).title()}"')
        yield _line(
            source, DCTERMS + "bibliographicCitation", f'"Doe, J. ({year}). {title}. {self._words(2).title()}."'
        )

    def _claim(self, claim: str) -> Iterator[str]:
        direction = self.random.choices(list(DIRECTIONS), list(DIRECTIONS.values()))[0]
        yield _line(claim, RDF + "type", f"<{EQ}EvidenceClaim>")
        for kind in ("practice", "goal", "group"):
            yield _line(claim, EQ + kind, f"<{self._any(kind)}>")
        yield _line(claim, EQ + "direction", f"<{ID}direction/{direction}>")
        yield _line(claim, EQ + "finding", f'"{self._words(18).capitalize()}."@en')
        yield _line(claim, EQ + "design", f"<{ID}design/{self.random.choice(DESIGNS)}>")
        yield _line(claim, EQ + "locator", f'"p. {self.random.randint(1, 300)}"')
        yield _line(claim, DCTERMS + "source", f"<{self._any('source')}>")

    def _organization(self, organization: str) -> Iterator[str]:
        yield from self._name(organization, "Organization", 3)
        for _ in range(STATEMENTS_PER_ORGANIZATION):
            yield from self._statement(organization, self.random.choice(RELATIONS), self._any("organization"))
        yield from self._statement(organization, "implements", self._any("practice"))

    def _policy(self, policy: str) -> Iterator[str]:
        yield from self._name(policy, "Policy")
        for _ in range(STATEMENTS_PER_POLICY):
            relation = self.random.choice(list(POLICY_LINKS))
            yield from self._statement(policy, relation, self._any(POLICY_LINKS[relation]))

    def _statement(self, subject: str, relation: str, target: str) -> Iterator[str]:
        self.count["statement"] += 1
        statement = _thing("statement", self.count["statement"])
        yield _line(subject, EQ + relation, f"<{target}>")
        yield _line(statement, RDF + "type", f"<{EQ}Statement>")
        yield _line(statement, RDF + "subject", f"<{subject}>")
        yield _line(statement, RDF + "predicate", f"<{EQ}{relation}>")
        yield _line(statement, RDF + "object", f"<{target}>")
        yield _line(statement, DCTERMS + "source", f"<{self._any('source')}>")


def _thing(kind: str, number: int) -> str:
    return f"{ID}{kind}/{kind[0]}{number}"


def _line(subject: str, predicate: str, target: str) -> str:
    return f"<{subject}> <{predicate}> {target} ."


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
