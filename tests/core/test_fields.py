"""What people type into the portal's fields, and what becomes of it."""

from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from core.forms import (
    BankAccountField,
    DateTripleField,
    Form,
    NameField,
    NikField,
    PhoneField,
    Pick,
    RupiahField,
    UploadField,
    parse_rupiah,
)
from core.nik import PROVINCES, is_nik, names_nik
from tests.html import soup, words

NIK = "3372014101900004"


def refused(field: forms.Field, value: object) -> str:
    """The sentence a value is refused with."""
    with pytest.raises(forms.ValidationError) as caught:
        field.clean(value)
    return caught.value.messages[0]


# --- NIK ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        NIK,
        "3372 0141 0190 0004",
        "3372-0141-0190-0004",
        "33.72.01.410190.0004",
        "３３７２０１４１０１９００００４",
        "٣٣٧٢٠١٤١٠١٩٠٠٠٠٤",
        "\u200b3372014101900004\u200e ",
        "3372\u00a001410190\u20130004",
    ],
)
def test_a_nik_is_accepted_however_it_is_written(typed):
    assert NikField().clean(typed) == NIK


@pytest.mark.parametrize(
    "typed",
    [
        "337201410190004",  # 15 digits
        "33720141019000044",  # 17 digits
        "337201410190000A",
        "0000000000000000",
        "2072014101900004",  # no such province
        "3372010001900004",  # day 00
        "3372013201900004",  # day 32
        "3372014001900004",  # day 40 is day 0 of a woman
        "3372017201900004",  # day 72
        "3372014100900004",  # month 00
        "3372014113900004",  # month 13
        "3372014101900000",  # serial 0000
        "三三七二",
    ],
)
def test_a_wrong_nik_is_refused_with_one_plain_sentence(typed):
    assert refused(NikField(), typed) == "NIK harus 16 angka. Periksa KTP Anda."


def test_invented_people_have_a_province_that_production_refuses(settings):
    settings.SYNTHETIC_NIK = True
    assert is_nik("99" + NIK[2:])
    settings.SYNTHETIC_NIK = False
    assert not is_nik("99" + NIK[2:])


@pytest.mark.parametrize("province", ["11", "21", "36", "65", "76", "82", "91", "92", "93", "94", "95", "96"])
def test_every_province_is_known_also_the_new_ones_of_papua(province):
    assert is_nik(province + NIK[2:])


def test_there_are_38_provinces():
    assert len(PROVINCES) == 38


@pytest.mark.parametrize("day", ["01", "31", "41", "71"])
def test_the_birth_part_of_men_and_women_reaches_its_bounds(day):
    assert is_nik(NIK[:6] + day + NIK[8:])


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("NIK saya 3372014101900004.", True),
        ("3372 0141 0190 0004, penjahit", True),
        ("3372-0141-0190-0004", True),
        ("\uff13372014101900004", True),
        ("Sertifikat 33720141019000041", False),  # seventeen digits
        ("Nomor 9999999999999999", False),
        ("2019 2020 2021 2022", False),
        ("HP 0812 3456 7890, lahir 1990", False),
        ("", False),
    ],
)
def test_a_nik_is_found_in_ones_own_words(said, found):
    assert names_nik(said) is found


# --- names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Siti", "Siti"),
        ("  Siti   Rahmawati ", "Siti Rahmawati"),
        ("Ma'ruf Al-Anshari, S.Pd.", "Ma'ruf Al-Anshari, S.Pd."),
        ("Jürgen Müller", "Jürgen Müller"),
        ("محمد", "محمد"),
        ("Sri\u202eoysutaM\u202c", "SrioysutaM"),
        ("Bu\x00di\u200b", "Budi"),
        ("A" * 150, "A" * 150),
    ],
)
def test_names_are_kept_as_their_bearers_write_them(typed, name):
    assert NameField().clean(typed) == name


@pytest.mark.parametrize("typed", ["Siti 😀", "<script>alert(1)</script>", "Budi & Co", "Agus123", "Sri_Ayu"])
def test_a_name_with_other_signs_is_refused(typed):
    assert refused(NameField(), typed) == "Nama hanya boleh berisi huruf, spasi, dan tanda ' . - , /"


@pytest.mark.parametrize("typed", ["--", "'", ". ."])
def test_a_name_needs_a_letter(typed):
    assert refused(NameField(), typed) == "Tulis nama seperti di KTP."


