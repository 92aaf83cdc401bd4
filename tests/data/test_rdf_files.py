"""Files of the user's own: read exactly as they are, or refused in one message that names the place."""

from __future__ import annotations

import gzip
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic

from equigraph.data.rdf_checks import MOST_JSON_LEVELS
from equigraph.data.rdf_files import RDF_SUFFIXES, LoadedFile, check_rdf_path, load_rdf_file
from equigraph.errors import DataError, DatasetNotFoundError, RdfSyntaxError
from equigraph.graph.limits import Limits
from equigraph.graph.store import OxigraphStore
from equigraph.graph.worker import QueryWorker

RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://example.org/">'
ONE = {
    ".ttl": '@prefix a: <http://example.org/> .\n<#x> a:p "é" .',
    ".nt": '<http://example.org/x> <http://example.org/p> "é" .',
    ".nq": '<http://example.org/x> <http://example.org/p> "é" <http://example.org/g> .',
    ".trig": '@prefix a: <http://example.org/> .\na:g { <#x> a:p "é" }',
    ".rdf": f'<?xml version="1.0"?>\n{RDF}<rdf:Description rdf:about="#x"><a:p>é</a:p></rdf:Description></rdf:RDF>',
    ".owl": f'{RDF}<rdf:Description rdf:about="#x"><a:p>é</a:p></rdf:Description></rdf:RDF>',
    ".xml": f'{RDF}<rdf:Description rdf:about="#x"><a:p>é</a:p></rdf:Description></rdf:RDF>',
    ".jsonld": '{"@id": "#x", "http://example.org/p": "é"}',
    ".json": '[{"@context": {"p": "http://example.org/p"}, "@id": "#x", "p": "é"}]',
}
Load = Callable[..., list[str]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def write_and_load(name: str, content: str | bytes) -> list[str]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        store = pyoxigraph.Store()
        load_rdf_file(store, path)
        return sorted(str(quad) for quad in store)

    return write_and_load


def message(load: Load, name: str, content: str | bytes) -> str:
    with pytest.raises(RdfSyntaxError) as caught:
        load(name, content)
    assert caught.value.source.endswith(name)
    return str(caught.value).removeprefix(caught.value.source)


class TestFormats:
    @pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
    @pytest.mark.parametrize("suffix", RDF_SUFFIXES)
    def test_every_format(self, load: Load, tmp_path: Path, suffix: str, bom: bytes) -> None:
        base = "http://example.org/" if suffix in {".nt", ".nq"} else f"{(tmp_path / f'one{suffix}').as_uri()}#"
        graph = " <http://example.org/g>" if suffix in {".nq", ".trig"} else ""

        assert [f'<{base}x> <http://example.org/p> "é"{graph}'] == load(f"one{suffix}", bom + ONE[suffix].encode())

    def test_every_suffix_has_a_case(self) -> None:
        assert list(RDF_SUFFIXES) == list(ONE)

    def test_suffix_in_capitals(self, load: Load) -> None:
        assert 1 == len(load("ONE.TTL", ONE[".ttl"]))

    def test_a_name_that_is_no_address(self, load: Load) -> None:
        assert load("ein Name #1 %.ttl", ONE[".ttl"])[0].endswith(
            '/ein%20Name%20%231%20%25.ttl#x> <http://example.org/p> "é"'
        )

    @pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig"])
    def test_empty(self, load: Load, suffix: str) -> None:
        assert [] == load(f"empty{suffix}", "")

    def test_same_as_rdflib_reads(self, tmp_path: Path) -> None:
        text = "@prefix a: <http://example.org/> . a:x a:p ( 1 true 'c'@en ) ; a:q [ a:r <y> , '''d\n''' ] ."
        path = tmp_path / "one.ttl"
        path.write_text(text)
        store = pyoxigraph.Store()
        load_rdf_file(store, path)

        ours = rdflib.Graph().parse(
            data=store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())
        )

        assert isomorphic(rdflib.Graph().parse(path, publicID=path.as_uri()), ours)

    def test_blank_nodes_of_two_files_stay_apart(self, tmp_path: Path) -> None:
        for name in ("a.ttl", "b.ttl"):
            (tmp_path / name).write_text(f'_:x <http://example.org/p> "{name}" .')

        with OxigraphStore.files([tmp_path / "a.ttl", tmp_path / "b.ttl"]) as store:
            assert 2 == len({quad.subject for quad in store.raw})


