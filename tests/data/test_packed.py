"""Packed files: read like plain ones, or refused in one message; never loaded in part without a word."""

from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import io
import random
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equigraph.data import packed, unpacking
from equigraph.data.packed import PART_BYTES, RdfFile
from equigraph.data.rdf_files import LoadedFile, load_rdf_file
from equigraph.data.unpacking import ALWAYS_ALLOWED_BYTES, MOST_GROWTH, most_unpacked
from equigraph.errors import DataError, RdfSyntaxError
from equigraph.graph.limits import Limits
from equigraph.graph.store import OxigraphStore

ONE = b'<http://example.org/x> <http://example.org/p> "one" .\n'
TWO = b'<http://example.org/x> <http://example.org/p> "two" .\n'
MANY = "".join(f'<a:{number}> <a:p> "{number * 7919}" .\n' for number in range(300)).encode()
RDF_XML = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
SPACES = b" " * 4 * 2**20
METHODS = {
    "stored": zipfile.ZIP_STORED,
    "deflated": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "LZMA": zipfile.ZIP_LZMA,
}


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


PACKINGS: dict[str, Callable[[bytes], bytes]] = {"a.nt.gz": gzip.compress} | {
    f"{name}.zip": lambda text, method=method: zipped({"a.nt": text, "readme.txt": b"hello" * 20}, method)
    for name, method in METHODS.items()
}


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str, bytes], tuple[list[str], LoadedFile]]:
    def write_and_load(name: str, content: bytes) -> tuple[list[str], LoadedFile]:
        (tmp_path / name).write_bytes(content)
        store = pyoxigraph.Store()
        loaded = load_rdf_file(store, tmp_path / name)
        return sorted(quad.object.value for quad in store), loaded

    return write_and_load


def refusal(load: Callable[..., object], name: str, content: bytes) -> str:
    """Return the message, from the name of the file on."""
    with pytest.raises(RdfSyntaxError) as caught:
        load(name, content)
    return str(caught.value)[str(caught.value).index(name) :]


