"""Maps by life cycle, detail maps, and measures: worked by keyboard and mouse, looked at in every theme."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from journeys import maps, versions
from journeys.models import JourneyMap, Reading
from tests.browser.looking import barriers, look_at, opened, overflow
from tests.browser.pages import HOSTILE
from tests.factories import (
    KpiFactory,
    MapFactory,
    ObjectiveFactory,
    ProgramFactory,
    ReadingFactory,
    member,
    published_map,
    small_draft,
)
from tests.journeys.sample import key

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = "kpi,period,part,whole\nCompleted,2026-Q1,81,263\nCompleted,2026-Q2,120,263\n"


def at(name, *args, query=""):
    return reverse(f"admin:journeys_{name}", args=args) + query


@pytest.fixture
def place(media_folder):
    """A program with a map, one that details a touchpoint of it, an overdue one, and a measured KPI."""
    program = ProgramFactory(name="Everyday banking")
    mara = member(program, username="mara")
    main = published_map(program, by=mara)
    detail = published_map(program, by=mara)
    JourneyMap.objects.filter(pk=detail.map_id).update(
        name="Identity, closely", parent=main.map_id, parent_element_key=key("Prove identity")
    )
    late = small_draft(program, by=mara)
    versions.publish(late, by=mara, at=timezone.now() - timedelta(days=200))
    JourneyMap.objects.filter(pk=late.map_id).update(name="Grown old")
    maps.place(late.map, "support", by=mara)
    kpi = KpiFactory(program=program, name="Completed", target=70, unit="%")
    kpi.objectives.add(ObjectiveFactory(program=program))
    return {
        "program": program,
        "mara": mara,
        "main": main,
        "detail": detail,
        "late": late,
        "kpi": kpi,
    }


def lane_of(page, name):
    return page.locator(".stage-lane", has=page.get_by_role("link", name=name, exact=True))


def test_a_day_with_the_portfolio(sign_in, place):
    page = sign_in(place["mara"])
    page.goto(at("journeymap_portfolio", query=f"?program={place['program'].pk}"))

    # By keyboard: open the card's menu, choose a stage, press the button.
    card = page.locator(".map-card", has_text="Identity, closely")
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Use")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#map-*")
    assert lane_of(page, "Identity, closely").get_attribute("data-stage") == "use"

    # By mouse: drag another card into a column.
    page.locator(".map-card", has_text="Grown old").drag_to(page.locator("[data-stage=leaving]"))
    page.get_by_text("“Grown old” stands under “Leave”.").wait_for()
    assert lane_of(page, "Grown old").get_attribute("data-stage") == "leaving"

    # From the touchpoint on the picture to the map that details it, and back to its place.
    page.goto(at("mapversion_map", place["main"].pk))
    page.locator("th .opens", has_text="opens: Identity, closely").click()
    page.get_by_text("Part of:").wait_for()
    page.locator(".part-of a").click()
    page.wait_for_url(f"**#element-{key('Prove identity')}")

    # Found still true, it is due anew.
    page.goto(at("mapversion_map", place["late"].pk))
    assert page.locator(".fact.late").inner_text().endswith("overdue")
    page.get_by_role("link", name="Still true").click()
    page.get_by_role("button", name="Still true").click()
    page.get_by_text("is found still true").wait_for()
    assert page.locator(".fact.late").count() == 0

    # Another map chosen in the form brings its touchpoints.
    page.goto(at("journeymap_change", place["late"].map_id))
    page.locator("#id_parent").select_option(str(place["main"].map_id))
    page.locator("#id_parent_element_key option", has_text="Prove identity").wait_for(
        state="attached"
    )
    page.locator("#id_parent_element_key").select_option(key("Prove identity"))
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("is saved").wait_for()
    assert JourneyMap.objects.get(pk=place["late"].map_id).parent_element_key == key(
        "Prove identity"
    )

    # Readings come in as a table and show as a trend.
    page.goto(at("reading_import"))
    page.get_by_label("Or paste the table").fill(TABLE)
    page.get_by_role("button", name="Look at what comes in").click()
    page.get_by_role("button", name="Bring in 2 readings").click()
    page.get_by_text("2 readings came in, 0 changed.").wait_for()
    assert Reading.objects.count() == 2
    page.goto(at("kpi_page", place["kpi"].pk))
    assert page.locator(".trend-picture svg circle").count() == 2
    assert "Better than the first reading by 14.8 percentage points" in page.content()


@pytest.mark.parametrize(("theme", "width"), [("light", 800), ("dark", 1440), ("light", 2560)])
def test_the_pages_have_no_barriers_and_fit(browser, live_server, place, theme, width):
    kpi, program = place["kpi"], place["program"]
    ReadingFactory.create_batch(3, kpi=kpi)
    ReadingFactory.create_batch(2, kpi=kpi, segment=HOSTILE[0][:80], source=HOSTILE[1])
    for name in HOSTILE:
        MapFactory(program=program, name=name, parent=place["main"].map)
    objective = kpi.objectives.get()
    pages = {
        "portfolio": at("journeymap_portfolio", query=f"?program={program.pk}"),
        "portfolio-none": at("journeymap_portfolio", query="?kind=future"),
        "map-with-details": at("mapversion_map", place["main"].pk),
        "map-part-of": at("mapversion_map", place["detail"].pk),
        "still-true": at("journeymap_confirm", place["late"].map_id),
        "start-detail": at("journeymap_start", query=f"?parent={place['main'].map_id}&element={key('Apply')}"),
        "kpi-page": at("kpi_page", kpi.pk),
        "objective-page": at("objective_page", objective.pk),
        "readings-import": at("reading_import"),
    }  # fmt: skip
    wrong = {}
    for page in opened(browser, live_server, place["mara"], theme=theme, width=width):
        for name, address in pages.items():
            look_at(page, address, f"{name}-{theme}-{width}")
            found = (barriers(page), max(overflow(page), 0))
            if found != ([], 0):
                wrong[name] = found
        page.goto(at("reading_import"))
        page.get_by_label("Or paste the table").fill(f"{TABLE}Nobody,soon,x,2\n")
        page.get_by_role("button", name="Look at what comes in").click()
        page.wait_for_load_state("networkidle")
        wrong |= {"preview": found} if (found := barriers(page)) else {}

    assert wrong == {}
