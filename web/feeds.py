"""A search as others read it: its Atom feed, and the description by which browsers search here.

Atom is RFC 4287 with the response elements of OpenSearch 1.1; undated articles carry the epoch as
`updated`, which the format wants and nobody stated.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as Xml

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from search.article import SIDES
from search.dates import moment, period
from search.page import Hit, Page, Pair, SearchRequest
from web.access import require
from web.api.context import not_modified, tag_of
from web.api.operation import SUGGESTIONS_TYPE
from web.language import LANGUAGES, interface_language
from web.links import Links, outward
from web.parameters import search_request
from web.searching import searched

blueprint = Blueprint("feeds", __name__)

ATOM = "http://www.w3.org/2005/Atom"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
XHTML = "http://www.w3.org/1999/xhtml"
ENTRIES = 20
"""Articles of a feed's page where no limit is given."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_EPOCH = "1970-01-01T00:00:00Z"
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2

for _prefix, _space in (("", ATOM), ("opensearch", OPENSEARCH), ("xhtml", XHTML)):
    Xml.register_namespace(_prefix, _space)


@blueprint.before_request
def only_who_may() -> None:
    require("search")


@blueprint.get("/search.atom")
def feed() -> Response:
    """The newest articles that a search finds with all its words; the page's own parameters."""
    args = MultiDict((n, v) for n, v in request.args.items(multi=True) if v and n != "hl")
    asked = search_request(args)
    asked = replace(
        asked,
        match="all" if asked.match == "auto" else asked.match,
        sort="newest" if asked.sort == "relevance" else asked.sort,
        limit=asked.limit if "limit" in args else ENTRIES,
        facets=(),
        highlight="segments",
        explain=False,
    )
    tag = tag_of("atom", asked, interface_language(), request.host)
    unchanged = not_modified(tag)
    if unchanged is not None:
        return unchanged
    answer = _xml(_feed(asked, searched(asked)), "application/atom+xml")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(tag, weak=True)
    return answer


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """How a browser's address bar searches here, in the interface's language."""
    language, base = interface_language(), _base()
    root = Xml.Element(f"{{{OPENSEARCH}}}OpenSearchDescription")
    name = {"ar": "الفهرست", "en": "Fihrist"}[language]
    _add(root, OPENSEARCH, "ShortName", name)
    _add(root, OPENSEARCH, "Description", gettext("Arabic news, searched in Arabic and English"))
    for media, path in (("text/html", "/search"), ("application/atom+xml", "/search.atom")):
        template = f"{base}{path}?q={{searchTerms}}&hl={language}"
        _add(root, OPENSEARCH, "Url", type=media, rel="results", template=template)
    suggestions = f"{base}/api/v1/suggest?q={{searchTerms}}&format=opensearch"
    _add(root, OPENSEARCH, "Url", type=SUGGESTIONS_TYPE, rel="suggestions", template=suggestions)
    self = f"{base}/opensearch.xml?hl={language}"
    _add(root, OPENSEARCH, "Url", type=_DESCRIPTION, rel="self", template=self)
    for each in LANGUAGES:
        _add(root, OPENSEARCH, "Language", each)
    _add(root, OPENSEARCH, "InputEncoding", "UTF-8")
    _add(root, OPENSEARCH, "OutputEncoding", "UTF-8")
    return _xml(root, _DESCRIPTION)


_DESCRIPTION = "application/opensearchdescription+xml"


