"""Addresses on a page: each is the present one with something changed."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode

from werkzeug.datastructures import MultiDict

_STATIC = Path(__file__).parent / "static"
_CARRIED = 500  # characters of a query that links to articles repeat, ten times a page
_MATCHING = ("q", "lang", "match", "filter", "from", "to", "names")
_KNOWN = {
    "/api/v1/search": (*_MATCHING, "sort", "limit"),
    "/api/v1/export": _MATCHING,
}
_OUTWARD = re.compile(r"https?://[^/\s\[][^\s]*", re.IGNORECASE)


class Links:
    """Addresses made from the query parameters of a request (empty ones are left out), under the
    path `root` where a proxy serves the site there."""

    def __init__(self, args: MultiDict[str, str], root: str = "") -> None:
        self._root = root
        self._args = [(name, value) for name, value in args.items(multi=True) if value]
        self._with_filter: str | None = None
        self._of_article = self._address("", self._words() + self._language())

    def search(self, **changes: str | None) -> str:
        """The search with parameters set, or left out where None; a change leads to page one."""
        kept = [(n, v) for n, v in self._args if n not in changes and n != "cursor"]
        return self._address(
            "/search", kept + [(n, v) for n, v in changes.items() if v is not None]
        )

    def with_filter(self, field: str, value: str) -> str:
        if ("filter", f"{field}:{value}") in self._args:
            return self.search()
        if self._with_filter is None:  # the same for each of a page's tens of facet values
            kept = [(n, v) for n, v in self._args if n != "cursor"]
            self._with_filter = self._address("/search", [*kept, ("filter", "")])
        return self._with_filter + quote_plus(f"{field}:{value}")

    def without_filter(self, field: str, value: str) -> str:
        gone = ("filter", f"{field}:{value}")
        return self._address("/search", [p for p in self._args if p != gone and p[0] != "cursor"])

    def elsewhere(self, path: str, **changes: str | None) -> str:
        """The same search at another address: a feed, the API. Parameters that it does not take
        are left out there; see `_KNOWN`."""
        known = _KNOWN.get(path)
        dropped = {"cursor", *changes}
        kept = [(n, v) for n, v in self._args if n not in dropped and (not known or n in known)]
        return self._address(path, kept + [(n, v) for n, v in changes.items() if v is not None])

    def unfiltered(self) -> str:
        """The same words with no filter and no dates."""
        dropped = ("filter", "from", "to", "cursor")
        return self._address("/search", [(n, v) for n, v in self._args if n not in dropped])

    def fresh(self, q: str) -> str:
        """A search for other words, with nothing else of this one."""
        return self._address("/search", [("q", q), *self._language()])

    def help(self) -> str:
        return self._address("/help", self._language())

    def embed(self) -> str:
        """The page that writes the snippet of a box for this very search."""
        named = {"lang": "words"}  # that page's own lang is the box's language
        kept = [(named.get(n, n), v) for n, v in self._args if n in ("hl", "sort", *_MATCHING)]
        return self._address("/embed", kept)

    def home(self) -> str:
        return self._address("/", self._language())

    def article(self, article_id: str) -> str:
        """An article, with the words that found it: they are marked there too."""
        return f"{self._root}/article/{quote(article_id)}{self._of_article}"

    def in_language(self, path: str, language: str) -> str:
        """This very page with the interface in another language."""
        return self._address(
            quote(path), [(n, v) for n, v in self._args if n != "hl"] + [("hl", language)]
        )

    def hidden(self) -> list[tuple[str, str]]:
        """What the search form keeps when new words are sent."""
        return [(n, v) for n, v in self._args if n not in ("q", "cursor")]

    def _words(self) -> list[tuple[str, str]]:
        words = [(n, v) for n, v in self._args if n in ("q", "lang")]
        return words if all(len(v) <= _CARRIED for _, v in words) else []

    def _language(self) -> list[tuple[str, str]]:
        return [(n, v) for n, v in self._args if n == "hl"]

    def _address(self, path: str, args: list[tuple[str, str]]) -> str:
        root = self._root if path else ""
        return f"{root}{path}?{urlencode(args)}" if args else f"{root}{path}"


def outward(url: str | None) -> str | None:
    """The address if a browser may follow it (http, https), else None: never javascript:."""
    return url if url is not None and _OUTWARD.fullmatch(url) else None


@cache
def asset(name: str) -> str:
    """A static file's address with its content's hash, so that it may be cached for good."""
    digest = hashlib.blake2b((_STATIC / name).read_bytes(), digest_size=6).hexdigest()
    return f"/static/{name}?v={digest}"
