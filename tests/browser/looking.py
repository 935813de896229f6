"""Opening a page to look at it: signed in, in both themes and all widths, a screenshot if wanted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import sign_in_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from django.contrib.auth.models import User
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

    Opener = Callable[..., AbstractContextManager[Page]]

WIDTHS = (800, 1440, 2560)
LAPTOP, HEIGHT = 1440, 1000
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
#: What follows a new width or theme has happened when two frames have been drawn.
SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
WIDER = f"{SETTLED}.then(() => document.documentElement.scrollWidth - window.innerWidth)"
IS_DARK = f"{SETTLED}.then(() => document.documentElement.classList.contains('dark'))"


def opened(
    browser: Browser,
    live_server: LiveServer,
    user: User | None,
    *,
    theme: Literal["light", "dark"] = "light",
    width: int = LAPTOP,
) -> Iterator[Page]:
    """Give a page of a fresh context; the policy is lifted, as the checker writes into the page."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": HEIGHT},
        color_scheme=theme,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    context.set_default_timeout(15_000)
    if user is not None:
        sign_in_to(context, live_server, user)
    yield context.new_page()
    context.close()


def open_at(page: Page, address: str, *statuses: int) -> None:
    """Open an address and wait until all of it is there, its fonts too."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status in (statuses or {200}), address
    page.evaluate("document.fonts.ready.then(() => null)")


def too_wide(page: Page, widths: Iterable[int], name: str) -> dict[str, int]:
    """Return by how many pixels the page is wider than the window, where it is."""
    wider = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        keep(page, f"{name}-{width}")
        pixels = overflow(page)
        if pixels > 0:
            wider[f"{name} at {width}"] = pixels
    return wider


def look_at(page: Page, address: str, name: str) -> None:
    """Open an address and keep a picture of it, if pictures are wanted."""
    open_at(page, address, 200, 403, 404)
    keep(page, name)


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    pixels: int = page.evaluate(WIDER)
    return pixels


def barriers_in_both_themes(page: Page, name: str) -> list[tuple[str, str, str]]:
    """Return the findings of axe in light and dark, with the element of each."""
    found: list[tuple[str, str, str]] = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        assert page.evaluate(IS_DARK) is (theme == "dark")
        keep(page, f"{name}-{theme}")
        # The second theme has the same elements in other colours.
        rules = ["color-contrast"] if theme == "dark" else []
        found += [(f"{name}, {theme}", *one) for one in barriers(page, rules)]
    return found


def barriers(page: Page, rules: list[str] | None = None) -> list[tuple[str, str]]:
    """Return the findings of axe, by some rules or all, with the element of each."""
    options = {"runOnly": rules} if rules else None
    found = Axe().run(page, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found]


def keep(page: Page, name: str) -> None:
    """Keep a picture of the page in the folder that `SCREENSHOTS` names, if it names one."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png")