class TestPaths:
    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(
            DatasetNotFoundError, match=r'no data at ".*none\.ttl"; accepted: a file that ends in \.ttl, \.nt'
        ):
            check_rdf_path(tmp_path / "none.ttl")

    def test_folder(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match=r"is a folder; accepted: a file that ends in \.ttl"):
            check_rdf_path(tmp_path)

    @pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of POSIX")
    @pytest.mark.parametrize("name", ["a.ttl", "a.ttl.gz", "a.zip"])
    @pytest.mark.parametrize("device", ["pipe", "/dev/zero"])
    def test_pipes_and_devices(self, tmp_path: Path, name: str, device: str) -> None:
        """They would keep us waiting, or never end."""
        if device == "pipe":
            os.mkfifo(tmp_path / name)
        else:
            (tmp_path / name).symlink_to(device)
        with pytest.raises(DataError, match=rf'{name}" is not a regular file; accepted: a file that ends in'):
            load_rdf_file(pyoxigraph.Store(), tmp_path / name)

    @pytest.mark.parametrize("name", ["notes.docx", "data", "data.ttl.bz2", "data.tar.gz", "data.gz", "data.csv.gz"])
    def test_unknown_suffix(self, load: Load, name: str) -> None:
        with pytest.raises(DataError, match=r"unknown suffix .*; accepted: a file that ends in .ttl, .nt, .nq"):
            load(name, "")

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
    def test_not_readable(self, tmp_path: Path) -> None:  # pragma: no cover # not run as root
        (tmp_path / "secret.ttl").touch(mode=0)
        with pytest.raises(DataError, match="cannot be read: Permission denied"):
            load_rdf_file(pyoxigraph.Store(), tmp_path / "secret.ttl")


class TestEncodings:
    @pytest.mark.parametrize("suffix", [".ttl", ".nt", ".rdf", ".jsonld"])
    @pytest.mark.parametrize(
        ("encoding", "name"),
        [
            ("utf-16", "UTF-16"),
            ("utf-16-le", "UTF-16"),
            ("utf-16-be", "UTF-16"),
            ("utf-32", "UTF-32"),
            ("utf-32-be", "UTF-32"),
        ],
    )
    def test_wide(self, load: Load, suffix: str, encoding: str, name: str) -> None:
        assert f", line 1: the file is {name}; save it as UTF-8" == message(
            load, f"one{suffix}", ONE[suffix].encode(encoding)
        )

    @pytest.mark.parametrize(
        ("name", "content", "place"),
        [
            ("a.ttl", '<a:a> <a:b> "ok" .\n<a:a> <a:b> "café" .', ", line 2, column 17"),
            ("a.nt", '<a:a> <a:b> "ok" .\n<a:a> <a:b> "café" .', ", line 2, column 17"),
            ("a.rdf", f"{RDF}\n<a:C>café</a:C></rdf:RDF>", ", line 2, column 9"),
            ("a.json", '{"http://example.org/p": "café"}', ", line 1, column 30"),
        ],
    )
    def test_latin_1(self, load: Load, name: str, content: str, place: str) -> None:
        words = "byte 0xE9 is not UTF-8; the file seems to be Latin-1 (ISO 8859-1) or Windows-1252; save it as UTF-8"

        assert f"{place}: {words}" == message(load, name, content.encode("latin-1")).split("\n")[0]

    @pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "UTF-16"])
    def test_declared_in_xml(self, load: Load, encoding: str) -> None:
        content = f'<?xml version="1.0" encoding="{encoding}"?>{RDF}</rdf:RDF>'

        assert f'the file says that it is in "{encoding}"; save it as UTF-8' in message(load, "a.rdf", content)

    def test_utf_8_declared_in_xml(self, load: Load) -> None:
        assert [] == load("a.rdf", f'<?xml version="1.0" encoding="utf-8"?>{RDF}</rdf:RDF>')


