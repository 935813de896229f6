"""Every page of the admin: no barriers, no page wider than the window, light and dark."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from rest_framework.authtoken.models import Token

from journeys.models import Objective, Persona, Program, Report
from tests.browser.looking import WIDTHS, barriers_in_both_themes, open_at, opened, too_wide
from tests.browser.pages import HOSTILE, Workplace, hostile_map, workplace
from tests.factories import (
    KpiFactory,
    ObjectiveFactory,
    ReadingFactory,
    ReportFactory,
    operator,
    small_draft,
)
from tests.factories.programs import ProgramFactory


@dataclass(frozen=True)
class Everything:
    """A program with something on every page of the admin."""

    place: Workplace
    kpi: Any
    empty: Program
    root: User

    def addresses(self) -> dict[str, str]:
        """Return the address of every page by a short name."""

        def at(name: str, *args: object, query: str = "") -> str:
            return reverse(f"admin:journeys_{name}", args=args) + query

        place, draft = self.place, self.place.draft
        touchpoint = draft.touchpoints.first()
        persona, objective = Persona.objects.first(), Objective.objects.first()
        lists = (
            "program", "membership", "objective", "kpi", "reading", "persona", "channel",
            "journeymap", "mapversion", "stage", "touchpoint", "lane", "card", "report",
        )  # fmt: skip
        forms = ("program", "membership", "objective", "kpi", "persona", "channel")
        return {
            **{f"list-{name}": at(f"{name}_changelist") for name in lists},
            **{f"add-{name}": at(f"{name}_add") for name in forms},
            "home": at("program_home", place.program.pk),
            "home-empty": at("program_home", self.empty.pk),
            # The empty program is at hand now: its lists say what to do next.
            "empty-kpis": at("kpi_changelist", query=f"?program={self.empty.pk}"),
            "empty-maps": at("journeymap_changelist"),
            "program": at("program_change", place.program.pk),
            "objective": at("objective_change", objective.pk),
            "kpi": at("kpi_change", self.kpi.pk),
            "reading": at("reading_change", self.kpi.readings.first().pk),
            "add-reading": at("reading_add", query=f"?kpi={self.kpi.pk}"),
            "choose-kpi": at("reading_add"),
            "persona": at("persona_page", persona.pk),
            "edit-persona": at("persona_change", persona.pk),
            "map": at("journeymap_change", draft.map_id),
            "version": at("mapversion_change", draft.pk),
            "version-frozen": at("mapversion_change", place.first.pk),
            "stage": at("stage_change", draft.stages.first().pk),
            "stage-frozen": at("stage_change", place.first.stages.first().pk),
            "touchpoint": at("touchpoint_change", touchpoint.pk),
            "add-touchpoint": at("touchpoint_add", query=f"?version={draft.pk}"),
            "lane": at("lane_change", draft.lanes.first().pk),
            "card": at("card_change", draft.cards.first().pk),
            "delete-stage": at("stage_delete", touchpoint.stage_id),
            "history": at("mapversion_history", place.first.pk),
            "search": reverse("admin:search") + "?q=e",
            "search-nothing": reverse("admin:search") + "?q=zzzz",
            "filtered": at("kpi_changelist", query="?q=nothing+like+it"),
            "password": reverse("admin:password_change"),
            "not-found": at("program_home", 987_654),
        }

    def addresses_of_operators(self) -> dict[str, str]:
        """Return the address of every page that operators have beside."""
        user = self.place.mara.pk
        return {
            "programs-all": reverse("admin:journeys_program_changelist"),
            "users": reverse("admin:auth_user_changelist"),
            "user": reverse("admin:auth_user_change", args=[user]),
            "add-user": reverse("admin:auth_user_add"),
            "user-password": reverse("admin:auth_user_password_change", args=[user]),
            "tokens": reverse("admin:authtoken_tokenproxy_changelist"),
            "token": reverse("admin:authtoken_tokenproxy_change", args=[user]),
            "add-token": reverse("admin:authtoken_tokenproxy_add"),
        }


def everything(place: Workplace, names: tuple[str, ...]) -> Everything:
    """Add what the admin shows beside maps; the names go round."""
    program, mara = place.program, place.mara
    kpis = []
    for number, (kind, better) in enumerate(
        (("proportion", "higher"), ("proportion", "lower"), ("nps", "higher"), ("mean", "higher"))
    ):
        name = names[number % len(names)]
        kpi = KpiFactory(program=program, name=name[:120], kind=kind, better=better, target=50)
        kpi.objectives.add(
            ObjectiveFactory(program=program, statement=name, target_date=date(2026, 12, 20))
        )
        kpis.append(kpi)
    for month in range(1, 9):
        ReadingFactory(kpi=kpis[0], period_from=date(2026, month, 1), numerator=30 + month)
    ReadingFactory(kpi=kpis[1], period_from=date(2026, 10, 1), numerator=20)
    ReadingFactory(kpi=kpis[2], numerator=None, denominator=None, promoters=50, passives=30, detractors=20)  # fmt: skip
    ObjectiveFactory(program=program, statement=names[0])
    small_draft(program)
    for status in ("failed", "running", "cancelled"):
        ReportFactory(
            program=program, title=names[0], status=status, requested_by=mara,
            error=names[1 % len(names)], progress=40, step="Drawing the curve",
        )  # fmt: skip
    Report.objects.filter(status="done").update(title=names[0])
    empty = ProgramFactory(name=names[0][:120])
    empty.memberships.create(user=mara, role="manager")
    Program.objects.filter(pk=program.pk).update(purpose=names[0], scope=names[-1])
    Token.objects.create(user=mara)
    return Everything(place, kpis[0], empty, operator(username="root"))


@pytest.fixture
def plain(live_server) -> Everything:
    return everything(workplace(), ("Complete more applications", "Make proving identity easy"))


@pytest.fixture
def hostile(live_server) -> Everything:
    return everything(workplace(hostile_map()), HOSTILE)


def visit(browser, live_server, rows):
    """Give every page, opened, with its name: those of members, those of operators, the door."""
    said: list[str] = []

    def refuse(dialog):
        said.append(dialog.message)
        dialog.dismiss()

    for user, pages in (
        (rows.place.mara, rows.addresses()),
        (rows.root, rows.addresses_of_operators()),
        (None, {"sign-in": "/admin/login/"}),
    ):
        with contextmanager(opened)(browser, live_server, user) as page:
            page.on("dialog", refuse)
            for name, address in pages.items():
                open_at(page, address, 200, 403, 404)
                yield name, page
    assert said == []


@pytest.mark.look
def test_no_page_of_the_admin_has_barriers(browser, live_server, plain):
    found = []
    for name, page in visit(browser, live_server, plain):
        found += barriers_in_both_themes(page, name)

    assert found == []


@pytest.mark.look
def test_no_page_of_the_admin_is_wider_than_the_window(browser, live_server, plain):
    wider = {}
    for name, page in visit(browser, live_server, plain):
        wider |= too_wide(page, WIDTHS, name)

    assert wider == {}


def test_hostile_names_break_no_page_of_the_admin(browser, live_server, hostile):
    wider = {}
    for name, page in visit(browser, live_server, hostile):
        wider |= too_wide(page, WIDTHS[:2], f"hostile-{name}")

    assert wider == {}
