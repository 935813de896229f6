"""Every page of ours: no barriers, no page wider than the window, a screenshot of each to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.pages import Workplace, hostile_map, sign_in_to, workplace

SHOTS = Path(__file__).parents[2] / "test-results" / "pages"
WIDTHS = (800, 1440, 2560)
#: Only these tests put a checker into pages, which their policy forbids.
GRAVE = {"serious", "critical"}


@pytest.fixture
def place(live_server) -> Workplace:
    return workplace()


@pytest.fixture
def hostile(live_server) -> Workplace:
    return workplace(hostile_map())


def opened(browser: Browser, live_server, place: Workplace, theme: str, width: int) -> Page:
    """Return a page of a fresh context, signed in."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 1000},
        color_scheme=theme,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    context.set_default_timeout(15_000)
    sign_in_to(context, live_server, place.mara)
    return context.new_page()


def look_at(page: Page, address: str, shot: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    page.wait_for_load_state("networkidle")
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{shot}.png")


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_barriers(browser, live_server, place, theme):
    page = opened(browser, live_server, place, theme, 1440)
    found = []
    for name, address in place.addresses().items():
        look_at(page, address, f"{name}-{theme}")
        found += [
            (name, one["id"], one["nodes"][0]["html"][:160])
            for one in Axe().run(page).response["violations"]
            if one["impact"] in GRAVE
        ]
    page.context.close()

    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_window(browser, live_server, place, width):
    page = opened(browser, live_server, place, "light", width)
    wider = {}
    for name, address in place.addresses().items():
        look_at(page, address, f"{name}-{width}")
        wider[name] = overflow(page)
    page.context.close()

    assert {name: pixels for name, pixels in wider.items() if pixels > 0} == {}


@pytest.mark.parametrize("width", (800, 1440))
def test_hostile_names_break_no_page(browser, live_server, hostile, width):
    page = opened(browser, live_server, hostile, "light", width)
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    wider = {}
    for name, address in hostile.addresses().items():
        look_at(page, address, f"hostile-{name}-{width}")
        wider[name] = overflow(page)
    page.context.close()

    assert said == []
    assert {name: pixels for name, pixels in wider.items() if pixels > 0} == {}


def test_pages_print_without_menu_and_buttons(browser, live_server, place):
    page = opened(browser, live_server, place, "light", 1440)
    page.emulate_media(media="print")
    for name in ("map", "compare"):
        look_at(page, place.addresses()[name], f"{name}-print")
        assert not page.locator(".side").is_visible()
        assert not page.locator(".head .actions").is_visible()
        assert page.locator(".picture-table").is_visible()
    page.context.close()
