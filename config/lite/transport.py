"""Kombu's side of the queue file: `lite:////absolute/path/queue.sqlite3`, a path written as it is.

Options (`broker_transport_options`), the same for all processes of one file:
`lease` (seconds until the messages of a killed process are free, 5), `max_deliveries` (5, then a
message goes to the queue `<name>.dead`), `polling_interval` (seconds, 0.02).
"""

import logging
import sqlite3
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import virtual
from kombu.utils.json import dumps, loads
from kombu.utils.scheduling import FairCycle

from config.lite.messages import LEASE, MAX_DELIVERIES, Messages

logger = logging.getLogger(__name__)


class Channel(virtual.Channel):
    """What Kombu asks of a channel, said in terms of `Messages`."""

    supports_fanout = True

    def __init__(self, connection: "Transport", **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self._messages = connection.messages
        self._no_ack_queues: set[str] = set()
        self._passing: set[str] = set()

    def basic_consume(self, queue: str, no_ack: bool, *args: Any, **kwargs: Any) -> None:
        """Start to take messages from a queue, and to keep what is taken."""
        if no_ack:
            self._no_ack_queues.add(queue)
        self.connection.keep_leases()
        super().basic_consume(queue, no_ack, *args, **kwargs)

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> virtual.Message | None:
        """Take one message now."""
        self.connection.keep_leases()
        message = super().basic_get(queue, no_ack=no_ack, **kwargs)
        if message is not None and no_ack:
            self._messages.delete(message.delivery_tag)
        return message

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        """Drop a message that is done."""
        self._messages.delete(delivery_tag)
        super().basic_ack(delivery_tag, multiple=multiple)
        self._look_soon()

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        """Drop a message that can't be done, or put it back."""
        if not requeue:
            self._messages.delete(delivery_tag)
        super().basic_reject(delivery_tag, requeue=requeue)
        self._look_soon()

    def get_table(self, exchange: str) -> list[tuple[str, str, str]]:
        """Give what is bound to an exchange, by this process or any other."""
        return self._messages.bindings(exchange)

    def _look_soon(self) -> None:
        if self.connection is not None:  # a task may end after its channel was closed
            self.connection.look_soon()

    def _put(self, queue: str, message: dict[str, Any], **kwargs: Any) -> None:
        priority = self._get_message_priority(message)
        self._messages.put(queue, dumps(message), priority=priority)

    def _put_fanout(
        self, exchange: str, message: dict[str, Any], routing_key: str, **kwargs: Any
    ) -> None:
        for _, _, queue in self.get_table(exchange):
            self._put(queue, message)

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        leased = self._messages.lease(queue)
        if leased is None:
            raise Empty
        if queue in self._no_ack_queues:
            self._messages.delete(leased.tag)
        message: dict[str, Any] = loads(leased.payload)
        message["properties"]["delivery_tag"] = leased.tag
        message["properties"]["delivery_info"]["redelivered"] = leased.deliveries > 1
        return message

    def _restore(self, message: virtual.Message) -> None:
        """Put back what we close without having done."""
        self._messages.release(message.delivery_tag, untouched=True)

    def _restore_at_beginning(self, message: virtual.Message) -> None:
        """Put back what was tried and rejected, perhaps because it killed the pool's process."""
        self._messages.release(message.delivery_tag)

    def _new_queue(self, queue: str, *, auto_delete: bool = False, **kwargs: Any) -> None:
        if auto_delete:
            self._passing.add(queue)
            self._messages.disinherit(queue)

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        self._messages.bind(
            exchange, routing_key or "", pattern or "", queue, passing=queue in self._passing
        )

    def _delete(self, queue: str, *args: Any, **kwargs: Any) -> None:
        self._messages.drop(queue)

    def _purge(self, queue: str) -> int:
        return self._messages.purge(queue)

    def _size(self, queue: str) -> int:
        return self._messages.size(queue)


class Transport(virtual.Transport):
    """A connection to one queue file.

    It says it is asynchronous, so that Celery runs its event loop: a task is acknowledged the
    moment its process reports back, where the other loop would wait up to two seconds first.
    """

    Channel = Channel
    cycle: FairCycle
    can_parse_url = True
    polling_interval = 0.02
    # Celery takes brokers of type "sql" for too slow for its chatter between workers (gossip,
    # mingle, events) and leaves it out, which is what we want: an idle queue stays idle.
    driver_type = "sql"
    driver_name = "sqlite"
    connection_errors: tuple[type[Exception], ...] = (  # type: ignore[assignment]
        *virtual.Transport.connection_errors,
        sqlite3.DatabaseError,
    )
    implements = virtual.Transport.implements.extend(
        asynchronous=True, exchange_type=frozenset(["direct", "topic", "fanout"])
    )

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        options = client.transport_options
        self.messages = Messages(
            _path(client.hostname),
            lease=options.get("lease", LEASE),
            max_deliveries=options.get("max_deliveries", MAX_DELIVERIES),
        )
        self._keeper: threading.Thread | None = None
        self._stop_keeping: Callable[[], object] = lambda: None
        self._loop: Any = None
        self._timer: Any = None

    def driver_version(self) -> str:
        """Give SQLite's version."""
        return sqlite3.sqlite_version

    def as_uri(self, uri: str, include_password: bool = False, mask: str = "**") -> str:
        """Give the address as it is; there is nothing secret in it."""
        return uri

    def close_connection(self, connection: "Transport") -> None:
        """Give everything back and close the file."""
        if self._loop is not None:
            self._timer.cancel()
            self._loop = self._timer = None
        super().close_connection(connection)
        self._stop_keeping()
        self.messages.close()

    def keep_leases(self) -> None:
        """Say from now on, in a thread, that this process lives."""
        if self._keeper is not None and self._keeper.is_alive():
            return  # a fork has our attributes, but not our thread
        stopped = threading.Event()
        self._stop_keeping = weakref.finalize(self, stopped.set)
        self._keeper = threading.Thread(
            target=_keep_leases, args=(self.messages, stopped), name="lite-leases", daemon=True
        )
        self._keeper.start()

    def register_with_event_loop(self, connection: "Transport", loop: Any) -> None:
        """Look for messages whenever the interval has passed."""
        # Timers go off before the loop sees which of the pool's processes it can write to. What
        # is taken later in a turn (`on_tick`) would wait for the next turn to reach the pool.
        self._loop = loop
        self._timer = loop.call_repeatedly(self.polling_interval, self._take_what_is_there)

    def look_soon(self) -> None:
        """Look for messages this very turn of the loop: there is room for one more."""
        if self._loop is not None:
            self._loop.call_later(0, self._take_what_is_there)

    def _take_what_is_there(self) -> None:
        try:
            while True:
                self.cycle.get(self._deliver)
        except Empty:
            pass


def _path(address: str) -> Path:
    path = address.partition("://")[2].removeprefix("/")
    if not path:
        raise ValueError("lite:// needs the path of a file: lite:////absolute/path/queue.sqlite3")
    return Path(path).absolute()


def _keep_leases(messages: Messages, stopped: threading.Event) -> None:
    # Four chances a lease, lest a busy disk costs us one.
    while not stopped.wait(messages.lease_seconds / 4):
        try:
            messages.stay_alive()
        except sqlite3.DatabaseError:
            logger.warning("Could not renew the leases of %s", messages.name, exc_info=True)
