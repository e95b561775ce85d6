"""The feeds that a page names (RSS, Atom, JSON Feed autodiscovery)."""

from __future__ import annotations

from dataclasses import dataclass

from index.fetching.addresses import address_of
from index.fetching.errors import BadAddress
from index.pages.tree import load
from search.errors import BadArticle

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_MOST = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed by its address, as the page calls it."""

    url: str
    title: str


def feeds_of(page: str, base: str) -> list[Offer]:
    """The feeds of a page's characters, in its order, each once."""
    try:
        root = load(page)
    except BadArticle:
        return []
    found: dict[str, Offer] = {}
    for link in root.iter("link"):
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        if "alternate" not in (link.get("rel") or "").lower().split() or kind not in _TYPES:
            continue
        try:
            url = address_of(link.get("href") or "", base).url
        except BadAddress:
            continue
        found.setdefault(url, Offer(url, " ".join((link.get("title") or "").split())))
    return list(found.values())[:_MOST]


def offered(offers: list[Offer]) -> str:
    """The feeds as a message names them."""
    return ", ".join(f"{each.url} ({each.title})" if each.title else each.url for each in offers)
