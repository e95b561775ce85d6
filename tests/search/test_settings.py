"""Settings come from FIHRIST_* and options; a wrong value names itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from search.errors import SettingsError
from search.settings import load_settings


def test_an_option_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIHRIST_PORT", "9000")
    assert load_settings().port == 9000
    assert load_settings(port=9001).port == 9001
    assert load_settings(port=None).port == 9000


def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIHRIST_PORT", "many")
    with pytest.raises(SettingsError, match=r"FIHRIST_PORT: .*'many'"):
        load_settings()


def test_every_wrong_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIHRIST_PORT", "0")
    monkeypatch.setenv("FIHRIST_ENGINE", "grep")
    with pytest.raises(SettingsError, match=r"FIHRIST_ENGINE.*FIHRIST_PORT"):
        load_settings()


def test_the_home_is_the_users_data_folder_by_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("FIHRIST_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = load_settings()
    assert settings.home == tmp_path / "fihrist"
    assert settings.archive_url == f"sqlite:///{tmp_path}/fihrist/archive.db"


def test_settings_cannot_be_changed_once_made(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1  # type: ignore[misc]  # what must fail
