"""Copies leave once, at decent hours, and survive a provider that is away. The inbox never waits for them."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction

from core.errors import Conflict
from core.jobs import run_due
from core.models import Job
from integrations import breaker
from integrations.errors import PartnerUnavailable
from integrations.sandbox.control import Control
from integrations.sms import sms_client
from integrations.transport import Patience
from notices.enums import Channel, NoticeState, Zone
from notices.models import Notice
from notices.operations import choose_copies, deliver, notify, set_zone
from notices.operations.delivery import RETRY_ON
from tests.factories.notices import NOON, make_reader

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 12, 14, 16, 30, tzinfo=UTC)  # 23.30 WIB
MORNING = datetime(2026, 12, 15, 0, 0, tzinfo=UTC)  # 07.00 WIB
DUE = NOON.date()


def tell(reader, event="claim_paid", at=NOON, **rest):
    notify(event=event, user=reader, at=at, **rest)


def copy_of(reader, channel, event="claim_paid") -> Notice:
    return Notice.objects.get(user=reader, channel=channel, event=event)


def send(notice, at=NOON, **patience):
    deliver(str(notice.pk), sms=sms_client(patience=Patience(**patience) if patience else None), at=at)
    notice.refresh_from_db()
    return notice


def why(notice) -> str:
    return notice.log.get().note


def test_a_message_is_in_the_inbox_at_once_and_its_copies_wait():
    reader = make_reader()
    tell(reader, link="/pembayaran/")
    inbox = copy_of(reader, Channel.INBOX)
    assert (inbox.state, inbox.sent_at, inbox.link) == (NoticeState.SENT, NOON, "/pembayaran/")
    assert inbox.read_at is None
    assert {copy_of(reader, channel).state for channel in (Channel.EMAIL, Channel.SMS)} == {NoticeState.QUEUED}
    job = Job.objects.get(name="notices.deliver", queue="notices")
    assert set(Notice.objects.filter(round=job.args["round_id"]).values_list("channel", flat=True)) == {"email", "sms"}


def test_told_twice_is_said_once():
    reader = make_reader()
    tell(reader, key="P-1")
    tell(reader, key="P-1", at=NOON + timedelta(days=3))
    assert Notice.objects.filter(user=reader).count() == 3
    assert Job.objects.count() == 1


def test_another_key_is_another_message():
    reader = make_reader()
    tell(reader, key="P-1")
    tell(reader, key="P-2")
    assert Notice.objects.filter(user=reader, channel=Channel.INBOX).count() == 2


def test_a_rollback_says_nothing():
    reader = make_reader()
    with transaction.atomic():
        tell(reader)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize("link", ["https://jahat.contoh/", "//jahat.contoh/", "pembayaran/"])
def test_a_message_never_links_out_of_the_portal(link):
    with pytest.raises(ValueError, match="path of the portal"):
        tell(make_reader(), link=link)


def test_a_link_made_on_an_english_page_is_kept_without_its_language():
    reader = make_reader()
    tell(reader, link="/en/phk/7/")
    assert copy_of(reader, Channel.INBOX).link == "/phk/7/"


def test_words_follow_the_reader_s_language():
    reader = make_reader(language="en")
    tell(reader)
    assert copy_of(reader, Channel.INBOX).subject == "A payment was sent"
    assert copy_of(reader, Channel.INBOX).language == "en"


def test_mail_arrives_as_plain_text_that_no_machine_answers():
    reader = make_reader()
    tell(reader)
    notice = send(copy_of(reader, Channel.EMAIL))
    (message,) = mail.outbox
    assert (notice.state, notice.sent_at, notice.attempts) == (NoticeState.SENT, NOON, 1)
    assert message.to == [reader.email]
    assert message.subject == "Pembayaran sudah dikirim"
    assert message.body.startswith("Halo Siti,\n")
    assert message.extra_headers["Message-ID"] == notice.reference == f"<{notice.pk}@jkp.invalid>"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_an_sms_arrives_at_the_gateway(partners: Control):
    reader = make_reader()
    tell(reader)
    notice = send(copy_of(reader, Channel.SMS))
    (message,) = partners.messages(reader.phone)
    assert notice.state == NoticeState.SENT
    assert notice.reference != ""
    assert message["text"] == notice.body


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS])
def test_delivered_twice_is_sent_once(channel, partners: Control):
    reader = make_reader()
    tell(reader)
    notice = send(send(copy_of(reader, channel)))
    assert notice.attempts == 1
    assert len(mail.outbox) + len(partners.messages(reader.phone)) == 1


def test_a_worker_that_died_after_the_gateway_took_it_does_not_send_it_twice(partners: Control):
    reader = make_reader()
    tell(reader)
    notice = copy_of(reader, Channel.SMS)
    sms_client().send(str(notice.pk), reader.phone, notice.body)  # and then the worker was killed
    assert send(notice).state == NoticeState.SENT
    assert len(partners.messages(reader.phone)) == 1


def test_the_jobs_send_everything(partners: Control):
    reader = make_reader()
    tell(reader, event="account_changed")  # at any hour
    run_due()
    assert Notice.objects.filter(user=reader, state=NoticeState.SENT).count() == 3
    assert len(partners.messages(reader.phone)) == len(mail.outbox) == 1


# --- quiet hours -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS])
def test_what_can_wait_waits_for_the_morning(channel, partners: Control):
    reader = make_reader()
    tell(reader, at=NIGHT)
    notice = send(copy_of(reader, channel), at=NIGHT)
    assert (notice.state, notice.attempts) == (NoticeState.QUEUED, 0)
    assert Job.objects.get(args={"round_id": str(notice.round)}).due_at == MORNING
    assert send(notice, at=MORNING).state == NoticeState.SENT


def test_security_news_does_not_wait(partners: Control):
    reader = make_reader()
    tell(reader, event="new_device", at=NIGHT)
    assert send(copy_of(reader, Channel.SMS, "new_device"), at=NIGHT).state == NoticeState.SENT


def test_the_night_is_the_reader_s_own(partners: Control):
    ends_in_jayapura = datetime(2026, 12, 14, 22, 0, tzinfo=UTC)  # 07.00 WIT, 05.00 WIB
    east, west = make_reader(), make_reader()
    set_zone(east, zone=Zone.WIT)
    for reader in (east, west):
        tell(reader, at=NIGHT)
    assert send(copy_of(east, Channel.SMS), at=ends_in_jayapura).state == NoticeState.SENT
    assert send(copy_of(west, Channel.SMS), at=ends_in_jayapura).state == NoticeState.QUEUED


# --- a provider in trouble ---------------------------------------------------------------------------------------


def test_an_outage_of_six_hours_delays_and_repeats_nothing(partners: Control):
    reader = make_reader()
    tell(reader)
    tell(reader)
    partners.fault("sms", down=True)
    notice = copy_of(reader, Channel.SMS)
    for minutes in range(0, 360, 60):
        with pytest.raises(PartnerUnavailable):
            send(notice, at=NOON + timedelta(minutes=minutes), timeout=1, tries=1, total=1)
    partners.heal()
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (NoticeState.QUEUED, 6)
    assert copy_of(reader, Channel.INBOX).state == NoticeState.SENT
    breaker.forget_all()
    for _ in range(3):
        send(notice, at=NOON + timedelta(hours=6, minutes=30))
    assert notice.state == NoticeState.SENT
    assert len(partners.messages(reader.phone)) == 1


def test_a_copy_two_days_old_is_given_up_and_the_inbox_keeps_it(partners: Control):
    reader = make_reader()
    tell(reader)
    notice = send(copy_of(reader, Channel.SMS), at=NOON + timedelta(days=2, minutes=1))
    assert (notice.state, why(notice)) == (NoticeState.FAILED, "too_late")
    assert partners.messages(reader.phone) == []


def test_a_number_that_the_gateway_refuses_is_a_failure_with_its_reason(partners: Control):
    reader = make_reader()
    partners.configure(blocked_numbers=[reader.phone])
    tell(reader)
    notice = send(copy_of(reader, Channel.SMS))
    assert (notice.state, why(notice)) == (NoticeState.FAILED, "blocked_number")


def test_a_number_abroad_is_a_failure_not_a_crash(partners: Control):
    reader = make_reader(phone="+15551234567")
    tell(reader)
    notice = send(copy_of(reader, Channel.SMS))
    assert (notice.state, why(notice)) == (NoticeState.FAILED, "not_sendable")


@pytest.mark.parametrize(("channel", "gone"), [(Channel.EMAIL, {"email": None}), (Channel.SMS, {"phone": ""})])
def test_without_an_address_there_is_no_copy(channel, gone):
    reader = make_reader(**gone)
    tell(reader)
    notice = send(copy_of(reader, channel))
    assert (notice.state, why(notice)) == (NoticeState.SKIPPED, "no_address")


@pytest.fixture
def real_mail(settings, partners: Control) -> Control:
    """Mail goes over SMTP to the partners' mail server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return partners


