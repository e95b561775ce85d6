"""Keys in their file: what is kept of them, and when they are dead."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from search.errors import BadParameter, Unavailable
from web.keys import Key, Keys
from web.keys_commands import canonical_origin


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys.db")


def test_a_key_is_found_by_its_token_and_by_nothing_else(keys: Keys) -> None:
    made, token = keys.add(Key("", "secret", "import"))
    assert token.startswith("sk_")
    assert len(token) == 3 + 43  # 256 bits
    assert keys.find(token) == made
    assert keys.find(token[:-1]) is None
    assert keys.find(made.id) is None
    assert keys.find("\ud800") is None


def test_the_token_is_nowhere_in_the_file(keys: Keys, tmp_path: Path) -> None:
    _, token = keys.add(Key("", "public", "site", origins=("https://a.example",)))
    held = (tmp_path / "keys.db").read_bytes()
    assert token.encode() not in held
    assert token[3:].encode() not in held


def test_the_file_is_its_owners_alone(keys: Keys, tmp_path: Path) -> None:
    keys.add(Key("", "secret", "import"))
    assert (tmp_path / "keys.db").stat().st_mode & 0o077 == 0


def test_what_a_key_allows_is_kept_with_it(keys: Keys) -> None:
    wanted = Key(
        *("", "public", "site", ("https://a.example",), (("outlet", "BBC: عربي"),)),
        max_limit=20,
        per_minute=60,
    )
    _, token = keys.add(wanted)
    found = keys.find(token)
    assert found is not None
    assert (found.origins, found.filters) == (wanted.origins, wanted.filters)
    assert (found.max_limit, found.per_minute) == (20, 60)


def test_a_revoked_key_is_dead_at_once_for_another_process(keys: Keys, tmp_path: Path) -> None:
    made, token = keys.add(Key("", "secret", "import"))
    worker = Keys(tmp_path / "keys.db")
    assert worker.find(token) is not None
    assert keys.revoke(made.id)
    assert worker.find(token) is None
    assert not keys.revoke(made.id)
    assert [key.id for key in keys.all()] == [made.id]


def test_a_file_that_was_put_back_counts_at_once(keys: Keys, tmp_path: Path) -> None:
    keys.add(Key("", "secret", "old"))
    shutil.copy(tmp_path / "keys.db", tmp_path / "backup.db")
    _, token = keys.add(Key("", "secret", "new"))
    assert keys.find(token) is not None
    (tmp_path / "backup.db").replace(tmp_path / "keys.db")
    assert keys.find(token) is None


def test_a_home_without_keys_has_none(keys: Keys) -> None:
    assert keys.find("sk_x") is None
    assert not keys.any_live()


def test_a_file_that_is_no_database_says_so(keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "keys.db").write_bytes(b"nonsense" * 1000)
    with pytest.raises(Unavailable, match="keys"):
        keys.find("sk_x")


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://News.example/", "https://news.example"),
        ("https://news.example:443", "https://news.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(typed: str, origin: str) -> None:
    assert canonical_origin(typed) == origin


@pytest.mark.parametrize(
    "typed",
    [
        *("", "*", "null", "news.example", "https://", "https://a.example/path"),
        *("ftp://a.example", "https://a.example?x", "https://u:p@a.example"),
        *("https://a.example:x", "https://*.example"),
    ],
)
def test_what_is_no_origin_is_refused(typed: str) -> None:
    with pytest.raises(BadParameter, match="origin"):
        canonical_origin(typed)


def test_the_command_makes_lists_and_revokes(
    tmp_path: Path, fihrist: Callable[..., list[str]]
) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = fihrist(tmp_path, "keys", *arguments)
        return subprocess.run(command, capture_output=True, text=True, check=False)

    made = run("add", "public", "Site", "--origin", "https://a.example", "--filter", "outlet:A")
    token = made.stdout.strip()
    listed = run("list", "--json").stdout
    (key,) = orjson.loads(listed)
    assert Keys(tmp_path / "keys.db").find(token) is not None
    assert token not in listed
    assert key["origins"] == ["https://a.example"]
    assert "outlet:A" in run("list").stdout
    assert run("revoke", key["id"]).returncode == 0
    assert Keys(tmp_path / "keys.db").find(token) is None
    assert run("revoke", key["id"]).returncode == 1
    assert "--origin" in run("add", "public", "Site").stderr
    assert (
        "filter"
        in run("add", "public", "S", "--origin", "https://a.example", "--filter", "x:1").stderr
    )
