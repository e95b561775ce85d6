"""Who asks, and what they may: nobody known, a public key, or a secret one.

A public key comes in the address (`key=pk_…`), where a page's script can put it without a
preflight; a secret key only in a header (`Authorization: Bearer sk_…`), which no log, link or
other site's form can carry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from flask import Flask, Response, current_app, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import BadRequest, Forbidden, Unauthorized

from search.settings import Settings, is_loopback
from web.keys import PREFIXES, Key, Keys, keys_of

Need = Literal["nothing", "search", "secret"]
PARAMETER = "key"

_KEYS = "fihrist.keys"  # their name in app.extensions
_ALLOWED_METHODS = "GET, HEAD, OPTIONS"
_ALLOWED_HEADERS = "If-None-Match, X-Request-Id"
_EXPOSED_HEADERS = (
    "ETag, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id"
)
_PREFLIGHT_SECONDS = "600"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent this request. key None: nobody known."""

    key: Key | None = None

    @property
    def secret(self) -> bool:
        return self.key is not None and self.key.kind == "secret"

    @property
    def scope(self) -> tuple[tuple[str, str], ...]:
        """The filters that this caller cannot leave."""
        return self.key.filters if self.key else ()


NOBODY = Caller()


def install(app: Flask, settings: Settings) -> None:
    """Know each caller of the API before it is answered, and tell browsers who may read."""
    keys = app.extensions[_KEYS] = keys_of(settings)
    app.config["ANONYMOUS"] = anonymous_allowed(settings)

    @app.before_request
    def know() -> None:
        # Set before anything is refused, so that a refusal too carries what it should.
        g.caller = NOBODY
        if request.path.startswith(("/api/", "/metrics")):
            g.caller = _identified(keys)
            _check_origin(g.caller)

    @app.after_request
    def share(answer: Response) -> Response:
        if request.path.startswith("/api/"):
            answer.vary.update(("Origin", "Authorization"))
            _share(answer, g.get("caller", NOBODY))
        return answer


def anonymous_allowed(settings: Settings) -> bool:
    """Whether a search needs no key: as set, else on loopback and where it was opened to all."""
    if settings.anonymous is not None:
        return settings.anonymous
    return is_loopback(settings.host) or settings.allow_public


def caller() -> Caller:
    """Who sent the present request."""
    return cast(Caller, g.caller)


def require(need: Need) -> None:
    """Raise Unauthorized where a key is missing, Forbidden where it does not reach so far."""
    who = caller()
    if need == "secret" and not who.secret:
        if who.key is not None:
            raise Forbidden("A public key only searches; this needs a secret key.")
        raise _unauthorized("This needs a secret key: Authorization: Bearer sk_…")
    if need == "search" and who.key is None and not current_app.config["ANONYMOUS"]:
        raise _unauthorized("Searching here needs a key: key=pk_… or Authorization: Bearer sk_…")


def key_named(token: str) -> Key | None:
    """The live key of a token; None: there is none."""
    keys: Keys = current_app.extensions[_KEYS]
    return keys.find(token) if token else None


def _identified(keys: Keys) -> Caller:
    header, parameter = request.headers.get("Authorization"), request.args.getlist(PARAMETER)
    if header is None and not parameter:
        return NOBODY
    if len(parameter) + (header is not None) > 1:
        raise BadRequest("One key at a time: either Authorization or key=, and once.")
    if header is not None:
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token.strip().startswith(PREFIXES["secret"]):
            raise _unauthorized("Authorization takes a secret key: Bearer sk_…")
        return _live(keys, token.strip())
    if not parameter[0].startswith(PREFIXES["public"]):
        raise _unauthorized(
            "key= takes a public key, pk_…; a secret key never goes into an address:"
            " send it as Authorization: Bearer, and revoke one that stood in an address."
        )
    return _live(keys, parameter[0])


def _live(keys: Keys, token: str) -> Caller:
    key = keys.find(token)
    if key is None:
        raise _unauthorized("There is no such key, or it was revoked.")
    return Caller(key)


def _check_origin(who: Caller) -> None:
    """Refuse a public key on a page of another site. Holds browsers only: what else sends a
    request writes any Origin it likes, or none."""
    origin = request.headers.get("Origin")
    if who.key is None or who.secret or origin is None or request.method == "OPTIONS":
        return
    if origin not in who.key.origins:
        g.caller = NOBODY
        raise Forbidden("This public key is not for pages of this origin.")


def _share(answer: Response, who: Caller) -> None:
    """Let a page of an origin bound to its public key read the answer, an error too; no other."""
    origin = request.headers.get("Origin")
    if origin is None or who.key is None or who.secret or origin not in who.key.origins:
        return
    answer.headers["Access-Control-Allow-Origin"] = origin
    answer.headers["Access-Control-Expose-Headers"] = _EXPOSED_HEADERS
    # Otherwise the browser would keep from the page what it asked of us for it.
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Methods"] = _ALLOWED_METHODS
        answer.headers["Access-Control-Allow-Headers"] = _ALLOWED_HEADERS
        answer.headers["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS


def _unauthorized(detail: str) -> Unauthorized:
    return Unauthorized(detail, www_authenticate=WWWAuthenticate("bearer"))
