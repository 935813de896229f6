"""Journey maps and personas in Markdown pages: tables, headings with lists, flows, numbered steps."""

from journeys.exchange.markdown.pages import looks_like_one
from journeys.exchange.markdown.reading import read

__all__ = ["looks_like_one", "read"]
