"""A plan in OpenSearch's query language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any, ClassVar

from search.engines import plan as p
from search.engines.opensearch_schema import shortened
from search.engines.windows import within_window

Query = dict[str, Any]

_NOTHING: Query = {"match_none": {}}
_BIGGEST = (1 << 63) - 1


class Translator:
    """Turns plans into queries. blobs(query) gives the id and blob of all that matches; it is
    asked only for sloppy phrases whose words share some of their alternatives."""

    def __init__(self, blobs: Callable[[Query], Iterator[tuple[str, bytes]]]) -> None:
        self._blobs = blobs

    def query(self, plan: p.Plan) -> Query:
        return self._BY_KIND[type(plan)](self, plan)

    def _term(self, term: p.Term) -> Query:
        return {"term": {term.field: {"value": shortened(term.term), "boost": term.boost}}}

    def _prefix(self, prefix: p.Prefix) -> Query:
        return {"prefix": {prefix.field: {"value": prefix.text, "boost": prefix.boost}}}

    def _wildcard(self, wildcard: p.Wildcard) -> Query:
        pattern = wildcard.pattern.replace("\\", "\\\\")
        return {"wildcard": {wildcard.field: {"value": pattern, "boost": wildcard.boost}}}

    def _fuzzy(self, fuzzy: p.Fuzzy) -> Query:
        # Rewritten so, every term within the distance counts, not only the 50 nearest.
        asked = {
            "value": fuzzy.term,
            "fuzziness": fuzzy.distance,
            "transpositions": True,
            "rewrite": "constant_score",
            "boost": fuzzy.boost,
        }
        return {"fuzzy": {fuzzy.field: asked}}

    def _range(self, span: p.Range) -> Query:
        bounds: dict[str, int] = {"gte": min(max(span.low or 0, 0), _BIGGEST)}
        if span.high is not None:
            bounds["lt"] = min(max(span.high, 0), _BIGGEST)
        return _unscored({"range": {span.field: bounds}})

    def _filter(self, plan: p.Filter) -> Query:
        child = self.query(plan.child)
        if not plan.score:
            return _unscored(child)
        return {"constant_score": {"filter": child, "boost": plan.score}}

    def _best(self, best: p.Best) -> Query:
        if not best.children:
            return _NOTHING
        return {"dis_max": {"queries": [self.query(child) for child in best.children]}}

    def _bool(self, plan: p.Bool) -> Query:
        if not plan.must and not plan.should:
            return _NOTHING
        clauses = {
            name: [self.query(child) for child in children]
            for name in ("must", "should", "must_not")
            if (children := getattr(plan, name))
        }
        return {"bool": {**clauses, "minimum_should_match": 0 if plan.must else 1}}

    def _phrase(self, phrase: p.Phrase) -> Query:
        words = [sorted({shortened(term) for term in word}) for word in phrase.words]
        if len(words) == 1:
            return _any(
                [self._term(p.Term(phrase.field, t, phrase.boost)) for t in phrase.words[0]]
            )
        if phrase.slop is None and all(len(word) == 1 for word in words):
            text = " ".join(word[0] for word in words)
            return {"match_phrase": {phrase.field: {"query": text, "boost": phrase.boost}}}
        if phrase.slop is None:
            return _near(phrase, words, 0, in_order=True)
        if all(set(a).isdisjoint(b) for a, b in combinations(words, 2)):
            return _near(phrase, words, phrase.slop, in_order=False)
        return self._sharing(phrase, words, phrase.slop)

    def _sharing(self, phrase: p.Phrase, words: list[list[str]], slop: int) -> Query:
        """Words that share terms: Lucene takes one place for two of them, so that places are
        counted by intervals where the words are the same, and else by reading the articles."""
        if all(a == b or set(a).isdisjoint(b) for a, b in combinations(words, 2)):
            matching = _intervals(phrase.field, words, slop)
        else:
            candidates = _unscored({"bool": {"filter": [_span(phrase.field, w) for w in words]}})
            kept = [
                article
                for article, blob in self._blobs(candidates)
                if within_window(blob, phrase, slop)
            ]
            matching = {"ids": {"values": kept}}
        once = [list(word) for word in dict.fromkeys(map(tuple, words))]
        scoring = (
            _near(phrase, once, slop + len(words), in_order=False)
            if len(once) > 1
            else _any([self._term(p.Term(phrase.field, t, phrase.boost)) for t in once[0]])
        )
        return {"bool": {"filter": [matching], "should": [scoring]}}

    # Of the class: bound methods kept in the object would make it a circle, and keep the reader
    # behind `blobs`, with its point in time, until the collector comes by.
    _BY_KIND: ClassVar[dict[type[Any], Callable[[Translator, Any], Query]]] = {
        p.Term: _term,
        p.Phrase: _phrase,
        p.Prefix: _prefix,
        p.Wildcard: _wildcard,
        p.Fuzzy: _fuzzy,
        p.Range: _range,
        p.Everything: lambda _, __: _unscored({"match_all": {}}),
        p.Nothing: lambda _, __: _NOTHING,
        p.Filter: _filter,
        p.Best: _best,
        p.Bool: _bool,
    }


def _unscored(query: Query) -> Query:
    return {"bool": {"filter": [query]}}


def _any(queries: list[Query]) -> Query:
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def _span(field: str, alternatives: list[str]) -> Query:
    terms = [{"span_term": {field: term}} for term in alternatives]
    return terms[0] if len(terms) == 1 else {"span_or": {"clauses": terms}}


def _near(phrase: p.Phrase, words: list[list[str]], slop: int, in_order: bool) -> Query:
    near = {
        "clauses": [_span(phrase.field, word) for word in words],
        "slop": slop,
        "in_order": in_order,
        "boost": phrase.boost,
    }
    return {"span_near": near}


def _intervals(field: str, words: list[list[str]], slop: int) -> Query:
    sources = []
    for word in words:
        each = [{"match": {"query": term, "analyzer": "whitespace"}} for term in word]
        sources.append(each[0] if len(each) == 1 else {"any_of": {"intervals": each}})
    return {"intervals": {field: {"all_of": {"intervals": sources, "max_gaps": slop}}}}


def escaped(text: str) -> str:
    """Text as a literal in Lucene's regular expressions."""
    return re.sub(r"([^\w\s])", r"\\\1", text)
