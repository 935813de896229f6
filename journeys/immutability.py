"""Triggers that keep published versions as they are, whoever writes: ORM, `update()` or plain SQL.

What may still happen to a published version: archiving, and the loss of a link to an account that
was deleted. Its elements accept nothing. `TRUNCATE` is refused while anything is published, and
SQLite's REPLACE, which deletes without firing delete triggers, is caught where it inserts.
"""

# ruff: noqa: S608  the SQL is put together from our own table names, nothing comes from outside

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connections

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

VERSION = "journeys_mapversion"
#: Tables whose rows are the contents of a version.
CONTENTS = (
    "journeys_stage",
    "journeys_touchpoint",
    "journeys_lane",
    "journeys_card",
    "journeys_elementorigin",
)
FROZEN = "('published', 'archived')"
REFUSAL = "A published version cannot be changed."
#: Columns of a version that may differ after it was published.
MAY_CHANGE = frozenset({"state", "updated_at", "based_on_id", "started_by_id", "published_by_id"})


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers, replacing older ones."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers; tests that empty tables need it, nothing in the product does."""
    with connection.cursor() as cursor:
        for name, table in installed(connection):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def installed(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Return (trigger, table) of the triggers that exist now."""
    query = (
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'frozen\\_%'"
        if connection.vendor == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'frozen\\_%' ESCAPE '\\'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [(name, table) for name, table in cursor.fetchall()]


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Install after every `migrate`: SQLite loses triggers when a migration remakes a table."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if all(table in tables for table in (VERSION, *CONTENTS)):
        install(connection)


def _version_columns() -> list[str]:
    fields = apps.get_model("journeys", "MapVersion")._meta.concrete_fields
    return [str(field.column) for field in fields]


def _statements(connection: BaseDatabaseWrapper) -> list[str]:
    if connection.vendor == "postgresql":
        return _postgresql_statements()
    return _sqlite_statements()


def _version_changed(differs: str) -> str:
    """Return the condition under which an update of a frozen version is refused."""
    kept = " OR ".join(
        f"NEW.{column} {differs} OLD.{column}"
        for column in _version_columns()
        if column not in MAY_CHANGE
    )
    unlinked = " OR ".join(
        f"(NEW.{column} IS NOT NULL AND NEW.{column} {differs} OLD.{column})"
        for column in ("based_on_id", "started_by_id", "published_by_id")
    )
    moved = "(NEW.state <> OLD.state AND NOT (OLD.state = 'published' AND NEW.state = 'archived'))"
    return f"OLD.state IN {FROZEN} AND ({kept} OR {unlinked} OR {moved})"


def _sqlite_statements() -> list[str]:
    def trigger(name: str, event: str, table: str, condition: str) -> str:
        return (
            f"CREATE TRIGGER frozen_{name} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )

    # REPLACE removes the rows it conflicts with without firing their delete triggers.
    takes_place = (
        f"EXISTS (SELECT 1 FROM {VERSION} f WHERE f.state IN {FROZEN} "
        "AND (f.id = NEW.id OR (f.map_id = NEW.map_id AND f.number = NEW.number)){other})"
    )
    statements = [
        trigger("version_insert", "INSERT", VERSION, takes_place.format(other="")),
        trigger("version_update", "UPDATE", VERSION, _version_changed("IS NOT")),
        trigger(
            "version_replace", "UPDATE", VERSION, takes_place.format(other=" AND f.id <> OLD.id")
        ),
        trigger("version_delete", "DELETE", VERSION, f"OLD.state IN {FROZEN}"),
    ]
    for table in CONTENTS:
        frozen = f"EXISTS (SELECT 1 FROM {VERSION} WHERE id = {{}} AND state IN {FROZEN})"
        taken = (
            f"EXISTS (SELECT 1 FROM {table} e JOIN {VERSION} f ON f.id = e.version_id "
            f"WHERE e.id = NEW.id AND f.state IN {FROZEN})"
        )
        new, old = frozen.format("NEW.version_id"), frozen.format("OLD.version_id")
        statements += [
            trigger(f"{table}_insert", "INSERT", table, f"{new} OR {taken}"),
            trigger(f"{table}_update", "UPDATE", table, f"{new} OR {old} OR {taken}"),
            trigger(f"{table}_delete", "DELETE", table, old),
        ]
    return statements


def _postgresql_statements() -> list[str]:
    refuse = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation';"
    statements = [
        f"""CREATE OR REPLACE FUNCTION journeys_version_frozen() RETURNS trigger AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                IF OLD.state IN {FROZEN} THEN {refuse} END IF;
                RETURN OLD;
            END IF;
            IF {_version_changed("IS DISTINCT FROM")} THEN {refuse} END IF;
            RETURN NEW;
        END $$ LANGUAGE plpgsql""",
        # FOR SHARE waits for a transaction that is just publishing the version, and then sees it frozen.
        f"""CREATE OR REPLACE FUNCTION journeys_element_frozen() RETURNS trigger AS $$
        DECLARE state_now text;
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                SELECT state INTO state_now FROM {VERSION} WHERE id = OLD.version_id FOR SHARE;
                IF state_now IN {FROZEN} THEN {refuse} END IF;
            END IF;
            IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.version_id <> OLD.version_id) THEN
                SELECT state INTO state_now FROM {VERSION} WHERE id = NEW.version_id FOR SHARE;
                IF state_now IN {FROZEN} THEN {refuse} END IF;
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END $$ LANGUAGE plpgsql""",
        f"""CREATE OR REPLACE FUNCTION journeys_truncate_frozen() RETURNS trigger AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM {VERSION} WHERE state IN {FROZEN}) THEN {refuse} END IF;
            RETURN NULL;
        END $$ LANGUAGE plpgsql""",
        f"""CREATE TRIGGER frozen_version BEFORE UPDATE OR DELETE ON {VERSION}
        FOR EACH ROW EXECUTE FUNCTION journeys_version_frozen()""",
    ]
    statements += [
        f"""CREATE TRIGGER frozen_{table} BEFORE INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION journeys_element_frozen()"""
        for table in CONTENTS
    ]
    statements += [
        f"""CREATE TRIGGER frozen_truncate_{table} BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION journeys_truncate_frozen()"""
        for table in (VERSION, *CONTENTS)
    ]
    return statements
