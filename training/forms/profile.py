"""What an institute says of itself."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import BankAccountField, DateTripleField, Form, NameField, PhoneField, Pick
from core.text import ascii_digits, one_line
from participants.forms.regions import RegencyField
from payments.selectors import known_banks
from training.enums import FacilityKind, InstituteKind, LicenceKind
from training.operations import InstituteSaid
from training.operations.profile import DetailsSaid, LicenceSaid

LATEST = date(2060, 12, 31)


class LineField(forms.CharField):
    """One line of text, without control characters and doubled spaces."""

    def clean(self, value: Any) -> str:
        return str(super().clean(one_line(value or "")))


class RegisterForm(Form):
    """A new institute. The one who registers is its head on the portal."""

    name = LineField(label=_("Nama lembaga"), max_length=150, help_text=_("Seperti di izin atau tanda daftar."))
    vin = LineField(
        label=_("VIN (Vocational Identification Number)"),
        max_length=30,
        help_text=_("Nomor lembaga di Kelembagaan Kemnaker, 6 sampai 20 huruf dan angka."),
        widget=forms.TextInput({"class": "w12", "autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("Penyelenggara"), choices=InstituteKind.choices, widget=Pick(slim=True))
    region = RegencyField(label=_("Kabupaten atau kota"))
    address = LineField(label=_("Alamat"), max_length=300, widget=forms.TextInput({"autocomplete": "street-address"}))
    head_name = NameField(label=_("Nama pimpinan"), help_text=_("Yang menandatangani perjanjian dan tagihan."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].fill()

    def clean_vin(self) -> str:
        vin = "".join(ascii_digits(self.cleaned_data["vin"]).split()).upper()
        if not (vin.isascii() and vin.isalnum() and 6 <= len(vin) <= 20):
            raise ValidationError(_("VIN terdiri atas 6 sampai 20 huruf dan angka."), code="invalid")
        return vin

    @property
    def said(self) -> InstituteSaid:
        data = self.cleaned_data
        return InstituteSaid(data["name"], data["vin"], data["kind"], data["region"].pk, data["address"])


class DetailsForm(Form):
    """How to reach it; name, kind and region only while it is no partner yet."""

    name = LineField(label=_("Nama lembaga"), max_length=150)
    kind = forms.ChoiceField(label=_("Penyelenggara"), choices=InstituteKind.choices, widget=Pick(slim=True))
    region = RegencyField(label=_("Kabupaten atau kota"))
    address = LineField(label=_("Alamat"), max_length=300, widget=forms.TextInput({"autocomplete": "street-address"}))
    head_name = NameField(label=_("Nama pimpinan"))
    phone = PhoneField(label=_("Telepon lembaga"), landline=True)
    email = forms.EmailField(label=_("Email lembaga"), widget=forms.EmailInput({"spellcheck": "false"}))
    website = LineField(
        label=_("Situs web"), max_length=200, required=False, help_text=_("Dimulai dengan https://. Boleh kosong.")
    )

    def __init__(self, *args: Any, partner: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if partner:
            for name in ("name", "kind", "region"):
                del self.fields[name]
        else:
            self.fields["region"].fill()

    def clean_website(self) -> str:
        website: str = self.cleaned_data["website"]
        if website and not website.startswith("https://"):
            raise ValidationError(_("Alamat situs web harus dimulai dengan https://"), code="invalid")
        return website

    @property
    def said(self) -> DetailsSaid:
        data = dict(self.cleaned_data)
        region = data.pop("region", None)
        return DetailsSaid(**data, region_id=region.pk if region else None)


class LicenceForm(Form):
    """Licence or registration, and the accreditation by LA-LPK."""

    licence = forms.ChoiceField(
        label=_("Jenis"),
        choices=LicenceKind.choices,
        widget=Pick(slim=True),
        help_text=_("LPK swasta mempunyai izin; pemerintah dan perusahaan mempunyai tanda daftar."),
    )
    licence_no = LineField(label=_("Nomor izin atau tanda daftar"), max_length=60)
    licence_until = DateTripleField(
        label=_("Izin berlaku sampai"), required=False, help_text=_("Kosongkan bila tidak ada batasnya.")
    )
    accreditation_no = LineField(label=_("Nomor akreditasi LA-LPK"), max_length=60)
    accredited_until = DateTripleField(label=_("Terakreditasi sampai"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("licence_until", "accredited_until"):
            self.fields[name].latest = LATEST

    @property
    def said(self) -> LicenceSaid:
        return LicenceSaid(**self.cleaned_data)


class AccountForm(Form):
    """Where invoices are paid to. The owner is asked from the bank."""

    bank = forms.ChoiceField(label=_("Bank"), error_messages={"required": _("Pilih bank.")})
    number = BankAccountField(label=_("Nomor rekening"), help_text=_("Boleh ditulis dengan spasi atau tanda hubung."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._banks = {bank.code: bank for bank in known_banks()}
        self.fields["bank"].choices = [("", _("Pilih bank")), *((b.code, b.name) for b in self._banks.values())]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        bank, number = self._banks.get(data.get("bank", "")), data.get("number")
        if bank and number and not bank.accepts(number):
            text = _("Nomor ini bukan pola nomor rekening %(bank)s. Periksa lagi.") % {"bank": bank.name}
            self.add_error("number", text)
        return data


class SiteForm(Form):
    region = RegencyField(label=_("Kabupaten atau kota"))
    address = LineField(label=_("Alamat tempat pelatihan"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].fill()


class InstructorForm(Form):
    name = NameField(label=_("Nama instruktur"))
    subject = LineField(label=_("Bidang yang diajarkan"), max_length=120)
    certificate_no = LineField(label=_("Nomor sertifikat kompetensi"), max_length=60, required=False)
    certified_until = DateTripleField(label=_("Sertifikat berlaku sampai"), required=False)
    experience_years = forms.IntegerField(
        label=_("Pengalaman mengajar (tahun)"),
        min_value=0,
        max_value=60,
        widget=forms.TextInput({"class": "w3", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["certified_until"].latest = LATEST

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("certified_until") and not data.get("certificate_no"):
            self.add_error("certificate_no", _("Tulis nomor sertifikat yang berlaku sampai tanggal itu."))
        return data


class FacilityForm(Form):
    kind = forms.ChoiceField(label=_("Jenis"), choices=FacilityKind.choices, widget=Pick(slim=True))
    name = LineField(label=_("Nama"), max_length=120, help_text=_("Contoh: Bengkel las, Ruang A."))
    capacity = forms.IntegerField(
        label=_("Kapasitas peserta"),
        min_value=1,
        max_value=1_000,
        widget=forms.TextInput({"class": "w3", "inputmode": "numeric"}),
    )


class SignForm(Form):
    """The head's own name, typed, is the signature."""

    typed_name = forms.CharField(
        label=_("Ketik nama lengkap Anda"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Ketik nama lengkap Anda sebagai tanda tangan.")},
    )
    read = forms.BooleanField(
        label=_("Saya sudah membaca perjanjian ini dan berwenang menandatanganinya."),
        error_messages={"required": _("Beri tanda centang bila Anda sudah membacanya.")},
    )
