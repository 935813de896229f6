"""Starting a map from a template, and filling an empty draft from one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from msgspec import structs

from journeys import contents, drafts, maps
from journeys.admin.pages import programs
from journeys.admin.pages.frame import find_version, require, show, way_to, way_to_maps
from journeys.contents import MapContents, MapFacts, PersonaContents
from journeys.models import JourneyMap, Persona
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.models import Program


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    raise NotImplementedError


def fill(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    raise NotImplementedError
