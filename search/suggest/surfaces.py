"""How a word is written: an index's terms are folded (حكومه), a reader is shown حكومة."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from search.analysis import forms, locate
from search.analysis.names.ordinary import is_ordinary
from search.article import Side
from search.engines import plan as p
from search.engines.protocol import Reader
from search.fields import layer
from search.highlight import occurrences
from search.stored import Stored, decode

_ARTICLES, _PLACES = 3, 2
"""Articles looked into for a word, and places in each."""
_MOST = 1 << 15


class Surfaces:
    """The usual spellings of exact forms, read off articles that have them. What was seen is kept
    over generations: only letters that folding makes equal can differ."""

    def __init__(self) -> None:
        self._seen: dict[tuple[Side, str], str] = {}

    def written(self, reader: Reader, side: Side, form: str) -> str:
        """A word as most of the newest articles with it write it; the form itself if none has."""
        if side == "en" and is_ordinary(form):
            return form  # with a capital it begins a sentence, or is another word
        key = (side, form)
        found = self._seen.get(key)
        if found is None:
            found = _usual(_spellings(reader, side, form), form)
            if len(self._seen) >= _MOST:
                self._seen.clear()
            self._seen[key] = found
        return found


def _usual(spellings: Iterator[str], form: str) -> str:
    counted = Counter(spellings)
    if not counted:
        return form
    word = counted.most_common(1)[0][0]
    if word.istitle() and form in counted:
        return form  # the beginning of a sentence, or a headline
    return word


def _spellings(reader: Reader, side: Side, form: str) -> Iterator[str]:
    terms = tuple(p.Term(layer(side, "exact", title), form) for title in (False, True))
    matches = reader.search(p.Filter(p.Bool(should=terms)), "newest", _ARTICLES).matches
    for blob in reader.fetch(matches):
        yield from _in_article(decode(blob), side, form)


def _in_article(stored: Stored, side: Side, form: str) -> Iterator[str]:
    needle = f" {forms(form).stem} "
    seen = 0
    for number, word in occurrences(stored.lines[side], needle):
        text = stored.pairs[side][number]
        assert text is not None
        written = locate(text, {word})[word].text
        if forms(written).exact == form:
            yield written
            seen += 1
            if seen == _PLACES:
                return