def test_mail_that_waits_for_its_server_is_sent_once_when_it_is_back(real_mail: Control):
    reader = make_reader()
    tell(reader)
    notice = copy_of(reader, Channel.EMAIL)
    real_mail.fault("mail", down=True)
    for hours in range(6):
        with pytest.raises(RETRY_ON):
            send(notice, at=NOON + timedelta(hours=hours))
    real_mail.heal()
    for _ in range(2):
        send(notice, at=NOON + timedelta(hours=6, minutes=30))
    (message,) = real_mail.messages(reader.email)
    assert message["subject"] == "Pembayaran sudah dikirim"
    assert (notice.state, notice.attempts) == (NoticeState.SENT, 7)


@pytest.mark.parametrize(("answer", "state"), [(550, NoticeState.FAILED), (450, NoticeState.QUEUED)])
def test_an_address_refused_for_good_is_a_failure_and_one_refused_for_now_is_not(monkeypatch, answer, state):
    reader = make_reader()
    tell(reader)
    notice = copy_of(reader, Channel.EMAIL)

    def refuse(message):
        raise SMTPRecipientsRefused({reader.email: (answer, b"no")})

    monkeypatch.setattr(EmailMessage, "send", refuse)
    with suppress(SMTPRecipientsRefused):
        send(notice)
    notice.refresh_from_db()
    assert notice.state == state


