"""Suggestions in the page's search field: the combobox pattern, by keyboard and by pointer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]
PAUSE = 400
"""Milliseconds, longer than the field waits after a key."""
DIRECTION = "element => getComputedStyle(element).direction"


@pytest.fixture
def page(opened: Opened) -> Page:
    page = opened()
    page.goto("/?hl=en")
    return page


@pytest.fixture
def field(page: Page) -> Locator:
    return page.get_by_role("combobox")


def suggested(page: Page, field: Locator, words: str) -> Locator:
    """The options that the words bring."""
    with page.expect_response(lambda answer: "/api/v1/suggest?" in answer.url):
        field.fill(words)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    return options


def active(field: Locator) -> str | None:
    return field.get_attribute("aria-activedescendant")


def test_the_keyboard_walks_through_the_suggestions(page: Page, field: Locator) -> None:
    options = suggested(page, field, "the uni")
    last = f"suggestions-{options.count() - 1}"
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-controls") == "suggestions"
    assert active(field) is None
    field.press("ArrowDown")
    assert active(field) == "suggestions-0"
    assert options.first.get_attribute("aria-selected") == "true"
    field.press("ArrowUp")  # before the first is the field itself
    assert active(field) is None
    field.press("ArrowUp")
    assert active(field) == last
    field.press("ArrowDown")
    assert active(field) is None
    expect(field).to_be_focused()


def test_keys_of_the_caret_lead_back_to_the_text(page: Page, field: Locator) -> None:
    suggested(page, field, "the uni")
    for key, place in (("Home", 0), ("End", 7), ("ArrowLeft", 6), ("ArrowRight", 7)):
        field.press("ArrowDown")
        assert active(field) == "suggestions-0"
        field.press(key)
        assert active(field) is None
        assert field.evaluate("field => field.selectionStart") == place
    assert page.get_by_role("option").first.is_visible()


def test_escape_and_leaving_close_and_an_arrow_opens_again(page: Page, field: Locator) -> None:
    options = suggested(page, field, "the uni")
    field.press("Escape")
    expect(options.first).to_be_hidden()
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "the uni"
    field.press("Alt+ArrowDown")
    expect(options.first).to_be_visible()
    assert active(field) is None
    field.press("Alt+ArrowUp")
    expect(options.first).to_be_hidden()
    field.press("ArrowDown")
    assert active(field) == "suggestions-0"
    field.press("Tab")
    expect(options.first).to_be_hidden()


def test_enter_searches_for_what_is_chosen_or_else_for_what_was_typed(
    page: Page, field: Locator
) -> None:
    suggested(page, field, "Baghd")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/search?hl=en&q=Baghdad")
    suggested(page, field, "Tig")
    field.press("Enter")
    page.wait_for_url("**/search?hl=en&q=Tig")


def test_a_press_chooses_and_a_filter_stays(page: Page, field: Locator) -> None:
    page.goto("/search?q=Iraq&filter=lang:ar&hl=en")
    suggested(page, field, "Baghd").first.click()
    page.wait_for_url("**/search?filter=lang%3Aar&hl=en&q=Baghdad")


def test_a_title_leads_to_its_article_with_the_words_marked(page: Page, field: Locator) -> None:
    options = suggested(page, field, "the uni")
    title = options.filter(has_text="The University of Mosul")
    assert title.locator("small").inner_text() == "article"
    title.click()
    page.wait_for_url("**/article/*?q=the+uni&hl=en")
    assert page.locator("h1").inner_text().startswith("The University of Mosul")


def test_how_many_there_are_is_said_and_each_has_its_own_direction(
    page: Page, field: Locator
) -> None:
    options = suggested(page, field, "بغد")
    expect(page.locator(".combobox [role=status]")).to_have_text(f"Suggestions: {options.count()}")
    text = options.first.locator("span").first
    assert text.evaluate(DIRECTION) == "rtl"
    assert text.get_attribute("lang") == "ar"
    text = suggested(page, field, "Baghd").first.locator("span").first
    assert text.evaluate(DIRECTION) == "ltr"
    assert text.inner_text() == "Baghdad"
    assert text.locator(".typed").inner_text() == "Baghd"


def test_a_suggested_word_is_as_wide_as_the_plain_word(page: Page, field: Locator) -> None:
    text = suggested(page, field, "حم").filter(has_text="حمرين").locator("span").first
    width = "element => element.getBoundingClientRect().width"
    coloured = text.evaluate(width)
    text.evaluate("element => { element.textContent = element.textContent; }")
    assert text.evaluate(width) == pytest.approx(coloured, abs=0.1)


def test_quick_typing_asks_once_and_composing_not_at_all(page: Page, field: Locator) -> None:
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    page.route("**/suggest?**", note)
    page.clock.install(time="2026-01-01")
    page.clock.pause_at("2026-01-02")  # so that no slow machine's typing counts as a pause
    field.press_sequentially("Baghdad")
    page.clock.run_for(PAUSE)
    expect(page.get_by_role("option").first).to_be_visible()
    assert [url.partition("?")[2] for url in asked] == ["q=Baghdad"]
    field.evaluate(
        """field => { field.value = 'ح'; field.dispatchEvent(
            new InputEvent('input', {isComposing: true, bubbles: true})); }"""
    )
    page.clock.run_for(PAUSE)
    assert len(asked) == 1


def test_an_answer_that_comes_late_is_not_shown(page: Page, field: Locator) -> None:
    held: list[Route] = []
    page.route("**/suggest?q=Baghd", lambda route: held.append(route))
    with page.expect_request("**/suggest?q=Baghd"):
        field.fill("Baghd")
    suggested(page, field, "دجل")
    for route in held:
        route.continue_()
    expect(page.get_by_role("option").first).to_contain_text("دجل")


@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("hl", ["ar", "en"])
def test_nothing_moves_while_a_page_loads_or_suggestions_open(
    opened: Opened, hl: str, width: int
) -> None:
    page = opened(viewport={"width": width, "height": 800})
    # Those inside a field, whose letters come in fonts of different heights, name no element.
    page.add_init_script(
        """window.shifted = []; new PerformanceObserver(list => {
            for (const {sources} of list.getEntries())
                shifted.push(...sources.filter(each => each.node).map(each => each.node.outerHTML));
        }).observe({type: 'layout-shift', buffered: true});"""
    )
    for address in ("/search?q=Iraq", "/search?q=zzzz", "/help", "/embed", "/"):
        page.goto(f"{address}{'&' if '?' in address else '?'}hl={hl}")
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
        assert page.evaluate("window.shifted") == [], address
    suggested(page, page.get_by_role("combobox"), "بغد")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
    assert page.evaluate("window.shifted") == []


def test_without_script_the_field_is_a_plain_one(opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    page.goto("/?hl=en")
    field = page.get_by_role("searchbox")
    assert field.get_attribute("aria-expanded") is None
    field.fill("Tigris")
    field.press("Enter")
    assert page.url.endswith("/search?hl=en&q=Tigris")


def test_a_citation_is_copied_at_a_press(opened: Opened) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/search?q=Hamrin&hl=en")
    page.locator(".hit a.titles").first.click()
    page.locator(".cite summary").click()
    page.locator("button.copy").click()
    expect(page.locator("button.copy")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".citation").inner_text()
    assert "International Coalition" in copied or "التحالف" in copied
