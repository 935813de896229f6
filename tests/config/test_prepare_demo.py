"""Static files of the demonstration are collected once, and again when one has changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import storage
from django.core.files.storage import storages
from django.utils.functional import empty

from config.management.commands.prepare_demo import Command


@pytest.fixture(autouse=True)
def static_root(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("body { color: black }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    _forget_storages()
    yield settings.STATIC_ROOT
    _forget_storages()


def _forget_storages() -> None:
    """A test changes what Django reads once."""
    storages._storages.clear()
    storages.__dict__.pop("backends", None)
    storages._backends = None
    storage.staticfiles_storage._wrapped = empty


def test_names_change_with_contents_and_nothing_is_compressed(static_root: Path) -> None:
    Command()._collect_static_files()

    names = {path.name for path in static_root.iterdir()}
    assert names == {".collected", "page.css", "page.8a68ffec370c.css", "staticfiles.json"}


def test_unchanged_files_are_not_collected_again(static_root: Path) -> None:
    Command()._collect_static_files()
    (static_root / "page.css").unlink()

    Command()._collect_static_files()

    assert not (static_root / "page.css").exists()


def test_changed_file_is_collected_again(static_root: Path, tmp_path: Path) -> None:
    Command()._collect_static_files()
    (tmp_path / "source" / "page.css").write_text("body { color: darkslategrey }")

    Command()._collect_static_files()

    assert (static_root / "page.css").read_text() == "body { color: darkslategrey }"
