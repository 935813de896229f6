"""The messages of a queue file, each leased by one living process at a time.

A message stays in the file until it is deleted. Leasing it only writes the process's name into
the row, and that counts for as long as the process goes on saying that it is alive. So nobody has
to notice a death: what a dead process had is simply free again.
"""

import json
import logging
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from config.lite.database import Database

logger = logging.getLogger(__name__)

LEASE = 5.0  # seconds a process's messages stay its own after it was last heard of
MAX_DELIVERIES = 5
DEAD_LETTERS = ".dead"  # appended to a queue's name

SCHEMA = """
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    tag TEXT NOT NULL UNIQUE,
    queue TEXT NOT NULL,
    priority INTEGER NOT NULL,
    owner TEXT,
    deliveries INTEGER NOT NULL DEFAULT 0,
    payload TEXT NOT NULL
);
CREATE INDEX message_next ON message (queue, priority DESC, id, owner);
CREATE INDEX message_owner ON message (owner) WHERE owner IS NOT NULL;
CREATE TABLE process (name TEXT PRIMARY KEY, alive_until REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE binding (
    exchange TEXT NOT NULL,
    routing_key TEXT NOT NULL,
    pattern TEXT NOT NULL,
    queue TEXT NOT NULL,
    owner TEXT,
    PRIMARY KEY (exchange, routing_key, pattern, queue)
) WITHOUT ROWID;
"""

# `:now` is the time since the machine started, one clock for all its processes: neither setting
# the date nor sleeping ends a lease. After a restart it begins again at 0; hence the upper bounds,
# without which a lease of yesterday could last for days.
ALIVE = "SELECT name FROM process WHERE alive_until BETWEEN :now AND :now + :lease"
FREE = f"queue = :queue AND (owner IS NULL OR owner NOT IN ({ALIVE}))"
TAKE = f"""
UPDATE message SET owner = :name, deliveries = deliveries + 1
WHERE id = (SELECT id FROM message WHERE {FREE} ORDER BY priority DESC, id LIMIT 1)
RETURNING tag, payload, deliveries
"""
SAY_ALIVE = """
INSERT INTO process VALUES (:name, :now + :lease)
ON CONFLICT DO UPDATE SET alive_until = excluded.alive_until
"""
# A process that holds nothing may be silent for a minute, so that an idle worker hardly writes.
# After that, the queues that were only its own (remote control, replies) are forgotten.
STAY_ALIVE = """
UPDATE process SET alive_until = :now + :lease WHERE name = :name AND (
    alive_until < :now - 30 OR EXISTS (SELECT 1 FROM message WHERE owner = :name)
)
"""
PRESENT = "SELECT name FROM process WHERE alive_until BETWEEN :now - 60 AND :now + :lease"
OF_THE_GONE = f"owner IS NOT NULL AND owner NOT IN ({PRESENT})"
FORGET_THE_GONE = (
    f"DELETE FROM message WHERE queue IN (SELECT queue FROM binding WHERE {OF_THE_GONE})",
    f"DELETE FROM binding WHERE {OF_THE_GONE}",
    f"DELETE FROM process WHERE name NOT IN ({PRESENT})",
)


@dataclass(frozen=True)
class Leased:
    """A message this process may work on; `deliveries` counts this one."""

    tag: str
    payload: str
    deliveries: int


