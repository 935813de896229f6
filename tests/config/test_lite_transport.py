"""Kombu and Celery publish and consume over `lite://` as over any broker."""

import time

import pytest
from kombu import Connection, Exchange, Queue

import config.celery  # noqa: F401  knows lite://
from config.lite import Transport
from config.lite import transport as transport_module

QUEUE = Queue("work", Exchange("work", "direct"), "work")


@pytest.fixture
def address(tmp_path):
    return f"lite:///{tmp_path / 'queue.sqlite3'}"


@pytest.fixture
def connection(address):
    with Connection(address) as connection:
        yield connection


@pytest.fixture
def other(address):
    with Connection(address) as connection:
        yield connection


def publish(connection: Connection, *bodies: object, **options: object) -> None:
    producer = connection.Producer()
    for body in bodies:
        producer.publish(body, routing_key="work", declare=[QUEUE], **options)


def take(connection: Connection):
    return QUEUE(connection.default_channel).get()


def test_address_is_a_path_as_it_is_written(tmp_path):
    with Connection(f"lite:///{tmp_path}/a b#c?d%20e.sqlite3") as connection:
        publish(connection, "hello")

    assert (tmp_path / "a b#c?d%20e.sqlite3").exists()
    assert connection.as_uri() == f"lite:///{tmp_path}/a b#c?d%20e.sqlite3"


def test_address_without_a_path_is_refused():
    with pytest.raises(ValueError, match="needs the path of a file"):
        Connection("lite://", transport=Transport).connect()


def test_message_comes_as_it_was_sent(connection, other):
    publish(connection, {"name": "Überweisung 🙂", "size": [1, 2.5, None]})

    message = take(other)

    assert message.payload == {"name": "Überweisung 🙂", "size": [1, 2.5, None]}
    assert message.delivery_info["redelivered"] is False


def test_acknowledged_message_is_gone(connection, other):
    publish(connection, "a")
    take(connection).ack()
    connection.close()

    assert take(other) is None


def test_rejected_message_is_gone_and_a_requeued_one_is_not(connection, other):
    publish(connection, "a", "b")

    take(connection).reject()
    take(connection).requeue()

    again = take(other)
    assert (again.payload, again.delivery_info["redelivered"]) == ("b", True)
    assert take(other) is None


def test_closing_puts_back_at_once_what_was_not_done(connection, other):
    publish(connection, "a", "b")
    take(connection)
    take(connection)

    connection.close()

    assert [take(other).payload, take(other).payload] == ["a", "b"]


def test_message_taken_with_no_ack_is_gone(connection, other):
    publish(connection, "a")

    QUEUE(connection.default_channel).get(no_ack=True)
    connection.close()

    assert take(other) is None


def test_consumer_gets_no_more_than_its_prefetch_count(connection):
    publish(connection, "a", "b", "c")
    received = []
    consumer = connection.Consumer(QUEUE, callbacks=[lambda _, message: received.append(message)])
    consumer.qos(prefetch_count=2)

    with consumer:
        connection.drain_events(timeout=1)
        connection.drain_events(timeout=1)
        with pytest.raises(TimeoutError):
            connection.drain_events(timeout=0.1)
        received[0].ack()
        connection.drain_events(timeout=1)

    assert [message.payload for message in received] == ["a", "b", "c"]


def test_higher_priority_goes_first(connection):
    publish(connection, "later", priority=0)
    publish(connection, "sooner", priority=9)

    assert take(connection).payload == "sooner"


def test_fanout_reaches_every_queue_of_every_process(connection, other):
    exchange = Exchange("news", "fanout")
    queues = [Queue(name, exchange, auto_delete=True) for name in ("one", "two")]
    bound = [queue(each.channel()) for queue, each in zip(queues, (connection, other), strict=True)]
    for queue in bound:
        queue.declare()

    connection.Producer(exchange=exchange).publish("hello", declare=[exchange])

    assert [queue.get(no_ack=True).payload for queue in bound] == ["hello", "hello"]


def test_topic_routes_by_pattern(connection, other):
    exchange = Exchange("topics", "topic")
    queue = Queue("maps", exchange, "map.#")
    queue(other.channel()).declare()
    producer = connection.Producer(exchange=exchange)

    producer.publish("yes", routing_key="map.published", declare=[exchange])
    producer.publish("no", routing_key="report.done")

    assert [queue(other.channel()).get().payload, queue(other.channel()).get()] == ["yes", None]


def test_purge_counts_what_it_deletes(connection):
    publish(connection, "a", "b")

    assert QUEUE(connection.default_channel).purge() == 2
    assert take(connection) is None


def test_leases_are_kept_while_the_connection_is_open(address):
    options = {"lease": 0.6}
    with (
        Connection(address, transport_options=options) as connection,
        Connection(address, transport_options=options) as other,
    ):
        publish(connection, "a")
        take(connection)
        time.sleep(1.4)

        assert take(other) is None


def test_lease_ends_with_a_process_that_no_longer_renews_it(address, monkeypatch):
    monkeypatch.setattr(transport_module, "_keep_leases", lambda messages, stopped: None)
    options = {"lease": 0.2}
    with (
        Connection(address, transport_options=options) as connection,
        Connection(address, transport_options=options) as other,
    ):
        publish(connection, "a")
        take(connection)
        time.sleep(0.3)

        assert take(other).payload == "a"


def test_renewing_thread_survives_an_unusable_file_and_ends_with_its_connection(
    address, tmp_path, caplog
):
    with Connection(address, transport_options={"lease": 0.1}) as connection:
        publish(connection, "a")
        take(connection)
        transport = connection.transport
        (tmp_path / "queue.sqlite3").unlink()
        (tmp_path / "queue.sqlite3").mkdir()
        time.sleep(0.2)
        (tmp_path / "queue.sqlite3").rmdir()
        thread = transport._keeper
        alive_meanwhile = thread.is_alive()
    thread.join(1)

    assert (alive_meanwhile, thread.is_alive()) == (True, False)
    assert "Could not renew the leases" in caplog.messages[0]
