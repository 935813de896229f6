"""The front door: what there is; and what is said where there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

if TYPE_CHECKING:
    from rest_framework.request import Request


class Root(APIView):
    """The API's front door."""

    routes: tuple[str, ...] = ()

    @extend_schema(
        responses={200: {"type": "object", "additionalProperties": {"type": "string"}}},
        operation_id="root",
    )
    def get(self, request: Request) -> Response:
        """List the resources by their addresses."""
        here = request.build_absolute_uri(reverse("api-root"))
        names = (*self.routes, "schema", "docs")
        return Response({name: f"{here}{name}/" for name in names})


@extend_schema(exclude=True)
class Nothing(APIView):
    """Answers addresses that lead nowhere as the rest of the API answers."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Lead who forgot the slash at the end to the address with it, if it only reads."""
        if request.method in {"GET", "HEAD"} and not request.path_info.endswith("/"):
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Ask who it is, as everywhere, then say that there is nothing."""
        super().initial(request, *args, **kwargs)
        raise Http404
