"""Words and brackets, as plugins of Whoosh's parser: taggers cut the text, filters shape the tree.

The filters of all our plugins, in the order they run:

| order | plugin           | what the filter does                                         |
|-------|------------------|--------------------------------------------------------------|
| 0     | QuotesPlugin     | pairs quotation marks; what lies between becomes a phrase    |
| 5     | MarksPlugin      | reads AND, OR, NOT as words where there is no other          |
| 9     | WordsPlugin      | reads patterns beyond their limit as words                   |
| 10    | WordsPlugin      | cuts the query at the term limit, tells what words mended    |
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
from typing import TypeAlias

from whoosh.qparser import plugins, syntax

from search.query.ast import Fuzzy, Phrase, Prefix, Wildcard, Word
from search.query.corrections import MAX_DEPTH, MAX_PATTERNS, MAX_TERMS, Note
from search.query.nodes import LeafNode, Nothing
from search.query.reader import Reader
from search.query.signs import RUN
from search.query.words import pieces, read_word

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
        return [(self.limit_patterns, 9), (self.limit_terms, 10), (self.tell_notes, 11)]

    def limit_patterns(self, parser: Reader, group: syntax.GroupNode) -> syntax.GroupNode:
        """Read the patterns after the first MAX_PATTERNS as plain words."""
        room = MAX_PATTERNS
        for at, node in enumerate(group):
            if isinstance(node, LeafNode) and isinstance(node.tree, Prefix | Wildcard | Fuzzy):
                room -= 1
                if room < 0:
                    place = (node.tree.start, node.tree.end)
                    note = Note("too_many_patterns", *place)
                    word = Word(re.sub(r"~\d*\Z|[*?]", "", parser.text[slice(*place)]), *place)
                    group[at] = LeafNode(word, (*node.notes, note)).set_range(*place)
        return group

    def limit_terms(self, parser: Reader, group: syntax.GroupNode) -> syntax.GroupNode:
        """Cut the query after MAX_TERMS words."""
        room = MAX_TERMS
        for at, node in enumerate(group):
            if isinstance(node, LeafNode):
                ends = pieces(node.tree)
                if len(ends) > room:
                    part = _first_words(node, ends[:room])
                    cut = part.tree.end if part and isinstance(part.tree, Word) else node.startchar
                    parser.note("too_many_terms", cut, len(parser.text))
                    head = [*group[:at], *([part] if part else ())]
                    return type(group)(_without_tail(head, group[at:]))
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
        return type(group)([node for at, node in enumerate(group) if at not in bad])

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


def _first_words(node: LeafNode, ends: list[int]) -> LeafNode | None:
    """A leaf cut after its first words, which end at `ends`; None where none is left."""
    if not ends or not isinstance(node.tree, Word | Phrase):
        return None
    tree = replace(node.tree, text=node.tree.text[: ends[-1]])
    if isinstance(tree, Word):
        tree = replace(tree, end=tree.start + ends[-1])
    part = LeafNode(tree, node.notes)
    part.set_range(tree.start, tree.end)
    return part


def _without_tail(
    head: list[syntax.SyntaxNode], tail: list[syntax.SyntaxNode]
) -> list[syntax.SyntaxNode]:
    """The head with the brackets that close it, without a field or operator whose operand was in
    the tail: the cut is told once, not again by everything it left hanging."""
    opening, closing = BracketsPlugin.OpenBracket, BracketsPlugin.CloseBracket
    closed: list[syntax.SyntaxNode] = []
    inner = 0
    for node in tail:
        if isinstance(node, opening):
            inner += 1
        elif isinstance(node, closing):
            if inner:
                inner -= 1
            else:
                closed.append(node)
    while head and not isinstance(head[-1], LeafNode | closing):
        if isinstance(head.pop(), opening):
            closed = closed[1:]
    return head + closed