# --- wishes ------------------------------------------------------------------------------------------------------


def test_a_copy_that_was_switched_off_is_not_sent():
    reader = make_reader()
    choose_copies(reader, by_email=False, by_sms=True, zone=Zone.WIB)
    tell(reader)
    notice = send(copy_of(reader, Channel.EMAIL))
    assert (notice.state, why(notice)) == (NoticeState.SKIPPED, "switched_off")
    assert mail.outbox == []


def test_a_refusal_is_mailed_even_so():
    reader = make_reader()
    choose_copies(reader, by_email=False, by_sms=False, zone=Zone.WIB)
    tell(reader, event="claim_refused", due=DUE)
    assert send(copy_of(reader, Channel.EMAIL, "claim_refused")).state == NoticeState.SENT


WISHED = [
    ({"by_email": False, "by_sms": False}, {"claim_refused"}, {"claim_refused"}),
    ({"by_email": False, "by_sms": True}, {"claim_refused"}, {"claim_refused", "claim_received", "counselling_agreed"}),
    ({"by_email": True, "by_sms": True}, *[{"claim_refused", "claim_received", "counselling_agreed"}] * 2),
]


@pytest.mark.parametrize(("wishes", "mailed", "texted"), WISHED)
def test_a_wish_about_copies_holds_for_every_topic_and_the_inbox_has_them_all(
    partners: Control, wishes, mailed, texted
):
    """Copies are chosen by channel, never by topic: counselling follows the claim, and what is always told is told."""
    reader = make_reader()
    choose_copies(reader, zone=Zone.WIB, **wishes)
    tell(reader, event="claim_received", due=DUE)
    tell(reader, event="claim_refused", due=DUE)
    tell(reader, event="counselling_agreed", when=MORNING, zone=Zone.WIB.value)
    for notice in Notice.objects.filter(user=reader, state=NoticeState.QUEUED):
        send(notice)
    sent = Notice.objects.filter(user=reader, state=NoticeState.SENT)
    assert set(sent.filter(channel=Channel.EMAIL).values_list("event", flat=True)) == mailed
    assert set(sent.filter(channel=Channel.SMS).values_list("event", flat=True)) == texted
    assert sent.filter(channel=Channel.INBOX).count() == 3


