"""Does a text look like the translation of its sentence? Asked before anything is stored.

The checks are an ordered table; the first that objects names the reason. Thresholds were measured
on FLORES (997 sentences, the real output of seven engines): `python -m tests.bench.gate` prints
false refusals by engine and what is caught of planted faults. What no check can see is a fluent
sentence that says something else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from index.translation.numerals import added_numbers, missing_numbers
from index.translation.tidy import tidy
from search.article import Lang

Reason = Literal[
    "empty", "page", "garbled", "untranslated", "repetition", "short", "long", "numbers"
]
REASONS: tuple[Reason, ...] = (
    "empty", "page", "garbled", "untranslated", "repetition", "short", "long", "numbers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """text: the translation as it may be stored, tidied; None with a reason where it may not.

    quality: 0 to 1, an estimate from form alone; 0 where it was refused.
    """

    text: str | None
    reason: Reason | None
    quality: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and what came back for it, tidied; raw as it came."""

    source: str
    text: str
    raw: str
    tags: int
    source_lang: Lang
    target_lang: Lang


def judge(source: str, translation: str | None, source_lang: Lang, target_lang: Lang) -> Verdict:
    """Whether this may be stored as the sentence's translation, and why not."""
    raw = translation or ""
    text, tags = tidy(raw)
    clean, _ = tidy(source)
    pair = Pair(clean, text, raw, tags, source_lang, target_lang)
    for reason, objects in _CHECKS:
        if objects(pair):
            return Verdict(None, reason, 0.0)
    return Verdict(text, None, round(_quality(pair), 3))


def article_quality(sentences: Iterable[tuple[str, float]]) -> float | None:
    """An article's quality from its translated sentences (source text, quality): their mean by
    length; None where there are none."""
    weights = [(len(source), quality) for source, quality in sentences]
    total = sum(weight for weight, _ in weights)
    return round(sum(w * q for w, q in weights) / total, 3) if total else None


def _empty(pair: Pair) -> bool:
    return not pair.text or (_letters(pair.source) > 0 and _letters(pair.text) == 0)


