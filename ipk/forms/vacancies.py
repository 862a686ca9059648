"""Shape and wording of what people write about vacancies. Never writes."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateTripleField, Form, Pick, RupiahField
from core.text import one_line, without_invisible
from ipk.enums.vacancies import Employment, ReportReason, ReturnReason, Schooling, WorkPlace
from ipk.forms.fields import LineField
from ipk.models import Occupation, Vacancy
from ipk.models.vacancies import LONGEST_TEXT, MOST_SKILLS
from ipk.operations.vacancies import LONGEST_DAYS, Written
from ipk.places import find_place

_MARKUP = re.compile(r"<[a-zA-Z!/?][^>]*>?")
_SPACES = re.compile(r"[^\S\n]+")


class PlainTextField(forms.CharField):
    """Several lines of plain text: what cannot be seen is dropped, markup is refused, and so is what is too long."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_TEXT)
        kwargs.setdefault("widget", forms.Textarea({"rows": 6}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = without_invisible(super().to_python(value).replace("\r\n", "\n"))
        return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()

    def validate(self, value: str) -> None:
        super().validate(value)
        if _MARKUP.search(value):
            raise forms.ValidationError(_("Tulis teks biasa, tanpa kode HTML."))


class ReportForm(Form):
    """W16: what is wrong with a vacancy."""

    reason = forms.ChoiceField(label=_("Apa yang salah?"), choices=ReportReason.choices, widget=Pick())
    note = PlainTextField(
        label=_("Ceritakan singkat"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Misalnya: berapa uang yang diminta, lewat apa, dan kapan."),
    )


class VacancyForm(Form):
    """What an employer writes. `seen` is the version that was on the page."""

    title = LineField(label=_("Pekerjaan"), max_length=120, help_text=_("Contoh: Operator jahit garmen"))
    occupation = forms.ModelChoiceField(
        label=_("Golongan jabatan"), queryset=Occupation.objects.none(), empty_label=_("Pilih golongan")
    )
    description = PlainTextField(label=_("Yang dikerjakan"), help_text=_("Satu tugas satu baris."))
    requirements = PlainTextField(
        label=_("Yang diminta"), required=False, help_text=_("Satu syarat satu baris. Hanya yang benar-benar perlu.")
    )
    place = LineField(
        label=_("Kota atau kabupaten tempat bekerja"), max_length=80, required=False, help_text=_("Contoh: Surakarta")
    )
    country = LineField(
        label=_("Atau negara, bila di luar negeri"), max_length=60, required=False, help_text=_("Contoh: Jepang")
    )
    wage_from = RupiahField(label=_("Gaji per bulan, dari"), required=False)
    wage_to = RupiahField(label=_("Sampai"), required=False)
    education = forms.ChoiceField(label=_("Pendidikan paling rendah"), choices=Schooling.choices)
    experience_years = forms.IntegerField(
        label=_("Pengalaman (tahun)"),
        min_value=0,
        max_value=40,
        widget=forms.TextInput({"inputmode": "numeric", "class": "w3"}),
    )
    employment = forms.ChoiceField(label=_("Jenis kerja"), choices=Employment.choices)
    work_place = forms.ChoiceField(label=_("Bekerja dari"), choices=WorkPlace.choices)
    openings = forms.IntegerField(
        label=_("Jumlah orang yang dicari"),
        min_value=1,
        max_value=9_999,
        widget=forms.TextInput({"inputmode": "numeric", "class": "w6"}),
        error_messages={"min_value": _("Isi paling sedikit 1 orang.")},
    )
    closes_on = DateTripleField(
        label=_("Tutup pada"),
        help_text=_("Paling lama 90 hari lagi. Contoh: 30 9 2026"),
        error_messages={
            "too_early": _("Tanggal ini sudah lewat."),
            "too_late": _("Paling lama 90 hari lagi."),
        },
    )
    skills = LineField(
        label=_("Keterampilan"), required=False, max_length=600, help_text=_("Pisahkan dengan koma, paling banyak 15.")
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occupation"].queryset = Occupation.objects.groups()
        self.fields["closes_on"].earliest = today
        self.fields["closes_on"].latest = today + timedelta(days=LONGEST_DAYS)

    def clean_place(self) -> Any:
        typed = self.cleaned_data["place"]
        if not typed:
            return None
        found = find_place(typed)
        if found is None or len(found.code) != 4:
            raise forms.ValidationError(_("Kami tidak mengenal kota atau kabupaten ini. Periksa tulisannya."))
        return found

    def clean_skills(self) -> list[str]:
        skills = [one_line(part) for part in self.cleaned_data["skills"].split(",")]
        skills = list(dict.fromkeys(skill for skill in skills if skill))
        if len(skills) > MOST_SKILLS:
            raise forms.ValidationError(_("Tulis paling banyak 15 keterampilan."))
        if any(len(skill) > 40 for skill in skills):
            raise forms.ValidationError(_("Satu keterampilan paling panjang 40 huruf."))
        return skills

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "place" not in self.errors and bool(data.get("place")) == bool(data.get("country")):
            self.add_error("place", _("Isi kota atau kabupaten, atau negara: salah satu saja."))
        lowest, highest = data.get("wage_from"), data.get("wage_to")
        if highest is not None and (lowest is None or highest < lowest):
            self.add_error("wage_to", _("Gaji tertinggi harus sama atau lebih besar dari gaji terendah."))
        return data

    def written(self) -> Written:
        """What the operations take."""
        data = self.cleaned_data
        same = {name: data[name] for name in Written.__slots__ if name in data}
        place = data["place"]
        return Written(
            **same
            | {
                "occupation_id": data["occupation"].pk,
                "region_id": place.code if place else None,
                "skills": tuple(data["skills"]),
            }
        )


class ReturnForm(Form):
    """An officer's no, with its reason; `seen` is the version that was on the page."""

    reason = forms.ChoiceField(label=_("Alasan"), choices=[("", _("Pilih alasan")), *ReturnReason.choices])
    note = PlainTextField(
        label=_("Penjelasan untuk perusahaan"), max_length=500, widget=forms.Textarea({"rows": 3}), required=False
    )


def as_typed(vacancy: Vacancy) -> dict[str, Any]:
    """What the form shows when a vacancy is edited."""
    names = (
        "title", "occupation", "description", "requirements", "country", "wage_from", "wage_to", "education",
        "experience_years", "employment", "work_place", "openings", "closes_on",
    )  # fmt: skip
    typed = {name: getattr(vacancy, name) for name in names}
    place = vacancy.region.name if vacancy.region else ""
    return typed | {"place": place, "skills": ", ".join(vacancy.skills), "seen": vacancy.version}
