"""How a sentence gets its other language: the memory first, then the translator, if one is named.

A provider is one class with this protocol and one line in TRANSLATORS.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from search.article import Lang
from search.errors import SettingsError
from search.settings import Settings


class Translator(Protocol):
    """Who translates sentences the memory does not have."""

    @property
    def name(self) -> str:
        """The engine's name, as `translation.engine` shows it."""
        ...

    def translate(self, sentences: Sequence[str], source: Lang, target: Lang) -> list[str | None]:
        """One translation a sentence, in order; None where it gave none.

        Raises Unavailable where the provider does not answer.
        """
        ...


class NoTranslator:
    """The default: nobody is asked, and no text leaves the machine."""

    name = "none"

    def translate(self, sentences: Sequence[str], source: Lang, target: Lang) -> list[str | None]:
        del source, target
        return [None] * len(sentences)


TRANSLATORS: dict[str, Callable[[Settings], Translator]] = {
    "none": lambda _settings: NoTranslator(),
}


def translator_of(settings: Settings) -> Translator:
    """The translator the settings name. Raises SettingsError naming those there are."""
    make = TRANSLATORS.get(settings.translator)
    if make is None:
        known = ", ".join(sorted(TRANSLATORS))
        raise SettingsError(
            f"FIHRIST_TRANSLATOR: there is no translator {settings.translator!r}; known: {known}"
        )
    return make(settings)
