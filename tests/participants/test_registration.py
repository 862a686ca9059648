"""Making an account: nothing of the person in the clear, and no word about who is registered already."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.models import User
from core import clock, jobs
from core.errors import Conflict, Invalid, TooMany
from core.models import Job
from notices.models import Notice
from participants.models import IdentityCheck, Person, Registration
from participants.operations import registration
from tests.factories.participants import MORNING, PersonFactory, UserFactory
from tests.html import soup, words

pytestmark = pytest.mark.django_db
NIK = "9901014107900001"
PASSWORD = "kereta api malam ke Solo"
IDENTITY = {
    "nik": NIK,
    "full_name": "Siti Rahmawati",
    "mother_name": "Sulastri",
    "born_on_day": "1",
    "born_on_month": "7",
    "born_on_year": "1990",
}
CONTACT = {"email": "siti@contoh.invalid", "phone": "0812 3456 7890", "password": PASSWORD, "consent": "on"}


def begin(**more):
    facts = {"nik": NIK, "full_name": "Siti Rahmawati", "mother_name": "Sulastri", "born_on": date(1990, 7, 1)}
    return registration.begin_registration(**{**facts, "address": "203.0.113.7", "at": MORNING, **more})


def contact(row, **more):
    facts = {"email": "siti@contoh.invalid", "phone": "+6281234567890", "password": PASSWORD, "at": MORNING}
    return registration.set_contact(registration=row, **{**facts, **more})


def finish(row, code=None, at=MORNING):
    return registration.finish_registration(registration=row, code=code or row.code, language="id", at=at)


# --- operations --------------------------------------------------------------------------------------------------


def test_what_is_typed_lies_sealed_and_the_password_only_as_a_hash():
    row = contact(begin())
    stored = bytes(row.typed_sealed) + row.password.encode() + bytes(row.code_sealed)
    for secret in (NIK, "Siti", "Sulastri", "siti@contoh", "81234567890", PASSWORD, row.code):
        assert secret.encode() not in stored


def test_the_right_code_makes_account_person_and_check_and_wipes_the_rest():
    row = contact(begin())
    user = finish(row)
    row.refresh_from_db()
    assert (user.full_name, user.phone, user.phone_verified_at) == ("Siti Rahmawati", "+6281234567890", MORNING)
    assert user.check_password(PASSWORD)
    assert Person.objects.get(user=user).nik == NIK
    assert IdentityCheck.objects.get(user=user).mother_name == "Sulastri"
    assert (bytes(row.typed_sealed), row.password, bytes(row.code_sealed)) == (b"", "", b"")
    assert Notice.objects.filter(user=user, event="welcome", channel="inbox").exists()


def test_a_code_works_once():
    row = contact(begin())
    finish(row)
    with pytest.raises(Conflict, match="registration_over"):
        finish(row)
    assert User.objects.count() == 1


def test_a_code_ends_after_ten_minutes():
    row = contact(begin())
    with pytest.raises(Invalid, match="code_expired"):
        finish(row, at=MORNING + timedelta(minutes=10))
    assert finish(contact(row, at=MORNING + timedelta(minutes=11)), at=MORNING + timedelta(minutes=12))


def test_five_wrong_codes_close_the_door_even_for_the_right_one():
    row = contact(begin())
    wrong = "000000" if row.code != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(Invalid, match="code_wrong"):
            finish(row, wrong)
    with pytest.raises(TooMany):
        finish(row)
    assert not User.objects.exists()


def test_three_codes_in_ten_minutes_are_enough():
    row = contact(begin())
    for _ in range(2):
        row = registration.send_code_again(registration=row, channel="sms", at=MORNING)
    with pytest.raises(TooMany):
        registration.send_code_again(registration=row, channel="sms", at=MORNING + timedelta(minutes=9))


def test_an_older_code_stops_working():
    row = contact(begin())
    old = row.code
    row = registration.send_code_again(registration=row, channel="sms", at=MORNING)
    if row.code != old:
        with pytest.raises(Invalid, match="code_wrong"):
            finish(row, old)
    assert finish(row)


@pytest.mark.parametrize("taken", ["nik", "phone", "email"])
def test_a_taken_nik_number_or_address_sends_no_code_and_tells_the_owner(taken):
    owner = UserFactory(
        phone="+6281234567890" if taken == "phone" else "+6281111111111",
        email="siti@contoh.invalid" if taken == "email" else "lain@contoh.invalid",
    )
    PersonFactory(user=owner, nik=NIK if taken == "nik" else "9901010107900555")
    row = contact(begin())
    assert (row.usable, row.code) == (False, "")
    with pytest.raises(Invalid, match="code_wrong"):
        finish(row, "123456")
    assert User.objects.count() == 1
    assert Notice.objects.filter(user=owner, event="registration_tried", channel="inbox").count() == 1


def test_the_owner_is_told_once_a_day():
    PersonFactory(nik=NIK)
    for _ in range(2):
        contact(begin())
    assert Notice.objects.filter(event="registration_tried", channel="inbox").count() == 1


def test_thirty_niks_an_hour_from_one_address_are_enough():
    for _ in range(30):
        begin()
    with pytest.raises(TooMany):
        begin()
    assert begin(address="203.0.113.8")


def test_what_expired_is_deleted():
    begin()
    assert registration.clear_old_registrations(at=MORNING + timedelta(minutes=59)) == 0
    assert registration.clear_old_registrations(at=MORNING + timedelta(minutes=60)) == 1
    assert not Registration.objects.exists()


@pytest.mark.parametrize(("channel", "to"), [("sms", "+6281234567890"), ("email", "siti@contoh.invalid")])
def test_the_code_arrives_once_however_often_the_job_runs(partners, mailoutbox, channel, to):
    row = contact(begin(at=clock.now()), at=clock.now())
    row = registration.send_code_again(registration=row, channel=channel, at=clock.now())
    for _ in range(2):
        Job.objects.filter(name="participants.deliver_registration_code").update(state="open")
        jobs.run_due()
    texts = [m["text"] for m in partners.messages(to, "sms")] if channel == "sms" else [m.body for m in mailoutbox]
    assert sum(row.code in text for text in texts) == (1 if channel == "sms" else len(texts))
    assert texts


def test_registering_in_one_call_for_the_demo():
    person = registration.register_person(
        nik=NIK,
        full_name="Siti Rahmawati",
        mother_name="Sulastri",
        born_on=date(1990, 7, 1),
        email="siti@contoh.invalid",
        phone="+6281234567890",
        password=PASSWORD,
        at=MORNING,
    )
    assert (person.full_name, person.user.email) == ("Siti Rahmawati", "siti@contoh.invalid")


# --- pages -------------------------------------------------------------------------------------------------------


def through(client, identity=IDENTITY, contact_data=CONTACT):
    client.post(reverse("participants:register"), identity)
    return client.post(reverse("participants:register_contact"), contact_data)


def test_somebody_registers_and_is_signed_in(client, partners):
    assert through(client).url == reverse("participants:register_code")
    page = soup(client.get(reverse("participants:register_code")))
    assert "0812 •••• 7890" in words(page.main)
    code = Registration.objects.get().code
    response = client.post(reverse("participants:register_code"), {"code": f"{code[:3]} {code[3:]}"})
    assert response.url == reverse("jkp_portal:home_for")
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_the_session_holds_no_personal_data(client):
    through(client)
    stored = str([session.get_decoded() for session in Session.objects.all()])
    assert NIK not in stored
    assert "Siti" not in stored


def test_the_page_after_the_contact_is_the_same_for_a_taken_nik(client, django_user_model):
    PersonFactory(nik=NIK)
    through(client)
    taken = words(soup(client.get(reverse("participants:register_code"))).main)
    through(client, {**IDENTITY, "nik": "9901014107900002"}, {**CONTACT, "email": "lain@contoh.invalid"})
    free = words(soup(client.get(reverse("participants:register_code"))).main)
    assert taken == free
    assert "Pulihkan akun" in taken


@pytest.mark.parametrize(
    "nik", ["9901 0141 0790 0001", "9901-0141-0790-0001", "٩٩٠١٠١٤١٠٧٩٠٠٠٠١", "９９０１０１４１０７９００００１"]
)
def test_a_nik_is_accepted_however_it_is_typed(client, nik):
    response = client.post(reverse("participants:register"), {**IDENTITY, "nik": nik})
    assert response.status_code == 302
    assert registration.typed_of(Registration.objects.get())["nik"] == NIK


@pytest.mark.parametrize(
    "nik", ["990101410790000", "99010141079000011", "9901014107900OO1", "0000000000000000", "4401014107900001"]
)
def test_a_wrong_nik_is_said_in_one_sentence_and_the_rest_is_kept(client, nik):
    response = client.post(reverse("participants:register"), {**IDENTITY, "nik": nik})
    page = soup(response)
    assert response.status_code == 422
    assert page.title.get_text().startswith("Galat:")
    assert "NIK harus 16 angka. Periksa KTP Anda." in words(page.main)
    assert page.select_one("#id_full_name")["value"] == "Siti Rahmawati"
    assert not Registration.objects.exists()


def test_a_birth_date_that_is_not_in_the_nik_is_a_warning_not_a_wall(client):
    client.post(reverse("participants:register"), {**IDENTITY, "born_on_day": "2"})
    page = soup(client.get(reverse("participants:register_contact")))
    assert "Tanggal lahir tidak sama dengan NIK" in words(page.main)
    assert through(client, {**IDENTITY, "born_on_day": "2"}).status_code == 302


@pytest.mark.parametrize("name", ["Suparno", "D'Ornay Ü. van-den Berg", "A" * 150])
def test_names_of_all_sorts_are_kept(client, name):
    client.post(reverse("participants:register"), {**IDENTITY, "full_name": name})
    assert registration.typed_of(Registration.objects.get())["full_name"] == name


def test_control_characters_vanish_and_emoji_are_refused(client):
    client.post(reverse("participants:register"), {**IDENTITY, "full_name": "Siti\u202e Rahma\u0000wati"})
    assert registration.typed_of(Registration.objects.get())["full_name"] == "Siti Rahmawati"
    assert client.post(reverse("participants:register"), {**IDENTITY, "full_name": "Siti 😀"}).status_code == 422


@pytest.mark.parametrize("password", ["sepeda9", "password1234", "jkpkemnakerbpjs"])
def test_a_weak_password_is_explained_and_not_shown_again(client, password):
    client.post(reverse("participants:register"), IDENTITY)
    response = client.post(reverse("participants:register_contact"), {**CONTACT, "password": password})
    page = soup(response)
    assert response.status_code == 422
    assert password not in response.content.decode()
    assert page.select_one("#id_email")["value"] == "siti@contoh.invalid"


def test_consent_is_never_ticked_beforehand(client):
    client.post(reverse("participants:register"), IDENTITY)
    page = soup(client.get(reverse("participants:register_contact")))
    assert not page.select_one("#id_consent").has_attr("checked")
    without = {k: v for k, v in CONTACT.items() if k != "consent"}
    assert client.post(reverse("participants:register_contact"), without).status_code == 422


@pytest.mark.parametrize("step", ["register_contact", "register_code"])
def test_a_later_page_without_the_first_starts_again(client, step):
    assert client.get(reverse(f"participants:{step}")).url == reverse("participants:register")


def test_a_signed_in_person_does_not_register_again(client):
    client.force_login(UserFactory())
    assert client.get(reverse("participants:register")).url == reverse("jkp_portal:home_for")


def test_going_back_shows_what_was_typed_but_not_the_mothers_name(client):
    client.post(reverse("participants:register"), IDENTITY)
    page = soup(client.get(reverse("participants:register")))
    assert page.select_one("#id_full_name")["value"] == "Siti Rahmawati"
    assert not page.select_one("#id_mother_name").get("value")