class TestBrokenFiles:
    def test_all_problems_in_one_message(self, load: Load) -> None:
        content = "@prefix a: <http://a/> .\na:x a:p .\na:y a:p a:z .\nb:q a:p 1 .\na:z a:p <sp ace> .\na:w a:p 2 .\n"

        assert [
            ", line 2, column 9: . is not a valid RDF object",
            "  line 4, column 1: the prefix b: has not been declared",
            "  line 5, column 9: invalid IRI code point ' '",
            "By its suffix it should be Turtle. An IRI holds no spaces; they are written as %20.",
        ] == message(load, "a.ttl", content).split("\n")

    @pytest.mark.parametrize(
        ("name", "content", "place"),
        [
            ("a.nt", "<a:a> <a:b> <c d> .", ", line 1, column 13: invalid IRI code point ' '"),
            (
                "a.rdf",
                f'{RDF}<a:C rdf:about="http://a/b c"/></rdf:RDF>',
                ": error while parsing IRI 'http://a/b c': Invalid IRI code point ' '",
            ),
            ("a.trig", "<a:g h> { <a:a> <a:b> <a:c> }", ", line 1, column 1: invalid IRI code point ' '"),
        ],
    )
    def test_spaces_in_iris(self, load: Load, name: str, content: str, place: str) -> None:
        words = message(load, name, content)

        assert words.startswith(place)
        assert words.endswith(". An IRI holds no spaces; they are written as %20.")

    @pytest.mark.parametrize("padding", [0, 1, 2**20 - 70, 2**20 - 60, 2**20 - 40, 2**20 - 20, 2**20 - 9])
    def test_spaces_in_iris_of_json_ld(self, load: Load, padding: int) -> None:
        """By its algorithms what is said of them is left out without a word. They are found across parts, and once."""
        content = " " * padding + '[{"@id": "http://a/é b",\n"a:p": 1}, {"@id" :\n"x y z"}, {"@id": "http://a/b"}]'

        assert [
            ", line 1: invalid IRI code point ' ' in the @id \"http://a/é b\"",
            "  line 2: invalid IRI code point ' ' in the @id \"x y z\"",
            "By its suffix it should be JSON-LD. An IRI holds no spaces; they are written as %20.",
        ] == message(load, "a.json", content).split("\n")

    def test_many_spaces_in_iris_of_json_ld(self, load: Load) -> None:
        words = message(load, "a.json", "[" + ",\n".join('{"@id": "x y"}' for _ in range(100)) + "]")

        assert words.count("@id") == 20
        assert "and more; 20 are shown" in words

    def test_looking_for_spaces_takes_no_time(self, load: Load) -> None:
        began = time.process_time()
        message(load, "a.json", ('"@id": "' + " " * 300) * 3000)

        assert time.process_time() - began < 2

    def test_spaces_in_values_of_json_ld(self, load: Load) -> None:
        assert 1 == len(load("a.json", '{"@id": "a:x", "a:p": "a \\"@id\\": \\"b c\\" d"}'))

    def test_many_problems_are_cut_and_said(self, load: Load) -> None:
        words = message(load, "a.ttl", "a:x a:p 1 .\n" * 100)

        assert "  line 20, column 1: the prefix a: has not been declared\n  and more; 20 are shown" in words
        assert "line 21" not in words

    @pytest.mark.parametrize(
        ("name", "content", "expected"),
        [
            ("a.ttl", '<a:a> <a:b> "ok" .\n<a:a> <a:b> "o', ", line 2, column 13: unexpected end of file"),
            ("a.nt", '<a:a> <a:b> "ok" .\n<a:a> <a:b> "o', ", line 2, column 13: unexpected end of file"),
            ("a.rdf", f'{RDF}\n<a:C rdf:about="x">', ", line 2, column 20: no element found"),
            ("a.json", '{"@id": "x:x",\n "x:p": [1, 2', ", line 2, column 14: array values must be followed"),
            ("a.trig", "<a:g> { <a:a> <a:b> <a:c>", ", line 1, column 26: "),
        ],
    )
    def test_truncated(self, load: Load, name: str, content: str, expected: str) -> None:
        assert message(load, name, content).startswith(expected)

    @pytest.mark.parametrize(
        ("name", "content", "expected"),
        [
            ("a.rdf", "", ": the file is empty\nBy its suffix it should be RDF/XML."),
            ("a.json", " " * 10_000, "line 1, column 10001: unexpected end of file"),
            ("a.json", " \n", ": the file is empty\nBy its suffix it should be JSON-LD."),
            ("a.ttl", ONE[".nq"], "line 1, column 51: it looks like N-Quads: "),
            ("a.nt", ONE[".nq"], "it looks like N-Quads: "),
            ("a.ttl", ONE[".trig"], "line 2, column 5: it looks like TriG: "),
            ("a.ttl", "id,name\n1,two\n", "it looks like a table (CSV): "),
            ("a.ttl", b"PK\x03\x04\x14\x00\x06\x00", "it looks like a zip archive, or an Excel or Word document"),
            ("a.ttl", gzip.compress(b""), "it looks like a file packed with gzip; if so, let its name end in .gz"),
            ("a.ttl", b"ab\x00c\x01", ", line 1: the file is not text"),
            (
                "a.rdf",
                "@prefix a: <http://a/> .",
                ", line 1, column 1: it looks like Turtle or TriG: not well-formed (invalid token)\nBy its suffix it should be RDF/XML.",
            ),
            ("a.ttl", ONE[".rdf"], "By its suffix it should be Turtle."),
            (
                "a.ttl",
                "<!DOCTYPE html><html></html>",
                "it looks like a web page (HTML): invalid IRI code point ' '\nBy its suffix it should be Turtle.",
            ),
            ("a.json", ONE[".ttl"], "By its suffix it should be JSON-LD."),
            ("a.rdf", f'{RDF}<a:C rdf:ID="a b"/></rdf:RDF>', "a b is not a valid rdf:ID value"),
            ("a.nt", f'<a:a> <a:b> "{"x" * 17 * 2**20}" .', "a single value is larger than the parser takes"),
        ],
        ids=[
            "empty XML",
            "blank JSON",
            "empty JSON",
            "N-Quads as Turtle",
            "N-Quads as N-Triples",
            "TriG as Turtle",
            "CSV",
            "Excel",
            "gzip",
            "bytes",
            "Turtle as RDF/XML",
            "RDF/XML as Turtle",
            "HTML",
            "Turtle as JSON",
            "not RDF",
            "value of 17 MiB",
        ],
    )
    def test_something_else(self, load: Load, name: str, content: str | bytes, expected: str) -> None:
        assert expected in message(load, name, content)


