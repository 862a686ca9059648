"""The guide of questions in the admin: a draft is edited, a published version is only looked at."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from core.admin import KeptAdmin
from core.errors import DomainError
from counseling.enums import SessionKind
from counseling.models import Guide, GuideQuestion
from counseling.operations.guides import MOST_QUESTIONS, draft_guide, publish_guide

ASIDE = 1_000  # where numbers wait while they are dealt anew


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]
    """`place` is where the question is asked; after saving they count from 1 without gaps."""

    place = forms.IntegerField(label=_("urutan"), min_value=1, max_value=MOST_QUESTIONS, required=False)

    class Meta:
        model = GuideQuestion
        fields = ("place", "topic", "topic_en", "text", "text_en", "hint", "hint_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].initial = self.instance.n


class QuestionInline(admin.TabularInline):  # type: ignore[type-arg]
    model = GuideQuestion
    form = QuestionForm
    extra = 1
    max_num = MOST_QUESTIONS
    ordering = ("n",)

    def get_fields(self, request: HttpRequest, obj: Guide | None = None) -> tuple[str, ...]:
        """Who only looks reads the number that stands."""
        first = "place" if self.has_change_permission(request, obj) else "n"
        return (first, *QuestionForm.Meta.fields[1:])

    def has_add_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        return _is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        return _is_draft(obj) and super().has_delete_permission(request, obj)


def _is_draft(guide: Guide | None) -> bool:
    return guide is not None and guide.published_at is None


@admin.register(Guide)
class GuideAdmin(KeptAdmin):
    """docs/how-to/change-the-guide.md."""

    list_display = ("kind", "number", "note", "published_at")
    list_filter = ("kind",)
    fields = ("kind", "number", "note", "published_at")
    readonly_fields = ("kind", "number", "published_at")
    inlines = (QuestionInline,)
    actions = ("draft_next", "publish")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A version begins as a copy of the one in use."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        return (obj is None or _is_draft(obj)) and super().has_change_permission(request, obj)

    @admin.action(description=_("Buat draf versi berikutnya"), permissions=["change"])
    def draft_next(self, request: HttpRequest, queryset: QuerySet[Guide]) -> None:
        for kind in sorted(set(queryset.values_list("kind", flat=True))):
            draft = draft_guide(SessionKind(kind), actor=request.user, at=clock.now())  # type: ignore[arg-type]
            messages.success(request, _("%(guide)s siap diubah.") % {"guide": draft})

    @admin.action(description=_("Terbitkan: dipakai mulai sekarang"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Guide]) -> None:
        for guide in queryset.order_by("kind", "number"):
            self._told(request, guide, lambda row: publish_guide(row, actor=request.user, at=clock.now()))  # type: ignore[arg-type]

    def _told(self, request: HttpRequest, guide: Guide, act: Callable[[Guide], Guide]) -> None:
        try:
            done = act(guide)
        except DomainError as error:
            messages.error(request, f"{guide}: {error.message}")
        else:
            messages.success(request, _("%(guide)s terbit.") % {"guide": done})

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Numbers are dealt anew in the order of `place`; two questions may change places in one go."""
        with transaction.atomic():
            guide: Guide = form.instance
            GuideQuestion.objects.filter(guide=guide).update(n=F("n") + ASIDE)
            for waiting, row in enumerate(formset.extra_forms, 2 * ASIDE):
                row.instance.n = waiting
            for row in formset.initial_forms:
                row.instance.n += ASIDE
            formset.save()
            places = {row.instance.pk: row.cleaned_data.get("place") for row in formset.forms if row.cleaned_data}
            kept = list(GuideQuestion.objects.filter(guide=guide).order_by("n"))
            kept.sort(key=lambda question: places.get(question.pk) or ASIDE)
            for n, question in enumerate(kept, 1):
                GuideQuestion.objects.filter(pk=question.pk).update(n=n)
