"""Sending copies: by workers, once for each message and channel, at decent hours, with or without the provider."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction
from django.db.models import F

from core.jobs import enqueue, set_aside
from integrations.errors import PartnerRefused, PartnerUnavailable
from integrations.guard import forbid_transaction
from integrations.sms import NotSendable, SmsClient
from notices.catalogue import message_for
from notices.enums import Channel, NoticeState
from notices.models import Notice
from notices.quiet import quiet_until
from notices.selectors import Wishes, wishes_of

log = logging.getLogger(__name__)

JOB = "notices.deliver"
SMS_AFTER = timedelta(hours=4)
TOO_LATE = timedelta(days=2)  # a copy this old only confuses; the inbox has it
LONGEST_ROUND = timedelta(seconds=120)  # well below the worker's time limit; the rest is another job
RETRY_ON = (SMTPException, OSError)


@transaction.atomic
def queue_copies(notice_ids: Sequence[UUID], *, due_at: datetime | None = None) -> None:
    """One job for these copies, however many: now, or at a moment."""
    round_id = uuid4()
    Notice.objects.filter(pk__in=notice_ids, state=NoticeState.QUEUED).update(round=round_id)
    enqueue(JOB, round_id=round_id, due_at=due_at)


def deliver_round(round_id: str, *, sms: SmsClient, now: Callable[[], datetime]) -> None:
    """Send the copies of one round: e-mails before SMS, those that were never tried before those that were.

    What must wait is queued for its moment, a copy that breaks is set aside, and a provider that is away keeps back
    only its own. Raises what it said, so that the job comes again: for those that are still queued.
    """
    ends, trouble, unfinished = now() + LONGEST_ROUND, None, False
    later: dict[datetime, list[UUID]] = {}
    waiting = Notice.objects.filter(round=round_id, state=NoticeState.QUEUED).order_by("attempts", "channel", "pk")
    for notice in waiting.select_related("user"):
        if unfinished := now() > ends:
            break
        moment, away = _try(notice, sms, now())
        trouble = away or trouble
        if moment is not None:
            later.setdefault(moment, []).append(notice.pk)
    for moment, notice_ids in later.items():
        queue_copies(notice_ids, due_at=moment)
    if trouble is not None:
        raise trouble
    if unfinished:
        enqueue(JOB, round_id=round_id)


def _try(notice: Notice, sms: SmsClient, at: datetime) -> tuple[datetime | None, Exception | None]:
    """The moment that it has to wait for, and what a provider said that is away."""
    try:
        return _deliver(notice, sms=sms, at=at), None
    except (PartnerUnavailable, *RETRY_ON) as away:
        return None, away
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("a copy was set aside", extra={"notice": str(notice.pk)})
        _set_aside(notice, error)
        return None, None


@transaction.atomic
def _set_aside(notice: Notice, error: Exception) -> None:
    Notice.objects.filter(pk=notice.pk).update(round=None)
    set_aside("notices.deliver_one", error, notice_id=notice.pk)


def deliver(notice_id: str, *, sms: SmsClient, at: datetime) -> None:
    """Send one copy, or say why not. Twice sends once: the gateway knows the key, mail carries its Message-ID.

    Raises PartnerUnavailable, SMTPException or OSError while the provider is away: try again later.
    """
    notice = Notice.objects.select_related("user").filter(pk=notice_id).first()
    if notice is not None and notice.state == NoticeState.QUEUED:
        moment = _deliver(notice, sms=sms, at=at)
        if moment is not None:
            queue_copies([notice.pk], due_at=moment)


def _deliver(notice: Notice, *, sms: SmsClient, at: datetime) -> datetime | None:
    """Send it, or close it with the reason, or return the moment it has to wait for."""
    wishes = wishes_of(notice.user)
    reason = _reason_to_skip(notice, wishes)
    if reason:
        _close(notice, "skip", note=reason, at=at)
        return None
    later = _not_before(notice, wishes, at)
    if later:
        return later
    if at - notice.created_at > TOO_LATE:
        _close(notice, "fail", note="too_late", at=at)
    else:
        _send(notice, sms, at)
    return None


def _send(notice: Notice, sms: SmsClient, at: datetime) -> None:
    Notice.objects.filter(pk=notice.pk).update(attempts=F("attempts") + 1)
    try:
        reference = sms.send(str(notice.pk), _phone(notice), notice.body) if _is_sms(notice) else _mail(notice)
    except (PartnerRefused, NotSendable) as refusal:
        _close(notice, "fail", note=getattr(refusal, "code", "not_sendable"), at=at)
    except SMTPRecipientsRefused as refusal:
        if any(code < 500 for code, _words in refusal.recipients.values()):
            raise
        _close(notice, "fail", note="address_refused", at=at)
    else:
        Notice.workflow.move(notice, "send", actor=None, at=at, sent_at=at, reference=reference)


@transaction.atomic
def _close(notice: Notice, move: str, *, note: str, at: datetime) -> None:
    """Not sent, and why. An SMS that waited for this e-mail goes now."""
    Notice.workflow.move(notice, move, actor=None, at=at, note=note)
    waiting = _sibling(notice, Channel.SMS)
    if notice.channel == Channel.EMAIL and waiting and message_for(notice.event).sms_after_email:
        queue_copies([waiting.pk])


def _reason_to_skip(notice: Notice, wishes: Wishes) -> str:
    message = message_for(notice.event)
    if not message.always and not wishes.wants(Channel(notice.channel)):
        return "switched_off"
    if not (_phone(notice) if _is_sms(notice) else _email(notice)):
        return "no_address"
    if _is_sms(notice) and message.sms_after_email:
        email = _sibling(notice, Channel.EMAIL)
        if email and email.state == NoticeState.SENT:
            return "email_sent"
    return ""


def _not_before(notice: Notice, wishes: Wishes, at: datetime) -> datetime | None:
    """The moment to wait for: the end of the quiet hours, and for a second try by SMS the e-mail's four hours."""
    if notice.urgent:
        return None
    wake = quiet_until(at, wishes.zone)
    if wake or not (_is_sms(notice) and message_for(notice.event).sms_after_email):
        return wake
    email = _sibling(notice, Channel.EMAIL)
    if email is None or email.state != NoticeState.QUEUED:
        return None
    email_could_go = quiet_until(email.created_at, wishes.zone) or email.created_at
    return email_could_go + SMS_AFTER if at < email_could_go + SMS_AFTER else None


def _mail(notice: Notice) -> str:
    forbid_transaction("smtp")
    message_id = f"<{notice.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"
    EmailMessage(
        notice.subject,
        notice.body,
        to=[_email(notice)],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated", "Content-Language": notice.language},
    ).send()
    return message_id


def _sibling(notice: Notice, channel: Channel) -> Notice | None:
    return Notice.objects.filter(event=notice.event, key=notice.key, user=notice.user_id, channel=channel).first()


def _is_sms(notice: Notice) -> bool:
    return notice.channel == Channel.SMS


def _phone(notice: Notice) -> str:
    return notice.address or notice.user.phone


def _email(notice: Notice) -> str:
    return notice.address or notice.user.email or ""
