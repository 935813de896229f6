"""Queries of one id or key, put together once and asked many times.

Building a query takes Django longer than a database takes to answer it: a map of 400 cards is read by
eight queries, and four fifths of the time went into building them. What comes back is what the database
gives, without Django's conversions: JSON as text, truth as 0 and 1 on SQLite, decimals as they are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

#: Stands for the id or key while a query is put together.
_PLACE = 0


class Statement:
    """A query that depends on one id, or one key, and nothing else."""

    def __init__(self, build: Callable[[int], QuerySet[Any, Any]]) -> None:
        self.build = build
        self.sql: dict[str, str] = {}

    def rows(self, identifier: int | str) -> list[tuple[Any, ...]]:
        """Return the rows for an id or key, as the database gives them."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql(), [identifier])
            return list(cursor.fetchall())

    def _sql(self) -> str:
        if connection.vendor not in self.sql:
            sql, parameters = self.build(_PLACE).query.sql_with_params()
            if [*map(str, parameters)] != [str(_PLACE)]:
                raise ValueError(f"Not a query of one id or key: {sql}")
            self.sql[connection.vendor] = sql
        return self.sql[connection.vendor]
