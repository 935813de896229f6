"""Every page of ours × everybody: who may see it, and that others cannot tell it exists."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from journeys import portraits, versions
from journeys.models import Report
from journeys.reports import pictures
from tests.factories import PersonaFactory, ReportFactory, member, operator
from tests.factories.programs import ProgramFactory
from tests.journeys.sample import key

#: Address and its arguments, by the row they are about; method; who may: all members, contributors
#: and managers, or managers only.
VERSION_PAGES = (
    ("mapversion_map", (), "get", "viewer"),
    ("mapversion_compare", (), "get", "viewer"),
    ("mapversion_align_with", (), "get", "viewer"),
    ("mapversion_picture", (), "get", "viewer"),
    ("mapversion_export", ("json",), "get", "viewer"),
    ("mapversion_export", ("mermaid",), "get", "viewer"),
    ("mapversion_export", ("xlsx",), "get", "viewer"),
    ("mapversion_export", ("cjml",), "get", "viewer"),
    ("mapversion_report", (), "get", "viewer"),
    ("mapversion_report_of_kind", ("map",), "post", "viewer"),
    ("mapversion_report_of_kind", ("map_slides",), "post", "viewer"),
    ("mapversion_png", (), "get", "viewer"),
    ("mapversion_pdf", (), "get", "viewer"),
    ("mapversion_order", (), "get", "contributor"),
    ("mapversion_template", (), "get", "contributor"),
    ("mapversion_import", (), "get", "contributor"),
    ("mapversion_import_preview", ("0" * 32,), "get", "contributor"),
    ("mapversion_add", ("stage",), "get", "contributor"),
    ("mapversion_add", ("card",), "get", "contributor"),
    ("mapversion_element", (key("Apply"),), "get", "viewer"),
    ("mapversion_threads", (), "get", "viewer"),
    ("mapversion_comments", ("map",), "get", "viewer"),
    ("mapversion_comments", (key("Apply"),), "post", "viewer"),
    ("mapversion_outline", (), "get", "contributor"),
    ("mapversion_panel", (key("Apply"),), "get", "viewer"),
    ("mapversion_live", (), "get", "contributor"),
    ("mapversion_edits", (), "post", "contributor"),
    ("mapversion_divide", (), "post", "contributor"),
    ("mapversion_turn", ("undo",), "post", "contributor"),
    ("mapversion_turn", ("redo",), "post", "contributor"),
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
#: The query, and who may.
PERSONA_PAGES = (
    ("persona_page", {}, "get", "viewer"),
    ("persona_page", {"edit": "goals"}, "get", "contributor"),
    ("persona_page", {"edit": "goals"}, "post", "contributor"),
    ("persona_page", {}, "post", "contributor"),
    ("persona_versions", {}, "get", "viewer"),
    ("persona_picture", {}, "get", "viewer"),
    ("persona_change", {}, "get", "viewer"),
)
#: Pages of a map, beside its versions.
MAP_PAGES = (
    ("journeymap_confirm", (), "get", "contributor"),
    ("journeymap_confirm", (), "post", "contributor"),
    ("journeymap_place", (), "post", "contributor"),
    ("journeymap_elements", (), "get", "viewer"),
)
RANKS = ("viewer", "contributor", "manager")


@pytest.fixture(autouse=True)
def drawn_at_once(monkeypatch):
    """Who may have a picture is asked here, not how it is drawn: that takes a process of its own."""
    monkeypatch.setattr(pictures, "made", lambda svg, form, **options: b"drawn")


def ask(client, name, args, method):
    return getattr(client, method)(reverse(f"admin:journeys_{name}", args=args))


def allowed(role, least):
    return RANKS.index(role) >= RANKS.index(least)


@pytest.mark.parametrize("role", RANKS)
@pytest.mark.parametrize(("name", "args", "method", "least"), VERSION_PAGES)
def test_a_page_of_a_version_asks_the_role(program, draft, as_, role, name, args, method, least):
    answer = ask(as_(member(program, role)), name, (draft.pk, *args), method)

    assert (answer.status_code == 403) is not allowed(role, least)
    # 400: what was posted is nothing that could be taken.
    assert answer.status_code in {200, 302, 400, 403}


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


@pytest.fixture
def persona(program, draft, media_folder):
    """Return a persona with a picture."""
    found = draft.map.personas.get()
    return portraits.put(found, portraits.Portrait(b"a picture", ".png"), by=None)


def ask_for_persona(client, name, query, method, pk):
    address = f"{reverse(f'admin:journeys_{name}', args=[pk])}?{urlencode(query)}".rstrip("?")
    answer = getattr(client, method)(address)
    if answer.streaming:
        answer.close()
    return answer


@pytest.mark.parametrize("role", RANKS)
@pytest.mark.parametrize(("name", "query", "method", "least"), PERSONA_PAGES)
def test_a_page_of_a_persona_asks_the_role(program, persona, as_, role, name, query, method, least):
    answer = ask_for_persona(as_(member(program, role)), name, query, method, persona.pk)

    # A post that names no part of the page to change has no page to go to.
    expected = {200, 302} if query or method == "get" else {404}
    assert answer.status_code in (expected if allowed(role, least) else {403})


@pytest.mark.parametrize(("name", "query", "method"), [page[:3] for page in PERSONA_PAGES[:-1]])
def test_a_persona_of_another_program_is_as_if_it_were_not(persona, as_, name, query, method):
    outsider = as_(member(ProgramFactory(), "manager"))

    there = ask_for_persona(outsider, name, query, method, persona.pk)
    nowhere = ask_for_persona(outsider, name, query, method, persona.pk + 999)

    assert (there.status_code, there.content) == (404, nowhere.content)


@pytest.mark.parametrize("role", RANKS)
@pytest.mark.parametrize(("name", "args", "method", "least"), MAP_PAGES)
def test_a_page_of_a_map_asks_the_role(program, published, as_, role, name, args, method, least):
    answer = ask(as_(member(program, role)), name, (published.map_id, *args), method)

    assert (answer.status_code == 403) is not allowed(role, least)
    assert answer.status_code in {200, 302, 403}


@pytest.mark.parametrize(("name", "args", "method"), [page[:3] for page in MAP_PAGES])
def test_a_map_of_another_program_is_as_if_it_were_not(published, as_, name, args, method):
    outsider = as_(member(ProgramFactory(), "manager"))

    there = ask(outsider, name, (published.map_id, *args), method)
    nowhere = ask(outsider, name, (published.map_id + 999, *args), method)

    assert (there.status_code, there.content) == (404, nowhere.content)


@pytest.mark.parametrize("name", [page[0] for page in PERSONA_PAGES])
def test_personas_are_for_who_is_signed_in(client, persona, name):
    answer = ask_for_persona(client, name, {}, "get", persona.pk)

    assert answer["Location"].partition("?")[0] == reverse("admin:login")


def test_personas_are_compared_by_members_only(program, persona, as_, viewer, stranger):
    address = f"{reverse('admin:journeys_persona_compare')}?persona={persona.pk}"
    outsider = as_(member(ProgramFactory(), "manager"))

    assert as_(viewer).get(address).status_code == 200
    assert outsider.get(address).status_code == 404
    assert outsider.get(address).content == outsider.get(f"{address}999").content
    assert as_(stranger).get(reverse("admin:journeys_persona_compare")).status_code == 403


def test_the_portfolio_is_for_members(program, as_, viewer):
    address = reverse("admin:journeys_journeymap_portfolio") + f"?program={program.pk}"

    assert as_(viewer).get(address).status_code == 200
    assert as_(member(ProgramFactory(), "manager")).get(address).status_code == 404


def test_a_detail_of_a_map_of_another_program_cannot_be_started(published, as_):
    outsider = as_(member(ProgramFactory(), "manager"))
    start = reverse("admin:journeys_journeymap_start")

    there = outsider.get(f"{start}?parent={published.map_id}&element={key('Apply')}")
    nowhere = outsider.get(f"{start}?parent={published.map_id + 999}&element={key('Apply')}")

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


@pytest.mark.parametrize("role", RANKS)
def test_every_member_may_ask_for_reports_on_a_persona_and_the_program(program, as_, role):
    persona = PersonaFactory(program=program)
    client = as_(member(program, role))

    for name, pk in (("persona_report", persona.pk), ("program_report", program.pk)):
        answer = ask(client, name, (pk,), "post")
        assert answer["Location"] == reverse(
            "admin:journeys_report_page", args=[Report.objects.latest("id").pk]
        )


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_persona_or_program_of_others_has_no_report(program, as_, method):
    persona = PersonaFactory(program=program)
    outsider = as_(member(ProgramFactory(), "manager"))

    for name, pk in (("persona_report", persona.pk), ("program_report", program.pk)):
        there = ask(outsider, name, (pk,), method)
        nowhere = ask(outsider, name, (pk + 999,), method)
        assert (there.status_code, there.content) == (404, nowhere.content)
    assert not Report.objects.exists()


def test_the_workbook_of_a_comparison_is_for_members(program, published, as_, viewer):
    second = versions.start_draft(published.map, by=None)
    outsider = as_(member(ProgramFactory(), "manager"))

    answer = ask(as_(viewer), "mapversion_compare_xlsx", (second.pk,), "get")

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert ask(outsider, "mapversion_compare_xlsx", (second.pk,), "get").status_code == 404
