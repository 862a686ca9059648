"""Put right: the document that an officer asked for, and the account after the bank sent money back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import CORRECTION_REASONS, AccountCheck, ClaimState, CorrectionDocument, MonthState
from claims.models import Claim, ClaimMonth, CorrectionFile, CorrectionRequest
from claims.operations.claims import write_account
from claims.operations.months import order_payment
from claims.selectors import money_came_back
from claims.selectors.extras import to_order_again
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from files.models import StoredFile
from notices.operations import notify
from payments.models import Payout
from payments.operations.payouts import order_payout
from rules.calendar import add_working_days

FIX_WORKING_DAYS = 5
RECHECK_WORKING_DAYS = 1
REPAY_WORKING_DAYS = 1


@transaction.atomic
def answer_with_file(claim: Claim, *, file: StoredFile, actor: User, at: datetime) -> Claim:
    """Send the document that was asked for: back to the desk, to be looked at within one working day.

    Twice sends once. Raises Conflict("nothing_asked").
    """
    claim, asked = _asked(claim, wants_file=True)
    if asked is None:
        return claim
    CorrectionFile.objects.get_or_create(request=asked, file=file, defaults={"added_at": at})
    return _back_to_desk(claim, asked, actor, at)


@transaction.atomic
def answer_with_account(
    claim: Claim, *, bank_code: str, bank_name: str, number: str, holder: str, actor: User, at: datetime
) -> Claim:
    """Give the account that was asked for. Twice sends once. Raises Conflict("nothing_asked")."""
    claim, asked = _asked(claim, wants_file=False)
    if asked is None:
        return claim
    write_account(claim, bank_code=bank_code, bank_name=bank_name, number=number, holder=holder, at=at)
    _tell_of_account(claim, "claims.claim.account_set", actor, at)
    return _back_to_desk(claim, asked, actor, at)


def _asked(claim: Claim, *, wants_file: bool) -> tuple[Claim, CorrectionRequest | None]:
    """The locked claim with the open request; None when it was answered already."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    asked = claim.corrections.open().first()
    if claim.state == ClaimState.NEEDS_FIX and asked is not None and asked.wants_file == wants_file:
        return claim, asked
    latest = claim.corrections.order_by("-requested_at").first()
    if claim.state == ClaimState.IN_REVIEW and latest is not None and latest.wants_file == wants_file:
        return claim, None
    raise Conflict("nothing_asked", _("Tidak ada yang perlu diperbaiki pada klaim ini sekarang."))


def _back_to_desk(claim: Claim, asked: CorrectionRequest, actor: User, at: datetime) -> Claim:
    today = clock.legal_date(at)
    due = add_working_days(today, RECHECK_WORKING_DAYS, working_calendar())
    claim = Claim.workflow.move(claim, "answer_fix", actor=actor, at=at, clock_from=today, decision_due_on=due)
    asked.answered_at = at
    asked.save(update_fields=["answered_at"])
    audit.record("claims.claim.correction_answered", actor=actor, at=at, subject=claim, document=asked.document)
    enqueue("claims.assess_claim", claim_id=claim.pk)
    return claim


@transaction.atomic
def correct_account(
    claim: Claim, *, bank_code: str, bank_name: str, number: str, holder: str, actor: User, at: datetime
) -> Claim:
    """A new account after the bank sent money back. The payment is ordered again once the bank knows its owner.

    Too late, because it was ordered meanwhile: nothing changes.
    """
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if not money_came_back(claim):
        return claim
    claim.clock_from = clock.legal_date(at)
    claim.decision_due_on = add_working_days(claim.clock_from, REPAY_WORKING_DAYS, working_calendar())
    write_account(claim, bank_code=bank_code, bank_name=bank_name, number=number, holder=holder, at=at)
    claim.corrections.open().update(answered_at=at)
    _tell_of_account(claim, "claims.claim.account_corrected", actor, at)
    return claim


def _tell_of_account(claim: Claim, action: str, actor: User, at: datetime) -> None:
    audit.record(action, actor=actor, at=at, subject=claim, bank=claim.bank_code)
    notify(event="account_changed", user=actor, at=at, link=f"/klaim/{claim.pk}/", key=f"{claim.pk}:{at.isoformat()}")


