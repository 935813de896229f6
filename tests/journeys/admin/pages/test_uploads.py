"""Files in waiting."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from journeys.admin.pages import uploads
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara():
    return UserFactory()


def age(token, person, by):
    path = default_storage.path(f"imports/{person.pk}-{token}")
    then = os.stat(path).st_mtime - by.total_seconds()  # noqa: PTH116  a path as text
    os.utime(path, (then, then))


def waiting():
    return default_storage.listdir("imports")[1] if default_storage.exists("imports") else []


def test_a_file_is_found_again_as_it_was(mara):
    token = uploads.keep(b"journey\n\x00\xff", "../../etc/my map.mmd", by=mara)

    found = uploads.find(token, by=mara)

    assert (found.data, found.filename) == (b"journey\n\x00\xff", "my map.mmd")


def test_a_file_is_found_by_nobody_else(mara):
    token = uploads.keep(b"journey", "map.mmd", by=mara)

    assert uploads.find(token, by=UserFactory()) is None


@pytest.mark.parametrize("token", ["", "x", "../1-" + "0" * 32, "0" * 31, "0" * 33, "0" * 32])
def test_a_token_nobody_was_given_finds_nothing(mara, token):
    assert uploads.find(token, by=mara) is None


def test_a_file_is_gone_after_its_time(mara):
    token = uploads.keep(b"journey", "map.mmd", by=mara)

    age(token, mara, uploads.KEPT_FOR + timedelta(minutes=1))

    assert uploads.find(token, by=mara) is None


def test_old_files_of_everybody_are_swept_away(mara):
    other = UserFactory()
    token = uploads.keep(b"journey", "map.mmd", by=other)
    age(token, other, uploads.KEPT_FOR + timedelta(minutes=1))

    kept = uploads.keep(b"journey", "map.mmd", by=mara)

    assert waiting() == [f"{mara.pk}-{kept}"]


def test_one_person_keeps_a_few_files_only(mara):
    tokens = []
    for number in range(uploads.MOST_PER_PERSON + 2):
        for earlier in tokens:
            if uploads.find(earlier, by=mara):
                age(earlier, mara, timedelta(seconds=1))
        tokens.append(uploads.keep(str(number).encode(), "map.mmd", by=mara))

    found = [token for token in tokens if uploads.find(token, by=mara)]

    assert found == tokens[-uploads.MOST_PER_PERSON :]


def test_a_forgotten_file_is_gone(mara):
    token = uploads.keep(b"journey", "map.mmd", by=mara)

    uploads.forget(uploads.find(token, by=mara), by=mara)

    assert waiting() == []


def test_files_of_people_with_similar_numbers_are_told_apart(mara):
    mara.pk, other = 1, UserFactory()
    other.pk = 11
    theirs = uploads.keep(b"theirs", "map.mmd", by=other)
    for number in range(uploads.MOST_PER_PERSON + 2):
        uploads.keep(str(number).encode(), "map.mmd", by=mara)

    assert uploads.find(theirs, by=other) is not None
