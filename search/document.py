"""An article as an engine takes it: the terms of its fields, and the blob that it stores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

from search.analysis import fold, forms_of, numbers_in, subwords_of, words
from search.analysis.names import arabic_terms, latin_terms
from search.analysis.names.paired import PairedName, paired_names
from search.article import FACETS, SIDES, Article, Side
from search.dates import period, sort_keys
from search.engines.protocol import IndexDocument
from search.fields import LAYERS, NAMES, NUMBER, PAIRED, SUBWORDS, fields, layer, meta_term
from search.stored import Columns, encode

# Bidi embeddings, overrides and isolates could turn the reader's page; marks (LRM, RLM) cannot.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")

MOST_NAMES = 20
"""After so many, no further sentence of an article is read for names: news names its people and
places at the beginning."""


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
    analysed = {side: [columns_of(text) for text in shown[side]] for side in SIDES}
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
        stored=encode(article, facets, shown, analysed, pairs),
    )


def columns_of(text: str | None) -> Columns | None:
    """The words of a line and their forms; None where it has no word."""
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
    once = _fields_without_frequencies()
    for title, part in ((True, lines[:1]), (False, lines[1:])):
        found = [line for line in part if line]
        for kind in LAYERS[side]:
            columns = [getattr(line, kind) for line in found]
            name = layer(side, kind, title)
            made[name] = _each_once(columns) if name in once else list(map(" ".join, columns))
        terms = [[number.term for number in line.numbers] for line in found if line.numbers]
        made[layer(side, NUMBER, title)] = _each_once(terms)
    return made


@cache
def _fields_without_frequencies() -> frozenset[str]:
    return frozenset(name for name, postings in fields().items() if postings == "basic")


def _each_once(columns: Iterable[Sequence[str]]) -> list[str]:
    """Terms of a field without frequencies: engines differ in its length where they repeat."""
    once = " ".join(dict.fromkeys(chain.from_iterable(columns)))
    return [once] if once else []


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
