"""Files of every kind come into a study: once, with what they carry, and again without a change."""

import gzip
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from research import tasks
from research.imports import batches, bringing
from research.models import Event, ImportBatch, Quote, Response, Study, Theme
from research.tables import Refused
from tests.factories import ProgramFactory, published_map
from tests.research.coded.test_refi import PROJECT, project
from tests.research.transcripts.test_reading import TALK

pytestmark = pytest.mark.django_db
LOG = "case;activity;timestamp\nA;Start;2026-01-01 10:00\nA;Pay;2026-01-01 10:00\nB;Start;2026-01-02 11:00\nB;;2026-01-02 11:05\n"
XES = """<log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="7"/>
<event><string key="concept:name" value="Start"/><date key="time:timestamp" value="2026-01-01T10:00:00+01:00"/></event>
<event><string key="concept:name" value="End"/><date key="time:timestamp" value="2026-01-01T11:00:00+01:00"/></event></trace></log>"""


@pytest.fixture
def study():
    return Study.objects.create(program=ProgramFactory(), name="Talks", method="interview")


def bring(study, path):
    return bringing.bring_in(study, path, by=None)[1]


def test_a_transcript_is_one_response_by_somebody_of_their_own(study, tmp_path):
    for name in ("anna.txt", "eva.txt"):
        (tmp_path / name).write_text(TALK)
    assert bring(study, tmp_path / "anna.txt").new == 1
    bring(study, tmp_path / "eva.txt")
    first, second = Response.objects.order_by("pk")
    assert (first.external_id, first.given_at.date().isoformat()) == ("anna", "2026-03-04")
    assert first.respondent not in {"", second.respondent}
    assert bring(study, tmp_path / "anna.txt").unchanged == 1


def test_a_text_file_of_a_survey_is_a_table(tmp_path):
    survey = Study.objects.create(program=ProgramFactory(), name="Survey")
    (tmp_path / "a.txt").write_text("id\ttext\n1\tFine\n")
    assert bring(survey, tmp_path / "a.txt").new == 1
    assert Response.objects.get().text == "Fine"


def test_coded_work_brings_documents_themes_and_quotes_once(study, tmp_path):
    path = project(tmp_path / "work.qdpx")
    seen = bringing.preview(study, path)
    assert (seen.holds, seen.new, seen.quotes, seen.themes) == ("document", 1, 1, 2)
    assert not Theme.objects.exists()
    bring(study, path)
    quote = Quote.objects.get()
    assert quote.response.text[quote.start : quote.end] == "I waited two weeks"
    assert {theme.name for theme in quote.themes.all()} == {"Waiting", "Waiting: Card"}
    assert quote.coder_name == "eva"
    again = bring(study, path)
    assert (again.new, again.unchanged) == (0, 1)
    assert (Quote.objects.count(), Theme.objects.count()) == (1, 2)


def test_masking_moves_the_spans_behind_it(study, tmp_path):
    said = "Write to anna.berg@example.org. I waited two weeks"
    xml = PROJECT.replace('startPosition="0"', f'startPosition="{said.index("I waited")}"')
    bring(study, project(tmp_path / "work.qdpx", len(said), text=said, xml=xml))
    quote = Quote.objects.get()
    assert quote.response.text == "Write to [e-mail]. I waited two weeks"
    assert quote.response.text[quote.start : quote.end] == "I waited two weeks"


def test_an_event_log_comes_in_with_pseudonyms_and_again_without_a_change(study, tmp_path):
    (tmp_path / "log.csv").write_text(LOG)
    found = bring(study, tmp_path / "log.csv")
    assert (found.holds, found.new, found.invalid) == ("event", 3, 1)
    assert found.problems[0].line == 5
    assert {"A", "B"}.isdisjoint(Event.objects.values_list("case_id", flat=True))
    assert sorted(
        Event.objects.filter(activity__in=["Start", "Pay"]).values_list("position", flat=True)
    ) == [0, 0, 1]
    again = bring(study, tmp_path / "log.csv")
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    (tmp_path / "log.csv").write_text(LOG.replace("Pay", "Leave"))
    assert bring(study, tmp_path / "log.csv").changed == 1
    assert Event.objects.filter(activity="Leave").count() == 1


def test_steps_called_like_a_touchpoint_find_it(tmp_path):
    version = published_map(ProgramFactory())
    study = Study.objects.create(program=version.program, name="Clicks", method="analytics")
    from journeys.models import Touchpoint

    touchpoint = Touchpoint.objects.filter(version=version).first()
    (tmp_path / "log.csv").write_text(
        f"case,activity,time\n1,{touchpoint.name},2026-01-02T10:00\n1,Other,2026-01-02T10:01\n"
    )
    assert bring(study, tmp_path / "log.csv").unplaced == 1
    assert Event.objects.exclude(element_key="").get().element_key == touchpoint.key


@pytest.mark.parametrize("ending", [".xes", ".xes.gz"])
def test_xes_comes_in(study, tmp_path, ending):
    path = tmp_path / f"log{ending}"
    path.write_bytes(gzip.compress(XES.encode()) if ending.endswith("gz") else XES.encode())
    assert bring(study, path).new == 2


def test_an_upload_goes_once_it_is_in_and_old_ones_are_cleared(study, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    batch = batches.upload(study, ContentFile(TALK.encode(), name="anna.txt"), by=None)
    tasks.work_on_import.run(batch.pk)
    batch.refresh_from_db()
    assert batch.awaits_confirmation, batch.error
    assert batch.found["new"] == 1
    batches.confirm(batch, by=None)
    tasks.work_on_import.run(batch.pk)
    batch.refresh_from_db()
    assert (batch.status, batch.file.name) == ("done", "")
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]
    batches.upload(study, ContentFile(b"Interviewer: hm", name="b.txt"), by=None)
    assert batches.clear_files() == 0
    ImportBatch.objects.update(updated_at="2020-01-01T00:00Z")
    assert batches.clear_files() == 1
    late = ImportBatch.objects.latest("pk")
    tasks.work_on_import.run(late.pk)
    late.refresh_from_db()
    assert "Bring it once more" in late.error
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_kinds_that_are_not_read_are_refused_with_those_that_are(study):
    with pytest.raises(Refused, match="Taguette"):
        batches.upload(study, ContentFile(b"x", name="talk.mp3"), by=None)
    with pytest.raises(Refused, match="Taguette"):
        batches.upload(study, ContentFile(b"x", name="data.tar.gz"), by=None)


def test_a_log_without_its_columns_is_refused(study, tmp_path):
    (tmp_path / "log.csv").write_text("case,when\n1,2026-01-01\n")
    with pytest.raises(Refused, match="column of the texts"):
        bring(study, tmp_path / "log.csv")


def test_names_of_any_length_can_be_kept(study, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    batch = batches.upload(study, ContentFile(TALK.encode(), name="ä" * 240 + ".txt"), by=None)
    tasks.work_on_import.run(batch.pk)
    batch.refresh_from_db()
    assert batch.awaits_confirmation, batch.error
    assert Path(batch.file_name).suffix == ".txt"
