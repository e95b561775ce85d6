"""The search box for pages of other sites: its module, its frame, and the page that writes the
snippet."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup, escape
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from web.access import key_named, require
from web.guard import CONTENT_SECURITY_POLICY
from web.language import interface_language

blueprint = Blueprint("embed", __name__)

MODULE = "/embed/v1/box.js"
_SCRIPT = "script-src 'self'; connect-src 'self'"
_FRESH = 3600  # seconds: an address that never changes, so it is asked about again each hour
_CHOICES = {"lang": ("ar", "en"), "theme": ("", "light", "dark")}
_TEXTS = ("key", "placeholder", "limit", "filter", "target", "shortcut")


@cache
def _module() -> tuple[bytes, str]:
    body = (Path(__file__).parent / "box.js").read_bytes()
    return body, hashlib.blake2b(body, digest_size=8).hexdigest()


@blueprint.get(MODULE)
def box() -> AnyResponse:
    """The custom element <fihrist-search>, for any page: what it may find is decided by the key."""
    body, tag = _module()
    answer = Response(body, content_type="text/javascript; charset=utf-8")
    answer.headers["Access-Control-Allow-Origin"] = "*"  # modules are fetched with CORS
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = f"public, max-age={_FRESH}"
    answer.set_etag(tag, weak=True)
    return answer.make_conditional(request)


@blueprint.get("/embed/v1/frame")
def frame() -> Response:
    """The box alone, to be framed by pages of its key's origins and no other."""
    key = key_named(request.args.get("key", ""))
    if key is None or key.kind != "public":
        raise Unauthorized("A frame needs a public key: key=pk_…")
    answer = Response(render_template("frame.html", box=_element({"target": "_blank"} | _asked())))
    ancestors = f"frame-ancestors {' '.join(key.origins) or chr(39) + 'none' + chr(39)}"
    policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", ancestors)
    answer.headers["Content-Security-Policy"] = f"{policy}; {_SCRIPT}"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@blueprint.get("/embed")
def generator() -> Response:
    """Choose, see the box at work, and copy the snippet."""
    require("search")
    asked = _asked()
    base = request.host_url.rstrip("/") + request.script_root
    script = Markup('<script type="module" src="{}{}"></script>').format(base, MODULE)
    snippet = Markup("{}\n{}").format(script, _element(asked, base))
    answer = Response(
        render_template("embed.html", asked=asked, snippet=str(snippet), box=_element(asked))
    )
    answer.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; {_SCRIPT}"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _asked() -> dict[str, str]:
    """The attributes that were chosen, those that are not left out."""
    asked = {name: request.args.get(name, "").strip() for name in (*_CHOICES, *_TEXTS)}
    for name, choices in _CHOICES.items():
        if asked[name] not in choices:
            asked[name] = ""
    asked["lang"] = asked["lang"] or interface_language()
    return {name: value for name, value in asked.items() if value}


def _element(asked: dict[str, str], base: str | None = None) -> Markup:
    """The element around a plain form, which works where no script runs."""
    base = request.script_root if base is None else base
    attributes = Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in asked.items()
    )
    arabic = asked["lang"] == "ar"
    label = asked.get("placeholder") or (
        "ابحث بالعربية أو الإنجليزية" if arabic else "Search in Arabic or English"
    )
    fields: dict[str, Any] = {
        "attributes": attributes,
        "base": base,
        "lang": asked["lang"],
        "label": escape(label),
        "button": "بحث" if arabic else "Search",
    }
    return Markup(
        "<fihrist-search{attributes}>\n"
        '  <form action="{base}/search" role="search">\n'
        '    <input type="hidden" name="hl" value="{lang}">\n'
        '    <input type="search" name="q" dir="auto" aria-label="{label}">\n'
        "    <button>{button}</button>\n"
        "  </form>\n"
        "</fihrist-search>"
    ).format(**fields)
