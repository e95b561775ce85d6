"""The JavaScript that browsers load: modules without dependencies or build step.

`box.js` is for pages of other sites, `site.js` for our own; what both need they import. An import
carries the hash of what it leads to, so that after an upgrade no module meets another's old part.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("scripts", __name__)

FOLDER = "/embed/v1"
BOX = f"{FOLDER}/box.js"

_HERE = Path(__file__).parent
_IMPORT = re.compile(r'(?<= from )"\./(\w+\.js)"')
_NAMES = frozenset(path.name for path in _HERE.glob("*.js"))
_FRESH = 3600  # seconds: an address that never changes, so it is asked about again each hour
_FOR_GOOD = 31_536_000


@blueprint.get(f"{FOLDER}/<name>")
def script(name: str) -> AnyResponse:
    """A module, for any page: what it may find is decided by the key."""
    if name not in _NAMES:
        raise NotFound
    body, tag = module(name)
    answer = Response(body, content_type="text/javascript; charset=utf-8")
    answer.headers["Access-Control-Allow-Origin"] = "*"  # modules are fetched with CORS
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    fresh = f"{_FOR_GOOD}, immutable" if request.args.get("v") == tag else str(_FRESH)
    answer.headers["Cache-Control"] = f"public, max-age={fresh}"
    answer.set_etag(tag, weak=True)
    return answer.make_conditional(request)


def address(name: str) -> str:
    """A module's address with its hash, for pages of ours."""
    return f"{FOLDER}/{name}?v={module(name)[1]}"


@cache
def module(name: str) -> tuple[bytes, str]:
    """A module as it is sent, and its hash, which covers what it imports."""
    source = (_HERE / name).read_text(encoding="utf-8")
    body = _IMPORT.sub(lambda found: f'"./{found[1]}?v={module(found[1])[1]}"', source).encode()
    return body, hashlib.blake2b(body, digest_size=6).hexdigest()
