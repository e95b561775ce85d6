"""deep-translator's classes behind one adapter, with their faults mended here.

What deep-translator 1.11 does                        what is done about it
- requests without a deadline, on the module's        its modules are given `_Injected` in place
  `requests`                                          of `requests`: every request goes through
                                                      the wire (wire.py) of the provider asked
- statuses become classes that say little, and        the wire raises our errors from inside, which
  Retry-After is lost                                 pass through its code
- instances keep the request's state                  an instance for each thread
- an error loses the whole of translate_batch         batches of our own; what had come is kept
- LibreTranslate's text, and DeepL's text and key,    the wire is asked with a body instead: `ask`
  travel in the address                               of a provider's row
- only one text a request                             Google: lines; LibreTranslate and DeepL:
                                                      arrays, made by `ask`, read by `read`
- whatever an answer has not makes an exception       any exception of its own is a BadAnswer
  of any class
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import deep_translator
import requests
from deep_translator.exceptions import LanguageNotSupportedException

from index.translation.errors import BadAnswer, Banned, Misconfigured, ProviderError
from index.translation.limits import Limits
from index.translation.refusals import is_captcha
from index.translation.wire import Answer, Client
from search.article import Lang

Options = dict[str, Any]
CODES: dict[Lang, str] = {"ar": "ar", "en": "en"}


@dataclass(frozen=True, slots=True)
class Asking:
    """A request as deep-translator would make it."""

    method: str
    url: str
    options: Options


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider: a class of deep-translator and what has to be known about it.

    cls: its class in deep-translator; arguments: that class's keyword arguments, made from the
    key; codes: its names of our languages; ask: the request as it must be sent; read: the answer
    as the class expects it, or a ProviderError that it would overlook; many: whether several
    sentences go into one request, a line each.
    """

    name: str
    cls: str
    limits: Limits
    arguments: Callable[[str | None], Options]
    codes: Mapping[Lang, str] = field(default_factory=lambda: CODES)
    ask: Callable[[Asking, str | None], Asking] = lambda asking, _key: asking
    read: Callable[[str, Answer], Answer] = lambda _name, answer: answer
    many: bool = False


class Speaker:
    """Sends one text to one provider through deep-translator and reads the answer."""

    def __init__(self, provider: Provider, client: Client, key: str | None) -> None:
        self._provider, self._client, self._key = provider, client, key
        self._own = threading.local()
        self._class = _class_of(provider)

    def say(self, text: str, source: Lang, target: Lang) -> str | list[str | None] | None:
        """What came back: a text, or a text for each line. Raises ProviderError."""
        exchange = _Exchange(self._provider, self._client, self._key)
        name = self._provider.name
        with _asking(exchange):
            try:
                made: object = self._instance(source, target).translate(
                    text, **({"domain": "general"} if name == "qcri" else {})
                )
            except ProviderError:
                raise
            except LanguageNotSupportedException as error:
                raise Misconfigured(name, f"no {source} to {target}: {error.val!r}") from error
            except Exception as error:
                # It reads answers by subscripts and attributes: whatever it stumbles over is an
                # answer that has not the provider's form.
                raise _bad(name, exchange.page, error) from error
        if isinstance(made, list):
            return [part if isinstance(part, str) else None for part in made]
        if made is not None and not isinstance(made, str):
            raise BadAnswer(name, f"a {type(made).__name__} came back for a text")
        return made

    def _instance(self, source: Lang, target: Lang) -> Any:
        kept: dict[tuple[Lang, Lang], Any] = self._own.__dict__.setdefault("instances", {})
        if (source, target) not in kept:
            codes = self._provider.codes
            made = self._class(
                source=codes.get(source, source),
                target=codes.get(target, target),
                **self._provider.arguments(self._key),
            )
            kept[source, target] = made
        return kept[source, target]


def _bad(name: str, page: str, error: Exception) -> ProviderError:
    if is_captcha(page):
        return Banned(name, "answered with a captcha")
    return BadAnswer(name, f"not an answer of this provider's ({type(error).__name__})")


class _Exchange:
    """The requests of one call, sent the provider's way; keeps the last page for the diagnosis."""

    def __init__(self, provider: Provider, client: Client, key: str | None) -> None:
        self._provider, self._client, self._key = provider, client, key
        self.page = ""

    def send(self, asking: Asking) -> Answer:
        asking = self._provider.ask(asking, self._key)
        answer = self._client.request(asking.method, asking.url, **asking.options)
        self.page = answer.text
        return self._provider.read(self._provider.name, answer)


_exchange: ContextVar[_Exchange | None] = ContextVar("exchange", default=None)


@contextmanager
def _asking(exchange: _Exchange) -> Iterator[None]:
    token = _exchange.set(exchange)
    try:
        yield
    finally:
        _exchange.reset(token)


class _Injected:
    """Stands for `requests` in deep-translator's modules: as it is, except within a Speaker."""

    def get(self, url: str, **options: Any) -> Any:
        return self._request("GET", url, options)

    def post(self, url: str, **options: Any) -> Any:
        return self._request("POST", url, options)

    def _request(self, method: str, url: str, options: Options) -> Any:
        exchange = _exchange.get()
        if exchange is None:
            return requests.request(method, url, **options)  # noqa: S113  # another user's own
        return exchange.send(Asking(method, url, options))

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)


def _class_of(provider: Provider) -> Any:
    """The provider's class, its module's `requests` replaced."""
    found = getattr(deep_translator, provider.cls)
    module: Any = sys.modules[found.__module__]
    if not isinstance(module.requests, _Injected):
        module.requests = _Injected()
    return found
