"""What officers type about bills to BPJS."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form

ACCEPT, RETURN = "terima", "kembalikan"
_TEXT = {"max_length": 500, "widget": forms.Textarea(attrs={"rows": 3})}


class CancelForm(Form):
    reason = forms.CharField(label=_("Mengapa pengajuan dibatalkan?"), **_TEXT)


class CompleteForm(Form):
    note = forms.CharField(
        label=_("Apa yang dilengkapi?"),
        help_text=_("Bila barisnya harus berubah, kembalikan tagihan ke LPK."),
        **_TEXT,
    )


class ReturnForm(Form):
    lacks = forms.CharField(
        label=_("Apa yang kurang?"), help_text=_("Kemnaker melengkapinya untuk tanggal pengajuan berikutnya."), **_TEXT
    )
