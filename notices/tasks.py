"""Sending copies and keeping letters' files."""

from core import clock
from core.jobs import job
from integrations.errors import PartnerUnavailable
from integrations.sms import sms_client
from notices import letters, operations
from notices.operations.messages import RETRY_ON


@job("notices.deliver", queue="notices", retry_on=(PartnerUnavailable, *RETRY_ON))
def deliver(notice_id: str) -> None:
    operations.deliver(notice_id, sms=sms_client(), at=clock.now())


@job("notices.render_letter", queue="notices", retry_on=(OSError,))
def render_letter(letter_id: str) -> None:
    letters.store_pdf(letter_id)
