"""The words of a query that may be misspelt, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis import Forms, forms, spans
from search.query import ast
from search.query.signs import GAP, QUOTES

_RUN = re.compile(f"[^{GAP}]+")
# What shapes a query around a word, and is no key of another layout.
_BEFORE = re.compile(rf"[-+!({QUOTES}]*(?:(?:title|text):[({QUOTES}]*)?", re.IGNORECASE)
_BEHIND = re.compile(rf"[{QUOTES})]*(?:~\d*)?\Z")
# Signs inside a run of letters, which are letters of another layout: sr,'i of سقوطه.
_KEYS = re.compile(r"[a-z][\[\];,./`'][\[\];,./`'a-z]")
_OPERATORS = frozenset(("AND", "OR", "NOT", "&&", "||"))


@dataclass(frozen=True, slots=True)
class Typed:
    """A word as typed: text == q[start:end]."""

    text: str
    start: int
    end: int

    @property
    def forms(self) -> Forms:
        return forms(self.text)


def words_of(parsed: ast.Parsed) -> list[Typed]:
    """The words that are looked for in titles and texts; not what is denied, nor patterns, nor
    the values of other fields."""
    return [] if parsed.root is None else list(_words(parsed.root, parsed.text))


def _words(node: ast.Node, q: str) -> Iterator[Typed]:
    match node:
        case ast.Word() | ast.Phrase():
            for span in spans(q[node.start : node.end]):
                yield Typed(span.text, node.start + span.start, node.start + span.end)
        case ast.All() | ast.Either():
            for child in node.children:
                yield from _words(child, q)
        case ast.Required():
            yield from _words(node.child, q)
        case ast.Scoped(field="title" | "text"):
            yield from _words(node.child, q)
        case _:
            return


def has_keys(q: str) -> bool:
    """Whether something in a query may be no words at all, but letters of another layout."""
    return bool(_KEYS.search(q))


def runs(q: str) -> Iterator[Typed]:
    """What stands between blanks, without the signs of the query language around it. Words do not
    serve where a layout is wrong: the comma of "l,wg" is a letter of موصل."""
    for run in _RUN.finditer(q):
        if run[0] in _OPERATORS:
            continue
        before = _BEFORE.match(run[0])
        assert before is not None
        core = _BEHIND.sub("", run[0][before.end() :], count=1)
        if core:
            start = run.start() + before.end()
            yield Typed(core, start, start + len(core))
