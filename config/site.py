"""The admin site: who may enter, and where signing in leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unfold.sites import UnfoldAdminSite

if TYPE_CHECKING:
    from django.http import HttpRequest


class Site(UnfoldAdminSite):
    """The workplace of every member, whatever their role."""

    site_title = site_header = "Journeyloop"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let every active person in: what they see is decided per program."""
        return bool(request.user.is_active)
