"""Every error Fihrist raises on purpose, and what the command line and HTTP make of each.

FihristError
├── UsageError            the request itself is wrong
│   ├── BadParameter      a parameter's value, named by `param`
│   │   └── BadQuery      the query text (too long)
│   └── BadParameters     several parameters at once
├── SettingsError         a FIHRIST_* variable or option has a wrong value
├── NotFound              no such article
├── BadArticle            an item that was offered cannot become an article
├── ArchiveError          the archive cannot be opened, read or written
├── BackupError           a backup cannot be made or put back
├── IndexFailure           the index cannot be used
│   ├── IndexMissing      there is none yet
│   ├── IndexOutdated     made by another schema or analysis version: rebuild
│   │   └── IndexDamaged  a file of it is gone or broken: rebuild
│   ├── IndexForeign      made from another archive
│   └── IndexBusy         another process holds the writer
└── Unavailable           a part the answer needs does not answer now

A message is one sentence for the user: what is wrong, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class FihristError(Exception):
    """The root: `str(error)` is a message for the user, never a traceback."""

    code = "failed"


class UsageError(FihristError):
    code = "usage"


class BadParameter(UsageError):
    """A request parameter has a wrong value; `param` names it."""

    code = "bad_parameter"

    def __init__(self, param: str, detail: str) -> None:
        super().__init__(f"{param}: {detail}")
        self.param = param
        self.detail = detail


class BadQuery(BadParameter):
    """The query text itself cannot be taken."""

    code = "bad_query"

    def __init__(self, detail: str) -> None:
        super().__init__("q", detail)


class BadParameters(UsageError):
    """Several request parameters are wrong; `faults` holds each."""

    code = "bad_parameter"

    def __init__(self, faults: Sequence[BadParameter]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class SettingsError(UsageError):
    code = "bad_setting"


class NotFound(FihristError):
    code = "not_found"


class BadArticle(FihristError):
    code = "bad_article"


class ArchiveError(FihristError):
    code = "archive_failed"


class BackupError(FihristError):
    code = "backup_failed"


class IndexFailure(FihristError):
    code = "index_failed"


class IndexMissing(IndexFailure):
    code = "index_missing"


class IndexOutdated(IndexFailure):
    code = "index_outdated"


class IndexDamaged(IndexOutdated):
    code = "index_damaged"


class IndexForeign(IndexFailure):
    code = "index_foreign"


class IndexBusy(IndexFailure):
    code = "index_busy"


class Unavailable(FihristError):
    code = "unavailable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an error becomes outside: HTTP status and problem title, and the exit code."""

    status: int
    title: str
    exit_code: int = 1


# The nearest ancestor in the table decides.
OUTCOMES: dict[type[FihristError], Outcome] = {
    FihristError: Outcome(500, "Something went wrong"),
    UsageError: Outcome(400, "The request is wrong", exit_code=2),
    BadParameter: Outcome(400, "A parameter is wrong", exit_code=2),
    BadParameters: Outcome(400, "Parameters are wrong", exit_code=2),
    BadQuery: Outcome(400, "The query cannot be read", exit_code=2),
    SettingsError: Outcome(500, "A setting is wrong", exit_code=2),
    NotFound: Outcome(404, "Not found"),
    BadArticle: Outcome(422, "Not an article"),
    ArchiveError: Outcome(503, "The archive is not available"),
    IndexFailure: Outcome(503, "The index is not available"),
    # Trying again cannot help, as with a wrong setting: `serve` ends when its keeper says so.
    IndexForeign: Outcome(503, "The index is not of this archive", exit_code=2),
    Unavailable: Outcome(503, "Not available now"),
}


def outcome(error: FihristError | type[FihristError]) -> Outcome:
    """The table's row for an error: its own, else its nearest ancestor's."""
    kind = error if isinstance(error, type) else type(error)
    return next(OUTCOMES[base] for base in kind.__mro__ if base in OUTCOMES)
