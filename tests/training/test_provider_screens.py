"""L2 and L3: an institute's programmes and classes, in every state, for its own staff only."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import User
from core.codes import shown
from participants.models import Person
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.participants import MORNING, TODAY, PersonFactory
from tests.factories.training import InstituteFactory, ProgrammeFactory, TrainingClassFactory
from tests.factories.training_money import EnrolmentFactory
from tests.factories.training_places import priced, staff_of, with_voucher
from tests.html import soup, words
from tests.queries import most_queries
from training.models import Enrolment, Institute, Programme, TrainingClass
from training.operations import propose_programme, redeem_voucher, wait_for_seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
CLASSES, PROGRAMMES = "/mitra/kelas/", "/mitra/program/"
SAID = {
    "title": "Las listrik", "group": "72", "mode": "luring", "hours": "200", "days": "25", "cost": "2.000.000",
    "learns": "Mengelas.", "curriculum": "Las datar: 80 jam", "standard": "", "requirements": "",
    "skills": "las SMAW, keselamatan kerja",
}  # fmt: skip


@pytest.fixture
def institute() -> Institute:
    return InstituteFactory()


@pytest.fixture
def staff(client: Client, institute: Institute) -> User:
    user = staff_of(institute)
    sign_in(client, user)
    return user


def main(client: Client, path: str) -> str:
    return words(soup(client.get(path)).select_one("main"))


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


# --- programmes --------------------------------------------------------------------------------------------------


def test_a_programme_is_written_looked_at_and_proposed(client: Client, staff: User) -> None:
    assert "Belum ada program" in main(client, PROGRAMMES)
    made = client.post(f"{PROGRAMMES}baru/", SAID)
    programme = Programme.objects.get()
    assert made["Location"] == f"{PROGRAMMES}{programme.pk}/"
    assert (programme.state, programme.cost, programme.skills) == (
        "draft",
        2_000_000,
        ["las SMAW", "keselamatan kerja"],
    )
    assert "Las datar: 80 jam" in main(client, made["Location"])
    for _twice in range(2):
        assert client.post(made["Location"]).status_code == 302
    programme.refresh_from_db()
    assert programme.state == "proposed"
    text = main(client, made["Location"])
    assert "Sedang dinilai Kemnaker." in text
    assert "Ubah program" not in text
    assert client.get(f"{made['Location']}ubah/")["Location"] == made["Location"]
    assert "Diajukan untuk dinilai" in text


def test_what_is_wrong_stands_beside_its_field(client: Client, staff: User) -> None:
    answer = client.post(f"{PROGRAMMES}baru/", SAID | {"cost": "2.400.001"})
    assert answer.status_code == 422
    assert "Biaya paling tinggi Rp2.400.000 per peserta." in words(soup(answer))
    assert "Las listrik" in answer.content.decode()
    assert client.post(f"{PROGRAMMES}baru/", SAID | {"curriculum": ""}).status_code == 422
    assert not Programme.objects.exists()


def test_an_incomplete_draft_is_told_so_when_it_is_proposed(client: Client, institute: Institute, staff: User) -> None:
    programme = ProgrammeFactory(institute=institute, draft=True)
    answer = client.post(f"{PROGRAMMES}{programme.pk}/")
    assert answer.status_code == 422
    assert "Tulis kurikulum: unit dan jamnya." in words(soup(answer))


def test_programmes_are_searched_filtered_and_paged(client: Client, institute: Institute, staff: User) -> None:
    for number in range(22):
        ProgrammeFactory(institute=institute, title=f"Program {number:02}", slug=f"p{number}")
    ProgrammeFactory(institute=institute, title="Las", draft=True)
    ProgrammeFactory(title="Milik lain")
    client.get(PROGRAMMES)
    with most_queries(9):
        page = soup(client.get(PROGRAMMES))
    assert len(page.select("tbody tr")) == 20
    assert words(page.select_one("tbody th")) == "Las"
    assert len(soup(client.get(PROGRAMMES, {"page": "2"})).select("tbody tr")) == 3
    assert len(soup(client.get(PROGRAMMES, {"q": "program 0"})).select("tbody tr")) == 10
    assert len(soup(client.get(PROGRAMMES, {"keadaan": "draft"})).select("tbody tr")) == 1
    assert "Tidak ada program yang cocok" in main(client, f"{PROGRAMMES}?q=astronaut")
    assert "Milik lain" not in main(client, f"{PROGRAMMES}?page=2")


# --- classes -----------------------------------------------------------------------------------------------------


def test_a_class_is_opened_for_a_listed_programme(client: Client, institute: Institute, staff: User) -> None:
    assert "Kelas dibuka untuk program yang biayanya sudah ditetapkan." in main(client, f"{CLASSES}baru/")
    programme = priced(institute=institute)
    said = {"programme": str(programme.pk), "schedule": "Senin–Jumat, 08.00–15.00", "place": "Jalan Contoh 1",
            "seats": "20"}  # fmt: skip
    days = day("starts_on", date(2026, 12, 7)) | day("ends_on", date(2027, 1, 8))
    made = client.post(f"{CLASSES}baru/", said | days)
    room = TrainingClass.objects.get()
    assert made["Location"] == f"{CLASSES}{room.pk}/"
    assert (room.programme, room.seats, room.ends_on) == (programme, 20, date(2027, 1, 8))
    again = client.post(f"{CLASSES}baru/", said | days)
    assert again.status_code == 422
    assert "sudah ada" in words(soup(again))
    for wrong in (day("starts_on", TODAY - timedelta(days=1)), day("ends_on", date(2026, 12, 6))):
        assert client.post(f"{CLASSES}baru/", said | days | {"schedule": "lain"} | wrong).status_code == 422
    assert TrainingClass.objects.count() == 1


def test_another_institutes_programme_cannot_be_chosen(client: Client, staff: User) -> None:
    said = {"programme": str(priced().pk), "schedule": "pagi", "place": "x", "seats": "20"}
    days = day("starts_on", date(2026, 12, 7)) | day("ends_on", date(2027, 1, 8))
    assert client.post(f"{CLASSES}baru/", said | days).status_code == 422
    assert not TrainingClass.objects.exists()


def test_a_suspended_institute_opens_no_class(client: Client) -> None:
    suspended = InstituteFactory(suspended=True)
    sign_in(client, staff_of(suspended))
    assert "selama tidak ditangguhkan" in main(client, CLASSES)
    assert client.get(f"{CLASSES}baru/").status_code == 403


def test_a_participant_is_enrolled_by_code_and_seen_without_the_nik(
    client: Client, institute: Institute, staff: User, person: Person
) -> None:
    voucher = with_voucher(person, priced(institute=institute))
    room = TrainingClassFactory(programme=voucher.recommendation.programme)
    path = f"{CLASSES}{room.pk}/"
    typed = shown(voucher.code).lower()
    assert client.post(path, {"do": "redeem", "code": typed})["Location"] == path
    assert client.post(path, {"do": "redeem", "code": typed})["Location"] == path
    page = client.get(path)
    assert person.full_name in words(soup(page))
    assert f"0{person.user.phone.removeprefix('+62')}" in words(soup(page))
    assert person.nik not in page.content.decode()
    assert voucher.code not in page.content.decode()
    assert Enrolment.objects.get().enrolled_by == staff


def test_a_wrong_code_is_told_beside_the_field_and_five_lock_it(
    client: Client, institute: Institute, staff: User
) -> None:
    path = f"{CLASSES}{TrainingClassFactory(programme=priced(institute=institute)).pk}/"
    for _guess in range(5):
        answer = client.post(path, {"do": "redeem", "code": "0000-0000-0000"})
        assert answer.status_code == 422
    assert "Kode ini tidak dikenal." in words(soup(answer).select_one("form .field.err"))
    assert "0000-0000-0000" in answer.content.decode()
    locked = client.post(path, {"do": "redeem", "code": "0000-0000-0000"})
    assert locked.status_code == 429
    assert "Coba lagi dalam 10 menit." in words(soup(locked))


def test_the_line_shows_names_in_order_and_no_phone(client: Client, institute: Institute, staff: User) -> None:
    programme = priced(institute=institute)
    room = TrainingClassFactory(programme=programme, full=True)
    for number, name in enumerate(("Zainab Contoh", "Andi Contoh")):
        voucher = with_voucher(PersonFactory(full_name=name), programme)
        wait_for_seat(voucher, training_class=room, actor=voucher.person.user, at=MORNING + timedelta(minutes=number))
    page = soup(client.get(f"{CLASSES}{room.pk}/"))
    section = page.select_one("section[aria-labelledby=tunggu]")
    assert [words(cell) for cell in section.select("tbody th")] == ["Zainab Contoh", "Andi Contoh"]
    assert section.select("a[href^='tel:']") == []
    assert "Kelas ini penuh." in words(page)
    assert page.select("[name=code]") == []
    client.post(f"{CLASSES}{room.pk}/", {"do": "seats", "taken": "19"})
    assert Enrolment.objects.get().person.full_name == "Zainab Contoh"


def test_a_class_is_closed_opened_again_and_called_off(
    client: Client, institute: Institute, staff: User, person: Person
) -> None:
    voucher = with_voucher(person, priced(institute=institute))
    room = TrainingClassFactory(programme=voucher.recommendation.programme)
    path = f"{CLASSES}{room.pk}/"
    redeem_voucher(voucher, training_class=room, actor=person.user, at=MORNING)
    client.post(path, {"do": "close"})
    assert "Pendaftaran ditutup." in main(client, path)
    client.post(path, {"do": "reopen"})
    cancel = f"{path}batal/"
    assert "Peserta JKP yang kehilangan kursi: 1." in main(client, cancel)
    assert client.post(cancel, {"reason": " "}).status_code == 422
    assert client.post(cancel, {"reason": "Pengajar sakit."})["Location"] == path
    room.refresh_from_db()
    assert room.state == "cancelled"
    assert "Kelas ini sudah dibatalkan" in main(client, cancel)
    assert client.post(cancel, {"reason": "Lagi."}).status_code == 409


def test_somebody_who_stopped_coming_is_noted_with_a_reason(client: Client, institute: Institute, staff: User) -> None:
    seat = EnrolmentFactory(training_class__programme__institute=institute)
    path = f"/mitra/peserta/{seat.pk}/berhenti/"
    assert seat.person.full_name in main(client, path)
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "Tidak datang."})["Location"] == f"{CLASSES}{seat.training_class_id}/"
    seat.refresh_from_db()
    assert seat.state == "withdrawn"


def test_classes_are_searched_filtered_and_paged(client: Client, institute: Institute, staff: User) -> None:
    programme = priced(institute=institute)
    for number in range(21):
        TrainingClassFactory(programme=programme, starts_on=date(2026, 12, 1) + timedelta(days=number))
    TrainingClassFactory(programme=programme, begun=True, place="Kampus Las")
    TrainingClassFactory(programme=programme, cancelled=True, schedule="malam")
    TrainingClassFactory()
    client.get(CLASSES)
    with most_queries(10):
        page = soup(client.get(CLASSES))
    assert len(page.select("tbody tr")) == 20
    for question, count in (({"page": "2"}, 3), ({"tahap": "berjalan"}, 1), ({"tahap": "dibatalkan"}, 1),
                            ({"q": "kampus las"}, 1), ({"tahap": "selesai"}, 0)):  # fmt: skip
        assert len(soup(client.get(CLASSES, question)).select("tbody tr")) == count
    assert "Tidak ada kelas yang cocok" in main(client, f"{CLASSES}?tahap=selesai")


def test_a_class_of_many_asks_no_more_than_one_of_few(client: Client, institute: Institute, staff: User) -> None:
    room = TrainingClassFactory(programme__institute=institute, begun=True)
    for _number in range(12):
        EnrolmentFactory(training_class=room)
    client.get(f"{CLASSES}{room.pk}/")
    with most_queries(12):
        client.get(f"{CLASSES}{room.pk}/")


def test_nobody_elses_things_and_no_desk_without_an_institute(client: Client, staff: User) -> None:
    room = TrainingClassFactory()
    seat = EnrolmentFactory()
    paths = [
        f"{CLASSES}{room.pk}/", f"{CLASSES}{room.pk}/batal/", f"/mitra/peserta/{seat.pk}/berhenti/",
        f"{PROGRAMMES}{room.programme_id}/", f"{PROGRAMMES}{room.programme_id}/ubah/",
    ]  # fmt: skip
    assert {client.get(path).status_code for path in paths} == {404}
    assert {client.post(path, {"do": "close", "reason": "x"}).status_code for path in paths} == {404}
    sign_in(client, UserFactory())
    assert {client.get(path).status_code for path in (CLASSES, PROGRAMMES, f"{CLASSES}baru/")} == {404}


def test_who_left_the_institute_sees_nothing_from_that_day(client: Client, institute: Institute, staff: User) -> None:
    institute.staff.update(until=TODAY)
    assert client.get(CLASSES).status_code == 404


def test_the_cost_that_was_set_is_shown_with_its_reason(client: Client, institute: Institute, staff: User) -> None:
    programme = priced(institute=institute)
    text = main(client, f"{PROGRAMMES}{programme.pk}/")
    assert "Setara program sejenis." in text
    assert "Buka kelas" in text


def test_a_returned_programme_is_changed_and_sent_again(client: Client, institute: Institute, staff: User) -> None:
    programme = propose_programme(
        ProgrammeFactory(institute=institute, draft=True, curriculum="x"), actor=staff, at=MORNING
    )
    Programme.workflow.move(programme, "return", actor=None, at=MORNING, remark="Rinci jam tiap unit.", due_on=None)
    path = f"{PROGRAMMES}{programme.pk}/"
    assert "Rinci jam tiap unit." in main(client, path)
    assert "Rinci jam tiap unit." in main(client, f"{path}ubah/")
    assert client.post(f"{path}ubah/", SAID)["Location"] == path
    client.post(path)
    programme.refresh_from_db()
    assert (programme.state, programme.title) == ("proposed", "Las listrik")


def test_a_programme_keeps_its_fine_group_when_it_is_changed(client: Client, staff: User, institute: Institute) -> None:
    row = ProgrammeFactory(institute=institute, draft=True, group="7531")
    page = soup(client.get(f"{PROGRAMMES}{row.pk}/ubah/"))
    assert page.select_one("select[name=group] option[selected]")["value"] == "7531"
    offered = [one["value"] for one in page.select("select[name=group] option")]
    assert {"75", "753", "7531"} <= set(offered)
    assert "7532" not in offered
    client.post(f"{PROGRAMMES}{row.pk}/ubah/", SAID | {"group": "753"})
    row.refresh_from_db()
    assert row.group == "753"
