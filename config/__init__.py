"""The project: settings, URLs, roles, the queue, and whatever has to know all apps."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
