"""Snapshots: nothing is lost, nothing else gets in, and every change of a file is seen."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import equigraph
from equigraph.errors import EquigraphError, SnapshotError, UnknownNameError
from equigraph.exporters.formats import EXPORTERS
from equigraph.exporters.snapshot import describe_snapshot
from equigraph.graph import snapshot as module
from equigraph.graph.frozen import freeze
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.profile import Profile
from equigraph.graph.recipe import RECIPE
from equigraph.graph.snapshot import Snapshot, read_snapshot, take

OLDER = Path(__file__).parent / "snapshots" / "older.snapshot"
CREATED = "2026-11-24T12:00:00+00:00"


@pytest.fixture(scope="module")
def whole(bundled_graph: KnowledgeGraph) -> Snapshot:
    return take(bundled_graph, "practice", {"practice": "looping"}, author="Ann Ümläut", created=CREATED)


@pytest.fixture(scope="module")
def data(whole: Snapshot) -> bytes:
    return whole.to_text().encode()


def digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def sealed(document: dict[str, Any]) -> bytes:
    """A file with digests that are right, whatever it holds: what somebody who means harm can make."""
    document = json.loads(json.dumps(document))
    document["digest"] = digest({"recipe": document["recipe"], "network": document["network"]})
    manifest = {name: value for name, value in document["manifest"].items() if name != "digest"}
    document["manifest"] = {**manifest, "digest": digest(manifest)}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


# --- what a snapshot holds ------------------------------------------------------------------


def test_recipe_says_how_to_make_it_again(whole: Snapshot, bundled_graph: KnowledgeGraph) -> None:
    recipe = whole.recipe
    practice = "https://w3id.org/equigraph/id/practice/looping"

    assert list(RECIPE) == list(recipe)
    assert {"practice": practice, "max-nodes": 300} == recipe["arguments"]
    assert {"practice": "Looping"} == recipe["parameters"]
    assert bundled_graph.views()["practice"].text == recipe["query"]
    assert ("Ann Ümläut", "CC BY 4.0") == (recipe["author"], recipe["licence"])
    assert whole.network.graph["data_digest"] == recipe["data_digest"]
    assert ("2026.11.23", "2026-11-23") == (recipe["data_version"], recipe["data_date"])
    assert ("0.1.0", "1", equigraph.__version__) == tuple(
        recipe[name] for name in ("ontology_version", "grading_version", "tool_version")
    )
    assert {"name": "layered", "seed": None, "moved_by_hand": False} == recipe["layout"]
    assert {"created": CREATED, "tool": f"equigraph {equigraph.__version__}"} == whole.manifest


def test_a_profile_is_part_of_the_recipe(bundled_graph: KnowledgeGraph) -> None:
    graph = KnowledgeGraph(bundled_graph.store, profile=Profile("ours.toml", {"groups": ("english-learners",)}))
    found = read_snapshot(take(graph, "practice", {"practice": "looping"}).to_text().encode())

    assert {"name": "ours.toml", "wanted": {"groups": ["english-learners"]}} == found.recipe["profile"]


def test_things_may_be_moved_before_it_is_taken(bundled_graph: KnowledgeGraph) -> None:
    def arrange(network: Any) -> None:
        for _, node in network.nodes(data=True):
            node["x"] += 1.0

    moved = take(bundled_graph, "practice", {"practice": "looping"}, arrange=arrange)
    plain = take(bundled_graph, "practice", {"practice": "looping"})

    assert moved.recipe["layout"]["moved_by_hand"]
    assert {1.0} == {moved.network.nodes[iri]["x"] - node["x"] for iri, node in plain.network.nodes(data=True)}


def test_it_does_not_follow_its_network(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("practice", practice="looping")
    snapshot = Snapshot.of(network, RECIPE)
    text = snapshot.to_text()
    network.graph["summary"].append("Something else.")

    assert text == snapshot.to_text()


def test_unknown_views_are_told(bundled_graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match=r'no view "practise".*did you mean "practice"'):
        take(bundled_graph, "practise")


# --- round trips ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "chosen"),
    [
        ("practice", {"practice": "looping"}),
        ("practices-to-goals", {"by": "category"}),
        ("organizations", {"by": "community"}),
        ("practices-to-goals", {"practice": "learner-profiles", "direction": "negative"}),  # nothing
    ],
)
def test_read_back_it_is_the_same(bundled_graph: KnowledgeGraph, view, chosen) -> None:
    first = take(bundled_graph, view, chosen)
    text = first.to_text()
    back = read_snapshot(text.encode())

    assert text == back.to_text()
    assert (first.digest, first.recipe, first.manifest) == (back.digest, back.recipe, back.manifest)
    assert freeze(first.network) == freeze(back.network)
    assert frozenset() == back.filled


def test_the_digest_is_that_of_recipe_and_network(data: bytes) -> None:
    document = json.loads(data)

    assert document["digest"] == digest({"recipe": document["recipe"], "network": document["network"]})
    assert ["format", "version", "manifest", "recipe", "network", "digest"] == list(document)


def test_the_time_is_outside_the_digest(whole: Snapshot) -> None:
    first, now, again = (Snapshot.of(whole.network, whole.recipe, created) for created in (CREATED, "", CREATED))

    assert first.digest == now.digest
    assert first.manifest["created"] != now.manifest["created"]
    assert first.to_text() != now.to_text()
    assert first.to_text() == again.to_text()


PROGRAM = f"""
import sys
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.snapshot import take
with KnowledgeGraph.open() as graph:
    sys.stdout.buffer.write(take(graph, "practice", {{"practice": "looping"}}, author="Ann Ümläut", created="{CREATED}").to_text().encode())
