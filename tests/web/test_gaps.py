"""The gap map, live: choices in the address, the numbers of the map, and the map as files."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from equigraph.exporters.gap_formats import GAP_EXPORTERS
from equigraph.exporters.gap_json import gap_data
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.gaps import FIRST_ROWS


def test_the_twin_is_the_map(tiny_client: TestClient, tiny_graph: KnowledgeGraph) -> None:
    assert gap_data(tiny_graph.gaps(group="learners")) == tiny_client.get("/gaps.json?group=learners").json()


def test_the_page_holds_the_map_and_its_choices(tiny_client: TestClient) -> None:
    page = tiny_client.get("/gaps?rows=category&group=learners&group=newcomers&no-inferred=true").text

    assert '<div class="gaps rows-category">' in page
    assert '<option value="category" selected>' in page
    assert 2 == page.count('value="group:learners" selected') + page.count('value="group:newcomers" selected')
    assert 'name="no-inferred" value="true" checked' in page
    assert "equigraph gaps --group" not in page  # commands are links here
    assert 'id="map-data"' in page


def test_a_cell_leads_to_its_network(tiny_client: TestClient) -> None:
    page = tiny_client.get("/gaps").text

    assert "/network?view=practices-to-goals&amp;practice=practice%3Alooping&amp;goal=goal%3Adiscipline" in page


@pytest.mark.parametrize("suffix", [".csv", ".svg", ".pptx", ".html"])
def test_the_map_can_be_taken_away(tiny_client: TestClient, suffix: str) -> None:
    answer = tiny_client.get(f"/gaps/download{suffix}?group=learners")

    assert GAP_EXPORTERS[suffix].media_type == answer.headers["content-type"].split(";")[0]
    assert len(answer.content) > 100


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/gaps?rows=nope", 400),
        ("/gaps?rows=practice&rows=category", 400),
        ("/gaps?exact=perhaps", 400),
        ("/gaps?group=true", 404),
        ("/gaps?group=nope", 404),
        ("/gaps?nope=1", 400),
        ("/gaps?max-rows=0", 400),
        ("/gaps?max-rows=1000", 400),
        ("/gaps?max-rows=1", 200),
        ("/gaps?category=nope", 404),
        ("/gaps?category=support", 200),
        ("/gaps/download.exe", 400),
        ("/gaps/download.csv?option.nope=1", 400),
    ],
)
def test_what_cannot_be_asked_is_told(tiny_client: TestClient, address: str, status: int) -> None:
    assert status == tiny_client.get(address).status_code


def test_the_first_rows_are_shown_and_the_rest_is_one_link_away(client: TestClient) -> None:
    page = client.get("/gaps").text

    assert f"<strong>{FIRST_ROWS} of 64 rows shown</strong>" in page
    assert '<a href="/gaps?max-rows=64">All 64 rows</a>' in page
    assert "--max-rows" not in page
    assert 'href="/gaps/download.csv"' in page  # which has all rows


@pytest.mark.slow
def test_all_rows_are_shown_when_asked_for(client: TestClient) -> None:
    page = client.get("/gaps?max-rows=64").text

    assert "rows shown</strong>" not in page
    assert '<input type="hidden" name="max-rows" value="64">' in page
