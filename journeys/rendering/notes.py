"""What other apps say of elements, as short texts per element key."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from journeys.rendering.lettering import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def notes_by_key(notes: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the texts of all apps per element key, in the order of the apps.

    Takes `{app: {key: text}}` or `{app: {key: [texts]}}`. What an app keeps in other shapes is for
    its own pages and is passed over.
    """
    texts: dict[str, list[str]] = defaultdict(list)
    for of_app in notes.values():
        if isinstance(of_app, dict):
            for key, said in of_app.items():
                texts[key] += _texts(said)
    return {key: tuple(said) for key, said in texts.items() if said}


def _texts(said: Any) -> Iterator[str]:
    for text in (
        (said,) if isinstance(said, str) else said if isinstance(said, list | tuple) else ()
    ):
        if isinstance(text, str) and text.strip():
            yield clean(text)
