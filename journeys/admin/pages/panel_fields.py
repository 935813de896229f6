"""The fields of an element as the side panel shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from journeys.edits import as_values
from journeys.models import Channel, Kpi, Lane, Touchpoint
from journeys.rendering.curve import signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.contents import MapContents
    from journeys.models import MapVersion

#: How the card, stage… is called in the head of the panel.
KINDS = {"stage": "Stage", "touchpoint": "Touchpoint", "lane": "Lane", "card": "Card"}


class Option(Struct, frozen=True):
    """Something to choose."""

    value: str
    label: str


class Field(Struct, frozen=True):
    """A field: `control` is line, text, number, check, choice, list or emotion."""

    name: str
    label: str
    control: str
    value: Any = None
    said: str = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    least: str = ""
    most: str = ""
    step: str = ""
    longest: int = 20_000
    persona: str = ""
    feeling: str = ""


class Element(Struct, frozen=True):
    """What the panel shows of an element."""

    kind: str
    key: str
    title: str
    where: str
    fields: tuple[Field, ...]
    personas: tuple[Field, ...] = ()
    attachment: str = ""
    icon: str = ""


def find(version: MapVersion, read: MapContents, key: str) -> Element | None:
    """Return an element of a version with its fields, None if there is none of this key."""
    values = as_values(read)
    for kind, of_kind in values.items():
        if key in of_kind:
            return _element(version, read, values, kind, key)
    return None


def _element(version: MapVersion, read: MapContents, values: Any, kind: str, key: str) -> Element:
    of_element = values[kind][key]
    titles = {lane.key: lane.title for lane in read.lanes}
    names = {k: one["name"] for name in ("stage", "touchpoint") for k, one in values[name].items()}
    make = {"stage": _stage, "touchpoint": _touchpoint, "lane": _lane, "card": _card}[kind]
    where = {
        "stage": "",
        "touchpoint": names.get(of_element.get("stage"), ""),
        "lane": "",
        "card": f"{titles.get(of_element.get('lane'), '')} · {names.get(of_element.get('at'), '')}",
    }[kind]
    return Element(
        kind=kind,
        key=key,
        title=titles[key] if kind == "lane" else of_element.get("name") or of_element["text"],
        where=where,
        fields=tuple(make(version, read, of_element)),
        personas=tuple(_personas(read, of_element)) if kind == "touchpoint" else (),
        attachment=of_element.get("attachment", ""),
        icon=_ICONS[kind],
    )


_ICONS = {
    "stage": "view_column",
    "touchpoint": "touch_app",
    "lane": "table_rows",
    "card": "sticky_note_2",
}


def _line(name: str, label: str, values: dict[str, Any], longest: int, **more: Any) -> Field:
    return Field(name, label, "line", values[name], said=values[name], longest=longest, **more)


def _text(name: str, label: str, values: dict[str, Any], **more: Any) -> Field:
    return Field(name, label, "text", values[name], said=values[name], **more)


def _list(name: str, label: str, values: dict[str, Any]) -> Field:
    return Field(
        name,
        label,
        "list",
        "\n".join(values[name]),
        said=", ".join(values[name]),
        help="One a line.",
    )


def _choice(
    name: str, label: str, value: Any, options: list[tuple[str, str]], *, empty: str = ""
) -> Field:
    offered = [Option("", empty)] if empty else []
    offered += [Option(one, said) for one, said in options]
    said = next((option.label for option in offered if option.value == (value or "")), "")
    return Field(name, label, "choice", value or "", said=said, options=tuple(offered))


def _scale(name: str, label: str, values: dict[str, Any], words: tuple[str, str]) -> Field:
    options = [(str(n), str(n)) for n in range(1, 6)]
    options[0], options[4] = ("1", f"1 · {words[0]}"), ("5", f"5 · {words[1]}")
    value = values[name]
    return _choice(name, label, str(value) if value else "", options, empty="Not said")


def _stage(version: MapVersion, read: MapContents, values: dict[str, Any]) -> Iterator[Field]:
    yield _line("name", "Name", values, 160)
    yield _text("customer_goal", "What the customer wants", values)
    kpis = Kpi.objects.filter(program_id=version.program_id).order_by("name", "id")
    yield _choice("kpi", "KPI", values["kpi"], list(kpis.values_list("key", "name")), empty="None")


def _touchpoint(version: MapVersion, read: MapContents, values: dict[str, Any]) -> Iterator[Field]:
    yield _line("name", "Name", values, 160)
    yield _emotion("emotion", "How it feels", values["emotion"])
    yield _line("feeling", "Named feeling", values, 60, help="For example: anxious, relieved")
    yield _choice("basis", "Where that comes from", values["basis"], list(Touchpoint.Basis.choices))
    channels = Channel.objects.filter(program_id=version.program_id).order_by("name", "id")
    yield _choice(
        "channel",
        "Channel",
        values["channel"],
        list(channels.values_list("key", "name")),
        empty="None",
    )
    yield _text("does", "Customer does", values)
    yield _text("thinks", "Customer thinks", values)
    yield _scale("importance", "Importance", values, ("little", "decides"))
    moment = values["is_moment_of_truth"]
    yield Field(
        "is_moment_of_truth", "Moment of truth", "check", moment, said="Yes" if moment else "No"
    )
    yield _line("team", "Team responsible", values, 120)
    yield _list("actors", "Who takes part", values)


def _emotion(name: str, label: str, value: Any, **more: Any) -> Field:
    return Field(
        name,
        label,
        "emotion",
        value,
        said="not rated" if value is None else signed(value),
        least="-3",
        most="3",
        step="0.1",
        **more,
    )


def _personas(read: MapContents, values: dict[str, Any]) -> Iterator[Field]:
    said = {entry["persona"]: entry for entry in values["persona_emotions"]}
    for persona in read.personas:
        entry = said.get(persona.key, {})
        yield _emotion(
            "persona_emotions",
            persona.name,
            entry.get("emotion"),
            persona=persona.key,
            feeling=entry.get("feeling", ""),
        )


def _lane(version: MapVersion, read: MapContents, values: dict[str, Any]) -> Iterator[Field]:
    yield _line("name", "Name", values, 120, help="Leave empty to use the kind.")
    yield _choice("kind", "Kind", values["kind"], list(Lane.Kind.choices))


def _card(version: MapVersion, read: MapContents, values: dict[str, Any]) -> Iterator[Field]:
    lanes = {lane.key: lane for lane in read.lanes}
    yield _text("text", "Text", values)
    lane = lanes[values["lane"]]
    if lane.kind == Lane.Kind.PAIN_POINTS or values["severity"]:
        yield _scale("severity", "Severity", values, ("a nuisance", "people leave"))
    share = values["share_hit"]
    yield Field(
        "share_hit",
        "Customers hit, %",
        "number",
        "" if share is None else f"{share:g}",
        said="" if share is None else f"{share:g} %",
        least="0",
        most="100",
        step="0.1",
    )
    yield _choice("lane", "Lane", lane.key, [(one.key, one.title) for one in read.lanes])
    yield _choice("at", "Stands", values["at"], list(_places(read)))
    yield _line("owner", "Owner", values, 120, help="A person or team.")
    yield _list("tags", "Tags", values)


def _places(read: MapContents) -> Iterator[tuple[str, str]]:
    for stage in read.stages:
        yield stage.key, f"across {stage.name}"
        for touchpoint in stage.touchpoints:
            yield touchpoint.key, f"{stage.name} · {touchpoint.name}"
