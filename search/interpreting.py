"""Queries as they are parsed and expanded, kept for those who ask again."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from search.engines.protocol import Reader
from search.names import Found, Names
from search.page import QueryLang, SearchRequest
from search.query.ast import Parsed
from search.query.expand import NOTHING, Interpretation, interpret
from search.query.parser import parse
from search.spelled import NO_NAMES, Spellings

# A long text is not worth its place in the cache: thousands of them would fill the memory.
_CACHED_QUERY = 200  # characters
_MOST = 4096


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was made with the names of one generation."""

    generation: str = ""
    queries: dict[tuple[str, QueryLang], Interpretation] = field(default_factory=dict)
    names: Found = field(default_factory=dict)


class Interpreter:
    """Interprets requests for one service; its threads share what is kept."""

    def __init__(self) -> None:
        self._kept = _Kept()

    def __call__(self, request: SearchRequest, reader: Reader) -> tuple[Parsed, Interpretation]:
        """The query and what it asks of this reader's generation. Raises BadQuery."""
        if len(request.q) > _CACHED_QUERY:
            parsed = parse(request.q)
            names = Names(reader, {}) if request.names else NO_NAMES
            return parsed, _interpreted(parsed, request.lang, names)
        parsed = _parsed(request.q)
        if not request.names:
            return parsed, _without_names(request.q, request.lang)
        kept = self._of(reader.info.generation)
        asked = kept.queries.get((request.q, request.lang))
        if asked is None:
            asked = _interpreted(parsed, request.lang, Names(reader, kept.names))
            kept.queries[request.q, request.lang] = asked
        return parsed, asked

    def _of(self, generation: str) -> _Kept:
        kept = self._kept
        full = len(kept.queries) >= _MOST or len(kept.names) >= _MOST
        if kept.generation != generation or full:
            kept = self._kept = _Kept(generation)
        return kept


def _interpreted(parsed: Parsed, lang: QueryLang, names: Spellings) -> Interpretation:
    if parsed.root is None and parsed.text.strip() not in ("", "*"):
        # Marks without a word ask for nothing; only an empty query (or *) means everything.
        return NOTHING
    return interpret(parsed.root, lang, names)


@lru_cache(maxsize=_MOST)
def _parsed(q: str) -> Parsed:
    return parse(q)


@lru_cache(maxsize=_MOST)
def _without_names(q: str, lang: QueryLang) -> Interpretation:
    return _interpreted(_parsed(q), lang, NO_NAMES)
