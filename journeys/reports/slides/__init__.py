"""Presentations: a map and a comparison as slides whose texts, tables and charts can be edited."""

from journeys.reports.slides.kinds import ComparisonSlides, MapSlides

#: What `settings.REPORTS` names.
of_map = MapSlides()
of_comparison = ComparisonSlides()

__all__ = ["ComparisonSlides", "MapSlides", "of_comparison", "of_map"]
