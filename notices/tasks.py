"""Sending copies and codes, keeping letters' files, and hearing what accounts publish."""

from datetime import timedelta

from core import clock
from core.jobs import job
from integrations.errors import PartnerUnavailable
from integrations.sms import sms_client
from notices import letters, operations
from notices.operations.delivery import RETRY_ON


@job("notices.deliver", queue="notices", retry_on=(PartnerUnavailable, *RETRY_ON))
def deliver(round_id: str) -> None:
    operations.deliver_round(round_id, sms=sms_client(), now=clock.now)


@job("notices.deliver_one", queue="notices", retry_on=(PartnerUnavailable, *RETRY_ON))
def deliver_one(notice_id: str) -> None:
    """A copy that was set aside, when somebody tries it again."""
    operations.deliver(notice_id, sms=sms_client(), at=clock.now())


@job(
    "notices.deliver_code",
    queue="interactive",
    retry_on=(PartnerUnavailable, *RETRY_ON),
    give_up_after=timedelta(minutes=15),
)
def deliver_code(code_id: str) -> None:
    operations.deliver_code(code_id, sms=sms_client(), at=clock.now())


@job("notices.render_letters", queue="notices", retry_on=(OSError,))
def render_letters(first: str, last: str) -> None:
    letters.store_pdfs(first, last, now=clock.now)


@job("notices.tell_new_device", queue="notices")
def tell_new_device(user_id: str, device_id: str) -> None:
    operations.tell_new_device(user_id, device_id, at=clock.now())


@job("notices.tell_password_changed", queue="notices")
def tell_password_changed(user_id: str) -> None:
    operations.tell_password_changed(user_id, at=clock.now())


@job("notices.tell_contact_changed", queue="notices")
def tell_contact_changed(user_id: str, channel: str) -> None:
    operations.tell_contact_changed(user_id, channel, at=clock.now())


@job("notices.tell_second_factor_changed", queue="notices")
def tell_second_factor_changed(user_id: str, change: str) -> None:
    operations.tell_second_factor_changed(user_id, change, at=clock.now())
