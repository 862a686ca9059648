"""The employer's answer."""

from django.utils.translation import gettext_lazy as _

from compliance.forms.fields import WordsField
from core.forms import Form
from files.forms import EvidenceField


class ReplyForm(Form):
    text = WordsField(
        label=_("Tanggapan perusahaan"),
        help_text=_("Jawab yang ditanyakan, dengan tanggal dan angka bila ada. Dikirim sekali."),
        rows=6,
    )


class ReplyFileForm(Form):
    file = EvidenceField(label=_("Tambah berkas"))