@transaction.atomic
def pay_again(claim: Claim, *, verified_by: User | None, at: datetime) -> list[ClaimMonth]:
    """Order the payment of every month that came back, now that another account is given. Others are left alone.

    `verified_by` names the officer who let a differing name pass; None when the bank's name matched.
    """
    months = claim.months.select_for_update(of=("self",)).filter(
        state=MonthState.BANK_PROBLEM,
        returned_at__lt=claim.account_set_at,  # else it is still the account that the bank sent it back from
    )
    due = add_working_days(clock.legal_date(at), REPAY_WORKING_DAYS, working_calendar())
    again = []
    for month in months:
        moved = ClaimMonth.workflow.move(month, "order_again", actor=verified_by, at=at, pay_due_on=due)
        order_payment(moved, verified_by=verified_by, at=at)
        again.append(moved)
    for payout in to_order_again(claim):
        _order_extra_again(claim, payout, verified_by, at)
    return again


def _order_extra_again(claim: Claim, payout: Payout, verified_by: User | None, at: datetime) -> None:
    """Money beside the months, to the account that is in the claim now."""
    order_payout(
        source_kind=payout.source_kind,
        source_id=payout.source_id,
        user=claim.person.user,
        payee_name=claim.account_holder,
        bank_code=claim.bank_code,
        account_number=claim.account,
        amount=payout.amount,
        verified_by=verified_by,
        at=at,
    )


@transaction.atomic
def accept_account(claim: Claim, *, account_set_at: datetime, note: str, actor: User, at: datetime) -> list[ClaimMonth]:
    """An officer lets an account pass whose name differs, and the returned money is ordered again.

    Raises Invalid("note_needed"), Conflict("account_changed") when the person has given another account meanwhile, and
    Conflict("nothing_to_accept").
    """
    claim = _account_in_doubt(claim, account_set_at)
    if not note.strip():
        raise Invalid("note_needed", _("Tulis alasan rekening ini diterima."))
    audit.record("claims.claim.account_accepted", actor=actor, at=at, subject=claim, reason=note.strip())
    return pay_again(claim, verified_by=actor, at=at)


@transaction.atomic
def ask_other_account(
    claim: Claim, *, account_set_at: datetime, reason: str, note: str, actor: User, at: datetime
) -> CorrectionRequest:
    """An officer asks for an account in the person's own name. Raises as accept_account does."""
    claim = _account_in_doubt(claim, account_set_at)
    claim.account_check = AccountCheck.REFUSED
    claim.save(update_fields=["account_check"])
    return request_correction(claim, document=CorrectionDocument.ACCOUNT, reason=reason, note=note, actor=actor, at=at)


def request_correction(
    claim: Claim, *, document: str, reason: str, note: str, actor: User, at: datetime
) -> CorrectionRequest:
    """Write down what is asked of the person and tell them. Raises Invalid("reason_does_not_fit")."""
    if reason not in CORRECTION_REASONS.get(CorrectionDocument(document), ()):
        raise Invalid("reason_does_not_fit", _("Pilih alasan yang sesuai dengan dokumennya."))
    asked = CorrectionRequest.objects.create(
        claim=claim,
        document=document,
        reason=reason,
        note=note.strip(),
        requested_by=actor,
        requested_at=at,
        answer_by=add_working_days(clock.legal_date(at), FIX_WORKING_DAYS, working_calendar()),
    )
    audit.record("claims.claim.correction_asked", actor=actor, at=at, subject=claim, document=document, reason=reason)
    notify(
        event="correction_asked",
        user=claim.person.user,
        at=at,
        link=f"/klaim/{claim.pk}/",
        key=str(asked.pk),
        due=asked.answer_by,
    )
    return asked


def _account_in_doubt(claim: Claim, account_set_at: datetime) -> Claim:
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.account_set_at != account_set_at:
        raise Conflict("account_changed", _("Peserta sudah mengganti rekening. Muat ulang halaman ini."))
    if not money_came_back(claim) or not claim.account_in_doubt:
        raise Conflict("nothing_to_accept", _("Rekening klaim ini tidak menunggu putusan."))
    return claim
