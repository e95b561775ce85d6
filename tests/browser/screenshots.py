"""Screenshots of the site in Chromium: `python tests/browser/screenshots.py FOLDER`, and with
`--readme` the four of README.md, for tests/browser/pictures.

Adds the seeds to a home of its own, serves it, and takes the search page and the article page in
both interface languages, light and dark, wide and 320 px narrow.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

PORT = 8766
BASE = f"http://127.0.0.1:{PORT}"
WIDE, NARROW = 1200, 320
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAGES = {
    "home": "/",
    "search": "/search?q=Hamrin",
    "relaxed": "/search?q=Hamrin+Tigris+parliament&filter=lang:ar",
    "nothing": "/search?q=zzzz",
    "corrected": "/search?q=musium",
    "narrowed": "/search?q=Iraq&from=2000&filter=lang:ar",
    "help": "/help",
    "embed": "/embed",
    "error": "/search?limit=0",
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--only", choices=[*PAGES, "article"], nargs="*")
    options.add_argument("--readme", action="store_true")
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, demo(home), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        if given.readme:
            take_readme(chromium, given.folder)
        else:
            take(chromium, given.folder, given.only)
        chromium.close()


@contextmanager
def demo(home: str) -> Iterator[None]:
    """`fihrist demo` on a fresh home, until the block ends."""
    command = [sys.executable, "-P", "-m", "search", "--home", home, "demo", "--port", str(PORT)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        if not any(BASE in line for line in process.stderr):
            sys.exit("fihrist demo did not start")
        yield
    finally:
        process.terminate()
        process.communicate()


def take(chromium: Browser, folder: Path, only: list[str] | None) -> None:
    for hl, scheme, width in product(("ar", "en"), SCHEMES, (WIDE, NARROW)):
        context = chromium.new_context(
            base_url=BASE, color_scheme=scheme, viewport={"width": width, "height": 800}
        )
        page = context.new_page()
        page.goto(f"/search?q=Hamrin&hl={hl}")
        article = page.locator(".hit a.titles").first.get_attribute("href") or "/"
        for name, path in {**PAGES, "article": article}.items():
            if only and name not in only:
                continue
            mark = "&" if "?" in path else "?"
            page.goto(path if "hl=" in path else f"{path}{mark}hl={hl}")
            page.screenshot(path=folder / f"{name}-{hl}-{scheme}-{width}.png", full_page=True)
        context.close()


def take_readme(chromium: Browser, folder: Path) -> None:
    for (hl, q), scheme in product((("ar", "العراق"), ("en", "Iraq")), SCHEMES):
        page = chromium.new_page(
            base_url=BASE, color_scheme=scheme, viewport={"width": WIDE, "height": 760}
        )
        page.goto(f"/search?q={q}&hl={hl}")
        page.screenshot(path=folder / f"search-{hl}-{scheme}.png")
        page.close()


if __name__ == "__main__":
    main()
