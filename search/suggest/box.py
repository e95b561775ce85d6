"""A search box's text taken apart: the word that is being typed, and what stands before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search import ranking
from search.analysis import Forms, forms, is_function_word, spans
from search.article import SIDES, Side
from search.engines import plan as p
from search.page import QueryLang
from search.query import ast
from search.query.expand import interpret
from search.query.parser import parse
from search.query.signs import GAP, QUOTES

# The last run of characters, a sign or a field before it, and the word.
_LAST = re.compile(
    rf"(?P<sign>[-+!]*)(?P<field>(?:title|text):)?(?P<word>[^{GAP}{QUOTES}()|]*)\Z", re.IGNORECASE
)
_CLOSING = {"«": "»", "“": "”", "„": "“", "”": "“"}
_DENIED = re.compile(rf"(?:\A|[{GAP}(])NOT[{GAP}]+\Z")


@dataclass(frozen=True, slots=True)
class Box:
    """head: all before the last word, as typed. last: the last word, empty behind a blank. tail:
    what closes a phrase that the head opens. before: the head's words that carry a subject.
    plain: whether these words are all that the head asks; else operators, quotes or fields shape
    it, and only the whole query tells what is asked."""

    head: str
    last: str
    tail: str
    lang: QueryLang
    before: tuple[Forms, ...]
    plain: bool

    @property
    def sides(self) -> tuple[Side, ...]:
        return SIDES if self.lang == "auto" else (self.lang,)

    def with_word(self, word: str) -> str:
        """The query with another last word."""
        return self.head + word + self.tail

    def context(self) -> p.Plan | None:
        """What the head asks for, to be counted; None where it asks for nothing."""
        if self.plain:
            plans = [self._with(word) for word in self.before]
            return p.Bool(must=tuple(plans)) if plans else None
        root = parse(self.head).root
        return interpret(root, self.lang).all_words if root else None

    def asking(self, word: Forms, context: p.Plan | None, written: str) -> p.Plan:
        """What the query asks for with `written` as its last word, whose forms are `word`."""
        if not self.plain:
            return interpret(parse(self.with_word(written)).root, self.lang).all_words
        found = self._with(word)
        return found if context is None else p.Bool(must=(context, found))

    def _with(self, word: Forms) -> p.Plan:
        return ranking.matching(ranking.word(word, self.sides, ranking.BOTH))


def box_of(q: str, lang: QueryLang) -> Box | None:
    """The parts of a query that is being typed; None where its end cannot be completed."""
    found = _LAST.search(q)
    assert found is not None
    word = found["word"]
    head = q[: found.start("word")]
    denied = "-" in found["sign"] or "!" in found["sign"] or _DENIED.search(q[: found.start()])
    if denied or (word and not _is_word(word)):
        return None
    written = [span.text for span in spans(head)]
    before = tuple(forms(text) for text in written if not is_function_word(text))
    return Box(head, word, _closing(head), lang, before, _is_plain(head))


def _is_word(word: str) -> bool:
    found = spans(word)
    return len(found) == 1 and found[0].text == word


def _closing(head: str) -> str:
    """The mark that closes a phrase which is open at the end of a text."""
    marks = re.findall(f"[{QUOTES}]", head)
    if len(marks) % 2 == 0:
        return ""
    return _CLOSING.get(marks[-1], '"')


def _is_plain(head: str) -> bool:
    if re.search(rf"[{QUOTES}()|:+!*?~\[\]{{}}-]", head):
        return False
    root = parse(head).root
    words = root.children if isinstance(root, ast.All) and not root.explicit else (root,)
    return all(word is None or isinstance(word, ast.Word) for word in words)
