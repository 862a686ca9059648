"""The search for work in the admin: what people did is looked at, reference data are kept up."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin import KeptAdmin, ReadOnlyAdmin
from core.text import one_line
from ipk.models import (
    Activity,
    Instrument,
    InstrumentVersion,
    Item,
    Jobseeker,
    JobTitle,
    Occupation,
    SelfAssessment,
    Vacancy,
    VacancyCopy,
    VacancyReport,
)
from ipk.titles import job_key

UNIT_GROUP = 4  # digits


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ("company", "kind", "on", "state", "due_on", "judged_at")
    list_filter = ("state", "kind")
    search_fields = ("company",)
    date_hierarchy = "on"


@admin.register(SelfAssessment)
class SelfAssessmentAdmin(ReadOnlyAdmin):
    list_display = ("person", "state", "version", "started_at", "completed_at")
    list_filter = ("state", "version")
    list_select_related = ("person", "version__instrument")


@admin.register(Instrument)
class InstrumentAdmin(ReadOnlyAdmin):
    list_display = ("code", "name")


class ItemInline(admin.TabularInline):
    model = Item
    fields = ("code", "type", "text", "text_en")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(InstrumentVersion)
class InstrumentVersionAdmin(ReadOnlyAdmin):
    """Versions come in and are published by commands: docs/how-to/replace-the-instrument.md."""

    list_display = ("instrument", "number", "published_at")
    list_select_related = ("instrument",)
    inlines = (ItemInline,)


@admin.register(Occupation)
class OccupationAdmin(KeptAdmin):
    """Names are put right here. Codes are those of the classification: none is added."""

    list_display = ("code", "name", "name_en", "holland")
    search_fields = ("code", "name", "name_en")
    fields = ("code", "name", "name_en", "parent", "holland")
    readonly_fields = ("code", "parent", "holland")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class JobTitleForm(ModelForm):
    """A title may be put right as long as no other one is the same to whoever searches."""

    class Meta:
        model = JobTitle
        fields = ("title", "occupation")

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"])
        key = job_key(title)
        if not key:
            raise ValidationError(_("Tulis sebutan pekerjaan dengan huruf."))
        if JobTitle.objects.filter(key=key).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Sebutan ini sudah ada."))
        self.instance.key = key
        return title

    def clean_occupation(self) -> Occupation:
        occupation: Occupation = self.cleaned_data["occupation"]
        if len(occupation.code) != UNIT_GROUP:
            raise ValidationError(_("Pilih kelompok jabatan dengan kode empat angka."))
        return occupation


@admin.register(JobTitle)
class JobTitleAdmin(KeptAdmin):
    form = JobTitleForm
    list_display = ("title", "occupation")
    search_fields = ("key", "occupation__code", "occupation__name")
    list_select_related = ("occupation",)
    autocomplete_fields = ("occupation",)


@admin.register(Jobseeker)
class JobseekerAdmin(ReadOnlyAdmin):
    list_display = ("job", "occupation", "condition", "state", "registered_at")
    list_filter = ("state", "condition")
    list_select_related = ("occupation",)


@admin.register(Vacancy)
class VacancyAdmin(ReadOnlyAdmin):
    list_display = ("title", "company", "state", "source", "published_at", "closes_on")
    list_filter = ("state", "source")
    search_fields = ("title", "company", "external_id")
    exclude = ("search",)
    show_full_result_count = False


@admin.register(VacancyReport)
class VacancyReportAdmin(ReadOnlyAdmin):
    list_display = ("vacancy", "reason", "state", "at", "due_on")
    list_filter = ("state", "reason")
    list_select_related = ("vacancy",)


@admin.register(VacancyCopy)
class VacancyCopyAdmin(ReadOnlyAdmin):
    list_display = ("source", "started_at", "finished_at", "pages", "kept", "refused", "closed")
