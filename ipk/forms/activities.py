"""Shape and wording of what people type about looking for work, and of an officer's word on it. Never writes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateTripleField, Form, Pick
from files.forms import EvidenceField
from files.models import StoredFile
from ipk.enums.activities import ActivityKind
from ipk.forms.fields import LineField
from ipk.models import Activity, Vacancy
from ipk.operations.activities import Told, earliest_day, is_web_address
from ipk.reasons import ASKING, REASONS, REJECTING


class ActivityForm(Form):
    """An application or a call. `kept` names a file that was already taken when something else had to be corrected.

    `about` is the vacancy of another site that it tells of; its id comes back with the form.
    """

    kind = forms.ChoiceField(
        label=_("Apa yang Anda lakukan?"),
        choices=ActivityKind.choices,
        widget=Pick(
            hints={
                ActivityKind.APPLICATION: _("Lewat situs, email, surat, atau datang sendiri"),
                ActivityKind.INTERVIEW: _("Satu panggilan sudah cukup untuk satu bulan"),
            }
        ),
    )
    company = LineField(
        label=_("Nama perusahaan"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    position = LineField(
        label=_("Posisi yang dilamar"), max_length=120, widget=forms.TextInput({"autocomplete": "off"})
    )
    on = DateTripleField(
        label=_("Tanggal melamar atau dipanggil"),
        help_text=_("Contoh: 30 9 2026"),
        error_messages={
            "too_late": _("Tanggal ini belum terjadi. Isi tanggal Anda melamar atau dipanggil."),
            "too_early": _("Tanggal ini lebih dari satu tahun yang lalu."),
        },
    )
    file = EvidenceField(
        label=_("Foto atau PDF bukti"),
        required=False,
        help_text=_("Tangkapan layar, email, atau tanda terima. JPG, PNG, atau PDF, paling besar 5 MB."),
    )
    link = forms.CharField(
        label=_("Atau tautan ke lamaran"),
        required=False,
        max_length=500,
        widget=forms.TextInput({"type": "url", "inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Bila tidak ada foto. Contoh: https://karirhub.kemnaker.go.id/lamaran/123"),
    )
    note = LineField(
        label=_("Keterangan untuk petugas"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )
    kept = forms.UUIDField(required=False, widget=forms.HiddenInput)
    vacancy = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        today: date,
        kept_file: StoredFile | None = None,
        about: Vacancy | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kept_file, self.about = kept_file, about
        self.fields["on"].latest = today
        self.fields["on"].earliest = earliest_day(today)
        for name in ("file", "link"):
            self.fields[name].conditional = True

    def clean_link(self) -> str:
        link = self.cleaned_data["link"].strip()
        if link and not is_web_address(link):
            raise forms.ValidationError(_("Tulis alamat lengkap yang diawali https:// atau http://."))
        return link

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        nothing = not (data.get("file") or data.get("link") or self.kept_file)
        if nothing and not {"file", "link"} & self.errors.keys():
            self.add_error("file", _("Unggah bukti atau tulis tautannya."))
        return data

    def told(self) -> Told:
        """What the operations take; the file is the one that was kept."""
        data = self.cleaned_data
        return Told(
            kind=ActivityKind(data["kind"]),
            company=data["company"],
            position=data["position"],
            on=data["on"],
            file=self.kept_file,
            link=data["link"],
            note=data["note"],
            vacancy=self.about,
        )


def about_vacancy(vacancy: Vacancy) -> dict[str, Any]:
    """What the form knows of an application for a vacancy of another site."""
    return {"vacancy": vacancy.pk, "company": vacancy.company, "position": vacancy.title}


def as_typed(activity: Activity) -> dict[str, Any]:
    """What the form shows when an activity is put right."""
    names = ("kind", "company", "position", "on", "link", "note")
    return {name: getattr(activity, name) for name in names}


class JudgeForm(Form):
    """Ask again or do not accept. `seen` is the submission that the officer looked at."""

    ASK, REJECT = "ask", "reject"

    seen = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Putusan"),
        choices=[(ASK, _("Minta perbaikan")), (REJECT, _("Jangan terima"))],
        widget=Pick(slim=True),
        error_messages={"required": _("Pilih satu putusan.")},
    )
    reason = forms.ChoiceField(
        label=_("Alasan"),
        choices=[("", _("Pilih alasan")), *((code, reason.title) for code, reason in REASONS.items())],
        error_messages={"required": _("Pilih alasannya.")},
    )
    note = LineField(
        label=_("Penjelasan untuk peserta"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        allowed = ASKING if data.get("verdict") == self.ASK else REJECTING
        reason = data.get("reason", "")
        if reason and data.get("verdict") and reason not in allowed:
            self.add_error("reason", _("Pilih alasan yang sesuai dengan putusannya."))
        if reason in REASONS and REASONS[reason].wants_note and not data.get("note"):
            self.add_error("note", _("Tulis penjelasan untuk peserta."))
        return data
