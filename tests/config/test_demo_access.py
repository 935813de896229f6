"""The demonstration's manager gets in, with what was printed."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from rest_framework.authtoken.models import Token

from config.management.commands.demo_access import kept_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def printed() -> list[str]:
    output = StringIO()
    call_command("demo_access", stdout=output)
    return output.getvalue().splitlines()


def test_manager_signs_in_with_what_is_printed(data_folder: Path) -> None:
    sign_in, token = printed()

    password = (data_folder / "password").read_text()
    user = authenticate(username="manager", password=password)
    assert user is not None
    assert sign_in == f"Sign in: manager / {password}"
    assert token == f"API token: {Token.objects.get(user=user).key}"


def test_password_and_token_stay_the_same() -> None:
    assert printed() == printed()


def test_changed_password_is_set_back() -> None:
    sign_in, _ = printed()
    manager = get_user_model().objects.get(username="manager")
    manager.set_password("something else")
    manager.save()

    printed()

    assert authenticate(username="manager", password=sign_in.rpartition(" ")[2])


def test_password_is_for_its_owner_alone(tmp_path: Path) -> None:
    kept_password(tmp_path / "new")

    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600
