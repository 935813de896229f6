"""What customers said of two versions, all of them and each persona, wherever a comparison is told."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from journeys import alignments, judging, versions
from journeys.admin.pages import compare_customers
from journeys.models import Report, Touchpoint
from journeys.reports.version_comparison.build import build
from journeys.reports.version_comparison.sources import read
from research.models import Instrument, Response, Study
from tests.factories import PersonaFactory, ProgramFactory, member, published_map
from tests.factories.world import client_of
from tests.research.test_evidence import ASKED, answers

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = date(2026, 3, 1), date(2026, 9, 1)


@pytest.fixture
def both():
    """Two published versions; at the first touchpoint Lena feels better than she did, Sam feels as he did."""
    program = ProgramFactory()
    first = published_map(program)
    touchpoint = Touchpoint.objects.filter(version=first).order_by("pk")[0]
    study = Study.objects.create(program=program, name="Waves")
    asked = Instrument.objects.create(program=program, name="1 to 7", **ASKED)
    personas = [PersonaFactory(program=program, name=name) for name in ("Lena", "Sam", "Zoe")]
    for day, lena in ((SPRING, [-2, -1, 0] * 10), (AUTUMN, [1, 2, 3] * 10)):
        for persona, felt in zip(personas, (lena, [0, 1, 2] * 10, [0, 1]), strict=True):
            before = set(Response.objects.values_list("pk", flat=True))
            answers(study, asked, felt, key=touchpoint.key, day=day)
            Response.objects.exclude(pk__in=before).update(persona=persona)
    draft = versions.start_draft(first.map, by=None)
    draft.evidence_from, draft.evidence_to = date(2026, 7, 1), date(2026, 12, 31)
    draft.save()
    old = versions.publish(draft, by=None)
    other = versions.start_draft(first.map, by=None)
    # The earlier side speaks of spring: a draft whose window is before.
    other.evidence_from, other.evidence_to = date(2026, 1, 1), date(2026, 6, 30)
    other.save()
    return other, old, touchpoint


def test_each_persona_has_a_verdict_of_its_own(both):
    before, after, touchpoint = both
    found = judging.compare(before, after, alignments.read(before, after))
    delta = next(one for one in found.emotions if one.key == touchpoint.key)
    told = {part.persona: (part.verdict, part.difference) for part in delta.felt.by_persona}
    assert told == {
        "Lena": ("better", 3.0),
        "Sam": ("no_detectable_change", 0.0),
        "Zoe": ("cannot_tell", 0.0),
    }
    stage = next(one for one in found.stages if one.key == delta.stage)
    assert [part.persona for part in stage.felt.by_persona] == ["Lena", "Sam", "Zoe"]
    rows = compare_customers.of(touchpoint.key, found)
    assert [(row.who, row.word) for row in rows] == [
        ("All customers", "better"),
        ("Lena", "better"),
        ("Sam", "no detectable change"),
        ("Zoe", "cannot tell"),
    ]
    assert (rows[1].before, rows[1].after) == ("−1.0, n 30", "+2.0, n 30")
    assert rows[1].reason == "p < 0.001, adjusted"
    assert rows[3].reason.startswith("2 and 2 people")


def _sheet(client, before, after):
    client.force_login(member(after.program, "viewer"))
    sheet = client.get(
        reverse("admin:journeys_mapversion_compare_xlsx", args=[after.pk]), {"against": before.pk}
    )
    return BytesIO(b"".join(sheet) if sheet.streaming else sheet.content)


def test_page_panel_and_workbook_tell_each_persona(both, client):
    before, after, touchpoint = both
    client.force_login(member(after.program, "viewer"))
    address = reverse("admin:journeys_mapversion_compare", args=[after.pk])
    page = client.get(address, {"against": before.pk, "pick": touchpoint.key})
    places, left_out = page.context["customers"], page.context["customers_left_out"]
    assert ([place.name for place in places], left_out) == (
        [touchpoint.stage.name, touchpoint.name],
        False,
    )
    assert [row.who for row in page.context["detail"].customers][1:] == ["Lena", "Sam", "Zoe"]
    assert "What customers say, by persona" in page.content.decode()

    book = openpyxl.load_workbook(_sheet(client, before, after))
    rows = list(book["Customers"].values)
    assert len(rows) == 1 + 2 * 4
    heads = dict(zip(rows[0], rows[6], strict=True))
    assert (heads["Touchpoint"], heads["Who"], heads["n after"]) == (touchpoint.name, "Lena", 30)
    assert (heads["Difference"], heads["What can be said"]) == (3, "better")
    assert [row[0] for row in book["Stages"].values][1:] == [
        stage.name for stage in page.context["comparison"].stages
    ]


def test_the_report_has_a_row_for_each_persona_of_which_enough_were_asked(both):
    before, after, touchpoint = both
    asked_for = Report.objects.create(
        program=after.program,
        kind="version_comparison",
        parameters={"version": after.pk, "against": before.pk},
    )
    report = build(read(asked_for), made_by="Mara")
    stage = report.feelings[0]
    assert [part.name for part in stage.customers.personas] == ["Lena", "Sam"]
    row = next(part for part in stage.touchpoints if part.name == touchpoint.name)
    assert [(part.name, part.verdict_words) for part in row.personas] == [
        ("Lena", "Better"),
        ("Sam", "No detectable change"),
    ]


def test_what_was_asked_differently_is_not_compared_among_personas_either(both):
    before, after, touchpoint = both
    other = Instrument.objects.create(
        program=after.program, name="Other", question="And now?", lowest=1, highest=7
    )
    Response.objects.filter(given_at__date__lt=AUTUMN).update(instrument=other)
    found = judging.compare(before, after, alignments.read(before, after))
    felt = next(one for one in found.emotions if one.key == touchpoint.key).felt
    assert felt.verdict == "not_comparable"
    assert {part.verdict for part in felt.by_persona} == {"not_comparable"}
    client = client_of(member(after.program, "viewer"))
    told = client.get("/api/evidence/", {"version": after.pk, "against": before.pk}).json()
    assert {one["verdict"] for one in told["changes_by_persona"]} == {"not_comparable"}


def test_that_other_people_were_asked_is_told_wherever_the_verdict_is(both, client):
    before, after, touchpoint = both
    study, asked = Study.objects.get(), Instrument.objects.get(name="1 to 7")
    first = set(Response.objects.values_list("pk", flat=True))
    answers(study, asked, [1, 2, 3] * 40, key=touchpoint.key, day=SPRING)
    lena = Response.objects.filter(persona__name="Lena").first().persona
    Response.objects.exclude(pk__in=first).update(persona=lena)
    warned = (
        "Lena were 82 % of the people before and 48 % after; with the earlier mix it would be +0.5"
    )
    found = judging.compare(before, after, alignments.read(before, after))
    felt = next(one for one in found.emotions if one.key == touchpoint.key).felt
    assert warned in felt.mix
    assert warned not in felt.reason

    assert warned in compare_customers.of(touchpoint.key, found)[0].reason
    book = openpyxl.load_workbook(_sheet(client, before, after))
    row = next(
        row for row in book["Customers"].values if row[1:3] == (touchpoint.name, "All customers")
    )
    assert warned in row[-1]
    asked_for = Report.objects.create(
        program=after.program,
        kind="version_comparison",
        parameters={"version": after.pk, "against": before.pk},
    )
    stage = build(read(asked_for), made_by="Mara").feelings[0]
    assert warned in stage.customers.reason
    assert warned in next(part for part in stage.touchpoints if part.name == touchpoint.name).reason
    # There the earlier number comes first.
    told = client_of(member(after.program, "viewer")).get(
        f"/api/versions/{after.pk}/comparison/", {"against": before.pk}
    )
    mix = next(
        one["felt"]["mix"] for one in told.json()["emotions"] if one["key"] == touchpoint.key
    )
    assert "Lena were 48 % of the people before and 82 % after" in mix
