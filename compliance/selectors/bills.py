"""Bills: whose, what stands against agreeing to one, its letters, and the months beside each other."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from compliance.bill_enums import AGREED, FINDINGS, BillFinding, BillState
from compliance.models import BillRow, ContributionBill
from core.formatting import number, rupiah
from core.language import language
from notices.enums import LetterKind
from notices.models import Letter
from participants.contribution_tables import loaded_periods
from rules.calendar import Month, first_day, month_of

BILL_LETTERS = (LetterKind.BILL_AGREEMENT, LetterKind.BILL_KPPN, LetterKind.BILL_STATEMENT)


def bills_for(user: User, today: date) -> QuerySet[ContributionBill]:
    """What an officer may read, the newest month first, its newest version above."""
    rows = ContributionBill.objects.visible_to(user, today).order_by("-month", "-version")
    return rows.select_related("received_by", "prepared_by", "agreed_by")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a bill cannot be agreed to as it is."""

    code: str
    words: str


def obstacles(bill: ContributionBill) -> list[Obstacle]:
    """Everything that stands against agreeing, the gravest first; nothing when it can be agreed."""
    found = []
    if bill.register_rows is None:
        words = _("Register bulan ini belum dimuat, jadi peserta aktif belum dicocokkan. Muat register, lalu periksa.")
        found.append(Obstacle("register", words))
    if bill.blocking_rows:
        words = _("%(rows)s baris salah. Kembalikan tagihan ke BPJS.") % {
            "rows": number(bill.blocking_rows, language())
        }
        found.append(Obstacle("rows", words))
    if bill.counted_amount != bill.our_amount:
        apart = rupiah(abs(bill.counted_amount - bill.our_amount), language())
        found.append(Obstacle("amount", _("Jumlah iuran berbeda %(amount)s dari hitungan kami.") % {"amount": apart}))
    if bill.counted_recomposition != bill.our_recomposition:
        apart = rupiah(abs(bill.counted_recomposition - bill.our_recomposition), language())
        words = _("Total rekomposisi berbeda %(amount)s dari hitungan kami.") % {"amount": apart}
        found.append(Obstacle("recomposition", words))
    if not bill.counted_amount:
        found.append(Obstacle("nothing", _("Tagihan ini tidak berisi jumlah yang dibayar.")))
    return found


def rows_with(bill: ContributionBill, code: BillFinding) -> QuerySet[BillRow]:
    """The lines that have this finding, by line."""
    bit = FINDINGS[code].bit
    rows = BillRow.objects.filter(bill=bill).exclude(bits=0).annotate(has=F("bits").bitand(bit))
    return rows.exclude(has=0).order_by("line")


def letters_of_bill(bill: ContributionBill) -> dict[str, Letter]:
    """Certificate, letter and statement by kind."""
    found = Letter.objects.filter(
        subject_kind=bill._meta.label_lower, subject_id=str(bill.pk), kind__in=BILL_LETTERS
    ).order_by("issued_at")
    return {letter.kind: letter for letter in found}


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month as BPJS billed it, as it was agreed, as it was paid, and as the register had it. None: not known.

    `register` is of the moment at which the bill was checked; `kept`: the register holds the month now.
    """

    month: date
    bill: ContributionBill | None
    billed: int | None
    agreed: int | None
    paid: int | None
    register: int | None
    kept: bool

    @property
    def owed(self) -> int:
        """What was agreed and is not paid yet."""
        return (self.agreed or 0) - (self.paid or 0)

    @property
    def unlike(self) -> int | None:
        """Billed beyond what the register says, or short of it."""
        return None if self.billed is None or self.register is None else self.billed - self.register


def reconciliation(year: int) -> list[MonthLine]:
    """The months of a year that have a bill or are in the register, oldest first. Two queries."""
    rows = ContributionBill.objects.filter(month__year=year).exclude(state=BillState.REFUSED)
    latest = {month_of(bill.month): bill for bill in rows.order_by("month", "version")}  # the newest version stays
    kept = {period for period in loaded_periods() if period // 12 == year}
    return [_month_line(period, latest.get(period), period in kept) for period in sorted(kept | set(latest))]


def _month_line(period: Month, bill: ContributionBill | None, kept: bool) -> MonthLine:
    if bill is None:
        return MonthLine(first_day(period), None, None, None, None, None, kept)
    agreed = bill.counted_amount if bill.state in AGREED else None
    return MonthLine(first_day(period), bill, bill.said_amount, agreed, bill.paid_amount, bill.register_amount, kept)


def billed_years() -> list[int]:
    """Years with a bill, the newest first."""
    return [day.year for day in ContributionBill.objects.dates("month", "year", order="DESC")]


def desk_numbers(rows: QuerySet[ContributionBill]) -> dict[str, int]:
    """How many bills wait for what, in one query."""
    states = (BillState.RECEIVED, BillState.CHECKED, BillState.PREPARED, BillState.AGREED, BillState.SENT)
    return rows.order_by().aggregate(**{state.value: Count("pk", filter=Q(state=state)) for state in states})
