"""Import tables: ``python -m equigraph.data.importer TABLES_FOLDER DATA_FOLDER``.

Every row becomes a thing, statements, or both, as `equigraph.data.tables` describes. All problems of all tables are
reported together, with table, row and column; when there is one, nothing is written. The same tables give the same
bytes. Somebody else's sentences (the column ``excerpt``) and the addresses of mirrors never enter the data.
"""

from __future__ import annotations

import difflib
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from equigraph.data.catalog import CATALOG, CATALOG_NOTE, CATALOG_SOURCE, build_catalog
from equigraph.data.cells import DIRECT, CellReader, Term
from equigraph.data.citations import format_citation
from equigraph.data.jurisdictions import JurisdictionTable
from equigraph.data.names import Names, with_article
from equigraph.data.sheet import WHOLE_ROW, Row
from equigraph.data.spreadsheet import read_rows
from equigraph.data.statements import INFERRED, Provenance, Statement, is_our_reading, statement_iri, tree_mapping
from equigraph.data.table import OWN_THING, Link, Relation, Table
from equigraph.data.tables import TABLES
from equigraph.data.terms import RDF_TYPE, node, plain, slugify, text
from equigraph.data.turtle import generate_turtle, write_turtle
from equigraph.errors import DataError, EquigraphError, RowError, TableError, did_you_mean
from equigraph.ontology.files import ontology_files
from equigraph.ontology.prefixes import compress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["COMPILER", "IMPORT_NOTE", "Content", "import_tables", "main", "write_content"]

Content = dict[str, list[Quad]]
"""File name without suffix to what belongs into it."""

COMPILER = "r-dossier"  # the source that stands for what the compilers of the tables wrote themselves
OWN_PLACE = "located_in"  # a state that is a site lies in itself: true, and nothing to state
BRIEF_GROUPS = Path(__file__).parent / "by_hand" / "groups.ttl"
SOURCE, BASIS, BACKGROUND = node("dcterms:source"), node("eq:basis"), node("basis:background")
IMPORT_NOTE = """\
One kind of thing, in the one form of equigraph.data.turtle: sorted, a fact a line, no blank nodes.
License: Creative Commons Attribution 4.0 (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/
"""


def import_tables(folder: Path, tables: Mapping[str, Table] = TABLES) -> Content:
    """Return what the tables in ``folder`` say, by the file it belongs into.

    Args:
        folder: Folder with one CSV file per table.
        tables: Descriptions of the tables.

    Returns:
        The content, without the catalog.

    Raises:
        TableError: Something is wrong; ``problems`` holds every cell that is.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     import_tables(Path(folder), {"practices": TABLES["practices"]})  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        equigraph.errors.TableError: 1 problem in the tables; nothing was written:
          practices.csv, row 1, column (all): the table is missing; it was looked for in ...
    """
    return _Import(folder, tables).run()


def write_content(content: Content, folder: Path) -> None:
    """Write imported content and its catalog as Turtle files.

    Args:
        content: What `import_tables` returned.
        folder: Where the files go; it is made when it is not there.

    Raises:
        DataError: A file cannot be written.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     write_content({"practices": [Quad(node("practice:a"), RDF_TYPE, node("eq:Practice"))]}, Path(folder))
        ...     sorted(path.name for path in Path(folder).iterdir())
        ['catalog.ttl', 'practices.ttl']
    """
    quads = [quad for file in content.values() for quad in file]
    for path in ontology_files():
        quads += parse(path=path, format=RdfFormat.TURTLE)
    catalog = build_catalog(list(parse(path=CATALOG_SOURCE, format=RdfFormat.TURTLE)), quads)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f'could not write to "{folder}": {error.strerror}; a folder is needed') from error
    texts = {folder / f"{name}.ttl": generate_turtle(file, note=IMPORT_NOTE) for name, file in content.items()}
    write_turtle(texts | {folder / f"{CATALOG}.ttl": generate_turtle(catalog, note=CATALOG_NOTE)})


