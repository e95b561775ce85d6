"""Which web addresses may be asked, and which network addresses may be connected to.

A web address is read once, by the library that also makes the request, so that what is checked is
what is asked. A network address is checked after the name was looked up (network.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from index.fetching.errors import BadAddress

LONGEST = 2_000  # characters
_PORTS = {"http": 80, "https": 443}
# Services on unreserved ports that answer to text sent to them. Source: the Fetch standard's
# "bad ports", which all browsers refuse; of the ports below 1024 only the web's own are taken.
_BAD_PORTS = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6679, 6697, 10080}
    | set(range(6665, 6670))
)
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?")
# The last label of what the URL standard takes for a number: 2130706433, 0x7f.1, 127.1.
_NUMBER = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?")

_SPECIAL = tuple(
    (ip_network(network), name)
    for network, name in (
        ("0.0.0.0/8", "an address of this network"),
        ("100.64.0.0/10", "an address shared behind a provider's NAT"),
        ("::/96", "an IPv4 address in a form no longer used"),
        ("64:ff9b:1::/48", "an address of a local translator"),
        ("2001::/32", "a Teredo address"),
        ("fec0::/10", "a site-local address"),
    )
)
_NAT64, _SIX_TO_FOUR = ip_network("64:ff9b::/96"), ip_network("2002::/16")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address that may be asked: `url` in ASCII, without its fragment."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


def address_of(text: str, base: str | None = None) -> Address:
    """The address that a text is, relative to `base` where that is given. Raises BadAddress."""
    try:
        parts = parse_url(urljoin(base, text.strip()) if base else text.strip())
    except (LocationParseError, ValueError):
        raise BadAddress(text, "it is no address that can be read") from None
    fault = _fault(parts, text)
    if fault is not None:
        raise BadAddress(text, fault)
    assert parts.scheme is not None
    assert parts.host is not None
    whole = parts._replace(path=parts.path or "/", fragment=None).url
    return Address(whole, parts.scheme, parts.host, parts.port or _PORTS[parts.scheme])


def _fault(parts: Url, text: str) -> str | None:
    """What is wrong with an address; None where nothing is."""
    if parts.scheme not in _PORTS:
        return "only http and https addresses are fetched"
    if parts.auth is not None:
        return "it holds a user name or password, which would be sent and stored: leave them out"
    host = parts.host or ""
    if not _is_host(host):
        return "its host is no name or address"
    if not host.startswith("[") and _NUMBER.fullmatch(host) and not _is_plain(host):
        return "its host is a number in disguise; addresses are written as 192.0.2.1"
    port = parts.port if parts.port is not None else _PORTS[parts.scheme]
    if port not in _PORTS.values() and (port < 1024 or port in _BAD_PORTS):
        return f"port {port} is not one of web pages"
    if len(text) > LONGEST or len(parts.url) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    return None


def _is_host(host: str) -> bool:
    if host.startswith("["):
        try:
            return IPv6Address(host[1:-1]).scope_id is None
        except ValueError:
            return False
    return len(host) <= 253 and _NAME.fullmatch(host) is not None


def _is_plain(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


def unfit(address: str) -> str | None:
    """Why a network address is of no public host ("a loopback address"); None where it is of one.

    Source: IANA's registries of special-purpose addresses. IPv4 addresses within IPv6 ones (mapped,
    6to4, NAT64) are judged as what they lead to.
    """
    try:
        found = _inner(ip_address(address))
    except ValueError:
        return "no network address"
    if found.is_loopback:
        return "a loopback address"
    if found.is_link_local:
        return "a link-local address"
    if found.is_multicast:
        return "a multicast address"
    for network, name in _SPECIAL:
        if found.version == network.version and found in network:
            return name
    if found.is_private:
        return "a private address"
    if found.is_reserved or not found.is_global:
        return "a reserved address"
    return None


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one stands for, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _SIX_TO_FOUR:
        return IPv4Address(address.packed[2:6])
    if address in _NAT64:
        return IPv4Address(address.packed[12:])
    return address
