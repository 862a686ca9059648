"""Forms of the pages that belong to no app."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import DateTripleField, Form


class DemoDayForm(Form):
    """Which day the demo shall have."""

    day = DateTripleField(
        label=_("Hari peragaan"),
        help_text=_("Contoh: 14 12 2026. Semua tenggat dihitung dari hari ini."),
        error_messages={
            "too_early": _("Kalender kerja peragaan mulai %(day)s."),
            "too_late": _("Kalender kerja peragaan hanya sampai %(day)s."),
        },
    )

    def __init__(self, *args: Any, earliest: date, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["day"]
        field.earliest, field.latest = earliest, latest  # type: ignore[attr-defined]
