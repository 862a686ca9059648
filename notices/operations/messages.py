"""Telling people: written with the change it is about, sent by workers, once for each event, person and channel."""

from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from accounts.models import User
from core.jobs import enqueue
from integrations.errors import PartnerRefused
from integrations.guard import forbid_transaction
from integrations.sms import NotSendable, SmsClient
from notices.catalogue import Message, message_for
from notices.enums import Channel, NoticeState
from notices.models import Notice
from notices.quiet import quiet_until
from notices.selectors import Wishes, wishes_of
from notices.words import words

SMS_AFTER = timedelta(hours=4)
TOO_LATE = timedelta(days=2)  # a copy this old only confuses; the inbox has it


@transaction.atomic
def notify(
    *,
    event: str,
    user: User,
    at: datetime,
    link: str = "",
    key: str = "",
    old_phone: str = "",
    old_email: str = "",
    **facts: object,
) -> None:
    """Tell `user` about `event`: the inbox now, copies by e-mail and SMS soon. A repeated key: nothing.

    `link` is a path of the portal. `old_phone`, `old_email`: a former address that must hear of its change as well.
    Raises UnknownEvent for an event or facts that the catalogue does not know.
    """
    message = message_for(event)
    message.check(facts)
    link = _without_language(link)
    if Notice.objects.filter(event=event, key=key, user=user, channel=Channel.INBOX).exists():
        return
    rows = [_row(message, channel, user, key, link, at, facts) for channel in message.channels]
    for channel, address in ((Channel.SMS, old_phone), (Channel.EMAIL, old_email)):
        if address:
            row = _row(message, channel, user, f"{key}:old", link, at, facts)
            row.address = address
            rows.append(row)
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        if row.channel != Channel.INBOX:
            waits = message.sms_after_email and row.channel == Channel.SMS
            enqueue("notices.deliver", notice_id=row.pk, due_at=at + SMS_AFTER if waits else None)


def _without_language(link: str) -> str:
    """The path as Indonesian pages have it: the reader's language is put in when it is opened. Raises ValueError."""
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError(f"{link}: a notice links to a path of the portal")
    return link[3:] if link.startswith("/en/") else link


def _row(
    message: Message, channel: Channel, user: User, key: str, link: str, at: datetime, facts: dict[str, object]
) -> Notice:
    said = words(message, channel, user=user, at=at, facts=facts)
    inbox = channel is Channel.INBOX
    return Notice(
        user=user,
        event=message.event,
        key=key,
        channel=channel,
        topic=message.topic,
        state=NoticeState.SENT if inbox else NoticeState.QUEUED,
        language=user.language,
        subject=said.subject,
        body=said.body,
        link=link,
        urgent=message.urgent,
        created_at=at,
        sent_at=at if inbox else None,
    )


def deliver(notice_id: str, *, sms: SmsClient, at: datetime) -> None:
    """Send one copy, or say why not. Twice sends once: the gateway knows the key, mail carries its Message-ID.

    Raises PartnerUnavailable, SMTPException or OSError while the provider is away: try again later.
    """
    notice = Notice.objects.select_related("user").filter(pk=notice_id).first()
    if notice is None or notice.state != NoticeState.QUEUED:
        return
    wishes = wishes_of(notice.user)
    reason = _reason_to_skip(notice, wishes)
    if reason:
        _close(notice, "skip", note=reason, at=at)
        return
    later = _not_before(notice, wishes, at)
    if later:
        enqueue("notices.deliver", notice_id=notice.pk, due_at=later)
    elif at - notice.created_at > TOO_LATE:
        _close(notice, "fail", note="too_late", at=at)
    else:
        _send(notice, sms, at)


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
        enqueue("notices.deliver", notice_id=waiting.pk)


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


RETRY_ON = (SMTPException, OSError)
