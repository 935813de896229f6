"""A newcomer's first loop: a map from a template, published twice, compared, printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journeys import reporting
from journeys.models import Report
from journeys.tasks import make_report
from tests.factories.people import member
from tests.factories.programs import ProgramFactory


@pytest.fixture
def mara(live_server):
    return member(ProgramFactory(name="Everyday banking"), username="mara")


def in_list(page: Page, name: str):
    return page.locator("#outline").get_by_role("link", name=name, exact=True)


def open_list(page: Page) -> None:
    if page.locator("#outline").get_attribute("open") is None:
        page.locator("#outline > summary").click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_a_newcomer_gets_from_a_template_to_the_boards_pdf(
    page: Page, sign_in, mara, monkeypatch, tmp_path: Path
) -> None:
    waiting: list[int] = []
    monkeypatch.setattr(reporting, "_queue", waiting.append)
    sign_in(mara)

    page.goto("/admin/journeys/journeymap/start/")
    page.get_by_label("Name").fill("Open an account")
    page.get_by_text("From awareness to support").click()
    page.get_by_role("button", name="Start the map").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open an account")
    expect(page.get_by_text("Assumed by the team:")).to_be_visible()

    open_list(page)
    page.locator(".outline-stage", has_text="Exploration").get_by_text("+ Touchpoint").click()
    page.get_by_label("Name").first.fill("Compare fees")
    page.locator("input[name=emotion]").fill("-1.2")
    save(page)
    in_list(page, "+ Card at Compare fees").click()
    page.locator("select[name=lane]").select_option(label="Pain points")
    page.locator("textarea[name=text]").fill("Fees hidden in a PDF")
    page.locator("input[name=severity]").fill("3")
    save(page)
    expect(page.locator(".picture-card", has_text="Fees hidden in a PDF")).to_be_visible()

    page.get_by_role("link", name="Publish").click()
    expect(page.get_by_text("Publishing freezes this version for good")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()

    page.get_by_role("link", name="Start next version").click()
    page.get_by_label("Why a new version?").fill("We put the fees on one page")
    page.get_by_role("button", name="Start the draft").click()
    open_list(page)
    in_list(page, "Compare fees").click()
    page.locator("input[name=emotion]").fill("0.5")
    save(page)
    page.get_by_role("link", name="Publish").click()
    expect(page.get_by_text("The team rates “Compare fees” 1.7 higher.")).to_be_visible()
    page.get_by_role("button", name="Publish").click()

    page.get_by_role("link", name="Compare", exact=True).click()
    page.locator(".compare-list").get_by_role("link", name="Compare fees").click()
    expect(page.locator("#detail-name")).to_have_text("Compare fees")
    page.get_by_role("button", name="Make report").click()
    expect(page.get_by_text("Waiting for a free worker")).to_be_visible()
    make_report(waiting[0])
    expect(page.get_by_role("link", name="Download the PDF")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()

    download.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert download.value.suggested_filename.endswith(".pdf")
    assert Report.objects.get().status == "done"
