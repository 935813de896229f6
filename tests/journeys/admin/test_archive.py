"""Archiving instead of deleting."""

from __future__ import annotations

import pytest

from journeys.models import Channel, JourneyMap, Persona
from tests.journeys.admin.conftest import address

ARCHIVED = (Channel, JourneyMap, Persona)


@pytest.mark.parametrize("model", ARCHIVED, ids=lambda model: model._meta.model_name)
def test_what_is_archived_leaves_the_list_and_comes_back(manager, rows, model):
    row = rows[model]

    def listed(**query):
        return row in manager.get(address(model, "changelist"), query).context["cl"].result_list

    manager.post(address(model, "put", row.pk, "archive"))
    assert (listed(), listed(archived="yes"), listed(archived="all")) == (False, True, True)

    manager.post(address(model, "put", row.pk, "restore"))
    assert (listed(), listed(archived="yes"), listed(archived="all")) == (True, False, True)

    assert [record.history_change_reason for record in row.history.all()[:2]] == ["restore", "archive"]  # fmt: skip


@pytest.mark.parametrize("model", ARCHIVED, ids=lambda model: model._meta.model_name)
def test_only_who_may_change_archives_and_only_by_posting(client_of, manager, rows, secret, model):
    url = address(model, "put", rows[model].pk, "archive")

    assert client_of("viewer").post(url).status_code == 404
    assert client_of("outsider").post(url).status_code == 404
    assert manager.post(address(model, "put", secret[model].pk, "archive")).status_code == 404
    assert manager.post(address(model, "put", rows[model].pk, "delete")).status_code == 404
    assert manager.get(url).status_code == 405
    assert not model._default_manager.filter(is_archived=True).exists()
