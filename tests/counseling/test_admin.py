"""The admin keeps up counsellors and never shows what was said."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from counseling.models import Counsellor, Message
from tests.factories.accounts import officer, sign_in
from tests.factories.counseling import agreed_session, asked, counsellor, key, office_call, open_session
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
SECRET = "Saya takut memulai lagi"


@pytest.fixture
def administrator(client):
    user = officer(Role.ADMINISTRATOR, is_staff=True)
    return sign_in(client, user)


@pytest.fixture
def auditor(client):
    return sign_in(client, officer(Role.AUDITOR, is_staff=True))


def page(client, model: str, *arguments) -> str:
    name = f"admin:counseling_{model}_{'change' if arguments else 'changelist'}"
    response = client.get(reverse(name, args=arguments))
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def test_an_administrator_keeps_up_certificate_and_hours(administrator):
    one = counsellor()
    assert "Maya Lestari" in page(administrator, "counsellor")
    days = soup(page(administrator, "counsellor", one.pk)).select('[name="hours-1-weekday"] option[selected]')
    assert [words(day) for day in days] == ["Selasa"]
    assert administrator.get(reverse("admin:counseling_counsellor_delete", args=[one.pk])).status_code == 403
    assert Counsellor.objects.exists()


def test_counsellors_stand_in_the_order_of_their_names(administrator):
    for name in ("Wahyu Utomo", "Ani Lestari", "Budi Santoso"):
        counsellor(full_name=name)
    rows = soup(page(administrator, "counsellor")).select("#result_list .field-user")
    assert [words(row) for row in rows] == ["Ani Lestari", "Budi Santoso", "Wahyu Utomo"]


def test_fields_are_chosen_from_the_groups_of_the_classification(administrator):
    one = counsellor(fields=["75"])
    address = reverse("admin:counseling_counsellor_change", args=[one.pk])
    form = soup(page(administrator, "counsellor", one.pk))
    chosen = [words(option) for option in form.select("select[name=fields] option[selected]")]
    assert chosen == ["75 Pengolah makanan, garmen, dan kayu"]
    said = {field["name"]: field.get("value", "") for field in form.select("#content input[name]")}
    said |= {
        field["name"]: field.select_one("option[selected]")["value"]
        for field in form.select("#content select[name]")
        if field["name"] != "fields" and field.select_one("option[selected]")
    }
    assert administrator.post(address, said | {"fields": ["52", "Garmen"]}).status_code == 200
    assert Counsellor.objects.get().fields == ["75"]
    assert administrator.post(address, said | {"fields": ["52", "75"]}).status_code == 302
    assert Counsellor.objects.get().fields == ["52", "75"]


def test_an_administrator_reads_no_requests_sessions_or_messages(administrator):
    for model in ("counsellingrequest", "session", "message", "officecall"):
        assert administrator.get(reverse(f"admin:counseling_{model}_changelist")).status_code == 403


def test_an_auditor_sees_that_but_not_what(auditor):
    request = asked(story=SECRET)
    session = open_session()
    said = {"session": session, "sender": session.person.user, "at": session.starts_at, "body": SECRET}
    message = Message.objects.create(n=1, key=key(), **said)
    booked = agreed_session(note=SECRET)
    call = office_call()
    for model, row in (
        ("counsellingrequest", request),
        ("message", message),
        ("session", booked),
        ("officecall", call),
    ):
        assert SECRET not in page(auditor, model)
        assert SECRET not in page(auditor, model, row.pk)
