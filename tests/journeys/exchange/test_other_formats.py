"""CJML, UJG and Enablement Map Studio: in, out, and back with what each says it holds."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from journeys.exchange import document
from journeys.exchange.exports import EXPORTS
from journeys.exchange.preview import preview
from tests.factories.contents import map_contents
from tests.journeys.exchange.table.test_reading import cards, outline
from tests.journeys.sample import edited, key, small_map

CJML = """<?xml version="1.0" encoding="ISO-8859-1"?>
<CJML version="2.0" xmlns="urn:cjml">
  <plannedJourney><journeyID>PJ1</journeyID></plannedJourney>
  <actualJourney>
    <journeyID>AJ1</journeyID><journeyTitle>Buy a used book</journeyTitle>
    <journeyPhases>
      <journeyPhase phaseID="p1"><phaseName>Order</phaseName><phaseDescription>Have it ordered</phaseDescription></journeyPhase>
      <journeyPhase phaseID="p2"><phaseName>Receive</phaseName></journeyPhase>
    </journeyPhases>
    <journeyShortSummary>From search to shelf</journeyShortSummary><journeyStatus>closed</journeyStatus>
    <actors>
      <endUser actorID="Carl"><actorName>Carl</actorName></endUser>
      <serviceProvider actorID="A"><companyName>Bookis</companyName></serviceProvider>
    </actors>
    <touchpoints>
      <actualCommunicationPoint>
        <touchpointID>T1</touchpointID><belongsTo phaseIDref="p1"/>
        <receiver><refersTo actorIDref="A"/><receiverLabel>Receive the order</receiverLabel></receiver>
        <initiator><refersTo actorIDref="Carl"/><initiatorLabel>Order the book</initiatorLabel></initiator>
        <channel><channelName>internetViaPC</channelName></channel><comment>Two clicks</comment>
        <timestamps><timeOriginated>2026-03-01</timeOriginated></timestamps>
        <touchpointExperience><experienceDescription>That was easy</experienceDescription><experienceRating>5</experienceRating></touchpointExperience>
      </actualCommunicationPoint>
      <actualAction>
        <touchpointID>D1</touchpointID><belongsTo phaseIDref="p2"/>
        <initiator><refersTo actorIDref="Carl"/><initiatorLabel>Look for the parcel</initiatorLabel></initiator>
        <touchpointExperience><experienceRating>7</experienceRating></touchpointExperience>
        <category>waiting</category>
      </actualAction>
    </touchpoints>
  </actualJourney>