class _Import:
    """One run over the tables of a folder."""

    def __init__(self, folder: Path, tables: Mapping[str, Table]) -> None:
        self._folder = folder
        self._tables = tables
        self._problems: list[RowError] = []
        self._names = Names()
        self._places = JurisdictionTable.read()
        self._cells = CellReader(self._names, self._places, self._problems)
        self._content: defaultdict[str, list[Quad]] = defaultdict(list)
        self._statements: dict[NamedNode, tuple[Statement, str, Row]] = {}
        self._sites: dict[str, tuple[NamedNode, NamedNode]] = {}
        self._rows: dict[str, list[Row]] = {}
        self._brief_groups: dict[object, list[Quad]] = {}

    def run(self) -> Content:
        self._read_rows()
        for quad in parse(path=BRIEF_GROUPS, format=RdfFormat.TURTLE):
            self._brief_groups.setdefault(quad.subject, []).append(quad)
        for name, table in self._tables.items():
            for row in self._rows[name]:
                cells = self._cells.read(table, row)
                self._add_thing(table, row, cells)
                self._note_site(table, cells)
                for link in table.links:
                    self._add_statements(table, link, row, cells)
        if not self._problems:
            self._add_concepts()
            self._add_sites()
            self._add_jurisdictions()
        if self._problems:
            order = {table.file_name: number for number, table in enumerate(self._tables.values())}
            raise TableError(sorted(self._problems, key=lambda p: (order.get(p.table, len(order)), p.row, p.column)))
        for statement, file, _ in self._statements.values():
            self._content[f"statements-{file}"] += statement.quads()
        return dict(sorted(self._content.items()))

    def _read_rows(self) -> None:
        for path in sorted(self._folder.glob("*.csv")):
            if path.stem not in self._tables:
                close = difflib.get_close_matches(path.stem, self._tables, 1)
                reason = f"no such table is known{did_you_mean(close)}; known tables: {', '.join(self._tables)}"
                self._problems.append(RowError(path.name, 1, WHOLE_ROW, reason))
        for name, table in self._tables.items():
            required = [column.name for column in table.columns if not column.optional]
            optional = [column.name for column in table.columns if column.optional]
            rows = read_rows(self._folder / table.file_name, required, optional, self._problems)
            self._rows[name] = rows
            self._names.add_rows(table, rows, self._problems)
            if table.cited:
                self._cells.learn_addresses(rows)

    # --- things -----------------------------------------------------------------------------

    def _add_thing(self, table: Table, row: Row, cells: Mapping[str, list[Term]]) -> None:
        curie = self._names.curie_of(table, row)
        if curie is None or self._problems:  # a thing with a problem is never written
            return
        thing, file = node(curie), self._content[table.file]
        file += [Quad(thing, RDF_TYPE, node(kind)) for kind in table.types]
        for column in table.columns:
            if column.property:
                file += [Quad(thing, node(column.property), term) for term in cells[column.name]]
        if table.kind_column:
            file.append(Quad(thing, node("skos:inScheme"), node(f"scheme:{curie.partition(':')[0]}")))
        if "locator" in row.cells and is_our_reading(row.cells["locator"]) and table.kind == "claim":
            file.append(Quad(thing, node("eq:mapping"), INFERRED))
        if table.cited:
            file.append(Quad(thing, node("dcterms:bibliographicCitation"), plain(_reference(row))))
        file += self._brief_groups.get(thing, ())

    def _note_site(self, table: Table, cells: Mapping[str, list[Term]]) -> None:
        """Remember where a site is described; of several sources, the first by name."""
        for column in table.columns:
            site = _first(cells[column.name]) if column.value == "site" else None
            source, basis = (_first(cells.get(name, ())) for name in ("source_id", "basis"))
            if site is None or source is None or basis is None:
                continue
            curie = compress(site.value) or site.value
            known = self._sites.get(curie)
            if known is None or source.value < known[0].value:
                self._sites[curie] = (source, basis)

    def _add_concepts(self) -> None:
        for curie, words in self._cells.new_concepts.items():
            concept, scheme = node(curie), node(f"scheme:{curie.partition(':')[0]}")
            self._content["concepts"] += [
                Quad(concept, RDF_TYPE, node("skos:Concept")),
                Quad(concept, node("skos:inScheme"), scheme),
                Quad(concept, node("skos:prefLabel"), text(words)),
                *self._by_the_compilers(concept),
            ]

    def _add_sites(self) -> None:
        for curie, (name, site_type) in self._cells.new_sites.items():
            site = node(curie)
            source, basis = self._sites[curie]
            self._content["organizations"] += [
                Quad(site, RDF_TYPE, node("eq:Organization")),
                Quad(site, node("skos:prefLabel"), text(name)),
                Quad(site, node("eq:organizationType"), node(f"site-type:{slugify(site_type)}")),
                Quad(site, node("dcterms:source"), source),
                Quad(site, node("eq:basis"), basis),
            ]

    def _add_jurisdictions(self) -> None:
        for place in self._places:
            kind, _, slug = place.target.partition(":")
            if place not in self._cells.used_places and (kind != "organization" or slug not in self._names.things):
                continue
            thing, file = node(place.target), self._content["jurisdictions"]
            file.append(Quad(thing, RDF_TYPE, node("eq:Jurisdiction")))
            if place.postal_code:
                file.append(Quad(thing, node("skos:notation"), plain(place.postal_code)))
            if kind == "organization":  # it has its own name ("State of Vermont") and its own source
                file.append(Quad(thing, node("skos:altLabel"), text(place.name)))
            else:
                file += [Quad(thing, node("skos:prefLabel"), text(place.name)), *self._by_the_compilers(thing)]

    def _by_the_compilers(self, thing: NamedNode) -> list[Quad]:
        """Return the provenance of something that only the compilers of the tables say."""
        return [Quad(thing, SOURCE, self._compiler()), Quad(thing, BASIS, BACKGROUND)]

    def _compiler(self) -> NamedNode:
        if COMPILER not in self._names.things and not self._problems:
            reason = (
                f'the source "{COMPILER}" is missing; it stands for what the compilers of the tables say themselves'
            )
            table = next((table for table in self._tables.values() if table.cited), None)
            self._problems.append(RowError(table.file_name if table else "sources", 1, "id", reason))
        return node(f"source:{COMPILER}")

    # --- statements -------------------------------------------------------------------------

    def _add_statements(self, table: Table, link: Link, row: Row, cells: Mapping[str, list[Term]]) -> None:
        word = row.cells[link.relation] if link.relation else next(iter(link.relations))
        relation = link.relations.get(word)
        if relation is None:
            if word:
                close = did_you_mean(difflib.get_close_matches(word, link.relations, 1))
                known = ", ".join(sorted(link.relations))
                self._problems.append(
                    row.problem(link.relation, f'there is no relation "{word}"; known: {known}{close}')
                )
            return
        subject = self._subject(table, link, row, cells)
        provenance = self._provenance(table, link, row, cells)
        for value in cells[link.object]:
            if not self._fits(link, relation, word, row, value) or subject is None or provenance is None:
                continue
            if value == subject:
                if word != OWN_PLACE:
                    self._problems.append(row.problem(link.object, f'"{row.cells[link.object]}" is related to itself'))
                continue
            parts = [term for part in link.parts for term in cells[part] if isinstance(term, NamedNode)]
            qualifiers = tuple((node(name), term) for column, name in link.qualifiers.items() for term in cells[column])
            iri = statement_iri(subject, word, value, parts)
            statement = Statement(iri, subject, node(relation.predicate), value, provenance, qualifiers)
            self._keep(statement, link, row)

    def _keep(self, statement: Statement, link: Link, row: Row) -> None:
        known = self._statements.get(statement.iri)
        if known is not None and not link.repeats:
            first = known[2]
            reason = f"this row states the same as row {first.number} of {first.table}"
            self._problems.append(row.problem(link.object, reason))
        elif known is None or statement.provenance.source.value < known[0].provenance.source.value:
            self._statements[statement.iri] = (statement, link.file, row)

    def _fits(self, link: Link, relation: Relation, word: str, row: Row, value: Term) -> bool:
        if not relation.kinds or not isinstance(value, NamedNode):
            return True
        kind = (compress(value.value) or "").partition(":")[0]
        if kind in relation.kinds:
            return True
        wanted = with_article(" or ".join(relation.kinds))
        reason = f'"{row.cells[link.object]}" is {with_article(kind)}; the object of {word} is {wanted}'
        self._problems.append(row.problem(link.object, reason))
        return False

    def _subject(self, table: Table, link: Link, row: Row, cells: Mapping[str, list[Term]]) -> NamedNode | None:
        if link.subject == OWN_THING:
            curie = self._names.curie_of(table, row)
            return node(curie) if curie and not self._problems else None
        return next((term for term in cells[link.subject] if isinstance(term, NamedNode)), None)

    def _provenance(self, table: Table, link: Link, row: Row, cells: Mapping[str, list[Term]]) -> Provenance | None:
        mapping = node(link.mapping) if ":" in link.mapping else _first(cells[link.mapping]) if link.mapping else None
        parent = self._parent(table, link, row) if link.tree else None
        if parent is not None:
            in_brief = node(f"{table.kind}:{row.cells['id']}") in self._brief_groups
            mapping = tree_mapping(row.cells["source_id"], parent.cells["source_id"], named_in_brief=in_brief)
            if in_brief:  # the page that names the five groups is the one that says what they are together
                cells = self._cells.read(table, parent)
        source = _first(cells[link.source]) if link.source else self._compiler()
        basis = node(link.basis) if ":" in link.basis else _first(cells[link.basis])
        if source is None or basis is None:
            return None
        locators = cells[link.locator] if link.locator else ()
        locator = next((term for term in locators if isinstance(term, Literal)), None)
        if locator is not None and is_our_reading(locator.value):
            mapping = INFERRED
        return Provenance(source, basis, locator, mapping)

    def _parent(self, table: Table, link: Link, row: Row) -> Row | None:
        """Return the row of the thing that the row's thing is placed under."""
        rows = self._rows[table.name]
        return next((other for other in rows if other.cells["id"] == row.cells[link.object]), None)


def _first(terms: Sequence[Term]) -> NamedNode | None:
    return next((term for term in terms if isinstance(term, NamedNode)), None)


def _reference(row: Row) -> str:
    """Return the written reference of a source, with no address that may not be published."""
    cells = row.cells
    return format_citation(
        authors=cells["authors"],
        year=cells["year"],
        title=cells["title"],
        publisher=cells["publisher"],
        source_type=cells["type"],
        doi=cells["doi"],
        eric=cells["eric"],
        url=cells["url"] if cells["url_kind"] == DIRECT else "",
    )


def main(arguments: Sequence[str]) -> int:
    """Import the tables of one folder into another.

    Args:
        arguments: The two folders.

    Returns:
        0; 1 when something is wrong with the tables, which is said on standard error; 2 for wrong usage.

    Example:
        >>> main(["only one folder"])
        2
    """
    if len(arguments) != 2:  # noqa: PLR2004 - the two folders
        sys.stderr.write("usage: python -m equigraph.data.importer TABLES_FOLDER DATA_FOLDER\n")
        return 2
    try:
        write_content(import_tables(Path(arguments[0])), Path(arguments[1]))
    except EquigraphError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
