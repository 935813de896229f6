"""Maps as tables: CSV and Excel, one row a thing or one column a stage, both ways."""

from journeys.exchange.table.text_files import looks_like_one
from journeys.exchange.table.whole import read

__all__ = ["looks_like_one", "read"]
