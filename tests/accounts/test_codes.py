"""One-time codes: bound, once, ten minutes, five tries."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from accounts.models import OneTimeCode
from accounts.operations.codes import check_code, check_codes, send_code
from core.errors import Invalid, TooMany
from core.models import Job
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def wrong(code: OneTimeCode) -> str:
    return f"{(int(code.digits) + 1) % 1_000_000:06d}"


def refused(**facts: object) -> str:
    with pytest.raises(Invalid) as refusal:
        check_code(**facts)
    return refusal.value.code


def test_a_code_is_six_digits_sealed_and_handed_to_notices(at: datetime) -> None:
    user = UserFactory(phone="+6281234567890")
    code = send_code(user, purpose="kapk", subject="klaim-1", at=at)
    code.refresh_from_db()
    assert len(code.digits) == 6
    assert code.digits.isdigit()
    assert code.to == "+6281234567890"
    assert code.digits.encode() not in bytes(code.digits_sealed)
    assert b"81234567890" not in bytes(code.to_sealed)
    job = Job.objects.get(name="notices.deliver_code")
    assert job.args == {"code_id": str(code.pk)}


def test_a_code_works_once(at: datetime) -> None:
    user = UserFactory()
    code = send_code(user, purpose="kapk", subject="klaim-1", at=at)
    check_code(user, purpose="kapk", subject="klaim-1", code=code.digits, at=at)
    assert refused(user=user, purpose="kapk", subject="klaim-1", code=code.digits, at=at) == "code_used"


def test_spaces_and_full_width_digits_are_forgiven(at: datetime) -> None:
    user = UserFactory()
    code = send_code(user, purpose="kapk", subject="klaim-1", at=at)
    wide = "".join(chr(ord("０") + int(digit)) for digit in code.digits)
    check_code(user, purpose="kapk", subject="klaim-1", code=f" {wide[:3]} {wide[3:]} ", at=at)


def test_a_code_of_another_claim_person_or_act_does_not_work(at: datetime) -> None:
    user, other = UserFactory(), UserFactory()
    digits = send_code(user, purpose="kapk", subject="klaim-1", at=at).digits
    assert refused(user=user, purpose="kapk", subject="klaim-2", code=digits, at=at) == "code_missing"
    assert refused(user=other, purpose="kapk", subject="klaim-1", code=digits, at=at) == "code_missing"
    assert refused(user=user, purpose="contact", subject="klaim-1", code=digits, at=at) == "code_missing"
    check_code(user, purpose="kapk", subject="klaim-1", code=digits, at=at)


@pytest.mark.parametrize(("seconds", "outcome"), [(599, None), (600, "code_expired")])
def test_a_code_lives_ten_minutes(at: datetime, seconds: int, outcome: str | None) -> None:
    user = UserFactory()
    code = send_code(user, purpose="kapk", subject="klaim-1", at=at)
    facts = {"user": user, "purpose": "kapk", "subject": "klaim-1", "at": at + timedelta(seconds=seconds)}
    if outcome is None:
        check_code(**facts, code=code.digits)
    else:
        assert refused(**facts, code=code.digits) == outcome


def test_a_new_code_ends_the_one_before(at: datetime) -> None:
    user = UserFactory()
    first = send_code(user, purpose="kapk", subject="klaim-1", at=at)
    second = send_code(user, purpose="kapk", subject="klaim-1", at=at + timedelta(minutes=1))
    later = at + timedelta(minutes=2)
    if first.digits != second.digits:
        assert refused(user=user, purpose="kapk", subject="klaim-1", code=first.digits, at=later) == "code_wrong"
    check_code(user, purpose="kapk", subject="klaim-1", code=second.digits, at=later)


def test_the_fifth_wrong_try_locks_even_the_right_code_for_ten_minutes(at: datetime) -> None:
    user = UserFactory()
    code = send_code(user, purpose="kapk", subject="klaim-1", at=at)
    facts = {"user": user, "purpose": "kapk", "subject": "klaim-1"}
    for _ in range(4):
        assert refused(**facts, code=wrong(code), at=at) == "code_wrong"
    with pytest.raises(TooMany) as refusal:
        check_code(**facts, code=wrong(code), at=at)
    assert refusal.value.facts == {"minutes": 10}
    with pytest.raises(TooMany):
        check_code(**facts, code=code.digits, at=at + timedelta(minutes=9, seconds=59))
    again = send_code(user, purpose="kapk", subject="klaim-1", at=at + timedelta(minutes=10))
    check_code(**facts, code=again.digits, at=at + timedelta(minutes=10))


def test_a_fourth_code_within_ten_minutes_is_refused(at: datetime) -> None:
    user = UserFactory()
    for minute in range(3):
        send_code(user, purpose="kapk", subject="klaim-1", at=at + timedelta(minutes=minute))
    with pytest.raises(TooMany) as refusal:
        send_code(user, purpose="contact", subject="new", at=at + timedelta(minutes=3))
    assert refusal.value.facts == {"minutes": 7}
    assert OneTimeCode.objects.count() == 3


def test_the_eleventh_code_of_a_day_is_refused(at: datetime) -> None:
    user = UserFactory()
    for number in range(10):
        send_code(user, purpose="kapk", subject="klaim-1", at=at + timedelta(minutes=10 * number))
    with pytest.raises(TooMany):
        send_code(user, purpose="kapk", subject="klaim-1", at=at + timedelta(hours=3))
    send_code(user, purpose="kapk", subject="klaim-1", at=at + timedelta(days=1))


def test_somebody_without_a_phone_gets_the_code_by_email(at: datetime) -> None:
    user = UserFactory(without_phone=True, email="siti@contoh.id")
    code = send_code(user, purpose="kapk", subject="klaim-1", channel="sms", at=at)
    assert (code.channel, code.to) == ("email", "siti@contoh.id")


def test_somebody_without_any_address_is_told_so(at: datetime) -> None:
    user = UserFactory(without_phone=True, without_email=True)
    with pytest.raises(Invalid, match="no_address"):
        send_code(user, purpose="kapk", subject="klaim-1", at=at)


def test_of_two_codes_none_is_used_when_one_is_wrong(at: datetime) -> None:
    user = UserFactory()
    new = send_code(user, purpose="contact", subject="new", channel="email", to="baru@contoh.id", at=at)
    old = send_code(user, purpose="contact", subject="old", channel="email", at=at)
    with pytest.raises(Invalid) as refusal:
        check_codes(user, purpose="contact", codes={"new": new.digits, "old": wrong(old)}, at=at)
    assert refusal.value.facts["subject"] == "old"
    check_codes(user, purpose="contact", codes={"new": new.digits, "old": old.digits}, at=at)


def test_checking_inside_a_transaction_is_a_mistake(at: datetime) -> None:
    user = UserFactory()
    code = send_code(user, purpose="kapk", subject="klaim-1", at=at)
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        check_code(user, purpose="kapk", subject="klaim-1", code=code.digits, at=at)


def test_two_hundred_codes_a_minute_raise_an_alarm(at: datetime, caplog: pytest.LogCaptureFixture) -> None:
    user = UserFactory()
    for number in range(200):
        row = OneTimeCode(
            user=user, purpose="x", subject=str(number), channel="sms", created_at=at, expires_at=at, used_at=at
        )
        row.to = row.digits = "1"
        row.save()
    send_code(UserFactory(), purpose="kapk", subject="klaim-1", at=at)
    assert "codes are sent unusually often" in caplog.messages
