"""What the keys of one keyboard layout are on another: "pldvdk" are the keys of حمرين.

Arabic 101 (the Arabic of Windows and, but for a few signs, of Linux) against QWERTY, and against
the AZERTY of the Maghreb, whose keys are told by the QWERTY keys in their places.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

_ROWS = (
    ("qwertyuiop[]", "ض ص ث ق ف غ ع ه خ ح ج د"),
    ("asdfghjkl;'", "ش س ي ب ل ا ت ن م ك ط"),
    ("zxcvbnm,./`", "ئ ء ؤ ر لا ى ة و ز ظ ذ"),
)
_SHIFTED = ("TYGHBN", "لإ إ لأ أ لآ آ")
_AZERTY = str.maketrans("azqwm,;:!ù^$²", "qwaz;m,./'[]`")
_AZERTY_BACK = str.maketrans("qwaz;m,./'[]`", "azqwm,;:!ù^$²")

_TO_ARABIC = {
    key: letters for keys, row in _ROWS for key, letters in zip(keys, row.split(), strict=True)
}
_SHIFT_TO_ARABIC = dict(zip(_SHIFTED[0], _SHIFTED[1].split(), strict=True))
_TO_LATIN = {
    letters: key.lower() for keys in (_TO_ARABIC, _SHIFT_TO_ARABIC) for key, letters in keys.items()
}
_READINGS = 8
"""Of a word with several لا, which is one key (b) or two (gh)."""


def others(typed: str, *, azerty: bool = False) -> Iterator[str]:
    """What the keys of a run of characters give on the layout of the other script, with QWERTY or
    AZERTY for Latin; nothing where the run is of mixed script, or has a key that gives no letter
    there."""
    arabic = any("\u0620" <= char <= "\u064a" for char in typed)
    latin = any("a" <= char <= "z" for char in typed.lower())
    if arabic == latin:
        return
    if arabic:
        for keys in dict.fromkeys(_latin(typed)):
            yield keys.translate(_AZERTY_BACK) if azerty else keys
        return
    letters = [_letter(key) for key in (typed.translate(_AZERTY) if azerty else typed)]
    if all(letters):
        yield "".join(letters)


def _letter(key: str) -> str:
    """The Arabic of a key. A capital that gives a mark of vowels is a capital by mistake."""
    return _SHIFT_TO_ARABIC.get(key) or _TO_ARABIC.get(key.lower(), "")


def _latin(typed: str) -> Iterator[str]:
    keys: list[tuple[str, ...]] = []
    at = 0
    while at < len(typed):
        two = _TO_LATIN.get(typed[at : at + 2], "") if at + 1 < len(typed) else ""
        one = _TO_LATIN.get(typed[at], "")
        if two:
            keys.append((two, one + _TO_LATIN.get(typed[at + 1], "")))
        elif not one:
            return
        else:
            keys.append((one,))
        at += 2 if two else 1
    for reading in islice(product(*keys), _READINGS):
        yield "".join(reading)


def neighbours() -> dict[str, str]:
    """Each key's letter and those of the keys around it, on both layouts, in folded letters."""
    rows = [[*keys] for keys, _ in _ROWS]
    found = _around(rows)
    found |= _around([row.split() for _, row in _ROWS])
    return found


def _around(rows: list[list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row, keys in enumerate(rows):
        for at, key in enumerate(keys):
            beside = keys[max(0, at - 1) : at] + keys[at + 1 : at + 2]
            for other in rows[max(0, row - 1) : row] + rows[row + 1 : row + 2]:
                beside += other[max(0, at - 1) : at + 2]
            found[key] = "".join(letter for letter in beside if len(letter) == 1)
    return found
