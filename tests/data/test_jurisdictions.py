"""The join table of jurisdictions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from equigraph.data.jurisdictions import JurisdictionTable
from equigraph.errors import TableError

TABLE = JurisdictionTable.read()
STATES = 50


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        (["organization:vermont"], "Vermont"),
        (["organization:vermont"], "VT"),
        (["jurisdiction:district-of-columbia", "organization:maryland"], "DC; MD"),
        (["jurisdiction:united-states"], "United States"),
        ([], "multi"),
        (["jurisdiction:states-and-district-of-columbia"], "50 states and District of Columbia"),
    ],
    ids=["name", "code", "two", "nation", "several", "compact"],
)
def test_what_is_written_joins(expected: list[str], written: str) -> None:
    """By the table alone."""
    reasons: list[str] = []

    assert expected == [place.target for place in TABLE.find(written, reasons)]
    assert [] == reasons


@pytest.mark.parametrize("written", ["vermont", "V T", "US", "Puerto Rico", ""])
def test_nothing_is_guessed(written: str) -> None:
    """What is not in the table joins nothing, and that is said."""
    reasons: list[str] = []

    assert TABLE.find(written, reasons) == []
    assert len(reasons) == 1


def test_the_table_is_complete_and_has_nothing_twice() -> None:
    """Fifty states and the District, each with its own code and target."""
    coded = [place for place in TABLE if place.postal_code]
    written = Counter(word for place in TABLE for word in (place.name, place.postal_code, place.target) if word)

    assert len(coded) == STATES + 1
    assert [word for word, count in written.items() if count > 1] == []


def test_another_table_must_have_the_columns(tmp_path: Path) -> None:
    """Else it is no such table."""
    path = tmp_path / "places.csv"
    path.write_text("name\nVermont\n", encoding="utf-8")

    with pytest.raises(TableError, match="postal_code"):
        JurisdictionTable.read(path)