def test_a_name_of_151_characters_is_too_long():
    assert "150" in refused(NameField(), "A" * 151)


# --- dates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "boxes",
    [
        ["30", "9", "2026"],
        ["30", "09", "2026"],
        ["30", "September", "2026"],
        ["30", "sept.", "2026"],
        [" 30 ", "SEP", "２０２６"],
    ],
)
def test_a_month_may_be_a_number_or_a_word(boxes):
    assert DateTripleField().clean(boxes) == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("Januari", 1),
        ("peb", 2),
        ("Mrt", 3),
        ("mei", 5),
        ("agt", 8),
        ("Agustus", 8),
        ("okt", 10),
        ("October", 10),
        ("nop", 11),
    ],
)
def test_indonesian_and_english_month_names_are_understood(word, month):
    assert DateTripleField().clean(["1", word, "2026"]) == date(2026, month, 1)


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        (["31", "2", "2026"], "Tanggal 31 Februari 2026 tidak ada. Periksa lagi."),
        (["29", "2", "2026"], "Tanggal 29 Februari 2026 tidak ada. Periksa lagi."),
        (["0", "2", "2026"], "Tanggal 0 Februari 2026 tidak ada. Periksa lagi."),
        (["1", "2", "0026"], "Periksa tahunnya. Tulis 4 angka, misalnya 2026."),
        (["1", "2", "202"], "Periksa tahunnya. Tulis 4 angka, misalnya 2026."),
        (["1", "2", "20266"], "Periksa tahunnya. Tulis 4 angka, misalnya 2026."),
        (["1", "2", "26"], "Maksud Anda tahun 2026? Kami sudah mengisinya. Periksa, lalu kirim lagi."),
        (["1", "2", "85"], "Maksud Anda tahun 1985? Kami sudah mengisinya. Periksa, lalu kirim lagi."),
        (["1", "13", "2026"], "Bulan tidak dikenal. Tulis angka 1 sampai 12 atau nama bulannya."),
        (["1", "blm", "2026"], "Bulan tidak dikenal. Tulis angka 1 sampai 12 atau nama bulannya."),
        (["satu", "2", "2026"], "Tulis hari dan tahun dengan angka. Contoh: 30 9 2026."),
        (["", "2", "2026"], "Tanggal belum lengkap. Isi hari juga."),
        (["1", "", ""], "Tanggal belum lengkap. Isi bulan, tahun juga."),
        (["", "", ""], "Isi tanggalnya: hari, bulan, dan tahun."),
    ],
)
def test_a_wrong_date_is_told_what_is_wrong_with_it(boxes, sentence):
    assert refused(DateTripleField(), boxes) == sentence


def test_the_bounds_of_a_date_are_inclusive():
    field = DateTripleField(earliest=date(2021, 2, 2), latest=date(2026, 12, 9))
    assert field.clean(["9", "12", "2026"]) == date(2026, 12, 9)
    assert field.clean(["2", "2", "2021"]) == date(2021, 2, 2)
    assert refused(field, ["10", "12", "2026"]) == "Tanggal tidak boleh setelah 9 Desember 2026."
    assert refused(field, ["1", "2", "2021"]) == "Tanggal tidak boleh sebelum 2 Februari 2021."


class WhenForm(Form):
    on = DateTripleField(label="Tanggal PHK", help_text="Contoh: 30 9 2026")


def test_a_two_digit_year_comes_back_completed_for_the_person_to_confirm():
    form = WhenForm({"on_day": "1", "on_month": "2", "on_year": "26"})
    assert not form.is_valid()
    assert form["on"].value() == ["1", "2", "2026"]
    assert 'value="2026"' in str(form["on"])


def test_an_optional_date_may_stay_empty():
    assert DateTripleField(required=False).clean(["", "", ""]) is None


# --- rupiah -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("5000000", 5_000_000),
        ("5.000.000", 5_000_000),
        ("5,000,000", 5_000_000),
        ("5.000.000,00", 5_000_000),
        ("5,000,000.00", 5_000_000),
        ("5.000.000,-", 5_000_000),
        ("Rp 5.000.000", 5_000_000),
        ("Rp. 5.000.000,--", 5_000_000),
        ("rp5000000", 5_000_000),
        ("IDR 5 000 000", 5_000_000),
        ("5 juta", 5_000_000),
        ("4,2 juta", 4_200_000),
        ("4.25jt", 4_250_000),
        ("750 ribu", 750_000),
        ("٥٠٠٠٠٠٠", 5_000_000),
        ("5.000", 5_000),
        ("1", 1),
    ],
)
def test_rupiah_are_read_the_way_they_are_written_here(typed, amount):
    assert parse_rupiah(typed) == amount
    assert RupiahField().clean(typed) == amount


