"""A zip of CSV tables (RFC 4180, https://www.rfc-editor.org/rfc/rfc4180): things, lines, claims, sources, and a README.

``nodes.csv``, ``edges.csv``, ``claims.csv`` and ``sources.csv`` have the columns of
:mod:`equigraph.exporters.view_columns` and join by IRI: ``statement_iris`` of a line name rows of ``claims.csv``, and
``source_iri`` rows of ``sources.csv``. ``about.csv`` holds what is said of the whole, as JSON. For spreadsheets, texts
that could run get an apostrophe; written with ``exact`` they stand as they are, and :func:`read_csv_zip` gives the
network again. All dates in the zip are that of the data.

What it loses: the raw RDF statements, which ``.ttl`` has.
"""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from equigraph.data.unpacking import BROKEN, most_unpacked
from equigraph.errors import DataError
from equigraph.exporters.archive import archive, day_of
from equigraph.exporters.csv_text import BYTE_ORDER_MARK, csv_text
from equigraph.exporters.files import write_atomically
from equigraph.exporters.view_readme import readme_text
from equigraph.exporters.view_tables import TABLES, ViewTables, network_of

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from equigraph.graph.network import Network

__all__ = ["CONTENTS", "generate_csv_zip", "parse_csv_zip", "read_csv_zip", "write_csv_zip"]

CONTENTS: Final[Mapping[str, str]] = {
    "nodes.csv": "A row for each thing in the picture.",
    "edges.csv": "A row for each line, with its verdict and number of sources.",
    "claims.csv": "A row for each claim or statement behind the lines and things.",
    "sources.csv": "A row for each source, as in a bibliography.",
    "about.csv": "What is said of the whole view, for programs: a name, and a value as JSON.",
}
EXACT: Final = (
    "Texts stand exactly as they are: do not open these tables in a spreadsheet, which could run some of them."
)
SAFE: Final = "A text that a spreadsheet could take for a formula begins with an apostrophe."
README: Final = "README.txt"
ABOUT_COLUMNS: Final = ("name", "value")
LONGEST_FIELD: Final = 2**31 - 1  # characters; the reader of Python refuses more than 131,072 unless told


def generate_csv_zip(network: Network, *, exact: bool = False) -> bytes:
    """Return a network as the bytes of a zip of tables.

    Args:
        network: The network.
        exact: Write texts as they are, even those that a spreadsheet would run.
    """
    tables = ViewTables(network)
    contents = {**CONTENTS, "Formulas": EXACT if exact else SAFE}
    columns = {f"{name}.csv": {one.name: one.meaning for one in table} for name, table in TABLES.items()}
    members = {README: readme_text(network, contents, columns)}
    for name, table in TABLES.items():
        members[f"{name}.csv"] = csv_text([one.name for one in table], tables[name], exact=exact)
    members["about.csv"] = csv_text(ABOUT_COLUMNS, tables.about, exact=exact)
    encoded = {name: (BYTE_ORDER_MARK + text).encode() for name, text in members.items()}
    return archive(encoded, day_of(str(network.graph.get("data_date") or "")))


def write_csv_zip(network: Network, path: str | os.PathLike[str], *, exact: bool = False) -> None:
    """Write a network as a zip of CSV tables.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_csv_zip(network, exact=exact))


def parse_csv_zip(content: bytes) -> Network:
    """Return the network in a zip of tables; without its raw statements, and its texts as they were written.

    Raises:
        DataError: This is no zip with these tables.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            if sum(file.getinfo(name).file_size for name in CONTENTS) > most_unpacked(len(content)):
                raise DataError("these tables grow too much as they are unpacked to have been written by equigraph")
            tables = [_rows(file.read(name)) for name in CONTENTS]
        return network_of(*tables)
    except (*BROKEN, KeyError, TypeError, csv.Error) as error:
        raise DataError(f"this is not a zip of tables as equigraph writes it ({error})") from error


def _rows(content: bytes) -> list[dict[str, str]]:
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    finally:
        csv.field_size_limit(before)


def read_csv_zip(path: str | os.PathLike[str]) -> Network:
    """Return the network in a file of that kind."""
    return parse_csv_zip(Path(path).read_bytes())
