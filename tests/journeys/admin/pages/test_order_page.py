"""Ordering a draft."""

from __future__ import annotations

import msgspec
import pytest
from django.contrib.messages import get_messages

from journeys import drafts, elements, versions
from journeys.elements import Arrangement
from tests.journeys.sample import key, small_map, without


def stages(version):
    return [(stage, list(inside)) for stage, inside in elements.arrangement_of(version).stages]


def test_the_order_is_shown_with_what_can_move(draft, contributor, as_, at):
    context = as_(contributor).get(at("mapversion_order", draft.pk)).context

    assert [
        (row.name, row.up, row.down, [(part.name, part.up, part.down) for part in row.touchpoints])
        for row in context["stages"]
    ] == [
        (
            "Apply",
            False,
            True,
            [("Start application", False, True), ("Prove identity", True, True)],
        ),
        ("First use", True, False, [("First payment", True, False)]),
    ]
    assert [(row.name, row.up, row.down) for row in context["lanes"]] == [
        ("Pain points", False, True),
        ("Opportunities", True, False),
    ]


def test_a_step_is_saved_and_the_eye_stays_on_it(draft, contributor, as_, at):
    moved = key("Prove identity")

    answer = as_(contributor).post(at("mapversion_order", draft.pk), {"move": f"{moved}:down"})

    assert answer["Location"] == f"{at('mapversion_order', draft.pk)}#row-{moved}"
    assert stages(draft) == [
        (key("Apply"), [key("Start application")]),
        (key("First use"), [moved, key("First payment")]),
    ]


def test_a_whole_order_is_saved(draft, contributor, as_, at):
    wanted = Arrangement(
        stages=(
            (key("First use"), (key("First payment"),)),
            (key("Apply"), (key("Prove identity"), key("Start application"))),
        ),
        lanes=(key("Opportunities"), key("Pain points")),
    )

    as_(contributor).post(
        at("mapversion_order", draft.pk), {"arrangement": msgspec.json.encode(wanted).decode()}
    )

    assert elements.arrangement_of(draft) == wanted


def test_an_order_of_what_is_not_there_any_more_is_told(draft, contributor, as_, at):
    wanted = msgspec.json.encode(elements.arrangement_of(draft)).decode()
    drafts.replace(draft, without(small_map(), "First payment"), by=None)

    answer = as_(contributor).post(at("mapversion_order", draft.pk), {"arrangement": wanted})

    (message,) = get_messages(answer.wsgi_request)
    assert str(message).startswith("Somebody added or removed something in this draft.")


@pytest.mark.parametrize("whole", ["{", "[]", '{"stages": 1}', "null", '{"lanes": [1]}'])
def test_what_is_no_order_changes_nothing(draft, contributor, as_, at, whole):
    before = elements.arrangement_of(draft)

    answer = as_(contributor).post(at("mapversion_order", draft.pk), {"arrangement": whole})

    assert answer.status_code == 302
    assert elements.arrangement_of(draft) == before


@pytest.mark.parametrize("move", ["", "nobody:up", ":", "x\r\nSet-Cookie: a=b:up", "<x>:down"])
def test_a_step_of_nobody_changes_nothing(draft, contributor, as_, at, move):
    before = elements.arrangement_of(draft)

    answer = as_(contributor).post(at("mapversion_order", draft.pk), {"move": move})

    assert answer.status_code == 302
    assert "<" not in answer["Location"]
    assert elements.arrangement_of(draft) == before


def test_a_published_version_has_no_order_to_change(published, contributor, as_, at):
    answer = as_(contributor).get(at("mapversion_order", published.pk))

    assert answer["Location"] == at("mapversion_map", published.pk)


def test_a_draft_published_meanwhile_is_told(draft, contributor, as_, at, monkeypatch):
    arrange = elements.arrange

    def published_first(version, *arguments, **options):
        versions.publish(version, by=None)
        return arrange(version, *arguments, **options)

    monkeypatch.setattr(elements, "arrange", published_first)

    answer = as_(contributor).post(
        at("mapversion_order", draft.pk), {"move": f"{key('Prove identity')}:down"}
    )

    (message,) = get_messages(answer.wsgi_request)
    assert str(message) == "Version 1 is published; only a draft can be arranged."
