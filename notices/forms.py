"""What a person may choose about copies, and the code of a letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.codes import shown, typed
from core.forms import Form, Pick
from notices.enums import Zone
from notices.models import LETTER_CODE

_ZONES = (
    (Zone.WIB, _("WIB: Sumatra, Jawa, Kalimantan Barat dan Tengah")),
    (Zone.WITA, _("WITA: Bali, Nusa Tenggara, Sulawesi, Kalimantan lainnya")),
    (Zone.WIT, _("WIT: Maluku dan Papua")),
)


class CopiesForm(Form):
    by_email = forms.BooleanField(
        label=_("Kirim salinan lewat email"), help_text=_("Tanpa nominal dan tanpa alasan."), required=False
    )
    by_sms = forms.BooleanField(
        label=_("Kirim salinan lewat SMS"), help_text=_("Paling banyak 160 huruf, gratis."), required=False
    )
    zone = forms.ChoiceField(label=_("Jam di tempat Anda"), choices=_ZONES, widget=Pick)


class CodeForm(Form):
    kode = forms.CharField(
        label=_("Kode pada surat"),
        help_text=_("12 huruf dan angka di samping kode QR. Contoh: 7K4P-2MQX-9TRA."),
        max_length=40,
        error_messages={"max_length": _("Kode terdiri dari 12 huruf dan angka.")},
    )

    def clean_kode(self) -> str:
        """The code as letters show it: O is read as 0, I and L as 1."""
        code = typed(self.cleaned_data["kode"], LETTER_CODE)
        if not code:
            raise forms.ValidationError(
                _("Kode terdiri dari 12 huruf dan angka. Periksa lagi yang tertulis pada surat.")
            )
        return shown(code)
