"""What the paying officers type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form, UploadField
from core.forms.uploads import MEGABYTE
from payments.operations.days import SHORTEST_EXPLANATION


class CancelForm(Form):
    reason = forms.CharField(
        label=_("Mengapa batch dibatalkan?"),
        min_length=SHORTEST_EXPLANATION,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"min_length": _("Tulis alasannya, paling sedikit 10 huruf.")},
    )


class StatementForm(Form):
    statement = UploadField(
        label=_("Berkas mutasi"),
        help_text=_("Berkas CSV dari bank untuk hari ini, paling besar 5 MB."),
        extensions=("csv",),
        largest=5 * MEGABYTE,
    )


class ExplanationForm(Form):
    explanation = forms.CharField(
        label=_("Dari mana uang ini, dan apa yang sudah dilakukan?"),
        help_text=_("Nilainya dicatat sebagai piutang kepada bank. Orang lain yang menutup hari ini."),
        min_length=SHORTEST_EXPLANATION,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"min_length": _("Tulis penjelasan, paling sedikit 10 huruf.")},
    )


class SentBackForm(ExplanationForm):
    """Money that came in and is nobody's instalment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["explanation"].help_text = _(
            "Isi bila uang ini bukan angsuran dan sudah dikembalikan kepada pengirim. Angsuran dicatat pada kasusnya."
        )


class ResolutionForm(Form):
    resolution = forms.CharField(
        label=_("Apa yang ditemukan dan dilakukan?"),
        min_length=SHORTEST_EXPLANATION,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"min_length": _("Tulis penyelesaiannya, paling sedikit 10 huruf.")},
    )
