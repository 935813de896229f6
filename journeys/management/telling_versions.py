"""Versions as a person at the command line tells them: by id, or by map and number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.base import CommandError

from journeys.management.finding import map_called, version_of_id

if TYPE_CHECKING:
    from journeys.models import MapVersion

HOW = "The id of a version, or its map and number, as in “Open an account:2”."


def version_told(told: str) -> MapVersion:
    """Return the version of an id, or of a map's name or id and a number; raises CommandError."""
    if told.isascii() and told.isdigit():
        return version_of_id(int(told))
    name, colon, number = told.rpartition(":")
    if not colon or not (number.isascii() and number.isdigit()):
        raise CommandError(
            f"“{told}” says no version. Give its id, or its map and number: “{told}:1”."
        )
    journey = map_called(name)
    versions = journey.versions.select_related("map").order_by("number")
    version: MapVersion | None = versions.filter(number=min(int(number), 2**31 - 1)).first()
    if version is None:
        there_are = ", ".join(str(one) for one in versions.values_list("number", flat=True))
        raise CommandError(
            f"“{journey.name}” has no version {number}. It has: {there_are or 'none'}."
        )
    return version