class TestGzip:
    @pytest.mark.parametrize("name", ["a.ttl.gz", "A.TTL.GZ", "a.b.nt.gz"])
    def test_read(self, load, name: str) -> None:
        content = gzip.compress(ONE)

        values, loaded = load(name, content)

        assert ["one"] == values
        assert (hashlib.sha256(content).hexdigest(), len(content), ()) == (
            loaded.sha256,
            loaded.size_bytes,
            loaded.skipped,
        )

    def test_several_members_are_one_text(self, load) -> None:
        assert ["one", "two"] == load("a.ttl.gz", gzip.compress(ONE[:20]) + gzip.compress(ONE[20:] + TWO))[0]

    def test_zeros_that_fill_a_block_are_no_content(self, load) -> None:
        assert ["one"] == load("a.ttl.gz", gzip.compress(ONE) + bytes(512))[0]

    def test_byte_order_mark_inside(self, load) -> None:
        assert ["one"] == load("a.ttl.gz", gzip.compress(b"\xef\xbb\xbf" + ONE))[0]

    def test_address(self, tmp_path: Path) -> None:
        (tmp_path / "ein Name.ttl.gz").write_bytes(gzip.compress(b"<#x> <y> 'z' ."))
        store = pyoxigraph.Store()
        load_rdf_file(store, tmp_path / "ein Name.ttl.gz")
        (quad,) = store

        assert f"{tmp_path.as_uri()}/ein%20Name.ttl#x" == quad.subject.value
        assert f"{tmp_path.as_uri()}/y" == quad.predicate.value

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "the file is empty"),
            (ONE, "it is not packed with gzip; it looks like N-Triples"),
            (b"@prefix a: <http://a/> .", "it is not packed with gzip; it looks like Turtle or TriG"),
            (b"<html><body>Not found", "it is not packed with gzip; it looks like a web page (HTML)"),
            (zipped({"a.ttl": ONE}), "it is not packed with gzip; it looks like a zip archive"),
            (b"hello", "it is not packed with gzip"),
            (gzip.compress(ONE)[:-20], "it is cut off: it ends before what is packed in it does"),
            (gzip.compress(ONE)[:-1], "it is cut off: it ends before what is packed in it does"),
            (gzip.compress(ONE)[:5], "it is cut off: it ends before what is packed in it does"),
            (gzip.compress(ONE)[:-8] + bytes(8), "it is damaged: CRC check failed"),
            (gzip.compress(ONE)[:-4] + bytes(4), "it is damaged: Incorrect length of data produced"),
            (gzip.compress(ONE) + ONE, "something else stands behind what is packed in it"),
            (b"\x1f\x8b\x07" + bytes(20), "it is damaged: Unknown compression method"),
            (gzip.compress(ONE)[:10] + b"\xff" * 20, "it is damaged: Error -3 while decompressing data"),
            (gzip.compress(gzip.compress(ONE)), "the file is not text; it looks like a file packed with gzip"),
            (gzip.compress(ONE.decode().encode("utf-16")), "the file is UTF-16; save it as UTF-8"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_refused(self, load, content: bytes, words: str) -> None:
        assert words in refusal(load, "a.ttl.gz", content)

    def test_a_broken_packing_is_told_rather_than_what_it_makes_of_the_text(self, load) -> None:
        """The text is wrong on line 1; what is behind it is cut off."""
        noise = random.Random(1).randbytes(3 * PART_BYTES).hex().encode()
        content = gzip.compress(b"nonsense\n" + b"# " + noise)

        assert ": it is cut off" in refusal(load, "a.ttl.gz", content[:-PART_BYTES])

    def test_a_place_in_the_text(self, load) -> None:
        content = gzip.compress(ONE + b"<a:a> <a:b> <c d> .\n" + ONE + b"a:a a:b 1 .")

        words = refusal(load, "a.ttl.gz", content).split("\n")

        assert "a.ttl.gz, line 2, column 13: invalid IRI code point ' '" == words[0]
        assert "  line 4, column 1: the prefix a: has not been declared" == words[1]


class TestZip:
    @pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
    def test_every_way_of_packing(self, load, method: int) -> None:
        content = zipped({"one.ttl": ONE, "folder/two.TTL": TWO, "three.xml": RDF_XML}, method)

        values, loaded = load("a.zip", content)

        assert ["one", "two"] == values
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (loaded.sha256, loaded.size_bytes)

    def test_what_is_not_rdf_is_skipped_and_named(self, load) -> None:
        members = {
            "folder/": b"",
            "one.ttl": ONE,
            "readme.md": b"hello",
            "__MACOSX/._one.ttl": b"\x00\x05\x16\x07",
            ".hidden.ttl": b"nonsense",
            ".git/two.ttl": b"nonsense",
            "inner.zip": zipped({"two.ttl": TWO}),
            "two.ttl.gz": gzip.compress(TWO),
            "\x1b[31mred.txt": b"",
        }

        values, loaded = load("a.zip", zipped(members))

        assert ["one"] == values
        assert [*members][2:-1] == [name for name in loaded.skipped if name not in {"folder/", "\ufffd[31mred.txt"}]
        assert {"folder/", "\ufffd[31mred.txt"} < set(loaded.skipped)

    @pytest.mark.parametrize("name", ["../../x.ttl", "/etc/x.ttl", "C:\\x.ttl", "a/../../x.ttl"])
    def test_a_member_that_points_elsewhere_is_only_a_name(self, load, tmp_path: Path, name: str) -> None:
        assert ["one"] == load("a.zip", zipped({name: ONE}))[0]
        assert [tmp_path / "a.zip"] == list(tmp_path.iterdir())

    def test_address(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(zipped({"ein Ordner/é #1.ttl": b"<#x> <y> 'z' ."}))
        store = pyoxigraph.Store()
        load_rdf_file(store, tmp_path / "a.zip")
        (quad,) = store

        assert f"{tmp_path.as_uri()}/a.zip!/ein%20Ordner/%C3%A9%20%231.ttl#x" == quad.subject.value
        assert f"{tmp_path.as_uri()}/a.zip!/ein%20Ordner/y" == quad.predicate.value

    @pytest.mark.parametrize("padding", [b"", b"#" * 100_000], ids=["small", "loaded in bulk"])
    def test_blank_nodes_of_two_members_stay_apart(self, tmp_path: Path, padding: bytes) -> None:
        content = b"_:x <http://example.org/p> 'x' .\n" + padding
        (tmp_path / "a.zip").write_bytes(zipped({"a.ttl": content, "b.ttl": content}))
        store = pyoxigraph.Store()
        load_rdf_file(store, tmp_path / "a.zip")

        assert 2 == len({quad.subject for quad in store})

    def test_a_fault_of_the_disk_is_none_of_the_archive(self, load, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_arguments: object) -> None:
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(zipfile.ZipFile, "_RealGetContents", fail)
        with pytest.raises(DataError, match=r'a\.zip" cannot be read: Input/output error') as caught:
            load("a.zip", zipped({"a.ttl": ONE}))
        assert not isinstance(caught.value, RdfSyntaxError)

    def test_two_members_of_one_name_are_both_read(self, load) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a.ttl", ONE)
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr("a.ttl", TWO)

        assert ["one", "two"] == load("a.zip", file.getvalue())[0]

    def test_zip64(self, load) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive, archive.open("a.ttl", "w", force_zip64=True) as member:
            member.write(ONE)

        assert ["one"] == load("a.zip", file.getvalue())[0]

    def test_encrypted(self, load) -> None:
        content = bytearray(zipped({"a.ttl": ONE}))
        content[6] |= 1  # the flags in the member's own header, and in the directory
        content[content.index(b"PK\x01\x02") + 8] |= 1

        assert "a.zip, a.ttl: it is encrypted\nUnpack the archive with its password." == refusal(
            load, "a.zip", bytes(content)
        )

    def test_unknown_way_of_packing(self, load) -> None:
        content = bytearray(zipped({"a.ttl": ONE}))
        struct.pack_into("<H", content, 8, 93)  # Zstandard
        struct.pack_into("<H", content, content.index(b"PK\x01\x02") + 10, 93)

        words = refusal(load, "a.zip", bytes(content))

        assert words.startswith("a.zip, a.ttl: it is packed in a way that is not known (")
        assert "accepted: stored, deflated, bzip2, LZMA" in words

    def test_an_encrypted_or_unknown_member_that_is_not_rdf_does_no_harm(self, load) -> None:
        content = bytearray(zipped({"a.ttl": ONE, "b.bin": b"x"}))
        second = content.rindex(b"PK\x01\x02")
        content[second + 8] |= 1
        struct.pack_into("<H", content, second + 10, 93)

        assert ["one"] == load("a.zip", bytes(content))[0]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "a.zip: it is not a zip archive, or it is cut off or damaged: File is not a zip file"),
            (ONE, "a.zip: it is not a zip archive, or it is cut off or damaged: File is not a zip file"),
            (
                zipped({"a.ttl": ONE})[:-5],
                "a.zip: it is not a zip archive, or it is cut off or damaged: File is not a zip file",
            ),
            (b"x" + zipped({"a.ttl": ONE}), "a.zip: 1 bytes stand before its first member"),
            (zipped({}), "a.zip: no RDF file is in it; it holds nothing\nAccepted: members that end in .ttl"),
            (zipped({"a.csv": b""}), 'a.zip: no RDF file is in it; it holds "a.csv"\n'),
            (zipped({f"{n}.csv": b"" for n in range(12)}), '"9.csv", ...\n'),
            (zipped({"a.ttl": ONE}, 0).replace(b"one", b"two"), "a.zip, a.ttl: it is damaged: Bad CRC-32"),
            (zipped({"a.ttl": ONE}).replace(b"a.ttl", b"b.ttl", 1), "a.zip, a.ttl: it is damaged: File name in direct"),
            (zipped({"a.ttl": ONE, "b.ttl": b"nonsense"}), "a.zip, b.ttl, line 1, column 1: "),
            (zipped({"a.rdf": ONE}), "a.zip, a.rdf, line 1, column 8: it looks like N-Triples: "),
            (zipped({"a.ttl": gzip.compress(ONE)}), "a.zip, a.ttl, line 1: the file is not text; it looks like"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_refused(self, load, content: bytes, words: str) -> None:
        assert words in refusal(load, "a.zip", content)

    def test_an_archive_in_one_that_is_cut_off_is_not_taken_for_the_whole(self, load) -> None:
        """What is left ends in a whole archive, of which the directory is found."""
        inner = zipped({"two.ttl": TWO})
        outer = zipped({"one.ttl": ONE, "inner.zip": inner}, zipfile.ZIP_STORED)
        cut = outer[: outer.index(inner) + len(inner)]

        assert "bytes stand before its first member; it is cut off, or no plain archive" in refusal(load, "a.zip", cut)

    def test_all_that_are_wrong_are_told_at_once(self, load) -> None:
        wrong = b"<a:a> <a:b> <c d> .\na:a a:b 1 .\n"
        content = zipped({"a.ttl": wrong, "b.ttl": ONE, "c.xml": b"", "d.nt": wrong}, zipfile.ZIP_STORED)

        words = refusal(load, "a.zip", content.replace(b"a.ttl", b"x.ttl", 1)).split("\n")

        assert "a.zip: 3 of the 4 RDF files in it are wrong" == words[0]
        assert "a.zip, a.ttl: it is damaged: File name in directory" in words[1]
        assert words[2].endswith("a.zip, c.xml: the file is empty")
        assert words[3].endswith("a.zip, d.nt, line 1, column 13: invalid IRI code point ' '")
        assert "    line 2, column 1: the subject of a triple must be an IRI or a blank node" == words[4]

    def test_more_that_are_wrong_than_are_shown(self, load) -> None:
        words = refusal(load, "a.zip", zipped({f"{number}.nt": b"nonsense" for number in range(30)}))

        assert words.startswith("a.zip: 30 of the 30 RDF files in it are wrong\n")
        assert words.endswith("\n  and more; 20 are shown")
        assert 20 == words.count("a.zip, ")

    def test_many_small_members(self, load) -> None:
        """Loaded in bulk, this many would take seconds and leave thousands of files in a folder store."""
        began = time.monotonic()
        values, _ = load("a.zip", zipped({f"{n}.ttl": ONE.replace(b"one", b"%d" % n) for n in range(500)}))

        assert 500 == len(values)
        assert time.monotonic() - began < 2


class TestBombs:
    @pytest.fixture(autouse=True)
    def allowed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(unpacking, "ALWAYS_ALLOWED_BYTES", 2**20)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.ttl.gz", gzip.compress(SPACES)),
            ("a.rdf.gz", gzip.compress(b"<a>" + SPACES)),
            ("a.json.gz", gzip.compress(SPACES)),
            ("a.zip", zipped({"a.nt": SPACES})),
            ("a.zip", zipped({"a.nt": SPACES}, zipfile.ZIP_BZIP2)),
            ("a.zip", zipped({"a.nt": SPACES}, zipfile.ZIP_LZMA)),
            ("a.zip", zipped({f"{n}.nt": SPACES[: 2**19] for n in range(5)})),
            ("a.zip", zipped({f"{n}.owl": RDF_XML + SPACES[: 2**19] for n in range(5)})),
        ],
        ids=["Turtle", "RDF/XML", "JSON", "zip", "bzip2", "LZMA", "members together", "members that are checked"],
    )
    def test_refused(self, load, name: str, content: bytes) -> None:
        with pytest.raises(DataError) as caught:
            load(name, content)

        words = str(caught.value)
        assert f'" unpacks to more than 1 MiB, the most that {len(content):,} packed bytes may hold' in words
        assert name in words
        assert words.endswith("\nIf you trust it, unpack it and load what was in it.")

    def test_what_is_allowed_is_read(self, load) -> None:
        members = {f"{n}.nt": SPACES[: 2**19] for n in range(2)}

        assert [] == load("a.zip", zipped(members))[0]

    def test_plain_files_are_not_bounded(self, load) -> None:
        assert [] == load("a.nt", SPACES)[0]

    def test_told_as_soon_as_it_is_passed(self, tmp_path: Path) -> None:
        """The rest is not unpacked."""
        path = tmp_path / "a.ttl.gz"
        path.write_bytes(gzip.compress(SPACES))
        with RdfFile(path) as file, file.documents[0].open() as stream:
            stream.read(2**20)
            with pytest.raises(DataError, match="1 MiB"):
                stream.read(1)


