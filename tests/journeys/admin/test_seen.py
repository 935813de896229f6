"""Two people, one form: nobody's work is lost."""

from __future__ import annotations

import pytest

from journeys.models import Kpi, MapVersion, Objective, Stage
from tests.journeys.admin.conftest import address, fields_of


def conflict_of(response):
    return [str(error) for error in response.context["adminform"].form.non_field_errors()]


def change(client, row, **fields):
    """Open a row's form, type and save; return the answer."""
    url = address(type(row), "change", row.pk)
    return client.post(url, fields_of(client.get(url)) | fields)


def test_a_form_that_saw_the_newest_state_saves(manager, rows):
    response = change(manager, rows[Objective], statement="Fewer complaints")

    assert response.status_code == 302
    assert Objective.objects.get(pk=rows[Objective].pk).statement == "Fewer complaints"


def test_a_conflict_says_who_changed_what_and_keeps_what_was_typed(client_of, manager, rows):
    row = rows[Objective]
    url = address(Objective, "change", row.pk)
    posted = fields_of(manager.get(url)) | {"statement": "What Mara typed"}
    change(client_of("contributor"), row, statement="What Tomas typed", aspect="churn")

    response = manager.post(url, posted)

    who, aspect, statement, advice = conflict_of(response)
    assert who.startswith("tomas changed this at ")
    assert {aspect, statement} == {
        "Aspect: “satisfaction” became “churn”.",
        "Statement: “Ours objective” became “What Tomas typed”.",
    }
    assert advice.startswith("What you typed is kept")
    assert response.context["adminform"].form["statement"].value() == "What Mara typed"
    assert Objective.objects.get(pk=row.pk).statement == "What Tomas typed"


def test_saving_once_more_replaces_the_other_change(client_of, manager, rows):
    row = rows[Objective]
    url = address(Objective, "change", row.pk)
    posted = fields_of(manager.get(url)) | {"statement": "What Mara typed"}
    change(client_of("contributor"), row, statement="What Tomas typed")
    told = manager.post(url, posted)

    response = manager.post(url, fields_of(told))

    assert response.status_code == 302
    assert Objective.objects.get(pk=row.pk).statement == "What Mara typed"


@pytest.mark.parametrize("seen", ("", "yesterday", "2026-01-01T00:00:00+00:00"))
def test_a_post_that_saw_nothing_overwrites_nothing(manager, rows, seen):
    response = change(manager, rows[Kpi], name="Replaced blindly", seen=seen)

    assert response.status_code == 200
    assert conflict_of(response)
    assert Kpi.objects.get(pk=rows[Kpi].pk).name == "Ours KPI"


def stages_of(response):
    formset = response.context["inline_admin_formsets"][0].formset
    return [(form["name"].value(), form.non_field_errors()) for form in formset.forms]


def test_a_row_that_only_the_other_changed_keeps_the_others_values(client_of, manager, rows):
    version = rows[MapVersion]
    first, second = version.stages.order_by("order")
    url = address(MapVersion, "change", version.pk)
    posted = fields_of(manager.get(url)) | {"stages-1-name": "Mara's stage"}
    change(client_of("contributor"), first, name="Tomas's stage")

    response = manager.post(url, posted)

    assert response.status_code == 302
    assert Stage.objects.get(pk=first.pk).name == "Tomas's stage"
    assert Stage.objects.get(pk=second.pk).name == "Mara's stage"


def test_a_row_that_both_changed_is_a_conflict_in_that_row(client_of, manager, rows):
    version = rows[MapVersion]
    first, _ = version.stages.order_by("order")
    url = address(MapVersion, "change", version.pk)
    posted = fields_of(manager.get(url)) | {"stages-0-name": "Mara's stage"}
    change(client_of("contributor"), first, name="Tomas's stage")

    response = manager.post(url, posted)

    (shown, errors), (_, others) = stages_of(response)
    assert response.status_code == 200
    assert shown == "Mara's stage"
    assert errors[0].startswith("tomas changed this at ")
    assert others == []
    assert Stage.objects.get(pk=first.pk).name == "Tomas's stage"
