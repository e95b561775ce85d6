"""A draft as the archive keeps it: a few short columns and one compressed body.

The body is JSON: the text as it arrived, the sentences as offsets into it, and whatever
translation came with it, so that nothing is stored twice. Measured on 3,897 bilingual articles
of news and encyclopaedia (4.6 kB of JSON each): zstd level 3 leaves 42.5 MB for 19,481 articles
at 0.03 ms each, level 6 40.9 MB at 0.07 ms, level 12 40.5 MB at 0.22 ms; a trained dictionary of
110 kB would take off another 8 %, and is left out because every body would depend on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import zstandard
from sqlalchemy import RowMapping

from index.draft import Draft, Sentence
from index.tables import storable
from index.translation.gate import article_quality
from index.translation.memory import Rendering, direction_of, key
from search.article import Article, Lang, Segment, Translation, article_id
from search.errors import BadArticle

LEVEL = 6
COLUMNS = (
    "id",
    "source_id",
    "url",
    "lang",
    "published",
    "outlet",
    "agency",
    "place",
    "category",
    "digest",
    "body",
)


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the archive before it has a number (picklable: made in worker processes).

    sentences: how many there are, title included; wanting: the memory keys of those whose
    translation did not come with the article.
    """

    id: str
    source_id: str | None
    url: str | None
    lang: Lang
    published: str | None
    outlet: str | None
    agency: str | None
    place: str | None
    category: str | None
    digest: bytes
    body: bytes
    sentences: int
    wanting: tuple[bytes, ...]


def record_of(draft: Draft) -> Record:
    """Pack a draft. Raises BadArticle where its values cannot be stored as JSON."""
    try:
        body = orjson.dumps(_body(draft))
        short = orjson.dumps(
            [
                draft.url,
                draft.lang,
                draft.published,
                draft.outlet,
                draft.agency,
                draft.place,
                draft.category,
            ]
        )
    except TypeError as error:  # a lone surrogate, or a number above 64 bits in the metadata
        raise BadArticle(f"cannot be stored: {error}") from None
    return Record(
        id=article_id(draft.identity),
        source_id=_storable(draft.source_id),
        url=_storable(draft.url),
        lang=draft.lang,
        published=draft.published,
        outlet=_storable(draft.outlet),
        agency=_storable(draft.agency),
        place=_storable(draft.place),
        category=_storable(draft.category),
        digest=hashlib.blake2b(body + short, digest_size=16).digest(),
        body=zstandard.compress(body, LEVEL),
        sentences=len(draft.sentences) + bool(draft.title),
        wanting=tuple(_wanting(draft)),
    )


def _storable(value: str | None) -> str | None:
    return None if value is None else storable(value)


def _body(draft: Draft) -> dict[str, Any]:
    body: dict[str, Any] = {
        "raw": draft.raw,
        "title": draft.title,
        "marks": _marks(draft.sentences),
    }
    if draft.title_other is not None:
        body["title_other"] = draft.title_other
    if any(sentence.other is not None for sentence in draft.sentences):
        body["others"] = [sentence.other for sentence in draft.sentences]
    if draft.translator is not None:
        body["translator"] = draft.translator
    if draft.metadata:
        body["metadata"] = draft.metadata
    return body


def _marks(sentences: tuple[Sentence, ...]) -> list[int]:
    """Three small numbers a sentence: the gap before it, its length, the step of paragraph."""
    marks: list[int] = []
    end = paragraph = 0
    for sentence in sentences:
        marks += (
            sentence.start - end,
            sentence.end - sentence.start,
            sentence.paragraph - paragraph,
        )
        end, paragraph = sentence.end, sentence.paragraph
    return marks


def _wanting(draft: Draft) -> list[bytes]:
    direction = direction_of(draft.lang)
    texts = [draft.title] if draft.title and draft.title_other is None else []
    texts += [draft.raw[s.start : s.end] for s in draft.sentences if s.other is None]
    return [key(text, direction) for text in texts]


@dataclass(frozen=True, slots=True)
class Side:
    """A text of an article with its given translation, or the memory key of one it wants."""

    text: str
    other: str | None
    key: bytes | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class Contents:
    """An unpacked row: sides[0] is the title."""

    row: RowMapping
    sides: tuple[Side, ...]
    translator: str | None
    metadata: dict[str, Any]


def contents_of(row: RowMapping) -> Contents:
    """Unpack a row of the article table."""
    body = orjson.loads(zstandard.decompress(row["body"]))
    direction = direction_of(row["lang"])

    def side(text: str, other: str | None, paragraph: int = 0) -> Side:
        wanted = key(text, direction) if other is None and text else None
        return Side(text, other, wanted, paragraph)

    raw, marks = body["raw"], body["marks"]
    others = body.get("others") or [None] * (len(marks) // 3)
    sides = [side(body["title"], body.get("title_other"))]
    end = paragraph = 0
    steps = iter(marks)
    for gap, length, step, other in zip(steps, steps, steps, others, strict=True):
        start, paragraph = end + gap, paragraph + step
        end = start + length
        sides.append(side(raw[start:end], other, paragraph))
    return Contents(row, tuple(sides), body.get("translator"), body.get("metadata", {}))


def article_of(contents: Contents, memory: Mapping[bytes, Rendering]) -> Article:
    """The article, with what the memory has for the sentences that came without translation."""
    row = contents.row
    given = Translation(contents.translator) if contents.translator else None
    segments = tuple(_segment(side, row["lang"], given, memory) for side in contents.sides)
    return Article(
        id=row["id"],
        seq=row["seq"],
        lang=row["lang"],
        title=segments[0],
        segments=segments[1:],
        source_id=row["source_id"],
        url=row["url"],
        published=row["published"],
        outlet=row["outlet"],
        agency=row["agency"],
        place=row["place"],
        category=row["category"],
        quality=_quality(contents, memory),
        metadata=contents.metadata,
    )


def _quality(contents: Contents, memory: Mapping[bytes, Rendering]) -> float | None:
    """The estimate for the machine-made translations among its sentences."""
    found = [
        (side.text, memory[side.key]) for side in contents.sides if side.key and side.key in memory
    ]
    return article_quality((text, one.quality) for text, one in found if one.quality is not None)


def _segment(
    side: Side, lang: Lang, given: Translation | None, memory: Mapping[bytes, Rendering]
) -> Segment:
    other, translation = side.other, given
    if side.key is not None:
        found = memory.get(side.key)
        other, translation = (found.text, found.translation) if found else (None, None)
    if other is None:
        translation = None
    text = side.text or None
    ar, en = (text, other) if lang == "ar" else (other, text)
    return Segment(ar, en, translation, side.paragraph)
