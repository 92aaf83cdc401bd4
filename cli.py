"""The command line: thin click commands, in the same words as the Python functions.

Nothing heavy is imported before a command runs, so that ``--help`` answers at once. The names, parameters and help
of views and questions come from the headers of their ``.rq`` files. Exit codes: 0 done, 1 an error of ours,
2 wrong usage, 3 data that do not conform to the shapes, 130 stopped by Ctrl-C, 143 by SIGTERM, 129 by a hang-up.
"""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import json
import os
import shlex
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

import click

from equigraph import __version__
from equigraph.errors import EquigraphError, OptionError, TableError, UnknownFormatError, did_you_mean

if TYPE_CHECKING:
    from equigraph.exporters.exporter import Exporter
    from equigraph.graph.edits import Edits
    from equigraph.graph.folder import FolderStore
    from equigraph.graph.graph_store import GraphStore
    from equigraph.graph.knowledge_graph import KnowledgeGraph
    from equigraph.graph.loading import Progress
    from equigraph.graph.network import Network
    from equigraph.graph.query_file import NamedQuery, Parameter

__all__ = ["main"]

EXIT_ERROR = 1
EXIT_NOT_CONFORMING = 3
EXIT_STOPPED = 130  # 128 + SIGINT, as shells say it

QUERY_TIMEOUT_S = 30.0
SEARCH_HITS = 20
GAP_ROWS = 200
VALIDATION_ROWS = 10  # of each rule
HELP_COLUMNS = 100
FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld")  # the first four also for named questions
WHY_FORMATS = ("text", "json", "html", "md")
EDIT_FORMATS = ("table", "json")


# --- what all commands share ----------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Session:
    """What stands before the command: which data to open (else EQUIGRAPH_STORE), and what that may cost."""

    store: tuple[str, ...]
    graphs: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    profile: str | None = None

    def open(self) -> KnowledgeGraph:
        """Open the data that ``--store`` names."""
        from equigraph.graph.knowledge_graph import KnowledgeGraph
        from equigraph.graph.limits import read_limits

        places = self.places
        profile = None
        if self.profile:
            from equigraph.graph.profile import read_profile

            profile = read_profile(self.profile)
        return KnowledgeGraph.open(places, limits=read_limits(self.limits), graphs=self.graphs, profile=profile)

    @property
    def places(self) -> Sequence[str]:
        """What ``--store`` names, else EQUIGRAPH_STORE, else the bundled data."""
        from equigraph.graph.store import BUNDLED, split_locations

        return self.store or split_locations(os.environ.get("EQUIGRAPH_STORE") or BUNDLED)

    def versions(self, what: str) -> FolderStore:
        """Open the folder store that ``--store`` names; ``what`` says what for, where it names none."""
        from equigraph.graph.limits import read_limits
        from equigraph.graph.writable import folder_of

        return folder_of(self.places, read_limits(self.limits), what)

    def folder(self, path: str, *, create: bool = False) -> FolderStore:
        """Open a folder store to be written to."""
        from equigraph.graph.folder import FolderStore
        from equigraph.graph.limits import read_limits

        return (FolderStore.create if create else FolderStore)(path, read_limits(self.limits))

    def graph_store(self, address: str) -> GraphStore:
        """Open the address of a server that takes in graphs."""
        from equigraph.graph.graph_store import GraphStore
        from equigraph.graph.limits import read_limits

        return GraphStore(address, read_limits(self.limits))


class Group(click.Group):
    """A group whose commands stand in the order they were written, and that suggests near names."""

    what = "command"

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order they were written."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which names there are and which are near."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            names = self.list_commands(ctx)
            close = did_you_mean(difflib.get_close_matches(name, names))
            ctx.fail(f'no {self.what} "{name}"; there are: {", ".join(names)}{close}')
        return super().resolve_command(ctx, args)


class Root(Group):
    """The outermost group, and the one place where errors become messages and exit codes."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn what goes wrong into one message on standard error."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a terminal that cannot show a letter still shows the rest
        exit_when_told()
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()  # a full disk or a closed pipe is told here, not when the interpreter ends
        except (EquigraphError, OSError) as error:
            if isinstance(error, BrokenPipeError):
                raise  # click ends quietly
            say(f"Error: {error}")
            ctx.exit(EXIT_ERROR)
        except UnicodeDecodeError as error:
            raise click.UsageError(f"the input is not UTF-8 text: {error}") from None
        except KeyboardInterrupt:
            say("\nStopped.")
            ctx.exit(EXIT_STOPPED)
        return result


def exit_when_told() -> None:
    """Let the signals that end a program end it as an exit does, so that no temporary file and no process stays."""
    for number in {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}:  # Windows has no SIGHUP
        if signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores SIGHUP, and a caller may have a way of its own
            with contextlib.suppress(ValueError):  # not in the main thread
                signal.signal(number, lambda told, _frame: sys.exit(128 + told))


class NamedQueries(Group):
    """A group whose commands are the named queries of a folder, read when they are asked for."""

    def __init__(self, *, folder: str, run: Callable[..., None], own: Sequence[click.Parameter], **rest: Any) -> None:
        super().__init__(**rest)
        self.folder = folder
        self.what = folder.removesuffix("s")
        self.run = run
        self.own = own

    def queries(self) -> Mapping[str, NamedQuery]:
        """Return the named queries of the folder, by name."""
        from equigraph.graph.reader import own_queries

        return own_queries(self.folder)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the queries."""
        return list(self.queries())

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Make a command of a named query: its parameters become options."""
        query = self.queries().get(cmd_name)
        if query is None:
            return None

        @click.pass_obj
        def answer(session: Session, /, **given: Any) -> None:
            values = {parameter.name: given.pop(parameter.variable) for parameter in query.parameters}
            self.run(session, query.name, values, **given)

        return click.Command(
            query.name,
            callback=answer,
            params=[*self.own_for(query), *map(option_of, query.parameters)],
            help=f"{query.question}\n\n\b\nExample:\n  {self.example(query)}",
            short_help=query.title,
        )

    def own_for(self, _query: NamedQuery) -> Sequence[click.Parameter]:
        """Return what can be said beside the parameters of a query."""
        return self.own

    def example(self, query: NamedQuery) -> str:
        """Return a command line that runs as it stands."""
        target = [f"{query.name}.html"] if self.name == "export" else []
        chosen = [
            f"--{parameter.name} {typed(parameter.default)}"
            for parameter in query.parameters
            if parameter.default is not None and parameter.type != "integer"
        ]
        return " ".join(["equigraph", str(self.name), query.name, *target, *chosen])


def option_of(parameter: Parameter) -> click.Option:
    """Return the option of one parameter of a named query."""
    names = [f"--{parameter.name}", parameter.variable]
    if parameter.type == "flag":
        return click.Option(names, is_flag=True, help=parameter.description)
    words = parameter.description
    if parameter.several:
        words += "; may be given several times"
    if parameter.default is not None:
        words += f"  [default: {typed(parameter.default)}]"
    return click.Option(
        names,
        type=click.INT if parameter.type == "integer" else click.STRING,
        metavar=(parameter.scheme or parameter.type).upper(),
        multiple=parameter.several,
        required=parameter.is_required,
        help=words,
    )


def typed(default: Any) -> str:
    """Return a default as a person would type it: the slug of a thing, the text of a literal."""
    values = default if isinstance(default, tuple) else (default,)
    texts = (str(getattr(value, "value", value)) for value in values)
    return " ".join(text.rsplit("/", 1)[-1] if "://" in text else text for text in texts)


# --- printing -------------------------------------------------------------------------------


def write(text: str, *, aside: bool = False) -> None:
    """Print a part of the result; what is said aside goes to standard error."""
    from equigraph.exporters.terminal import harmless

    click.echo(harmless(text), err=aside)


def say(text: str) -> None:
    """Print what is not the result."""
    write(text, aside=True)


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table."""
    from equigraph.exporters import terminal

    terminal.write_table(columns, rows)


