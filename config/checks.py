"""Checks at start of what would otherwise fail late, and far from its cause."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string

from config import pdf_libraries


@checks.register
def pdf_libraries_are_here(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn that there will be no PDFs; everything else works without them."""
    missing = pdf_libraries.missing()
    if not missing:
        return []
    return [
        checks.Warning(
            f"PDFs can't be made: {', '.join(missing)} can't be loaded.",
            hint=pdf_libraries.REMEDY,
            id="journeyloop.W001",
        )
    ]


@checks.register
def tables_of_paths_lead_somewhere(**kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse to start when a table that joins the apps names something that is not there."""
    tables: dict[str, Mapping[str, str]] = {
        "REPORTS": settings.REPORTS,
        "MAP_NOTES": settings.MAP_NOTES,
        "LIVE_NOTES": settings.LIVE_NOTES,
        "JUDGEMENTS": settings.JUDGEMENTS,
        "FIRST_STEPS": settings.FIRST_STEPS,
    }
    return [
        checks.Error(f"settings.{table}[{name!r}]: {problem}", id="journeyloop.E001")
        for table, paths in tables.items()
        for name, path in paths.items()
        if (problem := _problem_with(path))
    ]


@checks.register
def site_url_is_an_address(**kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse an address that links in mails could not begin with."""
    if not settings.SITE_URL:
        return []
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme in {"http", "https"} and parts.hostname:
        return []
    hint = "Write it with its beginning, such as https://journeys.example.org, or leave it out."
    return [checks.Error("SITE_URL is no address of a site.", hint=hint, id="journeyloop.E002")]


def _problem_with(path: str) -> str:
    try:
        import_string(path)
    except ImportError as problem:
        return str(problem)
    return ""
