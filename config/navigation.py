"""The admin's look and side menu: the setting Unfold reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static

if TYPE_CHECKING:
    from django.http import HttpRequest


def logo(request: HttpRequest) -> str:
    """Return the address of our mark."""
    return static("journeys/mark.svg")


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Journeyloop",
    "SITE_HEADER": "Journeyloop",
    "SITE_ICON": logo,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": logo}],
    "SITE_URL": None,
    "SHOW_VIEW_ON_SITE": False,
    "SIDEBAR": {"navigation": "config.sidebar.navigation"},
}
