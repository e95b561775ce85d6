"""Sitemaps: the pages of a site, and sitemaps of sitemaps. Source: sitemaps.org, protocol 0.9, and
Google's news extension, whose title and date say what a page is before it is read."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from index.dates import published_date
from index.readers.markup import name_of, tree_of
from index.values import is_web_address
from search.dates import period
from search.errors import BadArticle

ENTRIES = 50_000
"""Of one sitemap, as the protocol allows it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page, or a further sitemap. changed: as stated; published, title, outlet: of news."""

    url: str
    changed: str | None = None
    published: str | None = None
    title: str = ""
    outlet: str | None = None

    @property
    def newest(self) -> int:
        """The second it is of, for an order; before all others where it states none."""
        stated = self.published or self.changed
        return period(stated).start if stated else -1


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The newest first, in the sitemap's order where they are as new."""

    pages: tuple[Listed, ...]
    sitemaps: tuple[Listed, ...]


def parse_sitemap(text: str) -> Sitemap:
    """A decoded sitemap. Raises BadArticle."""
    root = tree_of(text)
    if name_of(root) not in ("urlset", "sitemapindex"):
        raise BadArticle("it is no sitemap")
    found: dict[str, list[Listed]] = {"url": [], "sitemap": []}
    for element in root[:ENTRIES]:
        kind = name_of(element) if isinstance(element.tag, str) else ""
        listed = _listed(element) if kind in found else None
        if listed is not None:
            found[kind].append(listed)
    ordered = {
        kind: tuple(sorted(each, key=lambda one: one.newest, reverse=True))
        for kind, each in found.items()
    }
    return Sitemap(ordered["url"], ordered["sitemap"])


def _listed(element: etree._Element) -> Listed | None:
    said: dict[str, str] = {}
    for inner in element.iter():
        if isinstance(inner.tag, str) and inner.text and inner.text.strip():
            said.setdefault(name_of(inner), " ".join(inner.text.split()))
    url = said.get("loc", "")
    if not is_web_address(url):
        return None
    return Listed(
        url,
        published_date(said.get("lastmod", "")),
        published_date(said.get("publication_date", "")),
        said.get("title", ""),
        said.get("name"),
    )
