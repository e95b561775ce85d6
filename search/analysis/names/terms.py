"""The terms of the sparse layer of names: `KEY|form`, gathered by the key, told by the form.

Which Arabic words are names nothing shows, so every one is there as its bare form, but for the
common ones, which every process knows (search.analysis.names.listed). A Latin word counts as a
name where a sentence writes it with a capital.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Protocol

from search.analysis.forms import Remembered
from search.analysis.function_words import is_function_word
from search.analysis.lexicon import arabic
from search.analysis.names.latin import latin
from search.analysis.names.skeleton import skeleton, usual_skeleton

LISTED = 300
"""Words from this level on (one in six million; search.analysis.lexicon) are in no index: of 163
different words of an article 15 are rarer."""

JOINT = "_"
"""Between the words of a name of two that is also written as one: حزب_الله."""

REMAINS = "~"
"""Behind what is left of a rare word whose first letters may have been its own: of بزيلنسكي
it is the name, of كيغنز it is none."""

BEFORE = frozenset("عبد ابو ابي ابا ابن بن ال ام بيت تل دير راس جبل".split())
"""First words of names of two words, folded."""

AFTER = frozenset(("الله", "الدين"))
"""Last words of names of two words, folded."""

_LONGEST = 24
_KNOWN = 430
_SUN = tuple("ال" + letter for letter in "تثدذرزسشصضطظن")
# A line in which most words have capitals is a headline, whose capitals tell nothing.
_HEADLINE, _SHARE = 8, 0.7


def term(key: str, form: str) -> str:
    """The term of a form under its key."""
    return f"{key}|{form}"


class Line(Protocol):
    """A line's words: as written, and their forms."""

    @property
    def words(self) -> Sequence[str]: ...
    @property
    def exact(self) -> tuple[str, ...]: ...
    @property
    def bare(self) -> tuple[str, ...]: ...


def arabic_terms(lines: Iterable[Line]) -> dict[str, None]:
    """The terms of the Arabic words of some lines, once each, in order."""
    words: dict[str, str] = {}
    pairs: dict[str, None] = {}
    for line in lines:
        words.update(zip(line.exact, line.bare, strict=True))
        if not (BEFORE.isdisjoint(line.bare) and AFTER.isdisjoint(line.exact)):
            pairs |= dict.fromkeys(_pairs(line))
    return dict.fromkeys(_of_singles(words)) | pairs


def _of_singles(words: dict[str, str]) -> Iterator[str]:
    """The terms of words by themselves, exact form → bare form."""
    new: Iterable[str] = set(words).difference(_singles)
    if len(_singles) + len(words) > _MOST:
        _singles.clear()
        new = words
    for exact in new:
        _singles[exact] = _single(exact, words[exact])
    return chain.from_iterable(map(_singles.__getitem__, words))


def latin_terms(lines: Iterable[Line]) -> dict[str, None]:
    """The terms of the Latin words with a capital, but for the first of a line, once each.

    Known false positives: what follows a colon; titles before a name.
    """
    found: dict[str, None] = {}
    for line in lines:
        words = line.words
        capital = [number for number, word in enumerate(words) if word[0].isupper()]
        if not is_headline(len(capital), len(words)):
            found |= dict.fromkeys([_names[line.exact[number]] for number in capital if number])
    found.pop("", None)
    return found


def is_headline(capital: int, words: int) -> bool:
    """Whether so many of the words of a line have capitals that they tell nothing."""
    return words >= _HEADLINE and capital > _SHARE * words


def _single(exact: str, bare: str) -> tuple[str, ...]:
    if len(exact) > _LONGEST:
        return ()
    unsure = may_keep_its_letters(exact, bare)
    written = [bare + REMAINS if unsure else bare] if arabic().level(bare) < LISTED else []
    if unsure and arabic().level(exact) < LISTED:
        written.append(exact)
    return tuple(term(key, form) for form in written if (key := skeleton(form)))


def may_keep_its_letters(exact: str, bare: str) -> bool:
    """Whether the letters that a word lost may be its own: it is rare, and they are more than an
    article."""
    lost = exact[: len(exact) - len(bare)]
    return lost not in ("", "ال", "لل") and not is_known(exact)


def is_known(form: str) -> bool:
    """Whether a form is too common to be a name that few have heard of."""
    return arabic().level(form) >= _KNOWN


def _pairs(line: Line) -> Iterator[str]:
    for (_, first), (second, _) in pairwise(zip(line.exact, line.bare, strict=True)):
        if first in BEFORE or second in AFTER:
            # Salahaldin and Salahaddin: before such a letter the article is heard as that letter.
            heard = [second, second[2:]] if second.startswith(_SUN) else [second]
            keys = dict.fromkeys(skeleton(first + each) for each in heard)
            yield from (term(key, first + JOINT + second) for key in keys if key)


def _name(exact: str) -> str:
    if not exact.isalpha() or len(exact) > _LONGEST or is_function_word(exact):
        return ""
    key = usual_skeleton(latin(exact))
    return term(key, exact) if key else ""


# Of words met before; as many as a dict holds before it grows to twice the size.
_MOST = (1 << 18) // 3
_singles: dict[str, tuple[str, ...]] = {}
_names = Remembered(_name, (1 << 17) // 3)
