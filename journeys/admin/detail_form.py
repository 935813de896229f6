"""A map's form: the map it details and the stage or touchpoint it shows, chosen by name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from journeys.admin.seen import SeenForm
from journeys.hierarchy import elements_of
from journeys.ids import id_in
from journeys.models import JourneyMap

#: Beside the choice of the map, for the script that asks for its elements when another is chosen.
ELEMENTS_AT = "data-elements-at"


class MapForm(SeenForm):
    """A map as people edit it. Without a map to detail there is no element of it either."""

    parent_element_key = forms.ChoiceField(
        label="Its stage or touchpoint",
        required=False,
        help_text="Choose the map first. Leave it open if the map is shown closely as a whole.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("parent_element_key")
        if isinstance(field, forms.ChoiceField):
            parent = self._chosen_parent()
            field.widget.attrs[ELEMENTS_AT] = reverse(
                "admin:journeys_journeymap_elements", args=[0]
            )
            present = self.instance.parent_element_key
            field.choices = choices(
                parent, present if parent in {None, self.instance.parent} else ""
            )

    def _chosen_parent(self) -> JourneyMap | None:
        """Return the map that is chosen in the form at the moment, if it may be."""
        if not self.is_bound:
            return self.instance.parent
        posted = id_in(self.data.get(self.add_prefix("parent")))
        field: Any = self.fields.get("parent")
        if field is None or posted is None:
            return None
        parent: JourneyMap | None = field.queryset.filter(pk=posted).first()
        return parent

    def clean(self) -> Any:
        """Let go of the element with its map."""
        cleaned = super().clean()
        data = self.cleaned_data if cleaned is None else cleaned
        if "parent" in data and data["parent"] is None and "parent_element_key" in self.fields:
            data["parent_element_key"] = ""
            self.instance.parent_element_key = ""
        return data


def choices(parent: JourneyMap | None, present: str = "") -> list[tuple[str, Any]]:
    """Return the stages and touchpoints of a map by name, and the present one even if it is gone."""
    options: list[tuple[str, Any]] = [("", "The whole map")]
    known = {present} if not present else set()
    for stage in elements_of(parent) if parent is not None else ():
        parts = [(stage.key, f"{stage.name} (the whole stage)"), *stage.touchpoints]
        options.append((stage.name, parts))
        known |= {key for key, _ in parts}
    if present not in known:
        options.append((present, "A part that is not on the map any more"))
    return options
