"""Editing a draft where it stands: by mouse, by keyboard, by two people, without a connection."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from journeys import contents, edits, versions
from journeys.models import MapVersion
from tests.browser.looking import barriers, opened
from tests.browser.pages import sign_in_to
from tests.factories import ProgramFactory, member, published_map, small_draft
from tests.journeys.sample import key

SAVED = re.compile("^(Saved|All changes)")


class Place:
    """A draft that Mara and Tomas work on."""

    def __init__(self) -> None:
        program = ProgramFactory(name="Everyday banking")
        self.mara = member(program, "manager", username="mara")
        self.tomas = member(program, "contributor", username="tomas")
        self.draft: MapVersion = small_draft(program, by=self.mara)
        self.program = program
        self.address = f"/admin/journeys/mapversion/{self.draft.pk}/map/"

    def values(self, kind: str, name: str) -> dict:
        return edits.as_values(contents.read(self.draft))[kind][key(name)]


@pytest.fixture
def place(live_server) -> Place:
    return Place()


@contextmanager
def window(browser: Browser, live_server, user):
    """Open a window of its own: without a connection it logs what other tests must not."""
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    sign_in_to(context, live_server, user)
    yield context.new_page()
    context.close()


def edited(page: Page, place: Place) -> Page:
    page.goto(place.address)
    expect(page.locator(".map-sheet.live")).to_be_visible()
    return page


def card(page: Page, name: str) -> Locator:
    return page.locator(f'.picture-card[data-key="{key(name)}"]')


def write(page: Page, target: Locator, text: str) -> None:
    target.dblclick()
    editor = page.locator(".inline-editor")
    expect(editor).to_be_focused()
    editor.fill(text)
    editor.press("Enter")


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    expect(page.locator("[data-do=undo]").first).to_be_enabled()


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 8, start[1] + 8)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def middle(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_card_is_written_where_it_stands_and_stays(page: Page, sign_in, place) -> None:
    sign_in(place.mara)
    edited(page, place)

    write(page, card(page, "Call drops"), "The call breaks off")
    expect(card(page, "Call drops")).to_contain_text("The call breaks off")
    saved(page)
    page.reload()

    expect(card(page, "Call drops")).to_contain_text("The call breaks off")
    page.locator("[data-do=undo]").first.click()
    expect(card(page, "Call drops")).to_contain_text("Call drops")


def test_cards_touchpoints_and_points_are_dragged(page: Page, sign_in, place) -> None:
    sign_in(place.mara)
    edited(page, place)

    drag(
        page,
        middle(card(page, "Call drops")),
        middle(page.locator("tr.picture-lane-opportunities td").last),
    )
    saved(page)
    point = page.locator(f'[data-point][data-key="{key("Prove identity")}"] path').first
    x, y = middle(point)
    drag(page, (x, y), (x, y - 56))
    expect(page.locator("[data-said]")).to_contain_text("Prove identity:")
    saved(page)
    touchpoints = page.locator("[data-element=touchpoint]")
    x, y = middle(touchpoints.last)
    drag(page, middle(touchpoints.first), (x + 60, y))
    expect(touchpoints.last).to_contain_text("Start application")
    saved(page)

    assert place.values("card", "Call drops") | {} == {
        **place.values("card", "Call drops"),
        "lane": key("Opportunities"),
        "at": key("First payment"),
    }
    assert place.values("touchpoint", "Prove identity")["emotion"] == pytest.approx(-0.1, abs=0.15)
    assert place.values("touchpoint", "Start application")["stage"] == key("First use")


def test_everything_goes_by_keyboard(page: Page, sign_in, place) -> None:
    sign_in(place.mara)
    edited(page, place)
    press, expect_focus = page.keyboard.press, page.locator("*:focus")

    page.locator("[data-element=stage]").first.focus()
    press("s")
    expect(page.locator(".inline-editor")).to_be_focused()
    page.keyboard.type("Leave")
    press("Enter")
    expect(expect_focus).to_contain_text("Leave")
    press("t")
    expect(page.locator(".inline-editor")).to_be_focused()
    page.keyboard.type("Say goodbye")
    press("Enter")
    expect(expect_focus).to_contain_text("Say goodbye")
    press("ArrowDown")
    press("Enter")
    page.keyboard.type("Waves")
    press("Enter")
    saved(page)
    for _ in range(5):
        press("ArrowDown")
    press("n")
    expect(page.locator(".inline-editor")).to_be_focused()
    page.keyboard.type("By keys")
    press("Enter")
    expect(expect_focus).to_contain_text("By keys")
    press("Alt+ArrowLeft")
    saved(page)
    expect(expect_focus).to_contain_text("By keys")
    press("e")
    expect(expect_focus).to_have_attribute("role", "slider")
    press("Shift+ArrowUp")
    press("ArrowDown")
    saved(page)

    read = contents.read(place.draft)
    assert [stage.name for stage in read.stages] == ["Apply", "Leave", "First use"]
    assert [(one.name, one.does) for one in read.stages[1].touchpoints] == [
        ("Say goodbye", "Waves")
    ]
    (written,) = [one for one in read.cards if one.text == "By keys"]
    assert written.touchpoint == key("Prove identity")
    assert place.values("touchpoint", "Prove identity")["emotion"] == -1.2

    press("Escape")
    press("Delete")
    expect(page.locator("[data-said]")).to_contain_text("Removed “Prove identity”")
    saved(page)
    press("Control+z")
    expect(card(page, "Call drops")).to_be_visible()


def test_two_people_see_a_conflict_and_nothing_is_lost(
    page: Page, browser, live_server, sign_in, place
) -> None:
    sign_in(place.mara)
    edited(page, place)
    with window(browser, live_server, place.tomas) as other:
        edited(other, place)
        write(other, card(other, "Call drops"), "Tomas wrote this")
        saved(other)

        write(page, card(page, "Call drops"), "Mara wrote that")

        conflict = page.locator(".conflict")
        expect(conflict).to_contain_text("tomas changed the text of “Tomas wrote this”")
        page.reload()
        expect(conflict).to_contain_text("Mara wrote that")
        conflict.get_by_role("button", name="Keep both").click()
        saved(page)
        expect(conflict).to_have_count(0)
        # The other page asks every few seconds.
        expect(card(other, "Call drops")).to_contain_text("Mara wrote that", timeout=20_000)

    assert place.values("card", "Call drops")["text"] == "Tomas wrote this\nMara wrote that"


def test_what_is_written_without_a_connection_is_sent_later(browser, live_server, place) -> None:
    with window(browser, live_server, place.mara) as page:
        edited(page, place)
        page.context.set_offline(True)
        write(page, card(page, "Call drops"), "Written on a train")
        card(page, "Form asks twice").click()
        page.keyboard.press("n")
        page.keyboard.type("New on a train")
        page.keyboard.press("Enter")
        expect(page.locator("[data-saved]")).to_contain_text("2 changes are kept here")

        page.close()
        reopened = page.context.new_page()
        page.context.set_offline(False)
        edited(reopened, place)
        saved(reopened)
        expect(reopened.locator(".picture-card", has_text="New on a train")).to_be_visible()

    texts = [one.text for one in contents.read(place.draft).cards]
    assert "Written on a train" in texts
    assert texts.count("New on a train") == 1


def test_offline_words_for_a_closed_version_are_kept_and_shown(browser, live_server, place) -> None:
    with window(browser, live_server, place.mara) as page:
        edited(page, place)
        page.context.set_offline(True)
        write(page, card(page, "Call drops"), "Written <b>on a train</b>")
        expect(page.locator("[data-saved]")).to_contain_text("1 change is kept here")
        versions.publish(place.draft, by=place.tomas)
        following = versions.start_draft(place.draft.map, by=place.tomas)
        page.context.set_offline(False)

        kept = page.locator(".conflict")
        expect(kept).to_contain_text("Written <b>on a train</b>")
        way = page.get_by_role("link", name=f"the open draft, version {following.number}")
        expect(way).to_have_attribute("href", re.compile(f"/{following.pk}/map/$"))
        page.reload()

        expect(page.locator(".map-sheet[data-edits]")).to_have_count(0)
        expect(kept).to_contain_text("what you did to “Call drops”")
        expect(kept).to_contain_text("Written <b>on a train</b>")
        expect(way).to_be_visible()
        kept.get_by_role("button", name="Copy").click()
        expect(page.locator("[data-said]")).to_contain_text(re.compile("Copied|Selected"))
        page.reload()
        kept.get_by_role("button", name="Discard").click()
        expect(page.locator("[data-conflicts]")).to_be_hidden()
        page.reload()
        expect(page.locator("[data-conflicts]")).to_be_hidden()


def test_a_split_made_offline_is_undone_before_it_is_sent(browser, live_server, place) -> None:
    with window(browser, live_server, place.mara) as page:
        edited(page, place)
        page.locator("[data-element=touchpoint]").first.click()
        page.locator("#map-panel [data-do=split]").click()
        page.context.set_offline(True)
        page.locator("[data-divide] input[name=name]").fill("Second half")
        page.locator("[data-divide] button[value=go]").click()
        expect(page.locator("[data-saved]")).to_contain_text("1 change is kept here")
        page.locator("[data-element=touchpoint]").first.focus()
        page.keyboard.press("Control+z")

        expect(page.locator("[data-saved]")).to_have_text(
            "The split was not sent yet; it is dropped."
        )
        page.context.set_offline(False)
        page.reload()
        expect(page.locator(".map-sheet.live")).to_be_visible()

    assert "Second half" not in [one.name for _, one in contents.read(place.draft).touchpoints]


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 800)])
def test_the_page_with_its_panel_has_no_barriers(browser, live_server, place, theme, width) -> None:
    for page in opened(browser, live_server, place.mara, theme=theme, width=width):
        edited(page, place)
        page.locator("[data-element=touchpoint]").first.click()
        expect(page.locator("#panel-title")).to_have_text("Start application")

        assert barriers(page) == []


def test_a_published_map_is_narrowed_and_read(page: Page, sign_in, place) -> None:
    published = published_map(place.program)
    sign_in(place.mara)
    page.goto(f"/admin/journeys/mapversion/{published.pk}/map/")

    page.get_by_label("Every lane").select_option(label="Opportunities")
    expect(page.locator("tr.picture-lane-pain_points").first).to_be_hidden()
    assert f"lane={key('Opportunities')}" in page.url
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("tr.picture-lane-pain_points").first).to_be_visible()
    card(page, "Call drops").click()

    expect(page.locator("#map-panel")).to_contain_text("Severity")
    expect(page.locator("#map-panel [data-field]")).to_have_count(0)


def test_a_lane_is_split_and_merged_in_the_dialog(page: Page, sign_in, place) -> None:
    sign_in(place.mara)
    edited(page, place)
    dialog = page.locator("[data-divide]")
    head = page.locator(f'th[data-element=lane][data-key="{key("Pain points")}"]')

    head.click()
    page.locator(".map-panel [data-do=split]").click()
    expect(dialog.locator("h2")).to_have_text("Split “Pain points”")
    dialog.locator("input[name=name]").fill("Calls")
    dialog.get_by_label("Call drops · Prove identity").check()
    dialog.get_by_role("button", name="Split").click()
    expect(page.locator("th[data-element=lane]", has_text="Calls")).to_be_visible()
    saved(page)

    head.click()
    page.locator(".map-panel [data-do=merge]").click()
    expect(dialog.locator("p")).to_contain_text("kind of “Pain points”")
    expect(dialog.get_by_label("Calls")).to_be_checked()
    assert barriers(page) == []
    dialog.get_by_label("Opportunities").check()
    dialog.locator("input[name=name]").fill("Everything")
    dialog.get_by_role("button", name="Merge").click()
    expect(page.locator("th[data-element=lane]")).to_have_count(1)
    saved(page)

    (lane,) = contents.read(place.draft).lanes
    assert (lane.name, lane.kind) == ("Everything", "pain_points")
    assert len(edits.as_values(contents.read(place.draft))["card"]) == 3
