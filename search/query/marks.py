"""AND, OR, NOT and their marks.

NOT, + and - bind tightest, then AND, then OR, and standing side by side binds least: `a b OR c`
is a and one of b, c, as it is for Google and Whoosh. In a search box OR names alternatives to the
word beside it; who means otherwise has brackets.
"""

from __future__ import annotations

from whoosh.qparser import plugins, syntax

from search.query.ast import Word
from search.query.corrections import Note
from search.query.nodes import Conjunction, Disjunction, LeafNode, Negation, Requirement, ScopedNode
from search.query.plugins import Filter
from search.query.reader import Reader
from search.query.signs import AT_START, GAP, QUOTES, UNSEEN

# A written operator stands by itself; | needs no blanks, an Arabic keyboard has it too.
_ALONE = rf"(?<![^{GAP}{UNSEEN}()|{QUOTES}])(?:%s)(?=[{GAP}{UNSEEN}()|{QUOTES}]|\Z)"
# + - ! count right before a word at a word's beginning: `co-operation`, `a - b`, `--` are not it.
_BEFORE_WORD = rf"(?=[{UNSEEN}]{{0,3}}\*?[\w({QUOTES}])"
_WORDS = ("AND", "OR", "NOT")


class Prefix(syntax.PrefixOperator):
    """NOT, - and !."""


class Plus(Prefix):
    """+."""


class Infix(syntax.InfixOperator):
    """AND, OR and their marks."""


_Tag = plugins.OperatorsPlugin.OpTagger
# In the order they bind. Prefixes are applied from right to left.
_OPERATORS = [
    (_Tag(_ALONE % "NOT" + f"|{AT_START}[-!]{_BEFORE_WORD}", Negation, Prefix, False, "not"), 10),
    (_Tag(rf"{AT_START}\+{_BEFORE_WORD}", Requirement, Plus, False, "plus"), 10),
    (_Tag(_ALONE % "AND|&&", Conjunction, Infix, True, "and"), 10),
    (_Tag(_ALONE % "OR" + r"|\|+", Disjunction, Infix, True, "or"), 10),
]


class MarksPlugin(plugins.OperatorsPlugin):
    """Whoosh's operators with our marks; those without operands are mended before it groups."""

    def __init__(self) -> None:
        super().__init__(ops=_OPERATORS, clean=True)

    def filters(self, parser: Reader) -> list[Filter]:
        return [(self.spell_out, 5), (self.mend, 550), *super().filters(parser)]

    def spell_out(self, _parser: Reader, group: syntax.GroupNode) -> syntax.GroupNode:
        """A query of nothing but AND, OR, NOT asks for these words."""
        if any(isinstance(node, LeafNode) for node in group):
            return group
        nodes = list(group)
        for at, node in enumerate(nodes):
            if isinstance(node, syntax.Operator) and node.text in _WORDS:
                place = (node.startchar, node.endchar)
                note = Note("operator_as_word", *place)
                nodes[at] = LeafNode(Word(node.text, *place), (note,)).set_range(*place)
        return type(group)(nodes)

    def mend(self, parser: Reader, group: syntax.GroupNode) -> syntax.GroupNode:
        """Leave operators only where they have something to apply to, and no empty groups."""
        mended = group.empty_copy()
        infix: Infix | None = None
        prefixes: list[Prefix] = []
        for node in group:
            if isinstance(node, Prefix):
                prefixes.append(node)
            elif isinstance(node, Infix):
                _dangling(parser, *prefixes)
                prefixes = []
                if mended and infix is None:
                    infix = node
                else:
                    _dangling(parser, node)
            elif not isinstance(node, syntax.GroupNode) or (node := self.mend(parser, node)):
                mended.extend([*filter(None, (infix, _one(prefixes))), node])
                infix, prefixes = None, []
        _dangling(parser, *filter(None, (infix,)), *prefixes)
        if isinstance(mended, ScopedNode) and not mended:
            parser.note("field_without_value", *mended.place)
        return mended


def _one(prefixes: list[Prefix]) -> Prefix | None:
    """A run of prefixes as one: NOT NOT cancels out, and what is denied is not required."""
    denials = [prefix for prefix in prefixes if not isinstance(prefix, Plus)]
    if denials:
        return denials[0] if len(denials) % 2 else None
    return prefixes[0] if prefixes else None


def _dangling(parser: Reader, *operators: syntax.Operator) -> None:
    for operator in operators:
        parser.note("dangling_operator", operator.startchar, operator.endchar)
