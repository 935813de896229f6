"""Markdown pages as people write them, ours and, where they are at hand, those of others."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.exchange import document
from journeys.exchange.exports import EXPORTS
from journeys.exchange.preview import preview
from tests.journeys.exchange.table.test_reading import cards, outline
from tests.journeys.exchange.table.test_round_trip import said
from tests.journeys.sample import edited, small_map

#: Real pages, kept beside the repository where the project's people have them.
OTHERS = Path(__file__).parents[5] / "shared" / "data" / "journey_maps"
needs_others = pytest.mark.skipif(
    not OTHERS.is_dir(), reason="The collection of real journey maps is not beside the repository."
)

HEADINGS = """# Returns journey

For the shoe shop.

## Persona
- **Lena**, 34, buys shoes online

## Goals
- Money back within a week

## Stage 1: Decide
- **Touchpoints:** Box, Website
- **Actions:** Reads the policy
- **Pain points:**
  - Policy is long
  - No label in the box
- **Emotion:** 😐
- Opportunities: Put a label in

## Stage 2: Send
- **Touchpoints**
  - Post office
  - Tracking mail
- **Pain points**: Queue
- **Emotion:** 🙁

## Appendix
Nothing of note.
"""


def test_headings_with_lists_are_stages_with_lanes():
    found = preview(HEADINGS.encode(), "returns.md")

    (one,) = found.maps
    assert (one.name, one.contents.map.scope) == ("Returns journey", "For the shoe shop.")
    assert outline(found) == [
        ("Decide", [("Box", 0.0), ("Website", 0.0)]),
        ("Send", [("Post office", -1.5), ("Tracking mail", -1.5)]),
    ]
    assert cards(found) == [
        ("notes", "Actions", "Decide", "Reads the policy"),
        ("pain_points", "Pain points", "Decide", "Policy is long"),
        ("pain_points", "Pain points", "Decide", "No label in the box"),
        ("opportunities", "Opportunities", "Decide", "Put a label in"),
        ("pain_points", "Pain points", "Send", "Queue"),
    ]
    (persona,) = one.contents.personas
    assert (persona.name, persona.portrait) == ("Lena", "34, buys shoes online")
    assert [objective.statement for objective in one.contents.objectives] == [
        "Money back within a week"
    ]
    assert found.not_held == (
        "Line 27: the section “Appendix” is no part of a map and was left out.",
    )


def test_a_table_with_stages_as_rows():
    page = """# Renew a passport

| Phase | Touchpoint | Actions | Pain points | Emotion (1-5) | Channel |
|---|---|---|---|---|---|
| Prepare | Website | Reads<br>Prints | **Long** form | 3 | Web |
|  | Photo shop | Has a photo taken | Far \\| dear | 9 | Store |
| Apply | Counter | Queues | Waits | 1 | In person |
"""
    found = preview(page.encode(), "a.md")

    assert outline(found) == [
        ("Prepare", [("Website", 0.0), ("Photo shop", None)]),
        ("Apply", [("Counter", -3.0)]),
    ]
    assert [card[-1] for card in cards(found)] == ["Long form", "Far | dear", "Waits"]
    assert [part.does for _, part in found.maps[0].contents.touchpoints] == [
        "Reads\nPrints",
        "Has a photo taken",
        "Queues",
    ]
    assert [str(problem) for problem in found.errors] == [
        "Row 6, column E: “9” is not on the scale 1 to 5; the emotion stays empty."
    ]


def test_a_table_below_each_stage_s_heading():
    page = """# Onboarding
