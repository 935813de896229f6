"""Opening a page to look at it: signed in, in a theme and width, with a screenshot to keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import sign_in_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from django.contrib.auth.models import User
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

    Opener = Callable[..., AbstractContextManager[Page]]

SHOTS = Path(__file__).parents[2] / "test-results" / "admin"
GRAVE = {"serious", "critical"}


def opened(
    browser: Browser,
    live_server: LiveServer,
    user: User | None,
    *,
    theme: str = "light",
    width: int = 1440,
) -> Iterator[Page]:
    """Give a page of a fresh context; the policy is lifted, as the checker writes into the page."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 1000},
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        bypass_csp=True,
    )
    context.set_default_timeout(15_000)
    if user is not None:
        sign_in_to(context, live_server, user)
    yield context.new_page()
    context.close()


def look_at(page: Page, address: str, shot: str) -> None:
    """Open an address and keep a screenshot of it."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status in {200, 403, 404}, address
    page.wait_for_load_state("networkidle")
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{shot}.png")


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    pixels: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return pixels


def barriers(page: Page) -> list[tuple[str, str]]:
    """Return the serious and critical findings of axe with the element of each."""
    return [
        (one["id"], one["nodes"][0]["html"][:160])
        for one in Axe().run(page).response["violations"]
        if one["impact"] in GRAVE
    ]
