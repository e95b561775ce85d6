"""The stored blob of an article, that a page is made from.

The blob is complete for serving: both sides of every sentence and, for each side, one line a
sentence of its coarsest terms, one term a word between single spaces. A highlighter finds a
term's sentences by `str.find` and its word by counting spaces, without analysing the article
again (8 µs a hit where re-analysis takes hundreds). Numbers stand for several words, so they are
listed with their places: ` 3500=2,4,6 ` is read from words 4 to 6 of sentence 2.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
import zstandard

from search.analysis import Number
from search.article import Article, Segment, Side

# Of 1 to 19: on 3,000 bilingual articles level 6 saves 4 % of the blobs' bytes and takes 0.13 ms
# an article where this takes 0.06, a fiftieth of all that indexing costs; readers pay the same.
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Stored:
    """A decoded blob.

    head: id, source_id, url, lang, published, facets…; pairs[side][0] is the title, the rest the
    sentences, None where a side does not exist; lines[side] their coarsest terms, one line each;
    numbers[side] the numbers in them, `term=sentence,first word,last word` between spaces;
    engines: for each pair an index into `translations` or -1; paragraphs: likewise numbers.
    """

    head: dict[str, Any]
    pairs: dict[Side, list[str | None]]
    lines: dict[Side, str]
    numbers: dict[Side, str]
    engines: list[int]
    translations: list[tuple[str, str | None]]
    paragraphs: list[int]

    def translation(self, pair: int) -> dict[str, str | None] | None:
        number = self.engines[pair]
        if number < 0:
            return None
        engine, at = self.translations[number]
        return {"engine": engine, "at": at}


class Columns(NamedTuple):
    """The forms of a line's words, layer by layer: search.analysis.Forms turned round; the words
    as written; and its numbers."""

    words: list[str]
    exact: tuple[str, ...]
    bare: tuple[str, ...]
    stem: tuple[str, ...]
    lang: tuple[str, ...]
    numbers: tuple[Number, ...]


def decode(blob: bytes) -> Stored:
    """A blob as index_document made it."""
    head, ar, en, ar_lines, en_lines, ar_numbers, en_numbers, engines, translations, paragraphs = (
        orjson.loads(_codec.decompress(blob))
    )
    return Stored(
        head=head,
        pairs={"ar": ar, "en": en},
        lines={"ar": ar_lines, "en": en_lines},
        numbers={"ar": ar_numbers, "en": en_numbers},
        engines=engines,
        translations=translations,
        paragraphs=paragraphs,
    )


def encode(
    article: Article,
    facets: dict[str, str],
    shown: dict[Side, list[str | None]],
    analysed: dict[Side, list[Columns | None]],
    pairs: list[Segment],
) -> bytes:
    translations: dict[tuple[str, str | None], int] = {}
    engines = []
    for pair in pairs:
        made = pair.translation
        key = (made.engine, made.at) if made else None
        engines.append(-1 if key is None else translations.setdefault(key, len(translations)))
    head = {
        "id": article.id,
        "seq": article.seq,
        "source_id": article.source_id,
        "url": article.url,
        "published": article.published,
        "quality": article.quality,
        "metadata": article.metadata,
        **facets,
    }
    body = [
        head,
        shown["ar"],
        shown["en"],
        _lines(analysed["ar"]),
        _lines(analysed["en"]),
        _numbers(analysed["ar"]),
        _numbers(analysed["en"]),
        engines,
        list(translations),
        [pair.paragraph for pair in pairs],
    ]
    return _codec.compress(orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS))


def _lines(lines: list[Columns | None]) -> str:
    return "\n".join([f" {' '.join(line.stem if line else ())} " for line in lines])


def _numbers(lines: list[Columns | None]) -> str:
    entries = [
        f"{number.term}={at},{number.first},{number.last}"
        for at, line in enumerate(lines)
        if line
        for number in line.numbers
    ]
    return f" {' '.join(entries)} " if entries else ""


class _Codec(threading.local):
    """A thread's own contexts: one shared by two threads garbles what both read."""

    def __init__(self) -> None:
        self.compress = zstandard.ZstdCompressor(level=_LEVEL).compress
        self.decompress = zstandard.ZstdDecompressor().decompress


_codec = _Codec()
