"""Export → import → export gives the same bytes, on paper and through the database."""

import pytest
from hypothesis import given, settings

from journeys import contents, maps
from journeys.exchange import document
from journeys.models import Program
from tests.factories.contents import map_contents


@given(map_contents())
def test_document_exported_and_checked_gives_the_same_contents(drawn):
    checked = document.check(document.export(drawn))

    assert checked == document.DocumentCheck(contents=drawn)


@pytest.mark.django_db(transaction=False)
@settings(max_examples=30)
@given(drawn=map_contents())
def test_document_survives_the_database_of_two_programs(drawn):
    first = maps.create(Program.objects.create(name="One"), drawn, by=None)
    exported = document.export(contents.read(first))

    checked = document.check(exported)
    second = maps.create(Program.objects.create(name="Two"), checked.contents, by=None)

    assert checked.problems == ()
    assert document.export(contents.read(second)) == exported
