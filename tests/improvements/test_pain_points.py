"""The life of pain points: only new evidence verifies that one is resolved."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from improvements import actions, pain_points
from journeys import versions
from journeys.models import Card, MapVersion
from research.models import Response
from tests.factories import (
    ActionFactory,
    InstrumentFactory,
    ProgramFactory,
    StudyFactory,
    member,
    published_map,
)

pytestmark = pytest.mark.django_db
WAVES = ((date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 6, 1), date(2026, 6, 30)))


@pytest.fixture
def program():
    return ProgramFactory()


@pytest.fixture
def manager(program):
    return member(program)


@pytest.fixture
def pain(program, manager):
    """Return a pain point of a published version."""
    version = published_map(program, by=manager)
    return (
        Card.objects.filter(version=version, lane__kind="pain_points")
        .select_related("touchpoint")
        .first()
    )


def following(pain, *, without=True, wave=None):
    """Publish the next version, with or without the pain point."""
    draft = versions.start_draft(pain.version.map, by=None)
    rows = Card.objects.filter(version=draft, key=pain.key)
    if without:
        rows.delete()
    if wave:
        MapVersion.objects.filter(pk=draft.pk).update(evidence_from=wave[0], evidence_to=wave[1])
        draft.refresh_from_db()
    return versions.publish(draft, by=None)


def life(pain):
    found = {one.key: one for one in pain_points.of(pain.version.map)}
    return found[pain.key]


def test_pain_point_nobody_takes_on_is_open(pain):
    assert (life(pain).life, life(pain).actions) == ("open", ())


@pytest.mark.parametrize(("state", "told"), [("proposed", "open"), ("accepted", "addressed")])
def test_accepted_action_addresses_it(pain, manager, state, told):
    action = ActionFactory(program=pain.version.program, element_keys=[pain.key])
    if state != "proposed":
        actions.move(action, state, by=manager)

    assert life(pain).life == told


def test_pain_point_taken_off_the_map_is_gone_but_not_verified(pain):
    following(pain)

    assert life(pain).life == "gone"
    assert "nobody was asked" in life(pain).reason


def test_pain_point_that_is_back_recurred(pain):
    first = pain.version
    second = following(pain)
    draft = versions.start_draft(second.map, by=None, based_on=first)
    versions.publish(draft, by=None)

    assert life(pain).life == "recurred"
    assert [one.version for one in life(pain).seen] == [1, 3]


@pytest.mark.parametrize(("after", "told"), [(1.5, "verified"), (-1.5, "gone")])
def test_only_customers_verify_that_it_is_resolved(program, manager, after, told):
    version = published_map(program, by=manager)
    draft = versions.start_draft(version.map, by=manager)
    pain = (
        Card.objects.filter(version=draft, lane__kind="pain_points")
        .select_related("touchpoint")
        .first()
    )
    asked, study = InstrumentFactory(program=program), StudyFactory(program=program)
    for wave, mean in zip(WAVES, (-1.5, after), strict=True):
        at = timezone.make_aware(datetime.combine(wave[0], datetime.min.time()))
        Response.objects.bulk_create(
            Response(
                program=program, study=study, external_id=f"{wave}{n}", given_at=at, respondent=f"{wave}{n}",
                element_key=pain.touchpoint.key, instrument=asked, rating=3, feeling=mean + (n % 3 - 1) / 2, checksum="x",
            )
            for n in range(30)
        )  # fmt: skip
    MapVersion.objects.filter(pk=draft.pk).update(
        evidence_from=WAVES[0][0], evidence_to=WAVES[0][1]
    )
    draft.refresh_from_db()
    pain.version = versions.publish(draft, by=manager)

    following(pain, wave=WAVES[1])

    assert life(pain).life == told
