"""A token stands for an account, read as far as doors need it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import AuthenticationFailed

from journeys.api.signing_in import TokenAuthentication

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara() -> User:
    return User.objects.create_user(
        "mara", "mara@example.org", "secret", first_name="Mara", last_name="Ösel", is_staff=True
    )


def signed_in(key: str):
    return TokenAuthentication().authenticate_credentials(key)


def test_token_gives_the_account_in_one_query(mara, django_assert_num_queries):
    key = Token.objects.create(user=mara).key

    with django_assert_num_queries(1):
        person, token = signed_in(key)
        said = (person.get_full_name(), person.get_username(), person.email)

    assert (person, token) == (mara, key)
    assert said == ("Mara Ösel", "mara", "mara@example.org")
    assert (person.is_active, person.is_staff, person.is_superuser) == (True, True, False)


def test_rest_of_the_account_is_read_when_asked_for(mara):
    person, _ = signed_in(Token.objects.create(user=mara).key)

    assert person.get_deferred_fields() == {"password", "last_login", "date_joined"}
    assert person.date_joined == mara.date_joined
    assert person.check_password("secret")


@pytest.mark.parametrize("key", ["nonsense", "", "' OR 1=1 --"])
def test_token_that_is_none_signs_nobody_in(mara, key):
    Token.objects.create(user=mara)

    with pytest.raises(AuthenticationFailed, match=r"Invalid token\."):
        signed_in(key)


def test_account_that_was_put_out_of_use_is_refused(mara):
    key = Token.objects.create(user=mara).key
    User.objects.update(is_active=False)

    with pytest.raises(AuthenticationFailed, match=r"User inactive or deleted\."):
        signed_in(key)
