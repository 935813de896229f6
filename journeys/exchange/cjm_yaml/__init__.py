"""Journeys of Enablement Map Studio: YAML documents of `kind: cjm`, both ways."""

from journeys.exchange.cjm_yaml.reading import looks_like_one, read
from journeys.exchange.cjm_yaml.writing import write

__all__ = ["looks_like_one", "read", "write"]
