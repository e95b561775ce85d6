"""A home looked through: its folder and disk, its databases, the archive, the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.home import archive_file, open_archive
from index.keeping import check_archive, check_home, check_index
from index.keeping.findings import Finding
from search.errors import ArchiveError, FihristError
from search.settings import Settings

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """mended: what was found and is no more; left: what is there now."""

    mended: tuple[Finding, ...]
    left: tuple[Finding, ...]

    @property
    def well(self) -> bool:
        """Whether nothing is left but what is only to be known."""
        return all(finding.severity == "info" for finding in self.left)


def examine(settings: Settings, mend: bool, say: Say) -> Report:
    """Look a home through; mend what is safe, then look again at what is left.

    Raises FihristError where mending fails: what was found is then as it was.
    """
    found = list(findings(settings, say, mend))
    mendable = [finding for finding in found if finding.mend is not None]
    if not mend or not mendable:
        return Report((), tuple(found))
    say("looking again")
    left = tuple(findings(settings, say, mend=False))
    names = {finding.name for finding in left}
    return Report(tuple(each for each in mendable if each.name not in names), left)


def findings(settings: Settings, say: Say, mend: bool) -> Iterator[Finding]:
    """What is found, each mended before the next is looked for where that is asked."""
    for finding in _findings(settings, say):
        if mend and finding.mend is not None:
            say(f"mending {finding.name}")
            finding.mend()
        yield finding


def _findings(settings: Settings, say: Say) -> Iterator[Finding]:
    say("looking at the home")
    yield from check_home.folder(settings)
    if not settings.home.is_dir():
        return
    yield from check_home.room(settings)
    yield from check_home.translators(settings)
    yield from check_home.leftovers(settings)
    say("looking at the databases")
    damaged = list(check_home.files(settings))
    yield from damaged
    file = archive_file(settings)
    if file is not None and not file.exists():
        yield Finding(
            "archive-missing",
            "warning",
            f"there is no archive at {file}",
            "`fihrist add` makes one; or restore a backup",
        )
        return
    try:
        archive = open_archive(settings, create=False)
    except ArchiveError as error:
        yield Finding("archive-unusable", "error", str(error), "see there, or restore a backup")
        return
    with archive:
        say("looking at the archive")
        yield from _careful(check_archive.articles(archive), "archive", "restore a backup")
        say("looking at the index")
        remedy = "see there; `fihrist rebuild` makes it anew"
        yield from _careful(check_index.index(archive, settings), "index", remedy)


def _careful(found: Iterator[Finding], what: str, remedy: str) -> Iterator[Finding]:
    """What a check finds; that it cannot go on is a finding too."""
    try:
        yield from found
    except FihristError as error:
        yield Finding(f"{what}-unreadable", "error", str(error), remedy)
