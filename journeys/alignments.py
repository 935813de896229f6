"""Alignments kept: what a person says is the same in two maps, and reading two versions by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from msgspec import Struct

from journeys import contents, history
from journeys.alignment import rekeyed, renaming, share_keys
from journeys.drafts import ChangedMeanwhile
from journeys.models import KEY_PATTERN, Alignment, JourneyMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.contrib.auth.models import User

    from journeys.contents import MapContents
    from journeys.models import MapVersion

    Pairs = tuple[tuple[str, str], ...]

#: No map of ours comes near; a list beyond it is a mistake or an attack.
MOST_PAIRS = 50_000


class Compared(Struct, frozen=True):
    """Two versions as they compare: the later one's elements under the keys of the earlier.

    `names` has the new key by the element's own; `alignment` is whose word that is, None for two
    versions of one map. `is_comparable` is false if they have no element in common at all.
    """

    before: MapContents
    after: MapContents
    names: Mapping[str, str]
    alignment: Alignment | None
    is_comparable: bool


def read(before: MapVersion, after: MapVersion) -> Compared:
    """Return both versions, aligned if they are of two maps. One query more than reading them."""
    return of(before, contents.read(before), after, contents.read(after))


def of(before: MapVersion, old: MapContents, after: MapVersion, new: MapContents) -> Compared:
    """Return two versions whose contents were read already."""
    if before.map_id == after.map_id:
        return Compared(old, new, {}, None, is_comparable=True)
    alignment = between(before.map_id, after.map_id)
    names = renaming(old, new, pairs_of(alignment, before.map_id)) if alignment else {}
    is_comparable = bool(names) or share_keys(old, new)
    return Compared(old, rekeyed(new, names), names, alignment, is_comparable)


def between(one: int, other: int) -> Alignment | None:
    """Return the alignment of two maps by their ids, whichever of them it begins with."""
    either = Q(before_map=one, after_map=other) | Q(before_map=other, after_map=one)
    # Two may have been made at once from either side: the first stands.
    found: Alignment | None = Alignment.objects.filter(either).order_by("id").first()
    return found


def pairs_of(alignment: Alignment, before_map: int) -> Pairs:
    """Return the pairs, the element of `before_map` first."""
    if alignment.before_map_id == before_map:
        return tuple((old, new) for old, new in alignment.pairs)
    return tuple((new, old) for old, new in alignment.pairs)


def aligned_with(journey: JourneyMap) -> list[int]:
    """Return the ids of the maps a map is aligned with, in one query."""
    both = Alignment.objects.filter(Q(before_map=journey) | Q(after_map=journey)).order_by("id")
    ids = both.values_list("before_map", "after_map")
    return list(dict.fromkeys(one if one != journey.pk else other for one, other in ids))


@transaction.atomic
def align(
    before_map: JourneyMap,
    after_map: JourneyMap,
    pairs: Iterable[Sequence[str]],
    *,
    by: User | None,
    seen: str | None = None,
) -> Alignment:
    """Keep which elements of `after_map` are elements of `before_map`, in place of what was kept.

    `seen` is the state (see `state`) the person started from. Raises `ValidationError` for maps of two
    programs, one map twice, or an element in two pairs; `ChangedMeanwhile` if somebody was faster.
    """
    _refuse_foreign(before_map, after_map)
    checked = _checked(pairs)
    # Whoever aligns the same maps from the other side locks the same row first.
    first = min(before_map.pk, after_map.pk)
    JourneyMap.objects.select_for_update(of=("self",)).get(pk=first)
    alignment = between(before_map.pk, after_map.pk)
    if seen is not None and seen != state(alignment):
        raise ChangedMeanwhile("Somebody else changed this alignment meanwhile.")
    if alignment is None:
        alignment = Alignment(
            program_id=before_map.program_id, before_map=before_map, after_map=after_map
        )
    elif alignment.before_map_id != before_map.pk:
        checked = [[new, old] for old, new in checked]
    alignment.pairs = checked
    alignment.confirmed_by = by
    alignment.confirmed_by_name = by.get_username() if by else ""
    alignment.clean()
    history.deed(alignment, by=by, verb="align")
    alignment.save()
    return alignment


def state(alignment: Alignment | None) -> str:
    """Return what stands for an alignment as it is now: another once it is changed."""
    if alignment is None:
        return "none"
    return f"{alignment.pk}.{alignment.updated_at.isoformat()}"


def _refuse_foreign(before_map: JourneyMap, after_map: JourneyMap) -> None:
    if before_map.pk == after_map.pk:
        raise ValidationError({"after_map": "Choose two different maps: this is one map twice."})
    if before_map.program_id != after_map.program_id:
        raise ValidationError({"after_map": "Both maps must lie in the same program."})


def _checked(pairs: Iterable[Any]) -> list[list[str]]:
    """Return the pairs as they are kept; raises `ValidationError` with the number of a wrong one."""
    if not isinstance(pairs, list | tuple):
        raise ValidationError({"pairs": "Give a list of pairs: [[key before, key after], …]."})
    if len(pairs) > MOST_PAIRS:
        raise ValidationError({"pairs": f"More than {MOST_PAIRS:,} pairs are too many."})
    checked = []
    for number, pair in enumerate(pairs, start=1):
        is_pair = isinstance(pair, list | tuple) and len(pair) == 2
        if not is_pair or not all(isinstance(k, str) and _KEY.fullmatch(k) for k in pair):
            raise ValidationError(
                {"pairs": f"Pair {number} is not two keys of elements, before and after."}
            )
        checked.append(list(pair))
    return checked


_KEY = re.compile(KEY_PATTERN)
