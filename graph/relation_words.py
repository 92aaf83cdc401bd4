"""What a line says lies between its ends: the name of its predicate, but of evidence only that it is evidence.

The predicate of a bundle of claims is called "advances": beside null and negative findings that would say what they
deny, so whatever people read says "evidence on", which holds for every verdict. What programs read keeps the predicate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from equigraph.graph.describe import iri_label
from equigraph.graph.rows import ADVANCES

__all__ = ["EVIDENCE_ON", "relation_words", "relations_beneath"]

EVIDENCE_ON: Final = "evidence on"
BUNDLES: Final = iri_label(ADVANCES)  # what the predicate of a bundle is called, with our ontology and without


def relation_words(edge: Mapping[str, Any]) -> str:
    """Return what a line says lies between its ends.

    Args:
        edge: Its attributes.

    Example:
        >>> relation_words({"kind": "evidence", "label": "advances", "verdict": "negative"})
        'evidence on'
        >>> relation_words({"kind": "relation", "label": "funds"}), relation_words({})
        ('funds', 'related to')
    """
    if edge.get("kind") == "evidence" or (edge.get("verdicts") and edge.get("iri") == ADVANCES):
        return EVIDENCE_ON
    return ", ".join(relations_beneath(edge)) if edge.get("verdicts") else str(edge.get("label") or "related to")


def relations_beneath(edge: Mapping[str, Any]) -> dict[str, int]:
    """Return the lines that a line bundles by what they say, itself if it bundles none.

    Example:
        >>> relations_beneath({"relations": {"advances": 3, "funds": 1}, "verdicts": {"mixed": 3}, "lines": 4})
        {'evidence on': 3, 'funds': 1}
    """
    beneath: Mapping[str, int] = edge.get("relations") or {str(edge.get("label") or "related to"): 1}
    if not edge.get("verdicts"):
        return dict(beneath)
    alone = len(beneath) == 1 and edge.get("iri") == ADVANCES
    return {EVIDENCE_ON if alone or name == BUNDLES else name: number for name, number in beneath.items()}