def write_bytes(chunks: Iterable[bytes]) -> None:
    """Print a serialised answer as it comes."""
    sys.stdout.flush()
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)


# --- the commands ---------------------------------------------------------------------------


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": HELP_COLUMNS})
@click.option(
    "--store",
    multiple=True,
    metavar="LOCATION",
    help="Data to open: bundled, a folder store, the http(s) address of a SPARQL endpoint, or an RDF file (Turtle, "
    "N-Triples, N-Quads, TriG, RDF/XML, JSON-LD, also as .gz or .zip); files may be given several times. The "
    "environment variable EQUIGRAPH_STORE does the same.  [default: bundled]",
)
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="IRI",
    help="Ask this named graph instead of the default graph; may be given several times.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=QUERY_TIMEOUT_S,
    metavar="SECONDS",
    help=f"How long a query that you write may take; the same as --limit time=SECONDS.  [default: {QUERY_TIMEOUT_S:g}]",
)
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=AMOUNT",
    help="Raise or lower one limit: time, memory, rows, bytes (of an answer), load-time, load-memory, processes. Sizes "
    "may end in KiB, MiB or GiB.",
)
@click.option(
    "--profile",
    metavar="FILE",
    help="Whose evidence is ours: a TOML file with groups, grade-band, locale and state. Beside each grade then stands "
    "that of the evidence like ours.",
)
@click.version_option(__version__, message="equigraph %(version)s", help="Print the version.")
@click.pass_context
def main(
    ctx: click.Context,
    store: tuple[str, ...],
    graphs: tuple[str, ...],
    timeout: float,
    limits: tuple[str, ...],
    profile: str | None,
) -> None:
    """Explore what is known about equity in personalized learning.

    Every line in every picture opens its evidence, null and negative findings included.

    \b
    Example:
      equigraph view practices-to-goals
      equigraph show high-dosage-tutoring
    """
    ctx.obj = Session(store, graphs, (f"time={timeout:f}", *limits), profile)


# --- the explorer ---------------------------------------------------------------------------


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), metavar="PORT", help="[default: 8021, or a free one]")
@click.option("--no-open", is_flag=True, help="Do not open the browser; the address is printed either way.")
@click.pass_obj
def explore(session: Session, port: int | None, *, no_open: bool) -> None:
    """Open the graph in the browser: questions, pages, networks, SPARQL. Ctrl-C ends it.

    It listens on this machine alone and changes nothing.

    \b
    Example:
      equigraph explore
      equigraph --store mine.ttl explore
    """
    from equigraph.errors import ServingError
    from equigraph.exporters.opening import open_address
    from equigraph.web.serving import serve
    from equigraph.web.settings import PORT, Settings

    def ready(address: str) -> None:
        write(address)
        say("Ctrl-C ends it.")
        if not no_open and not open_address(address):
            say("No browser could be opened here; open that address in yours.")

    with session.open() as graph:
        try:
            serve(graph, Settings(port=PORT if port is None else port), on_ready=ready)
        except ServingError:
            if port is not None:
                raise
            serve(graph, Settings(port=0), on_ready=ready)  # the usual one is taken, as by a second explorer


@main.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8021, show_default=True, metavar="PORT", help="0: any.")
@click.option("--base-url", default="", metavar="URL", help="The address that others see, when it is behind a proxy.")
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Another site whose pages may ask and read the answers, such as https://yasgui.example.org; may be given "
    "several times.",
)
@click.pass_obj
def serve_others(session: Session, host: str, port: int, base_url: str, origins: tuple[str, ...]) -> None:
    """Serve explorer and SPARQL endpoint to others, for reading only; requests are logged on standard error.

    Each client may ask only so much at a time. Put a proxy with TLS before it: docs/serving.md.

    \b
    Example:
      equigraph serve --port 8080
      equigraph serve --base-url https://graph.example.org/equity/
    """
    from equigraph.web.serving import serve
    from equigraph.web.settings import Settings

    settings = Settings(host=host, port=port, base_url=base_url, is_shared=True, origins=origins)
    with session.open() as graph:
        serve(graph, settings, on_ready=write)


# --- pictures -------------------------------------------------------------------------------


def draw(session: Session, name: str, chosen: Mapping[str, Any], layout: str | None = None) -> Network:
    """Return the network of a view, and say what is not in it."""
    with session.open() as graph:
        network = graph.view(name, **chosen)
    arrange(network, layout)
    for note in network.graph["notes"]:
        say(note)
    return network


def arrange(network: Network, layout: str | None) -> None:
    """Place things as a layout file has them, if there is one."""
    if layout:
        from equigraph.graph.place_with import place_with
        from equigraph.graph.positions import read_positions

        placed = place_with(network, read_positions(layout))
        say(
            f"{placed.kept:,} things stand where the layout says, {placed.new:,} are new, "
            f"{placed.gone:,} of its positions are of things that are not in this picture."
        )


