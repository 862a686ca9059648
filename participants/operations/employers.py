"""Employers as BPJS knows them, and who may act for them."""

import hmac
import secrets
from datetime import date, datetime, timedelta

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from core.limits import Limit, take, too_many
from core.workflow import signed_by
from integrations.bpjs import BpjsClient, EmployerStatus
from integrations.bpjs import Employer as BpjsEmployer
from integrations.guard import forbid_transaction
from notices.operations import notify
from participants.enums import JoinState
from participants.models import Employer, EmployerInvitation, EmployerJoin, EmployerStaff, PhkEvent
from participants.operations.people import region_of_code
from rules.deadlines import identity_due
from rules.jobsearch import fold_company

CODE_LIFETIME = timedelta(hours=24)  # an office mailbox is not read every ten minutes
WRONG_TRIES = 5
CODES_A_DAY = Limit("employer.join.code", most=3, within=timedelta(days=1))
INVITATIONS_A_DAY = Limit("employer.invite", most=20, within=timedelta(days=1))
INVITATION_LIFETIME = timedelta(days=14)


def remember_employer(found: BpjsEmployer, *, at: datetime) -> Employer:
    """Our row of an employer, as BPJS describes it now."""
    closed = found.status_since if found.status != EmployerStatus.ACTIVE else None
    facts = {
        "name": found.name,
        "name_key": fold_company(found.name)[:200],
        "scale": found.scale,
        "address": found.address,
        "region": region_of_code(found.region_code),
        "contact_email": found.email,
        "bankrupt_or_closed_on": closed,
        "seen_at": at,
    }
    return Employer.objects.update_or_create(npp=found.npp, defaults=facts)[0]


def look_up_employer(npp: str, *, bpjs: BpjsClient, at: datetime) -> Employer | None:
    """Ask BPJS and remember; None when BPJS does not know the number. Raises PartnerUnavailable."""
    found = bpjs.employer(npp)
    return remember_employer(found, at=at) if found else None


@transaction.atomic
def ask_to_join(*, employer: Employer, user: User, position: str, at: datetime) -> EmployerJoin:
    """The first user of an employer proves it by a code to the address that BPJS holds; without one an officer looks.

    Asking again continues the open one. Raises Conflict("has_admin") when colleagues must invite, and
    Conflict("already_staff").
    """
    Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    today = clock.legal_date(at)
    staff = EmployerStaff.objects.in_force(today).filter(employer=employer)
    if staff.filter(user=user).exists():
        raise Conflict("already_staff", _("Anda sudah terdaftar di perusahaan ini."))
    if staff.filter(is_admin=True).exists():
        raise Conflict("has_admin", _("Perusahaan ini sudah punya admin. Minta admin mengundang email Anda."))
    open_join = employer.joins.filter(user=user, state__in=(JoinState.AWAITING_CODE, JoinState.NEEDS_OFFICER)).first()
    if open_join is not None:
        return open_join
    join = EmployerJoin.objects.create(employer=employer, user=user, position=position, asked_at=at)
    join.log.create(move="ask", from_state="", to_state=join.state, at=at, **signed_by(user))
    if not employer.contact_email:
        return EmployerJoin.workflow.move(join, "ask_officer", actor=user, at=at, note="no_address", due_on=_due(at))
    return send_join_code(join=join, at=at)


@transaction.atomic
def send_join_code(*, join: EmployerJoin, at: datetime) -> EmployerJoin:
    """A new code to the employer's address. Raises TooMany after three in a day."""
    take(CODES_A_DAY, str(join.employer_id), at=at)
    join.code = f"{secrets.randbelow(1_000_000):06d}"
    join.code_until = at + CODE_LIFETIME
    join.code_sent_at = at
    join.sends += 1
    join.wrong_tries = 0
    join.save()
    enqueue("participants.deliver_join_code", join_id=join.pk)
    return join


