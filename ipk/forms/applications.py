"""Shape and wording of what is typed when applying, and of an employer's answers. Never writes."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.formatting import ZONE_NAMES
from core.forms import DateTripleField, Form, Pick, RupiahField
from files.forms import EvidenceField
from files.models import StoredFile
from ipk.enums.applications import RefusalReason
from ipk.forms.fields import LineField, refuse_nik
from ipk.models.applications import LONGEST_LETTER, MOST_FILES
from ipk.operations.answering import Appointment
from ipk.operations.applications import plain_letter

FILES = tuple(f"file{n}" for n in range(1, MOST_FILES + 1))
ZONES = {"Asia/Jakarta": _("WIB"), "Asia/Makassar": _("WITA"), "Asia/Jayapura": _("WIT")}


class ApplicationForm(Form):
    """A letter and up to three files, all optional. `kept` names files that were taken when something was wrong."""

    letter = forms.CharField(
        label=_("Surat lamaran"),
        required=False,
        help_text=_("Paling panjang 3.000 huruf."),
        validators=[refuse_nik],
        widget=forms.Textarea({"rows": 8, "maxlength": LONGEST_LETTER}),
    )
    file1, file2, file3 = (
        EvidenceField(label=label, required=False, help_text=help_text)
        for label, help_text in (
            (_("Berkas pertama"), _("Ijazah atau sertifikat: JPG, PNG, atau PDF, paling besar 5 MB.")),
            (_("Berkas kedua"), ""),
            (_("Berkas ketiga"), ""),
        )
    )
    with_condition = forms.BooleanField(
        label=_("Sertakan kondisi fisik saya, supaya perusahaan menyiapkan penyesuaian"), required=False
    )
    kept = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_condition: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_files: list[StoredFile] = []
        if not has_condition:
            del self.fields["with_condition"]

    def clean_letter(self) -> str:
        try:
            return plain_letter(self.cleaned_data["letter"])
        except Invalid as error:
            raise forms.ValidationError(str(error.message)) from None

    def keep(self, files: Sequence[StoredFile]) -> None:
        """Remember what was taken, so that nobody sends it twice over a slow line."""
        self.kept_files = list(dict.fromkeys(files))
        self.data = self.data.copy()
        self.data["kept"] = " ".join(str(file.pk) for file in self.kept_files)

    @property
    def free(self) -> list[Any]:
        """The file fields that are still to be filled."""
        return [self[name] for name in FILES[: MOST_FILES - len(self.kept_files)]]


class CallForm(Form):
    """When, where and how an employer wants to see somebody."""

    day = DateTripleField(label=_("Tanggal"))
    clock = forms.TimeField(
        label=_("Pukul"),
        input_formats=["%H.%M", "%H:%M", "%H"],
        help_text=_("Contoh: 09.30"),
        widget=forms.TextInput({"class": "w6", "inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": _("Tulis jam dan menit. Contoh: 09.30.")},
    )
    zone = forms.ChoiceField(label=_("Zona waktu"), choices=list(ZONES.items()), widget=forms.Select({"class": "w6"}))
    place = LineField(
        label=_("Tempat atau tautan"),
        max_length=300,
        help_text=_("Alamat lengkap, nomor telepon, atau tautan rapat."),
        error_messages={"required": _("Tulis tempat atau cara bertemu.")},
    )
    message = LineField(
        label=_("Pesan untuk pelamar"),
        required=False,
        max_length=1_000,
        help_text=_("Siapa yang ditemui dan apa yang dibawa. Jangan meminta uang."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, today: date, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].earliest = today
        name = ZONE_NAMES.get(zone, "WIB")
        self.fields["zone"].initial = next(key for key in ZONES if ZONE_NAMES[key] == name)

    def appointment(self) -> Appointment:
        data = self.cleaned_data
        day, at = data["day"], data["clock"]
        moment = datetime.combine(day, time(at.hour, at.minute), tzinfo=ZoneInfo(data["zone"]))
        return Appointment(moment, data["place"], data["message"])


class RefuseForm(Form):
    """Not this time; a reason of the list helps the person, and none is fine."""

    NONE = ""

    reason = forms.ChoiceField(
        label=_("Alasan yang dibaca pelamar"),
        choices=[*RefusalReason.choices, (NONE, _("Tanpa alasan"))],
        required=False,
        widget=Pick(slim=True, apart={NONE}),
    )


class AcceptForm(Form):
    """What an employer may add to a yes."""

    starts_on = DateTripleField(label=_("Hari pertama kerja"), required=False)
    wage = RupiahField(label=_("Upah sebulan"), required=False, help_text=_("Hanya pelamar yang membacanya."))
    message = LineField(
        label=_("Pesan untuk pelamar"), required=False, max_length=1_000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].earliest = today
