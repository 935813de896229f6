"""Files coming into a study: what they would do, what they did, and what is refused."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from journeys.models import Touchpoint
from research import tables
from research.imports import responses
from research.imports.mapping import Mapping, from_json, guess
from research.models import ImportBatch, Instrument, Response, Study
from tests.factories import ChannelFactory, PersonaFactory, ProgramFactory, member, published_map

pytestmark = pytest.mark.django_db

HEADS = "id,date,customer id,text,rating,touchpoint,channel,persona\n"
ROWS = (
    "a1,2026-03-01,anna@example.org,Slow; write to anna@example.org,2,{touchpoint},Web,Lena\n"
    "a2,2026-03-02,ben,Quick,5,Nowhere,,\n"
    "a3,2026-03-03,ben,,4,,,\n"
)


@pytest.fixture
def study():
    program = ProgramFactory()
    published_map(program)
    ChannelFactory(program=program, name="Web") if not program.channels.filter(name="Web") else None
    PersonaFactory(program=program, name="Lena") if not program.personas.filter(
        name="Lena"
    ) else None
    study = Study.objects.create(program=program, name="Onboarding, autumn")
    study.instruments.add(
        Instrument.objects.create(
            program=program,
            name="Satisfaction",
            kind="csat",
            question="How satisfied are you?",
            lowest=1,
            highest=5,
        )
    )
    return study


@pytest.fixture
def touchpoint(study):
    return Touchpoint.objects.filter(program=study.program).order_by("pk").first()


def file_of(tmp_path, text, name="answers.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def path(tmp_path, touchpoint):
    return file_of(tmp_path, HEADS + ROWS.format(touchpoint=touchpoint.name))


def counts(found):
    return found.new, found.changed, found.unchanged, found.invalid


def test_preview_counts_and_writes_nothing(study, path):
    found = responses.preview(study, path)
    assert counts(found) == (3, 0, 0, 0)
    assert found.unplaced == 2
    assert found.unknown == {"element": {"Nowhere": 1}}
    assert not Response.objects.exists()
    assert not ImportBatch.objects.exists()


def test_bring_in_writes_pseudonyms_masked_texts_feelings_and_places(study, path, touchpoint):
    batch, _ = responses.bring_in(study, path, by=None)
    one, two, three = Response.objects.order_by("external_id")
    assert one.text == "Slow; write to [e-mail]"
    assert (one.element_key, one.channel.name, one.persona.name) == (touchpoint.key, "Web", "Lena")
    assert [one.feeling, two.feeling, three.feeling] == [-1.5, 3.0, 1.5]
    assert two.respondent == three.respondent != one.respondent
    assert "anna" not in one.respondent
    assert one.given_at.date().isoformat() == "2026-03-01"
    assert {row.batch_id for row in (one, two, three)} == {batch.pk}
    assert one.program_id == study.program_id


def test_bring_in_twice_changes_nothing_and_an_edited_file_only_what_was_edited(
    study, path, tmp_path
):
    responses.bring_in(study, path, by=None)
    before = list(Response.objects.order_by("pk").values())
    batch, again = responses.bring_in(study, path, by=None)
    assert counts(again) == (0, 0, 3, 0)
    assert (batch.created, batch.changed, batch.unchanged) == (0, 0, 3)
    assert list(Response.objects.order_by("pk").values()) == before

    edited = file_of(
        tmp_path,
        path.read_text().replace("Quick", "Quicker") + "a4,2026-03-04,,New,3,,,\n",
        "b.csv",
    )
    batch, found = responses.bring_in(study, edited, by=None)
    assert counts(found) == (1, 1, 2, 0)
    changed = Response.objects.filter(batch=batch).order_by("external_id")
    assert [row.text for row in changed] == ["Quicker", "New"]


def test_bring_in_takes_the_good_rows_and_names_the_others(study, tmp_path):
    path = file_of(
        tmp_path,
        HEADS
        + "a1,2026-03-01,,fine,9,,,\na2,12/31/2026,,fine,3,,,\na3,2026-03-01,,,,,,\n,2026-03-01,,x,3,,,\n"
        "a5,2026-03-01,,x,many,,,\na6,2026-03-01,,good,3,,,\na6,2026-03-01,,good,3,,,\na6,2026-03-01,,other,3,,,\n",
    )
    batch, found = responses.bring_in(study, path, by=None)
    assert [(problem.line, problem.column) for problem in found.problems] == [
        (2, "rating"), (3, "date"), (4, "text"), (5, "id"), (6, "rating"), (9, "id"),
    ]  # fmt: skip
    assert "outside the scale of “Satisfaction”, 1 to 5" in found.problems[0].reason
    assert "row 7" in found.problems[-1].reason
    assert counts(found) == (1, 0, 1, 6)
    assert list(Response.objects.values_list("external_id", "text")) == [("a6", "good")]
    assert batch.invalid == 6


def test_rows_without_ids_are_known_again_by_their_content(study, tmp_path):
    path = file_of(tmp_path, "comment,stars\nSlow,1\nSlow,1\nFine,4\n")
    assert counts(responses.bring_in(study, path, by=None)[1]) == (3, 0, 0, 0)
    assert counts(responses.bring_in(study, path, by=None)[1]) == (0, 0, 3, 0)


def test_bring_in_keeps_the_mapping_for_the_next_file(study, tmp_path):
    mapping = Mapping(id="A", text="B")
    responses.bring_in(study, file_of(tmp_path, "A,B\n1,Slow\n"), mapping, by=None)
    study.refresh_from_db()
    assert guess(("A", "B", "comment"), study.mapping) == mapping


def test_a_file_that_breaks_off_writes_nothing(study, tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes(b"id,text\n" + b"1,fine\n" * 5 + b"2,a\0b\n")
    with pytest.raises(tables.Refused, match="NUL"):
        responses.bring_in(study, path, by=None)
    assert not Response.objects.exists()
    assert not ImportBatch.objects.exists()
    assert counts(responses.preview(study, file_of(tmp_path, "id,text\n1,x\n", "c.csv"))) == (
        1,
        0,
        0,
        0,
    )


def test_ratings_need_to_know_their_scale(study, tmp_path):
    study.instruments.clear()
    with pytest.raises(tables.Refused, match="which question they answer"):
        responses.preview(study, file_of(tmp_path, "id,rating\n1,3\n"))


def test_an_instrument_of_another_program_is_not_there(study, tmp_path):
    other = Instrument.objects.create(
        program=ProgramFactory(), name="Theirs", question="?", lowest=1, highest=5
    )
    with pytest.raises(tables.Refused, match="no instrument"):
        responses.preview(
            study,
            file_of(tmp_path, "id,rating\n1,3\n"),
            Mapping(id="id", rating="rating", instrument=other.pk),
        )


def test_from_json_says_what_is_wrong():
    with pytest.raises(tables.Refused, match="unknown field `texts`"):
        from_json({"texts": "Comment"})


def test_import_responses_tells_and_writes(study, path, tmp_path):
    out, errors = StringIO(), tmp_path / "errors.csv"
    path.write_text(path.read_text() + "a9,2026-03-01,,=1+1,99,,,\n")
    options = {"study": study.pk, "stdout": out, "stderr": StringIO()}
    call_command("import_responses", str(path), dry_run=True, **options)
    assert "3 new, 0 changed, 0 unchanged, 1 invalid" in out.getvalue()
    assert not Response.objects.exists()
    call_command("import_responses", str(path), errors=errors, **options)
    assert Response.objects.count() == 3
    assert "'=1+1" in errors.read_text(encoding="utf-8-sig")


def test_import_responses_asks_what_the_person_may(study, path):
    viewer = member(study.program, "viewer")
    with pytest.raises(CommandError, match="may not"):
        call_command("import_responses", str(path), study=study.pk, user=viewer.username)


def test_import_responses_says_what_is_wrong_with_a_mapping(study, path, tmp_path):
    mapping = file_of(tmp_path, json.dumps({"text": "Comment"}), "mapping.json")
    with pytest.raises(CommandError, match="There is no column “Comment”"):
        call_command("import_responses", str(path), study=study.pk, mapping=mapping)
