"""Every factory gives a row that the model itself accepts, with nothing beside what it says."""

import pytest

from journeys.models import Program
from tests import factories

pytestmark = pytest.mark.django_db

ROWS = [getattr(factories, name) for name in factories.__all__ if name.endswith("Factory")]


@pytest.mark.parametrize("make", ROWS, ids=lambda make: make._meta.model.__name__)
def test_factory_makes_sound_rows(make):
    first, second = make(), make()

    for row in (first, second):
        row.full_clean(exclude=["password"])


@pytest.mark.parametrize("make", ROWS, ids=lambda make: make._meta.model.__name__)
def test_factory_makes_one_program_at_most(make):
    make()

    assert Program.objects.count() <= 1


def test_member_has_the_role_asked_for():
    program = factories.ProgramFactory()

    viewer = factories.member(program, "viewer")

    assert viewer.has_perm("journeys.view_program", program)
    assert not viewer.has_perm("journeys.change_program", program)


def test_published_map_is_published():
    version = factories.published_map(factories.ProgramFactory())

    assert (version.number, version.state) == (1, "published")
