"""What tests in Chromium share: pages that must say nothing, and a site that embeds the box."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from search.settings import load_settings
from tests.browser.hosts import Host, hosting
from web.keys import Key, keys_of


@pytest.fixture(scope="module")
def site(seeded_home: Path, server: str) -> Iterator[Host]:
    with ExitStack() as stack:
        host = stack.enter_context(hosting(server))
        wanted = Key("", "public", "site", (host.address,))
        host.key = keys_of(load_settings(home=seeded_home)).add(wanted)[1]
        yield host


@pytest.fixture
def opened(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """opened(**context) is a page of the service in a browser of that kind. It must not say a
    word of a violated policy, or any error."""
    contexts, said = [], list[str]()

    def make(**options: Any) -> Page:
        context = browser.new_context(base_url=server, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert said == []
