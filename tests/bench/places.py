"""Engines and stores made ready for a bench, in this process and its children."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests import postgres_server
from tests.cluster import nodes

ENGINES = ("tantivy", "whoosh", "opensearch")
STORES = ("sqlite", "postgres")


@contextmanager
def ready(engine: str, store: str) -> Iterator[None]:
    """FIHRIST_ENGINE and what goes with it in the environment; a cluster of three nodes, each
    shard on two, and a PostgreSQL server are started where they are asked for."""
    with ExitStack() as stack:
        wanted = {"FIHRIST_ENGINE": engine}
        if engine == "opensearch" and "FIHRIST_OPENSEARCH_URL" not in os.environ:
            wanted["FIHRIST_OPENSEARCH_URL"] = stack.enter_context(nodes.started()).url
        if engine == "opensearch":
            wanted |= {
                "FIHRIST_OPENSEARCH_PREFIX": f"bench-{os.getpid()}",
                "FIHRIST_OPENSEARCH_SHARDS": "3",
            }
        if store == "postgres":
            folder = postgres_server.programs()
            if folder is None:
                raise SystemExit("there is no PostgreSQL server (Debian: apt install postgresql)")
            server = stack.enter_context(postgres_server.serving(folder))
            wanted["FIHRIST_DATABASE_URL"] = server.new_schema()
        before = {name: os.environ.get(name) for name in wanted}
        os.environ.update(wanted)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value
