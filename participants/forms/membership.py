"""Enrolment of one worker, changes of one, and BPJS's answer."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import DateTripleField, DateTripleWidget, Form, NameField, NikField, Pick, RupiahField
from participants.enums import WorkerReportKind
from participants.forms.phk import LineField
from participants.forms.workplaces import WorkplaceField
from participants.models import Workplace
from participants.said import Worker
from participants.worker_said import Changed, Enrolled, is_participant_number
from participants.worker_wording import PROBLEMS, PROGRAMMES

K = WorkerReportKind
CHANGES = [
    (K.WAGE.value, _("Upah berubah")),
    (K.PROGRAMMES.value, _("Program berubah")),
    (K.LEAVE.value, _("Pekerja keluar")),
]
EFFECTIVE = {
    K.WAGE.value: _("Upah baru berlaku sejak"),
    K.PROGRAMMES.value: _("Program berlaku sejak"),
    K.LEAVE.value: _("Hari terakhir bekerja"),
}


class ProgrammesField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Program yang diikuti"))
        super().__init__(choices=list(PROGRAMMES.items()), widget=forms.CheckboxSelectMultiple(), **kwargs)


class KpjField(LineField):
    """A number of BPJS, or nothing. Spaces do not count."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"class": "w12", "inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label=_("Nomor peserta (KPJ)"), required=False, max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        number = "".join(super().clean(value).split())
        if number and not is_participant_number(number):
            raise forms.ValidationError(PROBLEMS["kpj_malformed"])
        return number


class EnrolForm(Form):
    """A worker as the employer knows them (Permenaker 7/2021)."""

    nik = NikField(label=_("NIK pekerja"))
    full_name = NameField(label=_("Nama pekerja"), help_text=_("Seperti di KTP."))
    born_on = DateTripleField(label=_("Tanggal lahir"), widget=DateTripleWidget())
    started_on = DateTripleField(label=_("Mulai bekerja"), help_text=_("Hari pertama bekerja di perusahaan Anda."))
    wage = RupiahField(label=_("Upah sebulan"), help_text=_("Upah pokok dan tunjangan tetap."))
    programmes = ProgrammesField()
    kpj = KpjField(help_text=_("Hanya bila pekerja sudah terdaftar di BPJS lewat perusahaan Anda. 11 angka."))

    workplace = WorkplaceField()

    def __init__(self, *args: Any, today: date, places: QuerySet[Workplace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if places.exists():
            self.fields["workplace"].queryset = places
        else:
            del self.fields["workplace"]
        for name in ("born_on", "started_on"):
            self.fields[name].latest = today
        self.fields["started_on"].error_messages["too_late"] = PROBLEMS["start_in_future"]
        self.fields["programmes"].error_messages["required"] = PROBLEMS["programmes_missing"]

    def worker(self) -> Worker:
        data = self.cleaned_data
        return Worker(data["nik"], data["full_name"], data["born_on"])

    def place(self) -> Workplace | None:
        return self.cleaned_data.get("workplace")

    def said(self) -> Enrolled:
        data = self.cleaned_data
        return Enrolled(data["started_on"], data["wage"], tuple(data["programmes"]), data["kpj"])


class ChangeForm(Form):
    """One change of one worker; only the fields of its kind are there."""

    effective_on = DateTripleField(label=_("Berlaku sejak"))
    wage = RupiahField(label=_("Upah baru sebulan"))
    programmes = ProgrammesField()

    def __init__(self, *args: Any, kind: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = K(kind)
        self.fields["effective_on"].label = EFFECTIVE[kind]
        self.fields["effective_on"].latest = today
        self.fields["effective_on"].error_messages["too_late"] = PROBLEMS["change_in_future"]
        for name in {"wage", "programmes"} - {self.kind.value}:
            del self.fields[name]

    def said(self) -> Changed:
        data = self.cleaned_data
        return Changed(self.kind, data["effective_on"], data.get("wage"), tuple(data.get("programmes") or ()))


class AnswerReportForm(Form):
    """BPJS has it in its register, or says what is wrong."""

    CONFIRM, RETURN = "confirm", "return"

    verdict = forms.ChoiceField(
        label=_("Jawaban BPJS"),
        choices=[(CONFIRM, _("Konfirmasi: sudah tercatat di BPJS")), (RETURN, _("Kembalikan kepada perusahaan"))],
        widget=Pick(slim=True),
    )
    kpj = KpjField(help_text=_("Wajib bila dikonfirmasi: nomor yang diterbitkan BPJS, 11 angka. Tertera di buktinya."))
    reply = forms.CharField(
        label=_("Yang perlu diperbaiki"),
        required=False,
        max_length=1000,
        help_text=_("Wajib bila dikembalikan. Perusahaan membacanya."),
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, asks_number: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].conditional = True
        self.fields["kpj"].conditional = True
        if not asks_number:
            del self.fields["kpj"]