def test_the_bound() -> None:
    assert (ALWAYS_ALLOWED_BYTES, MOST_GROWTH * 10**8) == (most_unpacked(1000), most_unpacked(10**8))


class TestAnyBytes:
    """Properties that hold whatever is packed, and wherever it breaks."""

    @settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        lines=st.lists(st.tuples(st.integers(0, 9), st.text(st.characters(codec="utf-8"), max_size=20)), max_size=30),
        packing=st.sampled_from([*PACKINGS]),
    )
    def test_packed_or_plain_is_the_same(self, tmp_path: Path, lines: list[tuple[int, str]], packing: str) -> None:
        text = "".join(f"<a:{number}> <a:p> {pyoxigraph.Literal(value)} .\n" for number, value in lines).encode()
        (tmp_path / "plain.nt").write_bytes(text)
        (tmp_path / packing).write_bytes(PACKINGS[packing](text))
        stores = pyoxigraph.Store(), pyoxigraph.Store()
        for store, name in zip(stores, ("plain.nt", packing), strict=True):
            loaded = load_rdf_file(store, tmp_path / name)
            assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == loaded.sha256

        assert set(stores[0]) == set(stores[1])

    @settings(deadline=5000, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(packing=st.sampled_from([*PACKINGS]), share=st.floats(0, 1, exclude_max=True))
    def test_cut_off_anywhere(self, tmp_path: Path, packing: str, share: float) -> None:
        content = PACKINGS[packing](MANY)
        (tmp_path / packing).write_bytes(content[: int(len(content) * share)])
        with pytest.raises(RdfSyntaxError):
            load_rdf_file(pyoxigraph.Store(), tmp_path / packing)

    @settings(deadline=5000, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(packing=st.sampled_from([*PACKINGS]), share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
    def test_one_bit_turned_anywhere(self, tmp_path: Path, packing: str, share: float, bit: int) -> None:
        """Not every bit carries content (times do not); but what is loaded is what was packed, or names what is not."""
        content = bytearray(PACKINGS[packing](MANY))
        content[int(len(content) * share)] ^= 1 << bit
        (tmp_path / packing).write_bytes(content)
        store = pyoxigraph.Store()
        with contextlib.suppress(RdfSyntaxError):
            load_rdf_file(store, tmp_path / packing)

            assert 300 == len(store)


class TestProgress:
    @pytest.mark.parametrize("packing", ["a.nt", *PACKINGS])
    def test_told_up_to_the_end(self, tmp_path: Path, packing: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(packed, "TICK_S", 0.0)
        text = b"# " + random.Random(1).randbytes(2 * PART_BYTES).hex().encode() + b"\n" + ONE
        content = PACKINGS.get(packing, bytes)(text)
        (tmp_path / packing).write_bytes(content)
        told: list[int] = []
        load_rdf_file(pyoxigraph.Store(), tmp_path / packing, on_bytes=told.append)

        assert sorted(told) == told
        assert len(content) == told[-1]
        assert len(told) > 4
        assert any(0 < count < len(content) for count in told)

    def test_not_too_often(self, tmp_path: Path) -> None:
        (tmp_path / "a.nt").write_bytes(b"\n" * 8 * PART_BYTES)
        told: list[int] = []
        began = time.monotonic()
        load_rdf_file(pyoxigraph.Store(), tmp_path / "a.nt", on_bytes=told.append)

        assert len(told) <= 2 + (time.monotonic() - began) / 0.1

    def test_a_look_before_the_load_is_no_progress(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """RDF/XML is read twice."""
        monkeypatch.setattr(packed, "TICK_S", 0.0)
        (tmp_path / "a.rdf").write_bytes(RDF_XML)
        told: list[int] = []
        load_rdf_file(pyoxigraph.Store(), tmp_path / "a.rdf", on_bytes=told.append)

        assert {len(RDF_XML)} == set(told)

    def test_what_it_raises_ends_the_load(self, tmp_path: Path) -> None:
        (tmp_path / "a.nt").write_bytes(ONE)

        def stop(_count: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            load_rdf_file(pyoxigraph.Store(), tmp_path / "a.nt", on_bytes=stop)


class TestInAProcess:
    def test_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.ttl.gz").write_bytes(gzip.compress(ONE))
        (tmp_path / "b.zip").write_bytes(zipped({"two.ttl": TWO}))
        with OxigraphStore.files([tmp_path / "a.ttl.gz", tmp_path / "b.zip"]) as store:
            assert 2 == len(store.raw)

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("a.ttl.gz", gzip.compress(ONE)[:-9], r"a\.ttl\.gz: it is cut off"),
            ("a.zip", zipped({"b.ttl": b"nonsense"}), r"a\.zip, b\.ttl, line 1, column 1: "),
        ],
        ids=["gzip", "zip"],
    )
    def test_errors_come_through(self, tmp_path: Path, name: str, content: bytes, words: str) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(RdfSyntaxError, match=words):
            OxigraphStore.files([tmp_path / name])

    @pytest.mark.slow
    def test_a_bomb_of_full_size(self, tmp_path: Path) -> None:
        """A gibibyte in a megabyte: nothing of it stays in memory."""
        path = tmp_path / "a.nt.gz"
        path.write_bytes(gzip.compress(b"# " + b" " * 2**24 + b"\n") * 64)
        with pytest.raises(DataError, match=r"unpacks to more than 256 MiB, the most that [\d,]+ packed bytes"):
            OxigraphStore.files([path], Limits(load_memory_bytes=256 * 2**20))