def view_query(
    session: Session,
    name: str,
    chosen: Mapping[str, Any],
    *,
    output: str | None,
    no_open: bool,
    layout: str | None,
) -> None:
    """Draw a view, write it and open it."""
    from pathlib import Path

    from equigraph.exporters.formats import export
    from equigraph.exporters.opening import default_page, open_page

    network = draw(session, name, chosen, layout)
    path = Path(output) if output else default_page(name)
    export(network, path)
    write(str(path))
    if not no_open and not open_page(path):
        say(f"No browser could be opened here; open this in yours: {path.absolute().as_uri()}")


def export_query(session: Session, name: str, chosen: Mapping[str, Any], *, file: str, **given: Any) -> None:
    """Draw a view and write it to a file."""
    from equigraph.exporters.exporter import choose
    from equigraph.exporters.formats import EXPORTERS

    options = options_for(choose(EXPORTERS, file), given)  # what cannot be is told before the work is done
    export_network(draw(session, name, chosen, given["layout"]), file, options)


def export_network(network: Network, file: str, options: Mapping[str, Any]) -> None:
    """Write a network to a file, and say what the format could not hold."""
    from equigraph.exporters.formats import export

    used = export(network, file, **options)
    say_replaced(network, used)
    if used.suffixes[0] in {".svg", ".png", ".pdf"}:
        from equigraph.exporters.fonts import font_notice
        from equigraph.graph.labels import clean

        notice = font_notice(clean(str(data["label"])) for _, data in network.nodes(data=True))
        if notice:
            say(notice)
    write(file)


def say_replaced(network: Network, used: Exporter) -> None:
    """Say how many characters a format could not hold."""
    from equigraph.exporters.xml_text import count_illegal

    lost = count_illegal(network) if used.is_xml else 0
    if lost:
        characters = "One character in these texts was" if lost == 1 else f"{lost:,} characters in these texts were"
        say(f"{characters} replaced by \N{REPLACEMENT CHARACTER}: {used.suffixes[0]} cannot hold them.")