def _feed(asked: SearchRequest, page: Page) -> Xml.Element:
    links, base = Links(request.args), _base()
    here = links.elsewhere("/search")
    root = Xml.Element(f"{{{ATOM}}}feed", {_LANG: interface_language()})
    _add(root, ATOM, "id", base + here)
    name = gettext("Fihrist")
    _add(root, ATOM, "title", f"{asked.q} – {name}" if asked.q else name)
    _add(root, ATOM, "updated", max(map(updated, page.hits), default=_EPOCH))
    _add(_add(root, ATOM, "author"), ATOM, "name", name)
    _link(root, "self", base + links.elsewhere("/search.atom", cursor=asked.cursor), _ATOM_TYPE)
    _link(root, "alternate", base + here, "text/html")
    _link(root, "first", base + links.elsewhere("/search.atom"), _ATOM_TYPE)
    if following := page.links.get("next"):
        cursor = parse_qs(urlsplit(following).query)["cursor"][0]
        _link(root, "next", base + links.elsewhere("/search.atom", cursor=cursor), _ATOM_TYPE)
    _link(root, "search", f"{base}/opensearch.xml?hl={interface_language()}", _DESCRIPTION)
    _add(root, OPENSEARCH, "totalResults", str(page.total.value))
    _add(root, OPENSEARCH, "itemsPerPage", str(asked.limit))
    _add(root, OPENSEARCH, "Query", role="request", searchTerms=asked.q)
    for hit in page.hits:
        _entry(root, hit, base)
    return root


_ATOM_TYPE = "application/atom+xml"


def _entry(root: Xml.Element, hit: Hit, base: str) -> None:
    """An article, its title in the interface's language where there is one."""
    first = interface_language()
    sides = (first, *(side for side in SIDES if side != first))
    shown = next((side for side in sides if getattr(hit.title, side)), hit.lang)
    entry = _add(root, ATOM, "entry", lang=shown)
    _add(entry, ATOM, "id", f"urn:fihrist:article:{hit.id}")
    title = getattr(hit.title, shown)
    _add(entry, ATOM, "title", "".join(text for text, _ in title.segments) if title else hit.id)
    _add(entry, ATOM, "updated", updated(hit))
    if hit.published and len(hit.published) >= len("2020-08-31"):
        _add(entry, ATOM, "published", updated(hit))
    if author := hit.outlet or hit.agency:
        _add(_add(entry, ATOM, "author"), ATOM, "name", author)
    _link(entry, "alternate", f"{base}/article/{hit.id}?hl={first}", "text/html")
    if original := outward(hit.url):
        _link(entry, "via", original)
    if hit.category:
        _add(entry, ATOM, "category", term=hit.category)
    summary = _add(entry, ATOM, "summary", type="xhtml")
    body = _add(summary, XHTML, "div")
    for pair in hit.snippets:
        _sentences(body, pair, sides)


def _sentences(body: Xml.Element, pair: Pair, sides: tuple[str, ...]) -> None:
    """A sentence in both languages, its marked words strong."""
    for side in sides:
        text = getattr(pair, side)
        if text is None:
            continue
        line = _add(body, XHTML, "p", lang=side, dir=text.dir)
        last: Xml.Element | None = None
        for piece, is_marked in text.segments:
            if is_marked:
                last = _add(line, XHTML, "strong", piece)
            elif last is None:
                line.text = (line.text or "") + clean(piece)
            else:
                last.tail = (last.tail or "") + clean(piece)


def updated(hit: Hit) -> str:
    """When an article was published, as RFC 3339 wants it: the second its stated period begins."""
    try:
        begins = moment(period(hit.published or "").start)
    except ValueError:
        return _EPOCH
    return f"{begins:%Y-%m-%dT%H:%M:%SZ}"


def clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def _add(
    parent: Xml.Element, space: str, name: str, text: str | None = None, **attributes: str
) -> Xml.Element:
    given = {_LANG if key == "lang" else key: clean(each) for key, each in attributes.items()}
    if space == XHTML and "lang" in attributes:
        given["lang"] = attributes["lang"]
    element = Xml.SubElement(parent, f"{{{space}}}{name}", given)
    element.text = None if text is None else clean(text)
    return element


def _link(parent: Xml.Element, rel: str, href: str, media: str | None = None) -> None:
    _add(parent, ATOM, "link", rel=rel, href=href, **({"type": media} if media else {}))


def _base() -> str:
    return request.host_url.rstrip("/") + request.script_root


def _xml(root: Xml.Element, media: str) -> Response:
    body: bytes = Xml.tostring(root, "utf-8", xml_declaration=True)
    return Response(body, content_type=f"{media}; charset=utf-8")
