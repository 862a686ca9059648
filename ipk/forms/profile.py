"""Shape and wording of what people type into their profile. Never writes."""

from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.forms import Form, MonthField, Pick, YearField
from core.forms.uploads import EVIDENCE_EXTENSIONS
from files.forms import EvidenceField, EvidenceInput
from ipk.cv import phone_shown
from ipk.enums.profile import Fluency, Part, Schooling
from ipk.forms.fields import LineField, refuse_nik
from ipk.models.profile import NOTE_LENGTH, SUMMARY_LENGTH
from ipk.operations.profile import LONGEST_SKILL, ToldEntry
from ipk.skills import COMMON, TONGUES, split_skills

PICTURES = tuple(extension for extension in EVIDENCE_EXTENSIONS if extension != "pdf")
NO_PDF = _("Foto harus JPG, PNG, WebP, atau HEIC. Bukan PDF.")
LAST_UNTIL_YEARS = 30  # a certificate may hold so long


def _line(label: Any, longest: int, **kwargs: Any) -> LineField:
    widget = forms.TextInput({"autocomplete": "off", **kwargs.pop("attrs", {})})
    return LineField(label=label, max_length=longest, widget=widget, validators=[refuse_nik], **kwargs)


class PhotoField(EvidenceField):
    """A picture, no PDF. Sent in the form or ahead of it, like evidence."""

    def __init__(self, **kwargs: Any) -> None:
        accept = ",".join(f".{extension}" for extension in PICTURES)
        super().__init__(extensions=PICTURES, widget=EvidenceInput(accept=accept), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        if isinstance(data, UploadedFile) and PurePath(data.name or "").suffix.lower() == ".pdf":
            raise ValidationError(NO_PDF, code="wrong_type")
        return super().clean(data, initial)


class PhotoForm(Form):
    photo = PhotoField(
        label=_("Pilih atau ambil foto"),
        help_text=_("JPG, PNG, WebP, atau HEIC, paling besar 5 MB. Wajah terlihat jelas, menghadap ke depan."),
    )


class PersonalForm(Form):
    """How an employer may reach somebody, and a few words about oneself. The rest is known already."""

    shows_phone = forms.BooleanField(label=_("Nomor HP"), required=False)
    shows_email = forms.BooleanField(label=_("Email"), required=False)
    summary = LineField(
        label=_("Ringkasan tentang Anda"),
        help_text=_(
            "Dua atau tiga kalimat: pengalaman, kelebihan, dan pekerjaan yang Anda cari. Tanpa NIK dan alamat."
        ),
        required=False,
        max_length=SUMMARY_LENGTH,
        validators=[refuse_nik],
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, email: str, phone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, contact in (("shows_email", email), ("shows_phone", phone_shown(phone))):
            if contact:
                self.fields[name].help_text = contact
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ways = [name for name in ("shows_phone", "shows_email") if name in self.fields]
        if ways and not any(data.get(name) for name in ways):
            self.add_error(ways[0], _("Pilih paling sedikit satu cara menghubungi Anda."))
        return data

    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "summary": data["summary"],
            "shows_email": bool(data.get("shows_email")),
            "shows_phone": bool(data.get("shows_phone")),
        }


class EntryForm(Form):
    """An entry of a part. `seen` is when the entry had last changed; it is empty for a new one."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    upside_down = _("Selesai sebelum mulai. Periksa lagi.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("began_on", "ended_on"):
            if name in self.fields:
                self.fields[name].latest = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        began, ended = data.get("began_on"), data.get("ended_on")
        if began and ended and ended < began:
            self.add_error("ended_on", self.upside_down)
        return data

    def told(self) -> ToldEntry:
        return ToldEntry(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})

    def seen_at(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None


class EducationForm(EntryForm):
    level = forms.ChoiceField(label=_("Jenjang"), choices=[("", _("Pilih jenjang")), *Schooling.choices])
    place = _line(_("Nama sekolah atau perguruan tinggi"), 150)
    title = _line(_("Jurusan"), 120, required=False)
    began_on = YearField(label=_("Tahun masuk"), required=False)
    ended_on = YearField(label=_("Tahun lulus"), required=False, help_text=_("Kosongkan bila masih bersekolah."))


class ExperienceForm(EntryForm):
    title = _line(_("Jabatan atau pekerjaan Anda"), 120, help_text=_("Contoh: operator jahit"))
    place = _line(_("Nama perusahaan atau pemberi kerja"), 150)
    began_on = MonthField(label=_("Mulai bekerja"), help_text=_("Bulan dan tahun. Contoh: Maret 2019"))
    ended_on = MonthField(
        label=_("Selesai bekerja"), required=False, help_text=_("Bulan dan tahun. Kosongkan bila masih bekerja.")
    )
    note = LineField(
        label=_("Apa yang Anda kerjakan?"),
        help_text=_("Tugas utama dan hasilnya. Jangan tulis upah."),
        required=False,
        max_length=NOTE_LENGTH,
        validators=[refuse_nik],
        widget=forms.Textarea({"rows": 3}),
    )


class TrainingForm(EntryForm):
    title = _line(_("Nama pelatihan"), 120)
    place = _line(_("Penyelenggara"), 150, help_text=_("Contoh: BLK Surakarta"))
    began_on = YearField(label=_("Tahun"), required=False)


class CertificateForm(EntryForm):
    title = _line(_("Nama sertifikat"), 120)
    place = _line(_("Diterbitkan oleh"), 150, help_text=_("Contoh: BNSP"))
    began_on = YearField(label=_("Tahun terbit"), required=False)
    ended_on = YearField(
        label=_("Berlaku sampai tahun"), required=False, help_text=_("Kosongkan bila berlaku seterusnya.")
    )

    upside_down = _("Tahun berlaku tidak boleh sebelum tahun terbit.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        until = self.fields["ended_on"]
        until.latest = date(today.year + LAST_UNTIL_YEARS, 1, 1)
        until.error_messages["too_late"] = _("Periksa tahunnya. Tulis 4 angka, misalnya 2026.")


class AchievementForm(EntryForm):
    title = _line(_("Pencapaian atau prestasi"), 120, help_text=_("Contoh: Karyawan teladan"))
    place = _line(_("Diberikan oleh"), 150, required=False)
    began_on = YearField(label=_("Tahun"), required=False)


class LanguageForm(EntryForm):
    title = _line(_("Bahasa"), 60, attrs={"list": "saran"})
    level = forms.ChoiceField(label=_("Seberapa baik?"), choices=Fluency.choices, widget=Pick(slim=True))

    suggestions = TONGUES


class SkillForm(EntryForm):
    title = _line(
        _("Keahlian"),
        400,
        help_text=_("Satu atau beberapa, pisahkan dengan koma. Contoh: mengoperasikan forklift, pembukuan"),
        attrs={"list": "saran"},
    )

    suggestions = COMMON

    def clean_title(self) -> str:
        text: str = self.cleaned_data["title"]
        names = split_skills(text)
        if not names:
            raise ValidationError(_("Tulis paling sedikit satu keahlian."))
        if any(len(name) > LONGEST_SKILL for name in names):
            raise ValidationError(_("Satu keahlian paling panjang 80 huruf. Pisahkan dengan koma."))
        return text


FORMS: dict[Part, type[EntryForm]] = {
    Part.EDUCATION: EducationForm,
    Part.EXPERIENCE: ExperienceForm,
    Part.TRAINING: TrainingForm,
    Part.CERTIFICATE: CertificateForm,
    Part.ACHIEVEMENT: AchievementForm,
    Part.LANGUAGE: LanguageForm,
    Part.SKILL: SkillForm,
}
# Where a refusal of the operations is shown.
REFUSED_AT = {
    "already_there": "title",
    "too_many": "title",
    "nothing_told": "title",
    "skill_long": "title",
    "ends_before_it_begins": "ended_on",
}
