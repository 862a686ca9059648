"""Who acts for an institute."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form, Pick
from training.enums import StaffPart


class InviteForm(Form):
    email = forms.EmailField(label=_("Email rekan kerja"), widget=forms.EmailInput({"autocomplete": "off"}))
    part = forms.ChoiceField(
        label=_("Sebagai"),
        choices=StaffPart.choices,
        initial=StaffPart.STAFF,
        widget=Pick(
            slim=True,
            hints={StaffPart.HEAD: _("Menandatangani perjanjian dan tagihan, mengubah rekening, mengundang orang.")},
        ),
    )

    def clean_part(self) -> StaffPart:
        return StaffPart(self.cleaned_data["part"])
