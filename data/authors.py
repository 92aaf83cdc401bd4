"""Tell the authors of a source apart: which is a person and which an organization, and where a surname begins.

Names come as tables write them, separated by ";", given names first; they leave as names of CSL-JSON
(https://docs.citationstyles.org/en/stable/specification.html#names). Limits: no rule can see everything; what none
sees is listed by name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

__all__ = ["ET_AL_WORDS", "author_of", "plain_text", "split_names", "written_name"]

ET_AL_WORDS = frozenset({"et al", "et al.", "and others", "others"})
SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV")
# A name with one of these words is an organization; "A; B" is split before the words are looked at.
ORGANIZATION_WORDS = re.compile(
    r"\b(?:academy|agency|alliance|association|bureau|center|centre|clearinghouse|coalition|commission|committee"
    r"|company|congress|consortium|cooperative|corporation|council|department|district|education|federation|foundation"
    r"|inc|initiative|institutes?|laboratory|league|legislature|ministry|museum|network|organization|partnership"
    r"|program|research|schools|senate|services|society|standards|university|U\.S)\b",
    re.IGNORECASE,
)
# "Friends of the Earth": words that no person's name has, as tables write names (a surname "To" has its capital).
JOINING_WORDS = re.compile(r"(?<!\S)(?:and|at|by|for|in|of|on|the|to|&)(?!\S)")
ORGANIZATION_MARK = " (organization)"  # behind a name: an organization, whatever the rules make of it
# Organizations that no rule can see.
ORGANIZATIONS = frozenset({"Associated Press"})
# Small words that belong to the surname that follows them.
PARTICLES = re.compile(
    r"da|das|de|del|della|den|der|des|di|do|dos|du|el|la|las|le|los|san|st\.|ten|ter|van|von", re.IGNORECASE
)
# Surnames of two or more words that no rule can see.
COMPOUND_SURNAMES = ("Brodziak de los Reyes", "Fairbanks Falcon", "Lock Morgan")
INLINE_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc)>|<span\b[^<>]*>|</span>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);")


def split_names(authors: str) -> list[str]:
    """Split names at ";", but not inside brackets.

    Example:
        >>> split_names("M. Lenard (page owner; coauthors not captured); Jo Doe")
        ['M. Lenard (page owner; coauthors not captured)', 'Jo Doe']
    """
    parts = re.findall(r"(?:\([^()]*\)|[^;(]|\()+", plain_text(authors))
    return [name for part in parts if (name := part.strip(" ,"))]


def _is_organization(name: str) -> bool:
    return (
        " " not in name
        or name in ORGANIZATIONS
        or ORGANIZATION_WORDS.search(name) is not None
        or JOINING_WORDS.search(name) is not None
    )


def author_of(name: str) -> dict[str, str]:
    """Return a CSL name: an organization as it is, a person in parts.

    Example:
        >>> author_of("Robert van den Pol"), author_of("Council of Schools")
        ({'family': 'van den Pol', 'given': 'Robert'}, {'literal': 'Council of Schools'})
        >>> author_of("Sesame Workshop (organization)")
        {'literal': 'Sesame Workshop'}
    """
    if name.endswith(ORGANIZATION_MARK):
        return {"literal": name.removesuffix(ORGANIZATION_MARK)}
    bare, bracket, role = name.partition(" (")
    if name.casefold() in ET_AL_WORDS or _is_organization(bare):
        return {"literal": name}
    person = _person(bare)
    if bracket or person["given"].startswith(("'", "\u2018", "\u2019", "\u02bb")):
        # The style has no place for a role, and takes an okina for a name of its own.
        return {"literal": _inverted(person) + bracket + role}
    return person


def written_name(name: Mapping[str, str]) -> str:
    """Return a CSL name as tables write it, so that `author_of` takes it apart again.

    Args:
        name: ``literal``, or ``family`` with ``given`` and ``suffix``.

    Returns:
        The name, given names first where that leaves no doubt; an organization that looks like a person is marked.

    Example:
        >>> written_name({"family": "Garcia Lopez", "given": "Ana"}), written_name({"family": "Doe", "given": "Jo"})
        ('Garcia Lopez, Ana', 'Jo Doe')
        >>> written_name({"literal": "Sesame Workshop"}), written_name({"literal": "Council of Schools"})
        ('Sesame Workshop (organization)', 'Council of Schools')
    """
    parts = {part: " ".join(value.replace(";", ",").split()).strip(" ,") for part, value in name.items()}
    literal = parts.get("literal") or ("" if parts.get("given") else parts.get("family", ""))
    if literal:
        is_plain = author_of(literal) == {"literal": literal}
        return literal if is_plain or "literal" not in parts else literal + ORGANIZATION_MARK
    family, given, suffix = (parts.get(part, "") for part in ("family", "given", "suffix"))
    natural = ", ".join(filter(None, (f"{given} {family}".strip(), suffix)))
    if author_of(natural) == {part: value for part, value in parts.items() if value}:
        return natural
    return ", ".join(filter(None, (family, given, suffix)))


def _person(name: str) -> dict[str, str]:
    """Split a name into family, given and suffix.

    Example:
        >>> _person("Robert van den Pol")
        {'family': 'van den Pol', 'given': 'Robert'}
        >>> _person("Morsette, A.")
        {'family': 'Morsette', 'given': 'A.'}
        >>> _person("Roland G. Fryer, Jr.")
        {'family': 'Fryer', 'given': 'Roland G.', 'suffix': 'Jr.'}
    """
    pieces = [piece.strip() for piece in name.split(",")]
    suffix = pieces.pop() if len(pieces) > 1 and SUFFIX.fullmatch(pieces[-1]) else ""
    if len(pieces) > 1:
        family, given = pieces[0], " ".join(pieces[1:])
    else:
        words = pieces[0].split()
        if len(words) > 2 and SUFFIX.fullmatch(words[-1]):  # noqa: PLR2004 (given name, surname, suffix)
            suffix = words.pop()
        start = _surname_start(words)
        given, family = " ".join(words[:start]), " ".join(words[start:])
    person = {"family": family, "given": given}
    return {**person, "suffix": suffix} if suffix else person


def _surname_start(words: list[str]) -> int:
    for surname in COMPOUND_SURNAMES:
        length = len(surname.split())
        if len(words) > length and " ".join(words[-length:]) == surname:
            return len(words) - length
    start = len(words) - 1
    while start > 1 and PARTICLES.fullmatch(words[start - 1]):
        start -= 1
    return start


def _inverted(person: dict[str, str]) -> str:
    """Return "Jensen, 'U." for a name the style cannot invert."""
    initials = [re.sub(r"^([\W\u02bb]*\w).*", r"\1.", part) for part in person["given"].split()]
    return ", ".join([person["family"], " ".join(initials), *([person["suffix"]] if "suffix" in person else [])])


def plain_text(text: str) -> str:
    r"""Return text on one line, without inline markup and entities.

    Example:
        >>> plain_text("R&amp;D <i>in</i>\n schools")
        'R&D in schools'
    """
    without_tags = INLINE_TAG.sub("", text)
    return " ".join(ENTITY.sub(lambda entity: html.unescape(entity[0]), without_tags).split())
