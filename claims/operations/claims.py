"""From a draft to a filed claim."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations.codes import check_code, send_code
from claims.enums import LIVE, SET_ASIDE, AccountCheck, ClaimState
from claims.models import Claim, KapkSignature
from claims.operations.letters import addressee
from claims.policies import can_start
from claims.selectors import kapk_in_force, tasks_of
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from core.names import names_match
from core.numbers import yearly_number
from integrations.bank import AccountStatus, BankClient
from integrations.errors import PartnerRefused
from notices.letters import issue_letter
from notices.operations import notify
from participants.enums import VOID_PHK
from participants.models import Person, PhkEvent
from rules.deadlines import bpjs_decision_due

DRAFT_KEPT = timedelta(days=30)
NAME_MATCH_PERCENT = 85
KAPK = "kapk"  # the purpose of the code that signs


@transaction.atomic
def start_claim(phk: PhkEvent, *, actor: User, at: datetime) -> Claim:
    """Open a draft, or return the claim that this PHK already has.

    Raises Conflict("phk_pending") before the proof is accepted, unless the filing days run out, and
    Conflict("claim_running") when a claim for another PHK is running.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=phk.person_id)
    existing = Claim.objects.filter(phk=phk).exclude(state__in=SET_ASIDE).first()
    if existing is not None:
        return existing
    today = clock.legal_date(at)
    if not can_start(phk, today):
        raise Conflict("phk_pending", _("Klaim dapat diajukan setelah bukti PHK diterima mediator."))
    if Claim.objects.filter(person=person, state__in=LIVE).exists():
        raise Conflict("claim_running", _("Anda sudah punya klaim yang berjalan. Selesaikan klaim itu dahulu."))
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
    """The person says that the personal data shown are right. Raises Conflict("wrong_state") once sent."""
    claim = _draft(claim)
    claim.data_confirmed_at = at
    claim.save(update_fields=["data_confirmed_at"])
    audit.record("claims.claim.data_confirmed", actor=actor, at=at, subject=claim)
    return claim


@transaction.atomic
def set_account(
    claim: Claim, *, bank_code: str, bank_name: str, number: str, holder: str, actor: User, at: datetime
) -> Claim:
    """Store the account of a draft; the bank is asked for its name by a worker. Raises Conflict("wrong_state")."""
    claim = _draft(claim)
    if claim.account and claim.account != number:
        notify(event="account_changed", user=actor, at=at, link="/klaim/", key=f"{claim.pk}:{at.isoformat()}")
    write_account(claim, bank_code=bank_code, bank_name=bank_name, number=number, holder=holder, at=at)
    audit.record("claims.claim.account_set", actor=actor, at=at, subject=claim, bank=bank_code)
    return claim


def write_account(claim: Claim, *, bank_code: str, bank_name: str, number: str, holder: str, at: datetime) -> None:
    """Write an account into a claim that the caller holds locked, and have the bank asked whose it is."""
    claim.bank_code, claim.bank_name, claim.account, claim.account_holder = bank_code, bank_name, number, holder
    claim.account_check, claim.account_set_at = AccountCheck.NOT_ASKED, at
    claim.save()
    enqueue("claims.check_account", claim_id=claim.pk, set_at=at.isoformat())


def check_account(claim: Claim, *, set_at: datetime, bank: BankClient, at: datetime) -> Claim:
    """Ask the bank whose account it is. Raises PartnerUnavailable: it stays "akan diperiksa" and is asked again.

    A bank that the bank network does not know counts as an account that it does not know.
    """
    if claim.account_set_at != set_at:
        return claim  # changed meanwhile: the newer inquiry decides
    answer = _answer_of(claim, bank)
    with transaction.atomic():
        locked = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        if locked.account_set_at != set_at:
            return locked
        locked.account_check = answer
        locked.save(update_fields=["account_check"])
        audit.record("claims.claim.account_checked", actor=None, at=at, subject=locked, result=locked.account_check)
    return locked


def _answer_of(claim: Claim, bank: BankClient) -> AccountCheck:
    try:
        answer = bank.inquire_account(claim.bank_code, claim.account)
    except PartnerRefused:
        return AccountCheck.NOT_FOUND
    if answer.status == AccountStatus.NOT_FOUND:
        return AccountCheck.NOT_FOUND
    if not names_match(answer.name, claim.person.full_name, percent=NAME_MATCH_PERCENT):
        return AccountCheck.DIFFERS
    return AccountCheck.MATCHES if answer.status == AccountStatus.ACTIVE else AccountCheck.CLOSED


