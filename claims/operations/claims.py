"""From a draft to a filed claim."""

from datetime import datetime, timedelta

from accounts.operations.codes import check_code, send_code
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import LIVE, AccountCheck, ClaimState, CorrectionDocument
from claims.models import Claim, KapkSignature
from claims.selectors import kapk_in_force, tasks_of
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from core.names import names_match
from core.numbers import yearly_number
from integrations.bank import AccountStatus, BankClient
from notices.letters import issue_letter
from notices.operations import notify
from participants.models import PhkEvent
from rules.deadlines import bpjs_decision_due

DRAFT_KEPT = timedelta(days=30)
NAME_MATCH_PERCENT = 85


@transaction.atomic
def start_claim(phk: PhkEvent, *, actor: User, at: datetime) -> Claim:
    """Open a draft, or return the claim that this PHK already has. Raises Conflict when another claim is running."""
    person = type(phk.person).objects.select_for_update(of=("self",)).get(pk=phk.person_id)
    existing = Claim.objects.filter(phk=phk).exclude(state__in=(ClaimState.EXPIRED, ClaimState.WITHDRAWN)).first()
    if existing is not None:
        return existing
    if Claim.objects.filter(person=person, state__in=LIVE).exists():
        raise Conflict("claim_running", _("Anda sudah punya klaim yang berjalan. Selesaikan klaim itu dahulu."))
    today = clock.legal_date(at)
    claim = Claim.objects.create(
        number=yearly_number("JKP", today.year),
        person=person,
        phk=phk,
        created_at=at,
        draft_until=today + DRAFT_KEPT,
    )
    audit.record("claims.claim.started", actor=actor, at=at, subject=claim)
    return claim


@transaction.atomic
def confirm_data(claim: Claim, *, actor: User, at: datetime) -> Claim:
    """The person says that the personal data shown are right."""
    claim = _draft(claim, CorrectionDocument.IDENTITY)
    claim.data_confirmed_at = at
    claim.save(update_fields=["data_confirmed_at"])
    audit.record("claims.claim.data_confirmed", actor=actor, at=at, subject=claim)
    return claim


@transaction.atomic
def set_account(
    claim: Claim, *, bank_code: str, bank_name: str, number: str, holder: str, actor: User, at: datetime
) -> Claim:
    """Store the account and ask the bank for its name in the background. Open in a draft and when it is to be fixed."""
    claim = _draft(claim, CorrectionDocument.ACCOUNT)
    claim.bank_code, claim.bank_name, claim.account, claim.account_holder = bank_code, bank_name, number, holder
    claim.account_check = AccountCheck.NOT_ASKED
    claim.account_set_at = at
    claim.save()
    audit.record("claims.claim.account_set", actor=actor, at=at, subject=claim, bank=bank_code)
    enqueue("claims.check_account", claim_id=claim.pk, set_at=at.isoformat())
    return claim


def check_account(claim: Claim, *, set_at: datetime, bank: BankClient, at: datetime) -> Claim:
    """Ask the bank whose account it is. Raises PartnerUnavailable: the account stays "akan diperiksa" and is asked again."""
    answer = bank.inquire_account(claim.bank_code, claim.account)
    alike = answer.status == AccountStatus.ACTIVE and names_match(
        answer.name, claim.person.full_name, percent=NAME_MATCH_PERCENT
    )
    with transaction.atomic():
        locked = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        if locked.account_set_at != set_at:
            return locked  # changed while we asked: the newer inquiry decides
        locked.account_check = AccountCheck.MATCHES if alike else AccountCheck.DIFFERS
        locked.save(update_fields=["account_check"])
    audit.record("claims.claim.account_checked", actor=None, at=at, subject=locked, result=locked.account_check)
    return locked


def send_kapk_code(claim: Claim, *, actor: User, channel: str, at: datetime) -> None:
    """Send the six digits that sign the KAPK. Raises TooMany."""
    send_code(actor, purpose="kapk", subject=str(claim.pk), channel=channel, at=at)


