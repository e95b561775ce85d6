"""The numbered generations of a home in the cluster, and the alias that names the served one."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

from opensearchpy.exceptions import NotFoundError

from search.engines.directory import REMEDY, About, check_about
from search.engines.opensearch_cluster import Cluster
from search.engines.opensearch_schema import template
from search.engines.opensearch_state import Generation, States
from search.errors import FihristError, IndexDamaged, IndexFailure, IndexMissing

log = logging.getLogger("fihrist.opensearch")


class Generations:
    """What `IndexDirectory` is to the embedded engines: which generations there are, which is
    served, what is known of each."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._states = States(cluster)
        self.named = f"the index {cluster.alias} in {cluster.where}"

    def served(self, timeout: float | None = None) -> str:
        """The index behind the alias. Raises IndexMissing, IndexDamaged."""
        # `local`: the node that is asked knows it, also while the cluster has no manager.
        params: dict[str, Any] = {"local": "true"}
        if timeout is not None:
            params["request_timeout"] = timeout
        aliases = self._cluster.reads.indices
        found: list[str]
        try:
            with self._cluster.errors():
                found = list(aliases.get_alias(name=self._cluster.alias, params=params))
        except NotFoundError:
            raise IndexMissing(
                f"{self.named} is not there yet; add articles with `fihrist add`"
            ) from None
        if len(found) != 1 or self._cluster.number(found[0]) is None:
            raise IndexDamaged(
                f"{self.named} is damaged: the alias names {', '.join(found)}, not one"
                f" generation; {REMEDY}"
            )
        return found[0]

    def generation(self, index: str, subwords: bool, timeout: float | None = None) -> Generation:
        """What is known of an index. Raises IndexDamaged, IndexOutdated."""
        generation = self._states.generation(index, timeout)
        if generation is None:
            raise IndexDamaged(f"{self.named} is damaged ({index} has no state); {REMEDY}")
        check_about(generation.about, "opensearch", subwords, self.named)
        return generation

    def create(self, about: About) -> Generation:
        """A new empty index for a generation. Whoever calls holds the lease."""
        version = self._cluster.version()
        made = template(self._cluster.alias, self._cluster.settings, version)
        index = self._cluster.index(about.rebuild)
        with self._cluster.errors():
            writes = self._cluster.writes.indices
            writes.put_index_template(name=self._cluster.alias, body=made)
            if not writes.create(index=index)["shards_acknowledged"]:
                raise IndexFailure(
                    f"{self._cluster.where} could not place the shards of {index}; look at its"
                    " nodes, and at FIHRIST_OPENSEARCH_ROUTING"
                )
        generation = Generation(about, 0)
        self._states.record(index, generation)
        return generation

    def next(self) -> int:
        """The number of the next generation; leftovers of broken rebuilds are removed."""
        served = self._served_number()
        numbers = self._numbers()
        for number in numbers:
            if number > served:
                self._remove(self._cluster.index(number))
        return max([served, *numbers]) + 1

    def publish(self, number: int) -> None:
        """Serve this generation from now on, in one step, and sweep the others."""
        alias, new = self._cluster.alias, self._cluster.index(number)
        actions: list[dict[str, Any]] = [{"add": {"index": new, "alias": alias}}]
        actions += [
            {"remove": {"index": self._cluster.index(old), "alias": alias}}
            for old in self._aliased()
            if old != number
        ]
        with self._cluster.errors():
            self._cluster.writes.indices.update_aliases(body={"actions": actions})
        self.sweep()

    def sweep(self) -> None:
        """Remove what is older than the served generation and no reader has open; the rest goes
        with the next sweep, at the latest when its readers' points in time have ended."""
        served = self._served_number()
        for number in self._numbers():
            index = self._cluster.index(number)
            if number < served and not self._is_read(index):
                self._remove(index)

    def size(self) -> int:
        """Bytes of the primary shards of the served generation."""
        try:
            with self._cluster.errors():
                told = self._cluster.reads.indices.stats(index=self._cluster.alias, metric="store")
        except NotFoundError:
            return 0
        return int(told["_all"]["primaries"]["store"]["size_in_bytes"])

    def remove(self) -> None:
        """Take all of it out of the cluster."""
        for number in self._numbers():
            self._remove(self._cluster.index(number))
        writes = self._cluster.writes.indices
        with suppress(NotFoundError), self._cluster.errors():
            writes.delete(index=self._cluster.state)
        with suppress(NotFoundError), self._cluster.errors():
            writes.delete_index_template(name=self._cluster.alias)

    def _served_number(self) -> int:
        try:
            return self._cluster.number(self.served()) or 0
        except (IndexMissing, IndexDamaged):
            return max(self._aliased(), default=0)

    def _numbers(self) -> list[int]:
        """The generations there are."""
        with self._cluster.errors():
            found = self._cluster.writes.indices.get_settings(
                index=f"{self._cluster.alias}.v*", name="index.uuid"
            )
        numbers = (self._cluster.number(index) for index in found)
        return sorted(number for number in numbers if number is not None)

    def _aliased(self) -> list[int]:
        """The generations that the alias names: one, unless somebody meddled."""
        try:
            with self._cluster.errors():
                found = self._cluster.writes.indices.get_alias(name=self._cluster.alias)
        except NotFoundError:
            return []
        numbers = (self._cluster.number(index) for index in found)
        return [number for number in numbers if number is not None]

    def _is_read(self, index: str) -> bool:
        with self._cluster.errors():
            told = self._cluster.writes.indices.stats(index=index, metric="search")
        return bool(told["_all"]["total"]["search"]["point_in_time_current"])

    def _remove(self, index: str) -> None:
        try:
            with suppress(NotFoundError), self._cluster.errors():
                self._cluster.writes.indices.delete(index=index)
            self._states.forget(index)
        except FihristError as error:
            log.warning("%s stays for now: %s", index, error)
