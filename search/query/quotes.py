"""Phrases: which quotation marks belong together, and `~n` after them."""

from __future__ import annotations

from whoosh.qparser import plugins, syntax
from whoosh.qparser.taggers import FnTagger, Tagger

from search.query.ast import Phrase
from search.query.corrections import MAX_SLOP
from search.query.nodes import LeafNode, Nothing, QuoteMark, SlopMark
from search.query.plugins import Filter
from search.query.reader import Reader
from search.query.signs import GAPS, QUOTES
from search.query.words import number

_CURVED = "curved"  # all but guillemets: people and their keyboards mix them freely
_CLOSED_BY = {"«": "»", "»": "«»", _CURVED: (_CURVED,)}


class QuotesPlugin(plugins.Plugin):
    """`"…"`, `“…”`, `„…“`, `«…»`, also mixed, each with an optional `~n`."""

    def taggers(self, _parser: Reader) -> list[tuple[Tagger, int]]:
        return [
            (FnTagger(f"(?P<mark>[{QUOTES}])", QuoteMark, "quote"), 0),
            (FnTagger(rf"(?<=[{QUOTES}])~(?P<digits>\d*)", SlopMark, "slop"), 0),
        ]

    def filters(self, _parser: Reader) -> list[Filter]:
        return [(self.pair, 0)]

    def pair(self, parser: Reader, group: syntax.GroupNode) -> syntax.GroupNode:
        """Put a phrase in the place of each pair and what lies between."""
        closers = _closers(group, parser.text)
        nodes: list[syntax.SyntaxNode] = []
        at = 0
        while at < len(group):
            node, close = group[at], closers.get(at)
            if close is not None:
                following = group[close + 1] if close + 1 < len(group) else None
                slop = following if isinstance(following, SlopMark) else None
                nodes.append(_phrase(parser, node, group[close], slop))
                at = close + (1 if slop else 0)
            elif isinstance(node, QuoteMark):
                parser.note("unbalanced_quote", node.startchar, node.endchar)
            elif not isinstance(node, SlopMark):
                nodes.append(node)
            at += 1
        return type(group)(nodes)


def _closers(group: syntax.GroupNode, text: str) -> dict[int, int]:
    """The place in the group of each mark's partner, were that mark to open; linear in length.

    « closes with the next », a curved or straight mark with the next of its kind. Where there is
    none, the very next mark will do if it can close at all: «قال" and "said» are slips.
    """
    nearest: dict[str, int] = {}
    following: tuple[int, str] | None = None
    closers: dict[int, int] = {}
    for at in range(len(group) - 1, -1, -1):
        node = group[at]
        if not isinstance(node, QuoteMark):
            continue
        kind = node.mark if node.mark in "«»" else _CURVED
        partners = [nearest[closer] for closer in _CLOSED_BY[kind] if closer in nearest]
        if not partners and following is not None and following[1] not in (kind, "«"):
            partners = [following[0]]
        if partners and _may_open(text, node):
            closers[at] = min(partners)
        nearest[kind] = at
        following = (at, kind)
    return closers


def _may_open(text: str, node: QuoteMark) -> bool:
    """Not a mark that hangs on a word's end, as for inches: 12" of rain."""
    before = text[node.startchar - 1 : node.startchar]
    after = text[node.endchar : node.endchar + 1]
    return not (before.isalnum() and (not after or after.isspace()))


def _phrase(
    parser: Reader, opening: QuoteMark, closing: QuoteMark, slop: SlopMark | None
) -> syntax.SyntaxNode:
    start, end = opening.startchar, (slop or closing).endchar
    text = GAPS.sub(" ", parser.text[opening.endchar : closing.startchar]).strip()
    if not any(map(str.isalnum, text)):
        parser.note("empty_quotes", start, end)
        return Nothing().set_range(start, end)
    words_between = None
    if slop is not None and not slop.digits:
        parser.note("slop_without_number", slop.startchar, end)
    elif slop is not None:
        words_between = number(slop.digits, MAX_SLOP)
        if words_between > MAX_SLOP:
            words_between = MAX_SLOP
            parser.note("slop_capped", slop.startchar, end)
    return LeafNode(Phrase(text, words_between, start, end)).set_range(start, end)
