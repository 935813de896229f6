"""The parts of the map page that an edit changed, drawn again."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from msgspec import Struct

from journeys import noting
from journeys.rendering import picture as pictures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.utils.safestring import SafeString

    from journeys.contents import MapContents
    from journeys.models import MapVersion
    from journeys.rendering.persona_curves import PersonaCurve
    from journeys.rendering.picture import MapPicture

ALL = "all"
#: Parts of the page by what was changed; whatever is not here takes the whole picture.
_PARTS: dict[str, tuple[str, ...]] = {
    "touchpoint.name": ("heads", "curve", "overview"),
    "touchpoint.is_moment_of_truth": ("heads", "curve"),
    "touchpoint.emotion": ("curve", "overview"),
    "touchpoint.feeling": ("curve",),
    "touchpoint.basis": ("curve", "overview"),
    "touchpoint.does": ("fact:does",),
    "touchpoint.thinks": ("fact:thinks",),
    "touchpoint.channel": ("fact:channels",),
    "touchpoint.actors": ("fact:actors",),
    "touchpoint.importance": ("fact:importance",),
    "touchpoint.team": ("fact:team",),
    "stage.name": ("heads", "overview"),
    "stage.customer_goal": ("heads",),
    "stage.kpi": ("fact:kpi",),
}


class Whole(Struct, frozen=True):
    """A picture as markup, and the personas that have a curve in it."""

    markup: SafeString
    personas: tuple[PersonaCurve, ...]

    @property
    def shown_personas(self) -> tuple[PersonaCurve, ...]:
        """Return the personas whose curves are to be seen."""
        return tuple(persona for persona in self.personas if persona.is_shown)


def drawing(
    version: MapVersion,
    read: MapContents,
    *,
    can_edit: bool = True,
    personas: Sequence[str] | None = None,
) -> MapPicture:
    """Return the picture as the map page draws it: for those who edit, with rows to fill."""
    return _drawn(version, noting.with_notes(version, read), can_edit, personas)


def _drawn(
    version: MapVersion, read: MapContents, can_edit: bool, personas: Sequence[str] | None
) -> MapPicture:
    return pictures.draw(
        read,
        caption=f"Version {version.number}",
        with_empty_rows=can_edit,
        personas=personas,
    )


def whole(
    version: MapVersion,
    read: MapContents,
    checksum: str,
    *,
    can_edit: bool = True,
    personas: Sequence[str] | None = None,
) -> Whole:
    """Return the whole picture of contents with their notes. The same gives the same picture: it is kept."""
    seal = (
        # A frozen version's checksum has its notes in it.
        checksum + ("" if version.is_frozen else repr(read.notes)),
        version.number,
        can_edit,
        None if personas is None else tuple(personas),
    )
    if seal in _kept:
        _kept.move_to_end(seal)
        return _kept[seal]
    picture = _drawn(version, read, can_edit, personas)
    markup = render_to_string("journeys/picture/map.html", {"picture": picture})
    _kept[seal] = Whole(markup, picture.personas)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return _kept[seal]


_kept: OrderedDict[tuple[str, int, bool, tuple[str, ...] | None], Whole] = OrderedDict()
#: So many pictures a process keeps; one of 400 cards takes half a megabyte.
MOST_KEPT = 32


def forget() -> None:
    """Draw everything anew next time; for measurements."""
    _kept.clear()


def parts(
    version: MapVersion,
    read: MapContents,
    checksum: str,
    touched: Iterable[str],
    *,
    personas: Sequence[str] | None = None,
) -> dict[str, str]:
    """Return the markup of the parts that show what was touched: rows by name, or `all`."""
    names = set(_names(touched))
    if ALL in names:
        noted = noting.with_notes(version, read)
        return {ALL: plain(whole(version, noted, checksum, personas=personas).markup)}
    picture = drawing(version, read, personas=personas)
    drawn = {name: plain(_part(picture, name)) for name in sorted(names)}
    return {name: markup for name, markup in drawn.items() if markup}


def _names(touched: Iterable[str]) -> Iterator[str]:
    for name in touched:
        if name.startswith("lane:"):
            yield name
        else:
            yield from _PARTS.get(name, (ALL,))


def plain(markup: str) -> str:
    """Return safe markup as plain text, which is what goes into JSON."""
    return markup[:]  # a slice of a subclass of str is a str


def _part(picture: MapPicture, name: str) -> str:
    kind, _, which = name.partition(":")
    if kind == "overview":
        return str(picture.overview) if picture.has_overview else ""
    if kind == "heads":
        return render_to_string("journeys/picture/_heads.html", {"picture": picture})
    if kind == "curve":
        return render_to_string("journeys/picture/_curve_row.html", {"picture": picture})
    if kind == "fact":
        rows: Iterable[Any] = (
            row for row in (*picture.facts, *picture.facts_below) if row.name == which
        )
        template = "journeys/picture/_fact_row.html"
    else:
        rows = (row for row in picture.lanes if row.key == which)
        template = "journeys/picture/_lane_row.html"
    return "".join(render_to_string(template, {"picture": picture, "row": row}) for row in rows)
