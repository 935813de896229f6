"""The evidence behind a version by the API."""

from datetime import date

import pytest

from journeys import versions
from journeys.models import Touchpoint
from research.models import Instrument, Study
from tests.factories import ProgramFactory, member, published_map
from tests.factories.world import client_of
from tests.research.test_evidence import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory()


def test_evidence_tells_observed_assumed_and_what_changed(program):
    first = published_map(program)
    second = versions.start_draft(first.map, by=None)
    second.evidence_from, second.evidence_to = date(2026, 7, 1), date(2026, 12, 31)
    second.save()
    study = Study.objects.create(program=program, name="Wave")
    asked = Instrument.objects.create(
        program=program, name="1 to 7", question="How was it?", lowest=1, highest=7
    )
    touchpoints = list(Touchpoint.objects.filter(version=second).order_by("pk"))
    answers(study, asked, [-1, 0, 1] * 10, key=touchpoints[0].key, day=date(2026, 3, 1))
    answers(study, asked, [2, 3, 1] * 10, key=touchpoints[0].key, day=date(2026, 9, 1))
    answers(study, asked, [2], key="11111111-1111-4111-8111-111111111111", day=date(2026, 9, 1))

    client = client_of(member(program, "viewer"))
    found = client.get("/api/evidence/", {"version": second.pk, "against": first.pk}).json()

    assert found["window"] == {"version": second.pk, "since": "2026-07-01", "until": "2026-12-31"}
    one, stage = found["observed"]
    assert (stage["name"], stage["rolled_up"], one["rolled_up"]) == (
        touchpoints[0].stage.name,
        True,
        False,
    )
    assert (one["name"], one["n"], one["mean"]) == (touchpoints[0].name, 30, 2.0)
    assert touchpoints[0].key not in found["assumed"]
    assert len(found["assumed"]) == len(touchpoints) - 1
    change = next(one for one in found["changes"] if one["key"] == touchpoints[0].key)
    assert (change["mix"], change["standardised"], found["changes_by_persona"]) == ("", None, [])
    # The earlier version has no window, so all sixty answers are its evidence.
    assert (change["verdict"], change["before"]["n"], change["difference"]) == ("better", 60, 1.0)


@pytest.mark.parametrize("query", ["", "?version=x", "?version=1&against=x", "?version=1&more=1"])
def test_evidence_says_what_is_wrong_with_the_question(program, query):
    version = published_map(program)
    client = client_of(member(program, "viewer"))
    answer = client.get(f"/api/evidence/{query.replace('=1', f'={version.pk}', 1)}")
    assert answer.status_code == 400
    assert answer.json()["errors"]
