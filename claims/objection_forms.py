"""What is typed in an objection and in the ruling on it. Shape and wording only; never writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.enums import ObjectionGround
from core.forms import Form, Pick, PickMany, RupiahField
from files.forms import EvidenceField

_HINTS = {
    ObjectionGround.WRONG_FACT: _("Misalnya tanggal, jumlah iuran, atau upah."),
    ObjectionGround.NEW_PROOF: _("Bukti yang belum kami lihat."),
    ObjectionGround.HINDERED: _("Portal, bank, atau kantor tidak dapat dipakai."),
    ObjectionGround.WRONG_RULE: _("Pasal yang dipakai menurut Anda lain."),
}


class GroundForm(Form):
    ground = forms.ChoiceField(
        label=_("Mengapa Anda tidak setuju?"),
        choices=ObjectionGround.choices,
        widget=Pick(hints=_HINTS),
        error_messages={"required": _("Pilih satu alasan.")},
    )


class TextForm(Form):
    text = forms.CharField(
        label=_("Ceritakan apa yang keliru"),
        help_text=_("Tulis dengan kata Anda sendiri. Tanggal dan nama membantu petugas."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
        error_messages={"required": _("Ceritakan apa yang keliru.")},
    )


class FileForm(Form):
    file = EvidenceField(label=_("Punya bukti? Tambahkan foto atau PDF"))


class SendObjectionForm(Form):
    truthful = forms.BooleanField(
        label=_("Keterangan ini benar menurut pengetahuan saya."),
        error_messages={"required": _("Centang pernyataan ini sebelum mengirim keberatan.")},
    )


class RulingForm(Form):
    """`seen` names the run of the rules that the page showed. Nothing is chosen beforehand."""

    UPHOLD, REJECT = "uphold", "reject"

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    verdict = forms.ChoiceField(
        label=_("Putusan"),
        choices=[(UPHOLD, _("Kabulkan keberatan")), (REJECT, _("Tidak dikabulkan, dengan alasan dan pasal"))],
        widget=Pick(slim=True),
        error_messages={"required": _("Pilih satu putusan.")},
    )
    wage = RupiahField(label=_("Upah terakhir yang terbukti"), help_text=_("Isi bila mengabulkan."), required=False)
    articles = forms.MultipleChoiceField(
        label=_("Pasal"),
        help_text=_("Wajib bila tidak dikabulkan."),
        widget=PickMany(slim=True),
        required=False,
    )
    reply = forms.CharField(
        label=_("Jawaban untuk peserta"),
        help_text=_("Kalimat pendek: apa yang Anda periksa, dan mengapa."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        error_messages={"required": _("Tulis jawaban untuk peserta.")},
    )

    def __init__(
        self, *args: Any, articles: list[tuple[str, str]], ask_wage: bool, may_reject: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["articles"].choices = articles
        if not ask_wage:
            del self.fields["wage"]
        if not may_reject:
            self.fields["verdict"].choices = [(self.UPHOLD, _("Kabulkan keberatan"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == self.REJECT and not data.get("articles") and "articles" not in self.errors:
            self.add_error("articles", _("Pilih paling sedikit satu pasal."))
        return data


class CarryOutForm(Form):
    """After silence: what an officer adds so that it can be done."""

    wage = RupiahField(label=_("Upah terakhir yang terbukti"), required=False)

    def __init__(self, *args: Any, ask_wage: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_wage:
            del self.fields["wage"]


class WageReviewForm(Form):
    HIGHER, SAME = "higher", "same"

    verdict = forms.ChoiceField(
        label=_("Putusan"), widget=Pick(slim=True), error_messages={"required": _("Pilih satu putusan.")}
    )
    note = forms.CharField(
        label=_("Penjelasan untuk peserta"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Tulis penjelasan untuk peserta.")},
    )

    def __init__(self, *args: Any, higher: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = [(self.HIGHER, higher), (self.SAME, _("Dasar upah tetap, dengan alasan"))]
