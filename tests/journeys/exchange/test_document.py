"""A document is checked to the last problem, and hostile ones do no harm."""

from __future__ import annotations

import copy
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.contents import ChannelContents, KpiContents, LaneContents, OriginContents, encode
from journeys.exchange import document, sizes
from tests.factories.contents import map_contents
from tests.journeys.sample import card, key, small_map, stage, touchpoint

SOUND = json.loads(encode(small_map()))


def changed(path: str, value: Any) -> str:
    """Return the sound document with one value replaced, added, or removed if `value` is ...."""
    steps = [int(step) if step.isdigit() else step for step in path.split(".")]
    changed_document = copy.deepcopy(SOUND)
    place: Any = changed_document
    for step in steps[:-1]:
        place = place[step]
    if value is ...:
        del place[steps[-1]]
    else:
        place[steps[-1]] = value
    return json.dumps(changed_document, indent=1)


def problems(data: bytes | str) -> list[tuple[str, str]]:
    """Return path and message of all problems."""
    return [(problem.path, problem.message) for problem in document.check(data).problems]


def test_sound_document_gives_its_contents():
    assert document.check(json.dumps(SOUND)) == document.DocumentCheck(contents=small_map())


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("map.name", "", ("map.name", "May not be empty.")),
        ("map.name", " \n", ("map.name", "Has only blanks.")),
        ("map.name", "x" * 161, ("map.name", "Has 161 characters; 160 is the most.")),
        ("map.name", ..., ("map", "The field name is missing.")),
        ("map.name", None, ("map.name", "Should be text, but is empty (null).")),
        ("map.kind", "past", ("map.kind", "Should be one of blueprint, current, future; it is “past”.")),
        ("map.colour", "red", ("map.colour", "There is no field of this name.")),
        ("format", "journeyloop-map/2", ("format", "Only journeyloop-map/1 can be read.")),
        ("stages", {}, ("stages", "Should be a list, but is an object.")),
        ("stages.0.name", True, ("stages[0].name", "Should be text, but is true.")),
        ("stages.0.name", ["a"], ("stages[0].name", "Should be text, but is a list.")),
        ("stages.0.kpi", key("none"), ("stages[0].kpi", "There is no KPI of this key under kpis.")),
        ("stages.0.key", "1", ("stages[0].key", "Should be a key: a UUID in lower case, such as 1b4e28ba-2fa1-41d2-883f-0016d3cca427; it is “1”.")),
        ("stages.0.key", key("x").upper(), ("stages[0].key", f"Should be a key: a UUID in lower case, such as 1b4e28ba-2fa1-41d2-883f-0016d3cca427; it is “{key('x').upper()}”.")),
        ("stages.0.touchpoints.0.emotion", 3.1, ("stages[0].touchpoints[0].emotion", "Is 3.1; 3 is the most.")),
        ("stages.0.touchpoints.0.emotion", -4, ("stages[0].touchpoints[0].emotion", "Is -4; -3 is the least.")),
        ("stages.0.touchpoints.0.emotion", 1.25, ("stages[0].touchpoints[0].emotion", "Is 1.25; one decimal is the most.")),
        ("stages.0.touchpoints.0.emotion", "1", ("stages[0].touchpoints[0].emotion", "Should be a number, but is the text “1”.")),
        ("stages.0.touchpoints.0.importance", 2.5, ("stages[0].touchpoints[0].importance", "Should be a whole number, but is the number 2.5.")),
        ("stages.0.touchpoints.0.channel", key("none"), ("stages[0].touchpoints[0].channel", "There is no channel of this key under channels.")),
        ("stages.0.touchpoints.0.actors", ["x"] * 201, ("stages[0].touchpoints[0].actors", "201 entries; 200 is the most.")),
        ("cards.0.lane", key("none"), ("cards[0].lane", "There is no lane of this key.")),
        ("cards.0.touchpoint", key("none"), ("cards[0].touchpoint", "There is no touchpoint of this key.")),
        ("cards.0.share_hit", 0.25, ("cards[0].share_hit", "Is 0.25; one decimal is the most.")),
        ("cards.0.share_hit", 1e999, ("cards[0].share_hit", "This is not a number that JSON has.")),
        ("personas.0.share_of_customers", 101, ("personas[0].share_of_customers", "Is 101; 100 is the most.")),
        ("version.evidence_from", "2026-02-30", ("version.evidence_from", "Should be a date such as 2026-03-31; it is “2026-02-30”.")),
        ("version.evidence_from", "0000-01-01", ("version.evidence_from", "Invalid RFC3339 encoded date.")),
        ("version", {"evidence_from": "2026-03-01", "evidence_to": "2026-02-01"}, ("version.evidence_to", "Is before evidence_from, 2026-03-01.")),
        ("map.name", "a\0b", ("map.name", "Has a character that cannot be kept (NUL, or half of a surrogate pair).")),
        ("map.scope", "\ud83d", ("map.scope", "Has a character that cannot be kept (NUL, or half of a surrogate pair).")),
        ("notes", [], ("notes", "Should be an object, but is a list.")),
        ("origins", [{"key": key("x"), "kind": "split", "from_keys": []}], ("origins[0].from_keys", "Names no element it came from.")),
    ],
)  # fmt: skip
def test_problem_is_named_by_its_path(path, value, problem):
    checked = document.check(changed(path, value))

    assert problem in [(one.path, one.message) for one in checked.errors]
    assert len(checked.errors) == 1
    assert checked.contents is None


