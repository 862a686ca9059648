"""Forms whose messages speak: "Isi nomor rekening", not "This field is required"; "Tulis paling banyak 50."."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.forms.stock import speak

_PICKED = (forms.ChoiceField, forms.ModelChoiceField, forms.TypedChoiceField)


# Labels that begin so ask by themselves.
_REQUESTS = frozenset({"Ceritakan", "Isi", "Jelaskan", "Ketik", "Pilih", "Sebutkan", "Tulis"})


class HouseMessages:
    """Gives each field sentences of its own, unless the form wrote them."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stock = forms.Field.default_error_messages["required"]
        for name, field in self.fields.items():
            if field.error_messages.get("required") == stock:
                field.error_messages["required"] = _required_sentence(field, str(field.label or name.replace("_", " ")))
            speak(field)


class Form(HouseMessages, forms.Form):
    """The form to extend."""


class ModelForm(HouseMessages, forms.ModelForm):
    """The model form to extend."""


def _required_sentence(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Beri tanda centang untuk melanjutkan.")
    if isinstance(field, forms.FileField):
        return _("Pilih berkasnya.")
    if _is_a_request(field):
        return f"{label}."
    if isinstance(field, _PICKED):
        return _("Pilih satu jawaban.") if label.endswith("?") else _("Pilih %(label)s.") % {"label": _lowered(label)}
    return _("Isi jawabannya.") if label.endswith("?") else _("Isi %(label)s.") % {"label": _lowered(label)}


def _is_a_request(field: forms.Field) -> bool:
    """Whether the label itself asks for the answer ("Ceritakan yang terjadi"), in the language it is written in."""
    with override("id"):
        return str(field.label).partition(" ")[0] in _REQUESTS


def _lowered(label: str) -> str:
    """ "Nomor rekening" -> "nomor rekening"; "NIK" and "HP Anda" stay."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
