"""What tests of the journeys app start from."""

from __future__ import annotations

import pytest

from journeys.models import Program


@pytest.fixture
def program(db):
    """Return a program nobody is a member of."""
    return Program.objects.create(name="Everyday banking")
