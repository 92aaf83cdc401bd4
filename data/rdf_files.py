"""Read RDF files of the user's own, exactly as they are, and say what is wrong with them in one message.

Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD, told apart by suffix, plain or packed
(``equigraph.data.packed``); text in UTF-8, with or without a byte order mark. Relative IRIs resolve against the file's
own address; blank nodes of two documents never fall together. Nothing is ever fetched: a JSON-LD context elsewhere and
an external XML entity are refused. Input is hostile: run this in a process that may die (``equigraph.graph.loading``),
because no parser bounds time and memory.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

from equigraph.data.file_looks import HEAD_BYTES, binary_look, text_look
from equigraph.data.packed import PART_BYTES, RDF_SUFFIXES, ZIP, Document, RdfFile, split_suffix
from equigraph.errors import DataError, DatasetNotFoundError, RdfSyntaxError

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

__all__ = ["RDF_SUFFIXES", "LoadedFile", "check_rdf_path", "load_rdf_file"]

MOST_PROBLEMS = 20  # of one document in one message; more are not read
MOST_JSON_LEVELS = 500  # the JSON-LD parser takes minutes, then dies, at 20,000
SMALL_BYTES = 64 * 1024  # bulk loading writes three files, however little there is to load
_QUAD_FORMATS = {RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.JSON_LD}
_CHECK_BYTES = 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_SAFE_EXPAT = (2, 4, 1)  # the first that bounds what entities expand to
_UTF_8_NAMES = {"UTF-8", "UTF8"}
_POSITION = re.compile(r"^Parser error (?:at|between) .*?: (?=\S)|\s*\(line \d+\)$")
_REMOTE_CONTEXT = re.compile(rb'"@context"\s*:\s*(?:\[\s*(?:\{[^{}]*\}\s*,\s*)*)?"([^"]{1,300})"')


class _Problem(NamedTuple):
    line: int | None
    column: int | None
    reason: str


@dataclass(frozen=True)
class LoadedFile:
    """What was loaded.

    Attributes:
        path: The file, as it was named.
        sha256: The hexadecimal SHA-256 of the file as it lies on disk (packed, if it is).
        size_bytes: Its size on disk.
        skipped: Members of an archive that were not read, because they are not RDF.
    """

    path: str
    sha256: str
    size_bytes: int
    skipped: tuple[str, ...] = ()


def check_rdf_path(path: Path) -> None:
    """Have a look at whether there is a file, and whether its name says what it holds.

    Raises:
        DatasetNotFoundError: There is no such file.
        DataError: It is a folder, a pipe or a device, or its suffix is none of ``RDF_SUFFIXES``, plain or packed.

    Example:
        >>> check_rdf_path(Path("notes.docx"))
        Traceback (most recent call last):
        equigraph.errors.DatasetNotFoundError: no data at "notes.docx"; accepted: a file that ends in .ttl, .nt, .nq, \