# What servers say instead of a translation. "Access denied" alone may be news: not listed.
_PAGE = re.compile(
    r"<!doctype|<html|<head\b|<body\b|<script|"
    r"\b[45]\d\d\.?\s+that.s an error|that.s all we know|error \d{3} \(|"
    r"\b(?:502 bad gateway|503 service (?:temporarily )?unavailable|504 gateway time-?out|"
    r"500 internal server error|429 too many requests|403 forbidden|404 not found)\b|"
    r"unusual traffic from your computer|you.re not a robot|you are not a robot|recaptcha|"
    r"verify (?:that )?you are (?:a )?human|enable javascript|checking your browser|"
    r"mymemory warning|query length limit exceeded|invalid language pair|"
    r"please select two distinct languages|rate limit exceeded|too many requests\b.{0,40}try again|"
    r"^\s*\{\s*\"|the server encountered (?:an|a temporary) error",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = 4  # a translated sentence has none; a sentence quoting markup has few


def _page(pair: Pair) -> bool:
    asked = _PAGE.search(pair.source) is not None
    return not asked and (_PAGE.search(pair.raw) is not None or pair.tags >= _TAGS)


# Replacement characters; UTF-8 read as Latin-1 or windows-1252, Arabic (Ø§Ù) or quotes (â€).
_GARBLED = re.compile(r"\ufffd|(?:[ØÙÚÛ][\u0080-\u00bf\u0152-\u2122].?){3}|â€|Ã[\u0080-\u00bf]")


def _garbled(pair: Pair) -> bool:
    return _GARBLED.search(pair.text) is not None and _GARBLED.search(pair.source) is None


_SCRIPT: dict[Lang, re.Pattern[str]] = {
    "ar": re.compile(
        r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06fc\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"
    ),
    "en": re.compile(r"[A-Za-z\u00c0-\u024f]"),
}
# The share of letters in the source's script. None of the seven engines leaves any Arabic in its
# English; people's Arabic keeps Latin names (COVID-19, eBay): up to .33 of a sentence's letters.
_LEFT: dict[Lang, float] = {"ar": 0.12, "en": 0.42}


def _untranslated(pair: Pair) -> bool:
    if pair.text == pair.source and _SCRIPT[pair.source_lang].search(pair.source):
        return len(pair.source.split()) > 2 or pair.source_lang == "ar"
    return _left(pair) > _LEFT[pair.source_lang]


def _left(pair: Pair) -> float:
    """The share of the text's letters that are in the source's script."""
    here = len(_SCRIPT[pair.source_lang].findall(pair.text))
    return here / max(1, here + len(_SCRIPT[pair.target_lang].findall(pair.text)))


_AGAIN = {1: 4, 2: 3, 3: 3}
"""How often in a row so many words make a loop; any longer run of words: twice."""
_STUCK = re.compile(r"(\S{1,12}?)\1{6,}")
_WORD = re.compile(r"\w+")
_VARIED = 0.35  # distinct words of 25 or more; the lowest share in FLORES that is no loop: .43


def _repetition(pair: Pair) -> bool:
    return _loops(pair.text) and not _loops(pair.source)


def _loops(text: str) -> bool:
    if _STUCK.search(text):
        return True
    words = _WORD.findall(text.casefold())
    if len(words) >= 25 and len(set(words)) / len(words) < _VARIED:
        return True
    return any(_repeats(words, size) for size in range(1, len(words) // 2 + 1))


def _repeats(words: Sequence[str], size: int) -> bool:
    """Whether some run of so many words comes again at once, as often as makes a loop."""
    needed = size * (_AGAIN.get(size, 2) - 1)
    run = 0
    for word, later in zip(words, words[size:], strict=False):
        run = run + 1 if word == later else 0
        if run >= needed:
            return True
    return False


# English characters for each Arabic one, by the Arabic sentence's length: medians of human English
# in FLORES; a short sentence varies more.
_EXPECTED = ((40, 1.5), (70, 1.27), (110, 1.19), (160, 1.1), (10_000, 1.06))
_BOUNDS = ((12, 0.12, 6.0), (25, 0.25, 4.0), (70, 0.47, 2.0), (10_000, 0.5, 1.85))
"""By the source's length: the least and the most of the expected length. Of Google's and
Microsoft's 1,994, all but one cut short lie between .58 and 1.52."""
_CUT = 0.78  # of the expected length, where the source ends as a sentence and the text does not
_ENDED = re.compile(r"[.!?؟…。:؛;][\"'”’»)\]]*$")


def _relative(pair: Pair) -> float:
    """The text's length for the expected one: 1 is as long as it should be."""
    arabic = len(pair.source if pair.source_lang == "ar" else pair.text)
    ratio = next(value for limit, value in _EXPECTED if arabic < limit or limit == 10_000)
    expected = ratio if pair.source_lang == "ar" else 1 / ratio
    return len(pair.text) / (expected * max(1, len(pair.source)))


def _bounds(pair: Pair) -> tuple[float, float]:
    length = len(pair.source)
    return next((low, high) for limit, low, high in _BOUNDS if length < limit or limit == 10_000)


def _short(pair: Pair) -> bool:
    relative = _relative(pair)
    ended = _ENDED.search(pair.source) is None or _ENDED.search(pair.text) is not None
    return relative < _bounds(pair)[0] or (not ended and relative < _CUT)


def _long(pair: Pair) -> bool:
    return _relative(pair) > _bounds(pair)[1]


def _numbers(pair: Pair) -> bool:
    return bool(missing_numbers(pair.source, pair.text, pair.target_lang))


_CHECKS: tuple[tuple[Reason, Callable[[Pair], bool]], ...] = (
    ("empty", _empty),
    ("page", _page),
    ("garbled", _garbled),
    ("untranslated", _untranslated),
    ("repetition", _repetition),
    ("short", _short),
    ("long", _long),
    ("numbers", _numbers),
)


def _quality(pair: Pair) -> float:
    """How far the form is from what is expected: length, script, numbers nobody asked for."""
    distance = abs(math.log(max(_relative(pair), 0.01)))
    length = math.exp(-((distance / 0.7) ** 2))
    numbers = 0.9 ** added_numbers(pair.source, pair.text)
    return length * (1 - _left(pair)) * numbers


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
