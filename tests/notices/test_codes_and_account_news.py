"""One-time codes on their way, and what an account's owner hears of its changes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from accounts.models import OneTimeCode
from core.jobs import registered_names
from integrations.errors import PartnerUnavailable
from integrations.sandbox.control import Control
from integrations.sms import SMS_LIMIT, gsm7_length, sms_client
from integrations.transport import Patience
from notices import operations
from notices.models import Notice
from notices.operations import deliver_code
from tests.factories.notices import NOON, make_reader

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 12, 14, 16, 30, tzinfo=UTC)  # 23.30 WIB


def make_code(channel="sms", at=NIGHT, **fields) -> OneTimeCode:
    reader = fields.pop("user", None) or make_reader()
    code = OneTimeCode(
        user=reader, purpose="kapk", subject="1", channel=channel, created_at=at, expires_at=at + timedelta(minutes=10)
    )
    code.to = fields.pop("to", reader.phone if channel == "sms" else reader.email)
    code.digits = "042137"
    for name, value in fields.items():
        setattr(code, name, value)
    code.save(force_insert=True)
    return code


def send(code: OneTimeCode, at=NIGHT, patience: Patience | None = None) -> None:
    deliver_code(str(code.pk), sms=sms_client(patience=patience), at=at)


def test_a_code_goes_at_night_and_says_what_not_to_do(partners: Control):
    code = make_code()
    send(code)
    (message,) = partners.messages(code.to)
    assert message["text"] == (
        "JKP: Kode Anda 042137. Berlaku 10 menit, untuk sekali pakai. Jangan beri tahu siapa pun, juga petugas."
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_code_fits_one_sms(language, partners: Control):
    code = make_code(user=make_reader(language=language))
    send(code)
    assert gsm7_length(partners.messages(code.to)[0]["text"]) <= SMS_LIMIT


def test_a_code_by_mail_is_not_in_the_subject():
    code = make_code("email")
    send(code)
    (message,) = mail.outbox
    assert message.to == [code.to]
    assert message.subject == "Kode JKP Anda"
    assert "Kode Anda 042137." in message.body
    assert "Halo JKP" in message.body


def test_an_english_reader_gets_an_english_code():
    send(make_code("email", user=make_reader(language="en")))
    assert mail.outbox[0].subject == "Your JKP code"
    assert "Your code is 042137." in mail.outbox[0].body


def test_a_code_goes_where_it_was_made_for(partners: Control):
    code = make_code(to="+6281299998888")
    send(code)
    assert len(partners.messages("+6281299998888")) == 1
    assert partners.messages(code.user.phone) == []


def test_sent_twice_arrives_once(partners: Control):
    code = make_code()
    send(code)
    send(code)
    assert len(partners.messages(code.to)) == 1


@pytest.mark.parametrize(
    ("fields", "at"), [({"used_at": NIGHT}, NIGHT), ({}, NIGHT + timedelta(minutes=10)), ({"expires_at": NIGHT}, NIGHT)]
)
def test_a_used_or_expired_code_is_not_sent(fields, at, partners: Control):
    code = make_code(**fields)
    send(code, at=at)
    assert partners.messages(code.to) == []


def test_an_unknown_code_is_nothing(partners: Control):
    deliver_code("00000000-0000-4000-8000-000000000000", sms=sms_client(), at=NOON)
    assert partners.outbox()["messages"] == []


def test_a_gateway_that_is_away_is_tried_again(partners: Control):
    partners.fault("sms", down=True)
    with pytest.raises(PartnerUnavailable):
        send(make_code(), patience=Patience(timeout=1, tries=1, total=1))


def test_a_blocked_number_is_no_crash_and_shows_nothing_in_the_log(partners: Control, caplog):
    code = make_code()
    partners.configure(blocked_numbers=[code.to])
    send(code)
    assert partners.messages(code.to) == []
    assert "code not delivered" in caplog.text
    assert code.to not in caplog.text
    assert code.digits not in caplog.text


# --- news of an account ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tell", "args", "event"),
    [
        (operations.tell_new_device, ["D-1"], "new_device"),
        (operations.tell_password_changed, [], "password_changed"),
        (operations.tell_contact_changed, ["sms"], "phone_changed"),
        (operations.tell_contact_changed, ["email"], "email_changed"),
        (operations.tell_second_factor_changed, ["removed"], "second_factor_changed"),
    ],
)
def test_the_owner_hears_of_a_change_once(tell, args, event):
    reader = make_reader()
    for _ in range(2):
        tell(str(reader.pk), *args, at=NIGHT)
    assert Notice.objects.filter(user=reader, event=event).count() == 3
    assert Notice.objects.get(user=reader, channel="inbox").link == "/akun/keamanan/"


def test_a_second_change_an_hour_later_is_told_too():
    reader = make_reader()
    for hour in range(2):
        operations.tell_password_changed(str(reader.pk), at=NIGHT + timedelta(hours=hour))
    assert Notice.objects.filter(user=reader, channel="inbox").count() == 2


def test_an_account_that_is_gone_is_nothing():
    operations.tell_password_changed("00000000-0000-4000-8000-000000000000", at=NOON)
    assert not Notice.objects.exists()


def test_every_piece_of_news_has_its_job():
    assert {name for name in registered_names() if name.startswith("notices.")} == {
        *("notices.deliver", "notices.deliver_one", "notices.deliver_code", "notices.render_letters"),
        *("notices.tell_new_device", "notices.tell_password_changed", "notices.tell_contact_changed"),
        "notices.tell_second_factor_changed",
    }
