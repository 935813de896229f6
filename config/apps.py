"""The project as an app: management commands and checks that know all apps, and the admin's site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class ConfigConfig(AppConfig):
    """Config."""

    name = "config"

    def ready(self) -> None:
        """Have the checks run at start."""
        from config import checks  # noqa: F401  importing registers them


class AdminConfig(DjangoAdminConfig):
    """Django's admin with our site in place of the default one."""

    default_site = "config.site.Site"