def options_for(exporter: Exporter, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that were given, if this format has them all."""
    asked = {**given, "exact": given.get("exact_text")}
    options = {name: asked[name] for name in EXPORT_OPTIONS if asked.get(name) not in {None, False}}
    for name in options:
        if name not in exporter.options:
            has = [EXPORT_OPTIONS[option] for option in exporter.options]
            raise OptionError(EXPORT_OPTIONS[name], exporter.suffixes[0], has)
    return options


LAYOUT = click.Option(["--layout"], metavar="FILE", help="Where things stand: a .layout.json written before.")
VIEW_OPTIONS = [
    click.Option(["-o", "--output"], metavar="FILE", help="Where the page goes.  [default: the user's cache folder]"),
    click.Option(["--no-open"], is_flag=True, help="Write the page and print its path; open no browser."),
    LAYOUT,
]
# What formats can be told, by the name that Python knows it by, and as it is typed.
EXPORT_OPTIONS = {
    "sheet": "--for",
    "theme": "--theme",
    "scale": "--scale",
    "template": "--template",
    "exact": "--exact-text",
}
PICTURE_OPTIONS = [
    click.Option(
        ["--for", "sheet"],
        type=click.Choice(["slide", "page", "poster"]),
        help="The size of a picture, and with it that of its text.  [default: as large as it needs to be]",
    ),
    click.Option(
        ["--theme"], type=click.Choice(["light", "dark", "print"]), help="Colours of a picture.  [default: light]"
    ),
    click.Option(
        ["--scale"],
        type=click.FloatRange(0.1, 20),
        metavar="NUMBER",
        help="Pixels of a .png for one px.  [default: 2, or 1 for very large ones]",
    ),
    click.Option(["--template"], metavar="FILE", help="Your own .pptx or .docx, whose design is taken."),
]
EXACT_TEXT = "Tables exactly as the data are, not made safe for spreadsheets."
TABLE_OPTIONS = [click.Option(["--exact-text"], is_flag=True, help=EXACT_TEXT)]
# The same by a shorter name, where a view has no --exact of its own (for a student group alone).
SHORT_TABLE_OPTIONS = [click.Option(["--exact", "--exact-text", "exact_text"], is_flag=True, help=EXACT_TEXT)]


@main.group(cls=NamedQueries, folder="views", run=view_query, own=VIEW_OPTIONS, subcommand_metavar="VIEW")
def view() -> None:
    """Draw a view and open it in the browser.

    What can be chosen in a view: equigraph view NAME --help

    \b
    Example:
      equigraph view practices-to-goals --group english-learners
    """


class ExportTargets(NamedQueries):
    """The views by name, and the files that hold what can be exported: snapshots and stories."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Make a command of a view, or of a file by the ending of its name."""
        ending = next((ending for ending in HELD_IN_FILES if cmd_name.lower().endswith(ending)), None)
        if ending is None:
            return super().get_command(ctx, cmd_name)

        @click.pass_obj
        def answer(session: Session, /, **given: Any) -> None:
            HELD_IN_FILES[ending](session, cmd_name, **given)

        params = [*self.own, *SHORT_TABLE_OPTIONS]
        return click.Command(cmd_name, callback=answer, params=params, help=f"Export what {cmd_name} holds.")

    def own_for(self, query: NamedQuery) -> Sequence[click.Parameter]:
        """Return the options of the formats; a view's own --exact comes before that of a table."""
        taken = any(parameter.name == "exact" for parameter in query.parameters)
        return [*self.own, *(TABLE_OPTIONS if taken else SHORT_TABLE_OPTIONS)]


def export_snapshot(_session: Session, path: str, *, file: str, layout: str | None, **given: Any) -> None:
    """Write the network of a snapshot to a file, as it was."""
    from equigraph.exporters.formats import exporter_for
    from equigraph.graph.snapshot import read_snapshot

    options = options_for(exporter_for(file), given)
    network = read_snapshot(path).network
    arrange(network, layout)
    export_network(network, file, options)


def export_story(session: Session, path: str, *, file: str, layout: str | None, **given: Any) -> None:
    """Write the deck that a story file tells of."""
    from equigraph.exporters.story_pptx import export_story as write_story
    from equigraph.exporters.story_pptx import story_exporter_for
    from equigraph.graph.story import read_story
    from equigraph.graph.telling import resolve

    if layout:
        raise click.UsageError("a story has no --layout; give it a snapshot of the picture that was arranged by hand")
    options = options_for(story_exporter_for(file), given)
    story = read_story(path)
    with session.open() as graph:
        told = resolve(graph, story)
    write_story(told, file, **options)
    write(file)


HELD_IN_FILES: dict[str, Callable[..., None]] = {
    ".snapshot": export_snapshot,
    ".yaml": export_story,
    ".yml": export_story,
}


@main.group(
    cls=ExportTargets,
    folder="views",
    run=export_query,
    own=[click.Argument(["file"]), *PICTURE_OPTIONS, LAYOUT],
    subcommand_metavar="VIEW|FILE FILE",
)
def export() -> None:
    """Draw a view into a file; its suffix chooses the format.

    Pictures .svg .png .pdf, pages and documents .html .docx, slides .pptx, tables .csv .csv.zip .xlsx, networks
    .graphml .gexf .json .dot .mmd, statements .ttl .trig .jsonld, sources .bib .ris .csl.json, positions .layout.json.
    In place of a view: a .snapshot, or a story file (.yaml) that tells what a deck holds. An old file is replaced only
    when the new one is complete.

    \b
    Example:
      equigraph export practices-to-goals goals.html --group english-learners
      equigraph export practices-to-goals goals.png --for slide --goal student-agency
    """


# --- questions ------------------------------------------------------------------------------


def answer_question(session: Session, name: str, chosen: Mapping[str, Any], *, format_: str) -> None:
    """Answer a named question."""
    from equigraph.exporters.rows import ROW_FORMATS, short

    with session.open() as graph:
        answer = graph.question(name, **chosen)
    if format_ == "table":
        write_table(answer.variables, ([short(term) for term in row] for row in answer.rows))
    else:
        rows = [[None if term is None else term.value for term in row] for row in answer.rows]
        write_bytes([ROW_FORMATS[format_](answer.variables, rows).encode()])
    if not answer.rows:
        say("No answer for these choices in these data.")


HOW = "How the answer is written."
FORMAT = click.Option(
    ["--format", "format_"], type=click.Choice(FORMATS[:4]), default="table", show_default=True, help=HOW
)


@main.group(
    cls=NamedQueries,
    folder="questions",
    run=answer_question,
    own=[FORMAT],
    invoke_without_command=True,
    subcommand_metavar="[QUESTION]",
)
@click.pass_context
def questions(ctx: click.Context) -> None:
    """List the named questions, or answer one.

    What can be chosen in a question: equigraph questions NAME --help

    \b
    Example:
      equigraph questions
      equigraph questions practices-for-group --group english-learners
    """
    if ctx.invoked_subcommand is None and isinstance(ctx.command, NamedQueries):
        write_table(("name", "question"), ((name, one.question) for name, one in ctx.command.queries().items()))


@main.command()
@click.argument("file", type=click.File(encoding="utf-8-sig"), required=False)
@click.option("-q", "--query", "text", metavar="TEXT", help="The query itself.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True, help=HOW)
@click.pass_obj
def query(session: Session, file: TextIO | None, text: str | None, format_: str) -> None:
    """Answer a SPARQL query, from FILE, from standard input (-), or after -q.

    The prefixes of the project need no declaration. A query cannot change data and cannot reach the network. SELECT
    and ASK answer as table, csv, tsv, json or xml; CONSTRUCT and DESCRIBE as table, ttl, nt or jsonld.

    \b
    Example:
      equigraph query -q "SELECT ?name WHERE { ?p a eq:Practice ; skos:prefLabel ?name } LIMIT 5"
    """
    if (file is None) == (text is None):
        raise click.UsageError("give one query: a FILE, - for standard input, or -q TEXT")
    wanted = file.read() if file else str(text)
    with session.open() as graph:
        if format_ == "table":
            from equigraph.exporters.rows import rows_of
            from equigraph.graph.worker import arrange_as_written

            write_table(*arrange_as_written(wanted, *rows_of(graph.worker.query(wanted))))
        else:
            write_bytes(graph.stream(wanted, format_))


# --- things ---------------------------------------------------------------------------------


@main.command()
@click.argument("entity")
@click.pass_obj
def show(session: Session, entity: str) -> None:
    """Show one thing: what it is, its connections, their sources.

    ENTITY is an IRI, a CURIE (practice:advisory), a slug (advisory) or a label (Advisory).

    \b
    Example:
      equigraph show high-dosage-tutoring
    """
    from equigraph.exporters.card import generate_card
    from equigraph.exporters.terminal import columns_of_terminal

    with session.open() as graph:
        found = graph.entity(entity)
    write(generate_card(found, columns_of_terminal()).rstrip())
    for note in found.network.graph["notes"]:
        say(note)


MANY: dict[str, Any] = {"multiple": True, "help": "Only these; may be given several times."}


@main.command()
@click.option(
    "--rows",
    type=click.Choice(["practice", "category", "organization"]),
    default="practice",
    show_default=True,
    help="What the rows are.",
)
@click.option(
    "--columns",
    type=click.Choice(["goal"]),
    default="goal",
    show_default=True,
    expose_value=False,
    help="What the columns are.",
)
@click.option(
    "--group",
    multiple=True,
    metavar="STUDENTGROUP",
    help="Read it for this group and the groups below it; may be given several times.",
)
@click.option("--exact", is_flag=True, help="Each group alone: neither the groups below it nor all students.")
@click.option("--design", metavar="DESIGN", **MANY)
@click.option("--practice", metavar="PRACTICE", **MANY)
@click.option("--goal", metavar="EQUITYGOAL", **MANY)
@click.option("--category", metavar="CATEGORY", **MANY)
@click.option("--no-inferred", is_flag=True, help="Leave out claims whose tie to the practice is our reading.")
@click.option("--max-rows", type=click.IntRange(min=1), default=GAP_ROWS, show_default=True, help="Most rows.")
@click.option("-o", "--output", metavar="FILE", help="Write the map: .html .csv .xlsx .svg .png .pdf .pptx .json")
@click.pass_obj
def gaps(session: Session, /, *, output: str | None, **chosen: Any) -> None:
    """Map where evidence is, how sure it is, and where there is none.

    Rows by equity goals; every cell says its verdict, how many sources it rests on and how sure that is, and an empty
    one what kind of gap it is. Without -o: the summary, and a table by goal.

    \b
    Example:
      equigraph gaps --group english-learners
      equigraph gaps -o gaps.html
      equigraph gaps --rows category -o gaps.png --for page
    """
    from equigraph.exporters.gap_formats import export_gaps, gap_exporter_for
    from equigraph.exporters.gap_goals import goal_columns, goal_rows

    given = {name: chosen.pop(name) for name in EXPORT_OPTIONS if name in chosen}
    options = options_for(gap_exporter_for(output), given) if output else {}  # what cannot be is told before the work
    with session.open() as graph:
        found = graph.gaps(records=output is not None, **chosen)
    for sentence in found.summary:
        write(sentence, aside=output is not None)
    for note in found.notes:
        say(note)
    if output:
        say_replaced(found.network, export_gaps(found, output, **options))
        write(output)
    else:
        write_table(goal_columns(found), goal_rows(found))


gaps.params.extend(PICTURE_OPTIONS)


@main.command()
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option("--group", help="Only claims about this student group and those below it; all students are told apart.")
@click.option("--exact", is_flag=True, help="That group alone: neither the groups below it nor all students.")
@click.option("--max-length", type=click.INT, default=4, show_default=True, help="Most steps of a path, 1 to 6.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Most paths shown.")
@click.option("--format", "format_", type=click.Choice(WHY_FORMATS), help="[default: by the ending of FILE, else text]")
@click.option("-o", "--output", metavar="FILE", help="Write to a file: .txt, .json, .html, .md or .pptx.")
@click.option("--template", metavar="FILE", help="Your own .pptx, whose design is taken.")
@click.pass_obj
def why(
    session: Session,
    /,
    start: str,
    end: str,
    format_: str | None,
    output: str | None,
    template: str | None,
    **chosen: Any,
) -> None:
    """Say why two things are connected: the paths between them, each step with its sources.

    A and B are IRIs, CURIEs, slugs or labels. Direct evidence comes first, what speaks against it with equal weight;
    then the paths over other things, the weakest link named. The answer assembles; you judge.

    \b
    Example:
      equigraph why restorative-practices academic-achievement
      equigraph why high-dosage-tutoring academic-achievement -o why.html
    """
    from equigraph.exporters.files import write_atomically
    from equigraph.exporters.terminal import columns_of_terminal
    from equigraph.exporters.why import generate_why, why_format

    format_ = why_format(format_, output)  # a format that does not exist is told before the work is done
    if template and format_ != "pptx":
        raise OptionError("--template", output or format_, ())
    with session.open() as graph:
        found = graph.why(start, end, **chosen)
    if output and format_ == "pptx":
        from equigraph.exporters.why_pptx import write_why_pptx

        write_why_pptx(found, output, template=template)
        write(output)
    elif output:
        write_atomically(output, generate_why(found, format_))
        write(output)
    elif format_ == "text":
        write(generate_why(found, format_, columns_of_terminal()).rstrip())
    else:
        write_bytes([generate_why(found, format_).encode()])


@main.command("one-pager")
@click.argument("entity")
@click.option("-o", "--output", metavar="FILE", required=True, help="Where it goes: .docx or .html.")
@click.option("--group", metavar="STUDENTGROUP", help="For this student group and those below it; all students apart.")
@click.option("--exact", is_flag=True, help="That group alone: neither the groups below it nor all students.")
@click.option("--template", metavar="FILE", help="Your own .docx, whose styles are taken.")
@click.pass_obj
def one_pager(session: Session, /, entity: str, output: str, template: str | None, **chosen: Any) -> None:
    """Write what is known of one practice or equity goal on a page or two, to print or to edit.

    What it is, for whom, the evidence with its verdicts, what speaks against it, who does it, policies, gaps, and full
    citations.

    \b
    Example:
      equigraph one-pager high-dosage-tutoring -o tutoring.docx
      equigraph one-pager academic-achievement --group english-learners -o goal.html
    """
    from equigraph.exporters.one_pager_formats import export_one_pager, one_pager_exporter_for

    options = options_for(one_pager_exporter_for(output), {"template": template})
    with session.open() as graph:
        page = graph.one_pager(entity, **chosen)
    export_one_pager(page, output, **options)
    write(output)


@main.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(min=1), default=SEARCH_HITS, show_default=True, help="Most hits.")
@click.pass_obj
def search(session: Session, text: str, limit: int) -> None:
    """Find things by their names, identifiers, definitions and findings.

    The beginning of a word is enough, and small mistakes are mended. The first column can be given to show.

    \b
    Example:
      equigraph search tutoring
    """
    from equigraph.exporters.hits import HIT_COLUMNS, hit_rows, remarks
    from equigraph.exporters.terminal import report_texts

    with session.open() as graph:
        found = graph.search(text, limit, on_progress=report_texts)
    for note in found.notes:
        say(note)
    if found.hits:
        write_table(HIT_COLUMNS, hit_rows(found.hits))
    for remark in remarks(found, text):
        say(remark)


@main.command()
@click.pass_obj
def stats(session: Session) -> None:
    """Count what is in the graph, and say what is not.

    Title, date, scope, counts, blind spots, licence, and how to cite it.

    \b
    Example:
      equigraph stats
    """
    from equigraph.exporters.figures import describe_catalog, figures

    with session.open() as graph:
        found = graph.stats()
    before, after = describe_catalog(found)
    if before:
        write(before)
    write_table(("of", "which", "count"), figures(found))
    if after:
        write(after)


@main.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--shapes", type=click.Path(exists=True, dir_okay=False), help="Check against the shapes in this file instead."
)
@click.option("--older-than", type=click.IntRange(1), metavar="YEARS", help="Advise on claims whose source is older.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write a report instead: .html or .json.")
@click.pass_context
def validate(
    ctx: click.Context, files: tuple[str, ...], shapes: str | None, older_than: int | None, output: str | None
) -> None:
    """Check data against the shapes of the ontology (SHACL), and advise.

    Checks RDF files, or the data of --store. Every finding is told under its rule, with thing, field, value and, for
    files, the line; violations first. The exit code is 3 if there is a violation; warnings and advice never change it.

    \b
    Example:
      equigraph validate mine.ttl
      equigraph validate mine.ttl --shapes rules.ttl
      equigraph validate -o report.html
    """
    from equigraph.exporters.validation import export_validation, validation_format
    from equigraph.exporters.validation_tables import rule_tables
    from equigraph.graph.places import locate_findings

    if output:
        validation_format(output)  # a format that does not exist is told before the work is done
    session = dataclasses.replace(ctx.obj, store=files) if files else ctx.obj
    with session.open() as graph:
        report = locate_findings(graph.validate(shapes, older_than=older_than), session.places)
    if output:
        say(f"Wrote {export_validation(report, output)}.")
    for table in () if output else rule_tables(report, VALIDATION_ROWS):
        write(f"{table.heading}\n{table.advice}".rstrip())
        write_table(table.columns, table.rows)
        write(f"{table.cut}; a report (-o report.html) shows more\n" if table.cut else "")
    say(f"{report.triples:,} triples checked: {report.counts_words}; {report.outcome}.")
    if not report.conforms:
        ctx.exit(EXIT_NOT_CONFORMING)


