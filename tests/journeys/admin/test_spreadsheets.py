"""Lists as workbooks: what is on the screen, all rows of it, and no cell that does anything."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from django.urls import reverse

from journeys import drafts, versions
from journeys.admin import spreadsheets
from journeys.models import Persona
from tests.factories import (
    KpiFactory,
    ObjectiveFactory,
    PersonaFactory,
    ProgramFactory,
    ReadingFactory,
    member,
    published_map,
)
from tests.journeys.reports.hostile import STRANGE
from tests.journeys.sample import edited, small_map

LISTS = ("journeymap", "persona", "kpi", "reading", "objective")


@pytest.fixture
def viewer(program):
    return member(program, "viewer", first_name="Vera", last_name="Lund")


@pytest.fixture
def get(client, viewer):
    """Return a function that gives a workbook as lists of rows by sheet."""
    client.force_login(viewer)

    def get(name, *args, **query):
        answer = client.get(reverse(f"admin:journeys_{name}", args=args), query)
        assert answer.status_code == 200, answer
        assert answer["Content-Type"].endswith("spreadsheetml.sheet")
        content = io.BytesIO(b"".join(answer.streaming_content))
        book = openpyxl.load_workbook(content)
        return {
            sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book
        }

    return get


@pytest.fixture
def rows(program):
    published_map(program)
    kpi = KpiFactory(program=program, name="Completed", target=50)
    ReadingFactory(
        kpi=kpi, numerator=70, denominator=100,
        period_from=date(2026, 1, 1), period_to=date(2026, 3, 31),
    )  # fmt: skip
    ObjectiveFactory(program=program, statement="Complete more").kpis.add(kpi)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_can_be_taken_away(rows, get, name):
    first, about = get(f"{name}_xlsx").values()

    assert len(first) == 2
    assert len(first[0]) == len(first[1])
    assert ["Rows", 1] in about
    assert ["By", "Vera Lund"] in about


def test_a_kpi_comes_with_interval_n_and_method_as_numbers(rows, get):
    head, row = get("kpi_xlsx")["KPIs"]
    told = dict(zip(head, row, strict=True))

    assert (told["Target"], told["Newest value"], told["n"]) == (50, 70, 100)
    assert round(told["95 % from"], 1) == 60.4
    assert told["Method"] == "Wilson score interval"
    assert told["Period ends"] == datetime(2026, 3, 31)  # noqa: DTZ001  a workbook has no time zone


def test_filter_search_and_order_of_the_screen_hold(program, get):
    for name in ("Ada", "Bo", "Cy"):
        PersonaFactory(program=program, name=name, status="validated")
    PersonaFactory(program=program, name="Di", status="proto")

    sheets = get("persona_xlsx", status__exact="validated", o="-0", program=program.pk)

    assert [row[0] for row in sheets["Personas"][1:]] == ["Cy", "Bo", "Ada"]
    assert ["Filter, search and order", "status__exact = validated; o = -0"] in sheets["About"]


def test_all_pages_are_in_it_up_to_a_limit_which_is_told(program, get, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 60)
    monkeypatch.setattr(spreadsheets, "AT_ONCE", 25)
    Persona.objects.bulk_create(
        Persona(program=program, name=f"P{number:03}") for number in range(70)
    )

    sheets = get("persona_xlsx")

    assert [row[0] for row in sheets["Personas"][1:]] == [f"P{number:03}" for number in range(60)]
    assert ["Rows left out", 10] in sheets["About"]


def test_a_cell_is_text_whatever_it_begins_with(program, get):
    hostile = ["=1+1", "@SUM(1)", "+1", "-1", "http://evil.example", "{=x}", "<b>b</b>"]
    for number, text in enumerate(hostile):
        PersonaFactory(program=program, name=f"{number}", tagline=text)
    PersonaFactory(program=program, name="9", portrait=STRANGE + "x" * 40_000)

    sheets = get("persona_xlsx")

    _, *told = sheets["Personas"]
    assert [row[1] for row in told[:-1]] == hostile
    assert "\x0b" not in told[-1][8]
    assert told[-1][8].endswith(" more signs)")


def test_another_programs_rows_are_never_in_it(rows, client, get):
    elsewhere = ProgramFactory(name="Elsewhere")
    PersonaFactory(program=elsewhere, name="Zebrawood")

    assert "Zebrawood" not in str(get("persona_xlsx"))
    address = reverse("admin:journeys_persona_xlsx")
    assert client.get(address, {"program": elsewhere.pk}).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_who_is_in_no_program_gets_no_workbook(db, client, django_user_model, name):
    client.force_login(django_user_model.objects.create_user("stranger"))

    assert client.get(reverse(f"admin:journeys_{name}_xlsx")).status_code == 403


def test_a_lookup_that_is_no_filter_leads_back_to_the_list(program, client, viewer):
    client.force_login(viewer)

    answer = client.get(reverse("admin:journeys_persona_xlsx"), {"nonsense": "1"})

    assert answer["Location"] == reverse("admin:journeys_persona_changelist")


def test_the_number_of_queries_does_not_grow_with_the_list(
    program, client, viewer, django_assert_max_num_queries
):
    client.force_login(viewer)
    for number in range(6):
        ReadingFactory(kpi=KpiFactory(program=program, name=f"K{number}"))

    for name in ("kpi_xlsx", "reading_xlsx"):
        with django_assert_max_num_queries(14):
            b"".join(client.get(reverse(f"admin:journeys_{name}")).streaming_content)


def test_the_comparison_comes_with_changes_feelings_and_pain_points(program, get):
    first = published_map(program)
    draft = versions.start_draft(first.map, by=None)
    contents = edited(edited(small_map(), "Prove identity", emotion=-2.8), "Call drops", severity=5)
    draft = drafts.replace(draft, contents, by=None)

    sheets = get("mapversion_compare_xlsx", draft.pk, against=first.pk)
    narrowed = get("mapversion_compare_xlsx", draft.pk, kind="added")

    assert sheets["Changes"][1][:4] == [
        "rated differently",
        "touchpoint",
        "Prove identity",
        "Apply",
    ]
    assert sheets["Changes"][1][-2:] == [-2.1, -2.8]
    assert ["Apply", "Prove identity", -2.1, -2.8, -0.7] in [row[:5] for row in sheets["Feelings"]]
    assert ["worse", "Call drops", "Apply", "Prove identity", 4, 5, 31, 31] in sheets["Pain points"]
    assert len(narrowed["Changes"]) == 1
    assert ["Changes shown", "added"] in narrowed["About"]
