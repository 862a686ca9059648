"""Forms about arrears: the list, what an employer declares and asks, what an officer decides."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from compliance.enums import REQUEST_OPEN, UNPAID_BY_EMPLOYER, ArrearsState
from compliance.forms.fields import WordsField
from compliance.models import ArrearsCase
from compliance.operations.reimbursement import EmployerAccount
from core.filters import SEARCH, ListFilter
from core.forms import BankAccountField, DateTripleField, Form
from core.text import one_line
from files.forms import EvidenceField
from integrations.bank import Bank
from participants.forms.phk import LineField


class ArrearsFilter(ListFilter):
    """Numbers, employers and workers by name; every state unless one is chosen."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Nomor kasus, perusahaan, atau pekerja"),
        widget=forms.TextInput(SEARCH),
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=ArrearsState.choices, label=_("Keadaan"), empty_label=_("Semua keadaan")
    )
    perlu = django_filters.ChoiceFilter(
        choices=[("permintaan", _("Penggantian diminta")), ("bayar", _("Belum dibayar perusahaan"))],
        label=_("Yang menunggu"),
        empty_label=_("Apa pun"),
        method="waiting",
    )

    class Meta:
        model = ArrearsCase
        fields: list[str] = []

    def search(self, rows: QuerySet[ArrearsCase], name: str, value: str) -> QuerySet[ArrearsCase]:
        text = one_line(value)[:120]
        if not text:
            return rows
        found = Q(number__icontains=text) | Q(employer__name__icontains=text) | Q(employer__npp__iexact=text)
        return rows.filter(found | Q(claim__person__full_name__icontains=text))

    def waiting(self, rows: QuerySet[ArrearsCase], name: str, value: str) -> QuerySet[ArrearsCase]:
        return rows.filter(state__in=REQUEST_OPEN if value == "permintaan" else UNPAID_BY_EMPLOYER)


class PaidForm(Form):
    """The employer paid a month."""

    paid_on = DateTripleField(label=_("Tanggal Anda membayar pekerja"))
    file = EvidenceField(
        label=_("Bukti pembayaran"), help_text=_("Bukti transfer atau tanda terima. Pekerja dan petugas melihatnya.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].latest = today  # type: ignore[attr-defined]


class AccountForm(Form):
    """Where the employer wants its money."""

    bank = forms.ChoiceField(label=_("Bank"), error_messages={"required": _("Pilih bank perusahaan.")})
    number = BankAccountField(label=_("Nomor rekening"), help_text=_("Boleh ditulis dengan spasi atau tanda hubung."))
    name = LineField(label=_("Nama pemilik rekening"), max_length=150, help_text=_("Harus atas nama perusahaan."))

    def __init__(self, *args: Any, banks: list[Bank], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._banks = {bank.code: bank for bank in banks}
        self.fields["bank"].choices = [("", _("Pilih bank")), *((b.code, b.name) for b in banks)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        bank, number = self._banks.get(data.get("bank", "")), data.get("number")
        if bank and number and not bank.accepts(number):
            self.add_error("number", _("Nomor ini bukan pola nomor rekening %(bank)s.") % {"bank": bank.name})
        return data

    @property
    def account(self) -> EmployerAccount:
        data = self.cleaned_data
        return EmployerAccount(data["bank"], data["number"], data["name"])


class SettledForm(Form):
    """BPJS has the contributions, the penalty and the fine."""

    settled_on = DateTripleField(label=_("Tanggal lunas menurut pembukuan BPJS"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["settled_on"].latest = today  # type: ignore[attr-defined]


class ReasonForm(Form):
    """One act of an officer, with the reason that is kept."""

    note = WordsField(label=_("Alasan"), rows=3)


class DenyForm(Form):
    note = WordsField(
        label=_("Apa yang terjadi?"), rows=3, required=False, help_text=_("Boleh dikosongkan. Petugas membacanya.")
    )
