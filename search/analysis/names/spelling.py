"""A Latin spelling of a name: where its Arabic may be found, and which forms are nearest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from search.analysis.names.alignment import Costs, align
from search.analysis.names.correspondences import rough
from search.analysis.names.latin import latin, units, usual_arabic, without_article
from search.analysis.names.skeleton import skeletons, without_arabic_article

# An article on one side only, and one on both.
_UNWRITTEN, _READ = 0.05, 0.1

NEAR = 0.149
"""The highest cost per unit at which two spellings are taken for the same name."""

FAR = 0.28
"""The highest cost at which they may be, where nothing is nearer and no common word is meant."""

ALIGNED = 500
"""Most forms that are aligned (1 ms); of more, those nearest by plain edit distance."""

_FEWEST = 3  # units: a shorter name is held to the standard of one of three


class Spelling:
    """One Latin word. latin: it in the letters of the table."""

    def __init__(self, text: str) -> None:
        self.latin = latin(text)
        self._bare = without_article(self.latin)
        self._readings = [units(name) for name in (self.latin, self._bare) if name]
        self.length = max(_FEWEST, len(self._readings[-1])) if self._readings else _FEWEST

    @property
    def articled(self) -> bool:
        """Whether it may begin with a joined al- or el-."""
        return self._bare is not None

    @cached_property
    def keys(self) -> list[str]:
        """The skeletons under which candidates stand, likeliest first."""
        return skeletons(self.latin)

    @property
    def usual(self) -> str:
        """The usual Arabic of this name, roughly: correspondences.rough() of it."""
        return usual_arabic(self._bare or self.latin)

    def costs(self, forms: Sequence[str]) -> Costs:
        """The cost per unit of each Arabic form (exact letters); 0 is the usual spelling; (n,)."""
        articled = [i for i, form in enumerate(forms) if without_arabic_article(form) != form]
        every = [*forms, *(without_arabic_article(forms[i]) for i in articled)]
        costs = np.full(len(forms), np.inf, np.float32)
        for number, reading in enumerate(self._readings):
            found = align(reading, every)
            np.minimum(costs, found[: len(forms)] + (_READ if number else 0.0), out=costs)
            # al- in both scripts is no liberty at all.
            short = found[len(forms) :] + (0.0 if number else _UNWRITTEN)
            costs[articled] = np.minimum(costs[articled], short)
        return costs / np.float32(self.length)

    def closest(
        self, forms: Sequence[str], limit: int, most: float = NEAR
    ) -> list[tuple[str, float]]:
        """The nearest forms that may be this name, with their cost per unit, nearest first."""
        if not forms:
            return []
        if len(forms) > ALIGNED:
            forms = self._likely(forms)
        ranked = sorted(zip(self.costs(forms).tolist(), forms, strict=True))
        return [(form, cost) for cost, form in ranked[:limit] if cost <= most]

    def _likely(self, forms: Sequence[str]) -> list[str]:
        """The ALIGNED forms of the fewest edits from the usual Arabic of this name."""
        compared = rough("\n".join(forms)).split("\n")
        (apart,) = cdist([self.usual], compared, scorer=OSA.distance, dtype=np.uint8)
        return [forms[at] for at in np.argsort(apart, kind="stable")[:ALIGNED]]
