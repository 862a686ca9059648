"""What a mediator decides about a termination, and an officer about an identity."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateTripleField, Form, Pick
from files.forms import EvidenceField
from participants.enums import ProofKind, Side
from participants.forms.phk import LineField, proof_choices
from participants.said import ProofGiven


class MediationForm(Form):
    """One decision; which fields count depends on it."""

    verdict = forms.ChoiceField(
        label=_("Putusan"),
        choices=[
            ("accept", _("Sahkan bukti PHK")),
            ("ask", _("Minta bukti lagi")),
            ("dispute", _("Catat perselisihan di PHI")),
        ],
        widget=Pick(slim=True),
    )
    kind = forms.ChoiceField(label=_("Jenis bukti yang sah"), required=False)
    side = forms.ChoiceField(label=_("Keterangan yang dipakai"), required=False)
    reason = forms.CharField(
        label=_("Yang kurang"), required=False, max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("Pelapor membaca kalimat ini."),
    )  # fmt: skip
    case_number = LineField(label=_("Nomor perkara PHI"), required=False, max_length=60)
    note = forms.CharField(
        label=_("Catatan untuk berkas"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, kinds: frozenset[str], sides: list[Side], may_accept: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Pilih jenis bukti")), *proof_choices(kinds)]
        told = [(side.value, side.label) for side in sides]
        self.fields["side"].choices = told if len(told) == 1 else [("", _("Pilih pihak")), *told]
        for name in ("kind", "side", "reason", "case_number"):
            self.fields[name].conditional = True
        if not may_accept:
            verdict = self.fields["verdict"]
            verdict.choices = [choice for choice in verdict.choices if choice[0] == "dispute"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        needed = {
            "accept": [("kind", _("Pilih jenis bukti.")), ("side", _("Pilih keterangan siapa yang dipakai."))],
            "ask": [("reason", _("Tulis apa yang kurang."))],
            "dispute": [("case_number", _("Tulis nomor perkara di PHI."))],
        }
        for field, sentence in needed.get(data.get("verdict", ""), []):
            if not data.get(field):
                self.add_error(field, sentence)
        return data


class RulingForm(Form):
    """The final ruling of the PHI."""

    upheld = forms.ChoiceField(
        label=_("Isi putusan"),
        choices=[("yes", _("PHK sah")), ("no", _("PHK batal, pekerja kembali bekerja"))],
        widget=Pick(slim=True),
    )
    brought_by = forms.ChoiceField(label=_("Diserahkan oleh"), choices=Side.choices)
    number = LineField(label=_("Nomor putusan"), max_length=60)
    dated_on = DateTripleField(label=_("Tanggal putusan"))
    file = EvidenceField(label=_("Berkas putusan"), help_text=_("PDF, JPG, atau PNG, paling besar 5 MB."))
    note = forms.CharField(
        label=_("Catatan untuk berkas"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dated_on"].latest = today

    def given(self, stored: Any) -> ProofGiven:
        data = self.cleaned_data
        return ProofGiven(ProofKind.PHI_RULING, stored, data["number"], data["dated_on"])


class ReasonedForm(Form):
    """Yes or no, with a reason."""

    verdict = forms.ChoiceField(
        label=_("Putusan"), choices=[("accept", _("Terima")), ("refuse", _("Tolak"))], widget=Pick(slim=True)
    )
    reason = forms.CharField(
        label=_("Alasan"), max_length=500, min_length=10, widget=forms.Textarea({"rows": 3}),
        help_text=_("Paling sedikit 10 huruf. Tercatat dengan nama Anda."),
    )  # fmt: skip


class RevealForm(Form):
    """Why the full NIK must be seen."""

    why = LineField(
        label=_("Alasan membuka NIK"), min_length=10, max_length=200,
        help_text=_("Tercatat dan dapat dilihat pemiliknya."),
    )  # fmt: skip
