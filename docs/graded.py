"""The generated parts of the page on grades: the rule as its file has it, and what it makes of true claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from equigraph.graph.claims import read_claims
from equigraph.graph.grades import bundles
from equigraph.graph.kinds import count_words, direction_words
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.studies import read_studies
from equigraph.ontology.grading import Step, grading_rule

RULE = grading_rule()
HOW_WELL = ("not", "partly", "well")
ASKS = {
    "leastSources": "{} of any design",
    "leastPartly": "{} of a design that tells it at least partly",
    "leastWell": "{} of a design that tells it well",
}


@cache
def graph() -> KnowledgeGraph:
    """Return the bundled graph."""
    return KnowledgeGraph.open("bundled")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def about() -> str:
    """Return what the file says of itself."""
    return f"Version {RULE.version} of the rule. {RULE.definition}\n"


def verdicts() -> str:
    """Return the table of verdicts."""
    return table(["findings left", "verdict"], [(_findings(step), step.yields) for step in RULE.verdicts])


def designs() -> str:
    """Return the table of designs, the strongest first."""
    rows = [
        (
            design.one.removeprefix("one "),
            HOW_WELL[design.attribution],
            "yes" if design.is_synthesis else "no",
            f"tier {design.tier}" if design.tier else "none",
        )
        for design in RULE.designs.values()
    ]
    heads = ["design, the strongest first", "tells the effect from other causes", "brings studies together"]
    return table([*heads, "ESSA tier for which the law names it"], rows)


def levels() -> str:
    """Return the table of how sure, before agreement is looked at."""
    rows = []
    for step in RULE.levels:
        asks = [ASKS[name].format(count_words(int(number), "source")) for name, number in step.numbers.items()]
        rows.append((step.yields, "; among them ".join(asks) or "none of these"))
    return table(["level", "asks for at least"], rows)


def agreements() -> str:
    """Return the table of agreement."""
    rows = [
        (
            _findings(step) + _in_sources(step),
            step.yields,
            f"{count_words(step.lowers_by, 'level')} lower" if step.lowers_by else "stays",
        )
        for step in RULE.agreements
    ]
    return table(["findings", "words", "how sure"], rows)


def _in_sources(step: Step) -> str:
    least = step.numbers.get("leastSources")
    return f", in {least} sources or more" if least else ""


def kinds_of_cells() -> str:
    """Return the table of kinds of cells."""
    return table(["sign", "kind", "meaning"], [(step.glyph, step.yields, step.definition) for step in RULE.gaps])


def examples() -> str:
    """Return the worked examples of the file."""
    lines = []
    for example in RULE.examples:
        findings = ", ".join(
            f"{source}: {RULE.design(design).one.removeprefix('one ')}, {direction_words(direction)}"
            for source, design, direction in example.findings
        )
        lines.append(f"- {findings}. *{example.says}.* {example.note}")
    return "\n".join(lines) + "\n"


def notes() -> str:
    """Return what holds for all parts."""
    return "\n".join(f"- {note}" for note in RULE.notes) + "\n"


def overview(practice: str) -> str:
    """Return every connection of a practice with its grade."""
    rows = []
    for _, goal, line in _lines(practice):
        grade = line["grade"]
        could = f"; {grade['could_support']} in our reading of the design" if grade["could_support"] else ""
        rated = "; ".join(words for words, _ in grade["ratings"]) or "no source states a rating"
        rows.append(
            (goal, line["strength"], grade["reason"], f"{grade['strongest'] or 'none to rank'}; {rated}{could}")
        )
    return table(["goal", "verdict", "how sure", "how well done: strongest design; ratings"], rows)


def claims(practice: str, goal: str) -> str:
    """Return every claim behind a connection, what speaks against it first, with its source."""
    iri = graph().resolve(goal, "EquityGoal")
    answer = graph().question("claims-behind", practice=practice, goal=goal)
    lines = []
    for row in answer.rows:
        said = {name: term.value for name, term in zip(answer.variables, row, strict=True) if term is not None}
        tier = f"; {said['tier']}" if "tier" in said else ""
        about_ = f"{said['about']}; {said['design']}{tier}; {said['check']}"
        lines.append(
            f"- **{direction_words(said['direction'].lower())}**: {said['finding']} ({about_}) {said['source']}"
        )
    return f"{graph().reader.describe([iri])[iri].label}:\n\n" + "\n".join(lines) + "\n\n"


def shared(practice: str) -> str:
    """Return which sources of a practice's connections count as one, and which add nothing to those they tell of."""
    reader = graph().reader
    studies, iri = read_studies(reader), graph().resolve(practice, "Practice")
    lines = []
    for (start, goal), some in sorted(bundles(read_claims(reader).values()).items()):
        bearing = {source for claim in some if claim.directions != ("insufficient",) for source in claim.sources}
        units = studies.count_once(bearing)
        if start == iri and len(units) < len(bearing):
            said = reader.describe({goal, *bearing})
            name = {one: f"*{said[one].label}*" for one in bearing}
            together = [" and ".join(name[one] for one in unit) + " are one" for unit in units if len(unit) > 1]
            rest = sorted(bearing - {one for unit in units for one in unit})
            together += [f"{name[one]} adds nothing to a study that is here" for one in rest]
            lines.append(f"- {said[goal].label}: {'; '.join(together)}.")
    return "\n".join(lines) + "\n" if lines else "No two of the sources of one connection are recorded as one study.\n"


