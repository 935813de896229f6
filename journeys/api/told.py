"""Answers that are worked out of a row named in the query, as JSON written from a struct."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpResponse
from rest_framework.views import APIView


class Told(APIView):
    """An answer that is worked out."""

    #: The row is named in the query, and may not be there.
    asks_for_a_row = True

    @staticmethod
    def told(value: Any) -> HttpResponse:
        """Return a value as JSON, for this person and this moment."""
        response = HttpResponse(msgspec.json.encode(value), content_type="application/json")
        response["Cache-Control"] = "private, no-cache"
        return response
