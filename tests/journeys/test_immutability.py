"""A published version cannot be changed, whichever way somebody tries."""

from __future__ import annotations

from threading import Thread

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction

from journeys import contents, immutability, maps, versions
from journeys.models import Card, ElementOrigin, Lane, MapVersion, Stage, Touchpoint
from tests.journeys.sample import key, small_map

pytestmark = pytest.mark.django_db

TABLES = (Stage, Touchpoint, Lane, Card, ElementOrigin)


@pytest.fixture
def published(program):
    draft = maps.create(program, small_map(), by=None)
    ElementOrigin.objects.create(
        version=draft, key=key("Apply"), kind="split", from_keys=[key("Old")]
    )
    return versions.publish(draft, by=get_user_model().objects.create_user("mara"))


@pytest.fixture
def draft(published):
    return versions.start_draft(published.map, by=None)


def refuses(change, *arguments):
    """Return whether the database refuses for our reason, and take back what it did not refuse."""
    try:
        with transaction.atomic():
            change(*arguments)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error).startswith(immutability.REFUSAL)
    return False


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize("model", TABLES)
def test_orm_update_of_an_element_is_refused(published, model):
    rows = model.objects.filter(version=published)

    assert rows.count() > 0
    assert refuses(lambda: rows.update(key=key("other")))


@pytest.mark.parametrize("model", TABLES)
def test_orm_save_and_delete_of_an_element_are_refused(published, model):
    row = model.objects.filter(version=published).first()

    assert refuses(row.save)
    assert refuses(row.delete)


@pytest.mark.parametrize("model", TABLES)
def test_sql_on_an_element_is_refused(published, draft, model):
    table = model._meta.db_table

    assert refuses(sql, f"UPDATE {table} SET key = 'x' WHERE version_id = %s", published.pk)
    assert refuses(sql, f"DELETE FROM {table} WHERE version_id = %s", published.pk)
    assert refuses(
        sql, f"UPDATE {table} SET version_id = %s WHERE version_id = %s", published.pk, draft.pk
    )
    assert refuses(
        sql, f"UPDATE {table} SET version_id = %s WHERE version_id = %s", draft.pk, published.pk
    )


def test_adding_an_element_is_refused(published):
    assert refuses(lambda: Stage.objects.create(version=published, name="New"))
    assert refuses(
        lambda: Stage.objects.bulk_create(
            [Stage(version=published, program_id=published.program_id, name="New")]
        )
    )


@pytest.mark.parametrize(
    "change",
    [
        {"label": "x"},
        {"reason": "x"},
        {"number": 9},
        {"document": "{}"},
        {"packed": b""},
        {"packed": None},
        {"checksum": "x"},
        {"published_by_name": "x"},
        {"evidence_from": "2026-01-01"},
        {"state": "draft", "document": "", "checksum": "", "published_at": None},
        {"state": "discarded", "document": "", "checksum": "", "published_at": None},
    ],
)
def test_orm_update_of_a_version_is_refused(published, change):
    assert refuses(lambda: MapVersion.objects.filter(pk=published.pk).update(**change))


def test_sql_on_a_version_is_refused(published):
    assert refuses(
        sql, "UPDATE journeys_mapversion SET document = '{}' WHERE id = %s", published.pk
    )
    assert refuses(sql, "DELETE FROM journeys_mapversion WHERE id = %s", published.pk)
    assert refuses(
        sql, "UPDATE journeys_mapversion SET published_at = created_at WHERE id = %s", published.pk
    )
    assert refuses(sql, "UPDATE journeys_mapversion SET id = id + 1000 WHERE id = %s", published.pk)


def test_deleting_the_map_or_the_program_is_refused(published):
    assert refuses(published.map.delete)
    assert refuses(published.program.delete)


def test_archived_version_is_frozen_too(published):
    versions.archive(published, by=None)

    assert refuses(lambda: MapVersion.objects.filter(pk=published.pk).update(state="published"))
    assert refuses(lambda: Stage.objects.filter(version=published).update(name="x"))


def test_account_of_the_publisher_can_be_deleted(published):
    published.published_by.delete()

    version = MapVersion.objects.get(pk=published.pk)
    assert (version.published_by, version.published_by_name) == (None, "mara")


def test_publisher_cannot_be_replaced(published):
    other = get_user_model().objects.create_user("other")

    assert refuses(lambda: MapVersion.objects.filter(pk=published.pk).update(published_by=other))


def test_draft_can_be_changed(draft):
    Stage.objects.filter(version=draft).update(name="x")
    Stage.objects.filter(version=draft).delete()
    versions.discard(draft, by=None)

    assert not Stage.objects.filter(version=draft).exists()


@pytest.mark.sqlite
def test_sqlite_replace_of_a_frozen_row_is_refused(published, draft):
    for table in ("journeys_stage", "journeys_lane"):
        columns = [
            c.name
            for c in connection.introspection.get_table_description(connection.cursor(), table)
        ]
        others = ", ".join(f'"{name}"' for name in columns if name not in {"id", "version_id"})
        # A row of the draft takes the id of a published one: REPLACE would delete that silently.
        statement = (
            f"INSERT OR REPLACE INTO {table} (id, version_id, {others}) "
            f"SELECT (SELECT min(id) FROM {table} WHERE version_id = %s), version_id, {others} "
            f"FROM {table} WHERE version_id = %s LIMIT 1"
        )
        assert refuses(sql, statement, published.pk, draft.pk)
        assert refuses(
            sql,
            f"UPDATE OR REPLACE {table} SET id = (SELECT min(id) FROM {table} WHERE version_id = %s) "
            "WHERE id = (SELECT min(id) FROM " + table + " WHERE version_id = %s)",
            published.pk,
            draft.pk,
        )
    assert refuses(
        sql,
        "UPDATE OR REPLACE journeys_mapversion SET number = %s WHERE id = %s",
        published.number,
        draft.pk,
    )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_writer_that_meets_a_publication_waits_and_is_refused(program):
    draft = maps.create(program, small_map(), by=None)
    refused = []

    def write():
        try:
            Stage.objects.filter(version=draft).update(name="Too late")
        except DatabaseError as error:
            refused.append(str(error).startswith(immutability.REFUSAL))
        finally:
            connection.close()

    writer = Thread(target=write)
    with transaction.atomic():
        published = versions.publish(draft, by=None)
        writer.start()
        writer.join(timeout=0.5)
        assert writer.is_alive()
    writer.join(timeout=20)

    assert refused == [True]
    names = set(Stage.objects.filter(version=published).values_list("name", flat=True))
    assert names == {stage.name for stage in contents.read(published).stages}


@pytest.mark.postgres
def test_postgres_truncate_is_refused(published):
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # or PostgreSQL refuses for its own reason: events pending
    assert refuses(sql, "TRUNCATE journeys_card CASCADE")
    assert refuses(sql, "TRUNCATE journeys_mapversion CASCADE")


def test_triggers_are_in_place_after_migrate(db):
    tables = {table for _, table in immutability.installed(connection)}

    assert tables == {immutability.VERSION, *immutability.CONTENTS}
