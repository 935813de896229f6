"""The reports on a program's improvements say what the rows say, and hold against hostile words."""

from __future__ import annotations

import pytest
from django.utils import timezone

from improvements import actions
from improvements.reports import experiment_log, priorities, program_review
from journeys.reports import documents, sections
from tests.factories import ActionFactory, ProgramFactory, member, outcome_of, score_of
from tests.factories.world import World

pytestmark = pytest.mark.django_db
KINDS = (priorities.kind, experiment_log.kind, program_review.kind)
HOSTILE = "<script>alert(1)</script> & “quotes” \u202e turned"


def page(kind, program):
    said = kind.build(program, timezone.now(), "Mara", 7)
    return said, documents.to_html(sections.TEMPLATE, said)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_program_says_so_in_whole_sentences(kind):
    said, html = page(kind, ProgramFactory())
    assert said.headline.endswith(".")
    assert "Traceback" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_people_are_only_words(kind):
    program = ProgramFactory(name=HOSTILE)
    action = ActionFactory(program=program, title=HOSTILE, team=HOSTILE)
    score_of(action, member(program, "contributor"))
    outcome_of(action)
    _, html = page(kind, program)
    assert "<script>alert" not in html
    assert "\u202e" not in html


def test_priorities_say_ranks_with_their_ranges_and_draw_them():
    program = ProgramFactory()
    for title in ("Resume calls", "Rename charges"):
        score_of(ActionFactory(program=program, title=title), member(program, "contributor"))
    said, html = page(priorities.kind, program)
    table = said.sections[0].blocks[0].table
    assert [row[0].text for row in table.rows]
    assert all("to" in row[1].notes[0] for row in table.rows)
    assert "<svg" in html
    assert "Resume calls" in html


def test_the_log_and_the_review_tell_what_was_tested_and_what_it_was_worth():
    world = World()
    said, html = page(experiment_log.kind, world.program)
    assert any("concluded" in block.title for section in said.sections for block in section.blocks)
    assert "Twice as many." in html
    said, html = page(program_review.kind, world.program)
    outcome = world.rows["outcome"] if hasattr(world, "rows") else None
    assert "Outcomes" in html
    assert outcome is None or outcome.kpi.name in html


def test_a_dropped_action_says_why():
    program = ProgramFactory()
    actions.move(ActionFactory(program=program), "dropped", by=None, reason="Nobody asked for it")
    _, html = page(program_review.kind, program)
    assert "Nobody asked for it" in html
