"""What is wrong with a field is said in the portal's words, in both languages; what a form wrote itself stays."""

import pytest
from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import override

from core.forms import Form

NOT_BEYOND = "Kelas ini punya 25 kursi."


class Asking(Form):
    seats = forms.IntegerField(min_value=1, max_value=1_500, required=False)
    places = forms.IntegerField(validators=[MaxValueValidator(25, NOT_BEYOND)], required=False)
    scale = forms.ChoiceField(choices=[("a", "A")], required=False)
    parts = forms.MultipleChoiceField(choices=[("a", "A")], required=False)
    note = forms.CharField(max_length=5, min_length=2, required=False)
    email = forms.EmailField(required=False)
    page = forms.URLField(required=False, assume_scheme="https")
    hour = forms.IntegerField(error_messages={"invalid": "Tulis jamnya."}, required=False)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("seats", "1501", "Tulis paling banyak 1.500."),
        ("seats", "0", "Tulis paling sedikit 1."),
        ("seats", "dua", "Tulis dengan angka saja."),
        ("places", "26", NOT_BEYOND),
        ("scale", "b", "Pilih satu dari daftar."),
        ("parts", ["b"], "Pilih satu dari daftar."),
        ("note", "panjang", "Terlalu panjang: paling banyak 5 huruf, sekarang 7."),
        ("note", "p", "Terlalu pendek: paling sedikit 2 huruf, sekarang 1."),
        ("note", "a\0b", "Hapus tanda yang tidak terlihat dari tulisan ini."),
        ("email", "budi", "Tulis alamat email lengkap, misalnya nama@contoh.id."),
        ("page", "http://", "Tulis alamat lengkap, misalnya https://contoh.id/lowongan."),
        ("hour", "dua", "Tulis jamnya."),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(name: str, typed: object, sentence: str) -> None:
    assert Asking({name: typed}).errors == {name: [sentence]}


def test_english_readers_read_it_in_english_and_the_next_reader_in_indonesian() -> None:
    with override("en"):
        assert Asking({"seats": "1501", "note": "panjang"}).errors == {
            "seats": ["Write at most 1,500."],
            "note": ["Too long: at most 5 characters, now 7."],
        }
    assert Asking({"seats": "1501"}).errors == {"seats": ["Tulis paling banyak 1.500."]}
