"""Backups that are not what they say."""

from __future__ import annotations

import random
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
import zstandard

from index.keeping.backup import verify
from index.keeping.manifest import FORMAT
from index.keeping.restore import restore
from index.tables import SCHEMA_VERSION
from search.errors import BackupError
from search.settings import Settings
from tests.index.backups import changed, elsewhere, quiet


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"format": FORMAT + 1}, "newer Fihrist .*: update Fihrist"),
        ({"archive": {"schema_version": SCHEMA_VERSION + 1}}, "newer Fihrist .*: update Fihrist"),
        ({"archive": {"rows": {"article": 7}}}, "is not what its manifest says"),
        ({"archive": {"uuid": "other"}}, "is not what its manifest says"),
        ({"made_at": 7}, "is no backup of Fihrist: made_at"),
    ],
)
def test_a_backup_of_a_newer_fihrist_or_with_other_counts_is_refused(
    settings: Settings, backup: Path, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(BackupError, match=said):
        restore(elsewhere(settings), changed(backup, **values), False, quiet)
    left = [path.name for path in elsewhere(settings).home.glob("*")]
    assert set(left) <= {"keeper.lock"}


@pytest.mark.parametrize(
    "name",
    ["../x.db", "/tmp/x.db", "index/../../x", "..", "a/b.db", ".ssh.db", "index/1/..", "x\\y.db",
     "index//x", "index-../x", "x.sh", "replaced-1/x.db", "keeper.lock"],
)  # fmt: skip
def test_no_name_leads_out_of_the_home(settings: Settings, backup: Path, name: str) -> None:
    member = {"name": name, "bytes": 1, "blake2b": "0" * 64}
    with pytest.raises(BackupError, match="is no name of a file of a home"):
        restore(elsewhere(settings), changed(backup, members=[member]), False, quiet)


def test_a_member_that_unpacks_to_more_than_it_says_is_refused(
    settings: Settings, backup: Path
) -> None:
    member = {"name": "bomb.db", "bytes": 10, "blake2b": "0" * 64}
    bomb = changed(backup, members=[member])
    with zipfile.ZipFile(bomb, "a") as package:
        package.writestr("bomb.db.zst", zstandard.compress(bytes(200 << 20)))
    began = time.process_time()
    with pytest.raises(BackupError, match=r"bomb\.db is not what was put in"):
        restore(elsewhere(settings), bomb, False, quiet)
    assert time.process_time() - began < 5, "it is not unpacked to its end"


def test_what_would_not_fit_on_the_disk_is_refused_before_anything_is_unpacked(
    settings: Settings, backup: Path
) -> None:
    member = {"name": "large.db", "bytes": 10**15, "blake2b": "0" * 64}
    with pytest.raises(BackupError, match="MB free and the backup takes"):
        restore(elsewhere(settings), changed(backup, members=[member]), False, quiet)


def test_a_backup_with_any_byte_changed_or_cut_off_is_refused_or_whole(
    settings: Settings, backup: Path
) -> None:
    """The ZIP's own dates and the like may change: then all that matters is still right."""
    chance, whole = random.Random(20260727), backup.read_bytes()
    broken = backup.with_name("broken.zip")
    refused = 0
    for _ in range(150):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        broken.write_bytes(data)
        try:
            assert verify(broken) == verify(backup)
        except BackupError:
            refused += 1
    assert refused > 100
    for length in (0, 1, 100, len(whole) // 2, len(whole) - 1):
        broken.write_bytes(whole[:length])
        with pytest.raises(BackupError, match=r"damaged|cut short"):
            verify(broken)


# Cut short
