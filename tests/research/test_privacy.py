"""Words go when consent ends, and a person can be forgotten everywhere: a look into every table and file."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from journeys.models import Report
from research import privacy, tasks
from research.imports import batches, bringing
from research.models import Event, ForgottenPerson, Insight, Quote, Response, Study, Theme
from tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db
SECRET = "unmistakable words"
FILE = "id,email,comment,date\n1,anna@example.org,{0} one,2026-01-01\n2,eva@example.org,Fine,2026-01-01\n3,anna@example.org,{0} two,2031-99-01\n"


@pytest.fixture(autouse=True)
def _files(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "files").mkdir()


@pytest.fixture
def study():
    return Study.objects.create(program=ProgramFactory(), name="Survey")


def everywhere(media):
    """Return every value of every table, and every file, as one text."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        found += [repr(row) for row in model._base_manager.values()]
    found += [
        path.read_bytes().decode("utf-8", "replace") for path in media.rglob("*") if path.is_file()
    ]
    return "\n".join(found)


def bring(study, tmp_path):
    batch = batches.upload(study, ContentFile(FILE.format(SECRET).encode(), name="a.csv"), by=None)
    tasks.work_on_import.run(batch.pk)
    batches.confirm(batches.ImportBatch.objects.get(pk=batch.pk), by=None)
    tasks.work_on_import.run(batch.pk)
    path = tmp_path / "log.csv"
    path.write_text(
        "case,activity,time\nanna@example.org,Unmistakable step,2026-01-01T10:00\neva@example.org,Pay,2026-01-01T10:00\n"
    )
    events = Study.objects.create(program=study.program, name="Clicks", method="analytics")
    bringing.bring_in(events, path, by=None)


def quote_of(response):
    quote = Quote.objects.create(
        program=response.program, response=response, start=0, end=5, note=f"She said {SECRET}"
    )
    theme = Theme.objects.create(program=response.program, name="Theme", status="accepted")
    quote.themes.add(theme)
    insight = Insight.objects.create(program=response.program, statement="They wait")
    insight.quotes.add(quote)
    return quote


def test_nothing_of_a_forgotten_person_is_left_anywhere(study, tmp_path, settings):
    bring(study, tmp_path)
    quote_of(Response.objects.get(external_id="1"))
    before = everywhere(settings.MEDIA_ROOT)
    assert SECRET in before
    assert "Unmistakable step" in before
    call_command("forget_person", " Anna@Example.org ")
    left = everywhere(settings.MEDIA_ROOT)
    assert SECRET not in left
    assert "Unmistakable step" not in left
    assert "anna@" not in left.casefold()
    assert (Response.objects.get().text, Event.objects.get().activity) == ("Fine", "Pay")
    assert Insight.objects.get().quotes.count() == 0


def test_a_forgotten_person_does_not_come_back_with_the_next_file(study, tmp_path):
    bring(study, tmp_path)
    privacy.forget(study.program, "anna@example.org", by=None)
    (tmp_path / "again.csv").write_text(FILE.format(SECRET))
    _, found = bringing.bring_in(study, tmp_path / "again.csv", by=None)
    assert (found.new, found.unchanged, found.forgotten) == (0, 1, 2)
    assert Response.objects.count() == 1


def test_a_pseudonym_names_a_person_too_and_another_program_keeps_its_own(study, tmp_path):
    bring(study, tmp_path)
    other = Study.objects.create(program=ProgramFactory(), name="Theirs")
    (tmp_path / "b.csv").write_text(FILE.format(SECRET))
    bringing.bring_in(other, tmp_path / "b.csv", by=None)
    pseudonym = Response.objects.get(study=study, external_id="1").respondent
    assert privacy.forget(study.program, pseudonym, by=None).responses == 1
    assert Response.objects.filter(study=other).count() == 2
    assert ForgottenPerson.objects.filter(program=study.program, respondent=pseudonym).exists()


def test_words_go_when_consent_is_over_and_the_rating_stays(study, tmp_path):
    bring(study, tmp_path)
    today = timezone.localdate()
    response = Response.objects.get(external_id="1")
    quote_of(response)
    Response.objects.filter(pk=response.pk).update(consent_until=today)
    assert privacy.words_whose_consent_is_over() == 0, "the last day counts"
    assert privacy.words_whose_consent_is_over(today + timedelta(days=1)) == 1
    response.refresh_from_db()
    assert (response.text, Quote.objects.count()) == ("", 0)
    assert privacy.words_whose_consent_is_over(today + timedelta(days=1)) == 0


def test_words_whose_consent_is_over_do_not_come_in(study, tmp_path):
    (tmp_path / "a.csv").write_text(
        f"id,comment,consent until\n1,{SECRET},2020-01-01\n2,Fine,2999-01-01\n"
    )
    _, found = bringing.bring_in(study, tmp_path / "a.csv", by=None)
    assert (found.new, found.problems[0].reason) == (
        1,
        "The consent to use its words is over, and there is no rating.",
    )


def test_reports_that_quote_people_are_taken_back(study, tmp_path, settings, monkeypatch):
    from journeys import reporting

    class Quoting:
        quotes_people = True

    monkeypatch.setattr(reporting, "kinds", lambda: {"evidence": Quoting(), "map": object()})
    for kind in ("evidence", "map"):
        report = Report.objects.create(program=study.program, kind=kind)
        report.file.save("a.pdf", ContentFile(SECRET.encode()))
        Report.objects.filter(pk=report.pk).update(status="done", finished_at=timezone.now())
    bring(study, tmp_path)
    assert privacy.forget(study.program, "eva@example.org", by=None).reports == 0, (
        "nobody quoted her"
    )
    quote_of(Response.objects.get(external_id="1"))
    assert privacy.forget(study.program, "anna@example.org", by=None).reports == 1
    taken = Report.objects.get(kind="evidence")
    assert (taken.status, taken.file.name) == ("cancelled", "")
    assert "quoted words" in taken.error
    assert Report.objects.get(kind="map").status == "done"


def test_the_command_names_a_program_that_is_not_there(study):
    from django.core.management import CommandError

    with pytest.raises(CommandError, match="no program with the id 0"):
        call_command("forget_person", "x", "--program", "0")
