"""Which other expressions, in both languages, mean what a reader typed: the reviewed table.

`thesaurus.tsv` beside this module holds the concepts and explains its own format. Expressions are
compared by the stems of their words, so that any inflection of a listed word finds its concepts.
Known false positive: words that share a stem share their concepts (محافظ, governor, finds what
محافظة, province, finds); the table leaves out or marks one-way the words where that misleads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from search.analysis import forms, spans
from search.analysis.classes import NATIONS
from search.analysis.tables import rows
from search.errors import SettingsError

TABLE = "thesaurus.tsv"
ONE_WAY = ">"
_SEPARATOR = ";"
_LANGS: tuple[Literal["ar", "en"], ...] = ("ar", "en")  # the order of the columns

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """One or more words of the table: `words` as typed there, `text` as it is shown."""

    words: tuple[str, ...]
    lang: Literal["ar", "en"]
    text: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """An expression in its concept. source: it finds the others, not only they it."""

    expression: Expression
    stems: Stems
    source: bool


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """The table by the stems of its source expressions; `longest` is the most words one has."""

    by_stems: Mapping[Stems, tuple[Expression, ...]]
    longest: int

    def related(self, stems: Sequence[str]) -> tuple[Expression, ...]:
        """The expressions of every concept that has a source expression with exactly these stems.

        Both languages, in the table's order; without those that have these stems themselves.
        """
        return self.by_stems.get(tuple(stems), ())


@cache
def thesaurus() -> Thesaurus:
    """The bundled table and the countries of both languages, read once in a process."""
    table = files(__package__).joinpath(TABLE).read_text(encoding="utf-8")
    # The other names of a country and its adjectives share the stem of the first.
    nouns = ((arabic, english) for arabic, _, english, _ in rows(NATIONS))
    countries = ["\t".join(names.split(_SEPARATOR)[0] for names in pair) for pair in nouns]
    return parse("\n".join([table, *countries]))


def parse(table: str, name: str = TABLE) -> Thesaurus:
    """The thesaurus of a table's text; SettingsError names the line that cannot be read."""
    found: dict[Stems, dict[Stems, Expression]] = {}
    for number, line in enumerate(table.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            concept = _concept(line)
        except ValueError as error:
            raise SettingsError(f"{name}:{number}: {error}") from None
        _enter(concept, found)
    return Thesaurus(
        by_stems={stems: tuple(related.values()) for stems, related in found.items()},
        longest=max(map(len, found), default=0),
    )


def _enter(concept: Sequence[_Entry], found: dict[Stems, dict[Stems, Expression]]) -> None:
    """Add a concept: each source finds every expression that differs from it in its stems."""
    for source in concept:
        if source.source:
            related = found.setdefault(source.stems, {})
            for target in concept:
                if target.stems != source.stems:
                    related.setdefault(target.stems, target.expression)


def _concept(line: str) -> list[_Entry]:
    """The entries of a line; ValueError says what is wrong with it."""
    columns = line.split("\t")
    if len(columns) != len(_LANGS):
        raise ValueError(
            f"{len(columns)} columns: write the Arabic expressions, one tab, the English ones"
        )
    entries = [
        entry
        for lang, column in zip(_LANGS, columns, strict=True)
        for entry in _entries(column, lang)
    ]
    seen: set[str] = set()
    for entry in entries:
        text = entry.expression.text
        if text in seen:
            raise ValueError(f"{text!r} stands twice: remove one")
        seen.add(text)
    if not any(entry.source for entry in entries):
        raise ValueError(f"every expression is one-way: remove a {ONE_WAY!r}")
    return entries


def _entries(column: str, lang: Literal["ar", "en"]) -> Iterator[_Entry]:
    for piece in column.split(_SEPARATOR):
        text = piece.strip()
        source = not text.startswith(ONE_WAY)
        text = text.removeprefix(ONE_WAY).strip()
        words = tuple(span.text for span in spans(text))
        if not words:
            raise ValueError(f"an expression is empty: write words between the {_SEPARATOR!r}")
        analysed = [forms(word) for word in words]
        if not any(word.lang == lang for word in analysed):
            raise ValueError(f"{text!r} is not {'Arabic' if lang == 'ar' else 'English'}")
        yield _Entry(
            expression=Expression(words, lang, text),
            stems=tuple(word.stem for word in analysed),
            source=source,
        )
