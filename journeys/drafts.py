"""Writing contents into a draft as a whole: for imports, templates and `PUT` of a document."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction
from django.utils import timezone

from journeys import contents as reading
from journeys import history
from journeys.models import (
    Card,
    Channel,
    ElementOrigin,
    Kpi,
    Lane,
    MapVersion,
    Objective,
    Persona,
    Stage,
    Touchpoint,
)
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User

    from journeys.contents import MapContents, Part


class ChangedMeanwhile(Exception):
    """Somebody changed the draft after the caller read it."""


@transaction.atomic
def replace(
    version: MapVersion,
    new: MapContents,
    *,
    by: User | None,
    verb: str = "replace",
    seen: str | None = None,
) -> MapVersion:
    """Make `new` the whole contents of a draft, map facts included.

    `new` must have passed `journeys.exchange.document.check`. Channels, KPIs, objectives and personas
    that the program does not have are created; those it has stay as they are. `seen` is the checksum
    of the document the caller started from. Raises `ChangedMeanwhile` if the draft is another by
    now, `InvalidTransition` if the version is no draft.
    """
    version = (
        MapVersion.objects.select_for_update(of=("self",)).select_related("map").get(pk=version.pk)
    )
    if not version.is_editable:
        raise InvalidTransition(
            f"Version {version.number} is {version.get_state_display().lower()}; only a draft can be replaced."
        )
    if seen is not None and seen != reading.checksum(reading.document(version)):
        raise ChangedMeanwhile(f"Version {version.number} was changed by somebody else.")
    _write_facts(version, new, by=by, verb=verb)
    _Writer(version, new, by=by, verb=verb).write()
    return version


def _write_facts(version: MapVersion, new: MapContents, *, by: User | None, verb: str) -> None:
    for row, facts in ((version.map, new.map), (version, new.version)):
        for name in facts.__struct_fields__:
            setattr(row, name, getattr(facts, name))
        history.deed(row, by=by, verb=verb)
        row.save()


class _Writer:
    """Makes a draft's rows say what contents say, in bulk and with history.

    Rows are matched by key: what stays keeps its id and its history, and only what differs is written.
    """

    def __init__(
        self, version: MapVersion, new: MapContents, *, by: User | None, verb: str
    ) -> None:
        self.version, self.new, self.by, self.verb = version, new, by, verb
        self.program_id = version.program_id

    def write(self) -> None:
        """Write everything, parents first; remove what is gone, children first."""
        self.version.map.personas.set(self._shared(Persona, self.new.personas).values())
        self.version.map.objectives.set(self._shared(Objective, self.new.objectives).values())
        old = {model: self._rows(model) for model in (Stage, Lane, Touchpoint, Card)}
        stages = self._stages(old[Stage])
        lanes = self._write(
            Lane,
            old[Lane],
            [self._element(Lane, order, part) for order, part in enumerate(self.new.lanes)],
        )
        touchpoints = self._touchpoints(old[Touchpoint], stages)
        self._cards(old[Card], stages, lanes, touchpoints)
        for model in (Card, Touchpoint, Stage, Lane):
            self._remove(model, old[model].values())
        self._write_origins()

    def _stages(self, old: dict[str, Any]) -> dict[str | None, Any]:
        kpis = self._shared(Kpi, self.new.kpis)
        return self._write(
            Stage,
            old,
            [
                self._element(Stage, order, part, "touchpoints", kpi=kpis.get(part.kpi))
                for order, part in enumerate(self.new.stages)
            ],
        )

    def _touchpoints(
        self, old: dict[str, Any], stages: dict[str | None, Any]
    ) -> dict[str | None, Any]:
        channels = self._shared(Channel, self.new.channels)
        return self._write(
            Touchpoint,
            old,
            [
                self._element(
                    Touchpoint,
                    order,
                    part,
                    stage=stages[stage.key],
                    channel=channels.get(part.channel),
                )
                for order, (stage, part) in enumerate(self.new.touchpoints)
            ],
        )

    def _cards(
        self,
        old: dict[str, Any],
        stages: dict[str | None, Any],
        lanes: dict[str | None, Any],
        touchpoints: dict[str | None, Any],
    ) -> None:
        self._write(
            Card,
            old,
            [
                self._element(
                    Card,
                    order,
                    part,
                    lane=lanes[part.lane],
                    stage=stages[part.stage],
                    touchpoint=touchpoints.get(part.touchpoint),
                )
                for order, part in enumerate(self.new.cards)
            ],
        )

    def _write_origins(self) -> None:
        ElementOrigin.objects.filter(version=self.version).delete()
        ElementOrigin.objects.bulk_create(
            ElementOrigin(
                version=self.version,
                program_id=self.program_id,
                kind=part.kind,
                key=part.key,
                from_keys=list(part.from_keys),
                recorded_by_name=part.recorded_by,
            )
            for part in self.new.origins
        )

    def _rows(self, model: Any) -> dict[str, Any]:
        return {row.key: row for row in model.objects.filter(version=self.version)}

    def _write(self, model: Any, old: dict[str, Any], wanted: list[Any]) -> dict[str | None, Any]:
        """Create or change rows so that they are as wanted; take them out of `old`."""
        created, changed = [], []
        written: dict[str | None, Any] = {}
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if field.name not in {"id", "created_at", "updated_at"}
        ]
        for row in wanted:
            before = old.pop(row.key, None)
            if before is None:
                created.append(row)
            else:
                row.pk, row.created_at = before.pk, before.created_at
                if any(getattr(row, name) != getattr(before, name) for name in names):
                    row.updated_at = timezone.now()
                    changed.append(row)
            written[row.key] = row
        model.objects.bulk_create(created, batch_size=500)
        model.objects.bulk_update(changed, [*names, "updated_at"], batch_size=100)
        for rows, kind in ((created, "+"), (changed, "~")):
            history.record_in_bulk(model, rows, kind, by=self.by, verb=self.verb)
        return written

    def _remove(self, model: Any, rows: Iterable[Any]) -> None:
        rows = list(rows)
        history.record_in_bulk(model, rows, "-", by=self.by, verb=self.verb)
        for start in range(0, len(rows), 500):
            part = model.objects.filter(pk__in=[row.pk for row in rows[start : start + 500]])
            part._raw_delete(part.db)  # whatever pointed here is gone or moved already

    def _shared(self, model: Any, parts: Iterable[Any]) -> dict[str | None, Any]:
        """Return the program's rows for what a document describes, by the document's keys.

        A row is found by key; a channel also by name, which is unique in a program. What is missing is
        created.
        """
        parts = list(parts)
        existing = list(model.objects.filter(program_id=self.program_id)) if parts else []
        by_key = {row.key: row for row in existing}
        by_name = {row.name: row for row in existing} if model is Channel else {}
        found: dict[str | None, Any] = {}
        for part in parts:
            row = by_key.get(part.key) or by_name.get(getattr(part, "name", None))
            if row is None:
                row = model(program_id=self.program_id, **_values(part))
                history.deed(row, by=self.by, verb=self.verb)
                row.save()
                by_key[part.key] = by_name[getattr(part, "name", "")] = row
            found[part.key] = row
        return found

    def _element(self, model: Any, order: int, part: Part, *without: str, **relatives: Any) -> Any:
        values = _values(part, *without) | relatives
        return model(version=self.version, program_id=self.program_id, order=order, **values)


def _values(part: Part, *without: str) -> dict[str, Any]:
    """Return a part's fields as a model's: lists for tuples, exact decimals for floats."""
    values: dict[str, Any] = {}
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if name in without:
            continue
        if isinstance(value, tuple):
            value = msgspec.to_builtins(list(value))
        elif isinstance(value, float):
            value = Decimal(str(value))
        values[name] = value
    return values


def count_by_kind(new: MapContents) -> dict[str, int]:
    """Return how many stages, touchpoints, lanes and cards contents have, for previews."""
    counts: dict[str, int] = defaultdict(int)
    counts["stages"] = len(new.stages)
    counts["touchpoints"] = sum(len(stage.touchpoints) for stage in new.stages)
    counts["lanes"] = len(new.lanes)
    counts["cards"] = len(new.cards)
    return dict(counts)