# --- old and new address -----------------------------------------------------------------------------------------


def test_a_changed_number_is_told_to_the_old_one_as_well(partners: Control):
    reader = make_reader()
    tell(reader, event="phone_changed", old_phone="+6281299990000", key="C-1")
    run_due()
    assert len(partners.messages("+6281299990000")) == len(partners.messages(reader.phone)) == 1


def test_an_old_address_is_sealed_in_the_database():
    reader = make_reader()
    tell(reader, event="email_changed", old_email="lama@contoh.id", key="C-1")
    notice = Notice.objects.get(user=reader, key="C-1:old")
    assert notice.address == "lama@contoh.id"
    assert b"lama@contoh.id" not in bytes(notice.address_sealed)
    send(notice)
    assert mail.outbox[0].to == ["lama@contoh.id"]


# --- an SMS only when the mail does not go -----------------------------------------------------------------------


def test_a_deadline_is_mailed_and_no_sms_follows():
    reader = make_reader()
    tell(reader, event="claim_draft_reminder", due=DUE)
    send(copy_of(reader, Channel.EMAIL, "claim_draft_reminder"))
    sms = send(copy_of(reader, Channel.SMS, "claim_draft_reminder"), at=NOON + timedelta(hours=4))
    assert (sms.state, why(sms)) == (NoticeState.SKIPPED, "email_sent")


def test_mail_stuck_for_four_hours_is_followed_by_an_sms(partners: Control):
    reader = make_reader()
    tell(reader, event="claim_draft_reminder", due=DUE)
    sms = send(copy_of(reader, Channel.SMS, "claim_draft_reminder"))
    due = Job.objects.get(args={"round_id": str(sms.round)}).due_at
    assert due == NOON + timedelta(hours=4)
    assert send(sms, at=NOON + timedelta(hours=3, minutes=59)).state == NoticeState.QUEUED
    assert send(sms, at=due).state == NoticeState.SENT


def test_hours_in_which_mail_may_not_go_do_not_count(partners: Control):
    reader = make_reader()
    tell(reader, event="claim_draft_reminder", at=NIGHT, due=DUE)
    sms = copy_of(reader, Channel.SMS, "claim_draft_reminder")
    assert send(sms, at=MORNING + timedelta(hours=3)).state == NoticeState.QUEUED
    assert send(sms, at=MORNING + timedelta(hours=4)).state == NoticeState.SENT


def test_mail_that_cannot_go_lets_the_sms_go_at_once(partners: Control):
    reader = make_reader(email=None)
    tell(reader, event="claim_draft_reminder", due=DUE)
    send(copy_of(reader, Channel.EMAIL, "claim_draft_reminder"))
    sms = copy_of(reader, Channel.SMS, "claim_draft_reminder")
    assert Job.objects.filter(args={"round_id": str(sms.round)}, due_at__lte=NOON).count() == 1
    assert send(sms).state == NoticeState.SENT


# --- what the database refuses -----------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"body": "lain"}, {"subject": "lain"}, {"event": "welcome"}, {"link": "/lain/"}])
def test_what_was_said_cannot_be_rewritten(change):
    reader = make_reader()
    tell(reader)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Notice.objects.filter(user=reader).update(**change)


def test_what_was_said_cannot_be_deleted():
    reader = make_reader()
    tell(reader)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Notice.objects.filter(user=reader)._raw_delete("default")


def test_a_sent_copy_is_not_sent_back_into_the_queue():
    reader = make_reader()
    tell(reader)
    notice = send(copy_of(reader, Channel.EMAIL))
    with pytest.raises(Conflict, match="wrong_state"):
        Notice.workflow.move(notice, "fail", actor=None, at=NOON)
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(state=NoticeState.QUEUED)
