"""The search box for pages of other sites: its frame, and the page that writes the snippet."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import Unauthorized

from web import scripts
from web.access import key_named, require
from web.guard import SCRIPTED_POLICY
from web.language import interface_language

blueprint = Blueprint("embed", __name__)

_CHOICES = {"lang": ("ar", "en"), "theme": ("", "light", "dark")}
_TEXTS = ("key", "placeholder", "limit", "filter", "target", "shortcut")
# Of a search that is to be embedded: what stands in the plain form, beside `q`.
_SEARCH = {"match": "match", "from": "from", "to": "to", "sort": "sort", "names": "names"}
_SEARCH |= {"words": "lang"}  # `lang` of this page is the box's own
_FILTERS = re.compile(r";\s*(?=[a-z]+:)")


@blueprint.get("/embed/v1/frame")
def frame() -> Response:
    """The box alone, to be framed by pages of its key's origins and no other."""
    key = key_named(request.args.get("key", ""))
    if key is None or key.kind != "public":
        raise Unauthorized("A frame needs a public key: key=pk_…")
    answer = Response(render_template("frame.html", box=_element({"target": "_blank"} | _asked())))
    ancestors = f"frame-ancestors {' '.join(key.origins) or chr(39) + 'none' + chr(39)}"
    policy = SCRIPTED_POLICY.replace("frame-ancestors 'none'", ancestors)
    answer.headers["Content-Security-Policy"] = policy
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@blueprint.get("/embed")
def generator() -> Response:
    """Choose, see the box at work, and copy the snippet."""
    require("search")
    asked = _asked()
    base = request.host_url.rstrip("/") + request.script_root
    script = Markup('<script type="module" src="{}{}"></script>').format(base, scripts.BOX)
    snippet = Markup("{}\n{}").format(script, _element(asked, base))
    answer = Response(
        render_template(
            "embed.html",
            asked=asked,
            search={name: request.args[name] for name in ("q", *_SEARCH) if name in request.args},
            snippet=str(snippet),
            box=_element(asked),
        )
    )
    answer.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _asked() -> dict[str, str]:
    """The attributes that were chosen, those that are not left out."""
    asked = {name: request.args.get(name, "").strip() for name in (*_CHOICES, *_TEXTS)}
    asked["filter"] = "; ".join(filter(None, map(str.strip, request.args.getlist("filter"))))
    for name, choices in _CHOICES.items():
        if asked[name] not in choices:
            asked[name] = ""
    asked["lang"] = asked["lang"] or interface_language()
    return {name: value for name, value in asked.items() if value}


def _element(asked: dict[str, str], base: str | None = None) -> Markup:
    """The element around a plain form, which finds the same where no script runs."""
    arabic = asked["lang"] == "ar"
    label = "ابحث بالعربية أو الإنجليزية" if arabic else "Search in Arabic or English"
    q = request.args.get("q", "").strip()
    return Markup(
        "<fihrist-search{attributes}>\n"
        '  <form action="{base}/search" role="search">\n'
        "{hidden}"
        '    <input type="search" name="q" dir="auto" aria-label="{label}"{typed}>\n'
        "    <button>{button}</button>\n"
        "  </form>\n"
        "</fihrist-search>"
    ).format(
        attributes=_lines(' {}="{}"', asked.items()),
        base=request.script_root if base is None else base,
        hidden=_lines('    <input type="hidden" name="{}" value="{}">\n', _hidden(asked)),
        label=asked.get("placeholder") or label,
        typed=Markup(' value="{}"').format(q) if q else "",
        button="بحث" if arabic else "Search",
    )


def _hidden(asked: dict[str, str]) -> list[tuple[str, str]]:
    """What the form sends beside the words: the language, and what narrows the search."""
    filters = _FILTERS.split(asked.get("filter", "").rstrip("; "))
    others = ((name, request.args.get(given, "")) for given, name in _SEARCH.items())
    fields = [("hl", asked["lang"]), *(("filter", each.strip()) for each in filters), *others]
    return [(name, value) for name, value in fields if value]


def _lines(pattern: str, pairs: Iterable[tuple[str, str]]) -> Markup:
    return Markup("").join(Markup(pattern).format(name, value) for name, value in pairs)  # noqa: S704 - a literal, whose values are escaped
