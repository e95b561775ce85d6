"""A glossary forces the English of a term: داعش is ISIS, whatever an engine makes of it.

Rule: where a sentence has a term and its English has not the glossary's word, the other forms the
glossary lists are replaced. Where none of them stands there, the sentence is asked for once more
with the English put in the term's place, since engines copy Latin words that stand in Arabic, where
they change or drop made-up marks. If that does not bring the word either, the first answer stays.
Source: Dinu et al., Training NMT to apply terminology constraints (2019), for words put in place.
Known false positive: another thing of the same name (الحشد الشعبي as a popular gathering).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO

from search.errors import BadArticle

_MARKS = "[\u064b-\u0652\u0670\u0640]*"
# Letters that writers interchange; one class each.
_SAME = {letter: f"[{group}]" for group in ("اأإآٱ", "هة", "يى", "كک") for letter in group}
_BEFORE = f"((?:[وف]{_MARKS})?(?:[بلك]{_MARKS})?)"
_LONGEST = 200  # characters of a term or its English


@dataclass(frozen=True, slots=True)
class Entry:
    """A term without attached particles, its English, and other English forms of it."""

    term: str
    english: str
    others: tuple[str, ...] = ()

    def line(self) -> str:
        """As a line of the file."""
        return "\t".join(
            (self.term, self.english, *(["|".join(self.others)] if self.others else []))
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a sentence: the entry and where it stands, without particles."""

    entry: Entry
    start: int
    end: int
    attached: str


class Glossary:
    """Entries by term; a later one takes the place of an earlier, and none without English."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        by_term = {_plain(entry.term): entry for entry in entries}
        self.entries = tuple(entry for entry in by_term.values() if entry.english)
        self._pattern = self._compiled()

    def _compiled(self) -> re.Pattern[str] | None:
        # The longest first, so that هيئة الحشد الشعبي is not read as الحشد الشعبي.
        terms = sorted(enumerate(self.entries), key=lambda item: -len(item[1].term))
        if not terms:
            return None
        ways = "|".join(f"(?P<t{n}>{_written(entry.term)})" for n, entry in terms)
        return re.compile(rf"(?<!\w)(?:{ways})")

    def find(self, sentence: str) -> list[Found]:
        """The terms of a sentence, in order."""
        if self._pattern is None:
            return []
        found = []
        for match in self._pattern.finditer(sentence):
            name = match.lastgroup or ""
            inner = match.groups()[self._pattern.groupindex[name] :]
            attached = next(part for part in inner if part is not None)
            entry = self.entries[int(name[1:])]
            found.append(Found(entry, match.start() + len(attached), match.end(), attached))
        return found

    def applied(self, sentence: str, english: str) -> tuple[str, bool]:
        """The English with listed forms replaced, and whether every term's word is in it."""
        whole = True
        found = self.find(sentence)
        for entry in dict.fromkeys(each.entry for each in found):
            wanted = sum(each.entry == entry for each in found)
            lacking = wanted - len(_word(entry.english).findall(english))
            if lacking > 0 and entry.others:
                english = _any(entry.others).sub(entry.english, english, count=lacking)
            whole = whole and bool(_word(entry.english).search(english))
        return english, whole

    def put_in_place(self, sentence: str) -> str:
        """The sentence with the English of its terms where they stand."""
        made, end = [], 0
        for found in self.find(sentence):
            gap = " " if found.attached else ""
            made += [sentence[end : found.start], gap, found.entry.english]
            end = found.end
        return "".join(made) + sentence[end:]

    def second(self, sentence: str) -> int:
        """Characters of the request that may follow a sentence's first: 0 where it has no term."""
        return len(self.put_in_place(sentence)) if self.find(sentence) else 0


def read(file: IO[str], where: str) -> Iterator[Entry]:
    """The entries of a TSV file. Raises BadArticle naming the line that is none."""
    for number, line in enumerate(file, 1):
        text = line.rstrip("\r\n").removeprefix("\ufeff")
        if not text.strip() or text.startswith("#"):
            continue
        parts = [part.strip() for part in text.split("\t")]
        if len(parts) not in (2, 3) or not parts[0] or max(map(len, parts[:2])) > _LONGEST:
            raise BadArticle(
                f"{where}:{number}: it is not term TAB English [TAB other forms, parted by |]"
            )
        others = parts[2].split("|") if len(parts) == 3 else []
        yield Entry(parts[0], parts[1], tuple(other.strip() for other in others if other.strip()))


def bundled() -> list[Entry]:
    """The entries that come with Fihrist."""
    with files("index.translation").joinpath("glossary.tsv").open(encoding="utf-8") as file:
        return list(read(file, "glossary.tsv"))


def _plain(term: str) -> str:
    return re.sub(_MARKS, "", term)


def _written(term: str) -> str:
    """A pattern of every way a term is written, with a group for what is attached before it."""
    letters = _MARKS.join(_SAME.get(c, r"\s+" if c == " " else re.escape(c)) for c in _plain(term))
    plain = f"{_BEFORE}{letters}{_MARKS}(?!\\w)"
    if not term.startswith("ال"):
        return plain
    # ل and the article are written لل: للتحالف.
    rest = _MARKS.join(_SAME.get(c, r"\s+" if c == " " else re.escape(c)) for c in _plain(term)[2:])
    return f"{plain}|((?:[وف]{_MARKS})?ل{_MARKS}ل{_MARKS}){rest}{_MARKS}(?!\\w)"


@cache
def _word(english: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(english)}(?!\w)", re.IGNORECASE)


@cache
def _any(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the forms, the longest first."""
    ordered = sorted(forms, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)
