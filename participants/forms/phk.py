"""Reporting a termination, step by step for a worker, in one page for an employer, and answering the other side."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import DateTripleField, DateTripleWidget, Form, NameField, NikField, Pick, RupiahField, UploadField
from core.text import one_line
from files.forms import EvidenceField
from participants.enums import Contract, PhkReason, ProofKind
from participants.said import ProofGiven, Said, Worker, problems
from participants.wording import CONTRACT_HINTS, EMPLOYER_REASONS, PROOF_HINTS, WORKER_REASONS, problem_text


def proof_choices(kinds: frozenset[str]) -> list[tuple[str, Any]]:
    """The kinds that the law of the day accepts, in the order of Pasal 9 ayat (3)."""
    return [(kind.value, kind.label) for kind in ProofKind if kind.value in kinds]


class LineField(forms.CharField):
    """One line of text, cleaned of what cannot be seen."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value))


class EmployerSearchForm(Form):
    """By name or by registration number."""

    q = LineField(
        label=_("Nama perusahaan atau NPP"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization", "type": "search"}),
        help_text=_("Tulis seperti di slip gaji atau kartu BPJS Ketenagakerjaan."),
    )


class EmployerChoiceForm(Form):
    """One of the employers that were found."""

    npp = forms.ChoiceField(label=_("Perusahaan mana yang mem-PHK Anda?"), widget=Pick())

    def __init__(self, *args: Any, options: list[tuple[str, str, str]], heading: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["npp"]
        field.choices = [(npp, name) for npp, name, _hint in options]
        field.widget.hints = {npp: hint for npp, _name, hint in options}
        if heading:
            field.label = heading


class PhkDateForm(Form):
    """When the employment ended."""

    phk_on = DateTripleField(
        label=_("Kapan PHK Anda berlaku?"),
        help_text=_("Hari terakhir hubungan kerja, ada di surat PHK. Contoh: 30 9 2026"),
        error_messages={"too_late": _("Tanggal PHK belum terjadi. Laporkan PHK setelah hari itu tiba.")},
    )
    work_started_on = DateTripleField(
        label=_("Kapan Anda mulai bekerja di sana?"), required=False, help_text=_("Lewati bila Anda tidak ingat.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phk_on"].latest = today
        self.fields["work_started_on"].latest = today

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        ended, started = data.get("phk_on"), data.get("work_started_on")
        if ended and started and ended < started:
            self.add_error("phk_on", ValidationError(problem_text("phk_before_work"), code="phk_before_work"))
        return data


class PhkReasonForm(Form):
    """Why, in plain words; each stands for a letter of Pasal 154A."""

    reason = forms.ChoiceField(
        label=_("Mengapa pekerjaan Anda berakhir?"),
        help_text=_("Pilih yang paling mendekati surat PHK Anda."),
        choices=[(code, words) for code, (words, _hint) in WORKER_REASONS.items()],
        widget=Pick(hints={code: hint for code, (_words, hint) in WORKER_REASONS.items()}, apart={"other"}),
    )


class PhkContractForm(Form):
    """What kind of employment it was."""

    contract = forms.ChoiceField(
        label=_("Apa perjanjian kerja Anda?"), choices=Contract.choices, widget=Pick(hints=CONTRACT_HINTS)
    )
    contract_starts_on = DateTripleField(label=_("Kontrak terakhir mulai"), required=False)
    contract_ends_on = DateTripleField(
        label=_("Kontrak terakhir berakhir"),
        required=False,
        help_text=_("Wajib untuk karyawan kontrak. Tanggal yang tertulis di surat kontrak."),
    )
    wage = RupiahField(label=_("Upah terakhir sebulan"), required=False, help_text=_("Contoh: 4.200.000"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract_ends_on"].conditional = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        starts, ends = data.get("contract_starts_on"), data.get("contract_ends_on")
        if data.get("contract") == Contract.PKWTT:
            data["contract_starts_on"] = data["contract_ends_on"] = None
        elif data.get("contract") == Contract.PKWT and ends is None and "contract_ends_on" not in self.errors:
            self.add_error("contract_ends_on", problem_text("contract_end_missing"))
        elif starts and ends and ends < starts:
            self.add_error("contract_ends_on", problem_text("contract_ends_before_start"))
        return data


class ProofForm(Form):
    """One document and what it is. Without `required` both may be missing."""

    kind = forms.ChoiceField(label=_("Bukti apa yang Anda punya?"), widget=Pick(hints=PROOF_HINTS))
    file = EvidenceField(label=_("Foto atau PDF"), help_text=_("JPG, PNG, atau PDF, paling besar 5 MB."))
    number = LineField(label=_("Nomor surat"), required=False, max_length=60, widget=forms.TextInput({"class": "w24"}))
    dated_on = DateTripleField(label=_("Tanggal surat"), required=False)

    def __init__(self, *args: Any, kinds: frozenset[str], today: date, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = proof_choices(kinds)
        self.fields["kind"].required = self.fields["file"].required = required
        self.fields["dated_on"].latest = today
        self.fields["file"].conditional = not required

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") and not data.get("file") and "file" not in self.errors:
            self.add_error("file", self.fields["file"].error_messages["missing"])
        if data.get("file") and not data.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Pilih jenis bukti."))
        return data

    def given(self, stored: Any) -> ProofGiven:
        data = self.cleaned_data
        return ProofGiven(ProofKind(data["kind"]), stored, data["number"], data["dated_on"])


class SendForm(Form):
    """The declaration under what was checked."""

    true = forms.BooleanField(
        label=_("Keterangan ini benar menurut yang saya ketahui."),
        error_messages={"required": _("Beri tanda centang untuk mengirim.")},
    )


class EmployerPhkForm(Form):
    """The report of Permenaker 2/2025 Pasal 9 ayat (2). Name, address and NPP of the firm are known from BPJS."""

    nik = NikField(label=_("NIK pekerja"))
    full_name = NameField(label=_("Nama pekerja"), help_text=_("Seperti di KTP."))
    born_on = DateTripleField(label=_("Tanggal lahir"), widget=DateTripleWidget())
    address = LineField(label=_("Alamat pekerja"), required=False, max_length=300)
    kpj = LineField(
        label=_("Nomor peserta BPJS Ketenagakerjaan"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"class": "w12", "autocomplete": "off"}),
    )
    certificate_number = LineField(label=_("Nomor sertifikat kepesertaan perusahaan"), required=False, max_length=60)
    phk_on = DateTripleField(label=_("Tanggal PHK"), help_text=_("Hari terakhir hubungan kerja."))
    reason = forms.ChoiceField(
        label=_("Alasan PHK"),
        choices=[("", _("Pilih alasan")), *EMPLOYER_REASONS],
        help_text=_("Huruf menurut Pasal 154A ayat (1) UU 13/2003."),
    )
    contract = forms.ChoiceField(label=_("Jenis perjanjian kerja"), choices=Contract.choices, widget=Pick(slim=True))
    contract_number = LineField(
        label=_("Nomor perjanjian kerja atau surat pengangkatan"), required=False, max_length=60
    )
    contract_starts_on = DateTripleField(label=_("Perjanjian mulai"), required=False)
    contract_ends_on = DateTripleField(label=_("Perjanjian berakhir"), required=False, help_text=_("Wajib untuk PKWT."))
    work_started_on = DateTripleField(label=_("Mulai bekerja"), required=False)
    wage = RupiahField(label=_("Upah terakhir sebulan"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        for name in ("phk_on", "born_on", "contract_starts_on", "work_started_on"):
            self.fields[name].latest = today
        self.fields["phk_on"].error_messages["too_late"] = problem_text("phk_in_future")
        self.fields["contract_ends_on"].conditional = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        if data["contract"] == Contract.PKWTT:
            data["contract_ends_on"] = None
        for field, code in problems(self.said(), today=self._today):
            self.add_error(field, ValidationError(problem_text(code), code=code))
        if data["born_on"] >= data["phk_on"]:
            self.add_error("born_on", problem_text("born_after_phk"))
        return data

    def said(self, proof: ProofGiven | None = None) -> Said:
        data = self.cleaned_data
        return Said(
            phk_on=data["phk_on"],
            reason=PhkReason(data["reason"]),
            contract=Contract(data["contract"]),
            contract_starts_on=data["contract_starts_on"],
            contract_ends_on=data["contract_ends_on"],
            work_started_on=data["work_started_on"],
            wage=data["wage"],
            worker_name=data["full_name"],
            worker_address=data["address"],
            kpj=data["kpj"],
            certificate_number=data["certificate_number"],
            contract_number=data["contract_number"],
            proof_number=proof.number if proof else "",
            proof_dated_on=proof.dated_on if proof else None,
        )

    def worker(self) -> Worker:
        data = self.cleaned_data
        return Worker(data["nik"], data["full_name"], data["born_on"], data["address"])


class CsvForm(Form):
    """A file of reports."""

    file = UploadField(
        label=_("Berkas CSV"),
        extensions=("csv", "txt"),
        largest=4 * 1024 * 1024,
        help_text=_("Paling banyak 5.000 baris. Simpan dari Excel sebagai CSV."),
    )


class SaveImportForm(Form):
    """What to do with the rows that are wrong."""

    only_good = forms.BooleanField(required=False)


class AnswerForm(Form):
    """Agree, or say what is different and why."""

    stance = forms.ChoiceField(
        label=_("Apakah laporan ini benar?"),
        choices=[("agrees", _("Ya, benar")), ("disputes", _("Tidak, ada yang berbeda"))],
        widget=Pick(),
    )
    phk_on = DateTripleField(label=_("Tanggal PHK menurut Anda"), required=False)
    reason = forms.ChoiceField(label=_("Alasan menurut Anda"), required=False)
    statement = forms.CharField(
        label=_("Jelaskan yang berbeda"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Wajib bila tidak benar. Tulis tanggal dan kejadiannya."),
    )

    def __init__(self, *args: Any, today: date, reasons: Any, theirs: Said, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._theirs = theirs
        self.fields["phk_on"].latest = today
        self.fields["reason"].choices = [("", _("Sama dengan laporan")), *reasons]
        self.fields["statement"].conditional = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("stance") == "disputes" and not (data.get("statement") or "").strip():
            self.add_error("statement", _("Tulis alasan Anda tidak setuju."))
        return data

    def said(self) -> Said | None:
        """The other side's account with what differs; None when nothing does."""
        data = self.cleaned_data
        if data["stance"] == "agrees":
            return None
        changed = {"phk_on": data["phk_on"], "reason": PhkReason(data["reason"]) if data["reason"] else None}
        return self._theirs.changed(**{name: value for name, value in changed.items() if value is not None})
