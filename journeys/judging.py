"""Comparing two versions with what apps above know of their customers' feelings, if any does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from journeys import comparison

if TYPE_CHECKING:
    from journeys.alignments import Compared
    from journeys.comparison import MapComparison
    from journeys.comparison.results import Judgement
    from journeys.models import MapVersion


def compare(before: MapVersion, after: MapVersion, read: Compared) -> MapComparison:
    """Return all that differs between two versions, judged by every function `settings.JUDGEMENTS` names."""
    return comparison.compare(read.before, read.after, judgements(before, after, read))


def judgements(before: MapVersion, after: MapVersion, read: Compared) -> dict[str, Judgement]:
    """Return what customers said before and after, by the key an element is compared under."""
    found: dict[str, Judgement] = {}
    for path in settings.JUDGEMENTS.values():
        found |= import_string(path)(before, after, read)
    return found
