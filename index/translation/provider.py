"""A provider as a Translator: sentences in, a translation for each out, as few requests as fit."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.translation import Usage
from index.translation.deep import Provider, Speaker
from index.translation.errors import BadAnswer, InputRejected, ProviderError
from index.translation.in_step import in_step
from index.translation.limits import Limits, batches
from index.translation.plain import as_it_is, has_letters, one_line
from index.translation.wire import Client, Deadlines
from search.article import Lang

_DISORDERS = 3
"""After so many batches in a row that came back merged, one sentence is asked at a time: a provider
that joins lines would be paid twice for each."""

_CLAUSE = re.compile(r"(?<=[؛،;,])\s+")


class ProviderTranslator:
    """One of deep-translator's providers (index.translation.Translator).

    key: as the provider gave it; address: put in place of its own scheme and host.
    """

    def __init__(
        self,
        provider: Provider,
        *,
        key: str | None = None,
        address: str | None = None,
        deadlines: Deadlines | None = None,
    ) -> None:
        client = Client(provider.name, deadlines or Deadlines(), address, key is not None)
        self._speaker = Speaker(provider, client, key)
        self._provider = provider
        self._usage = Usage()
        self._disorders = 0
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._provider.name

    @property
    def limits(self) -> Limits:
        limits = self._provider.limits
        return limits if self._disorders < _DISORDERS else replace(limits, sentences=1)

    @property
    def usage(self) -> Usage:
        return self._usage

    def translate(self, sentences: Sequence[str], source: Lang, target: Lang) -> list[str | None]:
        texts = [one_line(sentence) for sentence in sentences]
        call = _Call(self, source, target)
        parts = {text: list(pieces(text, self.limits)) for text in texts if has_letters(text)}
        wanted = list(dict.fromkeys(part for some in parts.values() for part in some))
        try:
            call.run(wanted)
        except ProviderError as error:
            made = [call.whole(text, parts) for text in texts]
            error.done = tuple(made) if call.made else ()
            raise
        return [call.whole(text, parts) for text in texts]

    def came(self, in_order: bool) -> None:
        """A batch came back, one for one or not."""
        with self._lock:
            if self._disorders < _DISORDERS:
                self._disorders = 0 if in_order else self._disorders + 1

    def say(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> str | list[str | None] | None:
        """One request, counted when it is answered."""
        answer = self._speaker.say("\n".join(texts), source, target)
        with self._lock:
            self._usage = replace(
                self._usage,
                requests=self._usage.requests + 1,
                sentences=self._usage.sentences + len(texts),
                characters=self._usage.characters + sum(map(len, texts)),
            )
        return answer


class _Call:
    """What one call of translate has so far."""

    def __init__(self, translator: ProviderTranslator, source: Lang, target: Lang) -> None:
        self._translator, self._source, self._target = translator, source, target
        self.made: dict[str, str | None] = {}

    def run(self, texts: Sequence[str]) -> None:
        """Translate them all. Raises ProviderError."""
        rejected: InputRejected | None = None
        for run in batches(texts, self._translator.limits):
            try:
                self._request(texts[run.start : run.stop])
            except InputRejected as error:
                rejected = error
        if rejected is not None and not any(self.made.values()):
            raise rejected

    def whole(self, text: str, parts: dict[str, list[str]]) -> str | None:
        """The translation of a text from its parts; of one without letters, itself."""
        if text not in parts:
            return as_it_is(text, self._target)
        made = [self.made.get(part) for part in parts[text]]
        return " ".join(filter(None, made)) if all(made) else None

    def _request(self, texts: Sequence[str]) -> None:
        """One request, or as many as it takes where it is refused or comes back in disorder."""
        try:
            answer = self._translator.say(texts, self._source, self._target)
        except InputRejected:
            if len(texts) == 1:
                self.made[texts[0]] = None
                raise
            self._halves(texts)
            return
        lines = self._lines(answer, texts)
        if len(texts) > 1:
            self._translator.came(lines is not None)
        if lines is not None:
            self.made |= dict(zip(texts, lines, strict=True))
        elif len(texts) == 1:
            raise BadAnswer(self._translator.name, "several texts came back for one")
        else:  # merged, lost or shifted: nobody can tell which is whose
            for text in texts:
                self._one(text)

    def _halves(self, texts: Sequence[str]) -> None:
        """What was refused as a batch may be taken in smaller ones; refused, it cost nothing."""
        middle = len(texts) // 2
        for half in (texts[:middle], texts[middle:]):
            self._quietly(half)

    def _one(self, text: str) -> None:
        self._quietly([text])

    def _quietly(self, texts: Sequence[str]) -> None:
        try:
            self._request(texts)
        except InputRejected:
            return  # marked as without a translation; the others go on

    def _lines(
        self, answer: str | list[str | None] | None, texts: Sequence[str]
    ) -> Sequence[str | None] | None:
        """The translations of these texts, or None where they are not one for each."""
        if len(texts) == 1 and not isinstance(answer, list):
            return [" ".join(answer.split()) if answer else None]
        given = answer.split("\n") if isinstance(answer, str) else answer or ()
        lines = [(line or "").strip() for line in given]
        if len(lines) != len(texts):
            return None
        if isinstance(answer, list) and not all(lines):  # an array keeps each in its place
            return [line or None for line in lines]
        return lines if all(lines) and in_step(texts, lines) else None


def pieces(text: str, limits: Limits) -> Iterator[str]:
    """A sentence that no request can take, cut at commas, else at blanks, else anywhere."""
    if limits.fits(text):
        yield text
        return
    kept = ""
    for clause in _CLAUSE.split(text):
        for part in _fitting(clause, limits):
            joined = f"{kept} {part}" if kept else part
            if limits.fits(joined):
                kept = joined
                continue
            yield kept
            kept = part
    yield kept


def _fitting(clause: str, limits: Limits) -> Iterator[str]:
    if limits.fits(clause):
        yield clause
        return
    words = clause.split(" ")
    middle = len(words) // 2
    if middle:
        yield from _fitting(" ".join(words[:middle]), limits)
        yield from _fitting(" ".join(words[middle:]), limits)
    else:
        half = len(clause) // 2
        yield from _fitting(clause[:half], limits)
        yield from _fitting(clause[half:], limits)
