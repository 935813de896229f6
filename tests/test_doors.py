"""Every door of the API, tried in every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from config import api
from journeys.reports import pictures
from tests.doors import DOORS, ROLES, Door
from tests.factories.world import World, client_of, filled, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, dict[str, Any]]]:
    """Build the program and its people once; what a test changes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        yield world, people_of(world.program)
        transaction.set_rollback(True)


@pytest.fixture
def world(built: tuple[World, dict[str, Any]], media_folder: None, db: None) -> World:
    """Return the program that everybody but the stranger and the outsider may see."""
    built[0].write_files()
    return built[0]


@pytest.fixture
def people(built: tuple[World, dict[str, Any]]) -> dict[str, Any]:
    """Return somebody in every role."""
    return built[1]


@pytest.fixture(autouse=True)
def drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may have a picture is asked here, not how it is drawn: that takes a process of its own."""
    monkeypatch.setattr(pictures, "made", lambda svg, form, **options: b"drawn")


def knock(door: Door, ids: dict[str, int | str], user: Any) -> Any:
    """Return the answer that somebody gets; what it changed is undone."""
    client = client_of(user)
    path = str(filled(door.path + door.query, ids))
    headers: Any = filled(door.headers, ids)
    with transaction.atomic():
        if door.body is None:
            answer: Any = client.generic(door.method, path, headers=headers)
        else:
            send = getattr(client, door.method.lower())
            answer = send(path, filled(door.body, ids), headers=headers)
        transaction.set_rollback(True)
    if answer.streaming:
        answer.sent = b"".join(answer.streaming_content)  # read to its end, the file is closed
    return answer


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_door_opens_for_whom_the_table_says(
    door: Door, world: World, people: dict[str, Any]
) -> None:
    answers = {role: knock(door, world.ids, people[role]).status_code for role in ROLES}

    assert answers == dict(zip(ROLES, door.answers, strict=True))


@pytest.mark.parametrize("door", [one for one in DOORS if one.names_rows], ids=str)
def test_outsider_cannot_tell_another_programs_row_from_none(
    door: Door, world: World, people: dict[str, Any]
) -> None:
    nowhere = dict.fromkeys(world.ids, 987_654_321) | {"checksum": world.ids["checksum"]}

    there, missing = (_said(knock(door, ids, people["outsider"])) for ids in (world.ids, nowhere))

    assert there == missing


def _said(answer: Any) -> tuple[int, str]:
    """Return the answer without the ids and moments of the rows it tells of."""
    said = answer.sent if answer.streaming else answer.content
    return answer.status_code, re.sub(r"\d+", "0", said.decode())


def test_no_address_is_missing_in_the_table() -> None:
    named = {(door.method, re.sub(r"\{\w+\}", "<>", door.path)) for door in DOORS}

    assert sorted(named) == sorted(_addresses(get_resolver(api.__name__).url_patterns))


def _addresses(patterns: list[URLPattern | URLResolver]) -> set[tuple[str, str]]:
    """Return every (method, address) of the API, with `<>` for ids."""
    found = set()
    for pattern in patterns:
        assert isinstance(pattern, URLPattern)
        path = re.sub(r"\(\?P<\w+>[^)]*\)|<\w+>", "<>", str(pattern.pattern))
        address = f"/api/{path.strip('^$')}"
        view: Any = pattern.callback
        if view.__name__ == "Nothing":  # the answer wherever nothing is
            continue
        actions = getattr(view, "actions", None) or dict.fromkeys(view.cls.http_method_names)
        methods = actions if hasattr(view, "actions") else _methods(view.cls)
        found |= {(method.upper(), address) for method in methods if method != "head"}
    return found


def _methods(view: Any) -> list[str]:
    return [name for name in ("get", "post", "put", "patch", "delete") if hasattr(view, name)]
