"""The bibliography of a view: exactly the sources behind it, as CSL items with keys, for every format of references.

Items come from :func:`equigraph.data.citations.csl_item`, of which the citations in the data are made too, so that a
reference manager and a page of ours say the same. A key is the last part of the source's IRI, and so the same in every
view; a source of somebody else's data gets the start of a hash of its IRI behind it, so that no two share a key.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from equigraph.data.citations import Item, csl_item
from equigraph.exporters.evidence import safe_link
from equigraph.graph.labels import clean
from equigraph.ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    from equigraph.graph.network import Network

__all__ = ["REPORTS", "Entry", "entries"]

# Kinds of document that reference managers call a report; what is none of these and has no type of its own is "other".
REPORTS: Final = frozenset(
    {
        "brief", "case study", "fact sheet", "guidance", "guide", "handbook", "intervention report", "issue focus",
        "plan", "policy brief", "practice guide", "program review", "report", "report appendix", "research brief",
        "research review", "research summary", "review", "study review", "systematic review", "working paper",
    }
)  # fmt: skip
DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
LONGEST_KEY: Final = 40  # characters, without the hash
HASH_LENGTH: Final = 8


@dataclass(frozen=True)
class Entry:
    """One source.

    Attributes:
        key: Letters, digits and hyphens; no other source has it.
        record: What the network keeps of it.
        item: The CSL item, without an id.
    """

    key: str
    record: Mapping[str, Any]
    item: Item

    @property
    def is_report(self) -> bool:
        """Whether reference managers would call it a report."""
        return self.text("type").casefold() in REPORTS

    def text(self, name: str) -> str:
        """Return a part of the record on one line; "" where there is none."""
        return clean(str(self.record.get(name) or ""))


def entries(network: Network) -> list[Entry]:
    """Return the sources behind a network, in the order of a bibliography.

    Example:
        >>> import networkx as nx
        >>> sources = {"http://example.org/Doe%202020": {"citation": "Doe (2020).", "year": "2020-05"}}
        >>> [(one.key, one.item["issued"]) for one in entries(nx.MultiDiGraph(sources=sources))]
        [('doe-202020-2700e4c9', {'date-parts': [[2020, 5]]})]
    """
    records: Mapping[str, Mapping[str, Any]] = network.graph.get("sources", {})
    ordered = sorted(records, key=lambda iri: (str(records[iri].get("citation", "")).casefold(), iri))
    return [Entry(_key(iri), {"iri": iri, **records[iri]}, _item(iri, records[iri])) for iri in ordered]


def _key(iri: str) -> str:
    own = iri.removeprefix(PREFIXES["source"])
    if own != iri and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", own):
        return own
    last = re.split(r"[/#:]", iri.rstrip("/#:"))[-1]
    slug = re.sub(r"[^a-z0-9]+", "-", last.lower())[:LONGEST_KEY].strip("-") or "source"
    return f"{slug}-{hashlib.sha256(iri.encode('utf-8', 'surrogatepass')).hexdigest()[:HASH_LENGTH]}"


def _item(iri: str, record: Mapping[str, Any]) -> Item:
    """Return the CSL item of a source; data of somebody else's may lack a title, or date it to the day."""
    parts = {name: clean(str(record.get(name) or "")) for name in ("authors", "publisher", "doi", "eric")}
    title = next(filter(None, (clean(str(record.get(name) or "")) for name in ("title", "citation"))), iri)
    link = safe_link(str(record.get("address", record.get("url")) or ""))
    source_type = clean(str(record.get("type") or ""))
    item = csl_item(**parts, title=_plain(title), year="", source_type=source_type, url=link)
    return item | _issued(clean(str(record.get("year") or "")))


def _plain(title: str) -> str:
    """Keep a title of markup alone from becoming no title at all."""
    return title if re.sub(r"<[^<>]*>", "", title).strip() else repr(title)


def _issued(year: str) -> Item:
    if not year:
        return {}
    if found := DATE.fullmatch(year):
        return {"issued": {"date-parts": [[int(part) for part in found.groups() if part]]}}
    return {"issued": {"literal": year}}
