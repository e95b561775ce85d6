"""A real OpenSearch cluster on loopback: the official minimal distribution, several nodes.

The distribution comes from Maven Central once and is kept in the user's cache folder. Nodes run
as `nobody` where the tests run as root, which OpenSearch refuses, and die with this process.
"""

from __future__ import annotations

import ctypes
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from opensearchpy import OpenSearch

VERSION = "2.19.3"
_ARTIFACT = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"

START = 120.0
"""Seconds a cluster may take to be green; 10 to 20 on two cores."""

_JVM = "-Xms384m -Xmx384m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

_CONFIG = """\
cluster.name: {cluster}
node.name: {name}
path.data: {folder}/data
path.logs: {folder}/logs
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
discovery.seed_hosts: [{seeds}]
cluster.initial_cluster_manager_nodes: [{names}]
cluster.routing.allocation.disk.threshold_enabled: false
indices.query.bool.max_clause_count: 65536
"""

_AT_LEAST = {"yellow": ("yellow", "green"), "green": ("green",)}

_PR_SET_PDEATHSIG = 1  # prctl(2)


def missing() -> str:
    """Why no cluster can be started here; empty where one can."""
    if shutil.which("java") is None:
        return "there is no Java (Debian: apt install default-jre-headless)"
    if not _zip().exists() and shutil.which("mvn") is None:
        return f"{_zip()} is not there and no Maven to fetch it (Debian: apt install maven)"
    return ""


def _zip() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "fihrist" / f"opensearch-{VERSION}.zip"


def distribution() -> Path:
    """The distribution's zip, fetched where it is not in the cache (51 MB)."""
    file = _zip()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            subprocess.run(
                ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={_ARTIFACT}",
                 f"-DoutputDirectory={folder}"],
                check=True, capture_output=True, timeout=300, cwd=folder,
            )  # fmt: skip
            next(Path(folder).glob("*.zip")).replace(file)
    return file


@dataclass
class Node:
    """One node: its folder, its ports, its process while it runs."""

    name: str
    folder: Path
    http: int
    transport: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def kill(self) -> None:
        """SIGKILL, as a power cut would end it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def log(self) -> str:
        return (self.folder / "output").read_text("utf-8", "replace")[-4000:]


@dataclass
class Cluster:
    """Nodes under one folder. Use `started`, which stops them whatever happens."""

    folder: Path
    nodes: list[Node] = field(default_factory=list)

    @property
    def url(self) -> str:
        """As FIHRIST_OPENSEARCH_URL takes it."""
        return ",".join(node.url for node in self.nodes)

    def prepare(self, count: int) -> None:
        with zipfile.ZipFile(distribution()) as packed:
            packed.extractall(self.folder)
        ports = _free_ports(2 * count)
        for number in range(count):
            folder = self.folder / f"node{number}"
            home = self.folder / f"opensearch-{VERSION}"
            shutil.copytree(home / "config", folder / "config")
            self.nodes.append(Node(f"node{number}", folder, ports.pop(), ports.pop()))
        for node in self.nodes:
            (node.folder / "config" / "opensearch.yml").write_text(self._config(node))
            options = node.folder / "config" / "jvm.options"
            kept = [x for x in options.read_text().splitlines() if "G1" not in x and "-Xm" not in x]
            options.write_text("\n".join(kept))
        (self.folder / f"opensearch-{VERSION}" / "bin" / "opensearch").chmod(0o755)
        _give_away(self.folder)

    def _config(self, node: Node) -> str:
        seeds = ", ".join(f"127.0.0.1:{each.transport}" for each in self.nodes)
        names = ", ".join(each.name for each in self.nodes)
        return _CONFIG.format(
            cluster=self.folder.name, name=node.name, folder=node.folder, http=node.http,
            transport=node.transport, seeds=seeds, names=names,
        )  # fmt: skip

    def start(self, node: Node) -> None:
        home = self.folder / f"opensearch-{VERSION}"
        user = _user()
        environment = {
            "PATH": os.environ["PATH"],
            "OPENSEARCH_JAVA_HOME": str(_java_home()),
            "OPENSEARCH_PATH_CONF": str(node.folder / "config"),
            "OPENSEARCH_JAVA_OPTS": _JVM,
            "OPENSEARCH_TMPDIR": str(node.folder),
        }
        with (node.folder / "output").open("ab") as output:
            node.process = subprocess.Popen(
                ["bash", str(home / "bin" / "opensearch")],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment,
                cwd=node.folder, user=user, group=user, extra_groups=[] if user else None,
                start_new_session=True, preexec_fn=_die_with_parent,
            )  # fmt: skip

    def wait(self, status: str = "green", nodes: int | None = None) -> None:
        """Until the cluster has this status and so many nodes. Raises TimeoutError with a log."""
        deadline = time.monotonic() + START
        wanted = len([n for n in self.nodes if n.process]) if nodes is None else nodes
        while time.monotonic() < deadline:
            for node in self.nodes:
                if node.process is not None and node.process.poll() is not None:
                    raise RuntimeError(f"{node.name} ended: {node.log()}")
            with suppress(OSError):
                health = self.health()
                enough = health["number_of_nodes"] >= wanted and not health["relocating_shards"]
                if enough and health["status"] in _AT_LEAST[status]:
                    return
            time.sleep(0.2)
        raise TimeoutError(f"not {status} after {START} s: {self.nodes[0].log()}")

    def health(self) -> dict[str, Any]:
        """The cluster's own word of itself. Raises OSError where the first live node is silent."""
        url = next(node.url for node in self.nodes if node.process)
        with urlopen(f"{url}/_cluster/health", timeout=5) as answer:
            found = json.load(answer)
        assert isinstance(found, dict)
        return found

    def client(self) -> OpenSearch:
        """The library itself, for what tests look at beside the adapter."""
        running = [node.url for node in self.nodes if node.process]
        return OpenSearch(running, timeout=30, retry_on_timeout=True)

    def stop(self) -> None:
        for node in self.nodes:
            node.kill()


@contextmanager
def started(count: int = 3) -> Iterator[Cluster]:
    """A green cluster, gone afterwards."""
    # In memory where there is such a folder: a disk shared with other work makes a commit wait.
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(
        prefix="fihrist-cluster-", dir=memory, ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = Cluster(folder)
        try:
            cluster.prepare(count)
            for node in cluster.nodes:
                cluster.start(node)
            cluster.wait()
            yield cluster
        finally:
            cluster.stop()


def _java_home() -> Path:
    """Where Java is installed: the distribution brings none and does not look on the path."""
    java = shutil.which("java")
    assert java is not None, missing()
    return Path(java).resolve().parent.parent


def _user() -> int | None:
    """Whom a node runs as: root is refused."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _give_away(folder: Path) -> None:
    user = _user()
    if user is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user, user)


def _die_with_parent() -> None:
    """In the child, after it changed its user: the kernel ends it when the tests end, however."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports
