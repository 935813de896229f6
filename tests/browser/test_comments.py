"""A question asked on the map, found in the other person's inbox, answered and settled there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from journeys import comments
from journeys.models import Comment
from tests.browser.looking import barriers, opened, overflow
from tests.factories import member, small_draft
from tests.factories.programs import ProgramFactory
from tests.journeys.sample import key

APPLY = key("Apply")


@pytest.fixture
def program(live_server):
    return ProgramFactory(name="Everyday banking")


@pytest.fixture
def mara(program):
    return member(program, "manager", username="mara", first_name="Mara", last_name="Ruiz")


@pytest.fixture
def tomas(program):
    return member(program, "contributor", username="tomas", first_name="Tomas")


@pytest.fixture
def draft(program):
    return small_draft(program)


def without_barriers(browser, live_server, user, addresses):
    """Assert that pages have no barriers and are no wider than their window, in both themes."""
    for theme, width in (("light", 1440), ("dark", 800)):
        for page in opened(browser, live_server, user, theme=theme, width=width):
            for address in addresses:
                page.goto(address)
                page.wait_for_load_state("networkidle")
                assert (address, theme, barriers(page), overflow(page)) == (address, theme, [], 0)


def test_a_mention_is_found_answered_and_settled(
    page: Page, sign_in, browser, live_server, draft, mara, tomas
) -> None:
    comments.write(draft, "What about the branch?", by=tomas, element_key=APPLY)
    here = f"/admin/journeys/mapversion/{draft.pk}"

    sign_in(tomas)
    page.goto(f"{here}/map/")
    mark = page.locator(f'[data-key="{APPLY}"] [data-comment-mark]').first
    expect(mark).to_have_text("chat_bubble1 open comment")
    mark.click()
    page.get_by_label("What do you want to say?").fill("Do we know why they give up, @mara?")
    page.get_by_role("button", name="Comment").click()
    expect(page.get_by_text("Your comment is there.")).to_be_visible()
    expect(page.locator(".mention")).to_have_text("@mara")

    page.context.clear_cookies()
    sign_in(mara)
    page.goto(f"{here}/map/")
    page.locator("#side").get_by_role("link", name="Inbox").click()
    expect(page.locator(".inbox-entry.is-unread")).to_have_count(1)
    page.get_by_role("link", name="Tomas mentioned you").click()
    expect(page.locator(".comment:target")).to_contain_text("Do we know why they give up")
    page.get_by_text("Reply", exact=False).first.click()
    page.get_by_label("Your reply to Tomas").fill("The form asks twice.")
    page.get_by_role("button", name="Send reply").click()
    expect(page.locator(".replies")).to_contain_text("The form asks twice.")
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator(".thread.resolved")).to_contain_text("resolved by Mara Ruiz")

    asked = Comment.objects.get(text__startswith="Do we know")
    assert asked.resolved_by == mara
    assert [row.kind for row in tomas.notifications.all()] == ["reply"]
    without_barriers(
        browser,
        live_server,
        mara,
        ["/admin/inbox/", f"{here}/comments/?show=all", f"{here}/comments/?element={APPLY}", f"{here}/map/"],
    )  # fmt: skip


def test_an_elements_threads_swap_in_place(page: Page, sign_in, draft, mara) -> None:
    sign_in(mara)
    address = f"/admin/journeys/mapversion/{draft.pk}"
    page.goto(f"{address}/map/")
    # What a panel beside the map does.
    page.evaluate(
        """async (address) => {
            const panel = document.createElement("section");
            panel.innerHTML = await (await fetch(address)).text();
            document.querySelector("main").append(panel);
        }""",
        f"{address}/comments/{APPLY}/",
    )
    beside = page.locator("[data-comments]")

    beside.get_by_label("New comment").fill("First")
    beside.get_by_role("button", name="Comment").click()
    expect(beside.locator(".comment")).to_contain_text(["First"])
    expect(page.locator("[data-comment-mark]")).to_have_count(1)

    # A dropped connection keeps the words.
    page.evaluate(
        "void (window.kept = window.fetch, window.fetch = () => Promise.reject(new Error()))"
    )
    beside.get_by_label("New comment").fill("Second")
    beside.get_by_role("button", name="Comment").click()
    expect(beside.get_by_role("alert")).to_contain_text("This was not sent")
    expect(beside.get_by_label("New comment")).to_have_value("Second")
    page.evaluate("void (window.fetch = window.kept)")
    beside.get_by_role("button", name="Comment").click()
    expect(beside.locator(".comment")).to_have_count(2)
    assert page.url.endswith("/map/")

    beside.get_by_role("button", name="Resolve").first.click()
    expect(beside.get_by_text("Resolved: 1")).to_be_visible()
    assert sorted(Comment.objects.values_list("text", flat=True)) == ["First", "Second"]
