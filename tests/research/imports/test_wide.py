"""Surveys with several ratings in a row: each is an answer of its own, about its own question and place."""

import pytest

from journeys.models import Touchpoint
from research.imports import batches, bringing
from research.imports.mapping import Mapping
from research.models import Response
from research.tables import Refused
from tests.factories import InstrumentFactory, ProgramFactory, StudyFactory, published_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    program = ProgramFactory()
    published_map(program)
    made = StudyFactory(program=program)
    made.instruments.add(InstrumentFactory(program=program))
    return made


@pytest.fixture
def names(study):
    return list(
        Touchpoint.objects.filter(program=study.program)
        .order_by("id")
        .values_list("name", flat=True)
    )[:2]


def file(tmp_path, *lines):
    path = tmp_path / "survey.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_columns_called_like_a_touchpoint_are_its_ratings(study, names, tmp_path):
    first, second = names
    path = file(
        tmp_path,
        f"id;email;comment;{first};{second}",
        "1;a@b.org;Slow;2;5",
        "2;c@d.org;;;4",
        "3;e@f.org;;9;1",
        "4;g@h.org;;;",
    )
    mapping = batches.guessed(study, ("id", "email", "comment", first, second))
    assert mapping.by_place
    _, found = bringing.bring_in(study, path, mapping, by=None)
    assert (found.new, found.invalid) == (5, 2)
    assert [(one.line, one.column) for one in found.problems] == [(4, first), (5, first)]
    rows = {row.external_id: row for row in Response.objects.all()}
    assert rows["1"].text == "Slow"
    assert (rows[f"1/{first}"].rating, rows[f"1/{first}"].feeling, rows[f"1/{second}"].rating) == (
        2,
        -1.5,
        5,
    )
    keys = dict(Touchpoint.objects.filter(name__in=names).values_list("name", "key"))
    assert (rows[f"1/{first}"].element_key, rows["1"].element_key) == (keys[first], "")
    assert rows["1"].respondent == rows[f"1/{first}"].respondent
    _, again = bringing.bring_in(study, path, mapping, by=None)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 5)


def test_further_questions_have_their_own_scales(study, tmp_path):
    effort = InstrumentFactory(program=study.program, name="Effort", lowest=1, highest=7)
    path = file(tmp_path, "id,rating,effort", "1,5,7", "2,1,9")
    _, found = bringing.bring_in(
        study, path, Mapping(id="id", rating="rating", ratings={"effort": effort.pk}), by=None
    )
    assert (found.new, found.problems[0].column) == (3, "effort")
    assert {(row.instrument_id == effort.pk, row.feeling) for row in Response.objects.all()} == {
        (True, 3.0),
        (False, 3.0),
        (False, -3.0),
    }


def test_a_row_that_repeats_an_id_with_more_ratings_is_told(study, names, tmp_path):
    first, second = names
    path = file(tmp_path, f"id,{first},{second}", "1,2,", "1,3,4")
    _, found = bringing.bring_in(study, path, Mapping(id="id", by_place=True), by=None)
    assert found.new == 2
    assert found.invalid == 1


def test_without_an_id_the_ratings_of_a_row_could_not_be_told_apart(study, names, tmp_path):
    path = file(tmp_path, f"{names[0]},{names[1]}", "1,2")
    with pytest.raises(Refused, match="an id for each row"):
        bringing.bring_in(study, path, Mapping(by_place=True), by=None)


def test_a_question_that_is_not_there_is_named(study, tmp_path):
    path = file(tmp_path, "id,rating,effort", "1,5,7")
    with pytest.raises(Refused, match="“effort” answers the question with the id 0"):
        bringing.bring_in(
            study, path, Mapping(id="id", rating="rating", ratings={"effort": 0}), by=None
        )
