"""What a bank says about an account to which money cannot go, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACCOUNT_FAULTS: dict[str, Promise] = {
    "account_closed": _("rekening sudah ditutup"),
    "account_dormant": _("rekening tidak aktif"),
    "account_not_found": _("nomor rekening tidak dikenal"),
}


def account_fault(code: str) -> str:
    """The bank's code in words; empty for a code that we have no words for."""
    return str(ACCOUNT_FAULTS.get(code, ""))
