"""Forms of data exchange: the lists, a memorandum, a key, a reason."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from compliance.exchange_refusals import Refusal
from compliance.forms.fields import WordsField
from compliance.models import DataAgreement, Delivery, ExchangeEvent, Reconciliation
from compliance.models.exchange import AgreementState, DeliveryState, ExchangeField, ExchangeKind
from compliance.models.reconciliation import ReconciliationState
from compliance.operations.exchange import AgreementSaid
from compliance.operations.exchange_requests import LONGEST_PURPOSE
from core.filters import SEARCH, ListFilter
from core.forms import DateTripleField, Form, PickMany, UploadField
from core.models import Region
from core.text import one_line
from participants.csv_file import MOST_BYTES
from participants.forms.phk import LineField


class _Filter(ListFilter):
    q = django_filters.CharFilter(
        method="search",
        label=_("Nomor, provinsi, atau nota kesepakatan"),
        widget=forms.TextInput(SEARCH),
    )
    of_agreement = ""

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        text, of = one_line(value)[:120], self.of_agreement
        found = Q(**{f"{of}number__icontains": text}) | Q(**{f"{of}province__name__icontains": text})
        found |= Q(**{f"{of}reference__icontains": text})
        if of:
            found |= self.own(text)
        return rows.filter(found)

    def own(self, text: str) -> Q:
        return Q(number__icontains=text)


class AgreementFilter(_Filter):
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=AgreementState.choices, label=_("Keadaan"), empty_label=_("Semua keadaan")
    )

    class Meta:
        model = DataAgreement
        fields: list[str] = []


class DeliveryFilter(_Filter):
    of_agreement = "agreement__"
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=DeliveryState.choices, label=_("Keadaan"), empty_label=_("Semua keadaan")
    )

    class Meta:
        model = Delivery
        fields: list[str] = []


class ReconciliationFilter(_Filter):
    of_agreement = "agreement__"
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=ReconciliationState.choices, label=_("Keadaan"), empty_label=_("Semua keadaan")
    )

    class Meta:
        model = Reconciliation
        fields: list[str] = []


class EventFilter(_Filter):
    of_agreement = "agreement__"
    keadaan = django_filters.ChoiceFilter(
        field_name="kind", choices=ExchangeKind.choices, label=_("Peristiwa"), empty_label=_("Semua peristiwa")
    )
    alasan = django_filters.ChoiceFilter(
        field_name="refusal", choices=Refusal.choices, label=_("Alasan ditolak"), empty_label=_("Semua alasan")
    )

    class Meta:
        model = ExchangeEvent
        fields: list[str] = []

    def own(self, text: str) -> Q:
        numbers = Q(delivery__number__icontains=text) | Q(reconciliation__number__icontains=text)
        return numbers | Q(note__icontains=text)


KEY_HELP = _("Ed25519, base64, 44 huruf. Hanya kunci publik: kunci rahasia tetap pada mitra.")


class AgreementForm(Form):
    """`said()` gives what the operation asks for."""

    province = forms.ModelChoiceField(
        label=_("Provinsi"), queryset=Region.objects.none(), empty_label=_("Pilih provinsi")
    )
    reference = LineField(label=_("Nomor nota kesepakatan"), max_length=80)
    first_party = LineField(label=_("Pihak kesatu"), max_length=200, help_text=_("Pemerintah provinsi."))
    second_party = LineField(label=_("Pihak kedua"), max_length=200, initial="BPJS Ketenagakerjaan")
    purpose = WordsField(label=_("Tujuan"), help_text=_("Untuk apa data dipakai, seperti di nota kesepakatan."))
    fields_agreed = forms.MultipleChoiceField(
        label=_("Isi data"),
        choices=ExchangeField.choices,
        widget=PickMany,
        help_text=_("Hanya yang disebut nota kesepakatan. NIK dan nama pekerja tidak pernah ikut."),
    )
    may_identify = forms.BooleanField(
        label=_("Termasuk identifikasi pekerja bukan penerima upah"),
        required=False,
        help_text=_("Mitra bertanya siapa yang terdaftar; jawabannya hanya terdaftar atau tidak."),
    )
    may_reconcile = forms.BooleanField(
        label=_("Termasuk rekonsiliasi Kartu Pekerja"),
        required=False,
        help_text=_("Mitra mengirim daftar pemegang kartu; jawabannya hasil tiap baris dan isi data di atas."),
    )
    valid_from = DateTripleField(label=_("Berlaku mulai"))
    valid_until = DateTripleField(label=_("Berlaku sampai"), help_text=_("Hari terakhir. Paling lama lima tahun."))
    contact_name = LineField(label=_("Nama kontak mitra"), max_length=150)
    contact_email = forms.EmailField(label=_("Email kontak mitra"))
    key = LineField(label=_("Kunci publik mitra"), max_length=44, help_text=KEY_HELP)
    key_until = DateTripleField(label=_("Kunci berlaku sampai"), help_text=_("Paling lama satu tahun, lalu diganti."))

    def __init__(self, *args: Any, provinces: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = provinces

    def said(self) -> AgreementSaid:
        facts = dict(self.cleaned_data)
        return AgreementSaid(fields=tuple(facts.pop("fields_agreed")), **facts)


class KeyForm(Form):
    key = LineField(label=_("Kunci publik mitra yang baru"), max_length=44, help_text=KEY_HELP)
    key_until = DateTripleField(label=_("Berlaku sampai"), help_text=_("Paling lama satu tahun, lalu diganti."))


class ReasonForm(Form):
    because = WordsField(label=_("Alasan"), rows=3, max_length=1000)


class QuarterForm(Form):
    """A quarter that is over, the newest first."""

    quarter = forms.TypedChoiceField(label=_("Triwulan"), coerce=date.fromisoformat)

    def __init__(self, *args: Any, quarters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = quarters


class CardListForm(Form):
    file = UploadField(
        label=_("Daftar pemegang kartu"),
        extensions=("csv",),
        largest=MOST_BYTES,
        help_text=_("CSV dengan baris judul nama;nik;npp;upah. Paling banyak 20.000 baris, 4 MB."),
        error_messages={"too_large": _("Berkas lebih besar dari %(megabytes)s MB. Bagi menjadi beberapa berkas.")},
    )
    purpose = LineField(label=_("Tujuan"), max_length=LONGEST_PURPOSE)
