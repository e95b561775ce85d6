"""What a page states to machines: JSON-LD, OpenGraph, Dublin Core, canonical address.

Source: schema.org Article and its kinds, ogp.me, the names that Arabic sites' systems write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from index.dates import published_date
from index.pages.tree import Element, text_of
from index.values import is_web_address, site_of

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")
_DEPTH = 12
_CONTROL = re.compile(r"[\x00-\x1f]")
_DATES = (
    *("article:published_time", "og:article:published_time", "og:published_time", "datepublished"),
    *("publishdate", "publish-date", "publish_date", "pubdate", "dc.date.issued", "dc.date"),
    *("dc.date.created", "dcterms.created", "dcterms.issued", "parsely-pub-date", "sailthru.date"),
    *("article.published", "published-date", "cxenseparse:recs:publishtime", "date"),
)


@dataclass(slots=True)
class Stated:
    """Fields a page states; None where it does not. body: the text of its JSON-LD."""

    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    category: str | None = None
    published: str | None = None
    url: str | None = None
    body: str | None = None


def stated(root: Element, address: str | None, reference: datetime | None) -> Stated:
    """What a page states. address: where it came from, to complete relative addresses."""
    record = _article_record(root)
    named = _meta(root)

    def first(*values: object) -> str | None:
        found = (" ".join(value.split()) for value in values if isinstance(value, str))
        return next(filter(None, found), None)

    dates = (record.get("datePublished"), *(named.get(name) for name in _DATES), _itemprop(root))
    read = (published_date(value, reference) for value in dates if isinstance(value, str))
    body = record.get("articleBody")
    return Stated(
        title=first(record.get("headline"), named.get("og:title"), named.get("twitter:title")),
        author=first(
            _name(record.get("author")),
            *map(_name, (named.get("author"), named.get("dc.creator"))),
            _named_by(root, "author"),
        ),
        outlet=first(
            _name(record.get("publisher")),
            named.get("og:site_name"),
            named.get("dc.publisher"),
            named.get("application-name"),
            _named_by(root, "publisher"),
        ),
        category=first(_name(record.get("articleSection")), named.get("article:section")),
        published=next(filter(None, read), None),
        url=_address(root, named, address),
        body=body if isinstance(body, str) else None,
    )


def _article_record(root: Element) -> dict[str, Any]:
    """The first article among the page's JSON-LD; what is not JSON is passed over."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = _CONTROL.sub(" ", script.text or "")  # raw line ends within strings are common
        try:
            value = json.loads(text.strip().rstrip(";"))
        except (ValueError, RecursionError):
            continue
        records = list(_records(value, _DEPTH))
        for record in records:
            kinds = record.get("@type")
            if any(
                _ARTICLE.search(str(k)) for k in (kinds if isinstance(kinds, list) else [kinds])
            ):
                return record | _referred(record, records)
    return {}


def _referred(record: dict[str, Any], records: list[dict[str, Any]]) -> dict[str, Any]:
    """The people and the publisher to whom an article's record only refers by @id, as WordPress'
    commonest plug-in writes it."""
    known = {str(each["@id"]): each for each in records if "@id" in each and "name" in each}

    def resolved(value: Any) -> Any:
        if isinstance(value, list):
            return [resolved(part) for part in value]
        if isinstance(value, dict) and "name" not in value:
            return known.get(str(value.get("@id")), value)
        return value

    return {name: resolved(record[name]) for name in ("author", "publisher") if name in record}


def _records(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth and isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _records(part, depth - 1)
    elif depth and isinstance(value, list):
        for part in value:
            yield from _records(part, depth - 1)


def _name(value: Any) -> str | None:
    """The name of a person, an organisation or a list of them."""
    if isinstance(value, list):
        return "، ".join(filter(None, map(_name, value))) or None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) and not is_web_address(value) else None


def _meta(root: Element) -> dict[str, str]:
    """The first content of each meta element that has a name."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = (element.get("content") or "").strip()
        for key in ("property", "name", "itemprop"):
            if content and (name := element.get(key)):
                found.setdefault(name.strip().lower(), content)
    return found


def _itemprop(root: Element) -> str | None:
    for element in root.iterfind('.//*[@itemprop="datePublished"]'):
        value: str = element.get("content") or element.get("datetime") or text_of(element)
        return value
    return None


def _named_by(root: Element, property_: str) -> str | None:
    """The name that microdata gives an author or a publisher."""
    for element in root.iterfind(f'.//*[@itemprop="{property_}"]'):
        inner = element.find('.//*[@itemprop="name"]')
        named = element if inner is None else inner
        if name := _name(named.get("content") or text_of(named)):
            return name
    return None


def _address(root: Element, named: dict[str, str], address: str | None) -> str | None:
    """The canonical address, else og:url, else where the page came from.

    A site's front page as the canonical address of every article, a common mistake, is not taken;
    nor is an address of another site than the page came from: else any site could put its text in
    the place of another's article.
    """
    links = [
        link.get("href") or ""
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for candidate in (*links, named.get("og:url", "")):
        try:
            whole = urljoin(address or "", candidate.strip())
        except ValueError:
            continue
        path = re.sub(r"^\w+://[^/?#]+", "", whole)
        at_home = address is None or site_of(whole) == site_of(address)
        if is_web_address(whole) and path.strip("/") and at_home:
            return str(whole)
    return address
