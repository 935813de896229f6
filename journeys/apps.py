"""The app's start: what Django alone can tell us is connected here."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JourneysConfig(AppConfig):
    """Journeys."""

    name = "journeys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the triggers that freeze published versions in place after every migration."""
        from journeys import immutability

        post_migrate.connect(immutability.install_after_migrate, sender=self)
