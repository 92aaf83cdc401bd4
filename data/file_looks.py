"""Guess from its first bytes what a file is that is not what its suffix says.

Only for messages: nothing is ever read as what it looks like. The first pattern that fits counts.
"""

from __future__ import annotations

import re

from pyoxigraph import RdfFormat

__all__ = ["GZIP_START", "HEAD_BYTES", "binary_look", "text_look"]

HEAD_BYTES = 4096  # as much of a file as tells what it is
GZIP_START = b"\x1f\x8b"

_BINARY = (
    (GZIP_START, "a file packed with gzip; if so, let its name end in .gz"),
    (b"PK\x03\x04", "a zip archive, or an Excel or Word document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word document"),
    (b"BZh", "a file packed with bzip2; gzip and zip are accepted"),
    (b"\xfd7zXZ", "a file packed with xz; gzip and zip are accepted"),
    (b"\x28\xb5\x2f\xfd", "a file packed with Zstandard; gzip and zip are accepted"),
    (b"7z\xbc\xaf", "a 7z archive; gzip and zip are accepted"),
    (b"%PDF-", "a PDF"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_SPACE = r"\A(?:\s|#[^\n]*\n)*"  # comments too
_IRI = r"<[^<>\s]*>"
_TERM = rf'(?:{_IRI}|_:\S+|"(?:[^"\\\n]|\\.)*"(?:\^\^{_IRI}|@[\w-]+)?)'
_CELL = r'"?[\w .()/-]*"?'
_TEXTS = (
    (r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*(?:<!doctype\s+html|<html)", "a web page (HTML)", ()),
    (r"\A\s*<\?xml|\A\s*<(?:!DOCTYPE|!--)|<rdf:RDF", "RDF/XML or other XML", (RdfFormat.RDF_XML,)),
    (r"\A\s*(?:\[\s*(?:\{|\])|\{\s*[\"}])", "JSON", (RdfFormat.JSON_LD,)),
    (rf"{_SPACE}{_TERM}\s+{_IRI}\s+{_TERM}\s+(?:{_IRI}|_:\S+)\s*\.", "N-Quads", (RdfFormat.N_QUADS, RdfFormat.TRIG)),
    (
        rf"{_SPACE}{_TERM}\s+{_IRI}\s+{_TERM}\s*\.",
        "N-Triples",
        (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.TURTLE, RdfFormat.TRIG),
    ),
    (rf"(?m:^)[ \t]*(?:GRAPH\s+)?(?:{_IRI}|[\w-]*:[\w-]+)\s*\{{", "TriG", (RdfFormat.TRIG,)),
    (rf"{_SPACE}(?:@prefix|@base|PREFIX|BASE)\s", "Turtle or TriG", (RdfFormat.TURTLE, RdfFormat.TRIG)),
    (rf"\A{_CELL}(?:[,;\t]{_CELL})+\r?\n", "a table (CSV)", ()),
)
_TEXT = [(re.compile(pattern, re.IGNORECASE | re.DOTALL), words, formats) for pattern, words, formats in _TEXTS]


def binary_look(head: bytes) -> str:
    """Return in words what a file that is not text looks like, or "".

    Example:
        >>> binary_look(b"%PDF-1.7"), binary_look(b"@prefix a: <http://a/> .")
        ('a PDF', '')
    """
    return next((words for start, words in _BINARY if head.startswith(start)), "")


def text_look(head: bytes, expected: RdfFormat | None = None) -> str:
    """Return in words what a text looks like, or "" when it may well be in the expected format.

    Example:
        >>> text_look(b"<!DOCTYPE html><title>Not found</title>")
        'a web page (HTML)'
        >>> text_look(b"<http://a> <http://b> 'c' .", RdfFormat.TURTLE)
        ''
    """
    text = head[:HEAD_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    for pattern, words, formats in _TEXT:
        if pattern.search(text):
            return "" if expected in formats else words
    return ""
