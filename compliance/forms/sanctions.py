"""Forms of sanctions: the list's filter, each officer's act, what the employer sends."""

import re
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from compliance.enums import SANCTION_ENDED, SanctionState, ServedHow
from compliance.fines import as_month
from compliance.forms.fields import WordsField
from compliance.models import SanctionCase
from compliance.offices import OFFICES
from core.filters import SEARCH, ListFilter
from core.forms import DateTripleField, Form, RupiahField
from core.forms.widgets import Pick, PickMany
from core.text import ascii_digits, one_line
from files.forms import EvidenceField
from participants.forms.phk import LineField

_LINE = re.compile(r"(\d{1,2})[-/. ](\d{4})[\s:;=]+(.+)")
MOST_MONTHS = 60


class SanctionFilter(ListFilter):
    """Without a stage: what has not ended."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Nomor atau perusahaan"),
        widget=forms.TextInput(SEARCH),
    )
    tahap = django_filters.ChoiceFilter(
        field_name="state", choices=SanctionState.choices, label=_("Tahap"), empty_label=_("Belum selesai")
    )
    waktu = django_filters.ChoiceFilter(
        choices=[
            ("lewat", _("Jangka waktu berakhir")),
            ("berjalan", _("Jangka waktu berjalan")),
            ("usulan", _("Usulan menunggu")),
            ("keberatan", _("Keberatan menunggu")),
        ],
        label=_("Keadaan"),
        empty_label=_("Semua keadaan"),
        method="on_the_clock",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    class Meta:
        model = SanctionCase
        fields: list[str] = []

    def search(self, rows: QuerySet[SanctionCase], name: str, value: str) -> QuerySet[SanctionCase]:
        text = one_line(value)[:120]
        if not text:
            return rows
        found = Q(number__icontains=text) | Q(employer__name__icontains=text) | Q(employer__npp__iexact=text)
        return rows.filter(found | Q(inspection__number__icontains=text))

    def on_the_clock(self, rows: QuerySet[SanctionCase], name: str, value: str) -> QuerySet[SanctionCase]:
        if value == "usulan":
            return rows.filter(waits=True)
        if value == "keberatan":
            return rows.filter(objected=True)
        return rows.filter(ends_on__lt=self.today) if value == "lewat" else rows.filter(ends_on__gte=self.today)

    @property
    def rows(self) -> QuerySet[SanctionCase]:
        return self.qs if self.data.get("tahap") else self.qs.exclude(state__in=SANCTION_ENDED)


class UnpaidField(forms.CharField):
    """Contributions by month, a line a month: "09-2026 12.500.000". Returned as {"2026-09": 12500000}."""

    default_error_messages = {
        "line": _("Baris %(n)s: tulis bulan, tahun, dan jumlah, misalnya 09-2026 12.500.000."),
        "twice": _("Baris %(n)s: bulan ini sudah ditulis di atas."),
        "most": _("Paling banyak 60 bulan."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": 4, "inputmode": "text"}))
        super().__init__(max_length=4000, **kwargs)

    def clean(self, value: Any) -> dict[str, int]:
        lines = [line.strip() for line in ascii_digits(super().clean(value) or "").splitlines()]
        found: dict[str, int] = {}
        for n, line in enumerate(lines, start=1):
            if line:
                month, amount = self._read(n, line)
                if month in found:
                    raise ValidationError(self.error_messages["twice"], code="twice", params={"n": n})
                found[month] = amount
        if len(found) > MOST_MONTHS:
            raise ValidationError(self.error_messages["most"], code="most")
        return found

    def _read(self, n: int, line: str) -> tuple[str, int]:
        match = _LINE.fullmatch(line)
        try:
            if match is None:
                raise ValueError(line)
            name = f"{match[2]}-{int(match[1]):02d}"
            as_month(name)
            amount: int = RupiahField(largest=1_000_000_000_000).clean(match[3])
        except (ValueError, ValidationError):
            raise ValidationError(self.error_messages["line"], code="line", params={"n": n}) from None
        return name, amount


class ProposeForm(Form):
    text = WordsField(
        label=_("Alasan usulan"),
        help_text=_("Kewajiban mana yang belum dipenuhi. Masuk ke surat; tanpa petunjuk tentang pelapor."),
        rows=5,
    )


class FineForm(ProposeForm):
    unpaid = UnpaidField(
        label=_("Iuran terutang menurut bulan"),
        help_text=_("Satu bulan satu baris, misalnya 09-2026 12.500.000. Denda dihitung portal, tanpa denda iuran 2%."),
    )


class RecommendForm(ProposeForm):
    offices = forms.MultipleChoiceField(
        label=_("Kantor yang diminta"),
        choices=[(office.code, office.name) for office in OFFICES],
        widget=PickMany(hints={o.code: ", ".join(map(str, o.services)) for o in OFFICES}, slim=True),
    )


class CloseForm(Form):
    text = WordsField(
        label=_("Alasan selesai"), help_text=_("Apa yang sudah dipenuhi, dan dilihat dari apa. Masuk ke surat."), rows=4
    )


class RefuseForm(Form):
    text = WordsField(label=_("Mengapa tidak disetujui"), help_text=_("Dibaca petugas yang mengusulkan."))


class CheckForm(Form):
    met = forms.ChoiceField(
        label=_("Kewajiban"),
        choices=[("ya", _("Sudah dipenuhi semua")), ("belum", _("Belum dipenuhi"))],
        widget=Pick(slim=True),
    )
    text = WordsField(label=_("Yang Anda lihat"), help_text=_("Dengan tanggal dan sumbernya. Perusahaan membacanya."))


class ServedForm(Form):
    on = DateTripleField(label=_("Diterima perusahaan pada"))
    how = forms.ChoiceField(label=_("Cara"), choices=ServedHow.choices, widget=Pick(slim=True))
    file = EvidenceField(label=_("Bukti diterima"))


class OfficeForm(Form):
    imposed = forms.ChoiceField(
        label=_("Jawaban kantor"),
        choices=[("ya", _("Layanan dihentikan")), ("tidak", _("Tidak dilaksanakan"))],
        widget=Pick(slim=True),
    )
    on = DateTripleField(label=_("Tanggal surat kantor"))
    number = LineField(label=_("Nomor surat kantor"), max_length=60)


class AnswerObjectionForm(Form):
    upheld = forms.ChoiceField(
        label=_("Keberatan"),
        choices=[("ditolak", _("Ditolak: langkah tetap berlaku")), ("diterima", _("Diterima: langkah dibatalkan"))],
        widget=Pick(slim=True),
    )
    text = WordsField(label=_("Jawaban untuk perusahaan"), help_text=_("Menjadi surat."), rows=5)


class ProofForm(Form):
    text = WordsField(label=_("Apa yang sudah dipenuhi"), help_text=_("Sebut kewajibannya dan tanggalnya."), rows=3)
    file = EvidenceField(label=_("Bukti"))


class ObjectForm(Form):
    text = WordsField(
        label=_("Mengapa perusahaan tidak setuju"),
        help_text=_("Dengan tanggal dan angka. Dikirim sekali untuk satu langkah."),
        rows=5,
    )
