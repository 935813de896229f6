"""Arranging a draft: the order of stages, touchpoints and lanes, and which stage a touchpoint is in;
and taking elements out, with what lies in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from msgspec import Struct
from simple_history.utils import bulk_update_with_history

from journeys import history
from journeys.drafts import ChangedMeanwhile
from journeys.models import Card, Lane, MapVersion, Stage, Touchpoint
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from journeys.models import Element


class Arrangement(Struct, frozen=True):
    """Keys in the order of the map: lanes, and stages each with its touchpoints."""

    stages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lanes: tuple[str, ...] = ()


@transaction.atomic
def arrange(version: MapVersion, wanted: Arrangement, *, by: User | None) -> MapVersion:
    """Put a draft's stages, touchpoints and lanes in this order; cards go where their touchpoint goes.

    `wanted` names every stage, touchpoint and lane of the draft once. Raises `ChangedMeanwhile` if it
    does not: somebody added or removed one; `InvalidTransition` if the version is no draft.
    """
    version = MapVersion.objects.select_for_update().get(pk=version.pk)
    if not version.is_editable:
        raise InvalidTransition(
            f"Version {version.number} is {version.get_state_display().lower()}; only a draft can be arranged."
        )
    stages, touchpoints, lanes = (_by_key(version, model) for model in (Stage, Touchpoint, Lane))
    _refuse_other_keys(stages, [key for key, _ in wanted.stages])
    _refuse_other_keys(touchpoints, [key for _, inner in wanted.stages for key in inner])
    _refuse_other_keys(lanes, wanted.lanes)
    _save(version, Stage, _reordered(stages, [key for key, _ in wanted.stages]), by=by)
    _save(version, Lane, _reordered(lanes, wanted.lanes), by=by)
    _arrange_touchpoints(version, stages, touchpoints, wanted, by=by)
    return version


@transaction.atomic
def remove(element: Element, *, by: User | None) -> None:
    """Take an element out of its draft with all that lies in it; every row's history says so.

    A stage takes its touchpoints and cards along, a touchpoint and a lane their cards. Raises
    `InvalidTransition` if the version is no draft.
    """
    version = MapVersion.objects.select_for_update().get(pk=element.version_id)
    if not version.is_editable:
        raise InvalidTransition(
            f"Version {version.number} is {version.get_state_display().lower()}; only a draft can be changed."
        )
    kind = type(element)._meta.model_name
    inside: list[Any] = (
        [] if kind == "card" else [Card.objects.filter(**{f"{kind}_id": element.pk})]
    )
    if kind == "stage":
        inside.append(Touchpoint.objects.filter(stage_id=element.pk))
    for rows in (*inside, type(element)._default_manager.filter(pk=element.pk)):
        history.record_in_bulk(rows.model, list(rows), "-", by=by, verb="delete")
        rows._raw_delete(rows.db)  # children go first, there is nothing to collect


def arrangement_of(version: MapVersion) -> Arrangement:
    """Return how a draft is arranged now."""
    inside: dict[int, list[str]] = {}
    for stage_id, key in _ordered(version, Touchpoint).values_list("stage_id", "key"):
        inside.setdefault(stage_id, []).append(key)
    stages = _ordered(version, Stage).values_list("id", "key")
    return Arrangement(
        stages=tuple((key, tuple(inside.get(stage_id, ()))) for stage_id, key in stages),
        lanes=tuple(_ordered(version, Lane).values_list("key", flat=True)),
    )


def _ordered(version: MapVersion, model: type[Element]) -> Any:
    return model._default_manager.filter(version=version).order_by("order", "id")


def _by_key(version: MapVersion, model: type[Element]) -> dict[str, Any]:
    return {row.key: row for row in model._default_manager.filter(version=version)}


def _refuse_other_keys(rows: dict[str, Any], keys: Any) -> None:
    if sorted(rows) != sorted(keys):
        raise ChangedMeanwhile("Somebody added or removed something meanwhile.")


def _reordered(rows: dict[str, Any], keys: Any) -> list[Any]:
    """Return the rows whose place changes, with their new place."""
    changed = []
    for order, key in enumerate(keys):
        if rows[key].order != order:
            rows[key].order = order
            changed.append(rows[key])
    return changed


def _arrange_touchpoints(
    version: MapVersion,
    stages: dict[str, Any],
    touchpoints: dict[str, Any],
    wanted: Arrangement,
    *,
    by: User | None,
) -> None:
    changed = {row.key: row for row in _reordered(touchpoints, _touchpoint_keys(wanted))}
    moved = {}
    for stage_key, keys in wanted.stages:
        for key in keys:
            if touchpoints[key].stage_id != stages[stage_key].pk:
                touchpoints[key].stage = stages[stage_key]
                changed[key] = moved[touchpoints[key].pk] = touchpoints[key]
    _save(version, Touchpoint, list(changed.values()), by=by, fields=["order", "stage"])
    cards = list(Card.objects.filter(version=version, touchpoint__in=moved)) if moved else []
    for card in cards:
        card.stage = moved[card.touchpoint_id].stage
    _save(version, Card, cards, by=by, fields=["stage"])


def _touchpoint_keys(wanted: Arrangement) -> list[str]:
    return [key for _, inner in wanted.stages for key in inner]


def _save(
    version: MapVersion,
    model: type[Element],
    rows: list[Any],
    *,
    by: User | None,
    fields: list[str] | None = None,
) -> None:
    if not rows:
        return
    now = timezone.now()
    for row in rows:
        row.updated_at = now
    bulk_update_with_history(
        rows,
        model,
        [*(fields or ["order"]), "updated_at"],
        batch_size=500,
        default_user=by,
        default_change_reason="arrange",
        custom_historical_attrs={"history_user_name": by.get_username() if by else ""},
    )