def send_kapk_code(claim: Claim, *, actor: User, channel: str, at: datetime) -> None:
    """Send the six digits that sign the KAPK. Raises TooMany and Invalid("no_address")."""
    send_code(actor, purpose=KAPK, subject=str(claim.pk), channel=channel, at=at)


def sign_kapk(claim: Claim, *, typed_name: str, code: str, actor: User, at: datetime) -> KapkSignature:
    """Sign the commitment in force. Signing again returns the first signature.

    Raises Invalid("name_differs"), the errors of check_code, and Conflict("wrong_state") once sent. Call it outside a
    transaction, because wrong codes are counted.
    """
    signed = KapkSignature.objects.filter(claim=claim).first()
    if signed is not None:
        return signed
    if not names_match(typed_name, claim.person.full_name, percent=NAME_MATCH_PERCENT):
        raise Invalid(
            "name_differs", _("Tulis nama lengkap Anda seperti di KTP: %(name)s.") % {"name": claim.person.full_name}
        )
    check_code(actor, purpose=KAPK, subject=str(claim.pk), code=code, at=at)
    return _keep_signature(claim, typed_name, actor, at)


@transaction.atomic
def _keep_signature(claim: Claim, typed_name: str, actor: User, at: datetime) -> KapkSignature:
    claim = _draft(claim)
    version = kapk_in_force(clock.legal_date(at))
    signature = KapkSignature.objects.create(
        claim=claim, version=version, typed_name=typed_name, signed_at=at, signed_by=actor
    )
    audit.record("claims.kapk.signed", actor=actor, at=at, subject=claim, version=version.version)
    issue_letter(
        kind="kapk",
        user=actor,
        subject=signature,
        at=at,
        claim_number=claim.number,
        version=version.version,
        points=version.points_id,
        signed_name=typed_name,
        signed_on=clock.legal_date(at).isoformat(),
        **addressee(claim),
    )
    return signature


@transaction.atomic
def submit_claim(claim: Claim, *, actor: User, at: datetime) -> Claim:
    """File the claim: the statutory clock starts (three working days). A second submit returns the filed claim.

    Raises Conflict("tasks_left") when something is missing, Conflict("phk_void") when the PHK no longer stands, and
    Conflict("wrong_state") on an expired draft.
    """
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.is_filed:
        return claim
    if claim.phk.state in VOID_PHK:
        raise Conflict("phk_void", _("Laporan PHK ini sudah ditutup. Buka laporan PHK untuk melihat alasannya."))
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
        clock_from=filed_on,
        decision_due_on=bpjs_decision_due(filed_on, working_calendar()),
    )
    audit.record("claims.claim.filed", actor=actor, at=at, subject=claim)
    issue_letter(kind="claim_receipt", user=actor, subject=claim, at=at, **_receipt_facts(claim))
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


def _receipt_facts(claim: Claim) -> dict[str, object]:
    """What the receipt states: number, PHK, filing day, the day by which the office decides."""
    return {
        "claim_number": claim.number,
        "employer": claim.phk.employer.name,
        "phk_on": claim.phk.phk_on.isoformat(),
        "filed_on": claim.reference_date.isoformat() if claim.reference_date else "",
        "due_on": claim.decision_due_on.isoformat() if claim.decision_due_on else "",
        "account": claim.account_shown,
        **addressee(claim),
    }


@transaction.atomic
def withdraw_claim(claim: Claim, *, actor: User, at: datetime) -> Claim:
    """The person takes the claim back before a decision. Another one can be started while the filing days run."""
    claim = Claim.workflow.move(claim, "withdraw", actor=actor, at=at)
    claim.corrections.open().update(answered_at=at)
    audit.record("claims.claim.withdrawn", actor=actor, at=at, subject=claim)
    return claim


def expire_drafts(*, at: datetime) -> int:
    """Close drafts that were kept thirty days. Each in its own transaction; a second run finds none."""
    return sum(_expire(claim, at) for claim in Claim.objects.drafts_past(clock.legal_date(at)))


def _expire(claim: Claim, at: datetime) -> bool:
    try:
        with transaction.atomic():
            claim = Claim.workflow.move(claim, "expire", actor=None, at=at)
            notify(event="claim_expired", user=claim.person.user, at=at, link="/dasbor/", key=str(claim.pk))
    except Conflict:
        return False  # sent this very moment
    return True


def _draft(claim: Claim) -> Claim:
    """Lock the claim. Raises Conflict unless it is still a draft."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.state != ClaimState.DRAFT:
        raise Conflict(
            "wrong_state",
            _("Klaim ini sudah terkirim. Buka halaman klaim untuk melihat keadaannya."),
            state=claim.state,
        )
    return claim
