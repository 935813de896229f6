"""Every page of ours: no barriers, no page wider than the window, whatever it is called."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from tests.browser.looking import WIDTHS, barriers_in_both_themes, keep, open_at, opened, too_wide
from tests.browser.pages import Workplace, hostile_map, workplace


@pytest.fixture
def place(live_server) -> Workplace:
    return workplace()


@pytest.fixture
def hostile(live_server) -> Workplace:
    return workplace(hostile_map())


def visit(browser, live_server, place: Workplace):
    """Give every page, opened, with its name."""
    said: list[str] = []

    def refuse(dialog):
        said.append(dialog.message)
        dialog.dismiss()

    with contextmanager(opened)(browser, live_server, place.mara) as page:
        page.on("dialog", refuse)
        for name, address in place.addresses().items():
            open_at(page, address)
            yield name, page
    assert said == []


@pytest.mark.look
def test_no_page_has_barriers_or_is_wider_than_the_window(browser, live_server, place):
    found, wider = [], {}
    for name, page in visit(browser, live_server, place):
        found += barriers_in_both_themes(page, name)
        wider |= too_wide(page, WIDTHS, name)

    assert found == []
    assert wider == {}


def test_hostile_names_break_no_page(browser, live_server, hostile):
    wider = {}
    for name, page in visit(browser, live_server, hostile):
        wider |= too_wide(page, WIDTHS[:2], f"hostile-{name}")

    assert wider == {}


def test_pages_print_without_menu_and_buttons(browser, live_server, place):
    with contextmanager(opened)(browser, live_server, place.mara) as page:
        page.emulate_media(media="print")
        for name in ("map", "compare"):
            open_at(page, place.addresses()[name])
            keep(page, f"{name}-print")
            assert not page.locator(".side").is_visible()
            assert not page.locator(".head .actions").is_visible()
            assert page.locator(".picture-table").is_visible()
