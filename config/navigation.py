"""The admin's look and side menu: the setting Unfold reads."""

from __future__ import annotations

UNFOLD: dict[str, object] = {"SITE_TITLE": "Journeyloop", "SITE_HEADER": "Journeyloop"}
