"""What an evaluation is asked for, and what an officer concludes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form, MonthField, Pick
from core.models import Region
from reports.enums import Conclusion
from reports.models import LONGEST_NOTE
from training.groups import majors

FIRST_YEAR = 2022
OPEN = "belum"
ORDERS = (("selesai", _("Selesai paling sedikit di atas")), ("bekerja", _("Bekerja paling sedikit di atas")))


class EvaluationFilter(Form):
    """A year, or months from–to; both months count. `today` bounds them."""

    tahun = forms.ChoiceField(label=_("Tahun"), required=False)
    dari = MonthField(label=_("Atau dari bulan"), required=False)
    sampai = MonthField(label=_("Sampai bulan"), required=False)
    provinsi = forms.ChoiceField(label=_("Provinsi"), required=False)
    golongan = forms.ChoiceField(label=_("Golongan jabatan"), required=False)
    q = forms.CharField(
        label=_("Lembaga, VIN, atau program"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"type": "search"}),
    )
    kesimpulan = forms.ChoiceField(
        label=_("Kesimpulan"),
        required=False,
        choices=[("", _("Semua")), (OPEN, _("Belum disimpulkan")), *Conclusion.choices],
    )
    urut = forms.ChoiceField(label=_("Urutan"), required=False, choices=[("", _("Abjad")), *ORDERS])

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["tahun"].choices = [(str(year), str(year)) for year in range(today.year, FIRST_YEAR - 1, -1)]  # type: ignore[attr-defined]
        provinces = Region.objects.filter(parent=None).order_by("name").values_list("pk", "name")
        self.fields["provinsi"].choices = [("", _("Semua provinsi")), *provinces]  # type: ignore[attr-defined]
        self.fields["golongan"].choices = [  # type: ignore[attr-defined]
            ("", _("Semua golongan")),
            *((group.code, f"{group.code} {group}") for group in majors()),
        ]
        for name in ("dari", "sampai"):
            self.fields[name].earliest = date(FIRST_YEAR, 1, 1)  # type: ignore[attr-defined]
            self.fields[name].latest = today.replace(day=1)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("dari"), data.get("sampai")
        if first and last and last < first:
            self.add_error("sampai", _("Bulan terakhir tidak boleh sebelum bulan pertama."))
        if last and not first and "dari" not in self.errors:
            self.add_error("dari", _("Isi juga bulan pertamanya."))
        return data


class ConcludeForm(Form):
    """`seen` is the number of the latest conclusion that the page shows."""

    conclusion = forms.ChoiceField(label=_("Kesimpulan Anda"), choices=Conclusion.choices, widget=Pick(slim=True))
    note = forms.CharField(
        label=_("Dasar kesimpulan"),
        help_text=_("Angka mana, apa sebabnya menurut Anda, dan apa langkah berikutnya."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 5}),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
