"""What operators run the installation with: accounts and API tokens, in the workplace's clothes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from rest_framework.authtoken.admin import TokenAdmin as RestTokenAdmin
from rest_framework.authtoken.admin import TokenChangeList
from rest_framework.authtoken.models import TokenProxy
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from journeys.admin.chips import chip, day
from journeys.admin.names import name_of
from journeys.admin.paging import CappedPaginator

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

for model in (User, Group, TokenProxy):
    admin.site.unregister(model)


class OperatorAdmin(ModelAdmin):
    """A list and a form in the workplace's words."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = None
    list_per_page = 50
    actions = None
    empty_value_display = ""
    formfield_overrides: dict[Any, Any] = {}
    list_title = ""
    add_words = ""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Name the list and its button."""
        words = {"title": self.list_title, "add_words": self.add_words}
        response: HttpResponse = super().changelist_view(request, words | (extra_context or {}))
        return response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Name the page by the thing."""
        obj = kwargs.get("obj")
        context |= {
            "title": self.title_of(obj) if obj else self.add_words,
            "subtitle": None,
            "crumbs": [(self.list_title, "../" if obj is None else "../../")],
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def title_of(self, obj: Any) -> str:
        """Return what a row is called."""
        return str(obj)


@admin.register(User)
class UserAdmin(OperatorAdmin, DjangoUserAdmin):
    """Accounts. What people may do is decided per program, so groups and permissions stay out."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_title, add_words = "Users", "Add a user"
    list_display = ["username", "called", "email", "may"]
    list_filter = ["is_active", "is_superuser"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": [("first_name", "last_name"), "email"]}),
        ("Account", {"fields": ["is_active", "is_superuser"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "password1", "password2"]})]
    filter_horizontal = ()
    labels = {
        "is_active": ("May sign in", "Take this away instead of deleting an account."),
        "is_superuser": ("Runs the installation", "Sees every program, and all accounts and tokens."),
    }  # fmt: skip

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Say what the two switches mean here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in self.labels:
            field.label, field.help_text = self.labels[db_field.name]
        return field

    def title_of(self, obj: Any) -> str:
        """Return the person's name."""
        return name_of(obj)

    @admin.display(description="Name", ordering="last_name")
    def called(self, user: User) -> str:
        """Show the full name."""
        return user.get_full_name()

    @admin.display(description="Account")
    def may(self, user: User) -> str:
        """Show what is special about the account."""
        if not user.is_active:
            return chip("Switched off", "archived", "block")
        return chip("Operator", "other", "shield_person") if user.is_superuser else ""


class TokenForm(forms.ModelForm):
    """A token for somebody who is named."""

    username = forms.CharField(label="User name", max_length=150)

    class Meta:
        model = TokenProxy
        fields: list[str] = []

    def clean_username(self) -> str:
        """Find the account, which may have one token."""
        name: str = self.cleaned_data["username"].strip()
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise ValidationError("There is no account of this name.")
        if TokenProxy.objects.filter(user=user).exists():
            raise ValidationError("This person has a token already. Delete it to make a new one.")
        self.instance.user = user
        return name


@admin.register(TokenProxy)
class TokenAdmin(OperatorAdmin, RestTokenAdmin):
    """Tokens for the REST API, one a person."""

    form = TokenForm
    list_title, add_words = "API tokens", "Make a token"
    list_display = ["user", "made"]
    list_filter = ()
    list_select_related = ["user"]
    fields = None
    fieldsets = [(None, {"fields": ["key", "made"]})]
    add_fieldsets = [(None, {"fields": ["username"]})]
    readonly_fields = ["key", "made"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Show tokens; there is nothing to edit in one."""
        return obj is None and super().has_change_permission(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Ask for the person only when one is made."""
        if obj is not None:
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, change, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[TokenChangeList]:
        """Lead to tokens by their owner: an address must not hold a key."""
        return TokenChangeList

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Write nothing: Django's log keeps what a row is called, and that is the key."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """Write nothing, for the same reason."""

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        """Say it without the key."""
        is_gone = request.path.endswith("/delete/")
        words = "The token is gone." if is_gone else "The token is made. Open it to copy the key."
        super().message_user(request, words, *args, **kwargs)

    def title_of(self, obj: Any) -> str:
        """Say whose it is."""
        return f"Token of {obj.user}"

    @admin.display(description="Made")
    def made(self, token: TokenProxy) -> str:
        """Show when."""
        return day(token.created)
