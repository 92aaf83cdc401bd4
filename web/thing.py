"""What a page about one thing says, as plain data: the twin of the page, and what its template shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.evidence import Reference, reference_of, safe_link, statement_of
from equigraph.graph.describe import iri_label
from equigraph.graph.kinds import (
    DIRECTIONS,
    KINDS,
    MAPPINGS,
    count_words,
    direction_words,
    kind_of,
    sentence_case,
)
from equigraph.graph.network import edges_of
from equigraph.ontology.prefixes import PREFIXES, compress

if TYPE_CHECKING:
    from equigraph.graph.about import About

__all__ = ["thing_data"]

EQ: Final = PREFIXES["eq"]
STUDIED: Final = EQ + "studiedFor"
# What is told as a finding is not told as a link too.
TOLD_AS_FINDING: Final = frozenset({EQ + "isSourceOf"})
# The property that names the category of a thing of each kind.
CATEGORIES: Final = ("category", "organizationType", "policyType", "sourceType")
VERDICT_ORDER: Final = ("negative", "no effect found", "conflicting", "mixed", "insufficient", "positive")
# In which order the kinds of the other ends stand: what a reader asks for first comes first.
LINK_ORDER: Final = (
    "StudentGroup", "EquityGoal", "Practice", "Policy", "Organization", "Jurisdiction", "Commitment", "ResearchSource",
)  # fmt: skip


def thing_data(about: About) -> dict[str, Any]:
    """Return everything that a page about a thing says, as JSON can hold it.

    Returns:
        Who it is (``iri``, ``curie``, ``label``, ``kind``, ``category``, ``summary``, ``facts``, ``address``, ...),
        what it says ``itself`` if it is a claim or statement, what was found (``findings`` by direction, ``lines`` of
        practice and goal with their verdict), ``costs``, ``links`` by the kind of the other end, ``uses``, and
        ``references``, whose numbers stand everywhere else.
    """
    return _Told(about).data()


class _Told:
    """Puts the parts together; numbers the sources that they rest on."""

    def __init__(self, about: About) -> None:
        self.about = about
        self.node = about.node
        self.records: Mapping[str, Mapping[str, Any]] = about.network.graph["statements"]
        self.sources: Mapping[str, Mapping[str, Any]] = about.network.graph["sources"]
        self.kind = str(self.node["kind"])
        edges = edges_of(about.network)
        self.evidence = [one for one in edges if one[2]["kind"] == "evidence"]
        self.relations = [one for one in edges if one[2]["kind"] != "evidence" and one[2]["iri"] not in TOLD_AS_FINDING]
        self.references = self._references()

    def data(self) -> dict[str, Any]:
        is_record = self.about.iri in self.records
        return {
            **self._card(),
            "in_short": self._in_short(),
            "itself": self._statement(self.about.iri) if is_record else None,
            "findings": self._findings(),
            "lines": self._lines(),
            "lines_total": self.about.pairs,
            "costs": [self._statement(iri) for iri in self._costs()],
            "links": self._links(),
            "has_more_links": self.about.has_more_links,
            "uses": self._uses(),
            "references": [self._reference(one) for one in self.references.values()],
        }

    # --- the sources ------------------------------------------------------------------------

    def _references(self) -> dict[str, Reference]:
        """Number the sources that something on the page rests on, in the order of their citations."""
        told = {*self.about.claims, *self._costs(), *({self.about.iri} & self.records.keys())}
        told |= {name for *_, edge in self.relations for name in edge["statements"]}
        used = {self.records[name]["source"] for name in told} | set(self.node["sources"])
        if self.kind == "ResearchSource":
            used.add(self.about.iri)
        records = sorted(
            (self.sources[iri] for iri in used if iri in self.sources),
            key=lambda one: (one["citation"].casefold(), one["iri"]),
        )
        return {record["iri"]: reference_of(number, record) for number, record in enumerate(records, 1)}

    @staticmethod
    def _reference(reference: Reference) -> dict[str, Any]:
        return {
            "number": reference.number,
            "iri": reference.iri,
            "citation": reference.citation,
            "short": reference.short,
            "url": reference.url,
            "background": reference.background,
        }

    # --- who it is --------------------------------------------------------------------------

    def _card(self) -> dict[str, Any]:
        node, iri = self.node, self.about.iri
        source = self.sources.get(iri) if self.kind == "ResearchSource" else None
        return {
            "iri": iri,
            "curie": compress(iri) or "",
            "label": self._label(),
            "kind": self.kind,
            "kind_words": self._kind_words(),
            "category": self._category(),
            "summary": "" if self.kind in {"EvidenceClaim", "Statement"} else node["summary"],
            "facts": [list(pair) for pair in node["facts"]],
            "address": safe_link(node["url"]),
            "citation": source["citation"] if source else "",
            "citation_url": source["url"] if source else "",
            "locator": node["locator"],
            "background": node["basis"] == "background",
            "sources": self._numbers(node["sources"]),
            "classes": [{"iri": one, "label": compress(one) or one} for one in self.about.description.types],
        }

    def _label(self) -> str:
        """Return what it is called; a claim or statement is called what it says."""
        record = self.records.get(self.about.iri)
        if self.kind == "EvidenceClaim" and record:
            return f"{record['subject_label']} → {record['object_label']}: {direction_words(record['direction'])}"
        if self.kind == "Statement" and record:
            return f"{record['subject_label']} {record['predicate_label']} {record['object_label']}"
        return str(self.node["label"])

    def _kind_words(self) -> str:
        if self.kind != "Thing":
            return sentence_case(KINDS[self.kind].one)
        return sentence_case(", ".join(map(iri_label, self.about.description.types))) or "Thing"

    def _category(self) -> dict[str, str] | None:
        description = self.about.description
        for name in CATEGORIES:
            if iri := description.iri_of(EQ + name):
                return {"iri": iri, "label": description.name_of(EQ + name), "slug": iri.rsplit("/", 1)[-1]}
        return None

    def _costs(self) -> list[str]:
        listed = set(self.about.claims)
        return [name for name in self.node["statements"] if name not in listed]

    # --- what was found ---------------------------------------------------------------------

    def _in_short(self) -> list[str]:
        """Return the sentences that say what is below, counted over everything, not over what is listed."""
        sentences = []
        total = sum(self.about.tally.values())
        if total:
            told = ", ".join(f"{count:,} {direction_words(slug)}" for slug, count in self.about.tally.items())
            sentences.append(f"{sentence_case(count_words(total, 'finding'))}: {told}.")
        if total and self.about.pairs == len(self.evidence):
            verdicts = Counter(edge["verdict"] for *_, edge in self.evidence)
            words = ", ".join(f"{verdicts[one]} {one}" for one in VERDICT_ORDER if verdicts[one])
            single = sum(edge["judging_count"] == 1 for *_, edge in self.evidence)
            lines = count_words(len(self.evidence), "line of practice and goal", "lines of practice and goal")
            rest = f"; {single} of them {'rests' if single == 1 else 'each rest'} on a single source" if single else ""
            sentences.append(f"They make {lines}: {words}{rest}.")
        if not total and self.kind in {"Practice", "EquityGoal", "StudentGroup"}:
            sentences.append(
                f"No claim about this {KINDS[self.kind].one} is in this graph: nothing is known here, which is not the "
                "same as no effect."
            )
        inferred = sum(edge["mapping"] == "inferred" for *_, edge in self.relations)
        if inferred:
            are = "is" if inferred == 1 else "are"
            sentences.append(f"{inferred} of its {len(self.relations)} other links {are} our reading (inferred).")
        return sentences

    def _findings(self) -> dict[str, Any]:
        listed: dict[str, list[dict[str, Any]]] = {}
        for iri in self.about.claims:
            listed.setdefault(self.records[iri]["direction"], []).append(self._statement(iri))
        directions: list[dict[str, Any]] = [
            {"slug": slug, "words": direction_words(slug), "count": count, "claims": listed.get(slug, [])}
            for slug, count in self.about.tally.items()
        ]
        return {
            "total": sum(self.about.tally.values()),
            "shown": sum(len(one["claims"]) for one in directions),
            "directions": directions,
        }

    def _lines(self) -> list[dict[str, Any]]:
        lines = [
            {
                "practice": self._named(subject),
                "goal": self._named(object_),
                "verdict": edge["verdict"],
                "strength": edge["strength"],
                "how_sure": edge["grade"]["how_sure"],
                "reason": edge["grade"]["reason"],
                "claims": edge["claims"],
                "sources": edge["judging_count"],
                "counts": {slug: edge["counts"][slug] for slug in DIRECTIONS if edge["counts"].get(slug)},
            }
            for subject, object_, edge in self.evidence
        ]
        return sorted(lines, key=_line_order)

    def _statement(self, iri: str) -> dict[str, Any]:
        record = self.records[iri]
        told = statement_of(record, self.references)
        ends = {"practice": record["subject"], "goal": record["object"]} if record["type"] == "claim" else {}
        named = {
            name: self._named(end, record["subject_label" if name == "practice" else "object_label"])
            for name, end in ends.items()
            if end
        }
        return {
            "iri": "" if record["type"] == "triple" else iri,
            "is_claim": told.is_claim,
            "sentence": told.sentence,
            "direction": told.direction,
            "direction_words": direction_words(told.direction),
            **named,
            "group": self._named(record["group"], record["group_label"]) if record["group"] else None,
            "facts": [list(pair) for pair in told.facts if pair[0] != "Students"],
            "source": told.reference.number if told.reference else None,
            "locator": told.locator,
            "check": told.check,
            "notes": list(told.notes),
        }

    # --- what it is linked to ---------------------------------------------------------------

    def _links(self) -> list[dict[str, Any]]:
        """Return the other ends by kind, each with every way in which it is linked."""
        found: dict[str, dict[str, Any]] = {}
        for subject, object_, edge in self.relations:
            other = object_ if subject == self.about.iri else subject
            is_own = self.about.iri in (subject, object_)
            kind = self.about.network.nodes[other]["kind"] if is_own else ""
            ends = {} if is_own else {"subject": self._named(subject), "object": self._named(object_)}
            entry = {
                "other": self._named(other) if is_own else None,
                **ends,
                "relation": edge["label"],
                "outgoing": subject == self.about.iri,
                "mapping": MAPPINGS.get(edge["mapping"], ""),
                "findings": self._studied(edge) if edge["iri"] == STUDIED else None,
                "statements": [] if edge["iri"] == STUDIED else [self._statement(one) for one in edge["statements"]],
            }
            group = found.setdefault(kind, {"kind": kind, "title": _title(kind), "items": []})
            group["items"].append(entry)
        for group in found.values():
            group["items"].sort(key=_link_order)
        return sorted(found.values(), key=lambda group: _kind_order(group["kind"]))

    def _studied(self, edge: Mapping[str, Any]) -> dict[str, int]:
        counts = Counter(self.records[one]["direction"] for one in edge["statements"])
        return {direction_words(slug): counts[slug] for slug in DIRECTIONS if counts[slug]}

    def _uses(self) -> list[dict[str, Any]]:
        return [
            {
                "property": use.property,
                "label": use.label,
                "total": use.total,
                "things": [{"iri": iri, "label": label, "kind": kind} for iri, label, kind in use.things],
            }
            for use in self.about.uses
        ]

    # --- small parts ------------------------------------------------------------------------

    def _named(self, iri: str, label: str = "") -> dict[str, str]:
        node = self.about.network.nodes.get(iri)
        if node is not None:
            return {"iri": iri, "label": str(node["label"]), "kind": str(node["kind"])}
        return {"iri": iri, "label": label, "kind": kind_of(set())}

    def _numbers(self, iris: Iterable[str]) -> list[int]:
        return [self.references[iri].number for iri in iris if iri in self.references]


def _title(kind: str) -> str:
    return sentence_case(KINDS[kind].many) if kind else "Links that rest on it"


def _line_order(line: Mapping[str, Any]) -> tuple[Any, ...]:
    verdict = line["verdict"]
    place = VERDICT_ORDER.index(verdict) if verdict in VERDICT_ORDER else len(VERDICT_ORDER)
    return (place, -line["claims"], line["practice"]["label"], line["goal"]["label"])


def _link_order(entry: Mapping[str, Any]) -> Sequence[str]:
    ends = [entry["other"]] if entry["other"] else [entry["subject"], entry["object"]]
    return (entry["relation"], *(end["label"].casefold() for end in ends), *(end["iri"] for end in ends))


def _kind_order(kind: str) -> tuple[int, str]:
    return (LINK_ORDER.index(kind) if kind in LINK_ORDER else len(LINK_ORDER), kind)
