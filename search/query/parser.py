"""What did the reader ask: any text at all becomes a tree, and what was mended is told.

The language is Whoosh's parser with plugins of our own. Whoosh's schema, analysis and query
classes stay out of it: its syntax tree goes straight to ours (search.query.ast).
"""

from __future__ import annotations

from functools import lru_cache

from search.errors import BadQuery
from search.page import MAX_QUERY
from search.query.ast import Parsed
from search.query.fields import FieldsPlugin
from search.query.marks import MarksPlugin
from search.query.nodes import Clause
from search.query.plugins import BracketsPlugin, WordsPlugin
from search.query.quotes import QuotesPlugin
from search.query.reader import Reader

_CACHED_LENGTH = 200  # characters; longer queries are rarely asked twice
_PLUGINS = (QuotesPlugin(), BracketsPlugin(), FieldsPlugin(), MarksPlugin(), WordsPlugin())


def parse(text: str) -> Parsed:
    """The tree of a query text. Never fails but for BadQuery: more than MAX_QUERY characters."""
    if len(text) > MAX_QUERY:
        raise BadQuery(
            f"the query has {len(text):,} characters; it may have up to {MAX_QUERY:,}. "
            "Shorten it, or search for its most telling words."
        )
    return _cached(text) if len(text) <= _CACHED_LENGTH else read(text)


@lru_cache(maxsize=1024)
def _cached(text: str) -> Parsed:
    return read(text)


def read(text: str) -> Parsed:
    """The tree of a text, read anew."""
    return Reader(text, _PLUGINS, Clause).read()
