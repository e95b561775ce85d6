"""What did the reader ask: any text at all becomes a tree, and what was mended is told.

The language is Whoosh's parser with plugins of our own. Whoosh's schema, analysis and query
classes stay out of it: its syntax tree goes straight to ours (search.query.ast).
"""

from __future__ import annotations

from functools import lru_cache

from whoosh.qparser import QueryParser
from whoosh.qparser.plugins import WhitespacePlugin

from search.errors import BadQuery
from search.page import MAX_QUERY
from search.query.ast import Node, Parsed
from search.query.corrections import Note, corrections
from search.query.fields import FieldsPlugin
from search.query.marks import MarksPlugin
from search.query.nodes import Clause
from search.query.plugins import BracketsPlugin, WordsPlugin
from search.query.quotes import QuotesPlugin
from search.query.signs import BLANKS

_CACHED_LENGTH = 200  # characters; longer queries are rarely asked twice
_PLUGINS = (QuotesPlugin(), BracketsPlugin(), FieldsPlugin(), MarksPlugin(), WordsPlugin())
_BLANKS = WhitespacePlugin(BLANKS)


class Reader(QueryParser):
    """Whoosh's parser for one text, gathering what is mended on the way."""

    def __init__(self, text: str) -> None:
        super().__init__(None, None, plugins=_PLUGINS, group=Clause)
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


def parse(text: str) -> Parsed:
    """The tree of a query text. Never fails but for BadQuery: more than MAX_QUERY characters."""
    if len(text) > MAX_QUERY:
        raise BadQuery(
            f"the query has {len(text):,} characters; it may have up to {MAX_QUERY:,}. "
            "Shorten it, or search for its most telling words."
        )
    return _cached(text) if len(text) <= _CACHED_LENGTH else Reader(text).read()


@lru_cache(maxsize=1024)
def _cached(text: str) -> Parsed:
    return Reader(text).read()
