"""Translation on this machine, by the models that Firefox uses, through fxtranslate.

A model is a folder of files in the models' folder, named by its languages: `ar-en` with
`model.*.bin`, `vocab.*.spm` (or `srcvocab.*` and `trgvocab.*`) and, where there is one,
`lex.*.bin`.
It is fetched on the user's order only, or copied there. No text leaves the machine.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from fxtranslate import Translator as Engine
from fxtranslate import discovery

from index.translation import Usage
from index.translation.errors import BadAnswer, Misconfigured, ProviderError
from index.translation.limits import Limits
from index.translation.plain import as_it_is, has_letters, one_line
from search.article import Lang
from search.errors import SettingsError, Unavailable

NAME = "offline"
Direction = Literal["ar-en", "en-ar"]
DIRECTIONS: tuple[Direction, ...] = ("ar-en", "en-ar")


class OfflineTranslator:
    """The models of a folder as a Translator (index.translation). Each is loaded when it is first
    wanted (some 40 MB); one sentence at a time goes through it.

    A sentence in the engine cannot be interrupted; one of 600 characters takes about a second.
    """

    name = NAME
    limits = Limits(size=20_000, characters=8_000, sentences=16)

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._engines: dict[str, Engine] = {}
        self._usage = Usage()

    @property
    def usage(self) -> Usage:
        return self._usage

    def translate(self, sentences: Sequence[str], source: Lang, target: Lang) -> list[str | None]:
        made: list[str | None] = []
        try:
            for sentence in sentences:
                # One by one, so that what came before a fault is kept.
                made.append(self._one(one_line(sentence), source, target))  # noqa: PERF401
        except ProviderError as error:
            error.done = (*made, *[None] * (len(sentences) - len(made))) if made else ()
            raise
        return made

    def _one(self, text: str, source: Lang, target: Lang) -> str | None:
        if not has_letters(text):
            return as_it_is(text, target)
        with self._lock:
            engine = self._engine(f"{source}-{target}")
            used = self._usage
            self._usage = replace(
                used,
                requests=used.requests + 1,
                sentences=used.sentences + 1,
                characters=used.characters + len(text),
            )
            try:
                # Not `translate`, which cuts what is longer than the model's window, silently.
                return engine.translate_long(text) or None
            except ValueError as error:
                raise BadAnswer(NAME, str(error)) from error

    def _engine(self, direction: str) -> Engine:
        if direction not in self._engines:
            self._engines[direction] = _loaded(self._folder / direction)
        return self._engines[direction]


def check(folder: Path) -> None:
    """Raises SettingsError, which says what would be fetched, where no model is in the folder."""
    if not any(_files(folder / direction, "model.*.bin") for direction in DIRECTIONS):
        raise SettingsError(f"offline: there is no model in {folder}. {wanted('ar-en', folder)}")


def wanted(direction: Direction, folder: Path) -> str:
    """What fetching a model means, for the user: from where, how much, where to."""
    return (
        f"--fetch-models downloads {direction} once, some 40 MB, {_from_to(direction, folder)};"
        " or copy a model's files there"
    )


def _from_to(direction: Direction, folder: Path) -> str:
    listed = discovery.records_url()
    return f"from Mozilla's servers ({listed} lists it) into {folder / direction}"


def fetch(direction: Direction, folder: Path, say: Callable[[str], None]) -> None:
    """Download a model, checked against its digest, unless it is there; `say` is told what comes
    from where before it does. Raises Unavailable.

    The library's own download, which has no deadline: only on the user's order.
    """
    if _files(folder / direction, "model.*.bin"):
        return
    say(f"downloading the {direction} model, some 40 MB, {_from_to(direction, folder)}")
    source, _, target = direction.partition("-")
    try:
        discovery.add_models(source, target, cache_dir=str(folder), progress=True)
    except (ValueError, OSError) as error:
        raise Unavailable(f"offline: the {direction} model could not be fetched: {error}") from None


def _loaded(folder: Path) -> Engine:
    """The engine of a model's files. Raises Misconfigured naming what is missing or broken."""
    model = _read(folder, "model.*.bin")
    shared = _files(folder, "vocab.*.spm")
    source = _read(folder, "vocab.*.spm" if shared else "srcvocab.*.spm")
    target = source if shared else _read(folder, "trgvocab.*.spm")
    shortlist = _files(folder, "lex.*.bin")
    try:
        return Engine(model, source, target, shortlist[0].read_bytes() if shortlist else None)
    except ValueError as error:
        raise Misconfigured(NAME, f"the model in {folder} cannot be read: {error}") from error


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))


def _read(folder: Path, pattern: str) -> bytes:
    found = _files(folder, pattern)
    if not found:
        raise Misconfigured(NAME, f"there is no {pattern} in {folder}")
    try:
        return found[0].read_bytes()
    except OSError as error:
        raise Misconfigured(NAME, str(error)) from error
