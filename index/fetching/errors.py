"""Why something on the web was not fetched, and whether trying again can help.

FihristError (search/errors.py)
└── FetchError              `url`, `code`; `lasting`: the same tomorrow, as far as can be told
    ├── Refused             Fihrist does not ask for it, or does not take what comes
    │   ├── BadAddress      no http or https address that could be fetched
    │   ├── PrivateAddress  an address of no public host (`FIHRIST_FETCH_ALLOW_PRIVATE`)
    │   ├── RobotsForbid    the site's robots.txt asks for it not to be read
    │   ├── TooLarge        more bytes than are read
    │   ├── Bomb            a small answer that unpacks to a huge one
    │   ├── Redirected      too many redirects, in a circle, or to nowhere
    │   └── Unwanted        another kind of thing than was asked for
    ├── NoAnswer            no whole answer came; it may later
    │   ├── Unresolved      the host's name has no address
    │   ├── Unreachable     nothing answers there, or not as HTTP or TLS
    │   ├── TooSlow         not whole within the time
    │   ├── CutShort        it ended before its end
    │   ├── RobotsUnknown   robots.txt cannot be had, so the site is left alone
    │   └── Later           the site asked us to wait, or another request comes first
    └── BadStatus           an answer with another status than 200: `status`
        ├── Gone            410: it will not come back
        └── Busy            429 or 503: it asks us to come later
"""

from __future__ import annotations

from search.errors import FihristError


class FetchError(FihristError):
    """Something was not fetched. str() is the reason alone; `url` says where.

    retry_after: seconds the site asked us to wait, None where it did not say.
    """

    code = "fetch_failed"
    lasting = False

    def __init__(self, url: str, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.url = url
        self.retry_after = retry_after


class Refused(FetchError):
    code = "refused"
    lasting = True


class BadAddress(Refused):
    code = "bad_address"


class PrivateAddress(Refused):
    code = "private_address"


class RobotsForbid(Refused):
    code = "robots"


class TooLarge(Refused):
    code = "too_large"


class Bomb(Refused):
    code = "bomb"


class Redirected(Refused):
    code = "redirects"


class Unwanted(Refused):
    code = "unwanted"


class NoAnswer(FetchError):
    code = "no_answer"


class Unresolved(NoAnswer):
    code = "unresolved"


class Unreachable(NoAnswer):
    code = "unreachable"


class TooSlow(NoAnswer):
    code = "too_slow"


class CutShort(NoAnswer):
    code = "cut_short"


class RobotsUnknown(NoAnswer):
    code = "robots_unknown"


class Later(NoAnswer):
    code = "later"


class BadStatus(FetchError):
    """The status says whether it lasts: of those below 500, 408 and 425 do not."""

    code = "bad_status"

    def __init__(
        self, url: str, status: int, reason: str, retry_after: float | None = None
    ) -> None:
        super().__init__(url, reason, retry_after)
        self.status = status
        self.lasting = 400 <= status < 500 and status not in (408, 425, 429)


class Gone(BadStatus):
    code = "gone"


class Busy(BadStatus):
    code = "busy"
