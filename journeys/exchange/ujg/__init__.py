"""UJG, the user journey graph of a W3C community group, as JSON-LD, both ways."""

from journeys.exchange.ujg.reading import looks_like_one, read
from journeys.exchange.ujg.writing import write

__all__ = ["looks_like_one", "read", "write"]
