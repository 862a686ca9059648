"""Forms of the pages that belong to no app."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateTripleField, Form


class DemoDayForm(Form):
    """Which day, and if asked for which hour, the demo shall have."""

    day = DateTripleField(
        label=_("Hari peragaan"),
        help_text=_("Contoh: 14 12 2026. Semua tenggat dihitung dari hari ini."),
        error_messages={
            "too_early": _("Kalender kerja peragaan mulai %(day)s."),
            "too_late": _("Kalender kerja peragaan hanya sampai %(day)s."),
        },
    )
    hour = forms.TimeField(
        label=_("Jam peragaan"),
        required=False,
        input_formats=["%H.%M", "%H:%M"],
        help_text=_(
            "WIB. Contoh: 07.50, sepuluh menit sebelum konseling pukul 08.00. Bila kosong, jam berjalan terus."
        ),
        widget=forms.TimeInput({"class": "w6", "inputmode": "decimal", "autocomplete": "off"}, format="%H.%M"),
        error_messages={"invalid": _("Tulis jam seperti 07.50.")},
    )

    def __init__(self, *args: Any, earliest: date, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["day"]
        field.earliest, field.latest = earliest, latest  # type: ignore[attr-defined]
