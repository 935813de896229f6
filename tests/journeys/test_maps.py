"""Starting a map."""

from __future__ import annotations

import pytest
from msgspec import structs

from journeys import maps
from journeys.contents import VersionFacts
from tests.journeys.sample import small_map


@pytest.mark.parametrize(
    ("brought", "given", "kept"),
    [("", "Imported from map.mmd", "Imported from map.mmd"), ("Autumn", "Imported", "Autumn")],
)
def test_create_keeps_the_reason_the_contents_bring_or_the_one_given(program, brought, given, kept):
    contents = structs.replace(small_map(), version=VersionFacts(reason=brought))

    draft = maps.create(program, contents, by=None, reason=given)

    draft.refresh_from_db()
    assert draft.reason == kept
