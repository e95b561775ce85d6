"""The description holds for requests that nobody thought of; tests/bench/api_fuzz.py makes more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from search.settings import load_settings
from tests.web.fuzzing import fuzz
from web.keys import Key, keys_of


def test_no_answer_breaks_the_description_and_none_is_our_fault(
    seeded_home: Path, tmp_path: Path, serve_home: Callable[[Path], str]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(seeded_home, home)
    secret = keys_of(load_settings(home=home)).add(Key("", "secret", "fuzz"))[1]
    done = fuzz(serve_home(home), secret, 10, "coverage,fuzzing", 200)
    assert done.passed, done.said
    assert done.cases > 100
