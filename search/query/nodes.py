"""The nodes of Whoosh's syntax tree for our language; `query(parser)` turns each to our AST."""

from __future__ import annotations

from whoosh.qparser import syntax

from search.dates import period
from search.query.ast import (
    All,
    Either,
    Leaf,
    Node,
    Not,
    Phrase,
    Range,
    Required,
    Scoped,
    Word,
    leaves,
)
from search.query.corrections import Note
from search.query.reader import Reader


class LeafNode(syntax.SyntaxNode):
    """A word, phrase or pattern, read already; notes are told once it is known to count."""

    def __init__(self, tree: Node, notes: tuple[Note, ...] = ()) -> None:
        self.tree = tree
        self.notes = notes

    def query(self, _parser: Reader) -> Node:
        return self.tree


class Nothing(syntax.Whitespace):
    """Punctuation: it parts words as a blank does."""

    def __init__(self, notes: tuple[Note, ...] = ()) -> None:
        self.notes = notes


class QuoteMark(syntax.MarkerNode):
    """A quotation mark that may open or close a phrase."""

    def __init__(self, mark: str) -> None:
        self.mark = mark


class SlopMark(syntax.MarkerNode):
    """`~5` right after a quotation mark; the digits may be none."""

    def __init__(self, digits: str) -> None:
        self.digits = digits


class Clause(syntax.GroupNode):
    """Things side by side, at the top or in brackets: all of them."""

    explicit = False

    def query(self, parser: Reader) -> Node | None:
        children = _trees(self, parser)
        flat: list[Node] = []
        for child in children:
            if isinstance(child, All) and child.explicit == self.explicit:
                flat += child.children
            else:
                flat.append(child)
        return _single(flat) or (All(tuple(flat), self.explicit) if flat else None)


class Conjunction(Clause):
    """a AND b AND c."""

    explicit = True


class Disjunction(syntax.GroupNode):
    """a OR b OR c."""

    def query(self, parser: Reader) -> Node | None:
        flat: list[Node] = []
        for child in _trees(self, parser):
            flat += child.children if isinstance(child, Either) else (child,)
        return _single(flat) or (Either(tuple(flat)) if flat else None)


class Negation(syntax.Wrapper):
    """NOT x; what is denied twice is said."""

    def query(self, parser: Reader) -> Node | None:
        child = self.nodes[0].query(parser)
        if isinstance(child, Not):
            return child.child
        return child and Not(child.child if isinstance(child, Required) else child)


class Requirement(syntax.Wrapper):
    """+x."""

    def query(self, parser: Reader) -> Node | None:
        child = self.nodes[0].query(parser)
        return child if child is None or isinstance(child, Not | Required) else Required(child)


class ScopedNode(syntax.Wrapper):
    """field:x; `place` is (start, end) of the whole."""

    def __init__(
        self,
        nodes: list[syntax.SyntaxNode] | None = None,
        boost: float = 1.0,
        *,
        field: str,
        place: tuple[int, int],
    ) -> None:
        super().__init__(nodes, boost, field=field, place=place)
        self.field = field
        self.place = place

    def query(self, parser: Reader) -> Node | None:
        child: Node | None = self.nodes[0].query(parser)
        if child is None or self.field != "published":
            return child and Scoped(self.field, child)
        if isinstance(child, Phrase) and is_date(child.text):
            child = Word(child.text, child.start, child.end)
        if all(_is_date(leaf) for leaf, _ in leaves(child)):
            return Scoped(self.field, child)
        parser.note("bad_date", *self.place)
        return child


def is_date(text: str) -> bool:
    """Whether a text is a year, month, day or moment that can be looked for."""
    try:
        period(text)
    except (ValueError, OverflowError):
        return False
    return True


def _is_date(leaf: Leaf) -> bool:
    return isinstance(leaf, Range) or (isinstance(leaf, Word) and is_date(leaf.text))


def _trees(group: syntax.GroupNode, parser: Reader) -> list[Node]:
    return [tree for node in group if (tree := node.query(parser)) is not None]


def _single(trees: list[Node]) -> Node | None:
    return trees[0] if len(trees) == 1 else None
