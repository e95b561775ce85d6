"""Pairs into the memory and out of it, a thousand at a time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice

from index.archive import Archive
from index.translation.exchange.keys import KeySet
from index.translation.exchange.pair import Pair, Unusable
from index.translation.gate import judge
from index.translation.memory import PEOPLE, Entry, key
from index.values import translated
from search.errors import BadArticle

_BATCH = 1_000
_NAME = 40  # characters of an engine's name
_SHOWN = 20  # faults that are kept to be shown


@dataclass(slots=True)
class Import:
    """What became of a file's pairs. refused: machine translations by the gate's reason;
    articles: that hold a sentence of it; faults: the first of what could not be used."""

    kept: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    unusable: int = 0
    articles: int = 0
    faults: list[Unusable] = field(default_factory=list)


def bring(archive: Archive, found: Iterable[Pair | Unusable], engine: str | None = None) -> Import:
    """Keep pairs in the memory and mark the articles that hold them.

    engine: whose translations they are, whatever the file says; else as it says, else people's.
    A machine's must pass the gate; people's are taken as they are.
    """
    made = Import()
    pairs = iter(found)
    with closing(KeySet()) as keys:
        try:
            while some := list(islice(pairs, _BATCH)):
                entries = [entry for one in some for entry in _entries(one, engine, made)]
                archive.pairs.bring(entries)
                keys.add(entry.key for entry in entries)
        finally:  # a file that breaks off has brought what came before
            made.articles = archive.mark_holding(keys)
    return made


def _entries(one: Pair | Unusable, engine: str | None, made: Import) -> Iterator[Entry]:
    if isinstance(one, Unusable):
        made.unusable += 1
        if len(made.faults) < _SHOWN:
            made.faults.append(one)
        return
    by = engine or one.engine or PEOPLE
    if len(by) > _NAME:
        raise BadArticle(f"the translator's name {by!r} is longer than {_NAME} characters")
    at = int(time.time()) if one.at is None else one.at
    for direction in one.directions:
        source, text = (one.ar, one.en) if direction == "ar-en" else (one.en, one.ar)
        kept = Entry(key(source, direction), by, translated(text), at, one.quality, source)
        reason = _refusal(source, text, direction == "ar-en", by, bool(kept.text))
        if reason is None:
            made.kept += 1
            yield kept
        else:
            made.refused[reason] = made.refused.get(reason, 0) + 1


def _refusal(source: str, text: str, to_english: bool, engine: str, anything: bool) -> str | None:
    if not source.strip() or not anything:
        return "empty"
    if engine == PEOPLE:
        return None
    return judge(source, text, *(("ar", "en") if to_english else ("en", "ar"))).reason


def take_out(archive: Archive, engine: str | None = None) -> Iterator[Pair]:
    """Every pair of the memory whose sentence is known: those that were brought, and those of
    articles that are held. engine: only these."""
    for entry in archive.pairs.brought(engine):
        yield from _pairs(entry, entry.source or "")
    with closing(KeySet()) as seen:
        for texts in archive.pairs.sentences(500):
            fresh = {one: text for one, text in texts.items() if one not in seen}
            seen.add(fresh)
            for entry in archive.pairs.of_articles(fresh, engine):
                yield from _pairs(entry, fresh[entry.key])


def _pairs(entry: Entry, source: str) -> Iterator[Pair]:
    # The direction is in the key alone.
    if entry.key == key(source, "ar-en"):
        yield Pair(source, entry.text, ("ar-en",), entry.engine, entry.at, entry.quality)
    else:
        yield Pair(entry.text, source, ("en-ar",), entry.engine, entry.at, entry.quality)
