"""CJML 2.0 (SINTEF), as XML and as its Excel template: phases, touchpoints, actors, experience."""

from journeys.exchange.cjml.reading import looks_like_one, read
from journeys.exchange.cjml.writing import write

__all__ = ["looks_like_one", "read", "write"]
