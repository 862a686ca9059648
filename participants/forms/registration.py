"""Making an account, for a person and for who acts for an employer."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import DateTripleField, DateTripleWidget, Form, NameField, NikField, PhoneField
from core.text import ascii_digits, one_line


class IdentityForm(Form):
    """Who you are, as on the KTP. The mother's name is compared once and not kept."""

    nik = NikField(label=_("NIK"), help_text=_("16 angka di KTP Anda."))
    full_name = NameField(label=_("Nama lengkap"), help_text=_("Seperti di KTP."))
    mother_name = NameField(
        label=_("Nama ibu kandung"),
        help_text=_("Hanya untuk mencocokkan data Anda dengan Dukcapil. Kami tidak menyimpannya."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    born_on = DateTripleField(
        label=_("Tanggal lahir"), help_text=_("Contoh: 27 3 1990"), widget=DateTripleWidget(birth=True)
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["born_on"].latest = today


class _Contact(Form):
    """What both kinds of accounts need."""

    phone = PhoneField(label=_("Nomor HP"), help_text=_("Kami mengirim kode 6 angka ke nomor ini."))
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        help_text=_("Berguna bila nomor HP Anda berubah."),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=128,
        strip=False,
        help_text=_("Paling sedikit 12 huruf atau angka. Boleh berupa kalimat."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    consent = forms.BooleanField(
        label=_("Saya setuju data saya dipakai untuk mengurus JKP."),
        help_text=_("Dasarnya PP 37/2021. Pakai untuk hal lain selalu kami tanyakan dulu."),
        error_messages={"required": _("Beri tanda centang untuk membuat akun.")},
    )

    def clean_email(self) -> str:
        return one_line(self.cleaned_data["email"]).lower()

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, User(email=self.cleaned_data.get("email") or None, full_name=self._name()))
        return password

    def _name(self) -> str:
        return ""


class ContactForm(_Contact):
    """How to reach you, and a password."""

    def __init__(self, *args: Any, full_name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._full_name = full_name

    def _name(self) -> str:
        return self._full_name


class EmployerAccountForm(_Contact):
    """An account for somebody who acts for an employer."""

    full_name = NameField(label=_("Nama lengkap Anda"))
    field_order = ("full_name", "phone", "email", "password", "consent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["phone"].help_text = _("Untuk pemberitahuan yang mendesak.")
        self.fields["email"].help_text = _("Email kantor Anda. Kami mengirim kode 6 angka ke sana.")

    def _name(self) -> str:
        return self.cleaned_data.get("full_name", "")


class CodeForm(Form):
    """Six digits."""

    code = forms.CharField(
        label=_("Kode 6 angka"),
        max_length=20,
        widget=forms.TextInput({"class": "w6 otp", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        code = "".join(ascii_digits(self.cleaned_data["code"]).split()).replace("-", "")
        if len(code) != 6 or not code.isdigit():
            raise ValidationError(_("Kode terdiri dari 6 angka. Periksa lagi."), code="invalid")
        return code


class JoinForm(Form):
    """For which employer you act."""

    npp = forms.CharField(
        label=_("Nomor pendaftaran perusahaan (NPP)"),
        max_length=30,
        widget=forms.TextInput({"class": "w12", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Ada di sertifikat kepesertaan BPJS Ketenagakerjaan atau di SIPP."),
    )
    position = forms.CharField(
        label=_("Jabatan Anda"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
        help_text=_("Contoh: Staf HRD."),
    )

    def clean_npp(self) -> str:
        npp = "".join(ascii_digits(one_line(self.cleaned_data["npp"])).split()).upper()
        if not npp.isascii() or not npp.isalnum():
            raise ValidationError(_("NPP hanya berisi angka dan huruf."), code="invalid")
        return npp

    def clean_position(self) -> str:
        return one_line(self.cleaned_data["position"])


class InviteForm(Form):
    """A colleague to invite."""

    email = forms.EmailField(label=_("Email rekan kerja"), widget=forms.EmailInput({"autocomplete": "off"}))
    is_admin = forms.BooleanField(
        label=_("Jadikan admin"), required=False, help_text=_("Admin dapat mengundang dan mengakhiri rekan kerja.")
    )