## Awareness
| Touchpoint | Customer action | Pain points |
|---|---|---|
| Ad | Sees | Too loud |
## Purchase
| Touchpoint | Customer action | Pain points |
|---|---|---|
| Shop | Pays | Queue |
"""
    found = preview(page.encode(), "a.md")

    assert [one.name for one in found.maps] == ["Onboarding"]
    assert outline(found) == [("Awareness", [("Ad", None)]), ("Purchase", [("Shop", None)])]


def test_a_page_that_was_written_comes_back_with_what_is_said_where():
    contents = edited(
        small_map(), "Form asks twice", text="Asks *twice* | three <b>times</b>\nfor the name"
    )
    contents = edited(
        contents, "Prove identity", does="- Holds [the] card\n- Waits & waits", thinks="a_b_c \\ d"
    )
    contents = edited(contents, "First payment", name="Pay, first")

    written = EXPORTS["markdown"].write(contents)
    found = preview(written.data, "a.md")

    assert said(found.maps[0].contents) == said(contents)
    assert found.problems == ()
    assert "The tags of 1 card" in written.losses


def test_a_page_without_a_journey_says_what_one_would_be():
    found = preview(b"# Notes\n\nBuy milk.\n", "notes.md")

    assert found.maps == ()
    assert str(found.errors[0]).startswith("There is no journey on this page.")


def test_a_mermaid_journey_on_a_page_comes_first():
    page = b"# Page\n\n| Stage | Pain points |\n|---|---|\n| A | b |\n\n```mermaid\njourney\n section Pay\n  Ask: 3: Ann\n```\n"

    assert preview(page, "a.md").format == "mermaid"


@settings(max_examples=60, deadline=None)
@given(st.text("#|-*: \nabStage123.>`<td></", max_size=200))
def test_any_page_gives_sound_maps(text):
    for one in preview(f"# Journey\n{text}".encode(), "a.md").maps:
        assert document.check(document.export(one.contents)).contents == one.contents


#: What each of the others' pages is to give: names of maps, stages, touchpoints, cards, personas.
EXPECTED = {
    "product-manager-skills-customer-journey-map-sample.md": [("Customer Journey Map: Manager Mike (Product Management Tool)", 5, 19, 29, 1)],
    "product-manager-skills-customer-journey-map-meta-product-manager-skills.md": [
        ("Customer Journey Map: AI-Forward PM Lead (Product Manager Skills)", 5, 21, 25, 1)
    ],
    "product-manager-skills-proto-persona-sample.md": [("Proto-Persona Examples", 0, 0, 0, 2)],
    "product-manager-skills-proto-persona-sample-industrial.md": [("Proto-Persona Examples — Industrial", 0, 0, 0, 2)],
    "kwaainet-user-journey.md": [("KwaaiNet Player Journey", 6, 0, 131, 0)],
    "cli-plazavea1-customer-journey.md": [
        ("Journey Plaza Vea nativo (hoy, sin CLI)", 1, 8, 3, 0),
        ("Journey con plazavea-cli / MCP (propuesto)", 1, 6, 4, 0),
    ],
    "bb-ux-6-1-register.md": [("6.1 Register", 3, 9, 11, 0)],
    "bb-ux-6-6-make-an-application.md": [("6.6 Make an application", 2, 10, 11, 0)],
    "bb-ux-6-7-pay.md": [],
}  # fmt: skip


@needs_others
@pytest.mark.parametrize("name", EXPECTED)
def test_pages_of_others_come_in(name):
    found = preview((OTHERS / name).read_bytes(), name)

    assert [
        (one.name, one.stages, one.touchpoints, one.cards, one.personas) for one in found.maps
    ] == EXPECTED[name]
    for one in found.maps:
        assert document.check(document.export(one.contents)).contents == one.contents


@needs_others
def test_points_outside_the_table_stand_at_the_stage_they_name():
    found = preview((OTHERS / "product-manager-skills-customer-journey-map-sample.md").read_bytes())

    assert [card[1:] for card in cards(found) if card[0] in {"pain_points", "opportunities"}] == [
        (
            "Top Pain Points",
            "Consideration",
            "Consideration stage drop-off: 100 demo requests → 50 trial signups (50% drop-off)",
        ),
        ("Top Pain Points", "Decision", 'Decision stage anxiety: "Will setup take all weekend?"'),
        ("Top Pain Points", "Service", "Service stage activation: Only 70% activate"),
        ("Opportunities", "Loyalty", "Loyalty stage: High NPS (50) but low referral rate (15%)"),
    ]


@needs_others
def test_personas_of_others_keep_what_is_said_of_them():
    found = preview((OTHERS / "product-manager-skills-proto-persona-sample.md").read_bytes())

    mike = found.maps[0].contents.personas[0]
    assert (mike.name, mike.status) == ("Manager Mike", "proto")
    assert (
        mike.own_words.splitlines()[0]
        == '"I spend more time in status meetings than actually building product."'
    )
    assert "No single source of truth" in mike.frustrations
    assert "Get promoted to VP of Product within 2 years" in mike.goals
    assert "Deliver roadmap milestones" in mike.motivations
    assert "Willing to pay more" in mike.preferences


@pytest.mark.parametrize(
    "mark", ["![", "[", "**a ", "__a **b ", "`", "<!--", "| ", " ", "# #", "(", "→ "]
)
def test_lines_of_openings_that_nothing_closes_take_no_time(mark):
    begun = time.process_time()

    preview(f"# Journey\n- {mark * 20_000}\n".encode(), "a.md")

    assert time.process_time() - begun < 5
