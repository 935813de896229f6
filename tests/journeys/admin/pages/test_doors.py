"""Every page of ours × everybody: who may see it, and that others cannot tell it exists."""

from __future__ import annotations

import pytest
from django.urls import reverse

from journeys import versions
from tests.factories import ReportFactory, member, operator
from tests.factories.programs import ProgramFactory
from tests.journeys.sample import key

#: Address and its arguments, by the row they are about; method; who may: all members, contributors
#: and managers, or managers only.
VERSION_PAGES = (
    ("mapversion_map", (), "get", "viewer"),
    ("mapversion_compare", (), "get", "viewer"),
    ("mapversion_picture", (), "get", "viewer"),
    ("mapversion_export", ("json",), "get", "viewer"),
    ("mapversion_export", ("mermaid",), "get", "viewer"),
    ("mapversion_export", ("xlsx",), "get", "viewer"),
    ("mapversion_export", ("cjml",), "get", "viewer"),
    ("mapversion_report", (), "get", "viewer"),
    ("mapversion_order", (), "get", "contributor"),
    ("mapversion_template", (), "get", "contributor"),
    ("mapversion_import", (), "get", "contributor"),
    ("mapversion_import_preview", ("0" * 32,), "get", "contributor"),
    ("mapversion_add", ("stage",), "get", "contributor"),
    ("mapversion_add", ("card",), "get", "contributor"),
    ("mapversion_element", (key("Apply"),), "get", "viewer"),
    ("mapversion_verb", ("submit",), "get", "contributor"),
    ("mapversion_verb", ("discard",), "get", "contributor"),
    ("mapversion_verb", ("publish",), "get", "manager"),
    ("mapversion_verb", ("publish",), "post", "manager"),
)
REPORT_PAGES = (
    ("report_page", (), "get", "viewer"),
    ("report_status", (), "get", "viewer"),
    ("report_file", (), "get", "viewer"),
    ("report_verb", ("cancel",), "post", "viewer"),
)
RANKS = ("viewer", "contributor", "manager")


def ask(client, name, args, method):
    return getattr(client, method)(reverse(f"admin:journeys_{name}", args=args))


def allowed(role, least):
    return RANKS.index(role) >= RANKS.index(least)


@pytest.mark.parametrize("role", RANKS)
@pytest.mark.parametrize(("name", "args", "method", "least"), VERSION_PAGES)
def test_a_page_of_a_version_asks_the_role(program, draft, as_, role, name, args, method, least):
    answer = ask(as_(member(program, role)), name, (draft.pk, *args), method)

    assert (answer.status_code == 403) is not allowed(role, least)
    assert answer.status_code in {200, 302, 403}


@pytest.mark.parametrize(("name", "args", "method"), [page[:3] for page in VERSION_PAGES])
def test_a_version_of_another_program_is_as_if_it_were_not(draft, as_, name, args, method):
    outsider = as_(member(ProgramFactory(), "manager"))

    there = ask(outsider, name, (draft.pk, *args), method)
    nowhere = ask(outsider, name, (draft.pk + 999, *args), method)

    assert (there.status_code, there.content) == (404, nowhere.content)


@pytest.mark.parametrize("role", RANKS)
@pytest.mark.parametrize(("name", "args", "method", "least"), REPORT_PAGES)
def test_a_page_of_a_report_asks_the_role(program, as_, role, name, args, method, least):
    report = ReportFactory(program=program)

    answer = ask(as_(member(program, role)), name, (report.pk, *args), method)

    assert (answer.status_code in {200, 302}) is allowed(role, least)


@pytest.mark.parametrize(("name", "args", "method"), [page[:3] for page in REPORT_PAGES])
def test_a_report_of_another_program_is_as_if_it_were_not(program, as_, name, args, method):
    report = ReportFactory(program=program)
    outsider = as_(member(ProgramFactory(), "manager"))

    there = ask(outsider, name, (report.pk, *args), method)
    nowhere = ask(outsider, name, (report.pk + 999, *args), method)

    assert (there.status_code, there.content) == (404, nowhere.content)


@pytest.mark.parametrize(
    "name", ["journeymap_start", "journeymap_import", "journeymap_empty_sheet"]
)
@pytest.mark.parametrize("role", RANKS)
def test_new_maps_are_for_who_may_add_them(program, as_, name, role):
    answer = ask(as_(member(program, role)), name, (), "get")

    assert answer.status_code == (200 if allowed(role, "contributor") else 403)


@pytest.mark.parametrize(
    "name", ["journeymap_start", "journeymap_import", "journeymap_empty_sheet"]
)
def test_new_maps_are_not_for_strangers(stranger, as_, name):
    assert ask(as_(stranger), name, (), "get").status_code == 403


def test_a_draft_is_started_by_contributors_only(program, published, as_, viewer, contributor):
    address = ("journeymap_draft", (published.map_id,), "get")

    assert ask(as_(viewer), *address).status_code == 403
    assert ask(as_(contributor), *address).status_code == 200


def test_a_map_of_another_program_has_no_draft_page(published, as_):
    outsider = as_(member(ProgramFactory(), "manager"))

    assert ask(outsider, "journeymap_draft", (published.map_id,), "get").status_code == 404


def test_an_operator_sees_every_program(draft, as_):
    assert ask(as_(operator()), "mapversion_map", (draft.pk,), "get").status_code == 200


@pytest.mark.parametrize(("name", "args"), [page[:2] for page in VERSION_PAGES])
def test_who_is_not_signed_in_is_asked_to(client, draft, name, args):
    address = reverse(f"admin:journeys_{name}", args=(draft.pk, *args))

    answer = client.get(address)

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (
        302,
        reverse("admin:login"),
    )


def test_archived_versions_ask_the_role_too(program, published, as_, viewer):
    versions.archive(published, by=None)

    answer = ask(as_(viewer), "mapversion_verb", (published.pk, "archive"), "get")

    assert answer.status_code == 403
