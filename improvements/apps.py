"""The app's name for Django."""

from django.apps import AppConfig


class ImprovementsConfig(AppConfig):
    """Improvements."""

    name = "improvements"
    default_auto_field = "django.db.models.BigAutoField"
