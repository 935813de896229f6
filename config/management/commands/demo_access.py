"""Let `manager` into the demonstration, with a password and a token that stay the same."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from rest_framework.authtoken.models import Token

USERNAME = "manager"
# Without letters and digits that look alike.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    """Demo access."""

    help = (
        "Make sure that the user `manager` exists and has the password kept in the data folder,"
        " and print it with the user's API token."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print two lines: `Sign in: …` and `API token: …`."""
        password = kept_password(Path(settings.DATA_DIR) / "password")
        user, _ = get_user_model()._default_manager.get_or_create(username=USERNAME)
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        token, _ = Token.objects.get_or_create(user=user)
        self.stdout.write(f"Sign in: {USERNAME} / {password}")
        self.stdout.write(f"API token: {token.key}")


def kept_password(file: Path) -> str:
    """Read the password from the file, or make one and keep it there, for its owner's eyes only."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text("-".join(_letters(4) for _ in range(4)), encoding="ascii")
    return file.read_text(encoding="ascii").strip()


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))