def test_card_under_a_touchpoint_of_another_stage_is_refused():
    contents = small_map(
        stages=(stage("One", touchpoint("Ask")), stage("Two", touchpoint("Answer"))),
        lanes=(LaneContents(key=key("Pains"), kind="pain_points"),),
        cards=(card("Slow", "Pains", "One", "Answer"), card("Slower", "Pains", "Three")),
        channels=(),
    )

    assert problems(encode(contents)) == [
        ("cards[0].touchpoint", "This touchpoint lies in another stage than the card."),
        ("cards[1].stage", "There is no stage of this key."),
    ]


def test_keys_are_not_repeated_whatever_carries_them():
    contents = small_map(
        stages=(stage("Same", touchpoint("Ask")), stage("Other", touchpoint("Ask"))),
        lanes=(LaneContents(key=key("Same"), kind="notes"),),
        cards=(),
        channels=(),
        origins=tuple(
            OriginContents(key=key("Same"), kind="merge", from_keys=(key("a"), key("b")))
            for _ in range(2)
        ),
    )

    message = "The key is taken by {}; every element needs its own."
    assert problems(encode(contents)) == [
        ("stages[1].touchpoints[0].key", message.format("stages[0].touchpoints[0]")),
        ("lanes[0].key", message.format("stages[0]")),
        ("origins[1].key", "The key is taken by origins[0]."),
    ]


def test_channels_have_keys_and_names_of_their_own():
    web = ChannelContents(key=key("Web"), name="Web", kind="web")
    contents = small_map(
        stages=(stage("One", touchpoint("Ask", channel=key("Web"))),),
        channels=(
            web,
            msgspec.structs.replace(web, name="Site"),
            msgspec.structs.replace(web, key=key("x")),
        ),
        cards=(),
        lanes=(),
    )

    errors = [(one.path, one.message) for one in document.check(encode(contents)).errors]
    assert errors == [
        ("channels[1].key", "The key is taken by channels[0]."),
        (
            "channels[2].name",
            "The name is taken by channels[0]; a program has one channel of a name.",
        ),
    ]


def test_channels_and_kpis_that_nothing_uses_are_left_out_and_listed():
    contents = small_map(
        channels=(*small_map().channels, ChannelContents(key=key("Fax"), name="Fax")),
        kpis=(KpiContents(key=key("NPS"), name="NPS", kind="nps"),),
    )

    checked = document.check(encode(contents))

    assert checked.contents == small_map()
    assert checked.not_held == (
        "channels[1]: “Fax” is used nowhere and is left out.",
        "kpis[0]: “NPS” is used nowhere and is left out.",
    )
    assert [problem.severity for problem in checked.problems] == ["warning", "warning"]


def test_severity_off_the_pain_points_is_kept_and_told():
    contents = small_map(
        lanes=(LaneContents(key=key("Pains"), kind="delights"),),
        cards=(card("Quick", "Pains", "Apply", severity=3),),
        stages=(stage("Apply"),),
        channels=(),
    )

    checked = document.check(encode(contents))

    assert checked.contents == contents
    assert [(one.severity, one.path) for one in checked.problems] == [
        ("warning", "cards[0].severity")
    ]


def test_attachments_come_in_only_if_they_are_the_versions_own():
    cards = small_map().cards
    ours = msgspec.structs.replace(cards[0], attachment="attachments/ours.png")
    theirs = msgspec.structs.replace(cards[1], attachment="attachments/theirs.png")
    contents = small_map(cards=(ours, theirs))

    checked = document.check(encode(contents), frozenset({"attachments/ours.png"}))

    assert checked.contents == small_map(cards=(ours, cards[1]))
    assert checked.not_held == (
        "cards[1].attachment: The attached file does not travel with a document.",
    )


def test_export_leaves_attachments_and_notes_behind():
    cards = (msgspec.structs.replace(small_map().cards[0], attachment="attachments/ours.png"),)
    contents = small_map(cards=cards, notes={"research": {"a": 1}})

    exported = document.export(contents)

    assert json.loads(exported)["notes"] == {}
    assert json.loads(exported)["cards"][0]["attachment"] == ""
    assert list(document.losses(contents)) == [
        "1 attached file",
        "What other parts of the program noted when the version was published",
    ]


def test_notes_of_a_published_document_are_not_taken():
    checked = document.check(changed("notes", {"research": {"deep": [[[1]]]}}))

    assert checked.contents == small_map()
    assert checked.problems == ()
    assert checked.not_held == (
        "Notes of other parts of the program are not taken from a document.",
    )


