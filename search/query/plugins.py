"""Words and brackets, as plugins of Whoosh's parser: taggers cut the text, filters shape the tree.

The filters of all our plugins, in the order they run:

| order | plugin           | what the filter does                                         |
|-------|------------------|--------------------------------------------------------------|
| 0     | QuotesPlugin     | pairs quotation marks; what lies between becomes a phrase    |
| 10    | WordsPlugin      | cuts the query at the term limit, tells what words mended    |
| 20    | MarksPlugin      | reads AND, OR, NOT as words where there is no word           |
| 30    | BracketsPlugin   | drops brackets without partner or too deep, then nests       |
| 100   | FieldsPlugin     | binds a field to the word, phrase or group after it          |
| 500   | WhitespacePlugin | Whoosh's own: drops blanks and punctuation                   |
| 550   | MarksPlugin      | drops operators that have nothing to apply to                |
| 600   | MarksPlugin      | Whoosh's own: makes groups of operators and their operands   |
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from whoosh.qparser import plugins, syntax

from search.query.ast import Phrase, Word
from search.query.corrections import MAX_DEPTH, MAX_TERMS
from search.query.nodes import LeafNode, Nothing
from search.query.signs import RUN
from search.query.words import pieces, read_word

if TYPE_CHECKING:
    from search.query.parser import Reader

Filter: TypeAlias = "tuple[Callable[[Reader, syntax.GroupNode], syntax.GroupNode], int]"


class WordsPlugin(plugins.TaggingPlugin):
    """Whatever no other plugin takes, up to the next blank, quote, bracket or bar."""

    expr = RUN
    priority = 100

    def create(self, parser: Reader, match: re.Match[str]) -> syntax.SyntaxNode:
        reading = read_word(parser.text, match.start(), match.end())
        if reading.leaf is None:
            return Nothing(reading.notes)
        return LeafNode(reading.leaf, reading.notes)

    def filters(self, _parser: Reader) -> list[Filter]:
        return [(self.limit_terms, 10), (self.tell_notes, 11)]

    def limit_terms(self, parser: Reader, group: syntax.GroupNode) -> syntax.GroupNode:
        """Cut the query after MAX_TERMS words, keeping the brackets that close."""
        room = MAX_TERMS
        for at, node in enumerate(group):
            if isinstance(node, LeafNode):
                ends = pieces(node.tree)
                if len(ends) > room:
                    head = [*group[:at], *_shortened(node, ends[:room])]
                    parser.note("too_many_terms", _end_of(head), len(parser.text))
                    closing = [n for n in group[at:] if isinstance(n, BracketsPlugin.CloseBracket)]
                    return type(group)(_without_loose_end(head) + closing)
                room -= len(ends)
        return group

    def tell_notes(self, parser: Reader, group: syntax.GroupNode) -> syntax.GroupNode:
        """What was mended inside words counts now: phrases have taken theirs."""
        for node in group:
            if isinstance(node, LeafNode | Nothing):
                parser.notes.extend(node.notes)
        return group


class BracketsPlugin(plugins.GroupPlugin):
    """Round brackets; Whoosh nests those that are left once ours are checked."""

    def filters(self, _parser: Reader) -> list[Filter]:
        return [(self.drop_bad, 30), (self.do_groups, 31)]

    def drop_bad(self, parser: Reader, group: syntax.GroupNode) -> syntax.GroupNode:
        """Drop brackets without a partner and those deeper than MAX_DEPTH."""
        bad = self._unbalanced(group)
        depth = 0
        for at, node in enumerate(group):
            if at in bad:
                continue
            depth += isinstance(node, self.OpenBracket)
            if depth > MAX_DEPTH and isinstance(node, self.OpenBracket | self.CloseBracket):
                bad[at] = "brackets_too_deep"
            depth -= isinstance(node, self.CloseBracket)
        for at, code in bad.items():
            parser.note(code, group[at].startchar, group[at].endchar)
        return type(group)([Nothing() if at in bad else node for at, node in enumerate(group)])

    def _unbalanced(self, group: syntax.GroupNode) -> dict[int, str]:
        alone: list[int] = []
        opened: list[int] = []
        for at, node in enumerate(group):
            if isinstance(node, self.OpenBracket):
                opened.append(at)
            elif isinstance(node, self.CloseBracket):
                if opened:
                    opened.pop()
                else:
                    alone.append(at)
        return dict.fromkeys(alone + opened, "unbalanced_bracket")


def _shortened(node: LeafNode, ends: list[int]) -> list[LeafNode]:
    """The first words of a leaf that is longer than what is left of the limit."""
    if not ends or not isinstance(node.tree, Word | Phrase):
        return []
    tree = replace(node.tree, text=node.tree.text[: ends[-1]])
    if isinstance(tree, Word):
        tree = replace(tree, end=tree.start + ends[-1])
    return [LeafNode(tree, node.notes).set_range(node.startchar, tree.end)]


def _without_loose_end(head: list[syntax.SyntaxNode]) -> list[syntax.SyntaxNode]:
    """Without the field or operator whose operand was cut off: the cut is reported once."""
    while head and not isinstance(head[-1], LeafNode | BracketsPlugin.CloseBracket):
        head.pop()
    return head


def _end_of(head: list[syntax.SyntaxNode]) -> int:
    return int(head[-1].endchar) if head else 0