# --- curation -------------------------------------------------------------------------------


@main.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing; works on any data.")
@click.option("--sync", is_flag=True, help="Remove what has no row on its sheet.")
@click.option("--partial", is_flag=True, help="Import the rows that are right although others are wrong.")
@click.option("--by", metavar="NAME", default="", help="Who imports, for the history.")
@click.option("--format", "format_", type=click.Choice(EDIT_FORMATS), default="table", show_default=True, help=HOW)
@click.pass_obj
def import_files(session: Session, /, files: tuple[str, ...], format_: str, **given: Any) -> None:
    """Import what people keep in their own tools into a folder store: workbooks, tables, bibliographies.

    A workbook (.xlsx, .ods) is what `equigraph workbook` writes, edited; a table (.csv, .tsv) is one of its sheets.
    Of a bibliography (.ris, .bib, .csl.json, EndNote), the sources that are not there yet are added. What is added,
    changed and removed is told by thing and field. Nothing is imported when anything is wrong, and nothing is removed
    because a row is absent. Every import makes a version, which `equigraph store undo` takes back.

    \b
    Example:
      equigraph workbook graph.xlsx
      equigraph import graph.xlsx --dry-run
      equigraph store load mine bundled
      equigraph --store mine import graph.xlsx
    """
    from equigraph.graph.intake import Options
    from equigraph.graph.limits import read_limits
    from equigraph.graph.writable import trial_of

    options = Options(sync=given["sync"], partial=given["partial"])
    if given["dry_run"]:
        with trial_of(session.places, read_limits(session.limits)) as target:
            imported = target.import_files(files, options, dry_run=True)
    else:
        target = session.versions("an import")
        imported = target.import_files(files, options, by=given["by"])
    for note in imported.notes:
        say(note)
    if imported.problems and not options.partial:
        raise TableError(imported.problems)
    for problem in imported.problems:
        say(f"left out: {problem.message}")
    write_edits(imported.edits, format_)
    if imported.version:
        say(f"Version {imported.version} of {target.path}: {imported.quads:,} triples.")
    elif imported.patch:
        say("Nothing was changed: this was a dry run.")


