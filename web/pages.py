"""The pages: search, article and help, rendered on the server; they need no
script, and gain suggestions by one."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, groupby
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from search.article import COUNTED, SIDES
from search.page import MAX_QUERY, Page, QueryLang
from web.access import require
from web.api import service
from web.guard import SCRIPTED_POLICY
from web.histogram import chart
from web.language import LANGUAGES, interface_language
from web.links import Links
from web.parameters import search_request
from web.query_help import TOPICS
from web.searching import searched

blueprint = Blueprint("pages", __name__)

SHOWN = 20
"""Values of a facet on a page, the less frequent folded away: with the API's 50 it has 49 kB, not
41."""
PAGE_FACETS = (*COUNTED, "published:auto")


@blueprint.before_request
def only_who_may() -> None:
    """Pages take no key: where a search needs one, they are closed."""
    require("search")


@blueprint.get("/")
def home() -> Response:
    """The search box over the newest articles."""
    return _search(home=True)


@blueprint.get("/search")
def search() -> Response:
    """Results; the same parameters as the API, and `hl`."""
    return _search(home=False)


@blueprint.get("/article/<path:article_id>")
def article(article_id: str) -> AnyResponse:
    """An article in both languages, sentence by sentence; a source_id leads to the id."""
    view = service().article(article_id)
    if view.id != article_id:
        query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
        return redirect(f"{request.script_root}/article/{quote(view.id)}{query}", 302)
    q, lang = request.args.get("q", "")[:MAX_QUERY], request.args.get("lang", "auto")
    wanted: QueryLang = lang if lang in SIDES else "auto"
    title, *pairs = service().marked(view.id, q, wanted)
    numbered = zip(count(1), view.segments, pairs, strict=False)
    paragraphs = groupby(numbered, key=lambda each: each[1].paragraph)
    return _html(
        render_template(
            "article.html",
            article=view,
            title=title,
            paragraphs=[[(number, pair) for number, _, pair in each] for _, each in paragraphs],
            address=f"{request.host_url.rstrip('/')}{request.script_root}/article/{view.id}",
        )
    )


@blueprint.get("/help")
def query_help() -> Response:
    """The query language, each rule with examples that can be followed."""
    return _html(render_template("help.html", topics=TOPICS))


@blueprint.app_context_processor
def layout() -> dict[str, object]:
    """What every page needs: where it stands, and the order of the two sides."""
    first = interface_language()
    return {
        "root": request.script_root,
        "links": Links(request.args, request.script_root),
        "languages": LANGUAGES,
        "sides": (first, *(side for side in SIDES if side != first)),
    }


def _search(*, home: bool) -> Response:
    args = MultiDict(
        (name, value) for name, value in request.args.items(multi=True) if value and name != "hl"
    )
    asked = replace(
        search_request(args),
        facets=PAGE_FACETS,
        facet_values=SHOWN,
        highlight="segments",
        explain=False,
    )
    page = searched(asked)
    links = Links(request.args, request.script_root)
    counted = dict(page.facets)
    bars = chart(counted.pop("published", []), links, right_to_left=interface_language() == "ar")
    return _html(
        render_template(
            "search.html",
            page=page,
            asked=asked,
            home=home,
            chart=bars,
            facets={f: values for f, values in counted.items() if _narrows(values, page)},
            next_cursor=_next_cursor(page),
        )
    )


def _narrows(values: list[dict[str, Any]], page: Page) -> bool:
    """Whether a facet offers a choice: values that leave something out, or one to take off."""
    return any(each["selected"] or each["count"] < page.total.value for each in values)


def _next_cursor(page: Page) -> str | None:
    following = page.links.get("next")
    return parse_qs(urlsplit(following).query)["cursor"][0] if following else None


def _html(body: str) -> Response:
    answer = Response(body)
    answer.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer
