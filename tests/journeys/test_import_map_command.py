"""`import_map` shows what would come in, and brings in all of it or nothing."""

from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command

from journeys import contents
from journeys.exchange import document
from journeys.models import JourneyMap, Program
from tests.factories.people import UserFactory, member
from tests.journeys.sample import small_map

SOUND = """journey
    title Renew a passport
    section Apply
        Fill in the form: 2: Citizen
        Pay: 4: Citizen, Bank
"""
FLAWED = SOUND + "        Collect: 3, Citizen\n"
TWO = SOUND + SOUND.replace("Renew", "Replace")


@pytest.fixture
def file(tmp_path):
    def write(text, name="passport.mmd"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def run(*args, **options):
    out, err = StringIO(), StringIO()
    call_command("import_map", *args, stdout=out, stderr=err, **options)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def test_import_map_creates_a_draft_and_says_so(program, file):
    out, err = run(file(SOUND), program=program.name)

    draft = JourneyMap.objects.get().versions.get()
    place = f"in program {program.pk} “Everyday banking”"
    assert out == [
        "Format: Mermaid journey",
        "Map “Renew a passport”: 1 stage, 2 touchpoints",
        f"Created map {draft.map_id} “Renew a passport” {place}; its draft is version id {draft.pk}.",
    ]
    assert err == []
    assert [
        (touchpoint.name, touchpoint.emotion) for _, touchpoint in contents.read(draft).touchpoints
    ] == [("Fill in the form", -1.5), ("Pay", 1.5)]


def test_import_map_names_person_door_and_file_in_the_history(program, file):
    person = member(program, "contributor", username="lena")

    run(file(SOUND), program=str(program.pk), user="lena")

    deed = JourneyMap.history.first()
    assert (deed.history_user, deed.door, deed.history_change_reason) == (
        person,
        "command",
        "import: passport.mmd",
    )


def test_import_map_dry_run_writes_nothing(program, file):
    out, _ = run(file(SOUND), program=program.name, dry_run=True)

    assert out[-1] == "Nothing was written: this was a dry run."
    assert JourneyMap.objects.count() == 0


def test_import_map_with_errors_names_the_lines_and_writes_nothing(program, file):
    err = StringIO()

    with pytest.raises(CommandError, match="Nothing was written"):
        call_command(
            "import_map", file(FLAWED), program=program.name, stdout=StringIO(), stderr=err
        )

    assert err.getvalue().splitlines() == [
        "Wrong:",
        "  Line 6: “3, Citizen” is not a score. Write it as “Collect: 3: Citizen”.",
    ]
    assert JourneyMap.objects.count() == 0


def test_import_map_skipping_errors_brings_in_the_rest(program, file):
    run(file(FLAWED), program=program.name, skip_errors=True)

    draft = JourneyMap.objects.get().versions.get()
    assert [touchpoint.name for _, touchpoint in contents.read(draft).touchpoints] == [
        "Fill in the form",
        "Pay",
    ]


def test_import_map_without_any_map_fails_even_when_skipping_errors(program, file):
    with pytest.raises(CommandError, match="there is no map that could come in"):
        run(file("graph TD\n  a --> b\n"), program=program.name, skip_errors=True)


def test_import_map_brings_in_every_journey_of_a_file(program, file):
    run(file(TWO), program=program.name)

    assert sorted(JourneyMap.objects.values_list("name", flat=True)) == [
        "Renew a passport",
        "Replace a passport",
    ]


def test_import_map_of_our_document_comes_back_as_it_was(program, file):
    exported = document.export(small_map())

    run(file(exported.decode(), "map.json"), program=program.name)

    assert document.export(contents.read(JourneyMap.objects.get().versions.get())) == exported


def test_import_map_calls_it_by_the_name_told(program, file):
    run(file(SOUND), program=program.name, name="Passports")

    assert JourneyMap.objects.get().name == "Passports"


@pytest.mark.parametrize(("text", "name"), [(TWO, "Both"), (SOUND, " "), (SOUND, "x" * 161)])
def test_import_map_refuses_a_name_it_cannot_give(program, file, text, name):
    with pytest.raises(CommandError, match="name"):
        run(file(text), program=program.name, name=name)

    assert JourneyMap.objects.count() == 0


def test_import_map_reads_what_is_piped_in(program, monkeypatch):
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(SOUND.encode("utf-16"))))

    run("-", program=program.name)

    assert JourneyMap.objects.get().name == "Renew a passport"


def test_import_map_says_which_programs_there_are(program, file):
    with pytest.raises(CommandError) as refused:
        run(file(SOUND), program="Nope")

    assert str(refused.value) == (
        f"There is no program with the id or name “Nope”. There are: {program.pk} Everyday banking."
    )


def test_import_map_asks_for_the_id_when_a_name_is_not_enough(program, file):
    other = Program.objects.create(name=program.name)

    with pytest.raises(CommandError) as refused:
        run(file(SOUND), program=program.name.upper())

    assert str(refused.value) == (
        f"2 programs are called “EVERYDAY BANKING”. Give the id instead: "
        f"{program.pk} Everyday banking, {other.pk} Everyday banking."
    )


def test_import_map_refuses_a_person_it_does_not_know(program, file):
    with pytest.raises(CommandError, match="There is no user called “nobody”"):
        run(file(SOUND), program=program.name, user="nobody")


@pytest.mark.parametrize("role", [None, "viewer"])
def test_import_map_refuses_a_person_who_may_not_add_maps(program, file, role):
    person = member(program, role) if role else UserFactory()

    with pytest.raises(CommandError, match="may not add maps"):
        run(file(SOUND), program=program.name, user=person.username)

    assert JourneyMap.objects.count() == 0


@pytest.mark.parametrize("name", ["missing.mmd", "."])
def test_import_map_says_what_it_cannot_read(program, tmp_path, name):
    with pytest.raises(CommandError, match="cannot be read"):
        run(str(tmp_path / name), program=program.name)
