"""One's own data: a new address, a wish, and the officer's answer to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.forms.widgets import Pick
from participants.enums import REFUSAL_ARTICLES, DataWish
from participants.forms.regions import RegencyField


class AddressForm(Form):
    """Where somebody lives now."""

    region = RegencyField(error_messages={"required": _("Pilih kabupaten atau kota Anda.")})
    address = forms.CharField(
        label=_("Alamat"),
        help_text=_("Jalan, nomor, RT/RW, kelurahan, kecamatan."),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].fill()


class WishForm(Form):
    wish = forms.ChoiceField(
        label=_("Apa yang Anda minta?"),
        choices=DataWish.choices,
        widget=Pick(slim=True),
        error_messages={"required": _("Pilih satu permintaan.")},
    )
    text = forms.CharField(
        label=_("Data yang mana, dan mengapa?"),
        help_text=_("Sebutkan data yang keliru dan yang benar. Jangan tulis kata sandi atau kode OTP."),
        widget=forms.Textarea({"rows": 5}),
        min_length=10,
        max_length=2000,
        error_messages={"min_length": _("Ceritakan sedikit lebih banyak, paling sedikit 10 huruf.")},
    )


class WishAnswerForm(Form):
    GRANT, REFUSE = "grant", "refuse"

    verdict = forms.ChoiceField(
        label=_("Jawaban"),
        choices=[(GRANT, _("Dipenuhi")), (REFUSE, _("Tidak dapat dipenuhi, seluruhnya atau sebagian"))],
        widget=Pick(slim=True),
        error_messages={"required": _("Pilih satu jawaban.")},
    )
    article = forms.ChoiceField(
        label=_("Dasar aturan bila tidak dipenuhi"),
        choices=[("", _("Pilih dasar aturan")), *((name, name) for name in REFUSAL_ARTICLES)],
        required=False,
    )
    reply = forms.CharField(
        label=_("Yang dibaca pemohon"),
        help_text=_(
            "Apa yang sudah dilakukan, atau mengapa tidak. Penghapusan yang dipenuhi menghapus profil, pencarian"
            " tersimpan, dan pendaftaran pencari kerja; klaim, keputusan, dan pembayaran tetap disimpan."
        ),
        widget=forms.Textarea({"rows": 5}),
        min_length=10,
        max_length=2000,
        error_messages={"min_length": _("Tulis jawaban untuk pemohon, paling sedikit 10 huruf.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == self.REFUSE and not data.get("article"):
            self.add_error("article", _("Pilih dasar aturannya."))
        return data
