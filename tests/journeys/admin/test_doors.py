"""Every ModelAdmin × page × role: who gets in, and that nobody can tell what they may not see."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.urls import reverse

from journeys.models import (
    Card,
    Channel,
    JourneyMap,
    Kpi,
    Lane,
    MapVersion,
    Membership,
    Objective,
    Persona,
    Program,
    Reading,
    Report,
    Stage,
    Touchpoint,
)
from tests.journeys.admin.conftest import MODELS, SECRET, address, fields_of

ELEMENTS = (Stage, Touchpoint, Lane, Card)
ROLES = ("viewer", "contributor", "manager")
#: Who may open the add page; of the other models rows begin elsewhere.
MAY_ADD = {
    Program: {"manager"},
    Membership: {"manager"},
    Objective: {"contributor", "manager"},
    Kpi: {"contributor", "manager"},
    Reading: {"contributor", "manager"},
    Persona: {"contributor", "manager"},
    Channel: {"contributor", "manager"},
    Stage: {"contributor", "manager"},
    Touchpoint: {"contributor", "manager"},
    Lane: {"contributor", "manager"},
    Card: {"contributor", "manager"},
}
MAY_CHANGE = {
    Program: {"manager"},
    Membership: {"manager"},
    MapVersion: {"contributor", "manager"},
    JourneyMap: {"contributor", "manager"},
} | {model: {"contributor", "manager"} for model in (Objective, Kpi, Reading, Persona, Channel, *ELEMENTS)}  # fmt: skip
MAY_DELETE = {model: {"contributor", "manager"} for model in (Reading, *ELEMENTS)} | {
    Membership: {"manager"},
    Report: {"manager"},
}


def _named(model):
    return model._meta.model_name


def test_every_model_of_the_app_has_an_admin_that_is_tried_here():
    registered = {model for model in admin.site._registry if model._meta.app_label == "journeys"}

    assert registered == set(MODELS)


def test_a_stranger_is_led_to_the_door(client_of, rows):
    stranger = client_of("stranger")

    answers = [
        answer
        for model, row in rows.items()
        for answer in (
            stranger.get(address(model, "changelist")),
            stranger.get(address(model, "add")),
            stranger.get(address(model, "change", row.pk)),
            stranger.post(address(model, "change", row.pk), {}),
            stranger.get(address(model, "history", row.pk)),
            stranger.post(address(model, "delete", row.pk), {"post": "yes"}),
        )
    ]

    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"].split("?")[0] for answer in answers} == {reverse("admin:login")}


@pytest.mark.parametrize("role", ROLES)
def test_members_read_every_list_row_and_history(client_of, rows, role):
    client = client_of(role)

    answers = {
        (model, page): client.get(url).status_code
        for model, row in rows.items()
        for page, url in (
            ("list", address(model, "changelist")),
            ("row", address(model, "change", row.pk)),
            ("history", address(model, "history", row.pk)),
        )
    }

    # A report has no form: its address leads to its own page.
    assert answers.pop((Report, "row")) == 302
    assert {key: code for key, code in answers.items() if code != 200} == {}


@pytest.mark.parametrize("model", sorted(MAY_ADD, key=_named), ids=_named)
def test_only_who_may_add_opens_the_form(client_of, rows, model):
    query = {"version": rows[MapVersion].pk} if model in ELEMENTS else {}
    query |= {"kpi": rows[Kpi].pk} if model is Reading else {}
    url = f"{address(model, 'add')}?{urlencode(query)}"

    for role in ROLES:
        client, expected = client_of(role), 200 if role in MAY_ADD[model] else 403
        # What is posted is not valid, so who may add is shown the form again.
        assert client.get(url).status_code == expected
        assert client.post(url, {}).status_code == expected


@pytest.mark.parametrize("model", (JourneyMap, MapVersion, Report), ids=_named)
def test_what_begins_elsewhere_is_led_there(manager, rows, model):
    response = manager.get(address(model, "add"))

    assert response.status_code == 302


@pytest.mark.parametrize("model", sorted(MAY_CHANGE, key=_named), ids=_named)
def test_only_who_may_change_gets_a_form_that_saves(client_of, rows, model):
    url = address(model, "change", rows[model].pk)

    for role in ROLES:
        client, may = client_of(role), role in MAY_CHANGE[model]
        page = client.get(url)
        answer = client.post(url, fields_of(page))
        assert page.context["has_change_permission"] is may
        assert ('name="_save"' in page.content.decode()) is may
        assert answer.status_code == (302 if may else 403)


@pytest.mark.parametrize("role", (*ROLES, "operator"))
def test_only_what_may_go_can_be_deleted(client_of, rows, role):
    client = client_of(role)
    # Cards before what they stand in, readings before anything else takes them along.
    for model in (Card, Touchpoint, Lane, Stage, Reading, Report, Membership, *MODELS):
        row = rows[model]
        may = model in MAY_DELETE and role in MAY_DELETE[model] | {"operator"}
        if not model._default_manager.filter(pk=row.pk).exists():
            continue

        asked = client.get(address(model, "delete", row.pk))
        done = client.post(address(model, "delete", row.pk), {"post": "yes"})

        assert (model, asked.status_code) == (model, 200 if may else 403)
        assert (model, done.status_code) == (model, 302 if may else 403)
        assert model._default_manager.filter(pk=row.pk).exists() is not may


@pytest.mark.parametrize("page", ("change", "history", "delete"))
@pytest.mark.parametrize("method", ("get", "post"))
def test_a_row_of_another_program_answers_as_one_that_does_not_exist(manager, secret, page, method):
    for model in MODELS:
        _same_answer(manager, model, secret[model].pk, page, method)


def _same_answer(manager, model, other, page, method):
    missing = 987_654
    query = {"post": "yes", "_popup": "1", "_to_field": "id"}

    seen = getattr(manager, method)(address(model, page, other), query)
    gone = getattr(manager, method)(address(model, page, missing), query)

    assert seen.status_code == gone.status_code
    assert seen.status_code in ({302, 403} if page == "delete" else {302})
    assert seen.headers.get("Location") == gone.headers.get("Location")
    assert _last_message(seen) == _last_message(gone)
    assert model._default_manager.filter(pk=other).exists()


def _last_message(response):
    return [str(message) for message in response.wsgi_request._messages][-1:]


@pytest.mark.parametrize("model", MODELS, ids=_named)
def test_lists_never_show_another_program(manager, secret, model):
    row = secret[model]
    queries = [
        {},
        {"q": SECRET},
        {"id__exact": row.pk},
        {"pk__in": row.pk},
        {"program__id__exact": secret.program.pk},
        {"archived": "all"},
        {"o": "1", "q": SECRET[:4]},
    ]

    for query in queries:
        response = manager.get(address(model, "changelist"), query)
        # A query one may not ask leads back to the list.
        assert response.status_code in {200, 302, 400}
        # What was searched for is on the page again, and no more than that.
        text = response.content.decode()
        assert f"{SECRET} " not in text
        assert f"{SECRET}-" not in text


def test_a_list_of_a_program_one_is_not_in_is_not_there(manager, secret):
    for model in MODELS:
        other = manager.get(address(model, "changelist"), {"program": secret.program.pk})
        missing = manager.get(address(model, "changelist"), {"program": 987_654})

        assert (other.status_code, missing.status_code) == (404, 404)
        assert other.content == missing.content


POINTERS = (
    (Membership, "user"),
    (Objective, "owner"),
    (Reading, "kpi"),
    (JourneyMap, "parent"),
    (Touchpoint, "stage"),
    (Touchpoint, "channel"),
    (Card, "lane"),
    (Stage, "kpi"),
)


@pytest.mark.parametrize("role", ROLES)
def test_autocomplete_tells_nothing_of_others(client_of, secret, role):
    client = client_of(role)

    for model, name in POINTERS:
        query = {"app_label": "journeys", "model_name": _named(model), "field_name": name}
        response = client.get(reverse("admin:autocomplete"), query | {"term": ""})
        assert response.status_code in {200, 403, 404}
        assert SECRET not in response.content.decode()


def test_no_form_offers_a_row_of_another_program(manager, rows, secret):
    for model in MAY_CHANGE:
        page = manager.get(address(model, "change", rows[model].pk))
        assert SECRET not in page.content.decode()


@pytest.mark.parametrize(
    ("model", "name", "other"),
    (
        (Objective, "owner", Membership),
        (Program, "owner", Membership),
        (Kpi, "objectives", Objective),
        (JourneyMap, "personas", Persona),
        (JourneyMap, "objectives", Objective),
        (JourneyMap, "parent", JourneyMap),
        (JourneyMap, "owner", Membership),
        (Stage, "kpi", Kpi),
        (Touchpoint, "stage", Stage),
        (Touchpoint, "channel", Channel),
        (Card, "lane", Lane),
        (Card, "stage", Stage),
        (Card, "touchpoint", Touchpoint),
    ),
    ids=lambda value: value if isinstance(value, str) else _named(value),
)
def test_a_posted_row_of_another_program_is_no_valid_choice(
    manager, rows, secret, model, name, other
):
    url = address(model, "change", rows[model].pk)
    choice = secret[other].user_id if other is Membership else secret[other].pk
    posted = fields_of(manager.get(url)) | {name: choice}

    response = manager.post(url, posted)

    assert response.status_code == 200
    assert response.context["adminform"].form.errors.keys() == {name}


@pytest.mark.parametrize("model", (*ELEMENTS, Reading, Objective), ids=_named)
def test_nothing_is_added_to_a_program_one_is_not_in(manager, rows, secret, model):
    before = model._default_manager.count()
    query = {"program": secret.program.pk}
    query |= {"version": secret[MapVersion].pk} if model in ELEMENTS else {}
    missing = {"program": 987_654} | ({"version": 987_654} if model in ELEMENTS else {})

    if model is Reading:
        query, missing = {"kpi": secret[Kpi].pk}, {"kpi": 987_654}
    answers = [manager.get(address(model, "add"), wanted) for wanted in (query, missing)]
    posted = manager.post(
        f"{address(model, 'add')}?version={secret[MapVersion].pk}",
        {"_program": secret.program.pk, "name": "Mine now", "statement": "Mine now"},
    )

    assert answers[0].status_code == answers[1].status_code
    assert SECRET not in answers[0].content.decode() + posted.content.decode()
    assert model._default_manager.count() == before


def test_an_outsider_finds_no_program_and_is_told_whom_to_ask(client_of, secret):
    outsider = client_of("outsider")

    home = outsider.get("/", follow=True)

    text = home.content.decode()
    assert "You are not in a program yet" in text
    assert "olga" in text
    assert SECRET not in text
    assert "New program" not in text


def test_an_outsider_opens_no_list_but_that_of_programs(client_of, rows):
    outsider = client_of("outsider")

    codes = {model: outsider.get(address(model, "changelist")).status_code for model in MODELS}

    assert codes.pop(Program) == 200
    assert set(codes.values()) == {403}


@pytest.mark.parametrize("name", ("auth_user", "authtoken_tokenproxy"))
@pytest.mark.parametrize("role", ROLES)
def test_accounts_and_tokens_are_the_operators(client_of, name, role):
    assert client_of(role).get(reverse(f"admin:{name}_changelist")).status_code == 403
    assert client_of("operator").get(reverse(f"admin:{name}_changelist")).status_code == 200


def test_an_operator_sees_every_program(client_of, rows, secret):
    operator = client_of("operator")

    text = operator.get(address(Program, "changelist")).content.decode()

    assert "Ours program" in text
    assert f"{SECRET} program" in text
