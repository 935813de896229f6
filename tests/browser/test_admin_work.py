"""Working in the admin with keyboard and mouse: menu, theme, order of rows, conflicts, reports."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from journeys.models import Kpi, Membership, Report
from tests.factories import ReportFactory, member, small_draft
from tests.factories.programs import KpiFactory, ProgramFactory


@pytest.fixture
def program(live_server):
    return ProgramFactory(name="Everyday banking")


@pytest.fixture
def mara(program, sign_in, page):
    user = member(program, username="mara", first_name="Mara", last_name="Ruiz")
    sign_in(user)
    return user


def form_of(model: str, pk: int) -> str:
    return reverse(f"admin:journeys_{model}_change", args=[pk])


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


# --- the frame ---


def test_the_first_tab_stop_leads_past_the_menu(page, mara):
    page.goto("/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the page")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#content")).to_be_focused()


def test_focus_can_be_seen(page, mara):
    page.goto("/")
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Maps")
    page.keyboard.press("Tab")
    for _ in range(12):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break

    expect(link).to_be_focused()
    expect(link).to_have_css("outline-style", "solid")


def test_a_narrow_window_has_its_menu_behind_a_button(page, mara):
    page.set_viewport_size({"width": 800, "height": 900})
    page.goto("/")
    maps, button = page.locator(".side a[title=Maps]"), page.locator("[data-menu]")
    expect(maps).to_be_hidden()

    button.click()
    expect(maps).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")

    page.keyboard.press("Escape")
    expect(maps).to_be_hidden()
    expect(button).to_be_focused()


def test_a_chosen_theme_stays(page, mara):
    page.goto("/")
    page.get_by_text("Mara Ruiz").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_class("dark")

    page.reload()

    expect(page.locator("html")).to_have_class("dark")
    expect(page.locator('[data-theme-choice="dark"]')).to_have_attribute("aria-pressed", "true")


def test_another_program_is_a_choice_away(page, mara):
    other = ProgramFactory(name="Small business lending")
    Membership.objects.create(program=other, user=mara, role="viewer")
    page.goto("/")
    page.get_by_role("link", name="Everyday banking").first.click()

    page.locator(".switcher > summary").click()
    page.get_by_role("navigation", name="Programs").get_by_role(
        "link", name="Small business lending"
    ).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Small business lending")
    expect(page.get_by_role("link", name="New map")).to_have_count(0)


def test_a_slash_goes_to_the_search(page, mara, program):
    KpiFactory(program=program, name="Applications completed")
    page.goto("/")

    page.keyboard.press("/")
    page.keyboard.type("applic")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Applications completed").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Applications completed")


def test_a_menu_closes_by_escape_and_by_a_click_elsewhere(page, mara, program):
    KpiFactory(program=program)
    page.goto(reverse("admin:journeys_kpi_changelist"))
    kinds = page.get_by_role("navigation", name="Kind")

    page.locator("summary", has_text="Kind:").click()
    expect(kinds).to_be_visible()
    page.keyboard.press("Escape")
    expect(kinds).to_be_hidden()
    page.locator("summary", has_text="Kind:").click()
    page.get_by_role("heading", level=1).click()
    expect(kinds).to_be_hidden()


# --- rows on their parent's page ---


@pytest.fixture
def draft(program, mara):
    return small_draft(program, by=mara)


def names(page: Page) -> list[str]:
    rows = page.locator("#stages-group tbody tr:not([hidden]) input[name$=-name]")
    return [field.input_value() for field in rows.all()]


def test_stages_are_ordered_with_the_arrow_keys(page, draft):
    page.goto(form_of("mapversion", draft.pk))
    before = names(page)

    page.get_by_role("button", name=f"Move {before[1]}").press("ArrowUp")
    expect(page.get_by_role("button", name=f"Move {before[1]}")).to_be_focused()
    expect(page.locator("#stages-group [data-says]")).to_have_text("Place 1 of 2")
    save(page)
    page.wait_for_url("**/map/")

    assert [stage.name for stage in draft.stages.order_by("order")] == before[::-1]


def test_stages_are_ordered_by_dragging(page, draft):
    page.goto(form_of("mapversion", draft.pk))
    before = names(page)
    start = page.locator("#stages-group [data-handle]").nth(0).bounding_box()
    end = page.locator("#stages-group tbody tr").nth(1).bounding_box()

    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 10, end["y"] + end["height"] - 10, steps=8)
    page.mouse.up()

    assert names(page) == before[::-1]
    save(page)
    page.wait_for_url("**/map/")
    assert [stage.name for stage in draft.stages.order_by("order")] == before[::-1]


def test_rows_are_added_and_taken_back(page, draft):
    page.goto(form_of("mapversion", draft.pk))
    add = page.get_by_role("button", name="Add stage")

    add.click()
    page.keyboard.type("Stay")
    add.click()
    page.keyboard.type("A mistake")
    page.locator("#stages-group tr:not([hidden]) [data-remove]").last.click()
    save(page)
    page.wait_for_url("**/map/")

    assert list(draft.stages.order_by("order").values_list("name", flat=True))[-1] == "Stay"
    assert not draft.stages.filter(name="A mistake").exists()


def test_a_row_is_deleted_by_its_box(page, draft):
    page.goto(form_of("mapversion", draft.pk))
    first, second = names(page)

    page.get_by_label(f"Delete {first}").check()
    save(page)
    page.wait_for_url("**/map/")

    assert [stage.name for stage in draft.stages.all()] == [second]


# --- forms ---


def test_two_people_at_one_form_lose_nothing(page, mara, program):
    kpi = KpiFactory(program=program, name="Applications completed", target=60)
    page.goto(form_of("kpi", kpi.pk))
    page.get_by_label("Name").fill("Mara's name")
    kpi.name = "The other's name"
    kpi._history_user = member(program, "contributor", username="tomas")
    kpi.save()

    save(page)

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("tomas changed this at")
    expect(alert).to_contain_text("“Applications completed” became “The other's name”")
    expect(page.get_by_label("Name")).to_have_value("Mara's name")

    save(page)
    expect(page.get_by_role("status")).to_contain_text("KPI “Mara's name” is saved.")
    assert Kpi.objects.get(pk=kpi.pk).name == "Mara's name"


def test_a_changed_form_asks_before_it_is_left(page, mara, program):
    kpi = KpiFactory(program=program)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.goto(form_of("kpi", kpi.pk))
    page.get_by_role("link", name="KPIs", exact=True).first.click()
    page.wait_for_url("**/kpi/")
    assert asked == []

    page.goto(form_of("kpi", kpi.pk))
    page.get_by_label("Name").press_sequentially("!")
    page.get_by_role("link", name="KPIs", exact=True).first.click()
    page.wait_for_url("**/kpi/")
    assert asked == ["beforeunload"]


def test_a_reading_is_added_and_judged(page, mara, program):
    KpiFactory(program=program, name="Identified at first try", target=80)
    page.goto("/")

    page.get_by_role("link", name="Add reading").first.click()
    page.get_by_role("link", name="Identified at first try").click()
    page.get_by_label("Period from").fill(date(2026, 10, 1).isoformat())
    page.get_by_label("Period to").fill(date(2026, 10, 31).isoformat())
    page.get_by_label("Part").fill("151")
    page.get_by_label("Whole").fill("236")
    save(page)

    standing = page.get_by_role("region", name="Where it stands")
    expect(standing).to_contain_text("64 %")
    expect(standing).to_contain_text("57.7 to 69.8, n 236")
    expect(standing).to_contain_text("Below target")


def test_what_is_wrong_is_said_beside_the_field(page, mara, program):
    kpi = KpiFactory(program=program)
    page.goto(f"{reverse('admin:journeys_reading_add')}?kpi={kpi.pk}")
    page.get_by_label("Part").fill("9")
    save(page)

    field = page.get_by_label("Whole")
    said = page.locator(f"#{field.get_attribute('id')}_error")
    expect(said).to_contain_text("This field is required")
    assert said.get_attribute("id") in field.get_attribute("aria-describedby")
    expect(page.get_by_label("Part")).to_have_value("9")


def test_somebody_is_added_by_name(page, mara, program):
    member(ProgramFactory(), "viewer", username="nora", first_name="Nora", last_name="Berg")
    page.goto(reverse("admin:journeys_membership_changelist"))

    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("User name or e-mail address").fill("nora")
    page.get_by_label("Role").select_option("Contributor")
    save(page)

    expect(page.get_by_role("row", name="Nora Berg")).to_contain_text("Contributor")


# --- reports ---


def test_the_list_of_reports_follows_the_work(page, mara, program):
    report = ReportFactory(program=program, title="Version 2 against version 1")
    page.goto(reverse("admin:journeys_report_changelist"))
    row = page.get_by_role("row", name="Version 2 against version 1")
    expect(row).to_contain_text("Queued")

    Report.objects.filter(pk=report.pk).update(status="running", progress=40, step="Drawing")
    expect(row).to_contain_text("Being made")
    expect(row).to_contain_text("Drawing")

    Report.objects.filter(pk=report.pk).update(status="failed", error="No fonts")
    expect(row).to_contain_text("No fonts")