@main.command()
@click.argument("file", metavar="FILE.xlsx")
@click.pass_obj
def workbook(session: Session, file: str) -> None:
    """Write the graph as a workbook that can be edited and imported: a sheet for each kind of thing.

    It has lists to choose from, notes on every column, and an example on every sheet. Ids are locked; new rows need
    none. Edit it in any spreadsheet program, then see `equigraph import`.

    \b
    Example:
      equigraph workbook graph.xlsx
    """
    from equigraph.exporters.curation_book import write_curation_book
    from equigraph.graph.book import read_book

    if not file.lower().endswith(".xlsx"):
        raise click.UsageError(f'"{file}" does not end in .xlsx, which is what a workbook is')
    with session.open() as graph:
        book = read_book(graph.reader)
    write_curation_book(book, file)
    say(f"Wrote {file}: {sum(map(len, book.rows.values())):,} rows on {len(book.rows)} sheets.")


def write_edits(edits: Edits, format_: str) -> None:
    """Print what changed, by thing and field."""
    from equigraph.exporters.edit_rows import EDIT_COLUMNS, edit_rows

    if format_ == "json":
        write(json.dumps(edits.as_json(), indent=1, ensure_ascii=False))
        return
    if edits.things:
        write_table(EDIT_COLUMNS, edit_rows(edits))
    write(edits.headline)


@main.command()
@click.argument("first", type=click.INT, metavar="VERSION")
@click.argument("second", type=click.INT, metavar="[VERSION]", required=False)
@click.option("--format", "format_", type=click.Choice(EDIT_FORMATS), default="table", show_default=True, help=HOW)
@click.pass_obj
def changes(session: Session, /, first: int, second: int | None, format_: str) -> None:
    """Say what changed between two versions of a folder store, by thing and field.

    Without a second VERSION, the current one is taken.

    \b
    Example:
      export EQUIGRAPH_STORE=mine
      equigraph changes 1 2
    """
    from equigraph.exporters.terminal import show_progress
    from equigraph.graph.history import changes_between

    target = session.versions("comparing versions")
    with show_progress() as tell:
        found = changes_between(target, first, second, on_progress=lambda done, of: tell("comparing", done, of))
    write_edits(found, format_)


@main.command()
@click.argument("entity")
@click.pass_obj
def history(session: Session, entity: str) -> None:
    """Say what the versions of a folder store changed about one thing, the latest first.

    Told are the thing, and the claims and statements about it. ENTITY is an IRI, a CURIE, a slug or a label.

    \b
    Example:
      export EQUIGRAPH_STORE=mine
      equigraph history looping
    """
    from equigraph.exporters.edit_rows import HISTORY_COLUMNS, history_rows
    from equigraph.graph.history import history_of

    target = session.versions("a history")
    with session.open() as graph:
        iri = graph.resolve(entity)
    write_table(HISTORY_COLUMNS, history_rows(history_of(target, iri)))


# --- snapshots ------------------------------------------------------------------------------


class SnapshotCommands(Group):
    """The group of the commands about snapshots."""

    what = "snapshot command"


