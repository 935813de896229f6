"""Coming back to the page one came from, after saving in an admin form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django.http import HttpRequest

PARAMETER = "back"


def asked_for(request: HttpRequest) -> str:
    """Return the address to go back to, or "" if there is none or it leads off this site."""
    address = request.GET.get(PARAMETER, "")
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if allowed else ""


class ComesBack:
    """An element's ModelAdmin that returns to the map after saving or deleting.

    Django posts an admin form to the address it was opened with, so `?back=` is still there.
    "Save and continue" and "Save and add another" stay where they are.
    """

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Go back to the page that opened the form."""
        response: HttpResponse = super().response_add(request, obj, post_url_continue)  # type: ignore[misc]
        return self._back(request) or response

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go back to the page that opened the form."""
        response: HttpResponse = super().response_change(request, obj)  # type: ignore[misc]
        return self._back(request) or response

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: str) -> HttpResponse:
        """Go back to the page that opened the form."""
        response: HttpResponse = super().response_delete(request, obj_display, obj_id)  # type: ignore[misc]
        return self._back(request) or response

    @staticmethod
    def _back(request: HttpRequest) -> HttpResponse | None:
        stays = {"_continue", "_addanother", "_popup"} & request.POST.keys()
        address = asked_for(request)
        return HttpResponseRedirect(address) if address and not stays else None
