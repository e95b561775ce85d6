"""How far Arabic forms are from a Latin spelling: the cheapest alignment of one to the other.

A dynamic programme over units and letters (Wagner and Fischer 1974), in which a Latin unit may
stand for no, one or several Arabic letters at the table's cost; all forms are aligned at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.analysis.names.correspondences import UNLIKE, Unit, unwritten

Costs = NDArray[np.float32]
_Codes = NDArray[np.uint8]

_ALPHABET = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_CODE = {ord(letter): code for code, letter in enumerate(_ALPHABET, 1)}
_OTHER = len(_ALPHABET) + 1
_ALIGNED = 24
"""Letters of a form that are aligned; a longer one is no name."""


def align(units: Sequence[Unit], forms: Sequence[str]) -> Costs:
    """The cost of each form (folded Arabic letters) against the units of one spelling; (n,)."""
    codes, lengths = _encode(forms)
    longest = codes.shape[1]
    alone = _alone(codes, lengths)
    single = [_single(unit, codes) for unit in units]
    several = [_several(unit, codes) for unit in units]
    left = np.cumsum([0.0, *(unit.left for unit in units)], dtype=np.float32)
    # rows[j][i]: the first j letters against the first i units, for every form.
    rows = [[np.full(len(forms), cost, np.float32) for cost in left]]
    for j in range(longest):
        last = rows[-1]
        row = [last[0] + alone[:, j]]
        for i, unit in enumerate(units):
            cost = np.minimum(last[i] + single[i][:, j], last[i + 1] + alone[:, j])
            np.minimum(cost, row[i] + np.float32(unit.left), out=cost)
            for length, costs in several[i]:
                if length <= j + 1:
                    np.minimum(cost, rows[j + 1 - length][i] + costs[:, j], out=cost)
            row.append(cost)
        rows.append(row)
    ends = np.stack([row[-1] for row in rows])
    return np.asarray(ends[lengths, np.arange(len(forms))], np.float32)


def _encode(forms: Sequence[str]) -> tuple[_Codes, NDArray[np.intp]]:
    """Forms as rows of letter codes, 0 behind the end, and their lengths."""
    cut = [form[:_ALIGNED] for form in forms]
    lengths = np.fromiter(map(len, cut), np.intp, len(cut))
    codes = np.zeros((len(cut), int(lengths.max(initial=0))), np.uint8)
    letters = [_CODE.get(ord(letter), _OTHER) for form in cut for letter in form]
    codes[np.arange(codes.shape[1]) < lengths[:, None]] = letters
    return codes, lengths


def _alone(codes: _Codes, lengths: NDArray[np.intp]) -> Costs:
    """What each letter costs that Latin leaves out."""
    costs = _unwritten(first=False, last=False)[codes]
    if codes.shape[1]:
        ends = (np.arange(len(codes)), lengths - 1)
        costs[ends] = _unwritten(first=False, last=True)[codes[ends]]
        costs[:, 0] = _unwritten(first=True, last=False)[codes[:, 0]]
    return costs


def _unwritten(first: bool, last: bool) -> Costs:
    known = (unwritten(letter, first, last) for letter in _ALPHABET)
    return np.array([0.0, *known, 1.0], np.float32)


def _single(unit: Unit, codes: _Codes) -> Costs:
    """What the unit costs against each letter."""
    table = np.full(_OTHER + 1, UNLIKE, np.float32)
    for letter, cost in unit.letters[0].items():
        table[_CODE[ord(letter)]] = cost
    return table[codes]


def _several(unit: Unit, codes: _Codes) -> list[tuple[int, Costs]]:
    """For each number of letters the unit may stand for: its cost against those that end here."""
    found: list[tuple[int, Costs]] = []
    for length, entries in enumerate(unit.letters[1:], 2):
        costs = np.full(codes.shape, np.inf, np.float32)
        for letters, cost in entries.items():
            fits = np.ones((len(codes), max(codes.shape[1] + 1 - length, 0)), bool)
            for at, letter in enumerate(letters):
                fits &= codes[:, at : at + fits.shape[1]] == _CODE[ord(letter)]
            costs[:, length - 1 :][fits] = cost
        found.append((length, costs))
    return found
