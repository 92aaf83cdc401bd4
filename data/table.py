"""Say what can be said about a table: which column becomes which property, and which row which statement.

A description, not a program: `equigraph.data.importer` carries it out. A row of a table can be a thing (the table has
a ``kind``), can make statements (``links``), or both. The descriptions themselves are in `equigraph.data.tables`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OWN_THING", "Column", "Link", "Relation", "Table", "Value"]

Value = Literal[
    "id",  # the slug of the row's thing
    "number",  # a number; with ``slug_prefix`` the slug of the row's thing
    "notation",  # a short name; written small, the slug of the row's concept
    "text",  # a string in the language of the data
    "string",  # a string in no language
    "locator",  # a string in no language, without names of files a reader cannot see
    "year",
    "url",  # an address that may be published as it is
    "source url",  # published only when the column url_kind says that it is direct
    "policy url",  # published only when it is nobody's mirror and is not the address of the row's own source
    "ceds",  # an IRI of the Common Education Data Standards
    "thing",  # the slug of a thing of one of ``kinds``
    "concept",  # a concept of the scheme ``kinds[0]`` that must exist
    "new concept",  # a concept of the scheme ``kinds[0]``, made from the cell
    "place",  # names or postal codes of jurisdictions
    "site",  # the name of an organization, or of a site that becomes one
    "word",  # kept for a rule of its own: the relation of a link, the scheme of a concept
    "relation",  # the label of a property that relates two things
    "scheme",  # a list of concepts, by its slug
    "count",  # a number of students; small ones never enter
    "dropped",  # accepted and never imported
]
OWN_THING = ""  # as the subject of a link: the thing of the row itself


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: Its heading.
        value: How a cell is read.
        property: What a cell says of the row's thing (a CURIE); nothing when only a link uses it.
        kinds: For things, the kinds that are accepted; for concepts, the scheme.
        required: A cell may not be empty.
        optional: The whole column may be absent.
        separator: What stands between several values in a cell.
        slug_prefix: What is put before a cell to make a slug.
    """

    name: str
    value: Value
    property: str = ""
    kinds: tuple[str, ...] = ()
    required: bool = False
    optional: bool = False
    separator: str = ""
    slug_prefix: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a relation word of a table stands for.

    Attributes:
        predicate: CURIE of the property.
        kinds: Kinds its object may be of; nothing when the column says it.
        word: The word for it in the IRIs of statements, where tables say it in another.
    """

    predicate: str
    kinds: tuple[str, ...] = ()
    word: str = ""

    def word_in_ids(self, heard: str) -> str:
        """Return the word for it in the IRIs of statements: its own, else the one that the table has.

        Example:
            >>> Relation("eq:enactedBy").word_in_ids("enacted_by")
            'enacted_by'
        """
        return self.word or heard


@dataclass(frozen=True, slots=True)
class Link:
    """A statement that each row of a table makes.

    Attributes:
        object: Column of the object; an empty cell makes no statement.
        relations: Relation word to relation; only one word when there is no column for it.
        subject: Column of the subject, or `OWN_THING`.
        relation: Column of the relation word, or nothing.
        source: Column of the source, or nothing: the compilers themselves.
        basis: Column of the basis, or the CURIE of one.
        locator: Column of the locator, or nothing.
        mapping: Column of the mapping, the CURIE of one, or nothing: as the source says.
        qualifiers: Column to the property it becomes on the statement.
        parts: Columns that tell apart statements about one literal, for their IRIs.
        repeats: Several rows may make the same statement; the first source by name is kept.
        tree: The statement places a thing under another; see `equigraph.data.statements.tree_mapping`.
        file: File of its statements.
    """

    object: str
    relations: Mapping[str, Relation]
    file: str
    subject: str = OWN_THING
    relation: str = ""
    source: str = "source_id"
    basis: str = "basis"
    locator: str = ""
    mapping: str = ""
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    repeats: bool = False
    tree: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        name: Name of its file without ``.csv``.
        columns: Its columns.
        kind: Prefix of the things its rows are; nothing when they are none.
        kind_column: Column that holds the kind, where rows are concepts of several schemes.
        types: Classes of its things.
        file: File of its things.
        links: Statements its rows make.
        cited: Its things get a written reference.
        named_by: Columns that the id of a new row is made from; a row without them cannot be told from others.
        id_prefix: What stands before the id that is made.
        constants: Properties (CURIEs) that all its things have, with the CURIE of the value.
    """

    name: str
    columns: tuple[Column, ...]
    kind: str = ""
    kind_column: str = ""
    types: tuple[str, ...] = ()
    file: str = ""
    links: tuple[Link, ...] = ()
    cited: bool = False
    named_by: tuple[str, ...] = ()
    id_prefix: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def id_column(self) -> Column | None:
        """Return the column that names the row's thing, if rows are things.

        Example:
            >>> Table("goals", (Column("id", "id"), Column("name", "text"))).id_column.name
            'id'
        """
        return next((column for column in self.columns if column.value in {"id", "number", "notation"}), None)

    @property
    def file_name(self) -> str:
        """Return the name of the table's file.

        Example:
            >>> Table("practices", ()).file_name
            'practices.csv'
        """
        return f"{self.name}.csv"
