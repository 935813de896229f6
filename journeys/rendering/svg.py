"""Pictures as whole SVG files to download: presentation attributes only, text as text."""

from journeys.rendering.comparison_svg import draw_comparison
from journeys.rendering.map_svg import draw_map

__all__ = ["draw_comparison", "draw_map"]
