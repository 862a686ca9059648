"""What operations type."""

import re
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.clock import JAKARTA
from core.forms import DateTripleField, Form

_CLOCK = re.compile(r"^(\d{1,2})[.:](\d{2})$")


class ClockField(forms.CharField):
    """A time of day in Jakarta, "08.30" or "8:30", returned as `time`."""

    default_error_messages = {
        "required": _("Isi jamnya. Contoh: 08.30."),
        "clock": _("Tulis jam dan menit. Contoh: 08.30."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 5)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "w6", "inputmode": "decimal"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value).strip()
        found = _CLOCK.match(typed)
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValidationError(self.error_messages["clock"], code="clock")
        return time(int(found[1]), int(found[2]))


class OutageForm(Form):
    """When the portal could not be reached, in WIB, and why."""

    starts_on = DateTripleField(label=_("Mulai tanggal"))
    starts_at = ClockField(label=_("Mulai jam (WIB)"))
    ends_on = DateTripleField(label=_("Selesai tanggal"))
    ends_at = ClockField(label=_("Selesai jam (WIB)"))
    reason = forms.CharField(
        label=_("Sebab"),
        max_length=200,
        help_text=_("Tercatat bersama nama Anda."),
        error_messages={"required": _("Tulis sebab gangguan.")},
    )

    @property
    def outage(self) -> dict[str, Any]:
        """What the operation takes."""
        data = self.cleaned_data
        return {
            "starts_at": datetime.combine(data["starts_on"], data["starts_at"], JAKARTA),
            "ends_at": datetime.combine(data["ends_on"], data["ends_at"], JAKARTA),
            "reason": data["reason"],
        }
