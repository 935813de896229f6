"""The Celery application; its settings are the `CELERY_` names in `config.settings`."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# `lite://` is our broker without a server: see config/lite/ and docs/decisions/.
TRANSPORT_ALIASES["lite"] = "config.lite:Transport"

app = Celery("journeyloop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
