"""Pages over tables of any size: the count is capped, and nobody leafs beyond it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

#: The list stops counting, and ends, here: past two hundred pages people search or filter.
MOST = 10_000


class CappedPaginator(Paginator):
    """Counts at most `MOST` rows, so that a list of a million costs what one of ten thousand does."""

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        if not hasattr(rows, "query"):
            return len(rows)
        number: int = rows.order_by().values("pk")[: MOST + 1].count()
        return number

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        """Return the number of rows that can be reached."""
        return min(self._counted, MOST)

    @property
    def is_capped(self) -> bool:
        """Return whether there are more rows than can be reached."""
        return self._counted > MOST
