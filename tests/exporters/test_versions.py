"""Versions as rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from equigraph.exporters.versions import describe_version, skipped_notes, version_rows
from equigraph.graph.versions import Version


def version(number: int, names: list[str], **more: Any) -> Version:
    activity = {
        "operation": more.pop("operation", "load --add"),
        "sources": [{"name": name, "bytes": 2048, "sha256": "ab"} for name in names],
        "software": {"softwareVersion": "9.9"},
        **more.pop("activity", {}),
    }
    manifest = {
        "number": number,
        "id": f"urn:uuid:{number}",
        "created": "2026-01-02T03:04:05Z",
        "quads": 1234,
        "graphs": 0,
        "digest": "sha256:cd",
        "activity": activity,
        "files": {"a.sst": {"bytes": 1024}, "b.sst": {"bytes": 512}},
        **more,
    }
    return Version(Path("mine/versions") / str(number), manifest)


@pytest.mark.parametrize(
    ("names", "more", "expected"),
    [
        (["a.ttl"], {}, "a.ttl"),
        (["a.ttl", "b.ttl", "c.ttl"], {}, "a.ttl, b.ttl, c.ttl"),
        (["a.ttl", "b.ttl", "c.ttl", "d.ttl"], {}, "a.ttl and 3 more files"),
        (["b.ttl"], {"revisionOf": "urn:uuid:1"}, "version 1, b.ttl"),
        ([], {"revisionOf": "urn:uuid:0"}, "a version that is no longer here"),
    ],
)
def test_where_a_version_is_from(names: list[str], more: dict[str, str], expected: str) -> None:
    first, second = version(1, ["x.ttl"]), version(2, names, **more)

    assert ("2", "current", "2026-01-02T03:04:05Z", "load --add", expected, "1,234") == tuple(
        list(version_rows([first, second], second))[1]
    )


@pytest.mark.parametrize(
    ("skipped", "expected"),
    [
        ([], []),
        (["readme.md"], ['a.zip: 1 member is no RDF and was not read: "readme.md".']),
        (list("bcdefgh"), ['a.zip: 7 members are no RDF and were not read: "b", "c", "d", "e", "f" and 2 more.']),
    ],
)
def test_what_an_archive_held_besides(skipped: list[str], expected: list[str]) -> None:
    made = version(1, ["a.zip"])
    made.manifest["activity"]["sources"][0]["skipped"] = skipped

    assert expected == list(skipped_notes(made))
    assert expected == [value for name, value in describe_version(made) if name == "not read"]


def test_none_is_current() -> None:
    assert [""] == [row[1] for row in version_rows([version(1, [])], None)]


def test_one_version_in_full() -> None:
    made = version(
        3,
        ["a.ttl"],
        operation="update",
        activity={"graph": "http://example.org/g", "text": "DELETE WHERE { ?s ?p ?o }"},
    )

    assert [
        ("version", "3"),
        ("folder", "mine/versions/3"),
        ("made", "2026-01-02T03:04:05Z, by equigraph 9.9"),
        ("operation", "update"),
        ("into the graph", "http://example.org/g"),
        ("update", "DELETE WHERE { ?s ?p ?o }"),
        ("file", "a.ttl, 2 KiB, sha256 ab"),
        ("made from", "nothing before"),
        ("identifier", "urn:uuid:3"),
        ("triples", "1,234"),
        ("named graphs", "0"),
        ("on disk", "1.5 KiB"),
        ("source digest", "sha256:cd"),
    ] == list(describe_version(made))
