"""The door to the workplace, and what operators keep."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.authtoken.models import Token

from tests.factories import ProgramFactory, UserFactory, member, operator

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


def sign_in(client, username, password="open sesame", **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


@pytest.fixture
def vera():
    user = member(ProgramFactory(), "viewer", username="vera")
    user.set_password("open sesame")
    user.save()
    return user


def test_a_member_signs_in_without_being_staff(client, vera):
    response = sign_in(client, "vera", next="/admin/")

    assert (vera.is_staff, response.status_code, response.url) == (False, 302, "/admin/")


@pytest.mark.parametrize(("name", "password"), (("vera", "wrong"), ("nobody", "open sesame"), ("", "")))  # fmt: skip
def test_a_wrong_name_and_a_wrong_password_look_the_same(client, vera, name, password):
    response = sign_in(client, name, password)

    assert response.status_code == 200
    if name:
        assert response.context["form"].non_field_errors() == [
            "This name and password do not go together. Mind capital letters in both."
        ]


def test_an_account_that_is_switched_off_stays_out(client, vera):
    User.objects.update(is_active=False)

    assert sign_in(client, "vera").status_code == 200
    assert client.get("/admin/").url.startswith(LOGIN)


def test_switching_an_account_off_ends_its_visit(client, vera):
    client.force_login(vera)
    User.objects.update(is_active=False)

    assert client.get(f"/admin/journeys/program/{vera.memberships.get().program_id}/home/").status_code == 302  # fmt: skip


@pytest.mark.parametrize("target", ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"))  # fmt: skip
def test_signing_in_leads_nowhere_else(client, vera, target):
    assert sign_in(client, "vera", next=target).url == "/admin/"


def test_signing_out_leads_to_the_door(client, vera):
    client.force_login(vera)

    assert client.post(reverse("admin:logout")).url == LOGIN
    assert client.get("/admin/").url.startswith(LOGIN)


@pytest.mark.parametrize("path", ("/admin/journeys/", "/admin/auth/"))
def test_lists_of_tables_lead_to_the_program(client, vera, path):
    client.force_login(vera)

    assert client.get(path).url == "/admin/"


def test_everybody_changes_their_own_password(client, vera):
    client.force_login(vera)
    url = reverse("admin:password_change")
    new = "a much longer sesame"

    response = client.post(url, {"old_password": "open sesame", "new_password1": new, "new_password2": new}, follow=True)  # fmt: skip

    assert "Your password is changed" in response.content.decode()
    assert sign_in(Client(), "vera", new).status_code == 302


# --- operators ---


@pytest.fixture
def root(client):
    client.force_login(operator(username="root"))
    return client


def test_an_operator_opens_an_account(root):
    password = "a much longer sesame"

    response = root.post(
        reverse("admin:auth_user_add"),
        {"username": "nora", "password1": password, "password2": password},
    )

    assert response.status_code == 302
    assert User.objects.get(username="nora").check_password(password)


def test_an_operator_sets_a_password(root):
    user = UserFactory()
    password = "a much longer sesame"

    root.post(
        reverse("admin:auth_user_password_change", args=[user.pk]),
        {"password1": password, "password2": password, "set-password": ""},
    )

    user.refresh_from_db()
    assert user.check_password(password)


def test_an_operator_makes_a_token_and_sees_it(root):
    user = UserFactory(username="nora")

    root.post(reverse("admin:authtoken_tokenproxy_add"), {"username": "nora"})

    token = Token.objects.get(user=user)
    page = root.get(reverse("admin:authtoken_tokenproxy_change", args=[user.pk]))
    assert token.key in page.content.decode()


@pytest.mark.parametrize("name", ("nobody", "off", "nora"))
def test_a_token_is_made_once_and_for_somebody(root, name):
    UserFactory(username="off", is_active=False)
    Token.objects.create(user=UserFactory(username="nora"))

    response = root.post(reverse("admin:authtoken_tokenproxy_add"), {"username": name})

    assert response.context["adminform"].form.errors.keys() == {"username"}
    assert Token.objects.count() == 1


def test_lists_of_operators_show_no_key(root):
    token = Token.objects.create(user=UserFactory())

    text = root.get(reverse("admin:authtoken_tokenproxy_changelist")).content.decode()

    assert token.key not in text


def test_lists_of_operators_take_the_same_queries_whatever_their_length(root):
    def queries(url):
        with CaptureQueriesContext(connection) as seen:
            assert root.get(url).status_code == 200
        return len(seen)

    urls = [reverse(f"admin:{name}_changelist") for name in ("auth_user", "authtoken_tokenproxy")]
    Token.objects.create(user=UserFactory())
    before = [queries(url) for url in urls]
    for _ in range(3):
        Token.objects.create(user=UserFactory())

    assert [queries(url) for url in urls] == before


@pytest.mark.parametrize(("path", "words"), (("/nothing-here/", "Not found"), ("/admin/nothing/", "Not found")))  # fmt: skip
def test_what_is_not_there_is_said_in_our_words(client, vera, path, words):
    client.force_login(vera)

    response = client.get(path)

    assert response.status_code == 404
    assert words in response.content.decode()
