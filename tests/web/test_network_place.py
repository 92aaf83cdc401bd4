"""Where one is in the workspace, and the addresses that lead on."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from equigraph.graph.selection import Selection, Step
from equigraph.web.network_place import SHOWS, Place

LOOPING = "https://w3id.org/equigraph/id/practice/looping"
HERE = Place(Selection(view="policies", parameters={"state": "vermont"}, keep={"kind": ("Policy",)}), "table", "/eq")


def pairs_at(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query, strict_parsing=True)


def test_an_address_has_the_prefix_and_what_is_shown() -> None:
    assert "/eq/network?view=policies&state=vermont&keep.kind=Policy&show=table" == HERE.to()
    assert "/eq/network?view=policies&state=vermont&keep.kind=Policy" == HERE.to(show="graph")
    assert "/eq/network" == Place(Selection(), prefix="/eq").to()


def test_an_address_says_more_to_another_page() -> None:
    address = Place(Selection(view="policies")).to(path="/network/thing", more=[("act.on", "practice:looping")])

    assert "/network/thing?view=policies&act.on=practice:looping" == address


def test_a_form_carries_along_all_but_what_it_asks_for() -> None:
    assert [("view", "policies"), ("state", "vermont"), ("show", "table")] == HERE.rest("keep.")
    assert [("state", "vermont"), ("keep.kind", "Policy")] == HERE.rest("view", "show")


def test_a_step_is_added() -> None:
    place = Place(Selection(view="policies"))

    assert [("view", "policies"), ("do", "hide~practice:looping")] == pairs_at(place.after(Step("hide", (LOOPING,))))


def test_a_thing_that_is_moved_again_is_moved_once() -> None:
    pin = Step("pin", (LOOPING,), place=(10, 20))
    place = Place(Selection(view="policies", steps=(pin,)))

    again = Step("pin", (LOOPING,), place=(30, 40))
    other = Step("pin", ("https://w3id.org/equigraph/id/goal/attendance",), place=(30, 40))
    assert ["pin~practice:looping~30~40"] == [value for name, value in pairs_at(place.after(again)) if name == "do"]
    assert 2 == len([name for name, _ in pairs_at(place.after(other)) if name == "do"])


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    st.sampled_from(sorted(SHOWS)),
)
def test_an_address_leads_back_to_its_place(note: str, show: str) -> None:
    selection = replace(Selection(view="policies"), notes={LOOPING: note})

    pairs = pairs_at(Place(selection, show).to())

    assert selection == Selection.read(pairs)
    assert show == dict(pairs).get("show", "graph")
