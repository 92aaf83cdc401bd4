"""CSV (RFC 4180, https://www.rfc-editor.org/rfc/rfc4180): one flat table, a row for each finding behind the picture.

A row is a claim or statement behind a line, with its citation and what the line says: verdict, number of sources, how
sure. Then come statements about things (costs), and the things without a line, so that nothing drawn is missing. The
columns are those of :data:`equigraph.exporters.view_columns.EVIDENCE_COLUMNS`, the same in every file; a claim that
stands behind two lines has two rows. A spreadsheet runs none of it (:mod:`equigraph.exporters.csv_text`).

What it loses: definitions, facts and sources of the things that have lines, counts, positions, and of lines between
groups the statements that the picture does not list ("20 of 123; 103 not listed"). The ``.csv.zip`` has all but those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.csv_text import BYTE_ORDER_MARK, csv_text
from equigraph.exporters.files import write_atomically
from equigraph.exporters.view_columns import EVIDENCE_COLUMNS
from equigraph.exporters.view_tables import ViewTables

if TYPE_CHECKING:
    import os

    from equigraph.graph.network import Network

__all__ = ["generate_csv_table", "write_csv_table"]


def generate_csv_table(network: Network, *, exact: bool = False) -> str:
    """Return the evidence behind a network as CSV text; the byte order mark comes when it is written.

    Args:
        network: The network.
        exact: Write texts as they are, even those that a spreadsheet would run.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph()
        >>> network.add_node("a", label="=A", iri="a")
        >>> [line.split(",")[:2] for line in generate_csv_table(network).splitlines()]
        [['row', 'from'], ['thing without a line', "'=A"]]
    """
    return csv_text(tuple(EVIDENCE_COLUMNS), ViewTables(network).evidence, exact=exact)


def write_csv_table(network: Network, path: str | os.PathLike[str], *, exact: bool = False) -> None:
    """Write the evidence behind a network as a CSV file.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, BYTE_ORDER_MARK + generate_csv_table(network, exact=exact))