@pytest.mark.parametrize(
    "typed", ["5.00.000", "5,5", "5.000.000,50", "5.000,000", "lima juta", "5e6", "1,2345678 juta", "Rp"]
)
def test_an_unclear_amount_is_not_guessed(typed):
    assert parse_rupiah(typed) is None
    assert refused(RupiahField(), typed) == "Tulis jumlah dengan angka, misalnya 4.200.000."


@pytest.mark.parametrize("typed", ["0", "Rp0", "-5000000", "−1"])
def test_nothing_and_less_than_nothing_are_refused(typed):
    assert refused(RupiahField(), typed) == "Jumlah harus lebih dari nol."


def test_over_a_billion_asks_to_check_the_zeros():
    assert RupiahField().clean("1.000.000.000") == 1_000_000_000
    assert refused(RupiahField(), "1.000.000.001") == (
        "Jumlah ini besar sekali: Rp1.000.000.001. Periksa angka nolnya."
    )


def test_an_amount_is_shown_grouped_when_it_comes_from_us():
    class WageForm(Form):
        wage = RupiahField()

    assert 'value="4.200.000"' in str(WageForm(initial={"wage": 4_200_000})["wage"])


# --- phones and accounts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["081234567890", "0812-3456-7890", "+62 812 3456 7890", "6281234567890", "٠٨١٢٣٤٥٦٧٨٩٠"]
)
def test_a_mobile_number_becomes_international(typed):
    assert PhoneField().clean(typed) == "+6281234567890"


@pytest.mark.parametrize("typed", ["12345", "0812", "+1 202 555 0100", "nol delapan", "08123456789012345"])
def test_what_is_no_indonesian_number_is_refused(typed):
    assert refused(PhoneField(), typed) == "Nomor HP tidak dikenal. Contoh: 0812 3456 7890."


def test_a_landline_cannot_receive_codes():
    assert refused(PhoneField(), "021 5255733") == "Isi nomor HP yang dapat menerima SMS, bukan telepon rumah."
    assert PhoneField(landline=True).clean("021 5255733") == "+62215255733"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0023 0100 4471", "002301004471"), ("0023-01-004471", "002301004471"), ("１２３４５６７", "1234567")],
)
def test_an_account_keeps_its_zeros_and_loses_its_separators(typed, number):
    assert BankAccountField().clean(typed) == number


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12A456789", "Nomor rekening hanya berisi angka. Boleh memakai spasi atau tanda hubung."),
        ("123", "Periksa nomor rekening: jumlah angkanya tidak cocok."),
        ("1" * 19, "Periksa nomor rekening: jumlah angkanya tidak cocok."),
        ("0812 3456 7890", "Ini tampak seperti nomor HP atau dompet digital. Isi nomor rekening bank."),
    ],
)
def test_what_is_no_bank_account_is_refused(typed, sentence):
    assert refused(BankAccountField(), typed) == sentence


def test_a_form_that_knows_the_bank_checks_the_length():
    field = BankAccountField()
    field.refuse_length("123456789012345", frozenset({15}))
    with pytest.raises(forms.ValidationError, match="jumlah angkanya tidak cocok"):
        field.refuse_length("12345678901234", frozenset({15}))


# --- files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "size", "sentence"),
    [
        ("bukti.exe", 10, "Berkas harus berupa JPG, PNG, WEBP, HEIC, PDF."),
        ("bukti", 10, "Berkas harus berupa JPG, PNG, WEBP, HEIC, PDF."),
        ("bukti.svg", 10, "Berkas harus berupa JPG, PNG, WEBP, HEIC, PDF."),
        ("bukti.jpg", 0, "Berkas ini kosong. Pilih berkas lain."),
        ("bukti.jpg", 5 * 1024 * 1024 + 1, "Berkas lebih besar dari 5 MB. Coba foto ulang dengan ukuran kecil."),
    ],
)
def test_a_file_is_refused_with_what_to_do(name, size, sentence):
    assert refused(UploadField(), SimpleUploadedFile(name, b"x" * size)) == sentence


def test_no_file_at_all_is_asked_for():
    assert refused(UploadField(), None) == "Pilih berkasnya, lalu kirim lagi."


