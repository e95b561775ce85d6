"""Archives, sentences and a worker, in this process, that asks the provider on loopback."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from index.archive import Archive
from index.commands.translating import translate_missing
from index.draft import Draft, Sentence
from index.translation import chain_of
from index.translation.gate import judge
from index.translation.work.worker import Tally
from search.settings import Settings, load_settings
from tests.translation.provider_server import ProviderServer, english_of

LETTERS = "ابتثجحخدرزسشصطعفقكلمنهوي"

Translate = Callable[..., Tally]
Add = Callable[..., list[int]]


def sentences(count: int, seed: int = 1) -> list[str]:
    """So many different sentences of six made-up words and a number, whose English by the
    provider on loopback passes the gate."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(LETTERS, k=5)) for _ in range(2_000)]
    made: list[str] = []
    while len(made) < count:
        line = f"{' '.join(chance.sample(words, 6))} {seed}{len(made):05}."
        if judge(line, english_of(line), "ar", "en").reason is None:
            made.append(line)
    return made


@pytest.fixture
def settings(tmp_path: Path, provider_server: ProviderServer) -> Settings:
    return load_settings(
        home=tmp_path / "home",
        translator="libretranslate",
        libretranslate_url=provider_server.url,
        translate_rate=0,
        provider_timeout=0.6,
    )


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    with Archive.open(settings.archive_url) as opened:
        yield opened


@pytest.fixture
def add(archive: Archive) -> Add:
    """add([sentence, …], [sentence, …]) stores an article of each list; their seqs."""

    def store(*texts: list[str], **values: Any) -> list[int]:
        drafts = []
        for number, lines in enumerate(texts):
            cut, start = [], 0
            for line in lines:
                cut.append(Sentence(start, start + len(line), 0))
                start += len(line) + 1
            given = {"lang": "ar", "title": "", "title_other": None} | values
            name = f"{number}-{lines[0]}"
            drafts.append(Draft(name, "\n".join(lines), sentences=tuple(cut), **given))
        return [outcome.seq for outcome in archive.add(drafts)]

    return store


@pytest.fixture
def translate(archive: Archive, settings: Settings) -> Translate:
    """translate() runs a worker to its end; settings and options of translate_missing go in."""

    def run(stop: Event | None = None, patience: float | None = 20.0, **options: Any) -> Tally:
        own = {name: options.pop(name) for name in list(options) if name in Settings.model_fields}
        used = settings.model_copy(update=own)
        return translate_missing(
            archive,
            used,
            chain_of(used),
            stop or Event(),
            options.pop("report", lambda _tally: None),
            patience,
            **options,
        )

    return run


@pytest.fixture
def english(archive: Archive) -> Callable[[int], list[str | None]]:
    """The other side of an article's segments."""

    def sides(seq: int) -> list[str | None]:
        (article,) = archive.articles([seq])
        return [s.en if article.lang == "ar" else s.ar for s in article.segments]

    return sides