</CJML>
"""


def test_cjml_document_comes_in_with_what_has_no_place_listed():
    found = preview(CJML.encode(), "books.xml")

    (one,) = found.maps
    assert (found.format, one.name, one.contents.map.scope) == (
        "cjml",
        "Buy a used book",
        "From search to shelf",
    )
    assert outline(found) == [
        ("Order", [("Order the book", 3.0)]),
        ("Receive", [("Look for the parcel", None)]),
    ]
    touchpoint = one.contents.stages[0].touchpoints[0]
    assert (touchpoint.does, touchpoint.thinks, touchpoint.actors, touchpoint.basis) == (
        "Two clicks\nBookis: Receive the order", "That was easy", ("Carl", "Bookis"), "observed",
    )  # fmt: skip
    assert [(channel.name, channel.kind) for channel in one.contents.channels] == [("Web", "web")]
    assert cards(found) == [("notes", "Notes", "Order the book", "Time: originated 2026-03-01")]
    assert [persona.name for persona in one.contents.personas] == ["Carl"]
    assert [str(problem) for problem in found.errors] == [
        "ActualJourney.touchpoints[1]: The experience “7” is not on CJML's scale of 1 to 5; the emotion stays empty."
    ]
    assert found.not_held == (
        "The element category of CJML has no place on a map.",
        "The element journeyStatus of CJML has no place on a map.",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><CJML>&a;</CJML>', "The file defines XML entities"),
        ('<?xml version="1.0"?>\n<CJML><!-- --></CJML', "This is not XML"),
        ("<CJML></CJML>", "There is no plannedJourney or actualJourney"),
        ("<CJML>" + "<a>" * 200 + "</a>" * 200 + "</CJML>", "The file is nested too deeply"),
    ],
)
def test_cjml_that_cannot_come_in_is_refused_in_words(text, message):
    assert message in str(preview(text.encode(), "a.cjm").errors[0])


def test_entities_in_cjml_are_refused():
    text = '<?xml version="1.0"?><!DOCTYPE CJML [<!ENTITY a SYSTEM "file:///etc/passwd">]><CJML>&a;</CJML>'

    assert [str(problem) for problem in preview(text.encode(), "a.xml").errors] == [
        "The file defines XML entities or a document type; no journey needs them."
    ]


def test_cjml_template_has_a_journey_on_each_end_user_s_sheet():
    book = Workbook()
    book.active.title = "Log"
    book.active.append(["Version", "2.0"])
    sheet = book.create_sheet("Carl")
    sheet.append(["Journey title", "Buy a used book"])
    for _ in range(5):
        sheet.append([])
    sheet.append(["TP ID", "Phase", "Actor who initiated", "Initiator's label", "Actor who received", "Receiver's label", "Channel", "Date", "Time", "Comment", "Include", "Deviation", "UX description", "UX rating"])  # fmt: skip
    sheet.append(["T1", "Order", "Carl", "Order the book", "Bookis", "Receive", "email", None, None, None, "Yes", None, "Easy", "very satisfied"])  # fmt: skip
    sheet.append(
        ["T2", "Order", "Carl", "Wait", None, None, None, None, None, None, "No", None, None, 2]
    )
    sheet.append(
        [
            "T3",
            "Receive",
            "Carl",
            "Open it",
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            "late",
            None,
            9,
        ]
    )
    target = io.BytesIO()
    book.save(target)

    found = preview(target.getvalue(), "books.xlsx")

    assert found.format_label == "CJML Excel template (.xlsx)"
    assert outline(found) == [
        ("Order", [("Order the book", 3.0)]),
        ("Receive", [("Open it", None)]),
    ]
    assert [persona.name for persona in found.maps[0].contents.personas] == ["Carl"]
    assert cards(found) == [("notes", "Notes", "Open it", "Deviation from the plan: late")]
    assert [str(problem) for problem in found.errors] == [
        "Sheet Carl, row 10, column N: The experience “9” is not on CJML's scale of 1 to 5; the emotion stays empty."
    ]
    assert found.not_held == ("Row 9 of sheet Carl is not to be included, and was left out.",)


UJG = {
    "@context": "https://ujg.specs.openuji.org/ed/ns/context.jsonld",
    "id": "urn:x",
    "type": "UJGDocument",
    "items": [
        {"type": "Phase", "id": "p2", "label": "Receive", "order": 2},
        {"type": "Phase", "id": "p1", "label": "Order", "order": 1},
        {"type": "Touchpoint", "id": "t", "label": "Shop", "channel": "Web"},
        {"type": "ExperienceStep", "id": "b", "label": "Pay", "stateRefs": ["s2"], "phaseRef": "p1"},
        {"type": "ExperienceStep", "id": "a", "label": "Search", "stateRefs": ["s1"], "phaseRef": {"@id": "p1"}, "touchpointRefs": ["t", "no"]},
        {"type": "PainPoint", "id": "x", "label": "Slow", "experienceRefs": ["a"], "severity": 0.8, "tags": ["web"]},
        {"type": "PainPoint", "id": "y", "label": "Dear", "experienceRefs": ["b"], "severity": 3},
        {"type": "State", "id": "s1", "label": "1"},
        {"type": "State", "id": "s2", "label": "2"},
        {"type": "Transition", "id": "tr", "from": "s1", "to": "s2"},
        {"type": "JourneyEntry", "id": "e", "stateRef": "s1"},
        {"type": "Journey", "id": "j", "label": "Buy", "entryRefs": ["e"], "defaultEntryRef": "e", "stateRefs": ["s2", "s1"]},
        {"type": "MetricObservation", "id": "m", "metricSubjectRef": "a", "metricKey": "drop-off", "metricValue": 0.2},
        {"type": "RuntimeEvent", "id": "r"},
    ],
}  # fmt: skip


def test_ujg_document_of_another_program_comes_in_in_the_order_of_its_transitions():
    found = preview(json.dumps(UJG).encode(), "a.json")

    assert (found.format, found.maps[0].name) == ("ujg", "Buy")
    assert outline(found) == [("Order", [("Search", None), ("Pay", None)]), ("Receive", [])]
    assert cards(found) == [
        ("notes", "Touchpoints", "Search", "Shop"),
        ("pain_points", "Pain points", "Search", "Slow"),
        ("pain_points", "Pain points", "Pay", "Dear"),
    ]
    assert [(card.severity, card.tags) for card in found.maps[0].contents.cards[1:]] == [
        (4, ("web",)),
        (None, ()),
    ]
    assert sorted(map(str, found.errors)) == [
        "Nodes[4].touchpointRefs: There is no touchpoint no.",
        "Nodes[6].severity: A severity is a number from 0 to 1; it stays empty.",
    ]
    assert found.not_held == (
        "The measurement “drop-off”: readings belong to KPIs, and are entered there.",
        "1 node of type RuntimeEvent: a map has no place for them.",
    )


def test_ujg_gives_back_stages_touchpoints_emotions_and_pain_points_under_their_keys():
    contents = edited(
        small_map(), "Prove identity", thinks="Hm", actors=("Lena", "Bank"), basis="observed"
    )

    back = preview(EXPORTS["ujg"].write(contents).data, "a.jsonld").maps[0].contents

    assert [stage.key for stage in back.stages] == [stage.key for stage in contents.stages]
    assert [[part for part in stage.touchpoints if not part.channel] for stage in back.stages] == [
        [part for part in stage.touchpoints if not part.channel] for stage in contents.stages
    ]
    assert {card.key: (card.text, card.severity, card.touchpoint) for card in back.cards} == {
        key("Call drops"): ("Call drops", 4, key("Prove identity")),
        key("Form asks twice"): ("Form asks twice", 2, None),
    }


YAML = """kind: outcome
id: o1
---
kind: cjm
version: "1.0"
id: CJM:1
persona: {name: Lena, description: "34, nurse"}
phases:
  - {id: PH1, name: Order}
  - {id: PH2, name: Receive}
