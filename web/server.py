"""The serving processes: granian workers under this parent, each ending when it does."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection, HTTPException
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.common import AbstractServer

from search.errors import FihristError
from search.settings import Settings
from web.reloading import Reloading, marker
from web.shared import METRICS_FOLDER, Shared

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

log = logging.getLogger("fihrist.serve")

BACKLOG = 1024
RESTART_DELAY = 2.0  # seconds
END_WITHIN = 5  # seconds for a worker to answer what it has begun
LISTEN_WITHIN = 0.5  # seconds from there until it answers
THREADS = 4  # a worker: a slow reader of an export, or an import, holds one of them
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not bound to


class PortUnavailable(FihristError):
    """The address cannot be served on: in use, not allowed, or not of this machine."""

    code = "port_unavailable"


def check_port(host: str, port: int) -> None:
    """Raise PortUnavailable where host:port cannot be bound.

    Workers share the port by SO_REUSEPORT, which would let a second service of the same user
    join in silently: this bind, without it, is what notices.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise PortUnavailable(
                f"port {port} needs privileges: choose one from 1024 on with --port"
            ) from None
        except (OSError, UnicodeError) as error:
            raise PortUnavailable(
                f"cannot serve on {host} port {port}: {error}; choose another with --port"
            ) from None


def run(settings: Settings, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is called once, when the first request is answered.

    granian respawns a worker that dies, but gives up when one dies again within seconds: then
    all of it is started again.
    """
    # A fresh interpreter for each worker: nothing of the parent's threads, pipes or locks is
    # inherited, which fork would do.
    multiprocessing.set_start_method("spawn", force=True)
    threading.Thread(target=_announce, args=(settings, ready), daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="fihrist-") as folder:
        os.environ[METRICS_FOLDER] = folder  # prometheus_client looks when it is imported
        _serve(settings, Shared(Path(folder)))


def _serve(settings: Settings, shared: Shared) -> None:
    while True:
        server = _server(settings, shared)
        try:
            server.serve(target_loader=partial(load, settings, shared), wrap_loader=False)
        except SystemExit:
            log.warning("the workers keep dying; all are started again in %.0f s", RESTART_DELAY)
        if _signalled(server, RESTART_DELAY):
            return


def _signalled(server: AbstractServer[Any], seconds: float) -> bool:
    """Whether a signal has come, or comes within so many seconds.

    granian sets the same event when it notices a worker's death, and may do so late: only
    `interrupt_signal` tells a signal.
    """
    end = time.monotonic() + seconds
    while not server.interrupt_signal and (left := end - time.monotonic()) > 0:
        server.main_loop_interrupt.clear()
        server.main_loop_interrupt.wait(min(left, 0.1))
    return bool(server.interrupt_signal)


def _server(settings: Settings, shared: Shared) -> AbstractServer[Any]:
    server = Reloading(
        target="fihrist",  # only a name: `load` makes the application
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        respawn_interval=LISTEN_WITHIN,
        workers_kill_timeout=END_WITHIN,
        log_level=LogLevels.warning,
    )
    server.markers = shared.folder
    return server


def load(settings: Settings, shared: Shared) -> WSGIApplication:
    """The application in a worker, which ends with its parent."""
    gc.disable()  # what is loaded here stays: looking through it for garbage is in vain
    # Only workers pay for these.
    from web.app import create_app, service_of
    from web.deadline import watch
    from web.logs import to_stdout
    from web.searching import deadline_of

    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
    to_stdout()
    app = create_app(settings, shared)
    service_of(app).warm()
    watching = partial(watch, deadline_of(app))
    threading.Thread(target=watching, name="watch", daemon=True).start()
    if shared.folder is not None:
        marker(shared.folder, os.getpid()).touch()
    gc.freeze()  # nor is it looked through while requests are answered
    gc.enable()
    return app.wsgi_app


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(END_WITHIN)
    os._exit(1)


def _announce(settings: Settings, ready: Callable[[], None]) -> None:
    """Call `ready` when a worker answers."""
    host = _ANY.get(settings.host, settings.host)
    while True:
        connection = HTTPConnection(host, settings.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            ready()
            return
        finally:
            connection.close()
