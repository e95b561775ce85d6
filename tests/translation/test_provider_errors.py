"""A provider's fault says whose it is, how long to wait and what had come before."""

from __future__ import annotations

from index.translation.errors import Banned, Down, ProviderError, RateLimited
from search.errors import Unavailable, outcome


def test_a_fault_names_its_provider_and_keeps_what_had_come() -> None:
    error = RateLimited("google", "429", retry_after=7.0, done=["one", None])
    assert str(error) == "google: 429"
    assert (error.provider, error.retry_after, error.done) == ("google", 7.0, ("one", None))


def test_every_fault_is_an_unavailable_part() -> None:
    for kind in (ProviderError, Down, Banned):
        assert issubclass(kind, Unavailable)
        assert outcome(kind("deepl", "gone")).status == 503
