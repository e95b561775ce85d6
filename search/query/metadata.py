"""`field:value` and date ranges: what matches without scoring."""

from __future__ import annotations

from search.analysis import fold
from search.article import FACETS
from search.dates import period
from search.engines import plan as p
from search.errors import BadQuery
from search.fields import meta_term
from search.query import ast


def metadata(name: str, node: ast.Node) -> p.Plan:
    """What `name:node` matches, node any tree. Raises BadQuery for a date that is none."""
    match node:
        case ast.All():
            return p.Bool(must=tuple(metadata(name, child) for child in node.children))
        case ast.Either():
            return p.Bool(should=tuple(metadata(name, child) for child in node.children))
        case ast.Not():
            return p.Bool((p.Everything(),), (), (metadata(name, node.child),))
        case ast.Required() | ast.Scoped():
            return metadata(name, node.child)
        case ast.Range():
            return dates(node) if name == "published" else p.Nothing()
        case ast.Wildcard():
            return p.Wildcard("meta", meta_term(name, fold(node.pattern)))
        case ast.Prefix():
            return p.Prefix("meta", meta_term(name, fold(node.text)))
        case _:
            return metadata_value(name, node.text)


def metadata_value(name: str, text: str) -> p.Plan:
    """Articles whose metadata field has this value (`published`: falls in it; facet fields: has
    its words). Raises BadQuery for a date that is none."""
    if name == "published":
        try:
            span = period(text)
        except ValueError as error:
            raise BadQuery(f"published: {error}") from None
        return p.Range("published", span.start, span.end)
    if name == "id":
        return p.Bool(should=(p.Term("id", text), p.Term("source_id", text)))
    if name == "url":
        return p.Term("url", text)
    assert name in FACETS
    words = fold(text).split()
    return (
        p.Bool(must=tuple(p.Term("meta", meta_term(name, w)) for w in words))
        if words
        else p.Nothing()
    )


def dates(node: ast.Range) -> p.Plan:
    """A range of publication dates. Raises BadQuery for a bound that is no date."""
    try:
        low = period(node.low) if node.low else None
        high = period(node.high) if node.high else None
    except ValueError as error:
        raise BadQuery(f"published: {error}") from None
    return p.Range(
        "published",
        None if low is None else low.start if node.include_low else low.end,
        None if high is None else high.end if node.include_high else high.start,
    )
