"""Every page of the explorer, with an address of the bundled graph that shows it full, and what a page may hold.

The tests of security, of accessibility and of requests go over this one table: a page that is added belongs here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

LOOPING = "/id/practice/looping"

PAGES = {
    "home": "/",
    "entity": LOOPING,
    "thing": "/thing?iri=http%3A%2F%2Fwww.w3.org%2F2004%2F02%2Fskos%2Fcore%23Concept",
    "practices": "/practices",
    "goals": "/goals",
    "groups": "/groups",
    "policies": "/policies",
    "organizations": "/organizations",
    "sources": "/sources",
    "questions": "/questions",
    "question": "/questions/practices-for-group?group=english-learners",
    "search": "/search?q=advisory",
    "nothing found": "/search?q=zzzzz",
    "not found": "/nothing",
}

# The parameters that pages take, each with the path of a page that takes it.
PARAMETERS = (
    ("/thing", "iri"),
    ("/things", "class"),
    ("/practices", "category"),
    ("/practices", "q"),
    ("/practices", "from"),
    ("/questions/practices-for-group", "group"),
    ("/questions/practices-for-group", "exact"),
    ("/questions/practices-for-group", "limit"),
    ("/questions/practices-for-group", "unknown"),
    ("/search", "q"),
    ("/search", "kind"),
    ("/search", "limit"),
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