def test_all_problems_are_listed_by_line():
    text = """{
      "map": {"name": "", "name": "x", "zz": 1},
      "stages": [
        {"key": "a", "name": "One",
         "touchpoints": [{"key": "b", "name": 7, "emotion": NaN}]}
      ]
    }"""

    assert [(one.line, one.column, one.path) for one in document.check(text).problems] == [
        (2, 27, "map.name"),
        (2, 46, "map.zz"),
        (4, 17, "stages[0].key"),
        (5, 34, "stages[0].touchpoints[0].key"),
        (5, 47, "stages[0].touchpoints[0].name"),
        (5, 61, "stages[0].touchpoints[0].emotion"),
    ]


def test_value_is_not_repeated_at_length():
    ((_, message),) = problems(changed("map.kind", "secret " * 1000))

    assert len(message) < 120


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Line 1, column 1: This is not JSON: expecting value."),
        (b'{\n "map": {"name": "x"},\n}', "Line 3, column 1: This is not JSON: expecting property name enclosed in double quotes."),
        (b'{"map": "\xff"}', "Line 1: This is not UTF-8, which JSON has to be."),
        (b"\x00\x01\x02\x03", "This is not a text file."),
        (b"[1, 2]", "Line 1, column 1: A map document is a JSON object."),
        (b"null", "Line 1, column 1: A map document is a JSON object."),
        (b"[" * 2_000_000, "The document has too many parts to be a map."),
        (b"[" * 100_000, "The document is nested too deeply to be a map."),
        (b'{"a":' * 400 + b"1" + b"}" * 400, "Line 1, column 1: The document is nested too deeply to be a map."),
        (b'{"x":"' + b"a" * 20_000_000 + b'"}', "The document is larger than 20 MB."),
        (b'{"map": {"name": %s}}' % (b"9" * 5000), "Line 1, column 18, map.name: Should be text, but is the number 1000000000000000."),
        (b'{"map": {"name": -%s}}' % (b"9" * 5000), "Line 1, column 18, map.name: Should be text, but is the number -1000000000000000."),
        (b'{"map": {"name": 1e999}}', "Line 1, column 18, map.name: Should be text, but is the number 1000000000000000."),
    ],
    ids=str,
)  # fmt: skip
def test_bytes_that_are_no_map_are_refused_in_one_sentence(data, message):
    assert [str(problem) for problem in document.check(data).problems] == [message]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_document_may_begin_with_a_byte_order_mark(encoding):
    data = json.dumps(SOUND, ensure_ascii=False).encode(encoding)

    assert document.check(data).contents == small_map()


@pytest.mark.parametrize("kind", [kind for kind in sizes.MOST if kind != "touchpoints"])
def test_lists_longer_than_a_map_are_refused(kind):
    most = sizes.MOST[kind]

    assert problems(json.dumps({**SOUND, kind: [{}] * (most + 1)})) == [
        (kind, f"{most + 1:,} {kind}; {most:,} is the most.")
    ]


def test_more_touchpoints_than_a_map_holds_are_refused_wherever_they_stand():
    stages = [{"touchpoints": [{}] * 10_001}, {"touchpoints": [{}] * 10_000}]

    assert problems(json.dumps({**SOUND, "stages": stages})) == [
        ("stages", "20,001 touchpoints; 20,000 is the most.")
    ]


def test_errors_without_end_are_cut_short():
    stages = [{"touchpoints": [{"actors": [1] * 200}] * 100}] * 10

    found = document.check(json.dumps({**SOUND, "stages": stages})).problems

    assert len(found) == 501
    assert found[-1].message == "And 1,501 more like these."


def test_whole_numbers_may_be_written_with_a_decimal_point():
    contents = document.check(changed("stages.0.touchpoints.0.importance", 4.0)).contents

    assert contents.stages[0].touchpoints[0].importance == 4


def test_field_with_an_odd_name_can_be_told_on_any_terminal():
    paths = [path for path, _ in problems(changed("map.\ud800\n", "red"))]

    assert paths == ["map.\ufffd", "map.\ufffd\ufffd"]


def test_no_negative_zero_comes_in():
    checked = document.check(changed("stages.0.touchpoints.0.emotion", -0.0))

    assert b"-0.0" not in encode(checked.contents)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(key("Apply")),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["key", "name", "touchpoints", "map", "x"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.data())
def test_any_value_anywhere_in_a_document_is_accepted_or_refused_but_never_raises(data):
    mangled = json.loads(encode(data.draw(map_contents(most_stages=2, most_cards=2))))
    place: Any = mangled
    for _ in range(data.draw(st.integers(1, 4))):
        steps = list(place) if isinstance(place, dict) else range(len(place))
        if not steps:
            break
        step = data.draw(st.sampled_from(list(steps)))
        if isinstance(place[step], dict | list) and data.draw(st.booleans()):
            place = place[step]
            continue
        place[step] = data.draw(anything)
        break

    checked = document.check(json.dumps(mangled))

    if checked.contents is not None:
        assert document.check(document.export(checked.contents)).contents == checked.contents
    else:
        assert checked.errors