def deliver_join_code(join: EmployerJoin, *, at: datetime) -> None:
    """Send the code that is waiting. Raises OSError, SMTPException: try again."""
    if join.state != JoinState.AWAITING_CODE or not join.code or join.code_until <= at:
        return
    forbid_transaction("smtp")
    words = render_to_string(
        "participants/mail/join_code.txt", {"code": join.code, "employer": join.employer, "until": join.code_until}
    )
    EmailMessage(_("Kode pendaftaran perusahaan di portal JKP"), words, to=[join.employer.contact_email]).send()


def confirm_join(*, join: EmployerJoin, code: str, at: datetime) -> EmployerJoin:
    """The code from the employer's mailbox. Raises Invalid("code_wrong" | "code_expired"), TooMany, Conflict."""
    with transaction.atomic():
        join = EmployerJoin.objects.select_for_update(of=("self",)).select_related("employer", "user").get(pk=join.pk)
        if join.state != JoinState.AWAITING_CODE:
            raise Conflict("wrong_state", _("Pendaftaran ini sudah selesai."))
        if join.wrong_tries >= WRONG_TRIES:
            raise too_many(timedelta(minutes=10))
        if not join.code or join.code_until <= at:
            raise Invalid("code_expired", _("Kode sudah kedaluwarsa. Minta kode baru, lalu isi 6 angka itu."))
        right = hmac.compare_digest(join.code.encode(), code.encode())
        if right:
            return _accept_join(join, actor=join.user, at=at)
        join.wrong_tries += 1
        join.save(update_fields=["wrong_tries"])
    raise Invalid("code_wrong", _("Kode tidak cocok. Periksa 6 angka di email perusahaan."))


def _due(at: datetime) -> date:
    return identity_due(clock.legal_date(at), working_calendar())


@transaction.atomic
def hand_join_to_officer(*, join: EmployerJoin, at: datetime) -> EmployerJoin:
    """Nobody reads that mailbox any more: an officer checks another way."""
    return EmployerJoin.workflow.move(join, "ask_officer", actor=join.user, at=at, code_sealed=b"", due_on=_due(at))


@transaction.atomic
def decide_join(*, join: EmployerJoin, accept: bool, reason: str, actor: User, at: datetime) -> EmployerJoin:
    """An officer's answer, with a reason. Raises Invalid("reason_missing"), Conflict("wrong_state")."""
    if len(reason.strip()) < 10:
        raise Invalid("reason_missing", _("Tulis alasan putusan, paling sedikit 10 huruf."))
    audit.record("participants.join.decided", actor=actor, at=at, subject=join, reason=reason, accept=accept)
    if accept:
        return _accept_join(join, actor=actor, at=at, note=reason)
    join = EmployerJoin.workflow.move(join, "refuse", actor=actor, at=at, note=reason, code_sealed=b"", decided_at=at)
    notify(event="employer_join_refused", user=join.user, at=at, key=str(join.pk), reason=reason)
    return join


@transaction.atomic
def invite_colleague(
    *, employer: Employer, email: str, is_admin: bool, actor: User, at: datetime
) -> EmployerInvitation:
    """A firm admin asks a colleague by e-mail; the same address again gets the same invitation. Raises TooMany."""
    take(INVITATIONS_A_DAY, str(employer.pk), at=at)
    known = employer.invitations.filter(email__iexact=email, accepted_at=None, withdrawn_at=None).first()
    if known is not None and known.expires_at > at:
        return known
    if known is not None:
        known.withdrawn_at = at
        known.save(update_fields=["withdrawn_at"])
    invitation = EmployerInvitation.objects.create(
        employer=employer,
        email=email.lower(),
        is_admin=is_admin,
        invited_by=actor,
        invited_at=at,
        expires_at=at + INVITATION_LIFETIME,
    )
    audit.record("participants.staff.invited", actor=actor, at=at, subject=employer)
    enqueue("participants.deliver_invitation", invitation_id=invitation.pk)
    return invitation


