"""The facets of a picture: what can tell its lines apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["FACETS"]

# Every facet with the words for it, in the order in which they are shown.
FACETS: Final[Mapping[str, str]] = {
    "kind": "Kind",
    "relation": "Relation",
    "category": "Category",
    "verdict": "Verdict of the line",
    "how-sure": "How sure",
    "direction": "Has a finding that is",
    "design": "Has a study design",
    "group": "Has a claim about",
    "state": "State or jurisdiction",
    "mapping": "Who says so",
}
