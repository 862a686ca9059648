"""Passwords that everybody tries first on this site."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = ("jkp", "siapkerja", "kemnaker", "bpjs", "ketenagakerjaan")


class ContextWordsValidator:
    """Refuse a password that is little more than the name of the service. No composition rules (ASVS 6.2)."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.casefold()
        for word in WORDS:
            rest = rest.replace(word, "")
        if len(rest) < 6:
            raise ValidationError(_("Jangan memakai nama layanan ini sebagai kata sandi."), code="context_word")

    def get_help_text(self) -> str:
        return _("Jangan memakai nama layanan ini sebagai kata sandi.")
