"""The app's name for Django."""

from django.apps import AppConfig


class ResearchConfig(AppConfig):
    """Research."""

    name = "research"
    default_auto_field = "django.db.models.BigAutoField"