"""


def test_another_process_writes_the_same_bytes(data: bytes) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "1234"}
    out = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, check=True).stdout

    assert data == out


def test_a_file_is_read_like_its_bytes(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.snapshot"
    path.write_bytes(data)

    assert read_snapshot(data).to_text() == read_snapshot(path).to_text() == read_snapshot(str(path)).to_text()


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_every_exporter_takes_its_network(whole: Snapshot, data: bytes, suffix, tmp_path: Path) -> None:
    files = []
    for name, one in (("a", whole), ("b", read_snapshot(data))):
        path = tmp_path / f"{name}{suffix}"
        EXPORTERS[suffix].write(one.network, path)
        files.append(path.read_bytes())

    assert files[0] == files[1]


# --- damage ---------------------------------------------------------------------------------


def flips(length: int) -> list[int]:
    return sorted({*range(0, 420, 3), *random.Random(7).sample(range(length), 120), *range(length - 90, length, 2)})


def is_refused(data: bytes) -> bool:
    try:
        read_snapshot(data)
    except SnapshotError:
        return True
    return False


def test_one_byte_anywhere_is_seen(data: bytes) -> None:
    taken = []
    for place in flips(len(data)):
        damaged = bytearray(data)
        damaged[place] ^= 1 << random.Random(place).randrange(8)
        if not is_refused(bytes(damaged)):
            taken.append(place)

    assert [] == taken


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_byte_may_become_any_other(data: bytes, chosen: st.DataObject) -> None:
    place = chosen.draw(st.integers(0, len(data) - 1))
    value = chosen.draw(st.integers(0, 255).filter(lambda value: value != data[place]))
    damaged = bytearray(data)
    damaged[place] = value

    assert is_refused(bytes(damaged))


# What is done to the text of a file, and what is said then.
DAMAGE: dict[str, tuple[str, Any]] = {
    "cut in the middle": ("its end is missing", lambda text: text[: len(text) // 2]),
    "cut at the end": ("its end is missing", lambda text: text[:-2]),
    "without the last line feed": ("is written differently", lambda text: text[:-1]),
    "empty": ("is no JSON", lambda _: ""),
    "more at the end": ("is not its own", lambda text: text + "{}"),
    "a space more": ("is written differently", lambda text: text.replace('": ', '":  ', 1)),
    "a line feed more": ("is written differently", lambda text: text + "\n"),
    "windows line ends": ("is written differently", lambda text: text.replace("\n", "\r\n")),
    "a byte order mark": ("is no JSON", lambda text: "\ufeff" + text),
    "another label": ("no longer has the digest", lambda text: text.replace('"label": "Looping"', '"label": "Hooping"')),
    "another verdict": ("no longer has the digest", lambda text: text.replace('"verdict": "negative"', '"verdict": "positive"')),
    "another place": ("no longer has the digest", lambda text: text.replace('"x": ', '"x": 1', 1)),
    "another author": ("its content no longer has the digest", lambda text: text.replace("Ann", "Bob")),
    "another time": ("its manifest no longer has the digest", lambda text: text.replace("2026-11-24T12", "2025-11-24T12")),
    "escaped otherwise": ("is written differently", lambda text: text.replace("Ü", "\\u00dc")),
    "another order": ("no longer has the digest", lambda text: swap(text, '"view"', '"author"')),
    "a name twice": ('holds "format" twice', lambda text: text.replace("{", '{"format": "equigraph snapshot",', 1)),
    "a part less": ('"recipe" is missing', lambda text: text.replace('"recipe": {', '"recipes": {', 1)),
    "a part more": ('"more" does not belong there', lambda text: text.replace('\n "digest"', '\n "more": 1,\n "digest"')),
    "no digest": ('"digest" is not what it should be', lambda text: text[: text.rindex('"digest"')] + '"digest": 1\n}\n'),
    "not a number": ('"NaN", which is no number', lambda text: text.replace('"version": 1', '"version": NaN')),
    "infinite": ("holds a value that no snapshot holds", lambda text: text.replace('"max-nodes": 300', '"max-nodes": 1e999')),
    "endless number": ("is no JSON", lambda text: text.replace('"max-nodes": 300', f'"max-nodes": {"9" * 5000}')),
    "half a character": ("holds a value that no snapshot holds", lambda text: text.replace("Ann", "\\ud800")),
    "version 2": ("its version is 2, of a later program, equigraph 0.1.0; known here: up to version 1",
                  lambda text: text.replace('"version": 1', '"version": 2')),
    "version true": ("its version is no whole number", lambda text: text.replace('"version": 1', '"version": true')),
    "version 0": ("its version is no whole number", lambda text: text.replace('"version": 1', '"version": 0')),
    "another format": ('its format is "zip"', lambda text: text.replace("equigraph snapshot", "zip", 1)),
    "a list": ("holds no JSON object", lambda _: "[]"),
    "another file": ("it names no format", lambda _: "{}"),
    "deep": ("nested too deep", lambda _: "[" * 200_000 + "]" * 200_000),
    "deep objects": ("nested too deep", lambda _: '{"a":' * 200_000 + "1" + "}" * 200_000),
}  # fmt: skip


def swap(text: str, first: str, second: str) -> str:
    return text.replace(first, "@@").replace(second, first).replace("@@", second)


@pytest.mark.parametrize(("reason", "damage"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_told_with_its_reason(data: bytes, reason, damage) -> None:
    text = damage(data.decode())
    assert text != data.decode()

    with pytest.raises(SnapshotError) as told:
        read_snapshot(text.encode("utf-8", "surrogatepass"))
    assert reason in str(told.value)


def test_what_is_no_text_is_told() -> None:
    with pytest.raises(SnapshotError, match="is no JSON"):
        read_snapshot(b"\xff\xfe\x00PK\x03\x04")


def test_files_that_are_not_there_are_told(tmp_path: Path) -> None:
    for name in (tmp_path / "none.snapshot", tmp_path, "a\x00b", "x" * 5000):
        with pytest.raises(SnapshotError) as told:
            read_snapshot(name)
        assert str(name)[:20] in told.value.message


def test_the_file_is_named(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "q3.snapshot"
    path.write_bytes(data[:-1])

    with pytest.raises(SnapshotError) as told:
        read_snapshot(path)
    assert f'"{path}"' == told.value.name
    assert told.value.message.startswith(f'"{path}" cannot be used: it was changed after it was made, or damaged')


def test_a_file_that_is_too_large_is_not_read(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.snapshot"
    path.write_bytes(data)
    monkeypatch.setattr(module, "MOST_BYTES", len(data) - 1)

    with pytest.raises(SnapshotError, match=f"larger than {len(data) - 1:,} bytes"):
        read_snapshot(path)
    monkeypatch.setattr(module, "MOST_BYTES", len(data))
    assert read_snapshot(path)


# --- files made by hand, with digests that are right ----------------------------------------


def test_sealed_as_it_was_it_is_taken(data: bytes) -> None:
    assert data == sealed(json.loads(data))


def edit(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    for step in path[:-1]:
        document = document[step]
    document[path[-1]] = value
    return document


FORGED: list[tuple[tuple[Any, ...], Any]] = [
    (("network", "nodes", 0, "id"), 3),
    (("network", "nodes", 0), {}),
    (("network", "nodes", 0, "attributes"), []),
    (("network", "nodes", 0, "attributes", "iri"), "https://example.org/other"),
    (("network", "nodes", 0, "attributes", "url"), "javascript:alert(1)"),
    (("network", "nodes", 0, "attributes", "x"), "0"),
    (("network", "nodes", 0, "attributes", "width"), 0),
    (("network", "nodes", 0, "attributes", "facts"), [1]),
    (("network", "edges", 0, "end"), "https://example.org/nobody"),
    (("network", "edges", 0, "attributes", "statements"), ["https://example.org/none"]),
    (("network", "edges", 0, "attributes", "drill"), {"view": "v", "parameters": []}),
    (("network", "graph", "sources"), {"https://example.org/s": 1}),
    (("network", "graph", "triples"), ["this is no triple"]),
    (("network", "graph", "summary"), [["a"]]),
    (("network",), {}),
    (("recipe", "view"), None),
    (("recipe", "arguments"), {"practice": [1]}),
    (("recipe", "parameters"), {"practice": 1}),
    (("recipe", "profile"), {"name": "x"}),
    (("recipe", "profile"), {"name": "x", "wanted": {"groups": "x"}}),
    (("recipe", "profile"), {"name": "x", "wanted": {"colour": ["x"]}}),
    (("manifest", "created"), 5),
]


@pytest.mark.parametrize(("path", "value"), FORGED, ids=lambda value: str(value)[:50])
def test_forged_files_are_refused(data: bytes, path, value) -> None:
    document = json.loads(data)
    edit(document, path, value)

    with pytest.raises(SnapshotError, match="the snapshot cannot be used"):
        read_snapshot(sealed(document))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abx", max_size=2), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, down to the last."""
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        found += places(one, (*path, step))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forged")


