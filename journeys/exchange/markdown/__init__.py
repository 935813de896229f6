"""Journey maps and personas in Markdown pages, both ways: tables, headings with lists, flows, numbered steps."""

from journeys.exchange.markdown.pages import looks_like_one
from journeys.exchange.markdown.reading import read
from journeys.exchange.markdown.writing import write

__all__ = ["looks_like_one", "read", "write"]
