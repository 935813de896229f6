"""The one router of the REST API."""

from __future__ import annotations

from typing import Any

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.routers import DefaultRouter

from improvements.api.actions import ActionKpis, Actions
from improvements.api.cycles import Cycles
from improvements.api.experiments import Experiments, Guardrails, Outcomes, Rounds
from improvements.api.pain_points import PainPointsOfMap
from improvements.api.ranking import PortfolioOfProgram, RankingOfProgram
from improvements.api.scores import Scorecards, Scores
from improvements.api.trace import TraceOf
from journeys.api.alignments import Alignments
from journeys.api.comments import Comments
from journeys.api.elements import Cards, Lanes, Stages, Touchpoints
from journeys.api.formats import AsItIs
from journeys.api.maps import Maps
from journeys.api.measures import Kpis, Objectives, Readings
from journeys.api.notifications import Notifications
from journeys.api.personas import Channels, Personas
from journeys.api.programs import Memberships, Programs
from journeys.api.reports import Reports
from journeys.api.reviews import Reviews
from journeys.api.root import Nothing, Root
from journeys.api.versions import Versions
from research.api.coverage import CoverageOfVersion
from research.api.drift import DriftOfMap, DriftSignals
from research.api.evidence import Evidence
from research.api.insights import (
    Events,
    Insights,
    PlacementRules,
    Quotes,
    SuggestionsOfProgram,
)
from research.api.patterns import (
    CohortsOfInstrument,
    DriversOfInstrument,
    PathsBesideVersion,
    SaturationOfProgram,
    SupportOfPersonas,
)
from research.api.studies import ImportBatches, Instruments, Responses, Studies
from research.api.themes import DiscoveryRuns, Themes


class Router(DefaultRouter):
    """Routes without suffixes for formats; the root lists the resources."""

    include_format_suffixes = False
    include_root_view = False


ROUTES: dict[str, Any] = {
    "programs": Programs,
    "memberships": Memberships,
    "objectives": Objectives,
    "kpis": Kpis,
    "readings": Readings,
    "personas": Personas,
    "channels": Channels,
    "maps": Maps,
    "alignments": Alignments,
    "versions": Versions,
    "stages": Stages,
    "touchpoints": Touchpoints,
    "lanes": Lanes,
    "cards": Cards,
    "reports": Reports,
    "reviews": Reviews,
    "comments": Comments,
    "notifications": Notifications,
    "studies": Studies,
    "instruments": Instruments,
    "import-batches": ImportBatches,
    "responses": Responses,
    "themes": Themes,
    "discovery-runs": DiscoveryRuns,
    "quotes": Quotes,
    "insights": Insights,
    "placement-rules": PlacementRules,
    "events": Events,
    "drift-signals": DriftSignals,
    "cycles": Cycles,
    "actions": Actions,
    "predictions": ActionKpis,
    "scorecards": Scorecards,
    "scores": Scores,
    "experiments": Experiments,
    "rounds": Rounds,
    "guardrails": Guardrails,
    "outcomes": Outcomes,
}
PICTURES = {
    suffix: Versions.as_view({"get": name}, content_negotiation_class=AsItIs, detail=True)
    for suffix, name in (("svg", "picture"), ("png", "png"), ("pdf", "pdf"))
}
router = Router()
for prefix, resource in ROUTES.items():
    router.register(prefix, resource)

#: Answers that are worked out, each by its address.
WORKED_OUT: dict[str, Any] = {
    "evidence": Evidence,
    "coverage": CoverageOfVersion,
    "drift": DriftOfMap,
    "placement-suggestions": SuggestionsOfProgram,
    "drivers": DriversOfInstrument,
    "cohorts": CohortsOfInstrument,
    "persona-support": SupportOfPersonas,
    "saturation": SaturationOfProgram,
    "paths": PathsBesideVersion,
    "ranking": RankingOfProgram,
    "portfolio": PortfolioOfProgram,
    "pain-points": PainPointsOfMap,
    "trace": TraceOf,
}

urlpatterns = [
    path("", Root.as_view(routes=(*ROUTES, *WORKED_OUT)), name="api-root"),
    *(path(f"{name}/", view.as_view(), name=name) for name, view in WORKED_OUT.items()),
    *router.urls,
    # Files' names, so no slash at the end.
    path("versions/<pk>/picture.svg", PICTURES["svg"], name="mapversion-picture"),
    path("versions/<pk>/picture.png", PICTURES["png"], name="mapversion-picture-png"),
    path("versions/<pk>/picture.pdf", PICTURES["pdf"], name="mapversion-picture-pdf"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    re_path("", Nothing.as_view()),
]
