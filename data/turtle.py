"""Write triples as Turtle that never changes without reason: sorted, one value a line, same bytes every time.

Subjects come by IRI, ``a`` before the other predicates, values by IRI and then by text. A line changes in version
control only when its value does. Curated data have no blank nodes, which have no stable name; they are refused.
Spec: https://www.w3.org/TR/turtle/.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from equigraph.data.terms import RDF_TYPE
from equigraph.errors import DataError
from equigraph.ontology.prefixes import CONVERTER, Converter, expand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad, Triple

__all__ = ["generate_turtle", "write_turtle"]

STRING = expand("xsd:string")
BARE_LITERALS = {
    expand("xsd:integer"): re.compile(r"[+-]?[0-9]+"),
    expand("xsd:boolean"): re.compile(r"true|false"),
}
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
# What is escaped in a string: the above, other control characters, and the invisible ones that reorder or hide text.
ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
INDENT = "    "


def generate_turtle(triples: Iterable[Triple | Quad], *, note: str = "", converter: Converter = CONVERTER) -> str:
    """Return ``triples`` as Turtle.

    Args:
        triples: Triples, or quads whose graph name is left aside; repeated ones are written once.
        note: Comment for the head of the file.
        converter: Prefixes to shorten IRIs with; those that are used are declared.

    Returns:
        The text, the same for the same set of triples.

    Raises:
        DataError: A blank node or a triple term.

    Example:
        >>> from pyoxigraph import Triple
        >>> from equigraph.data.terms import node, text
        >>> print(generate_turtle([Triple(node("practice:looping"), node("skos:prefLabel"), text("Looping"))]))
        @prefix practice: <https://w3id.org/equigraph/id/practice/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <BLANKLINE>
        practice:looping
            skos:prefLabel "Looping"@en .
        <BLANKLINE>
    """
    writer = _Writer(converter)
    by_subject: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    order: dict[str, tuple[str, ...]] = {}
    for triple in triples:
        subject, predicate, value = map(_writable, (triple.subject, triple.predicate, triple.object))
        verb = "a" if predicate == RDF_TYPE else writer.term(predicate)
        by_subject[writer.term(subject)][verb].add(writer.term(value))
        order |= {writer.term(term): _sort_key(term) for term in (subject, value)}
        order[verb] = () if verb == "a" else _sort_key(predicate)
    blocks = [
        _block(subject, by_subject[subject], order)
        for subject in sorted(by_subject, key=lambda written: order[written])
    ]
    head = [f"# {line}".rstrip() for line in note.splitlines()]
    head += [f"@prefix {prefix}: <{converter.prefixes[prefix]}> ." for prefix in sorted(writer.used)]
    return "\n\n".join(["\n".join(head), *blocks] if head else blocks) + "\n"


def write_turtle(texts: dict[Path, str]) -> None:
    """Write finished texts to their files, each whole or not at all.

    Args:
        texts: What to write where; the folders exist.

    Raises:
        DataError: A file cannot be written; those not yet written keep what they held.

    Example:
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_turtle({Path(folder, "a.ttl"): "# nothing"})
        ...     Path(folder, "a.ttl").read_text(encoding="utf-8")
        '# nothing'
    """
    staged: list[tuple[str, Path]] = []
    try:
        for path, content in sorted(texts.items()):
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            staged.append((name, path))
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)  # mkstemp makes private files; data are for everyone
        for name, path in staged:
            Path(name).replace(path)
    except OSError as error:
        raise DataError(f'could not write "{error.filename}": {error.strerror}') from error
    finally:
        for name, _ in staged:
            Path(name).unlink(missing_ok=True)


class _Writer:
    """Write terms, and remember which prefixes that took."""

    def __init__(self, converter: Converter) -> None:
        self.used: set[str] = set()
        self._converter = converter

    def term(self, term: NamedNode | Literal) -> str:
        return self._iri(term.value) if isinstance(term, NamedNode) else self._literal(term)

    def _iri(self, iri: str) -> str:
        curie = self._converter.compress(iri)
        if curie is None:
            return f"<{iri}>"
        self.used.add(curie.partition(":")[0])
        return curie

    def _literal(self, literal: Literal) -> str:
        datatype = literal.datatype.value
        bare = BARE_LITERALS.get(datatype)
        if bare and bare.fullmatch(literal.value):
            return literal.value
        quoted = f'"{ESCAPED.sub(_escape, literal.value)}"'
        if literal.language:
            if getattr(literal, "direction", None) is not None:
                raise DataError(f"{literal} has a base direction, which Turtle 1.1 cannot hold")
            return f"{quoted}@{literal.language}"
        return quoted if datatype == STRING else f"{quoted}^^{self._iri(datatype)}"


def _writable(term: object) -> NamedNode | Literal:
    if isinstance(term, NamedNode | Literal):
        return term
    raise DataError(f"{term} cannot be written; curated data hold IRIs and literals only, no blank nodes")


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return ESCAPES.get(char) or f"\\u{ord(char):04X}"


def _sort_key(term: NamedNode | Literal) -> tuple[str, ...]:
    if isinstance(term, Literal):
        return ("literal", term.value, term.language or "", term.datatype.value)
    return ("iri", term.value)


def _block(subject: str, predicates: dict[str, set[str]], order: dict[str, tuple[str, ...]]) -> str:
    lines = []
    for predicate in sorted(predicates, key=lambda written: order[written]):
        values = sorted(predicates[predicate], key=lambda written: order[written])
        if len(values) == 1:
            lines.append(f"{INDENT}{predicate} {values[0]}")
        else:
            listed = ",\n".join(f"{INDENT}{INDENT}{value}" for value in values)
            lines.append(f"{INDENT}{predicate}\n{listed}")
    return f"{subject}\n" + " ;\n".join(lines) + " ."