.trig, .rdf, .owl, .xml, .jsonld, .json, one of these and .gz, or .zip
    """
    accepted = f"a file that ends in {', '.join(RDF_SUFFIXES)}, one of these and .gz, or .zip"
    if path.is_dir():
        msg = f'"{path}" is a folder; accepted: {accepted}'
        raise DataError(msg)
    if not path.exists():
        raise DatasetNotFoundError(str(path), [accepted])
    if not path.is_file():  # a pipe would keep us waiting, a device would never end
        msg = f'"{path}" is not a regular file; accepted: {accepted}'
        raise DataError(msg)
    suffix, packing = split_suffix(path.name)
    if not suffix and packing != ZIP:
        unknown = "".join(path.suffixes[-2:]) if packing else path.suffix
        msg = f'"{path}" has the unknown suffix "{unknown}"; accepted: {accepted}'
        raise DataError(msg)


def load_rdf_file(
    store: pyoxigraph.Store,
    path: str | Path,
    *,
    to_graph: NamedNode | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> LoadedFile:
    """Add the triples or quads of a file to a store.

    Args:
        store: Where they go; when the file is wrong, some of them may be there already.
        path: The file.
        to_graph: The named graph for its triples; None for the default graph. A file that names graphs itself is
            refused then, rather than loaded elsewhere than was asked for.
        on_bytes: Told the number of bytes of the file (packed) read so far, about ten times a second, and at the end.

    Raises:
        RdfSyntaxError: The file is not what its suffix says; names every problem found, up to ``MOST_PROBLEMS``.
        DataError: It cannot be read, it is not an RDF file, what is packed in it grows too much, or it names graphs
            and ``to_graph`` names another.
    """
    path = Path(path)
    check_rdf_path(path)
    try:
        with RdfFile(path, on_bytes) as file:
            errors = [*filter(None, (_error_of(store, document, to_graph) for document in file.documents))]
            if errors:
                raise errors[0] if len(errors) == 1 else _errors_together(file, errors)
            return LoadedFile(str(path), file.finish(), file.size_bytes, file.skipped)
    except OSError as error:
        if error.errno is None:  # the store's own, not the file's
            msg = f'the graph of "{path}" could not be written: {error}'
            raise DataError(
                msg, hint="Make room there; for temporary graphs, name another folder in TMPDIR."
            ) from error
        msg = f'"{path}" cannot be read: {error.strerror}'
        raise DataError(msg) from error


def _error_of(store: pyoxigraph.Store, document: Document, to_graph: NamedNode | None) -> RdfSyntaxError | None:
    """Load a document; return what is wrong with it, so that the others in the file are looked at too."""
    try:
        _check(document, to_graph)
        _load(store, document, to_graph)
    except RdfSyntaxError as error:
        return error
    return None


def _errors_together(file: RdfFile, errors: list[RdfSyntaxError]) -> RdfSyntaxError:
    lines = [f"{len(errors)} of the {len(file.documents)} RDF files in it are wrong"]
    lines += [error.message.replace("\n", "\n  ") for error in errors[:MOST_PROBLEMS]]
    if len(errors) > MOST_PROBLEMS:
        lines.append(f"and more; {MOST_PROBLEMS} are shown")
    return RdfSyntaxError(str(file.path), "\n  ".join(lines))


def _check(document: Document, to_graph: NamedNode | None) -> None:
    """Refuse what the parser would not survive, or would load elsewhere; most formats need no pass of their own."""
    if document.rdf_format == RdfFormat.RDF_XML:
        _check_xml(document)
    if document.rdf_format == RdfFormat.JSON_LD:
        _check_json_levels(document)
    if to_graph is not None and document.rdf_format in _QUAD_FORMATS:
        _check_graphs(document, to_graph)


def _load(store: pyoxigraph.Store, document: Document, to_graph: NamedNode | None) -> None:
    is_small = document.size_bytes is not None and document.size_bytes <= SMALL_BYTES
    load = store.load if is_small else store.bulk_load
    problem = None
    with _open(document, is_loading=True) as stream:
        try:
            load(stream, document.rdf_format, base_iri=document.base_iri, to_graph=to_graph)
        except SyntaxError as error:
            problem = _problem_of(error)
        except (ValueError, RuntimeError, MemoryError) as error:
            if isinstance(error, MemoryError) and "buffer" not in str(error):
                raise
            problem = _Problem(None, None, f"a single value is larger than the parser takes ({error})")
        while stream.read(PART_BYTES):  # to the end: what is packed tells there whether it is whole
            pass
    if problem is not None:
        raise _syntax_error(document, [*_problems(document)] or [problem])


def _open(document: Document, *, is_loading: bool = False) -> io.BufferedReader:
    """Open a document behind its byte order mark; refuse what is no text, and UTF-16 and UTF-32 by name."""
    stream = document.open(is_loading=is_loading)
    try:
        _check_encoding(stream.peek(4)[:HEAD_BYTES], document)
        if stream.peek(len(_BOM)).startswith(_BOM):
            stream.read(len(_BOM))
    except BaseException:
        stream.close()
        raise
    return stream


def _check_encoding(head: bytes, document: Document) -> None:
    start, name = head[:4], ""
    if start in {b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"} or start.count(0) == 3:  # noqa: PLR2004 # of four bytes
        name = "UTF-32"
    elif start.startswith((b"\xff\xfe", b"\xfe\xff")) or start.count(0) == 2:  # noqa: PLR2004
        name = "UTF-16"
    look = binary_look(head)
    if look or (b"\x00" in start and not name):
        raise RdfSyntaxError(document.name, f"the file is not text{f'; it looks like {look}' if look else ''}", line=1)
    if name:
        raise RdfSyntaxError(document.name, f"the file is {name}; save it as UTF-8", line=1)


def _check_graphs(document: Document, to_graph: NamedNode) -> None:
    """Refuse a document that names graphs; a wrong one is told when it is loaded."""
    with _open(document) as stream:
        quads = pyoxigraph.parse(stream, document.rdf_format, base_iri=document.base_iri)
        try:
            named = next((quad.graph_name for quad in quads if not isinstance(quad.graph_name, DefaultGraph)), None)
        except (SyntaxError, ValueError, RuntimeError, MemoryError):
            return
    if named is not None:
        msg = f'"{document.name}" names graphs itself ({named}), and {to_graph} was named for all that it holds'
        raise DataError(msg, hint="Load it without naming a graph: its triples stay in the graphs that it names.")


def _not_utf_8(document: Document) -> _Problem | None:
    """Return where a document stops being UTF-8."""
    line = 1
    with _open(document) as stream:
        for row in stream:
            try:
                row.decode("utf-8")
            except UnicodeDecodeError as error:
                column = len(row[: error.start].decode("utf-8")) + 1
                reason = (
                    f"byte 0x{row[error.start]:02X} is not UTF-8; the file seems to be Latin-1 (ISO 8859-1) or "
                    "Windows-1252; save it as UTF-8"
                )
                return _Problem(line, column, reason)
            line += 1
    return None


def _problem_of(error: SyntaxError) -> _Problem:
    reason = _POSITION.sub("", str(error.msg)).strip()
    return _Problem(error.lineno, error.offset, reason[:1].lower() + reason[1:])


def _problems(document: Document) -> Iterator[_Problem]:
    """Yield what is wrong with a document that the store refused."""
    encoding = _not_utf_8(document)
    if encoding is not None:
        yield encoding
        return
    with _open(document) as stream:
        quads = pyoxigraph.parse(stream, document.rdf_format, base_iri=document.base_iri)
        found = 0
        while found <= MOST_PROBLEMS:
            try:
                next(quads)
            except StopIteration:
                return
            except (ValueError, RuntimeError, MemoryError):  # told by the store already
                return
            except SyntaxError as error:
                found += 1
                problem = _problem_of(error)
                if "LoadDocumentCallback" in problem.reason:
                    problem = _Problem(None, None, _remote_context(document))
                yield problem


def _remote_context(document: Document) -> str:
    with _open(document) as stream:
        found = _REMOTE_CONTEXT.search(stream.read(_CHECK_BYTES))
    where = f' "{found[1].decode("utf-8", "replace")}"' if found else ""
    return f"its @context{where} lies elsewhere and is never fetched; write the context itself into the file"


def _syntax_error(document: Document, problems: list[_Problem]) -> RdfSyntaxError:
    with _open(document) as stream:
        head = stream.read(HEAD_BYTES)
    first, rest = problems[0], problems[1:]
    reason = first.reason
    look = text_look(head, document.rdf_format)
    if not head.strip():
        first, reason = _Problem(None, None, ""), "the file is empty"
    elif look:  # what else is wrong follows from that
        reason, rest = f"it looks like {look}: {reason}", []
    for line, column, words in rest[: MOST_PROBLEMS - 1]:
        place = f"line {line}, column {column}: " if line is not None else ""
        reason += f"\n  {place}{words}"
    if len(rest) >= MOST_PROBLEMS:
        reason += f"\n  and more; {MOST_PROBLEMS} are shown"
    hint = f"By its suffix it should be {document.rdf_format.name}."
    return RdfSyntaxError(document.name, reason, line=first.line, column=first.column, hint=hint)


def _check_xml(document: Document) -> None:
    """Refuse XML that is not well-formed, not in UTF-8, or that grows when its entities are replaced.

    pyoxigraph says nothing of a truncated file, has no positions, and replaces entities without a limit; expat does
    all three, and reads about as fast as the disk.
    """
    from xml.parsers import expat  # noqa: PLC0415 # other formats need none

    parser = expat.ParserCreate()

    def check_declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in _UTF_8_NAMES:
            reason = f'the file says that it is in "{encoding}"; save it as UTF-8'
            raise RdfSyntaxError(document.name, reason, line=1)

    def check_entity(
        name: str, _parameter: int, _value: str | None, _base: str | None, address: str | None, *_rest: object
    ) -> None:
        if address is not None:
            reason = f'it declares the entity "{name}" as the content of "{address}", and nothing is ever fetched'
            raise RdfSyntaxError(document.name, reason, line=parser.CurrentLineNumber)
        if expat.version_info < _SAFE_EXPAT:  # pragma: no cover # Python 3.11 and later come with a newer one
            reason = "it declares entities, and the XML parser of this Python cannot bound what they grow to"
            raise RdfSyntaxError(document.name, reason, line=parser.CurrentLineNumber)

    parser.XmlDeclHandler = check_declaration
    parser.EntityDeclHandler = check_entity
    try:
        _feed(parser, document)
    except expat.ExpatError as error:
        problem = _not_utf_8(document)
        if problem is None:
            words = expat.errors.messages.get(error.code, str(error))
            if "amplification" in words:
                words = "its entities grow to more than a hundred times its size, and are not replaced"
            problem = _Problem(error.lineno, error.offset + 1, words)
        raise _syntax_error(document, [problem]) from None


def _feed(parser: XMLParserType, document: Document) -> None:
    with _open(document) as stream:
        while part := stream.read(_CHECK_BYTES):
            parser.Parse(part, False)  # noqa: FBT003 # expat takes no names
    parser.Parse(b"", True)  # noqa: FBT003


_LEVEL = {ord("{"): 1, ord("["): 1, ord("}"): -1, ord("]"): -1}
_NO_LEVEL = bytes(byte for byte in range(256) if byte not in _LEVEL)


def _check_json_levels(document: Document) -> None:
    """Refuse JSON that is nested too deeply for the JSON-LD parser; strings are left out of account."""
    level, in_string, carry = 0, False, b""
    with _open(document) as stream:
        while part := stream.read(_CHECK_BYTES):
            part = (carry + part).replace(b"\\\\", b"").replace(b'\\"', b"")
            carry = b"\\" if part.endswith(b"\\") else b""
            pieces = part.split(b'"')
            brackets = b"".join(pieces[1::2] if in_string else pieces[0::2]).translate(None, _NO_LEVEL)
            in_string ^= len(pieces) % 2 == 0
            levels = list(accumulate(map(_LEVEL.__getitem__, brackets), initial=level))
            level = levels[-1]
            if max(levels) > MOST_JSON_LEVELS:
                reason = f"it is nested more than {MOST_JSON_LEVELS} levels deep"
                raise RdfSyntaxError(document.name, reason)
