"""`field:x` for the declared fields, and ranges of dates."""

from __future__ import annotations

import re

from whoosh.qparser import plugins, syntax
from whoosh.qparser.taggers import RegexTagger, Tagger

from search.query.ast import FIELDS, All, Node, Range, Scoped
from search.query.corrections import Note
from search.query.nodes import LeafNode, Nothing, ScopedNode, is_date
from search.query.plugins import Filter
from search.query.reader import Reader
from search.query.signs import AT_FIELD, GAP, GAPS, QUOTES, UNSEEN
from search.query.words import read_word

_NAME = r"(?P<name>[A-Za-z]{2,11}):"
# What a field may stand right before; `title: x` is a word and its punctuation.
_VALUE = rf"(?=[\w({QUOTES}{UNSEEN}\[{{<>*'‘])"
_BOUND = r"[\w:.+-]{0,40}|\*"
_BLANKS = f"[{GAP}]{{0,9}}"
_SPAN = (
    rf"(?P<open>[\[{{]){_BLANKS}(?P<low>{_BOUND}){_BLANKS}\b(?:TO|to)\b{_BLANKS}"
    rf"(?P<high>{_BOUND}){_BLANKS}(?P<close>[\]}}])"
)
_SIDE = r"(?P<sign>[<>]=?)(?P<bound>[\w:.+-]{1,40})"


class FieldsPlugin(plugins.Plugin):
    """Fields by their declared names in any case; an unknown name is part of a word."""

    def taggers(self, _parser: Reader) -> list[tuple[Tagger, int]]:
        return [
            (_RangeTagger(rf"{AT_FIELD}{_NAME}(?P<range>{_SPAN}|{_SIDE})"), 0),
            (_FieldTagger(AT_FIELD + _NAME + _VALUE), 1),
        ]

    def filters(self, _parser: Reader) -> list[Filter]:
        return [(self.bind, 100)]

    def bind(self, parser: Reader, group: syntax.GroupNode) -> syntax.GroupNode:
        """Scope what stands right after each field."""
        scoped = group.empty_copy()
        field: syntax.FieldnameNode | None = None
        for node in group:
            if isinstance(node, syntax.GroupNode):
                node = self.bind(parser, node)
            if field is not None and not _unseen(parser, node):
                node = _scoped(parser, field, node)
                field = None
            if isinstance(node, syntax.FieldnameNode):
                field = node
            else:
                scoped.append(node)
        if field is not None:
            parser.note("field_without_value", field.startchar, field.endchar)
        return scoped


def _scoped(
    parser: Reader, field: syntax.FieldnameNode, node: syntax.SyntaxNode
) -> syntax.SyntaxNode:
    if isinstance(node, LeafNode | syntax.GroupNode):
        place = (field.startchar, node.endchar or field.endchar)
        return ScopedNode([node], field=field.fieldname, place=place)
    parser.note("field_without_value", field.startchar, field.endchar)
    return node


def _unseen(parser: Reader, node: syntax.SyntaxNode) -> bool:
    """A direction mark and the like, which may stand between a field and its value."""
    return type(node) is syntax.Whitespace and not GAPS.search(
        parser.text, node.startchar, node.endchar
    )


class _FieldTagger(RegexTagger):
    def create(self, _parser: Reader, match: re.Match[str]) -> syntax.FieldnameNode | None:
        name = match["name"].lower()
        return syntax.FieldnameNode(name, match[0]) if name in FIELDS else None


class _RangeTagger(RegexTagger):
    """`published:[a TO b]`, `{a TO b}`, `published:>a`; no other field has an order."""

    def create(self, parser: Reader, match: re.Match[str]) -> syntax.SyntaxNode | None:
        if match["name"].lower() != "published":
            return None
        found = _range(match)
        if all(bound is None or is_date(bound) for bound in (found.low, found.high)):
            return LeafNode(Scoped("published", found))
        notes = (Note("bad_date", match.start(), match.end()),)
        sides = [match.span(side) for side in ("low", "high", "bound") if match[side]]
        leaves = [read_word(parser.text, *side).leaf for side in sides]
        words: tuple[Node, ...] = tuple(leaf for leaf in leaves if leaf is not None)
        if not words:
            return Nothing(notes)
        return LeafNode(words[0] if len(words) == 1 else All(words), notes)


def _range(match: re.Match[str]) -> Range:
    """The range as typed; an empty bound or * is open."""
    start, end = match.span("range")
    if match["sign"]:
        closed = "=" in match["sign"]
        if "<" in match["sign"]:
            return Range(None, match["bound"], True, closed, start, end)
        return Range(match["bound"], None, closed, True, start, end)
    low, high = (match[side].strip("*") or None for side in ("low", "high"))
    return Range(low, high, match["open"] == "[", match["close"] == "]", start, end)
