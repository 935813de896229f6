"""`lite://`: Celery's queue in one SQLite file, for machines with no Redis or RabbitMQ.

`database` opens the file, `messages` keeps what is in it, `transport` lets Kombu use that. Why
there is a transport of our own: docs/decisions/0003-a-queue-without-a-server.md.
"""

from config.lite.transport import Transport

__all__ = ["Transport"]
