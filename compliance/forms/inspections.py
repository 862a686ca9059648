"""Forms of inspections: the list, a new one, each act on one, a year's programme, a sample."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.selectors import RegionScope
from compliance.enums import UNDER_WAY, InspectionKind, InspectionState, Membership
from compliance.forms.fields import WordsField
from compliance.models import Inspection
from core.filters import SEARCH, ListFilter
from core.forms import DateTripleField, Form, Pick
from core.models import Region
from core.text import one_line
from files.forms import EvidenceField
from participants.forms.phk import LineField
from rules.findings import FINDINGS
from training.forms.profile import RegencyField

K = InspectionKind
HINTS = {
    K.PROGRAMME: _("Sudah ada di rencana kerja tahun ini."),
    K.RISK: _("Perusahaan ada di daftar risiko."),
    K.ACCIDENT: _("Kecelakaan kerja, dikerjakan unit reaksi cepat (URC)."),
    K.OUTREACH: _("Pembinaan untuk banyak perusahaan, tanpa temuan. Kosongkan NPP."),
}


class InspectionFilter(ListFilter):
    """Without a state: what is under way."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Nomor atau perusahaan"),
        widget=forms.TextInput(SEARCH),
    )
    jenis = django_filters.ChoiceFilter(
        field_name="kind", choices=K.choices, label=_("Jenis"), empty_label=_("Semua jenis")
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=InspectionState.choices, label=_("Keadaan"), empty_label=_("Belum selesai")
    )
    oleh = django_filters.ChoiceFilter(
        choices=[("saya", _("Saya"))], label=_("Dipimpin"), empty_label=_("Siapa pun"), method="led_by"
    )

    class Meta:
        model = Inspection
        fields: list[str] = []

    def search(self, rows: QuerySet[Inspection], name: str, value: str) -> QuerySet[Inspection]:
        text = one_line(value)[:120]
        if not text:
            return rows
        found = Q(number__icontains=text) | Q(employer__name__icontains=text) | Q(employer__npp__iexact=text)
        return rows.filter(found)

    def led_by(self, rows: QuerySet[Inspection], name: str, value: str) -> QuerySet[Inspection]:
        return rows.filter(lead=self.request.user)

    @property
    def rows(self) -> QuerySet[Inspection]:
        return self.qs if self.data.get("keadaan") else self.qs.filter(state__in=UNDER_WAY)


def _people(field: Any, people: Iterable[User], empty: Any) -> None:
    field.choices = [("", empty), *((str(user.pk), user.full_name) for user in people)]


class _LedForm(Form):
    """When, and by whom. Only a coordinator names somebody else."""

    planned_on = DateTripleField(label=_("Hari kunjungan"))
    lead = forms.ChoiceField(label=_("Ketua tim"))

    def __init__(self, *args: Any, today: date, leads: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in leads}
        _people(self.fields["lead"], self.people.values(), _("Pilih ketua tim"))
        self.fields["planned_on"].earliest = today

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["lead"]]


class ComplaintInspectionForm(_LedForm):
    """A referred complaint says already who and where."""


class JoinForm(Form):
    """A referred complaint joins an inspection that is planned: there is nothing to say."""


class InspectionForm(_LedForm):
    """`reach`: where the officer may open one."""

    kind = forms.ChoiceField(
        label=_("Jenis pemeriksaan"),
        choices=[(k.value, k.label) for k in (K.PROGRAMME, K.RISK, K.ACCIDENT, K.OUTREACH)],
        widget=Pick(hints=HINTS),
    )
    npp = LineField(
        label=_("NPP perusahaan"),
        required=False,
        max_length=20,
        help_text=_("Nomor pendaftaran di BPJS Ketenagakerjaan."),
        widget=forms.TextInput({"class": "w24", "autocomplete": "off"}),
    )
    region = RegencyField(label=_("Kabupaten atau kota"))
    because = WordsField(
        label=_("Alasan"), help_text=_("Mengapa perusahaan ini dan mengapa sekarang. Hanya untuk petugas.")
    )

    field_order = ("kind", "npp", "region", "because", "planned_on", "lead")

    def __init__(self, *args: Any, reach: RegionScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].fill(reach.q("code"))


