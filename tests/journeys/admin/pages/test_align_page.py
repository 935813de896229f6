"""The alignment page: proposals, a person's choices, and what is kept of them."""

from __future__ import annotations

import pytest

from journeys import alignments, maps
from journeys.admin.pages import align_rows
from journeys.alignment import kinds, rekeyed
from journeys.models import Alignment
from tests.factories import ProgramFactory, small_draft
from tests.journeys.sample import key, small_map


@pytest.fixture
def other(program):
    """Return the draft of the same map as somebody else drew it."""
    contents = small_map()
    foreign = rekeyed(contents, {old: key(f"other {old}") for old in kinds(contents)})
    return maps.create(program, foreign, by=None)


def theirs(name):
    return key(f"other {key(name)}")


def rows(answer):
    return {row.key: row for section in answer.context["sections"] for row in section.rows}


def fields(answer):
    return {row.input_name: row.chosen for row in rows(answer).values()} | {
        "seen": answer.context["seen"]
    }


@pytest.fixture
def address(draft, other, at):
    return at("mapversion_align", other.pk, draft.pk)


def test_what_reads_alike_is_proposed_and_nothing_is_kept_by_looking(address, contributor, as_):
    answer = as_(contributor).get(address)

    found = rows(answer)
    assert found[key("Apply")].chosen == theirs("Apply")
    assert found[key("Apply")].confidence == 100
    assert found[key("Call drops")].place == "Pain points, Apply, Prove identity"
    assert not Alignment.objects.exists()


def test_what_is_chosen_is_kept_and_the_maps_compare(address, draft, other, contributor, as_, at):
    client = as_(contributor)
    chosen = fields(client.get(address)) | {f"pair-{key('First payment')}": ""}

    answer = client.post(address, chosen)

    compared = at("mapversion_compare", other.pk)
    assert (answer.status_code, answer["Location"]) == (302, f"{compared}?against={draft.pk}")
    (kept,) = Alignment.objects.all()
    assert kept.confirmed_by == contributor
    assert [key("First payment"), theirs("First payment")] not in kept.pairs
    page = client.get(answer["Location"])
    assert [change.kind for change in page.context["comparison"].changes] == ["added", "removed"]
    assert [choice.title for choice in page.context["choices"]] == [other.map.name, draft.map.name]


def test_a_counterpart_of_two_is_said_at_both(address, contributor, as_):
    client = as_(contributor)
    twice = {f"pair-{key('Start application')}": theirs("Prove identity")}

    answer = client.post(address, fields(client.get(address)) | twice)

    assert answer.status_code == 200
    wrong = {name for name, row in rows(answer).items() if row.error}
    assert wrong == {key("Start application"), key("Prove identity")}
    assert not Alignment.objects.exists()


@pytest.mark.parametrize("value", ("nonsense", key("Apply"), theirs("Call drops")))
def test_what_is_no_element_of_the_kind_over_there_is_refused(address, contributor, as_, value):
    client = as_(contributor)

    answer = client.post(address, fields(client.get(address)) | {f"pair-{key('Apply')}": value})

    assert answer.status_code == 200
    assert rows(answer)[key("Apply")].error


def test_whoever_is_slower_sees_the_choices_again(address, draft, other, contributor, as_):
    client = as_(contributor)
    chosen = fields(client.get(address)) | {f"pair-{key('Apply')}": ""}
    alignments.align(draft.map, other.map, [(key("Apply"), theirs("Apply"))], by=None)

    answer = client.post(address, chosen)

    assert answer.status_code == 200
    assert "Somebody else changed this alignment" in answer.content.decode()
    assert Alignment.objects.get().pairs == [[key("Apply"), theirs("Apply")]]


def test_cards_come_by_the_page_and_the_others_keep_what_they_have(
    address, contributor, as_, monkeypatch
):
    monkeypatch.setattr(align_rows, "CARDS_ON_A_PAGE", 1)
    client = as_(contributor)
    first = client.get(address)
    cards = [row for row in rows(first).values() if row.place.startswith(("Pain", "Opp"))]

    client.post(address, fields(first))
    without = len(Alignment.objects.get().pairs)
    second = client.get(f"{address}?cards=1&suggest")
    client.post(f"{address}?cards=1&suggest", fields(second) | {"rest": "on"})

    assert (len(cards), first.context["are_cards_left"]) == (1, 2)
    assert (without, len(Alignment.objects.get().pairs)) == (8, 10)


def test_a_viewer_looks_and_changes_nothing(address, viewer, as_):
    client = as_(viewer)

    page = client.get(address)

    assert page.status_code == 200
    assert "Save and compare" not in page.content.decode()
    assert client.post(address, fields(page)).status_code == 403


def test_a_version_of_another_program_or_of_the_same_map_is_not_there(
    draft, manager, as_, at, program
):
    foreign = small_draft(ProgramFactory())
    client = as_(manager)

    answers = [
        client.get(at("mapversion_align", draft.pk, other)) for other in (foreign.pk, 987_654)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert client.get(at("mapversion_align", draft.pk, draft.pk)).status_code == 404


def test_two_maps_that_share_nothing_lead_to_the_alignment(
    draft, other, contributor, viewer, as_, at
):
    compare = f"{at('mapversion_compare', other.pk)}?against={draft.pk}"
    align = at("mapversion_align", other.pk, draft.pk)

    for person, offered in ((contributor, True), (viewer, False)):
        text = as_(person).get(compare).content.decode()
        assert "nothing in common yet" in text
        assert (align in text) is offered


def test_the_other_maps_of_the_program_are_offered_and_no_others(draft, other, viewer, as_, at):
    small_draft(ProgramFactory())

    answer = as_(viewer).get(at("mapversion_align_with", draft.pk))
    found = as_(viewer).get(at("mapversion_align_with", draft.pk), {"q": "no such name"})

    assert [offer["against"] for offer in answer.context["maps"]] == [other.pk]
    assert found.context["maps"] == []
    assert "No other map is called so" in found.content.decode()


def test_looking_takes_the_same_queries_whatever_the_size(
    program, draft, other, viewer, as_, at, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.journeys.admin.pages.test_map_page import large_map

    large = maps.create(program, large_map(), by=None)
    client, taken = as_(viewer), set()
    for version in (other, large, other):
        with CaptureQueriesContext(connection) as queries:
            client.get(at("mapversion_align", version.pk, draft.pk))
        taken.add(len(queries))

    # The first request of a session reads it too.
    assert len(taken) <= 2
    assert max(taken) <= 32