@main.group(cls=SnapshotCommands)
def snapshot() -> None:
    """Keep a picture with all that is behind it, check it later, and say what has changed since.

    A snapshot is one file: things, lines, claims, sources and positions as they were, and the recipe to make them
    again. It can be exported like a view: equigraph export q3.snapshot q3.pptx

    \b
    Example:
      equigraph snapshot create practices-to-goals -o q3.snapshot
      equigraph snapshot verify q3.snapshot
    """


def create_snapshot(
    session: Session, name: str, chosen: Mapping[str, Any], *, output: str, author: str, layout: str | None
) -> None:
    """Write a snapshot of a view."""
    from functools import partial

    from equigraph.exporters.snapshot import describe_snapshot, is_snapshot, write_snapshot
    from equigraph.graph.snapshot import SUFFIX, take

    if not is_snapshot(output):  # told before the work is done
        raise UnknownFormatError(output, (SUFFIX,))
    by_hand = partial(arrange, layout=layout) if layout else None
    with session.open() as graph:
        taken = take(graph, name, chosen, author=author, arrange=by_hand)
    for note in taken.network.graph["notes"]:
        say(note)
    write_snapshot(taken, output)
    for what, words in describe_snapshot(taken):
        if what == "holds":
            say(f"Holds {words}.")
    write(output)


SNAPSHOT_OPTIONS = [
    click.Option(["-o", "--output"], metavar="FILE.snapshot", required=True, help="Where it goes."),
    click.Option(["--author"], metavar="NAME", default="", help="Who makes it, in your own words."),
    LAYOUT,
]


@snapshot.group(
    "create", cls=NamedQueries, folder="views", run=create_snapshot, own=SNAPSHOT_OPTIONS, subcommand_metavar="VIEW"
)
def snapshot_create() -> None:
    """Keep a view as it is today in one file.

    \b
    Example:
      equigraph snapshot create practices-to-goals --group english-learners -o learners.snapshot
    """


@snapshot.command("show")
@click.argument("file", metavar="FILE.snapshot")
def snapshot_show(file: str) -> None:
    """Say what a snapshot holds, and how it was made.

    \b
    Example:
      equigraph snapshot show q3.snapshot
    """
    from equigraph.exporters.snapshot import describe_snapshot
    from equigraph.graph.snapshot import read_snapshot

    taken = read_snapshot(file)
    write_table(("of", "what"), describe_snapshot(taken))
    for sentence in taken.network.graph["summary"]:
        say(sentence)


@snapshot.command("verify")
@click.argument("file", metavar="FILE.snapshot")
@click.pass_context
def snapshot_verify(ctx: click.Context, file: str) -> None:
    """Make a snapshot again from the data at hand: the same result, or what changed.

    The exit code is 0 when the result is the same, 3 when it changed, 1 when it cannot be made again.

    \b
    Example:
      equigraph snapshot verify q3.snapshot
    """
    from equigraph.graph.snapshot import read_snapshot
    from equigraph.graph.verify import verify

    taken = read_snapshot(file)
    with ctx.obj.open() as graph:
        found = verify(graph, taken)
    for sentence in found.sentences:
        write(sentence)
    if found.changes is None:
        ctx.exit(EXIT_ERROR)
    if not found.is_same:
        stores = [word for place in ctx.obj.store for word in ("--store", place)]
        say(f"All of it: {shlex.join(['equigraph', *stores, 'snapshot', 'diff', file])}")
        ctx.exit(EXIT_NOT_CONFORMING)


@snapshot.command("diff")
@click.argument("before", metavar="A.snapshot")
@click.argument("after", metavar="[B.snapshot]", required=False)
@click.option(
    "-o", "--output", metavar="FILE", help="Write to a file: .txt, .json, .html, or old and new in one picture or deck."
)
@click.pass_obj
def snapshot_diff(session: Session, /, before: str, after: str | None, output: str | None, **given: Any) -> None:
    """Say what changed from one snapshot to another, or, without B, to the data of today.

    Claims added and withdrawn, things, lines and sources, and every verdict that changed with the reason.

    \b
    Example:
      equigraph snapshot diff q3.snapshot
      equigraph snapshot diff q3.snapshot q4.snapshot -o changes.html
    """
    from equigraph.exporters.changes import changes_format, export_changes, generate_changes
    from equigraph.exporters.terminal import columns_of_terminal
    from equigraph.graph.snapshot import read_snapshot
    from equigraph.graph.verify import diff, verify

    options = {name: value for name, value in given.items() if value is not None}
    if output:
        changes_format(output)  # a format that does not exist is told before the work is done
    first = read_snapshot(before)
    if after is None:
        with session.open() as graph:
            verified = verify(graph, first)
        if verified.changes is None or verified.today is None:
            raise click.ClickException(verified.sentences[0])
        changes, second = verified.changes, verified.today
    else:
        second = read_snapshot(after)
        changes = diff(first, second)
    ends = first.network, second.network
    if output:
        export_changes(changes, *ends, output, **options)
        write(output)
    else:
        write(generate_changes(changes, *ends, "text", columns_of_terminal()).rstrip())


snapshot_diff.params.extend(PICTURE_OPTIONS)


# --- folder stores --------------------------------------------------------------------------


class StoreCommands(Group):
    """The group of the commands about folder stores."""

    what = "store command"


@main.group(cls=StoreCommands)
def store() -> None:
    """Keep a graph of your own on disk, in versions that can be gone back to.

    A folder store holds what was loaded, exactly as it is. Every change makes a new version; whoever reads meanwhile
    keeps the version that was opened. Use it with --store FOLDER, an older version with --store FOLDER/versions/3.

    \b
    Example:
      equigraph store load mine bundled
      equigraph --store mine stats
    """


