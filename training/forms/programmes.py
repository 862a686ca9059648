"""What an institute writes about a programme, and what the cost desk answers. Never writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form, Pick, RupiahField
from training.enums import Mode
from training.groups import by_submajor
from training.models import LONGEST_REASON, LONGEST_TEXT, MOST_SKILLS, Programme
from training.operations import ProgrammeSaid
from training.operations.programmes import LONGEST_SKILL


class ProgrammeForm(Form):
    """A proposal: what is learnt, in which units and hours, and the cost that is asked for."""

    title = forms.CharField(label=_("Nama program"), max_length=120, widget=forms.TextInput({"class": "w24"}))
    group = forms.ChoiceField(
        label=_("Golongan jabatan yang dituju"),
        help_text=_("Pilih golongan tiga angka bila ada: biayanya dibandingkan dengan program sejenis."),
    )
    mode = forms.ChoiceField(label=_("Cara belajar"), choices=Mode.choices, widget=Pick(slim=True))
    hours = forms.IntegerField(
        label=_("Jam pelajaran"), min_value=1, max_value=2_000, widget=forms.NumberInput({"class": "w3"})
    )
    days = forms.IntegerField(
        label=_("Hari pertemuan"), min_value=1, max_value=366, widget=forms.NumberInput({"class": "w3"})
    )
    learns = forms.CharField(
        label=_("Yang dipelajari"),
        max_length=LONGEST_TEXT,
        help_text=_("Satu hal satu baris. Peserta membacanya di katalog."),
        widget=forms.Textarea({"rows": "4"}),
    )
    curriculum = forms.CharField(
        label=_("Kurikulum: unit dan jam"),
        max_length=LONGEST_TEXT,
        help_text=_("Satu unit satu baris, dengan jamnya. Contoh: Menjahit lurus: 40 jam"),
        widget=forms.Textarea({"rows": "6"}),
    )
    standard = forms.CharField(
        label=_("Standar kompetensi"),
        max_length=120,
        required=False,
        help_text=_("Misalnya nomor SKKNI."),
        widget=forms.TextInput({"class": "w24"}),
    )
    requirements = forms.CharField(
        label=_("Syarat peserta"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea({"rows": "3"})
    )
    skills = forms.CharField(
        label=_("Keterampilan"),
        max_length=(LONGEST_SKILL + 2) * MOST_SKILLS,
        required=False,
        help_text=_("Dipisahkan dengan koma, paling banyak 15."),
        widget=forms.TextInput({"class": "w24"}),
    )
    cost = RupiahField(label=_("Biaya per peserta yang diajukan"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = (kwargs.get("initial") or {}).get("group", "")
        self.fields["group"].choices = [("", _("Pilih golongan")), *by_submajor(known)]

    @classmethod
    def of(cls, programme: Programme, data: Any = None) -> "ProgrammeForm":
        """The form with what the programme says now."""
        names = ("title", "mode", "hours", "days", "learns", "curriculum", "standard", "requirements", "cost")
        first: dict[str, Any] = {name: getattr(programme, name) for name in names}
        return cls(data, initial=first | {"group": programme.group, "skills": ", ".join(programme.skills)})

    def said(self) -> ProgrammeSaid:
        """What was written, for the operations."""
        facts = dict(self.cleaned_data)
        skills = tuple(part.strip() for part in facts.pop("skills").split(",") if part.strip())
        return ProgrammeSaid(**facts, skills=skills)


class PriceForm(Form):
    """The cost that is set, and on which ground."""

    cost = RupiahField(label=_("Biaya per peserta"))
    why = forms.CharField(
        label=_("Pertimbangan"),
        max_length=LONGEST_REASON,
        help_text=_("Lembaga membacanya bersama biayanya."),
        widget=forms.Textarea({"rows": "3", "accesskey": "c"}),
    )


class ReturnForm(Form):
    """What is to be put right before the programme is assessed again."""

    remark = forms.CharField(
        label=_("Yang perlu diperbaiki"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": "3"})
    )
