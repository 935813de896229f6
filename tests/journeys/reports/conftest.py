"""Pairs of versions that reports are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from journeys import drafts, maps, versions

if TYPE_CHECKING:
    from journeys.contents import MapContents
    from journeys.models import MapVersion


@pytest.fixture
def pair(program):
    """Return a function that publishes one contents and makes another the map's next version."""

    def make(
        before: MapContents, after: MapContents, *, is_draft: bool = False
    ) -> tuple[MapVersion, MapVersion]:
        first = versions.publish(maps.create(program, before, by=None), by=None)
        second = versions.start_draft(first.map, by=None)
        second = drafts.replace(second, after, by=None)
        return first, second if is_draft else versions.publish(second, by=None)

    return make