class TestEntities:
    def test_those_of_a_normal_ontology_work(self, load: Load) -> None:
        content = (
            '<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [<!ENTITY owl "http://www.w3.org/2002/07/owl#">\n'
            f'<!ENTITY thing "&owl;Thing">]>\n{RDF}<rdf:Description rdf:about="&thing;"><a:p>&owl;x</a:p></rdf:Description></rdf:RDF>'
        )

        assert [
            '<http://www.w3.org/2002/07/owl#Thing> <http://example.org/p> "http://www.w3.org/2002/07/owl#x"'
        ] == load("a.owl", content)

    def test_growth_is_bounded(self, load: Load) -> None:
        levels = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 9))
        content = f'<!DOCTYPE rdf:RDF [<!ENTITY l0 "lolololololo">{levels}]>\n{RDF}<a:C><a:p>&l8;</a:p></a:C></rdf:RDF>'

        assert "line 2" in (words := message(load, "a.owl", content))
        assert "its entities grow to more than a hundred times its size" in words

    @pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x"])
    def test_nothing_is_fetched(self, load: Load, address: str) -> None:
        content = f'<!DOCTYPE rdf:RDF [<!ENTITY e SYSTEM "{address}">]>\n{RDF}<a:C><a:p>&e;</a:p></a:C></rdf:RDF>'

        assert f'it declares the entity "e" as the content of "{address}"' in message(load, "a.owl", content)