def count(sentence: str, **chosen: Any) -> str:
    """Return a sentence with the numbers of grades in it.

    Args:
        sentence: With ``{all}``, ``{counted_less}`` and the levels of how sure, spaces as underscores.
        chosen: As the view practices-to-goals takes it.
    """
    grades = [line["grade"] for *_, line in _network_lines(**chosen)]
    numbers = {level.replace(" ", "_"): 0 for level in RULE.scale}
    for grade in grades:
        numbers[grade["how_sure"].replace(" ", "_")] += 1
    less = sum(grade["counted"] < (grade["judging"] or grade["sources"]) for grade in grades)
    return sentence.format(all=len(grades), counted_less=less, **numbers) + "\n"


def known() -> str:
    """Return whom the claims are about, and how they were checked."""
    answer = graph().select(
        "SELECT (COUNT(?claim) AS ?all) (SUM(IF(?group = group:all-students, 1, 0)) AS ?general) "
        "(SUM(IF(?check = check:unchecked, 1, 0)) AS ?unchecked) "
        "{ ?claim a eq:EvidenceClaim ; eq:group ?group ; eq:check ?check }",
        guard=False,
    )
    [(every, general, unchecked)] = [tuple(int(term.value) for term in row) for row in answer]
    return (
        f"{general} of {every} claims are about all students. {every - unchecked} were held against a summary of their "
        f"source a second time, hardly ever against the full report; {unchecked} were read once.\n"
    )


def _lines(practice: str) -> list[tuple[str, str, dict[str, Any]]]:
    found = _network_lines(practice=practice)
    return sorted(found, key=lambda one: one[1].casefold())


def _network_lines(**chosen: Any) -> list[tuple[str, str, dict[str, Any]]]:
    network = graph().view("practices-to-goals", **chosen)
    return [
        (network.nodes[start]["label"], network.nodes[end]["label"], line)
        for start, end, line in network.edges(data=True)
        if line["kind"] == "evidence"
    ]


def _findings(step: Step) -> str:
    if step.only == frozenset({"insufficient"}):
        return "only such as found too little to judge"
    if step.only is not None:
        return f"all {' or '.join(direction_words(name) for name in sorted(step.only))}"
    if step.has:
        return " and ".join(direction_words(name) for name in sorted(step.has, reverse=True)) + ", whatever else"
    return "any other"