@transaction.atomic
def sign_kapk(claim: Claim, *, typed_name: str, code: str, actor: User, at: datetime) -> KapkSignature:
    """Sign the commitment in force. Signing again returns the first signature. Raises Invalid("name_differs") and code errors."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    signed = KapkSignature.objects.filter(claim=claim).first()
    if signed is not None:
        return signed
    _require_state(claim, ClaimState.DRAFT)
    if not names_match(typed_name, claim.person.full_name, percent=NAME_MATCH_PERCENT):
        raise Invalid(
            "name_differs", _("Tulis nama lengkap Anda seperti di KTP: %(name)s.") % {"name": claim.person.full_name}
        )
    check_code(actor, purpose="kapk", subject=str(claim.pk), code=code, at=at)
    signature = KapkSignature.objects.create(
        claim=claim, version=kapk_in_force(clock.legal_date(at)), typed_name=typed_name, signed_at=at, signed_by=actor
    )
    audit.record("claims.kapk.signed", actor=actor, at=at, subject=claim, version=signature.version.version)
    enqueue("claims.issue_kapk_letter", claim_id=claim.pk)
    return signature


def issue_kapk_letter(claim: Claim, *, at: datetime) -> None:
    """The signed KAPK as a letter. Issued once for a signature."""
    signature = claim.kapk
    issue_letter(
        kind="kapk",
        user=signature.signed_by,
        subject=signature,
        at=at,
        claim_number=claim.number,
        version=signature.version.version,
        points=signature.version.points_id,
        signed_name=signature.typed_name,
        signed_on=clock.legal_date(signature.signed_at).isoformat(),
    )


@transaction.atomic
def submit_claim(claim: Claim, *, actor: User, at: datetime) -> Claim:
    """File the claim: the statutory clock starts (three working days). A second submit returns the filed claim.

    Raises Conflict("tasks_left") when something is missing, and Conflict("wrong_state") on an expired draft.
    """
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.is_filed:
        return claim
    if not tasks_of(claim).can_send:
        raise Conflict("tasks_left", _("Masih ada tugas yang belum selesai. Selesaikan dahulu, lalu kirim."))
    filed_on = clock.legal_date(at)
    claim = Claim.workflow.move(
        claim,
        "submit",
        actor=actor,
        at=at,
        filed_at=at,
        reference_date=filed_on,
        decision_due_on=bpjs_decision_due(filed_on, working_calendar()),
    )
    audit.record("claims.claim.filed", actor=actor, at=at, subject=claim)
    issue_letter(kind="claim_receipt", user=actor, subject=claim, at=at, **receipt_facts(claim))
    notify(
        event="claim_received",
        user=actor,
        at=at,
        link=f"/klaim/{claim.pk}/",
        key=str(claim.pk),
        due=claim.decision_due_on,
    )
    enqueue("claims.assess_claim", claim_id=claim.pk, dedupe=f"assess-filed:{claim.pk}")
    return claim


def receipt_facts(claim: Claim) -> dict[str, object]:
    """What the receipt states: number, PHK, filing day, the day by which the office decides."""
    return {
        "claim_number": claim.number,
        "employer": claim.phk.employer.name,
        "phk_on": claim.phk.phk_on.isoformat(),
        "filed_on": claim.reference_date.isoformat() if claim.reference_date else "",
        "due_on": claim.decision_due_on.isoformat() if claim.decision_due_on else "",
        "account": f"{claim.bank_name} •••• {claim.account_tail}",
    }


@transaction.atomic
def withdraw_claim(claim: Claim, *, actor: User, at: datetime) -> Claim:
    """The person takes the claim back before a decision. Another one can be started while the filing days run."""
    claim = Claim.workflow.move(claim, "withdraw", actor=actor, at=at)
    audit.record("claims.claim.withdrawn", actor=actor, at=at, subject=claim)
    return claim


def expire_drafts(*, at: datetime) -> int:
    """Close drafts that were kept thirty days. Each in its own transaction; a second run finds none."""
    expired = 0
    for claim in Claim.objects.drafts_past(clock.legal_date(at)):
        try:
            Claim.workflow.move(claim, "expire", actor=None, at=at)
        except Conflict:
            continue  # sent this very moment
        notify(
            event="claim_expired",
            user=claim.person.user,
            at=at,
            link="/dasbor/",
            key=str(claim.pk),
        )
        expired += 1
    return expired


def _draft(claim: Claim, document: CorrectionDocument) -> Claim:
    """Lock the claim and make sure that this part may change: in a draft, or when an officer asked for it."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    asked = claim.corrections.open().filter(document=document).exists()
    if claim.state == ClaimState.NEEDS_FIX and asked:
        return claim
    _require_state(claim, ClaimState.DRAFT)
    return claim


def _require_state(claim: Claim, state: ClaimState) -> None:
    if claim.state != state:
        raise Conflict(
            "wrong_state",
            _("Klaim ini sudah terkirim. Buka halaman klaim untuk melihat keadaannya."),
            state=claim.state,
        )