@store.command("load")
@click.argument("folder", metavar="FOLDER")
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@click.option("--add", "mode", flag_value="add", help="Add to what the store holds.")
@click.option("--replace", "mode", flag_value="replace", help="Hold these files and nothing else.")
@click.option("--graph", metavar="IRI", help="The named graph that triples go to.  [default: the default graph]")
@click.pass_obj
def store_load(session: Session, folder: str, files: tuple[str, ...], mode: str | None, graph: str | None) -> None:
    """Load RDF files into a folder store, which is made if it is not there.

    FILES may be packed (.gz, .zip); the word bundled stands for the data that come with the program. Nothing changes
    unless every file was read whole. FOLDER may also be the http(s) address where a server takes in graphs (SPARQL 1.1
    Graph Store Protocol): the files are read here, then sent there.

    \b
    Example:
      equigraph store load mine bundled
      equigraph store load mine register.ttl more.nt.gz --add
    """
    from equigraph.exporters.terminal import show_progress
    from equigraph.exporters.versions import skipped_notes
    from equigraph.graph.store import is_endpoint

    with show_progress() as tell:

        def told(at: Progress) -> None:
            what = f"reading {at.path}" if at.done_bytes < at.total_bytes else "writing"
            tell(what, at.done_bytes, at.total_bytes)

        if is_endpoint(folder):
            sent = session.graph_store(folder).load(files, graph=graph, replace=mode == "replace", on_progress=told)
            write(f"{sent:,} triples were sent to {folder}.")
            return
        target = session.folder(folder, create=True)
        if target.current() is not None and mode is None:
            raise click.UsageError(f'"{folder}" holds data already; say --add to add to them, or --replace')
        version = target.load(files, "replace" if mode == "replace" else "add", graph=graph, on_progress=told)
    for note in skipped_notes(version):
        say(note)
    write(f"Version {version.number} of {folder}: {version.manifest['quads']:,} triples.")


@store.command("info")
@click.argument("folder")
@click.argument("version", type=click.INT, required=False)
@click.option("--digest", is_flag=True, help="Compute the digest of the content too; takes a minute for ten million.")
@click.option("--check", is_flag=True, help="Compare every file with what was written.")
@click.pass_obj
def store_info(session: Session, folder: str, version: int | None, *, digest: bool, check: bool) -> None:
    """Say what the current VERSION holds, or another, and what it came from.

    \b
    Example:
      equigraph store info mine
      equigraph store info mine 1 --check
    """
    from equigraph.exporters.versions import describe_version

    target = session.folder(folder)
    chosen = target.current() if version is None else target.version(version)
    if chosen is None:
        say(f'"{folder}" is still empty; fill it with: equigraph store load {folder} FILES...')
        return
    rows = list(describe_version(chosen))
    if check:
        chosen.check_files(content=True)
        rows.append(("files", "all as they were written"))
    if digest:
        rows.append(("content digest", target.content_digest(chosen.number)))
    write_table(("of", "what"), rows)


@store.command("versions")
@click.argument("folder")
@click.pass_obj
def store_versions(session: Session, folder: str) -> None:
    """List the versions of a folder store, the oldest first.

    \b
    Example:
      equigraph store versions mine
    """
    from equigraph.exporters.versions import VERSION_COLUMNS, version_rows

    target = session.folder(folder)
    write_table(VERSION_COLUMNS, version_rows(target.versions(), target.current()))


@store.command("update")
@click.argument("folder")
@click.argument("file", type=click.File(encoding="utf-8-sig"), required=False)
@click.option("-q", "--query", "text", metavar="TEXT", help="The update itself.")
@click.pass_obj
def store_update(session: Session, folder: str, file: TextIO | None, text: str | None) -> None:
    """Run a SPARQL Update on a folder store, from FILE, standard input (-), or after -q.

    The result is a new version. LOAD and SERVICE are refused: an update reaches nothing but this store.

    \b
    Example:
      equigraph store update mine -q "DELETE WHERE { practice:advisory skos:altLabel ?name }"
    """
    if (file is None) == (text is None):
        raise click.UsageError("give one update: a FILE, - for standard input, or -q TEXT")
    version = session.folder(folder).update(file.read() if file else str(text))
    write(f"Version {version.number} of {folder}: {version.manifest['quads']:,} triples.")


@store.command("rollback")
@click.argument("folder")
@click.argument("version", type=click.INT, required=False)
@click.pass_obj
def store_rollback(session: Session, folder: str, version: int | None) -> None:
    """Make an earlier VERSION the current one; without a number, the one before.

    Nothing is removed: a rollback forward undoes it.

    \b
    Example:
      equigraph store rollback mine
      equigraph store rollback mine 1
    """
    current = session.folder(folder).rollback(version)
    write(f"Version {current.number} of {folder} is current: {current.manifest['quads']:,} triples.")


@store.command("undo")
@click.argument("folder")
@click.argument("version", type=click.INT, required=False)
@click.option("--by", metavar="NAME", default="", help="Who undoes it, for the history.")
@click.pass_obj
def store_undo(session: Session, folder: str, version: int | None, by: str) -> None:
    """Undo an import, in a new version: the one that made VERSION, or the current one.

    What it added goes, what it took away comes back; what was changed later stays.

    \b
    Example:
      equigraph store undo mine
      equigraph store undo mine 2
    """
    undone = session.folder(folder).undo(version, by=by)
    write_edits(undone.edits, "table")
    say(f"Version {undone.version} of {folder}: {undone.quads:,} triples.")


@store.command("prune")
@click.argument("folder")
@click.option("--keep", type=click.IntRange(min=0), default=1, show_default=True, help="How many of the newest stay.")
@click.pass_obj
def store_prune(session: Session, folder: str, keep: int) -> None:
    """Remove old versions.

    The current one always stays, and so does a version that some program still reads.

    \b
    Example:
      equigraph store prune mine --keep 3
    """
    pruned = session.folder(folder).prune(keep)
    write(f"Removed: {', '.join(map(str, pruned.removed)) or 'nothing'}.")
    if pruned.held:
        say(f"Still read by a program, and kept: {', '.join(map(str, pruned.held))}.")


@store.command("backup")
@click.argument("folder")
@click.argument("target")
@click.pass_obj
def store_backup(session: Session, folder: str, target: str) -> None:
    """Write the current version to another folder, TARGET, a folder store of its own.

    On the same disk it shares the files and costs next to nothing; to be safe from a failing disk, name another one.

    \b
    Example:
      equigraph store backup mine mine-backup
    """
    version = session.folder(folder).backup(target)
    write(f"Version {version.number} of {folder} is in {target}: {version.manifest['quads']:,} triples.")


@store.command("restore")
@click.argument("folder")
@click.argument("backup")
@click.pass_obj
def store_restore(session: Session, folder: str, backup: str) -> None:
    """Make what BACKUP holds the current version of a folder store, which is made if it is not there.

    \b
    Example:
      equigraph store restore mine mine-backup
    """
    version = session.folder(folder, create=True).restore(backup)
    write(f"Version {version.number} of {folder}: {version.manifest['quads']:,} triples, as in {backup}.")
