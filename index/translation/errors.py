"""What goes wrong between Fihrist and a provider, and what that means for the next request.

Unavailable (search/errors.py)
└── ProviderError      `provider`, `retry_after` (seconds it asked for), `done`
    ├── Down           no answer: refused, reset, too slow, 5xx; try again, later each time
    ├── RateLimited    429, or its allowance is used up; wait `retry_after`
    ├── Banned         a captcha, or a block; wait long
    ├── BadAnswer      an answer, but none of this provider's: an error page with status 200
    ├── InputRejected  this text is not taken; do not send it again as it is
    └── Misconfigured  key, address or language refused; trying again cannot help
"""

from __future__ import annotations

from collections.abc import Sequence

from search.errors import Unavailable


class ProviderError(Unavailable):
    """A provider did not translate what it was given.

    retry_after: seconds it asked us to wait, None where it did not say.
    done: translations that had come before the fault, one a sentence of the call, None where none
    had; keep them, so that nothing is paid for twice. Empty where the call had got nowhere.
    """

    def __init__(
        self,
        provider: str,
        detail: str,
        *,
        retry_after: float | None = None,
        done: Sequence[str | None] = (),
    ) -> None:
        super().__init__(f"{provider}: {detail}")
        self.provider = provider
        self.retry_after = retry_after
        self.done = tuple(done)


class Down(ProviderError):
    """It does not answer, in time or at all (connection refused or reset, 5xx)."""


class RateLimited(ProviderError):
    """It answers, and asks for fewer requests or says that the allowance is used up."""


class Banned(ProviderError):
    """It takes us for a machine and blocks us (a captcha)."""


class BadAnswer(ProviderError):
    """Its answer has not the provider's form; nothing in it may be taken for a translation."""


class InputRejected(ProviderError):
    """It refuses this text (too long, not processable)."""


class Misconfigured(ProviderError):
    """It refuses our key or the languages, or the address is another service's."""
