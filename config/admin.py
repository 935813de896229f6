"""What operators run the installation with: accounts and API tokens, in the workplace's clothes."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from rest_framework.authtoken.admin import TokenAdmin as RestTokenAdmin
from rest_framework.authtoken.models import TokenProxy
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

for model in (User, Group, TokenProxy):
    admin.site.unregister(model)


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    """Accounts. What people may do is decided per program, so groups and permissions stay out."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "first_name", "last_name", "email", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser"]
    list_fullwidth = True
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        (
            "Account",
            {"fields": ["is_active", "is_superuser", "last_login", "date_joined"]},
        ),
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ()


@admin.register(TokenProxy)
class TokenAdmin(RestTokenAdmin, ModelAdmin):
    """Tokens for the REST API, one a person."""

    list_display = ["user", "created"]
    list_fullwidth = True
    show_full_result_count = False