class TestRemoteContexts:
    @pytest.mark.parametrize(
        ("context", "where"),
        [
            ('"https://schema.org/"', ' "https://schema.org/"'),
            ('[{"a": "http://a"}, "http://127.0.0.1:9/context"]', ' "http://127.0.0.1:9/context"'),
            ('{"@version": 1.1, "@import": "http://127.0.0.1:9/context"}', ""),
        ],
    )
    def test_refused(self, load: Load, context: str, where: str) -> None:
        words = message(load, "a.jsonld", f'{{"@context": {context}, "@id": "x:x", "name": "n"}}')

        assert (
            f": its @context{where} lies elsewhere and is never fetched; write the context itself into the file"
            in words
        )


class TestNesting:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.json", '{"x:p":' * 20_000 + "1" + "}" * 20_000),
            ("a.jsonld", "[" * 20_000 + "]" * 20_000),
            ("a.jsonld", '{"@context":' + '{"a":{"@id":"x:a","@context":' * 20_000 + "{}" + "}}" * 20_000 + "}"),
        ],
        ids=["objects", "arrays", "contexts"],
    )
    def test_json(self, load: Load, name: str, content: str) -> None:
        assert f": it is nested more than {MOST_JSON_LEVELS} levels deep" == message(load, name, content)

    def test_json_as_deep_as_allowed(self, load: Load) -> None:
        assert MOST_JSON_LEVELS == len(load("a.json", '{"x:p":' * MOST_JSON_LEVELS + "1" + "}" * MOST_JSON_LEVELS))

    def test_brackets_in_json_strings_are_text(self, load: Load) -> None:
        assert 1 == len(load("a.json", '{"x:p": "' + '{[\\"\\\\' * 20_000 + '"}'))

    @pytest.mark.parametrize(
        ("content", "count"),
        [
            ("<a:a> <a:b> " + "[ <a:p> " * 20_000 + "1" + "]" * 20_000 + ".", 20_001),
            ("<a:a> <a:b> " + "(" * 20_000 + ")" * 20_000 + ".", 39_999),
            ("<a:a> <a:b> 1 " + "{| <a:p> 1 " * 20_000 + "|}" * 20_000 + ".", 40_001),
        ],
        ids=["blank nodes", "lists", "annotations"],
    )
    def test_turtle(self, load: Load, content: str, count: int) -> None:
        assert count == len(load("a.ttl", content))

    @pytest.mark.parametrize(
        ("start", "end", "count"),
        [
            ("<a:C><a:p>", "</a:p></a:C>", 2 * 5_000),
            ('<a:C><a:p rdf:parseType="Literal">' + "<b>" * 20_000, "</b>" * 20_000 + "</a:p></a:C>", 2),
        ],
        ids=["elements", "a literal"],
    )
    def test_xml(self, load: Load, start: str, end: str, count: int) -> None:
        times = count // 2

        assert count == len(load("a.rdf", f"{RDF}{start * times}{end * times}</rdf:RDF>"))