actions:
  - id: A1
    name: Search
    phase: PH1
    touchpoints: [Website, App]
    thoughts_feelings: [Where is it?, Slow]
    emotion_score: -2
    mood: bad
  - {id: A2, name: Wait, phase: PH9, emotion_score: 0}
  - {id: A3, name: Open, phase: PH2, emotion_score: 5}
"""


def test_enablement_map_studio_file_comes_in_with_its_lines():
    found = preview(YAML.encode(), "journey.yaml")

    assert (found.format, found.maps[0].name) == ("cjm-yaml", "journey")
    assert outline(found) == [("Order", [("Search", -3.0)]), ("Receive", [("Open", None)])]
    assert found.maps[0].contents.stages[0].touchpoints[0].thinks == "Where is it?\nSlow"
    assert [(persona.name, persona.portrait) for persona in found.maps[0].contents.personas] == [
        ("Lena", "34, nurse")
    ]
    assert cards(found) == [("notes", "Touchpoints", "Search", "App")]
    assert [str(problem) for problem in found.errors] == [
        "Line 19: There is no phase 'PH9'; the action stays out.",
        "Line 20: The emotion_score is not a number from −2 to +2; the emotion stays empty.",
    ]
    assert found.not_held == (
        "Line 1: the document of kind outcome is not a journey.",
        "Line 18: the field mood of an action has no place on a map.",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "kind: cjm\na: &a [x, x]\nb: [*a, *a]\n",
            "Line 3: Aliases (*) are not read: a few of them can make a file endless.",
        ),
        ("kind: cjm\nphases: !!python/object/apply:os.system [ls]\n", "There is no phase"),
        ("kind: cjm\nphases: [\n", "This is not YAML"),
        ("kind: cjm\nphases: " + "[" * 100 + "]" * 100, "The file is nested too deeply"),
    ],
)
def test_hostile_yaml_is_refused_in_words(text, message):
    found = preview(text.encode(), "a.yaml")

    assert found.maps == ()
    assert any(message in str(problem) or "no phases" in str(problem) for problem in found.errors)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(map_contents(), st.sampled_from(["cjml", "ujg", "cjm-yaml", "cjml-xlsx"]))
def test_every_format_brings_stages_and_touchpoints_back_in_order(drawn, name):
    if not drawn.stages or (
        name == "cjml-xlsx" and not any(stage.touchpoints for stage in drawn.stages)
    ):
        return
    found = preview(EXPORTS[name].write(drawn).data, f"a{EXPORTS[name].suffix}")

    (one,) = found.maps
    assert [part.key for _, part in one.contents.touchpoints] == [
        part.key for _, part in drawn.touchpoints
    ]
    assert document.check(document.export(one.contents)).contents == one.contents