def deliver_invitation(invitation: EmployerInvitation, *, link: str, at: datetime) -> None:
    """Send it; the link asks to sign in and holds no secret. Raises OSError, SMTPException: try again."""
    if not EmployerInvitation.objects.open(at).filter(pk=invitation.pk).exists():
        return
    forbid_transaction("smtp")
    words = render_to_string("participants/mail/invitation.txt", {"invitation": invitation, "link": link})
    EmailMessage(_("Undangan dari perusahaan di portal JKP"), words, to=[invitation.email]).send()


@transaction.atomic
def accept_invitation(*, invitation: EmployerInvitation, user: User, at: datetime) -> EmployerStaff:
    """Only for who got it by mail; the view sees to that. Twice is once. Raises Conflict("invitation_over")."""
    invitation = EmployerInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_by_id == user.pk:
        return invitation.employer.staff.filter(user=user).latest("since")
    if invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= at:
        raise Conflict("invitation_over", _("Undangan ini sudah tidak berlaku. Minta undangan baru."))
    invitation.accepted_by, invitation.accepted_at = user, at
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    return _add_staff(invitation.employer, user, is_admin=invitation.is_admin, at=at)


@transaction.atomic
def end_membership(*, staff: EmployerStaff, actor: User, at: datetime) -> EmployerStaff:
    """From this moment the user sees nothing of the firm (B32). Twice is once. Raises Conflict("last_admin")."""
    Employer.objects.select_for_update(of=("self",)).get(pk=staff.employer_id)
    staff = EmployerStaff.objects.select_for_update(of=("self",)).select_related("employer").get(pk=staff.pk)
    if staff.until is not None:
        return staff
    admins = EmployerStaff.objects.in_force(clock.legal_date(at)).filter(employer=staff.employer, is_admin=True)
    if staff.is_admin and not admins.exclude(pk=staff.pk).exists():
        raise Conflict("last_admin", _("Perusahaan harus punya paling sedikit satu admin. Tunjuk admin lain dulu."))
    staff.until, staff.ended_by = clock.legal_date(at), actor
    staff.save(update_fields=["until", "ended_by"])
    audit.record("participants.staff.ended", actor=actor, at=at, subject=staff)
    notify(event="employer_staff_ended", user=staff.user, at=at, key=str(staff.pk), employer=staff.employer.name)
    return staff


def write_to_employer(event: PhkEvent, *, link: str, at: datetime) -> None:
    """Ask an employer that nobody represents here, by the address that BPJS holds. Names nobody.

    Raises OSError, SMTPException: try again.
    """
    if not event.is_pending or not event.employer.contact_email:
        return
    forbid_transaction("smtp")
    words = render_to_string("participants/mail/ask_employer.txt", {"event": event, "link": link})
    EmailMessage(_("Ada laporan PHK yang perlu ditanggapi"), words, to=[event.employer.contact_email]).send()


def _accept_join(join: EmployerJoin, *, actor: User, at: datetime, note: str = "") -> EmployerJoin:
    join = EmployerJoin.workflow.move(join, "accept", actor=actor, at=at, note=note, code_sealed=b"", decided_at=at)
    employer = join.employer
    if employer.verified_at is None:
        employer.verified_at = at
        employer.save(update_fields=["verified_at"])
    _add_staff(employer, join.user, is_admin=True, at=at)
    notify(event="employer_join_accepted", user=join.user, at=at, key=str(join.pk), employer=employer.name)
    return join


def _add_staff(employer: Employer, user: User, *, is_admin: bool, at: datetime) -> EmployerStaff:
    known = employer.staff.filter(user=user, until=None).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return EmployerStaff.objects.create(
                employer=employer, user=user, is_admin=is_admin, since=clock.legal_date(at)
            )
    except IntegrityError:
        return employer.staff.get(user=user, until=None)
