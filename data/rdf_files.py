"""Read RDF files of the user's own, exactly as they are, and say what is wrong with them in one message.

Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD, told apart by suffix, plain or packed
(``equigraph.data.packed``); text in UTF-8, with or without a byte order mark. Relative IRIs resolve against the file's
own address; blank nodes of two documents never fall together. Nothing is ever fetched: a JSON-LD context elsewhere and
an external XML entity are refused. Input is hostile: run this in a process that may die (``equigraph.graph.loading``),
because no parser bounds time and memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

from equigraph.data.packed import PART_BYTES, RDF_SUFFIXES, ZIP, Document, RdfFile, split_suffix
from equigraph.data.rdf_checks import check_json_ids, check_json_levels, check_xml
from equigraph.data.rdf_problems import MOST_PROBLEMS, Problem, open_text, problem_of, problems_of, syntax_error
from equigraph.errors import DataError, DatasetNotFoundError, RdfSyntaxError

__all__ = ["RDF_SUFFIXES", "LoadedFile", "check_rdf_path", "digest_file", "load_rdf_file"]

SMALL_BYTES = 64 * 1024  # bulk loading writes three files, however little there is to load
_QUAD_FORMATS = {RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.JSON_LD}


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


def digest_file(path: Path) -> LoadedFile:
    """Return what identifies a file, of whatever kind: its name, its size and its digest."""
    with path.open("rb") as file:
        return LoadedFile(str(path), hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


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
        check_xml(document)
    if document.rdf_format == RdfFormat.JSON_LD:
        check_json_levels(document)
        check_json_ids(document)
    if to_graph is not None and document.rdf_format in _QUAD_FORMATS:
        _check_graphs(document, to_graph)


def _load(store: pyoxigraph.Store, document: Document, to_graph: NamedNode | None) -> None:
    is_small = document.size_bytes is not None and document.size_bytes <= SMALL_BYTES
    load = store.load if is_small else store.bulk_load
    problem = None
    with open_text(document, is_loading=True) as stream:
        try:
            load(stream, document.rdf_format, base_iri=document.base_iri, to_graph=to_graph)
        except SyntaxError as error:
            problem = problem_of(error)
        except (ValueError, RuntimeError, MemoryError) as error:
            if isinstance(error, MemoryError) and "buffer" not in str(error):
                raise
            problem = Problem(None, None, f"a single value is larger than the parser takes ({error})")
        while stream.read(PART_BYTES):  # to the end: what is packed tells there whether it is whole
            pass
    if problem is not None:
        raise syntax_error(document, [*problems_of(document)] or [problem])


def _check_graphs(document: Document, to_graph: NamedNode) -> None:
    """Refuse a document that names graphs; a wrong one is told when it is loaded."""
    with open_text(document) as stream:
        quads = pyoxigraph.parse(stream, document.rdf_format, base_iri=document.base_iri)
        try:
            named = next((quad.graph_name for quad in quads if not isinstance(quad.graph_name, DefaultGraph)), None)
        except (SyntaxError, ValueError, RuntimeError, MemoryError):
            return
    if named is not None:
        msg = f'"{document.name}" names graphs itself ({named}), and {to_graph} was named for all that it holds'
        raise DataError(msg, hint="Load it without naming a graph: its triples stay in the graphs that it names.")
