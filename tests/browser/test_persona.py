"""A persona by hand: written where one reads it, its picture, and its curve chosen on the map."""

from __future__ import annotations

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.pages import Workplace, sign_in_to, workplace
from tests.journeys.sample import key


@pytest.fixture
def place(live_server) -> Workplace:
    return workplace()


def curve(page: Page, name: str):
    return page.locator(
        ".picture-plot-cell g[data-persona]", has=page.get_by_text(name, exact=True)
    )


def test_a_persona_is_written_pictured_and_shown_on_the_map(page: Page, sign_in, place) -> None:
    sign_in(place.mara)
    page.goto(place.addresses()["persona"])

    page.get_by_role("link", name="Edit gains").click()
    page.get_by_role("textbox", name="Gains").fill("An account by tonight\nA card by Friday")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#goals li")).to_have_text(["An account by tonight", "A card by Friday"])
    page.locator("#hears").get_by_role("link", name="Write it down").click()
    page.get_by_role("textbox", name="Hears").fill("“Mine took five minutes”")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#hears")).to_contain_text("five minutes")

    page.get_by_role("link", name="Edit", exact=True).click()
    picture = io.BytesIO()
    Image.new("RGB", (60, 60), "#a3267e").save(picture, "PNG")
    page.get_by_label("Picture").set_input_files(
        {"name": "me.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    )
    page.get_by_role("button", name="Save", exact=True).click()
    shown = page.locator(".persona-who img.face")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.complete && image.naturalWidth") == 60

    page.locator(".persona-maps").get_by_role("link", name="Open an account").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open an account")
    page.goto(f"/admin/journeys/mapversion/{place.draft.pk}/map/?persona={key('Lena')}")
    omar = page.locator("[data-curve-choice]").get_by_role("link", name="Omar")
    expect(curve(page, "Lena")).to_be_visible()
    expect(curve(page, "Omar")).to_be_hidden()
    omar.focus()
    page.keyboard.press("Enter")
    expect(curve(page, "Omar")).to_be_visible()
    expect(omar).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Lena").and_(page.locator("[data-curve]")).click()
    expect(curve(page, "Lena")).to_be_hidden()
    page.reload()
    expect(curve(page, "Lena")).to_be_hidden()
    expect(curve(page, "Omar")).to_be_visible()


def test_the_pages_of_a_persona_print_and_have_no_barriers(browser, live_server, place) -> None:
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    sign_in_to(context, live_server, place.mara)
    page = context.new_page()
    found = []
    for name in ("persona", "persona-edit", "persona-versions", "persona-compare"):
        page.goto(place.addresses()[name])
        found += [(name, one["id"]) for one in Axe().run(page).response["violations"]]
    page.goto(place.addresses()["persona"])
    page.emulate_media(media="print")
    assert not page.locator(".side").is_visible()
    assert not page.locator(".edit-part").first.is_visible()
    assert page.locator(".empathy").is_visible()
    context.close()

    assert found == []
