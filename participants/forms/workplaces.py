"""An employer's places of work, and the change that it asks BPJS for."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import DateTripleField, Form, Pick
from participants.enums import EMPLOYER_FACTS, EmployerFact
from participants.forms.phk import LineField
from participants.forms.regions import RegencyField
from participants.models import Workplace
from participants.worker_wording import PROBLEMS


class WorkplaceField(forms.ModelChoiceField):
    """One of the open places of an employer, or none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Tempat kerja"))
        super().__init__(Workplace.objects.none(), required=False, empty_label=_("Belum ditentukan"), **kwargs)


class WorkplaceForm(Form):
    """A place, as people who work there know it."""

    name = LineField(label=_("Nama tempat kerja"), max_length=120, help_text=_("Contoh: Pabrik Karanganyar."))
    address = LineField(label=_("Alamat"), max_length=300, help_text=_("Jalan, nomor, RT/RW, kelurahan, kecamatan."))
    region = RegencyField(error_messages={"required": _("Pilih kabupaten atau kota tempat kerja.")})
    since = DateTripleField(label=_("Dipakai sejak"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].fill()
        self.fields["since"].latest = today
        self.fields["since"].error_messages["too_late"] = _("Tanggal ini belum terjadi.")


class CloseWorkplaceForm(Form):
    """The last day, and where its workers go."""

    until = DateTripleField(label=_("Hari terakhir dipakai"))
    workplace = WorkplaceField(
        label=_("Pindahkan pekerjanya ke"), help_text=_("Kosongkan bila pekerja belum punya tempat kerja lain.")
    )

    def __init__(self, *args: Any, today: date, others: QuerySet[Workplace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].latest = today
        self.fields["until"].error_messages["too_late"] = _("Tutup tempat kerja setelah hari terakhirnya.")
        self.fields["workplace"].queryset = others


class PlaceWorkerForm(Form):
    """Where one worker works."""

    workplace = WorkplaceField()

    def __init__(self, *args: Any, places: QuerySet[Workplace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workplace"].queryset = places


class EmployerFactForm(Form):
    """Another scale or class, since when and why."""

    wanted = forms.ChoiceField(widget=Pick(slim=True))
    effective_on = DateTripleField(label=_("Berlaku sejak"))
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        help_text=_("Apa yang berubah, misalnya jumlah pekerja, omzet, atau jenis pekerjaan."),
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(
        self, *args: Any, fact: str, was: str, today: date, hints: dict[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fact = EmployerFact(fact)
        field = self.fields["wanted"]
        field.label = _("%(fact)s yang benar") % {"fact": self.fact.label}
        field.choices = [choice for choice in EMPLOYER_FACTS[fact].choices if choice[0] != was]
        field.widget.hints = hints or {}
        self.fields["effective_on"].latest = today
        self.fields["effective_on"].error_messages["too_late"] = PROBLEMS["change_in_future"]
