"""How a sentence gets its other language: the memory first, then the translators, in order.

`FIHRIST_TRANSLATOR` is a chain, `google,offline`: what one does not give is asked of the next.
Each link is a Translator, which knows its provider's wire and limits and nothing of storage.
What it gives passes the gate (gate.py) before it is kept; who asks when, how often and how long
it waits is the worker's to say, from the errors (errors.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.translation.limits import Limits
from search.article import Lang
from search.settings import Settings

NONE = "none"


@dataclass(frozen=True, slots=True)
class Usage:
    """What a translator's provider has answered since it was made, repeats included."""

    requests: int = 0
    sentences: int = 0
    characters: int = 0  # of the sentences as sent, which is what providers charge for


class Translator(Protocol):
    """Who translates sentences the memory does not have. May be used by many threads at once."""

    @property
    def name(self) -> str:
        """The engine's name, as `translation.engine` shows it."""
        ...

    @property
    def limits(self) -> Limits:
        """What one request takes: `batches` cuts by it, so that a call is one request."""
        ...

    @property
    def usage(self) -> Usage:
        """What was answered so far; never less than before."""
        ...

    def translate(self, sentences: Sequence[str], source: Lang, target: Lang) -> list[str | None]:
        """One translation a sentence, in order, as the provider gave it; None where it gave none.

        A list that does not fit into one request is sent in several. Returns or raises within the
        translator's deadline for each request, whatever the provider does. Raises ProviderError,
        whose `done` holds what had come before.
        """
        ...


class NoTranslator:
    """The default: nobody is asked, and no text leaves the machine."""

    name = NONE
    limits = Limits(size=1_000_000, characters=1_000_000, sentences=1_000)
    usage = Usage()

    def translate(self, sentences: Sequence[str], source: Lang, target: Lang) -> list[str | None]:
        del source, target
        return [None] * len(sentences)


def chain_of(settings: Settings) -> tuple[Translator, ...]:
    """The translators the settings name, in the order in which they are asked.

    Raises SettingsError naming those there are, or the setting that is missing.
    """
    if settings.translator == NONE:
        return (NoTranslator(),)
    # Here, because the providers' library takes 0.13 s to import: only who names one waits.
    from index.translation.chain import make_chain

    return make_chain(settings)


def translator_of(settings: Settings) -> Translator:
    """The first of the chain. Raises SettingsError as chain_of does."""
    return chain_of(settings)[0]


def fetch_models(settings: Settings, say: Callable[[str], None]) -> None:
    """Download the model that the offline translator lacks, after saying from where and where to.

    Raises SettingsError where the chain has no offline translator or it is not installed,
    Unavailable where the download fails.
    """
    from index.translation.chain import fetch_offline  # as above

    fetch_offline(settings, say)
