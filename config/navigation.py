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
    "BORDER_RADIUS": "6px",
    "SIDEBAR": {"navigation": "config.sidebar.navigation"},
    # The tokens of the visual system as Unfold's scales, for the widgets we take from it as they are.
    "COLORS": {
        "base": {
            "50": "#F4F6F7",
            "100": "#EDF0F2",
            "200": "#DBE0E5",
            "300": "#C3CBD3",
            "400": "#8A95A3",
            "500": "#66717F",
            "600": "#4F5A68",
            "700": "#2D3741",
            "800": "#1E262D",
            "900": "#161C22",
            "950": "#0E1317",
        },
        "primary": {
            "50": "#F1F8F7",
            "100": "#E1F1EF",
            "200": "#C2E3DF",
            "300": "#94D3CB",
            "400": "#5FCFC3",
            "500": "#5FCFC3",
            "600": "#0B625C",
            "700": "#094F4A",
            "800": "#163431",
            "900": "#0F2A28",
            "950": "#06201E",
        },
        "font": {
            "subtle-light": "#4F5A68",
            "subtle-dark": "#A7B3C0",
            "default-light": "#13191F",
            "default-dark": "#E9EEF2",
            "important-light": "#13191F",
            "important-dark": "#E9EEF2",
        },
    },
}
