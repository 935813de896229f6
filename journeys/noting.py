"""What apps above say of a map's elements: asked of the functions `MAP_NOTES` names.

A published version has what was said when it was published; of others it is asked now, and kept for a minute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string
from msgspec import structs

if TYPE_CHECKING:
    from journeys.contents import MapContents
    from journeys.models import MapVersion

#: Seconds for which an answer about a draft is good enough.
KEPT = 60


def all_of(version: MapVersion) -> dict[str, Any]:
    """Ask every function named in `MAP_NOTES` what it has to say of a version's elements, if anything."""
    told = ((name, import_string(path)(version)) for name, path in settings.MAP_NOTES.items())
    return {name: said for name, said in told if said}


def with_notes(version: MapVersion, read: MapContents) -> MapContents:
    """Return the contents with what is said of a version that is not frozen yet; a frozen one has it."""
    return read if version.is_frozen else structs.replace(read, notes=now(version))


def now(version: MapVersion) -> dict[str, Any]:
    """Return what is said now of a version, as far as `LIVE_NOTES` asks for it."""
    seal = f"notes-{version.pk}-{version.evidence_from}-{version.evidence_to}"
    said: dict[str, Any] | None = cache.get(seal)
    if said is None:
        told = ((name, import_string(path)(version)) for name, path in settings.LIVE_NOTES.items())
        said = {name: words for name, words in told if words}
        cache.set(seal, said, KEPT)
    return said
