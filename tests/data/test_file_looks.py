"""What a file looks like is only ever said; what it may well be is never said to be something else."""

from __future__ import annotations

import time

import pytest
from pyoxigraph import RdfFormat

from equigraph.data.bundle import bundled_files
from equigraph.data.file_looks import HEAD_BYTES, binary_look, text_look

TRIPLE = b'<http://example.org/x> <http://example.org/p> "a . b"@en'
TEXTS = {
    "web page": (b"<!-- a -->\n<!doctype HTML>\n<html>", "a web page (HTML)"),
    "XHTML": (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "a web page (HTML)"),
    "XML": (b"\xef\xbb\xbf<?xml version='1.0'?>\n<a/>", "RDF/XML or other XML"),
    "RDF/XML": (b"<rdf:RDF xmlns:rdf='x'>", "RDF/XML or other XML"),
    "JSON": (b'\n{ "@id": "a" }', "JSON"),
    "JSON array": (b'[\n{"@id": "a"}]', "JSON"),
    "N-Triples": (b"# words\n\n" + TRIPLE + b" .", "N-Triples"),
    "N-Triples with blank nodes": (b"_:a <http://example.org/p> _:b .", "N-Triples"),
    "N-Quads": (TRIPLE + b" <http://example.org/g> .", "N-Quads"),
    "TriG": (b"@prefix a: <http://a/> .\na:g { a:x a:p 1 }", "TriG"),
    "TriG with GRAPH": (b"prefix a: <http://a/>\nGRAPH <http://a/g> {}", "TriG"),
    "Turtle": (b"@prefix a: <http://a/> .\na:x a:p [ a:q 1 ] .", "Turtle or TriG"),
    "SPARQL style": (b"# words\nPREFIX a: <http://a/>", "Turtle or TriG"),
    "CSV": (b"id,full name,\"n\"\r\n1,'a',2\r\n", "a table (CSV)"),
    "tabs": (b"id\tname\n", "a table (CSV)"),
    "words": (b"Dear all, see <http://a>.", ""),
    "nothing": (b"", ""),
}


@pytest.mark.parametrize(("head", "look"), TEXTS.values(), ids=TEXTS)
def test_texts(head: bytes, look: str) -> None:
    assert look == text_look(head)


LINES = {"N-Triples", "N-Triples with blank nodes"}
TURTLE = {"Turtle", "SPARQL style"}


@pytest.mark.parametrize(
    ("expected", "names"),
    [
        (RdfFormat.RDF_XML, {"XML", "RDF/XML"}),
        (RdfFormat.JSON_LD, {"JSON", "JSON array"}),
        (RdfFormat.N_TRIPLES, LINES),
        (RdfFormat.N_QUADS, LINES | {"N-Quads"}),
        (RdfFormat.TURTLE, LINES | TURTLE),
        (RdfFormat.TRIG, LINES | TURTLE | {"N-Quads", "TriG", "TriG with GRAPH"}),
    ],
)
def test_what_it_may_be(expected: RdfFormat, names: set[str]) -> None:
    """A format looks like itself and like those that are a part of it."""
    assert names == {name for name, (head, look) in TEXTS.items() if look and not text_look(head, expected)}


@pytest.mark.parametrize("path", bundled_files(), ids=lambda path: path.name)
def test_the_bundled_files(path) -> None:
    assert "" == text_look(path.read_bytes(), RdfFormat.TURTLE)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"\x1f\x8b\x08", "gzip"),
        (b"PK\x03\x04\x14", "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1", "old Excel"),
        (b"BZh91AY", "bzip2"),
        (b"\xfd7zXZ\x00", "xz"),
        (b"\x28\xb5\x2f\xfd\x04", "Zstandard"),
        (b"7z\xbc\xaf\x27", "7z"),
        (b"%PDF-1.7", "PDF"),
        (b"SQLite format 3\x00", "SQLite"),
    ],
)
def test_binaries(head: bytes, words: str) -> None:
    assert words in binary_look(head)
    assert "" == binary_look(head[1:])


@pytest.mark.parametrize(
    "part",
    [
        b"<!---->",
        b"<!-- ",
        b"\n",
        b"# a\n",
        b" ",
        b"a,",
        b'"',
        b'"\\',
        b"<a> ",
        b"_:a ",
        b"a:b ",
        b"<?xml ",
        b"[",
        b"a:",
    ],
)
def test_nothing_takes_long(part: bytes) -> None:
    """Text made to lead a pattern astray."""
    head = (part * HEAD_BYTES)[:HEAD_BYTES]
    began = time.process_time()
    for end in (b"", b"\x00", b"x"):
        text_look(head[: -len(end) or None] + end)

    assert time.process_time() - began < 1
