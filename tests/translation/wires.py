"""The wire formats of four providers, as a server sees them: what is asked, how it is answered.

Sources: the page that deep-translator reads (translate.google.com/m), the API documentation of
LibreTranslate, of DeepL (v2) and of MyMemory.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

PAGE = (
    "<!DOCTYPE html><html><head><title>Google Translate</title><style>{style}</style></head><body>"
    '<div class="root-container"><form action="/m"><input name="q"></form>'
    '<div class="result-container">{text}</div>'
    '<div class="links-container"><ul><li><a href="https://www.google.com">Home</a></li></ul>'
    "</div></div></body></html>"
)
STYLE = ".result-container{font-size:24px}" * 200  # the real page carries some 6 kB of style


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its address, where its parameters came from, and the sentences in it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    sentences: list[str] = field(default_factory=list)
    languages: tuple[str, str] = ("", "")

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def parameters(self) -> dict[str, Any]:
        """Of the address and of the body; one value as itself, several as a list."""
        found: dict[str, Any] = dict(parse_qs(urlsplit(self.target).query))
        if "json" in self.headers.get("content-type", ""):
            found |= orjson.loads(self.body)
        else:
            found |= parse_qs(self.body.decode("utf-8"))
        return found

    def one(self, name: str) -> str:
        value = self.parameters.get(name, "")
        return str(value[0]) if isinstance(value, list) else str(value)

    def many(self, name: str) -> list[str]:
        value = self.parameters.get(name, [])
        return [str(part) for part in value] if isinstance(value, list) else [str(value)]


@dataclass(frozen=True, slots=True)
class Wire:
    """One provider's format: `read` gives sentences and languages, `write` type and body.

    A request is refused (status 400, as an address too long is by Google) where `size`, of the
    address or of the text in bytes, is over `limit`.
    """

    read: Callable[[Request], tuple[list[str], str, str]]
    write: Callable[[Request, Sequence[str]], tuple[str, bytes]]
    size: Callable[[Request], int]
    limit: int


def _page(_request: Request, texts: Sequence[str]) -> tuple[str, bytes]:
    page = PAGE.format(style=STYLE, text=html.escape("\n".join(texts)))
    return "text/html; charset=UTF-8", page.encode("utf-8")


def _json(value: object) -> tuple[str, bytes]:
    return "application/json", orjson.dumps(value)


def _libre(request: Request, texts: Sequence[str]) -> tuple[str, bytes]:
    array = isinstance(request.parameters.get("q"), list) and request.body.startswith(b"{")
    return _json({"translatedText": list(texts) if array else "\n".join(texts)})


def _deepl(_request: Request, texts: Sequence[str]) -> tuple[str, bytes]:
    made = [{"detected_source_language": "AR", "text": text} for text in texts]
    return _json({"translations": made})


def _mymemory(_request: Request, texts: Sequence[str]) -> tuple[str, bytes]:
    best = {"translatedText": texts[0], "match": 0.85}
    matches = [{"translation": texts[0], "match": 0.85, "created-by": "MT!"}]
    return _json({"responseData": best, "responseStatus": 200, "matches": matches})


def _pair(request: Request) -> tuple[str, str]:
    source, _, target = request.one("langpair").partition("|")
    return source, target


WIRES: dict[str, Wire] = {
    "/m": Wire(
        lambda r: (r.one("q").split("\n"), r.one("sl"), r.one("tl")),
        _page,
        lambda r: len(r.target),
        16_384,
    ),
    "/translate": Wire(
        lambda r: (r.many("q"), r.one("source"), r.one("target")),
        _libre,
        lambda r: sum(map(len, r.many("q"))),
        10_000,
    ),
    "/v2/translate": Wire(
        lambda r: (r.many("text"), r.one("source_lang"), r.one("target_lang")),
        _deepl,
        lambda r: len(r.body),
        128 * 1024,
    ),
    "/get": Wire(
        lambda r: ([r.one("q")], *_pair(r)),
        _mymemory,
        lambda r: len(r.one("q").encode("utf-8")),
        500,
    ),
}
