"""Read RDF files of the user's own, exactly as they are, and say what is wrong with them in one message.

Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD, told apart by suffix; text in UTF-8, with or without a byte
order mark. Relative IRIs resolve against the file's own address. Nothing is ever fetched: a JSON-LD context elsewhere
and an external XML entity are refused. Input is hostile: run this in a process that may die
(``equigraph.graph.loading``), because no parser bounds time and memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
from pyoxigraph import RdfFormat

from equigraph.data.json_levels import JsonLevels
from equigraph.errors import DataError, DatasetNotFoundError, RdfSyntaxError

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

__all__ = ["RDF_SUFFIXES", "check_rdf_path", "load_rdf_file"]

RDF_SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
MOST_PROBLEMS = 20  # of one file in one message; more are not read
MOST_JSON_LEVELS = 500  # the JSON-LD parser takes minutes, then dies, at 20,000
_PART_BYTES = 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_SAFE_EXPAT = (2, 4, 1)  # the first that bounds what entities expand to
_UTF_8_NAMES = {"UTF-8", "UTF8"}
_POSITION = re.compile(r"^Parser error (?:at|between) .*?: (?=\S)|\s*\(line \d+\)$")
_REMOTE_CONTEXT = re.compile(rb'"@context"\s*:\s*(?:\[\s*(?:\{[^{}]*\}\s*,\s*)*)?"([^"]{1,300})"')


class _Problem(NamedTuple):
    line: int | None
    column: int | None
    reason: str


def check_rdf_path(path: Path) -> RdfFormat:
    """Return the format of a file by its suffix, after a look at whether it is there.

    Raises:
        DatasetNotFoundError: There is no such file.
        DataError: It is a folder, or its suffix is not one of ``RDF_SUFFIXES``.

    Example:
        >>> check_rdf_path(Path("notes.docx"))
        Traceback (most recent call last):
        equigraph.errors.DatasetNotFoundError: no data at "notes.docx"; accepted: a file that ends in .ttl, .nt, .nq, \
