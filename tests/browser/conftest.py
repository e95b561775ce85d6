"""Debian's Chromium, driven by Playwright, for the tests of the site."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def browser(require: Callable[[str, bool, str], None]) -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    require("browser", chromium is not None, "there is no chromium (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, as which CI runs.
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()
