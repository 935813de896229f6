"""Mermaid `journey` diagrams, both ways.

Sections are stages, tasks touchpoints, scores emotions, actors who takes part. The rest of a map
Mermaid cannot hold; `write` lists it.
"""

from journeys.exchange.mermaid.blocks import has_journeys, looks_like_one
from journeys.exchange.mermaid.reading import read
from journeys.exchange.mermaid.writing import Written, write

__all__ = ["Written", "has_journeys", "looks_like_one", "read", "write"]