class TestToGraph:
    """Triples go where they are told to; graphs that a file names are never renamed, nor loaded beside."""

    GRAPH = pyoxigraph.NamedNode("http://example.org/mine")

    @pytest.mark.parametrize("suffix", [suffix for suffix in ONE if suffix not in {".nq", ".trig"}])
    def test_triples(self, tmp_path: Path, suffix: str) -> None:
        (tmp_path / f"a{suffix}").write_text(ONE[suffix], encoding="utf-8")
        store = pyoxigraph.Store()
        load_rdf_file(store, tmp_path / f"a{suffix}", to_graph=self.GRAPH)

        assert [self.GRAPH] == [quad.graph_name for quad in store]

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.nq", ONE[".nt"]),
            ("a.trig", ONE[".ttl"]),
            ("a.trig", "{ <a:x> <a:p> 1 }"),
            ("a.json", '{"@graph": [{"@id": "a:x", "a:p": 1}]}'),
        ],
    )
    def test_quads_that_name_no_graph(self, tmp_path: Path, name: str, content: str) -> None:
        (tmp_path / name).write_text(content, encoding="utf-8")
        store = pyoxigraph.Store()
        load_rdf_file(store, tmp_path / name, to_graph=self.GRAPH)

        assert [self.GRAPH] == [quad.graph_name for quad in store]

    @pytest.mark.parametrize(
        ("name", "content", "graph"),
        [
            ("a.nq", ONE[".nt"] + "\n" + ONE[".nq"], "<http://example.org/g>"),
            ("a.trig", ONE[".trig"], "<http://example.org/g>"),
            ("a.trig", "_:g { <a:x> <a:p> 1 }", "_:"),
            ("a.json", '{"@id": "a:g", "@graph": [{"@id": "a:x", "a:p": 1}]}', "<a:g>"),
            ("a.nq", f"<a:x> <a:p> <a:y> {GRAPH} .", "<http://example.org/mine>"),
        ],
    )
    def test_quads_that_name_a_graph(self, tmp_path: Path, name: str, content: str, graph: str) -> None:
        (tmp_path / name).write_text(content, encoding="utf-8")
        store = pyoxigraph.Store()
        with pytest.raises(
            DataError, match=rf'{name}" names graphs itself \({graph}.*\), and <http://example.org/mine> was'
        ):
            load_rdf_file(store, tmp_path / name, to_graph=self.GRAPH)

        assert 0 == len(store)

    def test_a_wrong_file_is_told_as_ever(self, tmp_path: Path) -> None:
        (tmp_path / "a.nq").write_text("nonsense")
        with pytest.raises(RdfSyntaxError, match=r"a\.nq, line 1, column 1"):
            load_rdf_file(pyoxigraph.Store(), tmp_path / "a.nq", to_graph=self.GRAPH)


