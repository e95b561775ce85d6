"""One request, from sentences to what may be kept of the answer. Runs in a thread of its own and
touches neither the archive nor anything of another request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.translation import Translator
from index.translation.errors import BadAnswer, InputRejected, ProviderError
from index.translation.gate import judge
from index.translation.glossary import Glossary
from search.article import Lang

WHOLLY_BAD = 3
"""An answer of so many sentences, none of which passes the gate, is a fault of the provider."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a sentence: a text that may be kept with its quality, else why not."""

    text: str | None
    reason: str | None = None
    quality: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request. fates: one a sentence, None where there was no answer for it;
    answered: whether anything was."""

    fates: tuple[Fate | None, ...]
    answered: bool
    fault: ProviderError | None


def ask(
    translator: Translator,
    glossary: Glossary,
    sentences: Sequence[str],
    source: Lang,
    target: Lang,
    fresh: bool,
) -> Answer:
    """Ask for these sentences, judge what comes, and force the glossary's terms.

    fresh: none of them was refused before; of others a further refusal says nothing about the
    provider.
    """
    given, fault = _translate(translator, sentences, source, target)
    if isinstance(fault, InputRejected) and len(sentences) == 1:
        return Answer((Fate(None, "rejected"),), False, fault)
    come = [place for place, text in enumerate(given) if text is not None or fault is None]
    fates: list[Fate | None] = [None] * len(sentences)
    for place in come:
        fates[place] = _judged(sentences[place], given[place], source, target)
    nothing = len(come) >= WHOLLY_BAD and not any(fate and fate.text for fate in fates)
    if fault is None and fresh and nothing:
        fault = BadAnswer(translator.name, "nothing in its answer is a translation")
    if fault is None and source == "ar":
        _force(translator, glossary, sentences, fates)
    return Answer(tuple(fates), bool(come), fault)


def _translate(
    translator: Translator, sentences: Sequence[str], source: Lang, target: Lang
) -> tuple[Sequence[str | None], ProviderError | None]:
    """What came, one a sentence, and the fault that ended it."""
    try:
        given = translator.translate(sentences, source, target)
    except ProviderError as error:
        done = (*error.done, *[None] * len(sentences))[: len(sentences)]
        return done, error
    if len(given) != len(sentences):
        fault = BadAnswer(translator.name, f"{len(given)} translations of {len(sentences)}")
        return [None] * len(sentences), fault
    return given, None


def _judged(sentence: str, text: str | None, source: Lang, target: Lang) -> Fate:
    verdict = judge(sentence, text, source, target)
    if verdict.reason is not None:
        return Fate(None, verdict.reason)
    return Fate(verdict.text, None, verdict.quality)


def _force(
    translator: Translator,
    glossary: Glossary,
    sentences: Sequence[str],
    fates: list[Fate | None],
) -> None:
    """Bring the glossary's English into the translations."""
    lacking: list[int] = []
    for place, fate in enumerate(fates):
        if fate is not None and fate.text is not None:
            text, whole = glossary.applied(sentences[place], fate.text)
            fates[place] = Fate(text, None, fate.quality)
            if not whole:
                lacking.append(place)
    if not lacking:
        return
    changed = [glossary.put_in_place(sentences[place]) for place in lacking]
    again, _ = _translate(translator, changed, "ar", "en")
    for place, given in zip(lacking, again, strict=True):
        if given is None:
            continue
        fate = _judged(sentences[place], given, "ar", "en")
        if fate.text is not None and glossary.applied(sentences[place], fate.text)[1]:
            fates[place] = fate
