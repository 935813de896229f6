"""A person comes in by the front door."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories.people import member
from tests.factories.programs import ProgramFactory


@pytest.fixture
def mara(live_server: LiveServer) -> User:
    person = member(ProgramFactory(), username="mara")
    person.set_password("kettle-and-tea-17")
    person.save()
    return person


def test_sign_in_by_keyboard_leads_to_the_workplace(page: Page, mara: User) -> None:
    page.goto("/")
    page.get_by_label("Username").press_sequentially(mara.username)
    page.keyboard.press("Tab")
    page.keyboard.type("kettle-and-tea-17")
    page.keyboard.press("Enter")

    page.wait_for_url(lambda address: "/login" not in address)
    expect(page.get_by_label("Password")).to_have_count(0)


def test_wrong_password_is_said(page: Page, mara: User) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(mara.username)
    page.get_by_label("Password").fill("something else")
    page.keyboard.press("Enter")

    expect(page.get_by_text("This name and password do not go together")).to_be_visible()


def test_pages_are_set_in_the_font_we_bring(page: Page) -> None:
    page.goto("/admin/")
    page.evaluate("document.fonts.ready")

    loaded = page.evaluate(
        "[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)"
    )

    assert {name.strip('"') for name in loaded} >= {"Inter"}
