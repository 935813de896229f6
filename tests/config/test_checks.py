"""What would fail late is said at start."""

import ctypes
import ctypes.util
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.checks.registry import registry

from config import checks, pdf_libraries

SCRIPT = Path(pdf_libraries.__file__)


def _refuse(name: str) -> None:
    raise OSError(name)


def test_missing_pdf_libraries_are_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", _refuse)
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)

    (warning,) = checks.pdf_libraries_are_here()

    named = "gobject-2.0, pango-1.0, pangoft2-1.0, harfbuzz, fontconfig"
    assert warning.msg == f"PDFs can't be made: {named} can't be loaded."
    assert warning.hint == pdf_libraries.REMEDY
    assert not warning.is_serious()


def test_present_pdf_libraries_are_passed_over() -> None:
    assert checks.pdf_libraries_are_here() == []


def test_launcher_may_ask_without_django() -> None:
    done = subprocess.run([sys.executable, "-I", SCRIPT], capture_output=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("journeys.nowhere.build", "No module named 'journeys.nowhere'"),
        (
            "journeys.models.nothing",
            'Module "journeys.models" does not define a "nothing" attribute/class',
        ),
        ("build", "build doesn't look like a module path"),
    ],
)
def test_path_that_leads_nowhere_is_an_error(
    settings: LazySettings, path: str, problem: str
) -> None:
    settings.REPORTS = {}
    settings.MAP_NOTES = {"insights": path}

    (error,) = checks.tables_of_paths_lead_somewhere()

    assert error.msg == f"settings.MAP_NOTES['insights']: {problem}"
    assert error.is_serious()


def test_paths_that_lead_somewhere_are_passed_over(settings: LazySettings) -> None:
    settings.REPORTS = {"any": "journeys.models.Report"}
    settings.MAP_NOTES = {}

    assert checks.tables_of_paths_lead_somewhere() == []


def test_checks_run_at_start() -> None:
    registered = registry.get_checks()

    assert checks.pdf_libraries_are_here in registered
    assert checks.tables_of_paths_lead_somewhere in registered


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("", 0),
        ("https://journeys.example.org", 0),
        ("http://127.0.0.1:8000", 0),
        ("journeys.example.org", 1),
        ("javascript:alert(1)", 1),
        ("https://", 1),
    ],
)
def test_site_url_is_an_address_or_left_out(
    settings: LazySettings, address: str, count: int
) -> None:
    settings.SITE_URL = address

    found = checks.site_url_is_an_address()

    assert [one.id for one in found] == ["journeyloop.E002"] * count
