"""Comparing by hand: filters, the list and the picture together, the keyboard, and two maps aligned."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec import structs
from playwright.sync_api import Page, expect

from journeys import drafts
from journeys.contents import OriginContents
from journeys.models import Alignment
from tests.browser.pages import Workplace, workplace
from tests.journeys.sample import key, small_map, touchpoint

GRAVE = {"serious", "critical"}


@pytest.fixture
def place(live_server) -> Workplace:
    return workplace()


def graves(page: Page) -> list[tuple[str, str]]:
    return [
        (one["id"], one["nodes"][0]["html"][:160])
        for one in Axe().run(page).response["violations"]
        if one["impact"] in GRAVE
    ]


def split(place: Workplace) -> None:
    """Split “Start application” in the draft."""
    before = small_map()
    apply, use = before.stages
    parts = (touchpoint("Choose", emotion=0.2), touchpoint("Fill in", emotion=-1.0))
    after = structs.replace(
        before,
        stages=(structs.replace(apply, touchpoints=(*parts, *apply.touchpoints[1:])), use),
        origins=tuple(
            OriginContents(part.key, "split", (key("Start application"),)) for part in parts
        ),
    )
    drafts.replace(place.draft, after, by=None)


def test_a_split_is_walked_to_by_keyboard_and_lit_in_the_picture(
    page: Page, sign_in, place: Workplace
) -> None:
    split(place)
    sign_in(place.mara)
    page.goto(place.addresses()["compare"].partition("?")[0])
    expect(page.locator(".summary-sentence")).to_contain_text(
        "“Start application” was split into “Choose” and “Fill in”"
    )

    page.keyboard.press("j")
    expect(page.locator("#detail-name")).to_have_text("Start application")
    expect(page.locator("[data-position]")).to_have_text("1 of 3")
    page.keyboard.press("j")
    expect(page.locator("#detail-name")).to_have_text("Choose")
    expect(page.locator(f"#element-{key('Choose')}")).to_have_class(re.compile("picked-column"))
    page.keyboard.press("k")
    expect(page.locator("#detail-name")).to_have_text("Start application")
    page.keyboard.press("Escape")
    expect(page.locator("#detail-name")).to_have_count(0)
    assert "pick=" not in page.url
    expect(page.locator(".compare-list a:focus")).to_have_text("Start application")


def test_a_verdict_filters_list_and_picture_and_is_in_the_address(
    page: Page, sign_in, place: Workplace
) -> None:
    split(place)
    sign_in(place.mara)
    page.goto(place.addresses()["compare"].partition("?")[0])

    page.locator("[data-filter=verdict][data-value=cannot_tell]").click()

    assert "verdict=cannot_tell" in page.url
    sheet = page.locator("a[data-sheet]")
    expect(sheet).to_have_attribute(
        "href", re.compile(r"compare\.xlsx\?against=\d+&verdict=cannot_tell$")
    )
    names = page.locator(".change-entry:visible .change-name").all_text_contents()
    assert names == ["Choose", "Fill in"]
    found = page.locator("th.is-found").all_text_contents()
    assert len(found) == 4  # the two parts and what is rated as it was
    assert graves(page) == []
    page.reload()
    expect(page.locator(".change-entry:visible .change-name")).to_have_text(names)
    page.get_by_role("link", name="Show all").click()
    expect(page.locator(".change-entry:visible")).to_have_count(3)


def test_two_maps_are_aligned_by_hand_and_compare_then(
    page: Page, sign_in, place: Workplace
) -> None:
    sign_in(place.mara)
    page.goto(place.addresses()["compare-unaligned"])
    page.get_by_role("link", name="Align the two maps").click()
    field = page.locator(f"select[name=pair-{key('First payment')}]")
    wrong = page.locator(f"select[name=pair-{key('Start application')}]").input_value()

    field.select_option(wrong)
    expect(page.locator("[data-open]")).to_contain_text("2 elements share a counterpart")
    field.select_option("")
    expect(page.locator("[data-open]")).to_have_text("")
    page.get_by_role("button", name="Save and compare").click()

    expect(page.locator(".summary")).to_contain_text("compared as mara aligned them")
    expect(page.locator(".change-entry", has_text="First payment").first).to_be_visible()
    assert Alignment.objects.get().confirmed_by == place.mara
    page.get_by_role("link", name="Swap the two sides").click()
    expect(page.locator(".summary")).to_contain_text("compared as mara aligned them")
