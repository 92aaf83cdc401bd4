"""Every page of the explorer, with an address of the bundled graph that shows all its parts, and what a page may hold.

The tests of security, of accessibility and of requests go over this one table: a page that is added belongs here. The
addresses are such that little is shown of each thing: the rules of a page do not depend on how much there is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

LOOPING = "/id/practice/looping"

NETWORK = "/network?view=practices-to-goals&practice=practice:looping"
ROWS = "SELECT+%3Fp+%3Fo+%7B+practice%3Alooping+%3Fp+%3Fo+%7D+ORDER+BY+%3Fp+%3Fo+LIMIT+9"
WRONG = "SELECT+%7B"

PAGES = {
    "home": "/",
    "entity": LOOPING,
    "goal": "/id/goal/english-language-proficiency",
    "source": "/id/source/r-nickow-2020",
    "thing": "/thing?iri=http%3A%2F%2Fwww.w3.org%2Fns%2Forg%23Organization",
    "practices": "/practices",
    "goals": "/goals",
    "groups": "/groups",
    "policies": "/policies",
    "organizations": "/organizations",
    "sources": "/sources",
    "questions": "/questions",
    "question": "/questions/practices-for-goal?goal=english-language-proficiency",
    "search": "/search?q=advisory",
    "nothing found": "/search?q=zzzzz",
    "why": "/why",
    "why of two": "/why?from=looping&to=academic-achievement&max-length=1",
    "gaps": "/gaps?practice=looping&group=english-learners",
    "one-pager": "/one-pager?entity=looping",
    "one-pager of nothing": "/one-pager",
    "start of a picture": "/network",
    "picture": NETWORK,
    "table": NETWORK + "&show=table",
    "gap map of a picture": NETWORK + "&show=gaps",
    "paths": NETWORK + "&show=paths",
    "about a picture": "/network/about?view=practices-to-goals",
    "thing of a picture": "/network/thing?view=practices-to-goals&practice=practice:looping&act.on=practice:looping",
    "workbench": "/query",
    "answer": f"/query?query={ROWS}",
    "pivot": f"/query?query={ROWS}&show=pivot",
    "example": "/query?example=practices-for-group",
    "faulty query": f"/query?query={WRONG}",
    "endpoint": "/sparql",
    "not found": "/nothing",
}

# The parameters that pages take, each with the address of a page that takes it.
PARAMETERS = (
    ("/thing", "iri"),
    ("/things", "class"),
    ("/practices", "category"),
    ("/practices", "q"),
    ("/questions/practices-for-group", "group"),
    ("/questions/practices-for-group", "limit"),
    ("/questions/practices-for-group", "unknown"),
    ("/search", "q"),
    ("/search", "kind"),
    ("/search", "limit"),
    ("/why?from=looping", "to"),
    ("/why?to=looping", "from"),
    ("/why?from=looping&to=academic-achievement", "group"),
    ("/why?from=looping&to=academic-achievement", "max-length"),
    ("/gaps?practice=looping", "group"),
    ("/gaps", "rows"),
    ("/gaps", "practice"),
    ("/gaps/download.csv", "option.theme"),
    ("/one-pager", "entity"),
    ("/one-pager?entity=looping", "group"),
    ("/network", "view"),
    ("/network", "question"),
    ("/network", "thing"),
    ("/network", "act.start"),
    ("/network?thing=practice:looping", "do"),
    ("/network?thing=practice:looping", "focus"),
    ("/network?thing=practice:looping", "degrees"),
    ("/network?thing=practice:looping", "by"),
    ("/network?thing=practice:looping", "layout"),
    ("/network?thing=practice:looping", "note"),
    ("/network?thing=practice:looping", "mark"),
    ("/network?thing=practice:looping", "show"),
    ("/network?thing=practice:looping", "keep.kind"),
    ("/network?thing=practice:looping", "act.add"),
    ("/network?thing=practice:looping&act.note-on=practice:looping", "act.note"),
    ("/network?view=neighborhood", "entity"),
    ("/network/download?thing=practice:looping", "format"),
    ("/network/download.svg?thing=practice:looping", "option.theme"),
    ("/network/thing?thing=practice:looping", "act.on"),
    ("/network/about?view=practices-to-goals", "group"),
    ("/query", "query"),
    ("/query", "example"),
    ("/query?example=practices-for-group&run=1", "group"),
    (f"/query?query={ROWS}", "show"),
    (f"/query?query={ROWS}", "sort"),
    (f"/query?query={ROWS}", "page"),
    (f"/query?query={ROWS}&show=pivot", "row"),
    ("/sparql", "query"),
    (f"/sparql?query={ROWS}", "default-graph-uri"),
    (f"/sparql?query={ROWS}", "format"),
)


@dataclass
class Held(HTMLParser):
    """What a page holds that could run, or lead elsewhere."""

    scripts: list[str] = field(default_factory=list)  # neither of ours by address, nor data
    handlers: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)  # attributes
    schemes: set[str] = field(default_factory=set)  # of links
    loaded: list[str] = field(default_factory=list)  # what is fetched without being asked
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.handlers += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.styles += [f"{tag} {given['style']}"] if "style" in given else []
        self.ids += [given["id"]] if "id" in given else []
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.scripts.append(str(given))
        is_loaded_link = tag == "link" and given.get("rel") != "alternate"
        fetched = given.get("src", "") or (given.get("href", "") if is_loaded_link else "")
        self.loaded += [fetched] if fetched else []
        for name in ("href", "action", "formaction", "src"):
            address = given.get(name, "")
            if address.startswith(("//", "/\\", "\\")):
                self.schemes.add("//")
            elif ":" in address.partition("/")[0]:
                self.schemes.add(address.partition(":")[0].lower())

    handle_startendtag = handle_starttag


def held(text: str) -> Held:
    """Read a page."""
    found = Held()
    found.feed(text)
    return found
