"""How far Arabic forms are from a Latin spelling: the cheapest alignment of one to the other.

A dynamic programme over units and letters (Wagner and Fischer 1974), in which a Latin unit may
stand for no, one or several Arabic letters at the table's cost; all forms and all units are
aligned at once, letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from search.analysis.names.correspondences import UNLIKE, correspondences, unwritten

Costs = NDArray[np.float32]
_Codes = NDArray[np.intp]

_ALPHABET = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_OTHER = len(_ALPHABET) + 1
_SIZE = 32  # codes: 0 behind the end, the letters, _OTHER
_CODES = np.full(1 << 16, _OTHER, np.intp)
_CODES[0] = 0
_CODES[[ord(letter) for letter in _ALPHABET]] = range(1, _OTHER)
_ALIGNED = 24
"""Letters of a form that are aligned; a longer one is no name."""


def align(units: Sequence[str], forms: Sequence[str]) -> Costs:
    """The cost of each form (folded Arabic letters) against the units of one spelling; (n,)."""
    codes, lengths = _encode(forms)
    alone = _alone(codes, lengths)
    # What each unit costs against each letter: (units, letters, n).
    single = np.stack([_standing(unit, 1) for unit in units]).take(codes, axis=1)
    several = [
        (i, length, _standing(unit, length).take(_ending(codes, length)))
        for i, unit in enumerate(units)
        for length in range(2, len(correspondences()[unit].letters) + 1)
    ]
    table = correspondences()
    left = np.cumsum([0.0, *(table[unit].left for unit in units)], dtype=np.float32)[:, None]
    # rows[j][i]: the first j letters against the first i units, for every form.
    rows = [np.repeat(left, len(forms), axis=1)]
    for j in range(len(codes)):
        row = rows[-1] + alone[j]
        np.minimum(row[1:], rows[-1][:-1] + single[:, j], out=row[1:])
        for i, length, costs in several:
            if length <= j + 1:
                np.minimum(row[i + 1], rows[j + 1 - length][i] + costs[j], out=row[i + 1])
        # Units left out: the least of all before, and what is left out since.
        row -= left
        for i in range(1, len(row)):  # numpy's own accumulate takes four times as long
            np.minimum(row[i], row[i - 1], out=row[i])
        row += left
        rows.append(row)
    ends = np.stack([row[-1] for row in rows])
    return np.asarray(ends[lengths, np.arange(len(forms))], np.float32)


def _encode(forms: Sequence[str]) -> tuple[_Codes, NDArray[np.intp]]:
    """Forms as columns of letter codes, 0 behind the end; (letters, n), and their lengths."""
    lengths = np.minimum(np.fromiter(map(len, forms), np.intp, len(forms)), _ALIGNED)
    longest = int(lengths.max(initial=0))
    text = "".join([form[:longest].ljust(longest, "\0") for form in forms])
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = _CODES[np.minimum(points, len(_CODES) - 1)]
    return codes.reshape(len(forms), longest).T, lengths


def _ending(codes: _Codes, length: int) -> _Codes:
    """Of each place, the `length` letters that end there as one code; 0s before the first."""
    made = codes.copy()
    for back in range(1, length):
        made[back:] += codes[:-back] * _SIZE**back
    return made


def _alone(codes: _Codes, lengths: NDArray[np.intp]) -> Costs:
    """What each letter costs that Latin leaves out; (letters, n)."""
    costs = _unwritten(first=False, last=False)[codes]
    if len(codes):
        ends = (lengths - 1, np.arange(codes.shape[1]))
        costs[ends] = _unwritten(first=False, last=True)[codes[ends]]
        costs[0] = _unwritten(first=True, last=False)[codes[0]]
    return costs


@cache
def _unwritten(first: bool, last: bool) -> Costs:
    known = (unwritten(letter, first, last) for letter in _ALPHABET)
    return np.array([0.0, *known, 1.0], np.float32)


@cache
def _standing(unit: str, length: int) -> Costs:
    """What a unit costs against so many letters, by their code."""
    costs = np.full(_SIZE**length, UNLIKE if length == 1 else np.inf, np.float32)
    for letters, cost in correspondences()[unit].letters[length - 1].items():
        code = 0
        for letter in letters:
            code = code * _SIZE + int(_CODES[ord(letter)])
        costs[code] = cost
    return costs
