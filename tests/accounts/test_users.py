"""Accounts: made, confirmed, changed, switched off."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.events import ContactChanged
from accounts.models import KnownDevice, OneTimeCode, User
from accounts.operations.contact import confirm_contact_change, start_contact_change
from accounts.operations.users import confirm_phone, create_user, set_active, start_phone_verification
from core.errors import Conflict, Invalid, NotAllowed
from core.models import AuditEvent
from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.html import soup

pytestmark = pytest.mark.django_db


def make(at: datetime, **fields: object) -> User:
    facts = {"full_name": "Siti Aminah", "email": "siti@contoh.id", "phone": "+6281234567890", "password": PASSWORD}
    return create_user(**(facts | fields), at=at)  # type: ignore[arg-type]


def test_an_account_is_made_with_its_number_sealed(at: datetime) -> None:
    user = make(at, email=" Siti@Contoh.ID ")
    user.refresh_from_db()
    assert (user.email, user.phone, user.phone_verified_at) == ("siti@contoh.id", "+6281234567890", None)
    assert b"81234567890" not in bytes(user.phone_sealed)
    assert AuditEvent.objects.get(action="accounts.user.created").object_id == str(user.pk)


@pytest.mark.parametrize(
    ("taken", "code"), [({"email": "SITI@contoh.id"}, "email_taken"), ({"phone": "+6281234567890"}, "phone_taken")]
)
def test_what_somebody_has_is_not_given_twice(at: datetime, taken: dict[str, str], code: str) -> None:
    UserFactory(**{"email": "siti@contoh.id", "phone": "+6281234567890"} | taken)
    with pytest.raises(Invalid, match=code):
        make(at, **{"email": "lain@contoh.id", "phone": "+6281111111111"} | taken)
    assert User.objects.count() == 1


@pytest.mark.parametrize(("minutes", "free"), [(29, False), (31, True)])
def test_an_account_that_never_proved_its_number_blocks_nobody_for_long(at: datetime, minutes: int, free: bool) -> None:
    squatter = make(at)
    User.objects.filter(pk=squatter.pk).update(joined_at=at - timedelta(minutes=minutes))
    if not free:
        with pytest.raises(Invalid, match="email_taken"):
            make(at)
        return
    owner = make(at)
    squatter.refresh_from_db()
    assert (owner.email, owner.phone) == ("siti@contoh.id", "+6281234567890")
    assert (squatter.email, squatter.phone) == (None, "")


def test_a_proved_account_keeps_what_it_has(at: datetime) -> None:
    user = UserFactory(email="siti@contoh.id")
    User.objects.filter(pk=user.pk).update(joined_at=at - timedelta(days=400))
    with pytest.raises(Invalid, match="email_taken"):
        make(at)


def test_the_number_is_proved_by_its_code_once(at: datetime) -> None:
    user = make(at)
    start_phone_verification(user, at=at)
    digits = OneTimeCode.objects.get().digits
    with pytest.raises(Invalid, match="code_wrong"):
        confirm_phone(user, code=f"{(int(digits) + 1) % 1_000_000:06d}", at=at)
    confirm_phone(user, code=digits, at=at)
    confirm_phone(user, code=digits, at=at + timedelta(hours=1))
    user.refresh_from_db()
    assert user.phone_verified_at == at


def test_nobody_switches_themselves_off(at: datetime) -> None:
    boss = UserFactory()
    with pytest.raises(NotAllowed):
        set_active(boss, active=False, actor=boss, at=at)
    boss.refresh_from_db()
    assert boss.is_active


# --- contact -----------------------------------------------------------------------------------------------------


def codes_of(user: User) -> dict[str, str]:
    return {code.subject: code.digits for code in OneTimeCode.objects.filter(user=user, purpose="contact")}


def test_a_new_number_needs_both_codes(client: Client) -> None:
    user = UserFactory(phone="+6281234567890")
    KnownDevice.objects.create(
        user=user, token_hash=b"x", name="HP", first_seen_at=user.joined_at, last_seen_at=user.joined_at,
        expires_at=user.joined_at + timedelta(days=1),
    )  # fmt: skip
    sign_in(client, user)
    assert client.post("/akun/keamanan/hp/", {"value": "0857 1234 5678"})["Location"] == "/akun/keamanan/kontak/kode/"
    page = soup(client.get("/akun/keamanan/kontak/kode/"))
    labels = [label.get_text(strip=True) for label in page.select("label.label")]
    assert labels == ["Kode yang dikirim ke 0857 •••• 5678", "Kode yang dikirim ke 0812 •••• 7890"]
    codes = codes_of(user)
    wrong = client.post("/akun/keamanan/kontak/kode/", {"new_code": codes["new"], "old_code": "000000"})
    assert wrong.status_code == 422
    user.refresh_from_db()
    assert user.phone == "+6281234567890"
    done = client.post("/akun/keamanan/kontak/kode/", {"new_code": codes["new"], "old_code": codes["old"]})
    assert done["Location"] == "/akun/keamanan/"
    user.refresh_from_db()
    assert user.phone == "+6285712345678"
    assert not KnownDevice.objects.exists()


def test_a_first_email_address_is_confirmed_over_the_phone(at: datetime) -> None:
    user = UserFactory(without_email=True)
    start_contact_change(user, channel="email", value="baru@contoh.id", at=at)
    old = OneTimeCode.objects.get(subject="old")
    assert (old.channel, old.to) == ("sms", user.phone)
    confirm_contact_change(user, new_code=codes_of(user)["new"], old_code=old.digits, at=at)
    user.refresh_from_db()
    assert user.email == "baru@contoh.id"


def test_whose_address_it_is_shows_only_to_who_holds_it(at: datetime) -> None:
    """The first page is the same for an address that somebody has; the code goes to its owner."""
    UserFactory(email="budi@contoh.id")
    user = UserFactory()
    start_contact_change(user, channel="email", value="budi@contoh.id", at=at)
    codes = codes_of(user)
    with pytest.raises(Invalid, match="email_taken"):
        confirm_contact_change(user, new_code=codes["new"], old_code=codes["old"], at=at)
    user.refresh_from_db()
    assert user.email != "budi@contoh.id"


def test_after_ten_minutes_the_change_starts_anew(at: datetime) -> None:
    user = UserFactory()
    start_contact_change(user, channel="email", value="baru@contoh.id", at=at)
    codes = codes_of(user)
    with pytest.raises(Conflict, match="code_gone"):
        confirm_contact_change(user, new_code=codes["new"], old_code=codes["old"], at=at + timedelta(minutes=10))


def test_codes_of_another_persons_change_do_not_work(at: datetime) -> None:
    user, other = UserFactory(), UserFactory()
    for person in (user, other):
        start_contact_change(person, channel="email", value=f"baru{person.pk.hex[:4]}@contoh.id", at=at)
    codes = codes_of(other)
    with pytest.raises(Invalid):
        confirm_contact_change(user, new_code=codes["new"], old_code=codes["old"], at=at)


def test_a_change_is_told(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    from accounts.operations import users

    told: list[object] = []
    monkeypatch.setattr(users, "publish", told.append)
    user = UserFactory()
    start_contact_change(user, channel="email", value="baru@contoh.id", at=at)
    codes = codes_of(user)
    confirm_contact_change(user, new_code=codes["new"], old_code=codes["old"], at=at)
    assert told == [ContactChanged(user_id=str(user.pk), channel="email")]
