"""Behind a reverse proxy: whose word on the client's address is taken, and under which path."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from flask import Flask, request

from search.settings import Settings, is_loopback

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class Behind:
    """WSGI middleware that believes X-Forwarded-For from trusted proxies only, and takes the
    prefix off paths, whether or not the proxy has done so."""

    def __init__(self, application: WSGIApplication, settings: Settings) -> None:
        self._application = application
        self._prefix = settings.prefix
        parts = filter(None, map(str.strip, settings.trusted_proxies.split(",")))
        self._trusted = [ip_network(part, strict=False) for part in parts]

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if self._trusted:
            forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
            environ["REMOTE_ADDR"] = self._client(environ.get("REMOTE_ADDR", ""), forwarded)
        if self._prefix:
            path = environ.get("PATH_INFO", "")
            if path == self._prefix or path.startswith(f"{self._prefix}/"):
                environ["PATH_INFO"] = path[len(self._prefix) :] or "/"
            environ["SCRIPT_NAME"] = self._prefix
        return self._application(environ, start)

    def _client(self, peer: str, forwarded: str) -> str:
        """The nearest address that is not a trusted proxy's: each proxy adds the one it saw at
        the end, and what stands before the first that we do not know may be invented."""
        client = peer
        for said in reversed(forwarded.split(",")):
            if not self._is_trusted(client) or not _address(said):
                break
            client = said.strip()
        return client

    def _is_trusted(self, text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in network for network in self._trusted)


def install(app: Flask, settings: Settings) -> None:
    """Put the middleware before the application where it has something to do."""
    if settings.prefix or settings.trusted_proxies.strip():
        app.wsgi_app = Behind(app.wsgi_app, settings)  # type: ignore[assignment,method-assign]  # Flask's documented way


def client() -> str:
    """The client's address; of IPv6 the /64, which is what one subscriber has."""
    address = _address(request.remote_addr or "")
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, 64), strict=False).network_address)
    return str(address)


def client_is_local() -> bool:
    """Whether the request comes from this machine."""
    return is_loopback(request.remote_addr or "")


def _address(text: str) -> Address | None:
    try:
        return ip_address(text.strip())
    except ValueError:
        return None
