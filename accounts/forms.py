"""Forms of signing in and of one's own account."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import Form, PhoneField


class CodeField(forms.CharField):
    """Six digits from an SMS, an e-mail or an authenticator app; spaces are forgiven."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "w6 otp", "inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.TextInput(attrs))
        kwargs.setdefault("error_messages", {"required": _("Isi kodenya.")})
        super().__init__(max_length=20, **kwargs)


class PasswordField(forms.CharField):
    """A password: pasted or typed, up to 128 signs, nothing stripped."""

    def __init__(self, *, new: bool = False, **kwargs: Any) -> None:
        hint = "new-password" if new else "current-password"
        kwargs.setdefault("widget", forms.PasswordInput({"autocomplete": hint, "class": "w24"}))
        super().__init__(max_length=128, strip=False, **kwargs)


class SignInForm(Form):
    login = forms.CharField(
        label=_("Email atau nomor HP"),
        max_length=254,
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "class": "w24"}
        ),
    )
    password = PasswordField(label=_("Kata sandi"))


class SecondFactorForm(Form):
    code = CodeField(label=_("Kode 6 angka"))


class SentCodeForm(Form):
    code = CodeField(label=_("Kode 6 angka"))


class ForgotForm(Form):
    login = forms.CharField(
        label=_("Email atau nomor HP"),
        max_length=254,
        help_text=_("Kami mengirim kode ke alamat atau nomor yang Anda tulis, bila terdaftar."),
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "class": "w24"}
        ),
    )


class NewPasswordForm(Form):
    password = PasswordField(
        new=True,
        label=_("Kata sandi baru"),
        help_text=_("Paling sedikit 12 huruf atau angka. Kalimat pendek mudah diingat dan kuat."),
    )


class ChangePasswordForm(Form):
    current = PasswordField(label=_("Kata sandi sekarang"))
    password = PasswordField(
        new=True,
        label=_("Kata sandi baru"),
        help_text=_("Paling sedikit 12 huruf atau angka. Kalimat pendek mudah diingat dan kuat."),
    )


class ConfirmPasswordForm(Form):
    password = PasswordField(label=_("Kata sandi"))


class EmailForm(Form):
    value = forms.EmailField(
        label=_("Alamat email baru"),
        widget=forms.EmailInput({"autocomplete": "email", "class": "w24"}),
        error_messages={"invalid": _("Tulis alamat email lengkap. Contoh: nama@contoh.id.")},
    )


class PhoneForm(Form):
    value = PhoneField(label=_("Nomor HP baru"))


class ContactCodesForm(Form):
    """Two codes: one sent to the new address, one to the old."""

    new_code = CodeField()
    old_code = CodeField()

    def __init__(self, *args: Any, new_to: str, old_to: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, to in (("new_code", new_to), ("old_code", old_to)):
            self.fields[name].label = _("Kode yang dikirim ke %(to)s") % {"to": to}


class CredentialField(forms.CharField):
    """What the browser's passkey dialog answered, as JSON. A script fills it in."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text in self.empty_values:
            return text
        try:
            answer = json.loads(text)
        except json.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict):
            raise ValidationError(_("Kunci sandi tidak terbaca. Coba lagi."), code="invalid")
        return answer


class PasskeyForm(Form):
    """Showing a passkey."""

    credential = CredentialField(error_messages={"required": _("Kunci sandi belum dibaca. Tekan tombolnya lagi.")})


class AddPasskeyForm(PasskeyForm):
    name = forms.CharField(
        label=_("Nama kunci sandi"),
        max_length=60,
        help_text=_("Untuk mengenalinya nanti, misalnya “HP saya”."),
        widget=forms.TextInput({"class": "w12", "autocomplete": "off"}),
    )
