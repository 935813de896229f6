"""People with each role, a small draft and a published map, and a client for each person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from journeys import drafts, versions
from tests.factories import UserFactory, member, published_map, small_draft
from tests.journeys.sample import edited, small_map, without


@pytest.fixture
def manager(program):
    """Return a manager of the program."""
    return member(program, "manager", username="mara")


@pytest.fixture
def contributor(program):
    """Return a contributor of the program."""
    return member(program, "contributor", username="tomas")


@pytest.fixture
def viewer(program):
    """Return a viewer of the program."""
    return member(program, "viewer", username="vera")


@pytest.fixture
def stranger(db):
    """Return somebody who is a member of nothing."""
    return UserFactory(username="stranger")


@pytest.fixture
def draft(program):
    """Return the draft of version 1 of a small map."""
    return small_draft(program)


@pytest.fixture
def published(program):
    """Return version 1 of a small map, published."""
    return published_map(program)


def next_version(published, contents):
    """Start the version after `published`, give it these contents and return the draft."""
    draft = versions.start_draft(published.map, by=None)
    return drafts.replace(draft, contents, by=None)


@pytest.fixture
def second(published):
    """Return the draft of version 2: rated lower, a worse pain, a stage gone, a persona's goals changed."""
    contents = edited(small_map(), "Prove identity", emotion=-2.8, name="Video identification")
    contents = edited(contents, "Call drops", severity=5)
    contents = edited(contents, "Lena", goals="An account in ten minutes")
    return next_version(published, without(contents, "First use"))


@pytest.fixture
def as_():
    """Return a function that gives a client signed in as a person."""

    def client_of(person):
        client = Client()
        client.force_login(person)
        return client

    return client_of


@pytest.fixture
def at():
    """Return a function that gives the address of one of our pages by its short name."""

    def address(name, *args):
        return reverse(f"admin:journeys_{name}", args=args)

    return address