class Messages:
    """What is in the queue file at `path`; leases last `lease` seconds, the same for every process.

    Safe for threads, processes and forks. Every method may raise `sqlite3.DatabaseError`.
    """

    def __init__(
        self, path: Path, *, lease: float = LEASE, max_deliveries: int = MAX_DELIVERIES
    ) -> None:
        self.lease_seconds = lease
        self._max_deliveries = max_deliveries
        self._token = secrets.token_hex(8)
        self._database = Database(path, SCHEMA)

    @property
    def name(self) -> str:
        """Give the name under which this process leases; a fork of it has another."""
        return f"{os.getpid()}-{self._token}"

    def put(self, queue: str, payload: str, *, priority: int = 0) -> None:
        """Add a message. Higher priorities go first, within one the older."""
        self._write(
            "INSERT INTO message (tag, queue, priority, payload)"
            " VALUES (:tag, :queue, :priority, :payload)",
            tag=secrets.token_hex(16),
            queue=queue,
            priority=priority,
            payload=payload,
        )

    def lease(self, queue: str) -> Leased | None:
        """Take the next free message, or none.

        One that was taken too often and never deleted has, it must be feared, killed whoever took
        it: it goes to the queue's dead letters, and the next one is taken.
        """
        # Looking needs no write lock; an idle worker looks all the time.
        while self._count(f"EXISTS (SELECT 1 FROM message WHERE {FREE})", queue=queue):
            with self._database.writing() as connection:
                values = self._values(queue=queue)
                connection.execute(SAY_ALIVE, values)
                rows = connection.execute(TAKE, values).fetchall()
            for leased in (Leased(*row) for row in rows):
                if leased.deliveries <= self._max_deliveries:
                    return leased
                self._bury(leased, queue)
        return None

    def delete(self, tag: str) -> None:
        """Drop a message for good: it is done, even if another process has been given it since."""
        self._write("DELETE FROM message WHERE tag = :tag", tag=tag)

    def release(self, tag: str, *, untouched: bool = False) -> None:
        """Put a leased message back; `untouched` takes this delivery off its count."""
        self._write(
            "UPDATE message SET owner = NULL, deliveries = deliveries - :untouched"
            " WHERE tag = :tag AND owner = :name",
            tag=tag,
            untouched=int(untouched),
        )

    def stay_alive(self) -> None:
        """Say that this process lives, which keeps what it leased its own."""
        self._write(STAY_ALIVE)

    def close(self) -> None:
        """Give back what is still leased, and close the file until it is used again."""
        with self._database.writing() as connection:
            values = self._values()
            for statement in ("DELETE FROM process WHERE name = :name", *FORGET_THE_GONE):
                connection.execute(statement, values)
        self._database.close()

    def size(self, queue: str) -> int:
        """Count the free messages."""
        return self._count(f"(SELECT count(*) FROM message WHERE {FREE})", queue=queue)

    def purge(self, queue: str) -> int:
        """Delete the free messages; give their number."""
        return self._write(f"DELETE FROM message WHERE {FREE}", queue=queue)

    def drop(self, queue: str) -> None:
        """Forget a queue: its bindings and every message in it."""
        self._write("DELETE FROM binding WHERE queue = :queue", queue=queue)
        self._write("DELETE FROM message WHERE queue = :queue", queue=queue)

    def disinherit(self, queue: str) -> None:
        """Delete what came for an earlier owner of a passing queue, such as a killed worker."""
        self._write(
            "DELETE FROM message WHERE queue = :queue"
            " AND queue NOT IN (SELECT queue FROM binding WHERE owner = :name)",
            queue=queue,
        )

    def bind(
        self, exchange: str, routing_key: str, pattern: str, queue: str, *, passing: bool
    ) -> None:
        """Let a queue have what an exchange gets; a `passing` one only as long as we live."""
        with self._database.writing() as connection:
            values = self._values(
                exchange=exchange,
                routing_key=routing_key,
                pattern=pattern,
                queue=queue,
                owner=self.name if passing else None,
            )
            for statement in (SAY_ALIVE, *FORGET_THE_GONE) if passing else FORGET_THE_GONE:
                connection.execute(statement, values)
            connection.execute(
                "INSERT OR REPLACE INTO binding"
                " VALUES (:exchange, :routing_key, :pattern, :queue, :owner)",
                values,
            )

    def bindings(self, exchange: str) -> list[tuple[str, str, str]]:
        """Give routing key, pattern and queue of all that is bound to an exchange."""
        with self._database.reading() as connection:
            return connection.execute(
                "SELECT routing_key, pattern, queue FROM binding WHERE exchange = :exchange"
                f" AND (owner IS NULL OR owner IN ({PRESENT}))",
                self._values(exchange=exchange),
            ).fetchall()

    def _bury(self, leased: Leased, queue: str) -> None:
        self._write(
            "UPDATE message SET queue = :graveyard, owner = NULL, deliveries = 0"
            " WHERE tag = :tag AND owner = :name",
            tag=leased.tag,
            graveyard=queue + DEAD_LETTERS,
        )
        logger.error(
            "%s was taken %d times and never finished. It is now in the queue %s.",
            _title(leased.payload),
            leased.deliveries - 1,
            queue + DEAD_LETTERS,
        )

    def _count(self, expression: str, **values: object) -> int:
        with self._database.reading() as connection:
            rows = connection.execute(f"SELECT {expression}", self._values(**values)).fetchall()
        return int(rows[0][0])

    def _write(self, statement: str, **values: object) -> int:
        with self._database.writing() as connection:
            return connection.execute(statement, self._values(**values)).rowcount

    def _values(self, **values: object) -> dict[str, object]:
        # Asked for inside the transaction: waiting for it must not make the time stale.
        return {
            "name": self.name,
            "now": time.monotonic(),
            "lease": self.lease_seconds,
            **values,
        }


def _title(payload: str) -> str:
    """Give the task's name and id where the message is one of Celery's."""
    try:
        headers = json.loads(payload)["headers"]
        return f"Task {headers['task']}[{headers['id']}]"
    except (ValueError, LookupError, TypeError):
        return f"Message {payload[:200]!r}"
