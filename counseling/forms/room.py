"""What is typed in the room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form


class MessageForm(Form):
    """One message. `key` is the page's own: the same form sent twice is one message.

    How long it may be is decided by the operation, so that nothing typed is cut or lost on the way.
    """

    body = forms.CharField(
        label=_("Tulis pesan"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
