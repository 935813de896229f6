"""Everything `./app demo` needs done before web and worker start, in one process."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Prepare demo."""

    help = "Migrate, collect static files, load the demonstration if it is absent, and say who may sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what `demo_access` prints; all else goes to standard error."""
        call_command("migrate", interactive=False, stdout=self.stderr)
        self._collect_static_files()
        call_command("load_demo", quiet=True, stdout=self.stderr)
        call_command("demo_access", stdout=self.stdout)

    def _collect_static_files(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        found = _fingerprint_of_static_files()
        if stamp.exists() and stamp.read_text() == found:
            return
        # Compressing takes half a minute, and on one machine nothing is gained by it. The names
        # are the same, so the storage that serves them finds them.
        plain = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
        call_command("collectstatic", interactive=False, clear=True, stdout=self.stderr)
        stamp.write_text(found)


def _fingerprint_of_static_files() -> str:
    state = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            modified = storage.get_modified_time(path)
            state.update(f"{path} {storage.size(path)} {modified}\n".encode())
    return state.hexdigest()