.trig, .rdf, .owl, .xml, .jsonld, .json
    """
    accepted = f"a file that ends in {', '.join(RDF_SUFFIXES)}"
    if path.is_dir():
        msg = f'"{path}" is a folder; accepted: {accepted}'
        raise DataError(msg)
    if not path.exists():
        raise DatasetNotFoundError(str(path), [accepted])
    if not path.is_file():  # a pipe would keep us waiting, a device would never end
        msg = f'"{path}" is not a regular file; accepted: {accepted}'
        raise DataError(msg)
    rdf_format = RDF_SUFFIXES.get(path.suffix.lower())
    if rdf_format is None:
        msg = f'"{path}" has the unknown suffix "{path.suffix}"; accepted: {accepted}'
        raise DataError(msg)
    return rdf_format


def load_rdf_file(store: pyoxigraph.Store, path: str | Path) -> None:
    """Add the triples or quads of a file to a store.

    Args:
        store: Where they go; when the file is wrong, some of them may be there already.
        path: The file.

    Raises:
        RdfSyntaxError: The file is not what its suffix says; names every problem found, up to ``MOST_PROBLEMS``.
        DataError: It cannot be read, or it is not an RDF file.
    """
    path = Path(path)
    rdf_format = check_rdf_path(path)
    try:
        start = _check_encoding(path)
        if rdf_format == RdfFormat.RDF_XML:
            _check_xml(path)
        if rdf_format == RdfFormat.JSON_LD:
            _check_json_levels(path)
        with path.open("rb") as file:
            file.seek(start)
            try:
                store.bulk_load(file, rdf_format, base_iri=path.absolute().as_uri())
            except SyntaxError as error:
                first = _problem_of(error)
            except (ValueError, RuntimeError, MemoryError) as error:
                if isinstance(error, MemoryError) and "buffer" not in str(error):
                    raise
                first = _Problem(None, None, f"a single value is larger than the parser takes ({error})")
            else:
                return
        raise _syntax_error(path, [*_problems(path, rdf_format, start)] or [first])
    except OSError as error:
        if error.errno is None:  # the store's own, not the file's
            msg = f'the graph of "{path}" could not be written to the temporary folder: {error}'
            raise DataError(msg, hint="Make room there, or name another folder in TMPDIR.") from error
        msg = f'"{path}" cannot be read: {error.strerror}'
        raise DataError(msg) from error


def _check_encoding(path: Path) -> int:
    """Return how many bytes a byte order mark takes; refuse UTF-16 and UTF-32 by name."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(_BOM):
        return len(_BOM)
    name = ""
    if head in {b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"} or head.count(0) == 3:  # noqa: PLR2004 # of four bytes
        name = "UTF-32"
    elif head.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\x00" in head and head.count(0) == 2):  # noqa: PLR2004
        name = "UTF-16"
    if not name and (b"\x00" in head or head.startswith(b"\x1f\x8b")):
        raise RdfSyntaxError(str(path), "the file is not text (packed or binary); unpack it first", line=1)
    if name:
        raise RdfSyntaxError(str(path), f"the file is {name}; save it as UTF-8", line=1)
    return 0


def _not_utf_8(path: Path) -> _Problem | None:
    """Return where a file stops being UTF-8."""
    line = 1
    with path.open("rb") as file:
        for row in file:
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


def _problems(path: Path, rdf_format: RdfFormat, start: int) -> Iterator[_Problem]:
    """Yield what is wrong with a file that the store refused."""
    encoding = _not_utf_8(path)
    if encoding is not None:
        yield encoding
        return
    with path.open("rb") as file:
        file.seek(start)
        quads = pyoxigraph.parse(file, rdf_format, base_iri=path.absolute().as_uri())
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
                    problem = _Problem(None, None, _remote_context(path))
                yield problem


def _remote_context(path: Path) -> str:
    with path.open("rb") as file:
        found = _REMOTE_CONTEXT.search(file.read(_PART_BYTES))
    where = f' "{found[1].decode("utf-8", "replace")}"' if found else ""
    return f"its @context{where} lies elsewhere and is never fetched; write the context itself into the file"


def _syntax_error(path: Path, problems: list[_Problem]) -> RdfSyntaxError:
    first, rest = problems[0], problems[1:]
    reason = first.reason
    for line, column, words in rest[: MOST_PROBLEMS - 1]:
        place = f"line {line}, column {column}: " if line is not None else ""
        reason += f"\n  {place}{words}"
    if len(problems) > MOST_PROBLEMS:
        reason += f"\n  and more; {MOST_PROBLEMS} are shown"
    hint = f"By its suffix it should be {RDF_SUFFIXES[path.suffix.lower()].name}."
    return RdfSyntaxError(str(path), reason, line=first.line, column=first.column, hint=hint)


def _check_xml(path: Path) -> None:
    """Refuse XML that is not well-formed, not in UTF-8, or that grows when its entities are replaced.

    pyoxigraph says nothing of a truncated file, has no positions, and replaces entities without a limit; expat does
    all three, and reads about as fast as the disk.
    """
    from xml.parsers import expat  # noqa: PLC0415 # other formats need none

    parser = expat.ParserCreate()

    def check_declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in _UTF_8_NAMES:
            reason = f'the file says that it is in "{encoding}"; save it as UTF-8'
            raise RdfSyntaxError(str(path), reason, line=1)

    def check_entity(
        name: str, _parameter: int, _value: str | None, _base: str | None, address: str | None, *_rest: object
    ) -> None:
        if address is not None:
            reason = f'it declares the entity "{name}" as the content of "{address}", and nothing is ever fetched'
            raise RdfSyntaxError(str(path), reason, line=parser.CurrentLineNumber)
        if expat.version_info < _SAFE_EXPAT:  # pragma: no cover # Python 3.11 and later come with a newer one
            reason = "it declares entities, and the XML parser of this Python cannot bound what they grow to"
            raise RdfSyntaxError(str(path), reason, line=parser.CurrentLineNumber)

    parser.XmlDeclHandler = check_declaration
    parser.EntityDeclHandler = check_entity
    try:
        _feed(parser, path)
    except expat.ExpatError as error:
        problem = _not_utf_8(path)
        if problem is None:
            words = expat.errors.messages.get(error.code, str(error))
            if "amplification" in words:
                words = "its entities grow to more than a hundred times its size, and are not replaced"
            problem = _Problem(error.lineno, error.offset + 1, words)
        raise _syntax_error(path, [problem]) from None


def _feed(parser: XMLParserType, path: Path) -> None:
    with path.open("rb") as file:
        while part := file.read(_PART_BYTES):
            parser.Parse(part, False)  # noqa: FBT003 # expat takes no names
    parser.Parse(b"", True)  # noqa: FBT003


def _check_json_levels(path: Path) -> None:
    """Refuse JSON that is nested too deeply for the JSON-LD parser."""
    levels = JsonLevels()
    with path.open("rb") as file:
        while part := file.read(_PART_BYTES):
            levels.feed(part)
            if levels.deepest > MOST_JSON_LEVELS:
                reason = f"it is nested more than {MOST_JSON_LEVELS} levels deep"
                raise RdfSyntaxError(str(path), reason)
