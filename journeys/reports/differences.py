"""The difference of two values that each have a 95 % interval, as reports know it."""

from journeys.differences import Ranged, square_and_add

__all__ = ["Ranged", "square_and_add"]
