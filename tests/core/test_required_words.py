"""A field that was left empty says so in a sentence that fits its label, in both languages."""

import pytest
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.forms import Form

ANSWERS = [("a", "A")]


class Asking(Form):
    number = forms.CharField(label=_("Nomor rekening"))
    nik = forms.CharField(label="NIK")
    what = forms.CharField(label=_("Apa yang kurang?"))
    story = forms.CharField(label=_("Ceritakan yang terjadi"))
    scale = forms.ChoiceField(label=_("Skala usaha"), choices=ANSWERS)
    fitting = forms.ChoiceField(label=_("Pilih yang paling sesuai"), choices=ANSWERS)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("number", "Isi nomor rekening."),
        ("nik", "Isi NIK."),
        ("what", "Isi jawabannya."),
        ("story", "Ceritakan yang terjadi."),
        ("scale", "Pilih skala usaha."),
        ("fitting", "Pilih yang paling sesuai."),
    ],
)
def test_an_empty_field_is_asked_for_in_the_words_of_its_label(name: str, sentence: str) -> None:
    assert Asking({}).errors[name] == [sentence]


def test_in_english_a_request_is_repeated_too() -> None:
    with override("en"):
        form = Asking({})
        assert form.errors["story"] == [f"{form.fields['story'].label}."]
        assert "ill in" not in form.errors["story"][0]
