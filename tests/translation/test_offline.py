"""The translator on this machine, as far as it goes without a model: none can be had here.

Everything runs through the real fxtranslate. With the folder of a real model in
FIHRIST_TEST_MODELS the last tests translate too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.translation import Translator, chain_of, fetch_models
from index.translation.errors import Misconfigured
from index.translation.gate import judge
from search.errors import SettingsError, Unavailable
from search.settings import load_settings
from tests.translation import scenes
from tests.translation.provider_server import ProviderServer

pytest.importorskip("fxtranslate", reason="fxtranslate is not installed (fihrist[offline])")

SENTENCE = "وصل 300 جندي إلى بغداد"
MODELS = os.environ.get("FIHRIST_TEST_MODELS")
needs_model = pytest.mark.skipif(
    MODELS is None, reason="no model can be had here; FIHRIST_TEST_MODELS names a folder of some"
)


@pytest.fixture
def offline(tmp_path: Path) -> Callable[..., Translator]:
    """offline(**files) is the translator over a model folder of these files."""

    def make(**files: bytes) -> Translator:
        folder = tmp_path / "models" / "ar-en"
        folder.mkdir(parents=True)
        for name, content in files.items():
            (folder / name.replace("__", ".")).write_bytes(content)
        (translator,) = chain_of(load_settings(translator="offline", models=tmp_path / "models"))
        return translator

    return make


def test_without_a_model_it_says_what_it_would_fetch_and_where_it_would_keep_it(
    tmp_path: Path,
) -> None:
    with pytest.raises(SettingsError) as caught:
        chain_of(load_settings(translator="google,offline", home=tmp_path))
    said = str(caught.value)
    assert f"there is no model in {tmp_path / 'models'}" in said
    assert "some 40 MB, from Mozilla's servers" in said
    assert str(tmp_path / "models" / "ar-en") in said


def test_without_the_library_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delitem(sys.modules, "index.translation.offline", raising=False)
    monkeypatch.setitem(sys.modules, "fxtranslate", None)  # as if it were not installed
    with pytest.raises(SettingsError, match=r"pip install 'fihrist\[offline\]'"):
        chain_of(load_settings(translator="offline", home=tmp_path))


def test_a_broken_model_is_told_with_its_folder(offline: Callable[..., Translator]) -> None:
    translator = offline(model__aren__bin=b"no model", vocab__aren__spm=b"no vocabulary")
    with pytest.raises(Misconfigured, match=r"the model in .*ar-en cannot be read"):
        translator.translate([SENTENCE], "ar", "en")


def test_a_missing_file_is_named(offline: Callable[..., Translator]) -> None:
    translator = offline(model__aren__bin=b"", srcvocab__aren__spm=b"")
    with pytest.raises(Misconfigured, match=r"there is no trgvocab\.\*\.spm in .*ar-en"):
        translator.translate([SENTENCE], "ar", "en")


def test_a_direction_without_a_model_is_named(offline: Callable[..., Translator]) -> None:
    with pytest.raises(Misconfigured, match=r"there is no model\.\*\.bin in .*en-ar"):
        offline(model__aren__bin=b"").translate(["Troops arrived"], "en", "ar")


def test_what_has_no_letters_needs_no_model(offline: Callable[..., Translator]) -> None:
    translator = offline(model__aren__bin=b"")
    assert translator.translate(["٢٠٢٠", "***"], "ar", "en") == ["2020", "***"]
    assert translator.usage.sentences == 0


def test_what_came_before_a_fault_is_kept(offline: Callable[..., Translator]) -> None:
    translator = offline(model__aren__bin=b"")
    with pytest.raises(Misconfigured) as caught:
        translator.translate(["2020", SENTENCE], "ar", "en")
    assert caught.value.done == ("2020", None)


def test_a_download_that_fails_says_so(
    tmp_path: Path, provider_server: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider_server.play(scenes.body("application/json", '{"data": []}'))
    monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", f"{provider_server.url}/get")
    said: list[str] = []
    with pytest.raises(Unavailable, match="the ar-en model could not be fetched"):
        fetch_models(load_settings(translator="google, offline", home=tmp_path), said.append)
    assert len(provider_server.requests) == 1
    assert "downloading the ar-en model, some 40 MB, from Mozilla's servers" in said[0]
    assert f"into {tmp_path / 'models' / 'ar-en'}" in said[0]


def test_a_model_that_is_there_is_not_fetched_again(
    tmp_path: Path, provider_server: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models" / "ar-en").mkdir(parents=True)
    (tmp_path / "models" / "ar-en" / "model.aren.bin").write_bytes(b"")
    monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", f"{provider_server.url}/get")
    said: list[str] = []
    fetch_models(load_settings(translator="offline", home=tmp_path), said.append)
    assert (provider_server.requests, said) == ([], [])


def test_only_the_offline_translator_has_models_to_fetch(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="only offline has models"):
        fetch_models(load_settings(translator="google", home=tmp_path), print)


def test_the_command_says_what_it_would_download(
    fihrist: Callable[..., list[str]], tmp_path: Path
) -> None:
    command = fihrist(tmp_path, "translate", "--translator", "offline")
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "--fetch-models downloads ar-en once, some 40 MB" in ended.stderr


@needs_model
def test_a_real_models_translation_passes_the_gate() -> None:
    (translator,) = chain_of(load_settings(translator="offline", models=MODELS))
    sentences = [SENTENCE, "2020", "قال الوزير إن القوات قادرة على منع عودة داعش."] * 2
    made = translator.translate(sentences, "ar", "en")
    assert made[:3] == made[3:]
    assert made[1] == "2020"
    for sentence, text in zip(sentences, made, strict=True):
        assert judge(sentence, text, "ar", "en").reason is None


@needs_model
def test_a_real_model_translates_the_whole_of_a_long_sentence() -> None:
    (translator,) = chain_of(load_settings(translator="offline", models=MODELS))
    long = " ".join(f"قال المتحدث رقم {n} إن القوات وصلت إلى بغداد،" for n in range(12))
    (text,) = translator.translate([long], "ar", "en")
    assert judge(long, text, "ar", "en").reason is None
