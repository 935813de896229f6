"""Clients of people in a program, and small maps in it."""

from __future__ import annotations

import pytest

from tests.factories import member, published_map, small_draft
from tests.factories.world import client_of


@pytest.fixture
def mara(program):
    """Return the program's manager."""
    return member(program, "manager", username="mara")


@pytest.fixture
def manager(mara):
    """Return a client of the program's manager."""
    return client_of(mara)


@pytest.fixture
def contributor(program):
    """Return a client of somebody who works on maps."""
    return client_of(member(program, "contributor", username="tomas"))


@pytest.fixture
def viewer(program):
    """Return a client of somebody who looks at maps."""
    return client_of(member(program, "viewer", username="vera"))


@pytest.fixture
def draft(program, mara):
    """Return the draft of a small map."""
    return small_draft(program, by=mara)


@pytest.fixture
def published(program, mara):
    """Return version 1 of a small map, published."""
    return published_map(program, by=mara)
