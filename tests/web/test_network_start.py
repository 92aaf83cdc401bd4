"""Where a picture begins."""

from __future__ import annotations

from starlette.testclient import TestClient


def test_a_view_is_begun_as_one_looked_before(tiny_client: TestClient) -> None:
    found = tiny_client.get("/network.json", params={"show": "table"}).json()["views"][0]

    assert "/network?view=practices-to-goals&show=table" == found["address"]
    assert "/network/about?view=practices-to-goals&show=table" == found["choose"]
