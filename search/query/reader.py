"""Whoosh's parser for one text, and what is mended on the way; the plugins are given to it."""

from __future__ import annotations

from collections.abc import Sequence

from whoosh.qparser import QueryParser, syntax
from whoosh.qparser.plugins import Plugin, WhitespacePlugin

from search.query.ast import Node, Parsed
from search.query.corrections import Note, corrections
from search.query.signs import BLANKS

_BLANKS = WhitespacePlugin(BLANKS)


class Reader(QueryParser):
    """Reads one text by these plugins; what stands side by side becomes a node of class `group`."""

    def __init__(self, text: str, plugins: Sequence[Plugin], group: type[syntax.GroupNode]) -> None:
        super().__init__(None, None, plugins=plugins, group=group)
        self.replace_plugin(_BLANKS)
        self.text = text
        self.notes: list[Note] = []

    def note(self, code: str, start: int, end: int) -> None:
        """Remember that text[start:end] was mended; code: a key of corrections.SENTENCES."""
        self.notes.append(Note(code, start, end))

    def read(self) -> Parsed:
        root: Node | None = self.process(self.text).query(self)
        if root is None and not self.notes and self.text.strip():
            self.note("no_words", 0, len(self.text))
        return Parsed(self.text, root, corrections(self.notes, len(self.text)))