def test_a_file_of_exactly_the_limit_passes_whatever_the_case_of_its_ending():
    file = SimpleUploadedFile("FOTO.JPG", b"x" * (5 * 1024 * 1024))
    assert UploadField().clean(file) is file


# --- markup and messages ------------------------------------------------------------------------------------------


class SampleForm(Form):
    account = BankAccountField(label="Nomor rekening", help_text="Boleh memakai spasi.")
    on = DateTripleField(label="Tanggal PHK", help_text="Contoh: 30 9 2026")
    bank = forms.ChoiceField(label="Bank", choices=[("", ""), ("002", "BRI")])
    working = forms.ChoiceField(
        label="Sudah bekerja lagi?",
        choices=[("no", "Belum"), ("unknown", "Saya tidak tahu")],
        widget=Pick(hints={"no": "Manfaat berjalan."}, apart={"unknown"}),
    )
    agree = forms.BooleanField(label="Benar")
    nik = NikField(label="NIK")
    note = forms.CharField(label="Catatan", required=False)


def test_required_fields_say_what_to_do_in_their_own_words():
    form = SampleForm({})
    assert not form.is_valid()
    assert {name: errors[0] for name, errors in form.errors.items()} == {
        "account": "Isi nomor rekening.",
        "on": "Isi tanggalnya: hari, bulan, dan tahun.",
        "bank": "Pilih bank.",
        "working": "Pilih satu jawaban.",
        "agree": "Beri tanda centang untuk melanjutkan.",
        "nik": "Isi NIK.",
    }


def test_a_text_field_has_label_hint_error_and_control_tied_together():
    page = soup(SampleForm({"account": "12A456789"})["account"].as_field_group())
    group = page.select_one("div.field.err")
    assert group.select_one("label.label")["for"] == "id_account"
    control = group.select_one("input#id_account")
    assert control["value"] == "12A456789"
    assert control["aria-invalid"] == "true"
    described = control["aria-describedby"].split()
    assert [page.find(id=i).get_text(" ", strip=True) for i in described] == [
        "Boleh memakai spasi.",
        "Galat: Nomor rekening hanya berisi angka. Boleh memakai spasi atau tanda hubung.",
    ]
    tags = [tag.name for tag in group.find_all(["label", "p", "input"], recursive=True)]
    assert tags == ["label", "p", "p", "input"]


def test_an_optional_field_says_so_and_a_required_one_does_not():
    form = SampleForm()
    assert words(soup(form["note"].as_field_group()).select_one("label .opt")) == "(boleh dikosongkan)"
    assert soup(form["account"].as_field_group()).select_one(".opt") is None


def test_a_date_is_a_named_group_of_three_labelled_boxes():
    page = soup(SampleForm({"on_day": "31", "on_month": "2", "on_year": "2026"})["on"].as_field_group())
    fieldset = page.select_one("fieldset.err")
    assert fieldset.legend.get_text(strip=True) == "Tanggal PHK"
    assert fieldset["aria-describedby"].split() == ["id_on_helptext", "id_on_error"]
    assert [(lb["for"], words(lb)) for lb in fieldset.select(".dates label")] == [
        ("id_on_day", "Hari"),
        ("id_on_month", "Bulan"),
        ("id_on_year", "Tahun"),
    ]
    assert [box["value"] for box in fieldset.select(".dates input")] == ["31", "2", "2026"]


def test_choices_are_large_with_their_hints_and_the_apart_one_after_atau():
    page = soup(SampleForm()["working"].as_field_group())
    assert words(page.select_one("fieldset legend")) == "Sudah bekerja lagi?"
    picks = page.select("div.pick")
    assert [pick.input["value"] for pick in picks] == ["no", "unknown"]
    assert picks[0].label["for"] == picks[0].input["id"] == "id_working_0"
    assert words(picks[0].small) == "Manfaat berjalan."
    assert page.select_one("p.or").find_next("input")["value"] == "unknown"
    assert page.select_one("input[checked]") is None


def test_a_tick_box_has_its_label_after_it():
    page = soup(SampleForm()["agree"].as_field_group())
    assert words(page.select_one(".pick input#id_agree + label[for=id_agree]")) == "Benar"


def test_what_was_typed_is_shown_as_text_not_as_markup():
    page = soup(SampleForm({"account": '"><script>alert(1)</script>'})["account"].as_field_group())
    assert page.select_one("script") is None
    assert page.input["value"] == '"><script>alert(1)</script>'
