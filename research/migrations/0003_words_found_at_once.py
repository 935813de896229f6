"""An index of the letters of responses, so that a search among millions does not read them all. PostgreSQL only."""

from __future__ import annotations

from typing import Any

from django.db import migrations

INDEX = "response_text_letters"


def index(apps: Any, schema_editor: Any) -> None:
    """Make the index where the database has the extension and lets us add it; without it the search reads the rows."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql" or not _has_trigrams(connection):
        return
    schema_editor.execute(
        f"CREATE INDEX {INDEX} ON research_response USING gin (text gin_trgm_ops)"
    )


def drop(apps: Any, schema_editor: Any) -> None:
    """Take the index away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


def _has_trigrams(connection: Any) -> bool:
    """Return whether the extension is there, added by us if need be and may be: it is trusted, so an owner may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone()[0]:
            return True
        cursor.execute(
            "SELECT has_database_privilege(current_database(), 'CREATE')"
            " AND EXISTS (SELECT 1 FROM pg_available_extension_versions WHERE name = 'pg_trgm' AND trusted)"
        )
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("CREATE EXTENSION pg_trgm")
        return True


class Migration(migrations.Migration):
    """Add the index."""

    dependencies = [("research", "0002_closer_to_customers")]

    operations = [migrations.RunPython(index, drop)]
