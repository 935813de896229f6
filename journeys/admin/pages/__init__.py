"""The pages of our own inside the admin, hung into the ModelAdmins as mixins.

`MapPages` goes in front of the map's ModelAdmin, `VersionPages` of the version's, `PersonaPages` of
the persona's, `ProgramPages` of the program's, `ReportPages` of the report's, and `ComesBack` of those
of stages, touchpoints, lanes and cards. Each page is one
module; `frame` has what they share.
"""

from journeys.admin.pages.back import ComesBack
from journeys.admin.pages.urls import (
    MapPages,
    PersonaPages,
    ProgramPages,
    ReadingPages,
    ReportPages,
    VersionPages,
)

__all__ = [
    "ComesBack",
    "MapPages",
    "PersonaPages",
    "ProgramPages",
    "ReadingPages",
    "ReportPages",
    "VersionPages",
]
