"""One-time codes: sent at any hour, never kept in words, worthless after ten minutes."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import OneTimeCode
from core.text import one_line
from integrations.errors import PartnerRefused
from integrations.guard import forbid_transaction
from integrations.sms import NotSendable, SmsClient, plain_signs
from notices.enums import Channel

log = logging.getLogger(__name__)


def deliver_code(code_id: str, *, sms: SmsClient, at: datetime) -> None:
    """Send a code that is still good; twice sends it once. An address that refuses it is the person's to correct.

    Raises PartnerUnavailable, SMTPException or OSError while the provider is away: try again while it is good.
    """
    code = OneTimeCode.objects.select_related("user").filter(pk=code_id).first()
    if code is None or code.used_at is not None or code.expires_at <= at:
        return
    try:
        if code.channel == Channel.SMS:
            sms.send(str(code.pk), code.to, _words(code))
        else:
            _mail(code)
    except (PartnerRefused, NotSendable, SMTPRecipientsRefused) as refusal:
        log.warning("code not delivered", extra={"code_id": str(code.pk), "reason": type(refusal).__name__})


def _words(code: OneTimeCode) -> str:
    minutes = (code.expires_at - code.created_at) // timedelta(minutes=1)
    facts = {"digits": code.digits, "minutes": minutes, "phone": settings.HELP_PHONE, "part": code.channel}
    with translation.override(code.user.language):
        text = render_to_string("notices/_code.txt", facts)
    return plain_signs(one_line(text)) if code.channel == Channel.SMS else text.strip()


def _mail(code: OneTimeCode) -> None:
    forbid_transaction("smtp")
    with translation.override(code.user.language):
        subject = _("Kode JKP Anda")
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{code.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(subject, _words(code), to=[code.to], headers=headers).send()
