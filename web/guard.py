"""What holds for every request: its Host and id, its answer's security headers."""

from __future__ import annotations

import re
import secrets
import time

from flask import Flask, Response, abort, g, request

from search.settings import Settings

# No inline code or style, nothing from another host. A page that runs a script of ours says so.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SCRIPTED_POLICY = (
    f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'; "
    # Scripts of ours make elements, never markup.
    "require-trusted-types-for 'script'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Another site never learns from a link what was searched for.
    "Referrer-Policy": "same-origin",
    # No other site may frame an answer, load it as a picture or script, or hold its window.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?P<port>\d{1,5}))?", re.IGNORECASE)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ANY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to


def install(app: Flask, settings: Settings) -> None:
    """Check each request's Host (against DNS rebinding), name it, and guard its answer."""
    allowed = allowed_hosts(settings)

    @app.before_request
    def name_and_check() -> None:
        g.began = time.perf_counter()
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        if not host_allowed(request.headers.get("Host", ""), allowed):
            abort(400, "This Host is not served here; FIHRIST_ALLOWED_HOSTS names those that are.")

    @app.after_request
    def guard(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)  # a page may have a policy of its own
        answer.headers["X-Request-Id"] = g.request_id
        return answer


def allowed_hosts(settings: Settings) -> frozenset[str]:
    """The names served: the configured ones and the address bound to, lower-case."""
    names = {name.strip().lower() for name in settings.allowed_hosts.split(",")}
    if settings.host not in _ANY_ADDRESS:
        names.add(f"[{settings.host}]" if ":" in settings.host else settings.host.lower())
    return frozenset(names - {""})


def host_allowed(header: str, allowed: frozenset[str]) -> bool:
    """Whether a Host header names one of `allowed`: `name` at any port, or `name:port`.

    Not werkzeug's check: version 3.2 cuts allowed names at the first colon, `[::1]` to `[`.
    """
    match = _HOST.fullmatch(header)
    return match is not None and not allowed.isdisjoint(
        {match["name"].lower().rstrip("."), header.lower()}
    )
