"""Starting a map from a template, and filling an empty draft."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages

from journeys import contents, drafts, maps, versions
from journeys.contents import MapContents, MapFacts, VersionFacts
from journeys.exchange.starters import STARTERS
from journeys.models import JourneyMap, MapVersion
from tests.factories.programs import PersonaFactory, ProgramFactory


def answers(**changed):
    return {"name": "Open an account", "starter": STARTERS[0].slug, "kind": ""} | changed


@pytest.fixture
def empty(program):
    return maps.create(
        program,
        MapContents(map=MapFacts(name="New", scope="All"), version=VersionFacts(label="First")),
        by=None,
    )


def shape(read):
    return [(stage.name, len(stage.touchpoints)) for stage in read.stages]


@pytest.mark.parametrize("starter", STARTERS, ids=lambda one: one.slug)
def test_a_map_starts_from_every_template(program, contributor, as_, at, starter):
    answer = as_(contributor).post(at("journeymap_start"), answers(starter=starter.slug))

    draft = MapVersion.objects.get()
    assert answer["Location"] == at("mapversion_map", draft.pk)
    assert shape(contents.read(draft)) == [
        (stage.name, len(stage.examples)) for stage in starter.stages
    ]
    assert (draft.map.name, draft.map.kind, draft.map.owner) == (
        "Open an account",
        starter.kind,
        contributor,
    )


def test_the_kind_can_be_chosen_over_the_templates(program, contributor, as_, at):
    as_(contributor).post(at("journeymap_start"), answers(kind="future"))

    assert JourneyMap.objects.get().kind == "future"


def test_personas_come_onto_the_map_as_they_are(program, contributor, as_, at):
    lena = PersonaFactory(program=program, goals="An account by tonight")
    PersonaFactory(program=program)

    as_(contributor).post(at("journeymap_start"), answers(personas=[lena.pk]))

    assert list(JourneyMap.objects.get().personas.all()) == [lena]
    lena.refresh_from_db()
    assert lena.goals == "An account by tonight"


def test_a_persona_of_another_program_is_refused(program, contributor, as_, at):
    theirs = PersonaFactory(program=ProgramFactory())

    answer = as_(contributor).post(at("journeymap_start"), answers(personas=[theirs.pk]))

    assert "personas" in answer.context["form"].errors
    assert not JourneyMap.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 161}, {"starter": "nothing"}, {"kind": "odd"}]
)
def test_what_is_missing_or_wrong_is_asked_for_again(program, contributor, as_, at, wrong):
    answer = as_(contributor).post(at("journeymap_start"), answers(**wrong))

    assert list(answer.context["form"].errors) == list(wrong)
    assert not JourneyMap.objects.exists()


def test_the_page_offers_every_template_with_its_stages(program, contributor, as_, at):
    text = as_(contributor).get(at("journeymap_start")).content.decode()

    for starter in STARTERS:
        assert f'value="{starter.slug}"' in text


def test_an_empty_draft_is_filled_and_keeps_what_it_says_of_itself(empty, contributor, as_, at):
    answer = as_(contributor).post(
        at("mapversion_template", empty.pk), {"starter": STARTERS[0].slug}
    )

    read = contents.read(empty)
    assert answer["Location"] == at("mapversion_map", empty.pk)
    assert shape(read) == [(stage.name, len(stage.examples)) for stage in STARTERS[0].stages]
    assert (read.map.name, read.map.scope, read.version.label) == ("New", "All", "First")


def test_a_draft_that_says_something_is_not_overwritten(draft, contributor, as_, at):
    before = contents.document(draft)

    answer = as_(contributor).post(
        at("mapversion_template", draft.pk), {"starter": STARTERS[0].slug}
    )

    assert contents.document(draft) == before
    (message,) = get_messages(answer.wsgi_request)
    assert str(message).startswith("This draft is not empty any more.")


def test_a_draft_filled_meanwhile_is_not_overwritten(empty, contributor, as_, at, monkeypatch):
    replace = drafts.replace

    def other_first(version, new, **options):
        replace(version, STARTERS[1].build("New"), by=None)
        return replace(version, new, **options)

    monkeypatch.setattr(drafts, "replace", other_first)

    as_(contributor).post(at("mapversion_template", empty.pk), {"starter": STARTERS[0].slug})

    assert len(contents.read(empty).stages) == len(STARTERS[1].stages)


def test_a_published_version_is_not_filled(published, contributor, as_, at):
    answer = as_(contributor).get(at("mapversion_template", published.pk))

    assert answer["Location"] == at("mapversion_map", published.pk)


def test_a_draft_in_review_is_not_filled(empty, contributor, as_, at):
    versions.submit(empty, by=None)

    as_(contributor).post(at("mapversion_template", empty.pk), {"starter": STARTERS[0].slug})

    assert contents.read(empty).stages == ()


def test_an_unknown_template_shows_the_choice_again(empty, contributor, as_, at):
    answer = as_(contributor).post(at("mapversion_template", empty.pk), {"starter": "nothing"})

    assert answer.status_code == 200
    assert contents.read(empty).stages == ()
