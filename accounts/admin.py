"""Users, roles and sign-ins in the Django admin. Changes run operations: sessions end, audit rows are written."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import RoleAssignment, SignIn, User
from accounts.operations.roles import role_changed
from accounts.operations.second_factor import reset_second_factor
from accounts.operations.users import set_active
from core import clock, formatting
from core.admin import KeptAdmin, ReadOnlyAdmin, ReadOnlyInline
from core.errors import NotAllowed

CHANGES = {"insert": _("dibuat"), "update": _("diubah")}  # what the trigger calls them

for foreign in (EmailAddress, Authenticator, UserSession, Group):
    if admin.site.is_registered(foreign):
        admin.site.unregister(foreign)


class RoleInline(ReadOnlyInline):
    """What somebody may act as; granted under Penugasan peran."""

    model = RoleAssignment
    fk_name = "user"
    fields = ("role", "region", "starts_on", "ends_on", "granted_by")
    show_change_link = True


class HistoryInline(ReadOnlyInline):
    """Every change of the row, written by a trigger."""

    fk_name = "pgh_obj"
    verbose_name_plural = _("riwayat perubahan")

    @admin.display(description=_("perubahan"))
    def change(self, row: Any) -> str:
        return str(CHANGES.get(row.pgh_label, row.pgh_label))


class UserHistory(HistoryInline):
    model = User.pgh_event_model
    fields = ("pgh_created_at", "change", "email", "full_name", "is_active", "is_staff", "is_superuser")


class RoleHistory(HistoryInline):
    model = RoleAssignment.pgh_event_model
    fields = ("pgh_created_at", "change", "role", "region", "starts_on", "ends_on", "granted_by")


class NewUserForm(forms.ModelForm):
    """A new officer: no password here, they set one by recovery."""

    class Meta:
        model = User
        fields = ("full_name", "email")

    def clean_email(self) -> str:
        email = (self.cleaned_data["email"] or "").strip().lower()
        if not email:
            raise ValidationError(_("Isi alamat email. Petugas memakainya untuk membuat kata sandi."))
        return email


@admin.register(User)
class UserAdmin(KeptAdmin):
    list_display = ("full_name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("full_name", "email")
    fields = ("full_name", "email", "phone_shown", "language", "is_active", "joined_at", "last_login")
    readonly_fields = ("phone_shown", "is_active", "joined_at", "last_login")
    inlines = (RoleInline, UserHistory)
    actions = ("switch_off", "switch_on", "reset_factor")

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs |= {"form": NewUserForm, "fields": None}
        return super().get_form(request, obj, change=change, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "language":
            return forms.ChoiceField(label=capfirst(db_field.verbose_name), choices=settings.LANGUAGES)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.fields if obj else NewUserForm.Meta.fields

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        return self.inlines if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.pk != request.user.pk)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    @admin.display(description=_("nomor HP"))
    def phone_shown(self, obj: User) -> str:
        return formatting.mask_phone(obj.phone) if obj.phone_sealed else "-"

    @admin.action(description=_("Matikan akun yang dipilih"), permissions=["change"])
    def switch_off(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._each(request, chosen, lambda user: set_active(user, active=False, actor=request.user, at=clock.now()))

    @admin.action(description=_("Nyalakan akun yang dipilih"), permissions=["change"])
    def switch_on(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._each(request, chosen, lambda user: set_active(user, active=True, actor=request.user, at=clock.now()))

    @admin.action(description=_("Pulihkan langkah kedua (petugas menyiapkannya lagi)"), permissions=["change"])
    def reset_factor(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        reason = "admin"
        self._each(
            request, chosen, lambda user: reset_second_factor(user, actor=request.user, reason=reason, at=clock.now())
        )

    def _each(self, request: HttpRequest, chosen: QuerySet[User], act: Any) -> None:
        for user in chosen:
            try:
                act(user)
            except NotAllowed as refusal:
                self.message_user(request, str(refusal.message), messages.ERROR)
            else:
                self.message_user(request, _("%(user)s: selesai.") % {"user": user}, messages.SUCCESS)


class RoleForm(forms.ModelForm):
    """A role for somebody else, in words when it cannot be."""

    giver: Any = None

    class Meta:
        model = RoleAssignment
        fields = ("user", "role", "region", "starts_on", "ends_on")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        holder = typed.get("user") or (self.instance.user if self.instance.pk else None)
        if self.giver is not None and holder is not None and holder.pk == self.giver.pk:
            raise ValidationError(_("Anda tidak dapat memberi peran kepada diri sendiri."), code="own_role")
        return typed


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(KeptAdmin):
    """Granted and ended here. Who holds a role and since when is never rewritten: end it and grant a new one."""

    form = RoleForm
    ordering = ("user__full_name", "-starts_on")
    list_display = ("user", "role", "region", "starts_on", "ends_on", "granted_by")
    list_filter = ("role",)
    list_select_related = ("user", "region", "granted_by")
    search_fields = ("user__full_name", "user__email")
    autocomplete_fields = ("user", "region")
    inlines = (RoleHistory,)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("RoleFormOfRequest", (form,), {"giver": request.user})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("user", "role", "region", "starts_on", "granted_by") if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def save_model(self, request: HttpRequest, obj: RoleAssignment, form: Any, change: bool) -> None:
        if not change:
            obj.granted_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        role_changed(obj, "changed" if change else "granted", actor=request.user, at=clock.now())  # type: ignore[arg-type]


@admin.register(SignIn)
class SignInAdmin(ReadOnlyAdmin):
    list_display = ("at", "user", "outcome", "device", "ip")
    list_filter = ("outcome",)
    list_select_related = ("user",)
    date_hierarchy = "at"