class MemberForm(Form):
    """One officer out of those who may, together with as what."""

    member = forms.ChoiceField(label=_("Anggota tim"))

    def __init__(self, *args: Any, groups: dict[Membership, Iterable[User]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, tuple[Membership, User]] = {}
        choices: list[Any] = [("", _("Pilih anggota"))]
        for membership, users in groups.items():
            named = {f"{membership.value}:{user.pk}": (membership, user) for user in users}
            self.people |= named
            if named:
                choices.append((membership.label, [(key, user.full_name) for key, (_m, user) in named.items()]))
        self.fields["member"].choices = choices

    @property
    def chosen(self) -> tuple[Membership, User]:
        return self.people[self.cleaned_data["member"]]


class LeadForm(Form):
    lead = forms.ChoiceField(label=_("Ketua tim"))

    def __init__(self, *args: Any, leads: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in leads}
        _people(self.fields["lead"], self.people.values(), _("Pilih ketua tim"))

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["lead"]]


class CancelForm(Form):
    text = WordsField(label=_("Mengapa dibatalkan?"))


class VisitForm(Form):
    on = DateTripleField(label=_("Hari kunjungan"))
    place = LineField(label=_("Tempat"), max_length=200)
    met = LineField(label=_("Yang ditemui"), max_length=200, help_text=_("Nama dan jabatan wakil perusahaan."))
    text = WordsField(
        label=_("Yang diperiksa dan dilihat"),
        help_text=_("Perusahaan boleh membacanya. Tanpa nama atau kata pelapor."),
        rows=6,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today


class FindingForm(Form):
    code = forms.ChoiceField(label=_("Kewajiban"))
    article = LineField(
        label=_("Pasal"),
        required=False,
        max_length=120,
        help_text=_("Wajib bila daftar kewajiban belum menyebut pasalnya. Bila diisi, nota memakai pasal ini."),
    )
    count = forms.IntegerField(
        label=_("Banyaknya"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text=_("Pekerja, program, atau bulan. Kosongkan bila tidak dihitung."),
        widget=forms.TextInput({"class": "w6", "inputmode": "numeric"}),
    )
    text = WordsField(label=_("Yang ditemukan"), help_text=_("Menjadi isi nota. Tanpa nama atau kata pelapor."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].conditional = True
        duties = ((d.code, f"{d.label} ({d.cited or _('sebutkan pasalnya')})") for d in FINDINGS.values())
        self.fields["code"].choices = [("", _("Pilih kewajiban")), *duties]


class FileForm(Form):
    file = EvidenceField(label=_("Berkas kunjungan"))


class MeetForm(Form):
    text = WordsField(label=_("Bukti yang Anda lihat"), rows=3)
    file = EvidenceField(label=_("Berkas bukti"), required=False)


class FollowForm(Form):
    text = WordsField(label=_("Hasil tindak lanjut"), help_text=_("Apa yang sudah dipenuhi dan apa yang belum."))


class NotaReplyForm(Form):
    text = WordsField(
        label=_("Jawaban perusahaan"),
        help_text=_("Untuk tiap temuan: sudah dipenuhi dengan apa, atau mengapa tidak setuju. Dikirim sekali."),
        rows=6,
    )


class NotaFileForm(Form):
    file = EvidenceField(label=_("Tambah berkas"))


class ProgrammeForm(Form):
    year = forms.IntegerField(
        label=_("Tahun"),
        min_value=2021,
        max_value=2100,
        widget=forms.TextInput({"class": "w6", "inputmode": "numeric"}),
    )
    province = forms.ModelChoiceField(Region.objects.none(), label=_("Provinsi"), empty_label=_("Pilih provinsi"))
    target = forms.IntegerField(
        label=_("Banyaknya pemeriksaan"),
        min_value=1,
        max_value=100_000,
        widget=forms.TextInput({"class": "w6", "inputmode": "numeric"}),
    )
    focus = WordsField(label=_("Sasaran"), help_text=_("Sektor, wilayah, atau kewajiban yang didahulukan."), rows=3)

    def __init__(self, *args: Any, provinces: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = provinces


class SampleForm(_LedForm):
    province = forms.ModelChoiceField(Region.objects.none(), label=_("Provinsi"), empty_label=_("Pilih provinsi"))
    seed = LineField(
        label=_("Benih"),
        max_length=60,
        help_text=_("Misalnya nomor berita acara pengundian. Benih yang sama memberi nama yang sama."),
    )
    size = forms.IntegerField(
        label=_("Banyaknya perusahaan"),
        min_value=1,
        max_value=50,
        widget=forms.TextInput({"class": "w6", "inputmode": "numeric"}),
    )

    field_order = ("province", "seed", "size", "planned_on", "lead")

    def __init__(self, *args: Any, provinces: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = provinces
