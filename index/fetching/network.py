"""From a host's name to a connected socket, with the address checked that is connected to.

The name is looked up once for a connection, every address it has is checked, and the socket is
connected to one of these numbers: there is no second look-up in which a name could change its mind
(DNS rebinding). A connection that is kept stays with the host it was checked for.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from urllib3 import PoolManager, Timeout
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from index.deadline import TimedConnection, TimedTlsConnection
from index.fetching.addresses import unfit
from index.fetching.errors import PrivateAddress, Unreachable, Unresolved

log = logging.getLogger("fihrist.fetching")

_TRIED = 3  # of a host's addresses


def look_up(host: str, port: int, seconds: float) -> Sequence[str]:
    """A host's network addresses, by the system's resolver, which has no bound of its own:
    it is left to itself after so many seconds. Raises OSError."""
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                found.append(str(address[0]))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if failed:
        raise failed[0]
    if asking.is_alive():
        raise TimeoutError(f"no answer in {seconds:g} seconds")
    return list(dict.fromkeys(found))


def connected(address: str, port: int, seconds: float) -> socket.socket:
    """A socket connected to a network address. Raises OSError."""
    return socket.create_connection((address, port), seconds)


@dataclass(frozen=True, slots=True)
class Network:
    """How names are looked up and sockets connected; whether any address may be connected to.

    Both functions take the seconds they may take; tests put others in their place.
    """

    allow_private: bool = False
    look_up: Callable[[str, int, float], Sequence[str]] = look_up
    connect: Callable[[str, int, float], socket.socket] = connected

    def dial(self, host: str, port: int, seconds: float) -> socket.socket:
        """A socket to a host. Raises Unresolved, PrivateAddress or Unreachable."""
        try:
            addresses = self.look_up(host.strip("[]"), port, seconds)
        except OSError as error:
            raise Unresolved(host, f"the name {host} cannot be looked up ({error})") from None
        if not addresses:
            raise Unresolved(host, f"the name {host} has no address")
        self._check(host, addresses)
        fault: OSError | None = None
        for address in addresses[:_TRIED]:
            try:
                return self.connect(address, port, seconds)
            except OSError as error:
                fault = error
        raise Unreachable(host, f"nothing answers at {host}, port {port} ({fault})")

    def _check(self, host: str, addresses: Sequence[str]) -> None:
        """One address of no public host condemns the name: a public site has none."""
        for address in addresses:
            kind = unfit(address)
            if kind is not None and not self.allow_private:
                raise PrivateAddress(
                    host,
                    f"{host} is {address}, {kind}: set FIHRIST_FETCH_ALLOW_PRIVATE where such"
                    " addresses are to be fetched from",
                )


def pools(network: Network, connect: float, read: float) -> PoolManager:
    """urllib3's connections over this network: no proxy, no redirect and no repetition but ours."""

    class Connection(TimedConnection):
        def _new_conn(self) -> socket.socket:
            return network.dial(self.host, self.port, connect)

    class TlsConnection(TimedTlsConnection):
        def _new_conn(self) -> socket.socket:
            return network.dial(self.host, self.port, connect)

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = TlsConnection

    options: dict[str, Any] = {"retries": False, "timeout": Timeout(connect=connect, read=read)}
    manager = PoolManager(num_pools=100, maxsize=2, **options)
    manager.pool_classes_by_scheme = {"http": Pool, "https": TlsPool}
    return manager
