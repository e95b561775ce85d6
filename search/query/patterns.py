"""Prefixes, wildcards and fuzzy words as plans over the exact and bare layers."""

from __future__ import annotations

import re

from search.analysis import edit_form
from search.article import Side
from search.engines import plan as p
from search.fields import layer
from search.query import ast


def pattern_plans(
    node: ast.Prefix | ast.Wildcard | ast.Fuzzy, side: Side, title: bool
) -> list[p.Plan]:
    """What finds the pattern in one side's title or text, a plan a layer."""
    kinds = ("exact", "bare") if side == "ar" else ("exact",)
    fields = [layer(side, kind, title) for kind in kinds]
    match node:
        case ast.Prefix():
            return [p.Prefix(name, edit_form(node.text)) for name in fields]
        case ast.Wildcard():
            return [p.Wildcard(name, pattern_form(node.pattern)) for name in fields]
        case ast.Fuzzy():
            return [p.Fuzzy(name, edit_form(node.text), node.distance) for name in fields]


def pattern_form(pattern: str) -> str:
    """A wildcard pattern with its literal parts in the form that terms have."""
    return "".join(
        part if part in "?*" else edit_form(part) for part in re.split(r"([?*])", pattern) if part
    )
