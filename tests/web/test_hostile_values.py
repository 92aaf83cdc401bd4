"""Values that would like to be code: in every parameter of every page, in paths, and in the labels of a graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from explorer_pages import PAGES, PARAMETERS, held
from starlette.testclient import TestClient

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.app import create_app

ADDRESS = "http://127.0.0.1:8021"
PRODUCT = "8641969"  # what {{1234567*7}} is, where a template would read it
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>"
VALUES = {
    "markup": MARKUP,
    "template": "{{1234567*7}}{% raw %}${1234567*7}#{1234567*7}{#",
    "header": "a\r\nX-Told: yes\r\n\r\n<script>alert(1)</script>",
    "address": "javascript:alert(1)//",
    "elsewhere": "//evil.example/\\@evil.example",
    "SPARQL": '" } . ?s ?p ?o } ; DROP ALL ; SERVICE <http://evil.example/> { #',
    "odd letters": "\0\x01\x7f\ud800\u202e\ufffe\U0001f9ea".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "path": "../../../../etc/passwd\0.html",
    "long": "a" * 8000,
}


def assert_harmless(answer) -> None:
    """Nothing in this answer runs, loads or leads where it should not."""
    assert answer.status_code in {200, 300, 303, 400, 404, 406}, answer.text[:300]
    assert "x-told" not in answer.headers
    assert PRODUCT not in answer.text
    if answer.headers.get("content-type", "").startswith("text/html"):
        found = held(answer.text)
        assert [] == found.scripts
        assert [] == found.handlers
        assert [] == found.styles
        assert found.schemes <= {"http", "https", "mailto", "data"}
        assert [] == [name for name in found.loaded if not name.startswith(("/static/", "data:,"))]


@pytest.fixture(scope="module")
def hostile(tiny_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the explorer of a graph whose every text is hostile."""
    text = tiny_file.read_text("utf-8")
    told = MARKUP.replace('"', r"\"") + VALUES["template"]
    for label in (
        "Tutoring",
        "Looping",
        "Academic achievement",
        "English Learners",
        "One tutor, few students.",
        "p. 3",
    ):
        text = text.replace(f'"{label}"', f'"{told} {label}"')
    text = text.replace('"Scores rose."', f'"{told}"').replace('"Tutoring works, mostly"', f'"{told}"')
    path = tmp_path_factory.mktemp("hostile") / "hostile.ttl"
    path.write_text(text, encoding="utf-8")
    with (
        KnowledgeGraph.open(str(path)) as graph,
        TestClient(create_app(graph), ADDRESS, follow_redirects=False) as client,
    ):
        yield client


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize(("path", "name"), PARAMETERS)
def test_no_parameter_becomes_code(client: TestClient, path: str, name: str, value: str) -> None:
    address = f"{path}{'&' if '?' in path else '?'}{name}={quote(value, safe='')}"
    assert_harmless(client.get(address, headers={"accept": "text/html"}))


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("path", ["/", "/id/practice/", "/questions/", "/static/", "/network/download."])
def test_no_path_becomes_code(client: TestClient, path: str, value: str) -> None:
    assert_harmless(client.get(path + quote(value, safe="")))


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_no_name_of_a_parameter_becomes_code(client: TestClient, address: str) -> None:
    assert_harmless(client.get(f"{address}{'&' if '?' in address else '?'}{quote(MARKUP)}={quote(MARKUP)}"))


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_nothing_on_a_page_is_inline_or_from_elsewhere(client: TestClient, address: str) -> None:
    answer = client.get(address, headers={"accept": "text/html"})
    ids = held(answer.text).ids

    assert_harmless(answer)
    assert [] == [name for name in set(ids) if ids.count(name) > 1]


@pytest.mark.parametrize(
    "path",
    [
        "/", "/practices", "/goals", "/groups", "/policies", "/sources", "/questions", "/search?q=tutoring",
        "/id/practice/tutoring", "/id/goal/achievement", "/id/source/one", "/id/group/learners", "/id/claim/a",
        "/questions/practices-for-goal?goal=achievement",
    ],
)  # fmt: skip
def test_no_label_of_a_graph_becomes_code(hostile: TestClient, path: str) -> None:
    assert_harmless(hostile.get(path))


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static/%2e%2e%2fapp.py",
        "/static/..%5capp.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/style.css%00.js",
        "/static/style.css/",
        "/static/STYLE.CSS",
        "/static/",
        "/static",
        "/%2e%2e/%2e%2e/etc/passwd",
    ],
)
def test_no_path_leaves_the_table_of_files(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Starlette" not in answer.text


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_no_page_says_under_which_name_it_was_asked_for(client: TestClient, address: str) -> None:
    answer = client.get(address, headers={"host": "localhost:54399", "x-forwarded-host": "evil.example"})

    assert "localhost" not in answer.text
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_asking_changes_nothing(
    client: TestClient, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = [re.sub(r"[\d.]+ (milli)?seconds?|\"seconds\": ?[\d.]+", "", client.get(address).text) for _ in range(2)]

    assert told[0] == told[1]
    assert [] == list(tmp_path.iterdir())
