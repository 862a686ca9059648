"""Money that the bank sent back, of a month or beside the months, while the benefit runs and after it is over."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.enums import AccountCheck, MonthState
from claims.models import Claim
from claims.presentation.scene import Scene, Situation, bold, language
from core.formatting import rupiah
from payments.bank_words import account_fault
from payments.enums import FAILED
from payments.models import Payout


@dataclass(frozen=True, slots=True)
class Line:
    """`n` is None for money beside the months."""

    amount: int
    at: datetime | None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class CameBack:
    """What came back and was not ordered again. `asks`: no other account was given for it yet."""

    claim: Claim
    lines: tuple[Line, ...]

    @property
    def asks(self) -> bool:
        return any(not given_since(self.claim, line.at) for line in self.lines)

    @property
    def amount(self) -> str:
        return rupiah(sum(line.amount for line in self.lines), language())

    def ask(self) -> Scene:
        only = self.lines[0]
        if len(self.lines) == 1 and only.n is not None:
            text = _("Bank mengembalikan %(amount)s untuk bulan ke-%(n)s. Uang itu tetap milik Anda.")
        else:
            text = _("Bank mengembalikan %(amount)s. Uang itu tetap milik Anda.")
        return Scene(
            title=_("Perbaiki rekening Anda"),
            text=text % {"amount": self.amount, "n": only.n},
            due=_("Kami kirim ulang paling lama 1 hari kerja setelah rekening benar."),
            href=reverse("claims:account", args=[self.claim.pk]),
            action=_("Perbaiki rekening"),
        )

    def check(self) -> Scene:
        return Scene(
            title=_("Rekening baru Anda sedang diperiksa"),
            text=_("Tidak ada yang perlu Anda lakukan hari ini. Anda masih boleh mengganti rekening."),
            due=bold(
                _("{amount} kami kirim ulang ke {account} setelah bank mengenalinya."),
                amount=self.amount,
                account=self.claim.account_shown,
            ),
            href=reverse("claims:account", args=[self.claim.pk]),
            action=_("Lihat rekening"),
            calm=True,
        )


def came_back(s: Situation, claim: Claim) -> CameBack:
    months = [Line(m.amount or 0, m.returned_at, m.n) for m in s.months if m.state == MonthState.BANK_PROBLEM]
    extras = [Line(e.amount, e.came_back_at) for e in s.extras if e.state in FAILED]  # type: ignore[attr-defined]
    return CameBack(claim, tuple(months + extras))


def fault_of(failed: Payout | None) -> str:
    """What the bank said about the account, as a sentence; empty when it gave no reason that we know."""
    fault = account_fault(failed.code) if failed is not None else ""
    if failed is None or not fault:
        return ""
    return _("Menurut bank, %(fault)s (%(account)s).") % {"fault": fault, "account": failed.account_masked}


def given_since(claim: Claim, at: datetime | None) -> bool:
    """Another account was given after the money came back, and no officer declined it."""
    later = claim.account_set_at and at and claim.account_set_at > at
    return bool(later) and claim.account_check != AccountCheck.REFUSED