QUICK = (".svg", ".json", ".graphml", ".ttl", ".html")


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_stands_anywhere_nothing_crashes(folder: Path, chosen: st.DataObject) -> None:
    document = json.loads(OLDER.read_bytes())
    every = [path for path in places(document) if path[0] in {"recipe", "network"}]
    path = chosen.draw(st.sampled_from(every))
    edit(document, path, chosen.draw(JSON))

    try:
        found = read_snapshot(sealed(document))
    except SnapshotError:
        return
    for suffix in QUICK:
        with contextlib.suppress(EquigraphError):
            EXPORTERS[suffix].write(found.network, folder / f"a{suffix}")
    list(describe_snapshot(found))


# --- older and newer ------------------------------------------------------------------------


def test_one_of_an_older_version_opens() -> None:
    found = read_snapshot(OLDER)
    edge = next(data for *_, data in found.network.edges(data=True))

    assert ("0.0.9", "equigraph 0.0.9") == (found.recipe["tool_version"], found.manifest["tool"])
    assert {
        "lines.grade",
        "lines.ours",
        "things.note",
        "things.drill",
        "about.absent",
        "recipe.grading_digest",
    } <= found.filled
    assert ({}, {}, "positive, one source") == (edge["grade"], edge["ours"], edge["strength"])
    assert all("x" in node for _, node in found.network.nodes(data=True))


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_one_of_an_older_version_goes_into_every_format(suffix, tmp_path: Path) -> None:
    path = tmp_path / f"older{suffix}"
    EXPORTERS[suffix].write(read_snapshot(OLDER).network, path)

    assert path.stat().st_size


def test_written_again_an_older_one_holds_all_and_is_whole() -> None:
    text = read_snapshot(OLDER).to_text()

    assert frozenset() == read_snapshot(text.encode()).filled
    assert "equigraph 0.0.9" == read_snapshot(text.encode()).manifest["tool"]


def test_what_a_newer_one_added_is_kept(data: bytes) -> None:
    document = json.loads(data)
    edit(document, ("network", "nodes", 0, "attributes", "colour"), {"of": ["tomorrow", 1.5, None]})
    edit(document, ("recipe", "weather"), "fair")
    edit(document, ("manifest", "mood"), "good")
    file = sealed(document)
    found = read_snapshot(file)

    assert {"of": ["tomorrow", 1.5, None]} == next(iter(found.network.nodes.values()))["colour"]
    assert ("fair", "good") == (found.recipe["weather"], found.manifest["mood"])
    assert file == found.to_text().encode()


def test_a_folder_is_not_called_missing(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="it is a folder"):
        read_snapshot(tmp_path)
