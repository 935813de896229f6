"""What the pages' scripts add, and that the pages do without them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys import elements, jobs, reporting
from journeys.models import Report
from tests.browser.pages import Workplace, sign_in_to, workplace
from tests.journeys.sample import key


@pytest.fixture
def place(live_server) -> Workplace:
    return workplace()


@pytest.fixture
def plain(browser: Browser, live_server, place: Workplace):
    """Open pages without JavaScript."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(15_000)
    sign_in_to(context, live_server, place.mara)
    yield context.new_page()
    context.close()


def names(page: Page) -> list[str]:
    return page.locator(".change-entry:visible .change-name").all_text_contents()


def shown_kinds(page: Page) -> list[str]:
    return page.locator(".filters .chip.on").all_text_contents()


ALL = ["First use", "Form asks twice", "Start application", "Video identification", "Call drops"]


def test_a_filter_acts_at_once_and_is_in_the_address(page: Page, sign_in, place) -> None:
    sign_in(place.mara)
    page.goto(place.addresses()["compare"])
    loads: list[str] = []
    page.on("load", lambda _: loads.append(page.url))
    assert names(page) == ALL

    page.locator(".filters .chip", has_text="removed").click()

    assert names(page) == ["Form asks twice"]
    assert "kind=removed" in page.url
    page.locator(".filters .chip", has_text="moved").first.click()
    page.locator(".filters .chip", has_text="renamed").click()
    assert "kind=renamed" in page.url
    page.get_by_role("link", name="Show all").click()
    assert names(page) == ALL
    page.go_back()
    assert names(page) != ALL
    assert loads == []


def test_filters_work_without_script(plain: Page, place) -> None:
    plain.goto(place.addresses()["compare"])

    plain.locator(".filters .chip", has_text="removed").click()

    assert names(plain) == ["Form asks twice"]
    plain.get_by_role("link", name="Show all").click()
    assert names(plain) == ALL


def test_picking_a_change_shows_it_without_loading_the_page(page: Page, sign_in, place) -> None:
    sign_in(place.mara)
    page.goto(place.addresses()["compare"].partition("?")[0])
    page.evaluate("window.stays = true")

    page.locator(".compare-list").get_by_role("link", name="Call drops").press("Enter")

    expect(page.locator("#detail-name")).to_have_text("Video identification")
    expect(page.locator(f"#element-{key('Prove identity')}.picked-column")).to_be_visible()
    assert page.evaluate("window.stays")
    assert f"pick={key('Prove identity')}" in page.url
    page.locator("th[data-element=touchpoint]", has_text="First payment").click()
    expect(page.locator("#detail-name")).to_have_text("First payment")


def test_picking_works_without_script(plain: Page, place) -> None:
    plain.goto(place.addresses()["compare"].partition("?")[0])

    plain.locator(".compare-list").get_by_role("link", name="Call drops").click()

    expect(plain.locator("#detail-name")).to_have_text("Video identification")


def test_two_versions_are_picked_without_script(plain: Page, place) -> None:
    plain.goto(place.addresses()["compare"])

    plain.get_by_label("Earlier side").select_option(str(place.draft.pk))
    plain.get_by_label("Later side").select_option(str(place.first.pk))
    plain.get_by_role("button", name="Compare these").click()

    expect(plain.get_by_label("Later side")).to_have_value(str(place.first.pk))
    assert plain.url.endswith(f"/{place.first.pk}/compare/?against={place.draft.pk}")


def test_a_report_is_watched_to_its_end(page: Page, sign_in, place) -> None:
    sign_in(place.mara)
    page.goto(place.addresses()["report-waiting"])
    report = reporting.claim(place.waiting.pk)
    jobs.progress(report, 40, "Drawing the map")

    expect(page.get_by_text("Drawing the map")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "40")
    expect(page.locator(".chip.running")).to_have_text(
        ["progress_activity", "Being", "made"][0] + "Being made"
    )

    jobs.fail(report, "No font")
    expect(page.get_by_role("alert")).to_contain_text("No font")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_a_report_is_watched_without_script(plain: Page, place) -> None:
    plain.goto(place.addresses()["report-waiting"])
    expect(plain.get_by_text("Waiting for a free worker")).to_be_visible()

    jobs.fail(reporting.claim(place.waiting.pk), "No font")

    expect(plain.get_by_role("alert")).to_contain_text("No font")  # the page loads itself again


def test_a_report_is_cancelled(page: Page, sign_in, place) -> None:
    sign_in(place.mara)
    page.goto(place.addresses()["report-waiting"])

    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_text("The report was cancelled. Nothing was made.")).to_be_visible()
    assert Report.objects.get(pk=place.waiting.pk).status == "cancelled"


def inside(place: Workplace) -> list[list[str]]:
    return [list(touchpoints) for _, touchpoints in elements.arrangement_of(place.draft).stages]


def test_a_touchpoint_is_moved_by_keyboard(page: Page, sign_in, place) -> None:
    """The sample's draft has its stages turned: First use, then Apply."""
    sign_in(place.mara)
    page.goto(place.addresses()["order"])
    payment, start, prove = (
        key(name) for name in ("First payment", "Start application", "Prove identity")
    )
    assert inside(place) == [[payment], [start, prove]]

    page.get_by_role("button", name="Move Start application up").press("Enter")
    expect(page.locator(f"#row-{start}:target")).to_be_visible()

    assert inside(place) == [[payment, start], [prove]]


def test_a_touchpoint_is_moved_without_script(plain: Page, place) -> None:
    plain.goto(place.addresses()["order"])

    plain.get_by_role("button", name="Move Start application up").click()

    assert inside(place)[1] == [key("Prove identity")]


def test_a_touchpoint_is_dragged_into_another_stage(page: Page, sign_in, place) -> None:
    sign_in(place.mara)
    page.goto(place.addresses()["order"])
    dragged = page.locator(f"#row-{key('Prove identity')} .handle")
    target = page.locator(f"#row-{key('First payment')}")

    with page.expect_navigation():
        dragged.drag_to(target, target_position={"x": 60, "y": 4})

    assert key("Prove identity") in inside(place)[0]


def test_the_map_is_edited_without_script(plain: Page, place) -> None:
    plain.goto(place.addresses()["map"])

    plain.locator("#outline").get_by_role("link", name="Video identification", exact=True).click()
    plain.locator("input[name=name]").fill("Prove who you are")
    plain.get_by_role("button", name="Save", exact=True).click()

    expect(
        plain.locator("#outline").get_by_role("link", name="Prove who you are", exact=True)
    ).to_be_visible()
    assert "?list" in plain.url


def test_a_file_comes_in_without_script(plain: Page, place) -> None:
    plain.goto(place.addresses()["import"])
    plain.get_by_label("Or paste it").fill("journey\n title Leave\n section End\n  Sign: 2: Lena\n")
    plain.get_by_role("button", name="Look at what comes in").click()
    expect(plain.get_by_text("1 map found")).to_be_visible()

    plain.get_by_role("button", name="Import this map").click()

    expect(plain.get_by_role("heading", level=1)).to_have_text("Leave")