class TestLoadedFile:
    @pytest.mark.parametrize("padding", [b"", b" " * 3_000_000], ids=["small", "large"])
    @pytest.mark.parametrize("suffix", RDF_SUFFIXES)
    def test_every_byte_is_hashed(self, tmp_path: Path, suffix: str, padding: bytes) -> None:
        path = tmp_path / f"a{suffix}"
        path.write_bytes(content := b"\xef\xbb\xbf" + ONE[suffix].encode() + padding)
        loaded = load_rdf_file(pyoxigraph.Store(), str(path))

        assert LoadedFile(str(path), hashlib.sha256(content).hexdigest(), len(content), ()) == loaded

    @pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
    def test_a_parser_that_stops_early(self, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
        """None of those at hand does; this one reads three bytes."""

        class Store:
            def load(self, stream, *_arguments, **_more):
                stream.read(3)

            bulk_load = load

        path = tmp_path / ("a.nt" if pack is bytes else "a.nt.gz")
        path.write_bytes(content := pack(random.Random(1).randbytes(700_000).hex().encode()))
        loaded = load_rdf_file(Store(), path)

        assert (hashlib.sha256(content).hexdigest(), len(content)) == (loaded.sha256, loaded.size_bytes)


class TestInAProcess:
    """What ``--store FILE...`` does: the same, in a process that may die."""

    @pytest.fixture(autouse=True)
    def temporary(self, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
        folder = tmp_path_factory.mktemp("temporary")
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        return folder

    def test_once_for_all(self, tmp_path: Path, temporary: Path) -> None:
        for name in ("a.ttl", "b.json"):
            (tmp_path / name).write_text(ONE[f".{name[2:]}"], encoding="utf-8")
        with OxigraphStore.files([str(tmp_path / "a.ttl"), tmp_path / "b.json"]) as store:
            with QueryWorker(store) as worker:
                assert 2 == len(list(worker.query("SELECT * { ?s ?p ?o }")))
            assert [store.location] == [str(path) for path in temporary.iterdir()]
        assert [] == list(temporary.iterdir())

    @pytest.mark.parametrize(
        ("content", "words"),
        [("a:x a:p 1 .", "line 1, column 1: the prefix a:"), (ONE[".ttl"].encode("utf-16"), "the file is UTF-16")],
        ids=["syntax", "encoding"],
    )
    def test_errors_come_through(self, tmp_path: Path, temporary: Path, content: str | bytes, words: str) -> None:
        (tmp_path / "a.ttl").write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(RdfSyntaxError, match=words):
            OxigraphStore.files([tmp_path / "a.ttl"])
        assert [] == list(temporary.iterdir())

    def test_no_file(self) -> None:
        with pytest.raises(DataError, match="accepted: one RDF file or more"):
            OxigraphStore.files([])

    def test_missing_file_is_told_before_others_are_read(self, tmp_path: Path, temporary: Path) -> None:
        (tmp_path / "a.ttl").write_text("nonsense")
        with pytest.raises(DatasetNotFoundError, match=r"none\.ttl"):
            OxigraphStore.files([tmp_path / "a.ttl", tmp_path / "none.ttl"])
        assert [] == list(temporary.iterdir())

    def test_time(self, tmp_path: Path, temporary: Path) -> None:
        path = tmp_path / "long.nt"
        with path.open("w") as file:
            file.writelines(f"<a:{number}> <a:p> <a:{number + 1}> .\n" for number in range(400_000))
        with pytest.raises(DataError, match=r'reading ".*long.nt" was stopped: .* may take 0.4 seconds'):
            OxigraphStore.files([path], Limits(load_timeout_s=0.4))
        assert [] == list(temporary.iterdir())

    @pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux holds a process to its address space")
    def test_memory(self, tmp_path: Path, temporary: Path) -> None:
        path = tmp_path / "large.nt"
        with path.open("w") as file:
            file.writelines(f'<a:{number}> <a:p> "{number}{"x" * 1000}" .\n' for number in range(60_000))
        with pytest.raises(DataError, match=r'reading ".*large.nt" takes more than 32 MiB of memory'):
            OxigraphStore.files([path], Limits(load_memory_bytes=32 * 2**20))
        assert [] == list(temporary.iterdir())

    @pytest.mark.skipif(sys.platform == "win32", reason="POSIX bounds the size of files")
    def test_no_room(self, tmp_path: Path) -> None:
        path = tmp_path / "large.nt"
        path.write_text("".join(f'<a:{number}> <a:p> "{number}{"x" * 100}" .\n' for number in range(30_000)))
        program = (
            "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))\n"
            "from equigraph.graph.store import OxigraphStore\n"
            "OxigraphStore.files(sys.argv[1:])"
        )
        environment = {**os.environ, "TMPDIR": str(tmp_path)}
        ended = subprocess.run(
            [sys.executable, "-c", program, path], capture_output=True, text=True, env=environment, check=False
        )

        assert f'the graph of "{path}" could not be written: IO error: ' in ended.stderr
        assert ended.stderr.endswith("\nMake room there; for temporary graphs, name another folder in TMPDIR.\n")
        assert [path] == list(tmp_path.iterdir())

    @pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
    def test_ctrl_c(self, tmp_path: Path) -> None:
        path = tmp_path / "long.nt"
        with path.open("w") as file:
            file.writelines(f"<a:{number}> <a:p> <a:{number + 1}> .\n" for number in range(400_000))
        program = (
            "import sys; from equigraph.graph.store import OxigraphStore\n"
            "print('ready', flush=True); OxigraphStore.files(sys.argv[1:])"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", program, path],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(tmp_path)},
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)

        assert time.monotonic() - began < 3  # a machine that is busy; the promise is one second
        assert "KeyboardInterrupt" in errors
        assert [path] == list(tmp_path.iterdir())

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.ttl", "<a:a> <a:b> " + "<<( <a:a> <a:b> " * 20_000 + "1" + ")>>" * 20_000 + "."),
            ("a.nt", "<a:a> <a:b> " + "<<( <a:a> <a:b> " * 20_000 + '"1"' + ")>>" * 20_000 + "."),
        ],
        ids=["Turtle", "N-Triples"],
    )
    def test_a_parser_that_dies(self, tmp_path: Path, temporary: Path, name: str, content: str) -> None:
        """Of triples in triples (RDF 1.2) in such a depth; it would take us with it in our own process."""
        (tmp_path / name).write_text(content)
        with pytest.raises(RdfSyntaxError, match=rf"{name}: the parser gave up .*SIG(SEGV|ABRT|BUS).*; is it nested"):
            OxigraphStore.files([tmp_path / name])
        assert [] == list(temporary.iterdir())
