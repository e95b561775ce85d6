"""The embedded box in Chromium, on a page of another origin under the strictest policy."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.hosts import Host, hosting
from web import scripts

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, site: Host) -> Iterator[Page]:
    """A page that must not say a word of a violated policy, or any error."""
    site.body, site.lang = site.element(), "ar"
    context = browser.new_context()
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []


def typed(page: Page, words: str) -> Any:
    box = page.locator("fihrist-search input[role=combobox]").first
    box.fill(words)
    return box


def hits(page: Page) -> Any:
    """The options that are results, not suggestions."""
    return page.locator("fihrist-search [role=option]:not([part~=suggestion])")


def heard(page: Page, name: str) -> None:
    page.evaluate(
        "name => document.addEventListener(name, e => (window.heard ??= []).push(e.detail))", name
    )


def test_the_box_with_all_that_it_imports_is_small() -> None:
    names = ("box.js", "combobox.js", "dom.js", "look.js", "words.js")
    assert sum(len(gzip.compress(scripts.module(name)[0])) for name in names) <= 10_000


def test_the_keyboard_walks_from_typing_to_an_article(page: Page, site: Host) -> None:
    page.goto(site.address)
    box = typed(page, "حمرين")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    assert box.get_attribute("aria-expanded") == "true"
    assert options.first.locator("mark").count() > 0
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "list-0"
    assert options.first.get_attribute("aria-selected") == "true"
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("Escape")
    expect(options.first).to_be_hidden()
    assert box.input_value() == "حمرين"
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"{site.service}/article/**")
    assert page.locator(".full mark").count() > 0


def test_a_suggestion_is_searched_for_in_the_box(page: Page, site: Host) -> None:
    page.goto(site.address)
    box = typed(page, "Baghd")
    suggestion = page.locator("fihrist-search [part~=suggestion]").first
    expect(suggestion).to_have_text("Baghdad")
    assert suggestion.locator("span").first.evaluate("e => getComputedStyle(e).direction") == "ltr"
    box.press("ArrowDown")
    box.press("Enter")
    expect(hits(page).first.locator("mark").first).to_be_visible()
    assert box.input_value() == "Baghdad"
    assert page.url == f"{site.address}/"


def test_what_may_be_meant_stands_above_the_results(page: Page, site: Host) -> None:
    page.goto(site.address)
    heard(page, "results")
    typed(page, "pldvdk")  # حمرين, on an English keyboard
    meant = page.locator("fihrist-search [part~=suggestion]")
    expect(meant).to_have_text("هل تقصد:حمرين")
    assert page.evaluate("window.heard[0].corrected") == "حمرين"
    meant.click()
    expect(hits(page).first).to_be_visible()


def test_the_plain_forms_hidden_fields_narrow_the_box_too(page: Page, site: Host) -> None:
    hidden = '<input type="hidden" name="filter" value="category:تاريخ">'
    site.body = site.element().replace("<input", f"{hidden}<input", 1)
    page.goto(site.address)
    with page.expect_response("**/api/v1/search?**") as answered:
        typed(page, "العراق")
    assert "filter=category" in answered.value.url
    assert {hit["category"] for hit in answered.value.json()["hits"]} == {"تاريخ"}
    page.locator("fihrist-search [part=all]").click()
    assert "filter=category" in page.url


def test_enter_in_the_box_goes_to_all_results(page: Page, site: Host) -> None:
    page.goto(site.address)
    typed(page, "دجلة").press("Enter")
    page.wait_for_url(f"{site.service}/search?**")
    assert "hl=ar" in page.url


def test_attributes_take_effect_at_once(page: Page, site: Host) -> None:
    page.goto(site.address)
    box = typed(page, "العراق")
    options = hits(page)
    expect(options).to_have_count(5)
    element = page.locator("fihrist-search")
    element.evaluate("e => e.setAttribute('limit', '2')")
    expect(options).to_have_count(2)
    element.evaluate("e => { e.lang = 'en'; e.setAttribute('placeholder', 'Find'); }")
    expect(options.first.locator("[part=title]")).to_have_attribute("lang", "en")
    assert box.get_attribute("placeholder") == "Find"
    assert page.locator("fihrist-search form[part=form]").get_attribute("dir") == "ltr"
    element.evaluate("e => e.setAttribute('filter', 'place:nowhere')")
    expect(options).to_have_count(0)


def test_looks_and_targets_are_attributes_too(page: Page, site: Host) -> None:
    page.goto(site.address)
    element, form = page.locator("fihrist-search"), page.locator("[part=form]")
    element.evaluate("e => { e.dir = 'ltr'; e.setAttribute('theme', 'dark'); }")
    assert form.evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert element.evaluate("e => getComputedStyle(e).colorScheme") == "dark"
    element.evaluate("e => e.setAttribute('target', '_blank')")
    assert form.get_attribute("target") == "_blank"
    assert form.get_attribute("action") == f"{site.service}/search"
    element.evaluate("e => e.setAttribute('src', 'https://other.example/')")
    assert form.get_attribute("action") == "https://other.example/search"
    element.evaluate("e => { e.removeAttribute('src'); e.setAttribute('shortcut', 's'); }")
    page.locator("h1").click()
    page.keyboard.press("s")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_a_search_that_fails_is_said_and_told_to_the_page(browser: Browser, site: Host) -> None:
    site.body = site.element().replace(site.key, "pk_none")
    page = browser.new_page()
    page.goto(site.address)
    heard(page, "error")
    typed(page, "حمرين")
    expect(page.locator("[part=message]")).to_have_text("تعذّر البحث الآن")
    assert hits(page).count() == 0
    assert [each["q"] for each in page.evaluate("window.heard")] == ["حمرين"]
    page.close()


def test_events_tell_the_page_and_a_selection_can_be_kept_by_it(page: Page, site: Host) -> None:
    page.goto(site.address)
    for name in ("search", "results"):
        heard(page, name)
    page.evaluate(
        """document.addEventListener('select', event => {
            window.chosen = event.detail; event.preventDefault(); })"""
    )
    typed(page, "حمرين")
    hits(page).first.click()
    assert page.url == f"{site.address}/"
    asked, found = page.evaluate("window.heard")
    assert asked == {"q": "حمرين"}
    assert found["total"] >= 1
    assert found["corrected"] is None
    assert page.evaluate("window.chosen.href").startswith(f"{site.service}/article/")


def test_methods_search_focus_and_close(page: Page, site: Host) -> None:
    page.goto(site.address)
    element = page.locator("fihrist-search")
    element.evaluate("e => e.search('دجلة')")
    expect(page.get_by_role("option").first).to_be_visible()
    element.evaluate("e => e.close()")
    expect(page.get_by_role("option").first).to_be_hidden()
    element.evaluate("e => e.focus()")
    assert page.evaluate("document.activeElement.localName") == "fihrist-search"


def test_only_the_last_of_quick_words_is_asked_and_shown(page: Page, site: Host) -> None:
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    page.route("**/api/v1/search**", note)
    page.goto(site.address)
    page.locator("fihrist-search input[role=combobox]").press_sequentially("Tigris", delay=10)
    expect(page.get_by_role("option").first).to_be_visible()
    assert len(asked) == 1


def test_nothing_is_asked_while_a_word_is_being_composed(page: Page, site: Host) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.address)
    asked.clear()
    box = page.locator("fihrist-search input[role=combobox]")
    box.evaluate(
        """box => { box.value = 'ح'; box.dispatchEvent(
            new InputEvent('input', {isComposing: true, bubbles: true, composed: true})); }"""
    )
    page.wait_for_timeout(400)  # longer than the box waits after a key
    assert asked == []
    box.evaluate(
        "box => { box.value = 'حمرين'; box.dispatchEvent(new CompositionEvent('compositionend')); }"
    )
    page.wait_for_event("request", lambda request: "q=%D8%AD" in request.url)


def test_two_boxes_on_a_page_keep_to_themselves(page: Page, site: Host) -> None:
    site.body = site.element() + site.element('shortcut="/"', lang="en")
    page.goto(site.address)
    page.locator("body").press("/")
    second = page.locator("fihrist-search").nth(1)
    assert page.evaluate("document.activeElement.getAttribute('lang')") == "en"
    second.locator("input[role=combobox]").fill("Tigris")
    expect(second.get_by_role("option").first).to_be_visible()
    assert page.locator("fihrist-search").first.get_by_role("option").count() == 0


def test_the_box_has_the_direction_of_what_is_in_it(page: Page, site: Host) -> None:
    page.goto(site.address)
    direction = "e => getComputedStyle(e).direction"
    for words, expected in (("", "rtl"), ("Tigris", "ltr"), ("دجلة", "rtl"), ("2020", "ltr")):
        assert typed(page, words).evaluate(direction) == expected


def test_without_script_the_plain_form_searches(browser: Browser, site: Host) -> None:
    site.body = site.element()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address)
    page.locator("input[name=q]").fill("حمرين")
    page.locator("button").click()
    assert page.url.startswith(f"{site.service}/search?q=")
    assert page.locator(".hit").count() > 0
    context.close()


def test_a_frame_shows_on_pages_of_its_keys_origins_only(
    browser: Browser, site: Host, server: str
) -> None:
    frame = f'<iframe title="search" src="{server}/embed/v1/frame?key={site.key}&lang=ar"></iframe>'
    with hosting(server) as other:
        for host, shown in ((site, 1), (other, 0)):
            host.body = frame
            page = browser.new_page()
            page.goto(host.address)
            inside = page.frame_locator("iframe").locator("fihrist-search input[role=combobox]")
            if shown:
                inside.fill("حمرين")
                option = page.frame_locator("iframe").get_by_role("option").first
                expect(option).to_be_visible()
            else:
                assert inside.count() == 0
            page.close()


@pytest.mark.parametrize("hl", ["ar", "en"])
def test_the_generator_shows_the_box_and_its_snippet(
    browser: Browser, server: str, hl: str
) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{server}/embed?hl={hl}")
    page.locator("input[name=limit]").fill("2")
    page.locator(".choose button").click()
    typed(page, "العراق")
    expect(hits(page)).to_have_count(2)
    snippet = page.locator(".snippet").inner_text()
    assert f'<script type="module" src="{server}/embed/v1/box.js"></script>' in snippet
    assert f'<fihrist-search lang="{hl}" limit="2">' in snippet
    assert f'<form action="{server}/search" role="search">' in snippet
    assert said == []
    page.close()
