"""What every test gets: the right half of the suite for this database, and no outside world."""

import os

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from journeys import immutability

# A busy machine is no reason to fail, and CI must fail for the same reason twice.
settings.register_profile(
    "journeyloop",
    max_examples=50,
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("everyday", settings.get_profile("journeyloop"), max_examples=25)
settings.load_profile("journeyloop")


#: Pages that are worked in until something is written, by several people at once. On PostgreSQL these are
#: driven in Chromium; what their scripts do beside that has been tried on SQLite.
WRITING_IN_PAGES = {
    "test_pages_story.py",
    "test_map_editing.py",
    "test_comments.py",
    "test_persona.py",
    "test_portfolio.py",
}


#: How many queries an address takes and which roles a page of the workplace opens for: the same on any database.
#: The addresses of the API are knocked at on both, `tests/test_doors.py`.
SAME_ON_BOTH = {
    "tests/journeys/api/test_budgets.py",
    "tests/journeys/admin/test_doors.py",
    "tests/journeys/admin/test_queries.py",
    "tests/journeys/admin/pages/test_doors.py",
    "tests/journeys/admin/pages/test_queries.py",
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database or broker; the runner runs both.

    What touches neither database nor broker gives the same in both runs, so the one on PostgreSQL leaves it out.
    """
    on_postgresql = connection.vendor == "postgresql"
    out_of_place = {"sqlite", "look"} if on_postgresql else {"postgres"}
    if not os.environ.get("BROKER_URL", "").startswith("redis"):
        out_of_place.add("redis")

    def belongs_here(item: pytest.Item) -> bool:
        if any(item.get_closest_marker(marker) for marker in out_of_place):
            return False
        if on_postgresql and item.path.relative_to(config.rootpath).as_posix() in SAME_ON_BOTH:
            return False
        if on_postgresql and item.get_closest_marker("browser"):
            return item.path.name in WRITING_IN_PAGES
        return not on_postgresql or _asks_a_server(item)

    left_out = [item for item in items if not belongs_here(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if belongs_here(item)]


def _asks_a_server(item: pytest.Item) -> bool:
    """Return whether a test asks the database, by marker or fixture, or says that it needs a server."""
    markers = ("django_db", "postgres", "redis")
    fixtures = {"db", "transactional_db", "live_server", "django_db_setup"}
    return any(item.get_closest_marker(marker) for marker in markers) or bool(
        fixtures & set(getattr(item, "fixturenames", ()))
    )


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path_factory):
    """Uploaded and generated files of one test stay with that test."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def frozen_rows_removable(request):
    """Lift the triggers that freeze published rows while a TransactionTestCase empties its tables."""
    transactional = {"transactional_db", "live_server", "django_db_reset_sequences"}
    marker = request.node.get_closest_marker("django_db")
    if not transactional & set(request.fixturenames) and not (
        marker and marker.kwargs.get("transaction")
    ):
        yield
        return
    request.getfixturevalue("transactional_db")
    immutability.install(connection)
    yield
    immutability.remove(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Leave the triggers in place for the next run when the database is kept."""
    yield
    with django_db_blocker.unblock():
        if immutability.VERSION in connection.introspection.table_names():
            immutability.install(connection)
        if connection.vendor == "postgresql":
            # A thread of the live server may still hold one, and the database could not be dropped.
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
