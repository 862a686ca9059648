"""The registry in the admin: kept up by administrators through the operations, looked at by auditors."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from core.models import AuditEvent
from tests.factories.accounts import officer, sign_in
from tests.factories.training import InstituteFactory, ProgrammeFactory, RecommendationFactory, TrainingClassFactory
from tests.html import soup, words
from training.models import Institute, Programme, TrainingClass

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
INSTITUTES, PROGRAMMES, CLASSES = (f"/admin/training/{name}/" for name in ("institute", "programme", "trainingclass"))
HOUSE = {
    "name": "LPK Bina Las Contoh", "vin": "3372 000 999", "kind": "swasta", "region": "3372",
    "address": "Jalan Contoh 1", "phone": "", "website": "", "accredited_until": "2028-06-30",
}  # fmt: skip
TAUGHT = {
    "title": "Las listrik", "group": "72", "mode": "luring", "hours": "200", "days": "25", "cost": "2400000",
    "learns": "Mengelas.", "requirements": "", "skills": "las SMAW,keselamatan kerja",
}  # fmt: skip
HELD = {
    "starts_on": "2026-12-07", "ends_on": "2027-01-08", "seats": "20", "taken": "3", "place": "Jalan Contoh 1",
    "schedule": "Senin–Jumat, 08.00–16.00",
}  # fmt: skip


@pytest.fixture
def admin(client: Client) -> Client:
    return sign_in(client, officer(Role.ADMINISTRATOR, full_name="Endah Setyowati"))


def do(client: Client, where: str, action: str, row: Any, reason: str = "") -> str:
    asked = {"action": action, "_selected_action": [str(row.pk)], "reason": reason}
    return words(soup(client.post(where, asked, follow=True)).select_one(".messagelist"))


def test_an_institute_its_programme_and_its_class_are_added(admin: Client) -> None:
    assert admin.post(f"{INSTITUTES}add/", HOUSE).status_code == 302
    house = Institute.objects.get()
    assert (house.slug, house.vin, house.state) == ("lpk-bina-las-contoh", "3372000999", "listed")
    assert house.log.get().actor_name == "Endah Setyowati"
    assert admin.post(f"{PROGRAMMES}add/", TAUGHT | {"institute": str(house.pk)}).status_code == 302
    programme = Programme.objects.get()
    assert (programme.slug, programme.state, programme.skills) == (
        "las-listrik", "draft", ["las SMAW", "keselamatan kerja"],
    )  # fmt: skip
    assert "1 baris diubah" in do(admin, PROGRAMMES, "list_them", programme)
    assert admin.post(f"{CLASSES}add/", HELD | {"programme": str(programme.pk)}).status_code == 302
    assert TrainingClass.objects.get().left == 17
    assert admin.get(f"/lpk/{house.slug}/{programme.slug}/").status_code == 200


def test_what_an_operation_refuses_stands_above_the_form(admin: Client) -> None:
    house = InstituteFactory(vin="3372000999")
    assert "VIN ini sudah dipakai lembaga lain." in admin.post(f"{INSTITUTES}add/", HOUSE).content.decode()
    dear = TAUGHT | {"institute": str(house.pk), "cost": "2400001"}
    page = admin.post(f"{PROGRAMMES}add/", dear).content.decode()
    assert "Biaya paling tinggi Rp2.400.000 per peserta." in page
    early = HELD | {"programme": str(ProgrammeFactory(institute=house).pk), "starts_on": "2026-11-15"}
    assert "Tanggal mulai sudah lewat." in admin.post(f"{CLASSES}add/", early).content.decode()
    assert (Institute.objects.count(), Programme.objects.count(), TrainingClass.objects.count()) == (1, 1, 0)


def test_what_is_known_is_put_right_and_leaves_a_trace(admin: Client) -> None:
    house = InstituteFactory(slug="lama")
    assert admin.post(f"{INSTITUTES}{house.pk}/change/", HOUSE).status_code == 302
    house.refresh_from_db()
    assert (house.name, house.slug) == ("LPK Bina Las Contoh", "lama")
    assert "name" in AuditEvent.objects.get(action="training.institute.corrected").facts["changed"]


def test_of_a_class_only_the_taken_seats_change(admin: Client) -> None:
    held = TrainingClassFactory()
    url = f"{CLASSES}{held.pk}/change/"
    assert admin.post(url, HELD | {"taken": "20", "seats": "99"}).status_code == 302
    held.refresh_from_db()
    assert (held.taken, held.seats) == (20, 20)
    assert "tidak boleh lebih banyak" in admin.post(url, {"taken": "21"}).content.decode()


def test_one_administrator_suspends_no_institute(admin: Client) -> None:
    house = InstituteFactory()
    for action in ("suspend", "restore", "end"):
        admin.post(INSTITUTES, {"action": action, "_selected_action": [str(house.pk)], "reason": "Sendiri."})
    house.refresh_from_db()
    assert house.state == "listed"


def test_classes_are_closed_opened_and_called_off(admin: Client) -> None:
    held = TrainingClassFactory()
    for action, state in (("close", "closed"), ("reopen", "open"), ("cancel", "cancelled")):
        do(admin, CLASSES, action, held, "Pengajar sakit.")
        held.refresh_from_db()
        assert held.state == state
    do(admin, PROGRAMMES, "withdraw", held.programme, "Tidak ada pengajar.")
    assert not Programme.objects.listed().exists()


def test_an_auditor_looks_and_changes_nothing(client: Client) -> None:
    house = InstituteFactory()
    sign_in(client, officer(Role.AUDITOR))
    assert client.get(f"{INSTITUTES}{house.pk}/change/").status_code == 200
    assert client.post(f"{INSTITUTES}{house.pk}/change/", HOUSE).status_code == 403
    client.post(INSTITUTES, {"action": "suspend", "_selected_action": [str(house.pk)], "reason": "x"})
    house.refresh_from_db()
    assert house.state == "listed"


def test_whose_recommendation_it_is_stays_out_of_the_admin(client: Client) -> None:
    made = RecommendationFactory(person__full_name="Siti Rahmawati")
    sign_in(client, officer(Role.AUDITOR))
    page = client.get(f"/admin/training/trainingrecommendation/{made.pk}/change/").content.decode()
    assert "Operator jahit garmen" in page
    assert "Siti Rahmawati" not in page
    assert made.why not in page


@pytest.mark.parametrize("where", [INSTITUTES, PROGRAMMES, CLASSES])
def test_nothing_is_deleted(admin: Client, where: str) -> None:
    row = TrainingClassFactory()
    pk = {INSTITUTES: row.programme.institute_id, PROGRAMMES: row.programme_id, CLASSES: row.pk}[where]
    assert admin.post(f"{where}{pk}/delete/", {"post": "yes"}).status_code == 403
