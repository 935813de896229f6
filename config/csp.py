"""The Content-Security-Policy of every answer: nothing loads from outside, no inline script or style."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"


def _policy(**more: str) -> str:
    allowed = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    allowed |= {name.replace("_", "-"): sources for name, sources in more.items()}
    return "; ".join(f"{name} {sources}" for name, sources in allowed.items())


STRICT = _policy()
#: The API's description is shown by Swagger UI, which writes its own start and styles into the page.
DOCS = _policy(script_src="'self' 'unsafe-inline'", style_src="'self' 'unsafe-inline'")
DOCS_PATH = "/api/docs/"


class ContentSecurityPolicy:
    """Middleware that sets the header unless the view has set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy of the page."""
        response = self.get_response(request)
        response.headers.setdefault(HEADER, DOCS if request.path == DOCS_PATH else STRICT)
        return response
