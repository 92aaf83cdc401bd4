"""Reads a Word file back, and checks in it what Word's own accessibility checker asks for."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cached_property
from typing import Any
from xml.etree import ElementTree as ET

import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class WordFile:
    """A Word file, read by the library that wrote it and as plain XML."""

    def __init__(self, content: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        self.docx = docx.Document(io.BytesIO(content))
        self.body = ET.fromstring(self.zip.read("word/document.xml")).find(f"{W}body")
        assert self.body is not None

    @cached_property
    def texts(self) -> list[str]:
        """The text of every paragraph, those in tables too, in reading order."""
        return ["".join(one.text or "" for one in found.iter(f"{W}t")) for found in self.body.iter(f"{W}p")]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @cached_property
    def styled(self) -> list[tuple[str, str]]:
        """The style and the text of every paragraph outside of tables."""
        names = {style.style_id: style.name for style in self.docx.styles}
        found = []
        for paragraph in self.body.findall(f"{W}p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            text = "".join(one.text or "" for one in paragraph.iter(f"{W}t"))
            found.append((names[style.get(f"{W}val")] if style is not None else "Normal", text))
        return found

    @property
    def headings(self) -> list[tuple[int, str]]:
        return [(int(name[-1]), text) for name, text in self.styled if name.startswith("Heading ")]

    def under(self, heading: str) -> list[str]:
        """The paragraphs below a heading of level 1, up to the next."""
        start = self.styled.index(("Heading 1", heading))
        rest = self.styled[start + 1 :]
        end = next((place for place, (style, _) in enumerate(rest) if style == "Heading 1"), len(rest))
        return [text for _, text in rest[:end]]

    @property
    def anchors(self) -> list[tuple[str, str]]:
        """Where links within the file lead to, and what they say."""
        return [
            (anchor, "".join(one.text or "" for one in link.iter(f"{W}t")))
            for link in self.body.iter(f"{W}hyperlink")
            if (anchor := link.get(f"{W}anchor"))
        ]

    @property
    def bookmarks(self) -> list[str]:
        return [str(one.get(f"{W}name")) for one in self.body.iter(f"{W}bookmarkStart")]

    @property
    def links(self) -> list[str]:
        """The addresses to which the file links."""
        return [one.target_ref for one in self.docx.part.rels.values() if one.is_external]

    @property
    def footer(self) -> str:
        return "".join(
            one.text or ""
            for name in self.zip.namelist()
            if re.fullmatch(r"word/footer\d+\.xml", name)
            for one in ET.fromstring(self.zip.read(name)).iter(f"{W}t")
        )

    def problems(self) -> list[str]:
        """What a reader with a screen reader, or a careful archive, would complain of."""
        return [*self._parts(), *self._headings(), *self._tables(), *self._links(), *self._properties()]

    def _parts(self) -> list[str]:
        found = []
        for member in self.zip.infolist():
            if member.filename.endswith((".xml", ".rels")):
                ET.fromstring(self.zip.read(member))
            if member.filename.endswith((".bin", ".jpeg")):
                found.append(f"holds {member.filename}")
        return found

    def _headings(self) -> list[str]:
        found = [f"empty paragraph {place}" for place, text in enumerate(self.texts) if not text.strip()]
        styles = [style for style, _ in self.styled]
        found += [] if styles[0] == "Title" and styles.count("Title") == 1 else ["not one title, first"]
        level = 0
        for now, text in self.headings:
            found += [f'heading "{text}" jumps from {level} to {now}'] if now > level + 1 else []
            level = now
        return found

    def _tables(self) -> list[str]:
        found = []
        for table in self.body.iter(f"{W}tbl"):
            head, *rows = table.findall(f"{W}tr")
            found += [] if head.find(f"{W}trPr/{W}tblHeader") is not None else ["a table without a heading row"]
            found += [
                f"row with {len(row)} cells"
                for row in rows
                if len(row.findall(f"{W}tc")) != len(head.findall(f"{W}tc"))
            ]
            for name in ("tblCaption", "tblDescription"):
                said = table.find(f"{W}tblPr/{W}{name}")
                found += [] if said is not None and said.get(f"{W}val") else [f"a table without {name}"]
        # Pictures need a text in their place; there is none so far.
        found += ["a drawing" for _ in self.body.iter(f"{W}drawing")]
        return found

    def _links(self) -> list[str]:
        bookmarks = self.bookmarks
        found = [] if len(bookmarks) == len(set(bookmarks)) else ["a bookmark twice"]
        for anchor, text in self.anchors:
            found += [] if anchor in bookmarks else [f"{text} leads nowhere"]
            found += [] if text == f"[{anchor.removeprefix('source_')}]" else [f"{text} leads to {anchor}"]
        found += [f"links to {link}" for link in self.links if not link.startswith(("https://", "http://", "mailto:"))]
        return found

    def _properties(self) -> list[str]:
        properties: Any = self.docx.core_properties
        found = [] if properties.language == "en-US" and properties.title else ["no language or title"]
        dates = {one.date_time for one in self.zip.infolist()}
        found += [] if dates == {properties.created.timetuple()[:6]} else [f"dates {dates}"]
        styles = ET.fromstring(self.zip.read("word/styles.xml"))
        languages = {one.get(f"{W}val") for one in styles.iter(f"{W}lang")}
        return found + ([] if languages == {"en-US"} else [f"languages {languages}"])
