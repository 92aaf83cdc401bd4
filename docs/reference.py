"""The generated parts of the docs: cog calls these functions (see the comments in the .md files; `make docs`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from click.testing import CliRunner
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from equigraph.cli import NamedQueries, main, typed
from equigraph.exporters.formats import EXPORTERS
from equigraph.exporters.gap_formats import GAP_EXPORTERS
from equigraph.exporters.gap_palette import GAP_LOOKS
from equigraph.graph.query_file import Parameter
from equigraph.graph.reader import own_queries
from equigraph.ontology.grading import grading_rule
from equigraph.ontology.prefixes import compress

HELP_WIDTH = 100
TOP = Path(__file__).parent.parent


def help_text(*names: str) -> str:
    """Return the help of a command, as a terminal of fixed width shows it."""
    result = CliRunner().invoke(
        main, [*names, "--help"], prog_name="equigraph", terminal_width=HELP_WIDTH, max_content_width=HELP_WIDTH
    )
    return result.output.rstrip()


def commands() -> str:
    """Return every command with its help; those of views and questions have pages of their own."""
    parts = [f"```text\n{help_text()}\n```\n"]
    for name, command in main.commands.items():
        parts.append(f"## {name}\n\n```text\n{help_text(name)}\n```\n")
        if isinstance(command, click.Group) and not isinstance(command, NamedQueries):
            parts += [f"### {name} {sub}\n\n```text\n{help_text(name, sub)}\n```\n" for sub in command.commands]
    return "\n".join(parts)


def named_queries(folder: str) -> str:
    """Return every named query of a folder: its title, its question and its parameters."""
    return "\n".join(_named_query(folder, name) for name in own_queries(folder))


def _named_query(folder: str, name: str) -> str:
    query = own_queries(folder)[name]
    command = "view" if folder == "views" else "questions"
    lines = [f"## {name}", "", f"**{query.title}.** {query.question}", ""]
    if query.parameters:
        lines += ["| parameter | takes | default | |", "|---|---|---|---|"]
        lines += [
            f"| `--{parameter.name}` | {_takes(parameter)} | {_default(parameter)} | {parameter.description} |"
            for parameter in query.parameters
        ]
        lines.append("")
    lines += [f"[{folder}/{name}.rq](../graph/{folder}/{name}.rq) · `equigraph {command} {name} --help`", ""]
    return "\n".join(lines)


def _takes(parameter: Parameter) -> str:
    kind = parameter.scheme.replace("-", " ") if parameter.scheme else parameter.type
    return f"{kind}, several" if parameter.several else kind


def _default(parameter: Parameter) -> str:
    return "" if parameter.default is None else f"`{typed(parameter.default)}`"


def formats() -> str:
    """Return the table of export formats."""
    lines = ["| suffix | media type | what it is |", "|---|---|---|"]
    lines += [
        f"| {' '.join(f'`{one}`' for one in exporter.suffixes)} | `{exporter.media_type}` | {exporter.description} |"
        for exporter in dict.fromkeys(EXPORTERS.values())
    ]
    return "\n".join(lines) + "\n"


def gap_formats() -> str:
    """Return the table of formats of a gap map."""
    lines = ["| suffix | media type | what it is |", "|---|---|---|"]
    lines += [
        f"| {' '.join(f'`{one}`' for one in exporter.suffixes)} | `{exporter.media_type}` | {exporter.description} |"
        for exporter in GAP_EXPORTERS.values()
    ]
    return "\n".join(lines) + "\n"


def gap_kinds() -> str:
    """Return the kinds of cells of a gap map, from the rule, with their looks."""
    lines = ["| kind | sign | shape | what it is |", "|---|---|---|---|"]
    for step in grading_rule().gaps:
        sign = f"`{step.glyph}`" if step.glyph else ""
        lines.append(f"| {step.yields} | {sign} | {GAP_LOOKS[step.yields].shape} | {step.definition} |")
    return "\n".join(lines) + "\n"


def gap_columns(columns: Mapping[str, str]) -> str:
    """Return what the columns of one of the tables of a gap map mean."""
    lines = ["| column | what it says |", "|---|---|"]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in columns.items()]
    return "\n".join(lines) + "\n"


def ontology() -> str:
    """Return every class, property and concept scheme of the ontology with its definition."""
    graph = Graph()
    for path in sorted((TOP / "ontology").glob("*.ttl")):
        graph.parse(path)
    sections = (
        ("Classes", (OWL.Class, RDFS.Class)),
        ("Properties", (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property)),
        ("Concept schemes", (SKOS.ConceptScheme,)),
    )
    return "\n".join(line for title, types in sections for line in _terms(graph, title, types))


def _terms(graph: Graph, title: str, types: tuple[URIRef, ...]) -> Iterator[str]:
    found = {term for kind in types for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef)}
    own = sorted(term for term in found if "w3id.org/equigraph" in term)
    yield f"## {title}\n\n| term | label | definition |\n|---|---|---|"
    for term in own:
        label = graph.value(term, RDFS.label) or graph.value(term, SKOS.prefLabel) or ""
        definition = str(graph.value(term, SKOS.definition) or "").replace("|", "\\|")
        yield f"| `{compress(str(term)) or term}` | {label} | {definition} |"
    yield ""
