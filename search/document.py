"""An article as an engine takes it, and the stored blob that a page is made from.

The blob is complete for serving: both sides of every sentence and, for each side, one line a
sentence of its coarsest terms, one term a word between single spaces. A highlighter finds a
term's sentences by `str.find` and its word by counting spaces, without analysing the article
again (8 µs a hit where re-analysis takes hundreds). Numbers stand for several words, so they are
listed with their places: ` 3500=2,4,6 ` is read from words 4 to 6 of sentence 2.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

import orjson
import zstandard

from search.analysis import Number, fold, forms_of, numbers_in, subwords_of, words
from search.analysis.names import arabic_terms, latin_terms
from search.analysis.names.paired import PairedName, paired_names
from search.article import FACETS, SIDES, Article, Segment, Side
from search.dates import period, sort_keys
from search.engines.protocol import IndexDocument

# Of 1 to 19: on 3,000 bilingual articles level 6 saves 4 % of the blobs' bytes and takes 0.13 ms
# an article where this takes 0.06, a fiftieth of all that indexing costs; readers pay the same.
_LEVEL = 3

# Bidi embeddings, overrides and isolates could turn the reader's page; marks (LRM, RLM) cannot.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")

LAYERS: dict[Side, tuple[str, ...]] = {"ar": ("exact", "bare", "stem"), "en": ("exact", "stem")}
"""The parallel layers of each side; English has no proclitics, so its bare form is its exact."""

SUBWORDS = "ar_gram"

NUMBER = "number"
"""The sparse layer of a side: what its numbers, months and days come to (search.analysis)."""

NAMES: dict[Side, str] = {"ar": "ar_name", "en": "en_name"}
"""The sparse layer of a side's names, titles included: `KEY|form` (search.analysis.names)."""

PAIRED = "paired_name"
"""The sparse layer of names that both sides of a sentence have: `latin|FORM`, `FORM|ARABIC|LATIN`
(search.analysis.names.paired; search.learned reads it). Words are joined by _ there."""

MOST_NAMES = 20
"""After so many, no further sentence of an article is read for names: news names its people and
places at the beginning."""

Postings = Literal["basic", "freq", "position"]
"""What the postings of a field hold beside the articles: nothing, how often, or where as well."""


def layer(side: Side, kind: str, title: bool = False) -> str:
    """The field that holds a layer of a side: `ar_stem`, `title_en_exact`."""
    return f"{'title_' if title else ''}{side}_{kind}"


@cache
def fields() -> dict[str, Postings]:
    """Every field of whitespace-joined terms, with its postings: positions where phrases look,
    no frequencies where a word counts once however often it stands there."""
    table: dict[str, Postings] = {}
    for title in (False, True):
        for side in SIDES:
            phrased = "bare" if side == "ar" else "exact"
            for kind in LAYERS[side]:
                table[layer(side, kind, title)] = "position" if kind == phrased else "freq"
            table[layer(side, NUMBER, title)] = "basic"
        for kind in ("exact", "stem"):
            table[layer("ar", kind, title)] = "basic"
    for side in SIDES:
        table[NAMES[side]] = "basic"
    table[PAIRED] = "basic"
    return {**table, SUBWORDS: "freq", "meta": "basic"}


def meta_term(field: str, word: str) -> str:
    """The term that says that metadata `field` has this folded word."""
    return f"{field}:{word}"


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


def display(text: str) -> str:
    """Text as it may be shown: without bidi controls that would reorder the page around it."""
    return _BIDI.sub("", text)


def index_document(article: Article, with_subwords: bool) -> IndexDocument:
    """The terms and the blob of an article. Pure: the same article gives the same document."""
    pairs = [article.title, *article.segments]
    shown: dict[Side, list[str | None]] = {
        "ar": [None if pair.ar is None else display(pair.ar) for pair in pairs],
        "en": [None if pair.en is None else display(pair.en) for pair in pairs],
    }
    analysed = {side: [_columns(text) for text in shown[side]] for side in SIDES}
    layers = {
        name: lines
        for side in SIDES
        for name, lines in _layers(side, analysed[side]).items()
        if lines
    }
    for side in SIDES:
        if names := _names(side, analysed[side]):
            layers[NAMES[side]] = [names]
    if paired := _paired(analysed, shown["en"]):
        layers[PAIRED] = [" ".join(dict.fromkeys(t for name in paired for t in name.terms))]
    if with_subwords and (grams := _subwords(analysed["ar"])):
        layers[SUBWORDS] = [grams]
    published = period(article.published).start if article.published else None
    newest, oldest = sort_keys(published, article.seq)
    facets = _facets(article)
    return IndexDocument(
        id=article.id,
        seq=article.seq,
        source_id=article.source_id,
        url=article.url,
        published=published,
        newest=newest,
        oldest=oldest,
        layers=layers,
        facets=facets,
        names=list(dict.fromkeys(name.form for name in paired if name.whole)),
        meta=[
            meta_term(name, word) for name, value in facets.items() for word in fold(value).split()
        ],
        stored=_encode(article, facets, shown, analysed, pairs),
    )


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


def _columns(text: str | None) -> Columns | None:
    if not text or not (found := words(text)):
        return None
    # Columns at once: asking each word for each layer by name took twice as long.
    exact, bare, stem, lang = zip(*forms_of(found), strict=True)
    return Columns(found, exact, bare, stem, lang, numbers_in(text, found, exact))


def _subwords(lines: list[Columns | None]) -> str:
    bares: list[str] = []
    for line in lines:
        if line and line.lang.count("ar") == len(line.lang):
            bares += line.bare
        elif line:
            pairs = zip(line.bare, line.lang, strict=True)
            bares += [bare for bare, lang in pairs if lang == "ar"]
    return subwords_of(bares)


def _layers(side: Side, lines: list[Columns | None]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for kind in LAYERS[side]:
        joined = [" ".join(getattr(line, kind)) for line in lines if line]
        titles = 1 if lines[0] else 0
        made[layer(side, kind, title=True)] = joined[:titles]
        made[layer(side, kind)] = joined[titles:]
    for title, part in ((True, lines[:1]), (False, lines[1:])):
        # Each once: without frequencies, engines differ in the length of a field that repeats.
        terms = dict.fromkeys(number.term for line in part if line for number in line.numbers)
        made[layer(side, NUMBER, title)] = [" ".join(terms)] if terms else []
    return made


def _names(side: Side, lines: list[Columns | None]) -> str:
    """Each name once, as with numbers."""
    found = (line for line in lines if line)
    return " ".join(arabic_terms(found) if side == "ar" else latin_terms(found))


def _paired(
    analysed: dict[Side, list[Columns | None]], english: list[str | None]
) -> list[PairedName]:
    """The names of the sentences that have both sides, once each, until they are enough."""
    found: dict[PairedName, None] = {}
    whole: set[str] = set()
    for arabic, latin, text in zip(analysed["ar"], analysed["en"], english, strict=True):
        if arabic and latin and text and len(whole) < MOST_NAMES:
            for name in paired_names(arabic, latin, text):
                found[name] = None
                whole.update([name.form] if name.whole else ())
    return list(found)


def _facets(article: Article) -> dict[str, str]:
    values: dict[str, str | None] = {
        "outlet": article.outlet,
        "agency": article.agency,
        "place": article.place,
        "category": article.category,
        "lang": article.lang,
        "translation": article.state,
    }
    assert tuple(values) == FACETS
    return {name: value for name, value in values.items() if value}


def _encode(
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
