"""Forms of the inspectors' desk: the list, and each act on one complaint."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from compliance.enums import OPEN, ComplaintKind, ComplaintState
from compliance.forms.fields import WordsField
from compliance.models import Complaint
from core.filters import SEARCH, ListFilter
from core.forms import Form
from core.text import one_line
from participants.forms.phk import LineField


class ComplaintFilter(ListFilter):
    """Without a state: what is open. The search knows numbers, employers and words of the text, never people."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Nomor, perusahaan, atau kata"),
        widget=forms.TextInput(SEARCH),
    )
    jenis = django_filters.ChoiceFilter(
        field_name="kind", choices=ComplaintKind.choices, label=_("Jenis"), empty_label=_("Semua jenis")
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=ComplaintState.choices, label=_("Keadaan"), empty_label=_("Belum selesai")
    )
    oleh = django_filters.ChoiceFilter(
        choices=[("saya", _("Saya")), ("belum", _("Belum ada"))],
        label=_("Dikerjakan"),
        empty_label=_("Siapa pun"),
        method="worked_by",
    )

    class Meta:
        model = Complaint
        fields: list[str] = []

    def search(self, rows: QuerySet[Complaint], name: str, value: str) -> QuerySet[Complaint]:
        text = one_line(value)[:120]
        if not text:
            return rows
        found = Q(number__icontains=text) | Q(employer__name__icontains=text) | Q(employer__npp__iexact=text)
        return rows.filter(found | Q(employer_typed__icontains=text) | Q(text__icontains=text))

    def worked_by(self, rows: QuerySet[Complaint], name: str, value: str) -> QuerySet[Complaint]:
        return rows.filter(taken_by=self.request.user) if value == "saya" else rows.filter(taken_by=None)

    @property
    def rows(self) -> QuerySet[Complaint]:
        return self.qs if self.data.get("keadaan") else self.qs.filter(state__in=OPEN)


class AskForm(Form):
    text = WordsField(label=_("Pertanyaan untuk pelapor"), help_text=_("Satu hal sekali tanya. Pelapor membacanya."))


class ReferForm(Form):
    text = WordsField(
        label=_("Kabar untuk pelapor"), help_text=_("Apa yang diperiksa di tempat kerja. Pelapor membacanya.")
    )


class AnswerForm(Form):
    text = WordsField(
        label=_("Jawaban untuk pelapor"),
        help_text=_("Apa yang ditemukan dan apa yang dilakukan. Menjadi surat bila pelapor punya akun."),
        rows=6,
    )


class NoteForm(Form):
    text = WordsField(label=_("Catatan internal"), help_text=_("Hanya untuk petugas. Pelapor tidak membacanya."))


class ServeForm(Form):
    text = WordsField(
        label=_("Yang ditanyakan kepada perusahaan"),
        help_text=_("Kata Anda sendiri. Tanpa nama, NIK, telepon, atau email pelapor, dan tanpa kutipan pengaduan."),
        rows=5,
    )


class EmployerForm(Form):
    text = LineField(
        label=_("NPP perusahaan"),
        max_length=20,
        help_text=_("Nomor pendaftaran di BPJS Ketenagakerjaan."),
        widget=forms.TextInput({"class": "w24", "autocomplete": "off"}),
    )


class PersonForm(Form):
    """One officer out of those who may."""

    to = forms.ChoiceField(label=_("Petugas"))

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        self.fields["to"].choices = [("", _("Pilih petugas")), *((pk, u.full_name) for pk, u in self.people.items())]

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["to"]]
