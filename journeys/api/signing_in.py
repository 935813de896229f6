"""Who asks: the account behind a token, read with one query that is put together once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS
from rest_framework import authentication
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import AuthenticationFailed

from journeys.statements import Statement

#: What doors ask of an account. The rest of it stays in the database until somebody wants it.
_TEXTS = ("username", "first_name", "last_name", "email")
_TRUTHS = ("is_active", "is_staff", "is_superuser")
_ACCOUNT = Statement(
    lambda key: Token.objects.filter(key=key).values_list(
        "user_id", *(f"user__{name}" for name in (*_TEXTS, *_TRUTHS))
    )
)


class TokenAuthentication(authentication.TokenAuthentication):
    """The framework's own, without building its query and a whole account for every request."""

    def authenticate_credentials(self, key: str) -> tuple[Any, str]:
        """Return the account and the token. Raises `AuthenticationFailed`."""
        rows = _ACCOUNT.rows(key)
        if not rows:
            raise AuthenticationFailed("Invalid token.")
        person = _account(rows[0])
        if not person.is_active:
            raise AuthenticationFailed("User inactive or deleted.")
        return person, key


def _account(row: tuple[Any, ...]) -> Any:
    """Return the account with the columns that were read; the database may tell truth as 0 and 1."""
    texts, truths = row[: 1 + len(_TEXTS)], row[1 + len(_TEXTS) :]
    read = dict(zip(("id", *_TEXTS), texts, strict=True))
    read |= {name: bool(value) for name, value in zip(_TRUTHS, truths, strict=True)}
    model = get_user_model()
    names = [f.attname for f in model._meta.concrete_fields if f.attname in read]
    return model.from_db(DEFAULT_DB_ALIAS, names, [read[name] for name in names])
