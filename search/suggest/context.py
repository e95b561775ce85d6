"""How well a word stands beside its neighbours in a query: which of them articles have together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from search.analysis import Forms, forms, is_function_word
from search.article import Side
from search.engines import plan as p
from search.engines.protocol import Reader
from search.fields import layer
from search.suggest.spelling import Candidate
from search.suggest.words import Typed

_BESIDE, _GRAMMAR = 1.5, 0.5
"""What a logarithm of the articles makes in which a candidate stands next to a neighbour; beside a
function word, which stands beside anything, so many times as much. Of one word in two candidates
are first 98 times in a hundred, 96 without."""


def in_context(
    reader: Reader, candidates: Sequence[Candidate], words: Sequence[Typed], at: int
) -> list[Candidate]:
    """The candidates for word number `at` scored by its neighbours too, best first."""
    lang = words[at].forms.lang
    side: Side = "en" if lang == "en" else "ar"
    around = [near for near in (at - 1, at + 1) if 0 <= near < len(words)]
    told = dict.fromkeys(candidates, 0.0)
    for near in around:
        beside = words[near].forms
        if beside.lang != lang:
            continue
        pairs = [sorted(((near, beside), (at, forms(each.form)))) for each in candidates]
        counts = reader.count_each([_phrase(side, [word for _, word in pair]) for pair in pairs])
        weight = _BESIDE * (_GRAMMAR if is_function_word(words[near].text) else 1.0)
        for each, count in zip(candidates, counts, strict=True):
            told[each] += weight * math.log1p(count)
    scored = [replace(each, score=each.score + more) for each, more in told.items()]
    return sorted(scored, key=lambda each: (-each.score, each.form))


def _phrase(side: Side, words: Sequence[Forms]) -> p.Plan:
    field = layer(side, "bare" if side == "ar" else "exact")
    return p.Phrase(field, tuple((word.bare,) for word in words))
