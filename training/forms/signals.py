"""What an officer of integrity says about a signal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form, Pick
from training.enums import SignalState
from training.models import LONGEST_SIGNAL_NOTE


class SignalForm(Form):
    outcome = forms.ChoiceField(
        label=_("Putusan Anda"),
        choices=[
            (SignalState.EXPLAINED.value, SignalState.EXPLAINED.label),
            (SignalState.REFERRED.value, SignalState.REFERRED.label),
        ],
        widget=Pick(
            slim=True,
            keys={SignalState.EXPLAINED.value: "y", SignalState.REFERRED.value: "p"},
            hints={
                SignalState.EXPLAINED.value: _("Yang ganjil itu wajar, dan Anda tahu sebabnya. Sinyal ditutup."),
                SignalState.REFERRED.value: _("Pemeriksa lain melanjutkan. Tidak ada yang berhenti dengan sendirinya."),
            },
        ),
    )
    note = forms.CharField(
        label=_("Apa yang Anda periksa dan dapatkan"),
        help_text=_(
            "Bila diteruskan, sebut kepada siapa: misalnya verifikator LPK, koordinator konselor, atau Inspektorat. "
            "Lembaga, konselor, dan peserta tidak membacanya."
        ),
        max_length=LONGEST_SIGNAL_NOTE,
        widget=forms.Textarea({"rows": 4, "accesskey": "c"}),
    )
