"""A map on screen: the curve stands on the columns at every width, heads stay, the overview leads."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Locator, Page, expect

from journeys.rendering import picture
from tests.journeys.sample import card, key, small_map, stage, touchpoint


def show(page: Page, drawn: picture.MapPicture, theme: str = "") -> None:
    """Put a picture on a page of its own, with a policy that allows no style and script in it."""
    body = render_to_string("journeys/picture/map.html", {"picture": drawn})
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto("/healthz")
    page.set_content(
        f"""<!doctype html><html lang="en" class="{theme}"><head><title>Map</title>
        <meta http-equiv="Content-Security-Policy"
              content="default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'">
        <link rel="stylesheet" href="/static/journeys/fonts/fonts.css">
        <link rel="stylesheet" href="/static/journeys/picture.css"></head>
        <body><main><h1>Map</h1>{body}</main>
        <script src="/static/journeys/picture.js"></script></body></html>""",
        wait_until="load",
    )


def journey(columns: int) -> picture.MapPicture:
    """Return a journey of stages of three, with more cards than a screen is high."""
    parts = [
        touchpoint(f"Touchpoint {index}", emotion=(index % 7 - 3) / 1.0, does="Waits")
        for index in range(columns)
    ]
    stages = tuple(
        stage(f"Stage {index // 3}", *parts[index : index + 3]) for index in range(0, columns, 3)
    )
    cards = tuple(
        card(f"Pain {index}", "Pain points", "Stage 0", severity=index % 5 + 1)
        for index in range(30)
    )
    return picture.draw(small_map(stages=stages, cards=cards))


def box_of(locator: Locator) -> dict[str, float]:
    """Return where an element stands in the window, in pixels."""
    box = locator.bounding_box()
    assert box is not None
    return {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}


def distances(page: Page) -> list[float]:
    """Return how far each point is from the middle of its touchpoint's column, in pixels."""
    return page.evaluate(
        """() => [...document.querySelectorAll('th[data-element=touchpoint]')].map((head) => {
          const point = document.querySelector(`.picture-plot [data-key="${head.dataset.key}"] circle`);
          const box = point.getBoundingClientRect(), column = head.getBoundingClientRect();
          return Math.abs(box.x + box.width / 2 - column.x - column.width / 2);
        })"""
    )


@pytest.mark.parametrize("width", [800, 1440, 2560])
@pytest.mark.parametrize("columns", [4, 40])
def test_points_stand_in_the_middle_of_their_columns(page: Page, width: int, columns: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    show(page, journey(columns))

    found = distances(page)
    assert len(found) == columns
    assert max(found) < 1.5


def test_columns_are_wide_enough_to_read(page: Page) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    show(page, journey(40))

    widths = page.locator("th[data-element=touchpoint]").evaluate_all(
        "heads => heads.map(head => head.getBoundingClientRect().width)"
    )
    assert min(widths) >= 131.5


def test_heads_stay_in_sight(page: Page) -> None:
    show(page, journey(24))
    scroll = page.locator("[data-picture-scroll]")

    scroll.evaluate("element => element.scrollTo(1500, 900)")

    frame = box_of(scroll)
    stages = box_of(page.locator("thead"))
    lane = box_of(page.locator("th[data-element=lane]").first)
    assert abs(stages["y"] - frame["y"]) < 1
    assert abs(lane["x"] - frame["x"]) < 1


def test_overview_frames_what_is_in_sight(page: Page) -> None:
    show(page, journey(24))
    scroll, window = page.locator("[data-picture-scroll]"), page.locator(".picture-window")

    expect(window).to_have_attribute("visibility", "visible")
    expect(window).to_have_attribute("x", "0%")
    scroll.evaluate("element => element.scrollTo(element.scrollWidth, 0)")
    page.wait_for_function(
        """() => { const frame = document.querySelector('.picture-window');
             const end = parseFloat(frame.getAttribute('x')) + parseFloat(frame.getAttribute('width'));
             return Math.abs(end - 100) < 0.5; }"""
    )


def test_dragging_on_the_overview_scrolls_the_map(page: Page) -> None:
    show(page, journey(24))
    box = box_of(page.locator(".picture-overview-plot"))

    page.mouse.move(box["x"] + 20, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 50, steps=5)
    page.mouse.up()

    at_end = "e => Math.abs(e.scrollLeft + e.clientWidth - e.scrollWidth) < 2"
    assert page.locator("[data-picture-scroll]").evaluate(at_end)


def test_overview_leads_to_a_stage_by_keyboard(page: Page) -> None:
    show(page, journey(24))

    page.get_by_role("link", name="Stage 6").focus()
    page.keyboard.press("Enter")

    expect(page.locator(f"#element-{key('Stage 6')}")).to_be_in_viewport()
    scrolled = page.locator("[data-picture-scroll]").evaluate("element => element.scrollLeft")
    assert scrolled > 0
    head = box_of(page.locator(f"#element-{key('Stage 6')}"))
    corner = box_of(page.locator(".picture-corner"))
    assert head["x"] >= corner["x"] + corner["width"] - 1


def test_a_short_journey_fills_the_screen_and_needs_no_overview(page: Page) -> None:
    show(page, journey(4))

    table = box_of(page.locator(".picture-table"))
    frame = box_of(page.locator("[data-picture-scroll]"))
    assert abs(table["width"] - frame["width"]) < 20
    assert page.locator(".picture-overview").count() == 0


@pytest.mark.parametrize("theme", ["", "dark"])
def test_map_has_no_barriers(page: Page, theme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    show(page, journey(9), theme)
    # Only here: the checker is a script put into the page, which the policy forbids.
    found = page.context.new_page()
    found.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    found.goto("/healthz")
    found.set_content(
        page.content()
        .replace("Content-Security-Policy", "nothing")
        .replace('<script src="/static/journeys/picture.js"></script>', "")
    )
    found.wait_for_load_state("load")

    violations = Axe().run(found).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations] == []
