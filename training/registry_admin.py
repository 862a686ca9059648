"""Training in the admin: the registry is kept up through its operations, what people did is looked at."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from core.admin import KeptAdmin, ReadOnlyAdmin
from core.errors import DomainError
from training import operations
from training.models import (
    Distribution,
    Institute,
    Programme,
    TrainingClass,
    TrainingRecommendation,
)


class ReasonForm(ActionForm):
    """Beside the choice of what to do: why."""

    reason = forms.CharField(label=_("Alasan"), max_length=500, required=False)


class SaidForm(forms.ModelForm):
    """Saved by an operation, whose refusal stands above the form. Each kind says how it is kept."""

    actor: Any = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.keep(cleaned)
            except DomainError as error:
                raise forms.ValidationError(str(error.message)) from error
        return cleaned

    def keep(self, cleaned: dict[str, Any]) -> None:
        """Write it; the form's instance is then what was written."""
        raise NotImplementedError

    def _post_clean(self) -> None:
        """The operation has checked and written."""

    def save(self, commit: bool = True) -> Any:
        return self.instance

    def save_m2m(self) -> None:
        """Nothing of the kind."""


class KeptByOperations(KeptAdmin):
    """Rows are added and corrected by operations, and moved by actions with a reason."""

    action_form = ReasonForm

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"actor": request.user})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Written already."""

    def move(self, request: HttpRequest, rows: QuerySet[Any], act: Any, *, why: bool = True) -> None:
        """Do it to each of the chosen rows; what is refused is said, by name."""
        facts = {"reason": request.POST.get("reason", "")} if why else {}
        done = 0
        for row in rows:
            try:
                act(row, **facts, actor=request.user, at=clock.now())
                done += 1
            except DomainError as error:
                self.message_user(request, f"{row}: {error.message}", messages.ERROR)
        if done:
            self.message_user(request, _("%(n)s baris diubah.") % {"n": done}, messages.SUCCESS)


OF_INSTITUTE = ("name", "vin", "kind", "address", "phone", "website", "accredited_until")
OF_PROGRAMME = ("title", "group", "mode", "hours", "days", "cost", "learns", "requirements", "curriculum", "standard")
OF_CLASS = ("starts_on", "ends_on", "seats", "place", "schedule")


class InstituteForm(SaidForm):
    class Meta:
        model = Institute
        fields = (*OF_INSTITUTE, "region")

    def keep(self, cleaned: dict[str, Any]) -> None:
        facts = {name: cleaned[name] for name in OF_INSTITUTE}
        said = operations.InstituteSaid(**facts, region_id=cleaned["region"].pk)
        at = clock.now()
        if self.instance._state.adding:
            self.instance = operations.add_institute(said=said, actor=self.actor, at=at)
        else:
            self.instance = operations.correct_institute(self.instance, said=said, actor=self.actor, at=at)


@admin.register(Institute)
class InstituteAdmin(KeptByOperations):
    """Kept up here; suspended, restored and ended only by two officers (training.operations.measures)."""

    form = InstituteForm
    list_display = ("name", "vin", "kind", "region", "accredited_until", "state")
    list_filter = ("state", "kind")
    search_fields = ("name", "vin")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)
    readonly_fields = ("state",)


class ProgrammeForm(SaidForm):
    class Meta:
        model = Programme
        fields = ("institute", *OF_PROGRAMME, "skills")

    def keep(self, cleaned: dict[str, Any]) -> None:
        facts = {name: cleaned[name] for name in OF_PROGRAMME}
        said = operations.ProgrammeSaid(**facts, skills=tuple(cleaned["skills"] or ()))
        at = clock.now()
        if self.instance._state.adding:
            self.instance = operations.add_programme(cleaned["institute"], said=said, actor=self.actor, at=at)
        else:
            self.instance = operations.correct_programme(self.instance, said=said, actor=self.actor, at=at)


@admin.register(Programme)
class ProgrammeAdmin(KeptByOperations):
    form = ProgrammeForm
    list_display = ("title", "institute", "group", "mode", "cost", "state")
    list_filter = ("state", "mode")
    search_fields = ("title", "institute__name")
    list_select_related = ("institute",)
    autocomplete_fields = ("institute",)
    readonly_fields = ("state", "priced_on")
    actions = ("list_them", "withdraw")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A programme stays with its institute."""
        return (*self.readonly_fields, "institute") if obj else self.readonly_fields

    @admin.action(permissions=["change"], description=_("Daftarkan di katalog"))
    def list_them(self, request: HttpRequest, queryset: QuerySet[Programme]) -> None:
        self.move(request, queryset, operations.list_programme, why=False)

    @admin.action(permissions=["change"], description=_("Tarik dari katalog (tulis alasan)"))
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Programme]) -> None:
        self.move(request, queryset, operations.withdraw_programme)


class ClassForm(SaidForm):
    class Meta:
        model = TrainingClass
        fields = ("programme", *OF_CLASS, "taken")

    def keep(self, cleaned: dict[str, Any]) -> None:
        """A class that is there keeps what people signed up for: only the seats that are taken change."""
        at = clock.now()
        if self.instance._state.adding:
            facts = {name: cleaned[name] for name in OF_CLASS}
            self.instance = operations.open_class(cleaned["programme"], **facts, actor=self.actor, at=at)
        self.instance = operations.set_taken(self.instance, taken=cleaned["taken"], actor=self.actor, at=at)


@admin.register(TrainingClass)
class TrainingClassAdmin(KeptByOperations):
    form = ClassForm
    list_display = ("programme", "starts_on", "ends_on", "seats", "taken", "state")
    list_filter = ("state",)
    search_fields = ("programme__title", "programme__institute__name")
    list_select_related = ("programme",)
    autocomplete_fields = ("programme",)
    readonly_fields = ("state",)
    date_hierarchy = "starts_on"
    actions = ("close", "reopen", "cancel")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.readonly_fields, "programme", *OF_CLASS) if obj else self.readonly_fields

    @admin.action(permissions=["change"], description=_("Tutup pendaftaran"))
    def close(self, request: HttpRequest, queryset: QuerySet[TrainingClass]) -> None:
        self.move(request, queryset, operations.close_class, why=False)

    @admin.action(permissions=["change"], description=_("Buka pendaftaran lagi"))
    def reopen(self, request: HttpRequest, queryset: QuerySet[TrainingClass]) -> None:
        self.move(request, queryset, operations.reopen_class, why=False)

    @admin.action(permissions=["change"], description=_("Batalkan kelas (tulis alasan)"))
    def cancel(self, request: HttpRequest, queryset: QuerySet[TrainingClass]) -> None:
        self.move(request, queryset, operations.cancel_class)


@admin.register(TrainingRecommendation)
class TrainingRecommendationAdmin(ReadOnlyAdmin):
    """Whose and why stays with those whom it concerns: here is what was recommended, and what came of it."""

    list_display = ("programme", "made_by", "made_at", "valid_until", "state")
    list_filter = ("state",)
    list_select_related = ("programme", "made_by")
    fields = ("programme", "made_by", "made_at", "valid_until", "state")
    date_hierarchy = "made_at"


@admin.register(Distribution)
class DistributionAdmin(ReadOnlyAdmin):
    list_display = ("year", "province", "printed", "regencies", "institutes", "programmes")
    list_filter = ("year",)
    list_select_related = ("province",)
