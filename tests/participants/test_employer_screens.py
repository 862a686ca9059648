"""E2 and E3: one report, a file of thousands, an answer; and nothing for anybody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import jobs
from integrations.sandbox.stories import EMPLOYERS
from participants.enums import JoinState, PhkState
from participants.models import EmployerJoin, PhkEvent, PhkImport
from participants.operations.csv_imports import ROWS_AT_ONCE
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.participants import (
    TODAY,
    EmployerFactory,
    PersonFactory,
    StaffFactory,
    at_mediator,
    report_phk,
)
from tests.html import soup, words
from tests.participants.test_csv import file_of, people, row
from tests.queries import asked, most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
FORM = {
    "nik": "9901 0101 0790 0001",
    "full_name": "Rina Kusuma",
    "born_on_day": "1",
    "born_on_month": "7",
    "born_on_year": "1990",
    "phk_on_day": "10",
    "phk_on_month": "11",
    "phk_on_year": "2026",
    "reason": "b",
    "contract": "PKWTT",
    "wage": "4.500.000",
}


@pytest.fixture
def staff():
    return StaffFactory(admin=True)


@pytest.fixture
def hr(client, staff):
    return sign_in(client, staff.user)


def csv(content: bytes, name="phk.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/csv")


# --- one report --------------------------------------------------------------------------------------------------


def test_one_worker_is_reported(hr, staff):
    response = hr.post(reverse("participants:employer_phk_new"), FORM)
    event = PhkEvent.objects.get()
    assert response.url == reverse("participants:employer_phk", args=[event.pk])
    assert (event.employer, event.person.full_name, event.wage) == (staff.employer, "Rina Kusuma", 4_500_000)
    assert event.state == PhkState.AWAITING_MEDIATOR


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"phk_on_day": "17"}, "Tanggal PHK belum terjadi."),
        ({"contract": "PKWT"}, "Isi tanggal kontrak berakhir."),
        ({"born_on_year": "2026", "born_on_month": "11", "born_on_day": "10"}, "Tanggal lahir lebih akhir"),
        ({"wage": "0"}, "Jumlah harus lebih dari nol."),
        ({"nik": "123"}, "NIK harus 16 angka."),
        ({"bukti-kind": "tanda_terima"}, "Pilih berkasnya"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_saved(hr, typed, sentence):
    response = hr.post(reverse("participants:employer_phk_new"), {**FORM, **typed})
    page = soup(response)
    assert response.status_code == 422
    assert sentence in words(page.main)
    assert page.select_one("#id_full_name")["value"] == "Rina Kusuma"
    assert not PhkEvent.objects.exists()


def test_the_same_worker_with_another_date_is_said_to_be_reported(hr):
    hr.post(reverse("participants:employer_phk_new"), FORM)
    response = hr.post(reverse("participants:employer_phk_new"), {**FORM, "phk_on_day": "9"})
    assert "sudah Anda laporkan" in words(soup(response).main)
    assert PhkEvent.objects.count() == 1


def test_a_report_cannot_be_sent_for_another_firm(hr, staff):
    other = EmployerFactory()
    hr.post(reverse("participants:employer_phk_new"), {**FORM, "employer": str(other.pk), "npp": other.npp})
    assert PhkEvent.objects.get().employer == staff.employer


# --- E3 ----------------------------------------------------------------------------------------------------------


def test_a_workers_report_is_answered(hr, staff):
    event = report_phk(employer=staff.employer)
    page = soup(hr.get(reverse("participants:employer_phk", args=[event.pk])))
    assert "Apakah laporan pekerja benar?" in words(page.main)
    assert "Rp4.500.000" not in words(page.main)  # the worker's own words about the wage
    hr.post(reverse("participants:phk_agree", args=[event.pk]))
    event.refresh_from_db()
    assert event.state == PhkState.AWAITING_MEDIATOR


@pytest.mark.parametrize("name", ["employer_phk", "phk_answer", "proof_add", "phk_withdraw"])
def test_the_workers_of_another_firm_do_not_exist(hr, name):
    event = report_phk(employer=StaffFactory().employer)
    assert hr.get(reverse(f"participants:{name}", args=[event.pk])).status_code == 404


def test_an_answer_for_another_firm_changes_nothing(hr):
    event = report_phk(employer=StaffFactory().employer)
    assert hr.post(reverse("participants:phk_agree", args=[event.pk])).status_code == 404
    assert event.versions.count() == 1


def test_who_left_the_firm_sees_nothing(client, staff):
    former = StaffFactory(employer=staff.employer, former=True)
    event = report_phk(employer=staff.employer)
    gone = sign_in(client, former.user)
    assert gone.get(reverse("participants:employer_phk", args=[event.pk])).status_code == 404
    assert gone.get(reverse("participants:employer_phk_list")).url == reverse("participants:employer_join")


def test_a_worker_who_is_also_hr_does_not_answer_for_the_firm(client):
    person = PersonFactory()
    staff = StaffFactory(user=person.user)
    event = report_phk(person=person, employer=staff.employer)
    both = sign_in(client, person.user)
    assert both.post(reverse("participants:phk_agree", args=[event.pk])).status_code == 403


# --- the list ----------------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_words_and_state(hr, staff):
    rina = PersonFactory(full_name="Rina Kusuma")
    event = report_phk(employer=staff.employer, person=rina)
    at_mediator(employer=staff.employer)
    at_mediator()
    address = reverse("participants:employer_phk_list")
    assert len(soup(hr.get(address)).select("tbody tr")) == 2
    assert [words(c) for c in soup(hr.get(address, {"q": "rina"})).select("tbody th")] == ["Rina Kusuma"]
    assert words(soup(hr.get(address, {"keadaan": "other"})).select_one("tbody td")) == event.number
    assert "Tidak ada laporan yang cocok" in words(soup(hr.get(address, {"q": "xyz"})).main)


@pytest.mark.parametrize(
    "query", ["?page=-1", "?page=9e99", "?q=' OR 1=1--", "?q=%00", "?keadaan=x", "?q=" + "x" * 9999]
)
def test_strange_queries_are_harmless(hr, staff, query):
    at_mediator(employer=staff.employer)
    assert hr.get(reverse("participants:employer_phk_list") + query).status_code == 200


def test_a_longer_list_asks_no_more(hr, staff):
    at_mediator(employer=staff.employer)
    address = reverse("participants:employer_phk_list")
    hr.get(address)
    for _ in range(3):
        at_mediator(employer=staff.employer)
    with most_queries(12):
        hr.get(address)


def test_whose_staff_one_is_is_read_once_for_a_page(hr, staff):
    event = at_mediator(employer=staff.employer)
    address = reverse("participants:employer_phk", args=[event.pk])
    hr.get(address)
    with CaptureQueriesContext(connection) as captured:
        hr.get(address)
    own = [sql for sql in asked(captured) if 'FROM "participants_employerstaff"' in sql.split("WHERE")[0]]
    assert len(own) == 1, own


# --- CSV ---------------------------------------------------------------------------------------------------------


def test_a_file_is_checked_first_and_sent_by_a_button(hr):
    checked = hr.post(reverse("participants:employer_csv"), {"file": csv(file_of(*people(3)))})
    page = soup(hr.get(checked.url))
    assert "3 baris siap dikirim" in words(page.h1)
    hr.post(checked.url)
    jobs.run_due()
    assert "3 laporan PHK tersimpan" in words(soup(hr.get(checked.url)).h1)
    assert PhkEvent.objects.count() == 3


def test_wrong_rows_are_listed_and_the_good_ones_are_a_choice(hr):
    checked = hr.post(reverse("participants:employer_csv"), {"file": csv(file_of(row(), row(nik="12")))})
    page = soup(hr.get(checked.url))
    assert "1 dari 2 baris perlu diperbaiki" in words(page.h1)
    assert "NIK harus 16 angka." in words(page.table)
    assert hr.post(checked.url).status_code == 422
    assert not PhkEvent.objects.exists()
    hr.post(checked.url, {"only_good": "on"})
    jobs.run_due()
    assert PhkEvent.objects.count() == 1


def test_the_check_can_be_downloaded(hr):
    checked = hr.post(reverse("participants:employer_csv"), {"file": csv(file_of(row(nama="=1+1", nik="12")))})
    report = reverse("participants:employer_import_report", args=[checked.url.split("/")[-2]])
    text = hr.get(report).content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert "NIK harus 16 angka." in text


def test_a_large_file_shows_how_far_it_is(hr):
    checked = hr.post(reverse("participants:employer_csv"), {"file": csv(file_of(*people(ROWS_AT_ONCE + 1)))})
    response = hr.get(checked.url)
    assert "Berkas sedang diperiksa" in words(soup(response).h1)
    assert response["Refresh"] == "5"
    jobs.run_due()
    response = hr.get(checked.url)
    assert "Refresh" not in response
    assert len(soup(response).select("tbody tr")) == 20


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"PK\x03\x04\x00", "bukan CSV"), (b"nama;x\r\n1;2", "Kolom ini tidak ada")]
)
def test_an_unreadable_file_says_why(hr, content, sentence):
    response = hr.post(reverse("participants:employer_csv"), {"file": csv(content)})
    assert response.status_code == 422
    assert sentence in words(soup(response).main)
    assert not PhkImport.objects.exists()


def test_a_file_can_be_dropped(hr):
    checked = hr.post(reverse("participants:employer_csv"), {"file": csv(file_of(row()))})
    hr.post(checked.url + "buang/")
    assert "Berkas dibuang" in words(soup(hr.get(checked.url)).h1)


def test_the_files_of_another_firm_do_not_exist(hr, client, staff):
    checked = hr.post(reverse("participants:employer_csv"), {"file": csv(file_of(row()))})
    other = sign_in(client, StaffFactory().user)
    for address in (checked.url, checked.url + "laporan/"):
        assert other.get(address).status_code == 404
    assert other.post(checked.url).status_code == 404
    assert not PhkEvent.objects.exists()


def test_the_example_is_a_file_that_can_be_sent_back(hr):
    content = hr.get(reverse("participants:employer_csv_example")).content
    checked = hr.post(reverse("participants:employer_csv"), {"file": csv(content)})
    assert "2 baris siap dikirim" in words(soup(hr.get(checked.url)).h1)


# --- joining and colleagues --------------------------------------------------------------------------------------


def test_a_user_joins_by_the_number_of_bpjs(client, partners, mailoutbox):
    partners.load(employers=EMPLOYERS)
    user = UserFactory()
    hr = sign_in(client, user)
    response = hr.post(reverse("participants:employer_join"), {"npp": "9900 0001", "position": "Staf HRD"})
    join = EmployerJoin.objects.get()
    page = soup(hr.get(response.url))
    assert "s•••@busana-lestari.invalid" in words(page.main)
    assert hr.post(response.url, {"code": join.code}).url == reverse("jkp_portal:employer_home")
    assert "PT Busana Lestari Contoh" in words(soup(hr.get(reverse("jkp_portal:employer_home"))).h1)


def test_an_unknown_number_is_said(client, partners):
    hr = sign_in(client, UserFactory())
    response = hr.post(reverse("participants:employer_join"), {"npp": "12345678", "position": "Staf"})
    assert "tidak ada di BPJS" in words(soup(response).main)


def test_while_bpjs_is_away_nothing_typed_is_lost(client, partners):
    partners.fault("bpjs", down=True)
    hr = sign_in(client, UserFactory())
    page = soup(hr.post(reverse("participants:employer_join"), {"npp": "99000001", "position": "Staf HRD"}))
    assert "sedang tidak menjawab" in words(page.main)
    assert page.select_one("#id_position")["value"] == "Staf HRD"


def test_anothers_join_does_not_exist(client, partners):
    partners.load(employers=EMPLOYERS)
    first = sign_in(client, UserFactory())
    address = first.post(reverse("participants:employer_join"), {"npp": "99000001", "position": "Staf"}).url
    second = sign_in(client, UserFactory())
    assert second.get(address).status_code == 404


def test_when_nobody_reads_the_mailbox_an_officer_is_asked(client, partners):
    partners.load(employers=EMPLOYERS)
    hr = sign_in(client, UserFactory())
    address = hr.post(reverse("participants:employer_join"), {"npp": "99000001", "position": "Staf"}).url
    hr.post(address, {"officer": "1"})
    assert EmployerJoin.objects.get().state == JoinState.NEEDS_OFFICER
    assert "Petugas memeriksa" in words(soup(hr.get(address)).h1)


def test_an_admin_ends_a_colleagues_access(hr, staff):
    colleague = StaffFactory(employer=staff.employer)
    hr.post(reverse("participants:employer_staff_end", args=[colleague.pk]))
    colleague.refresh_from_db()
    assert colleague.until == TODAY


def test_a_colleague_who_is_no_admin_ends_nobody_and_invites_nobody(client, staff):
    colleague = StaffFactory(employer=staff.employer)
    user = sign_in(client, colleague.user)
    assert user.post(reverse("participants:employer_staff_end", args=[staff.pk])).status_code == 403
    assert user.post(reverse("participants:employer_staff"), {"email": "x@contoh.invalid"}).status_code == 403
    staff.refresh_from_db()
    assert staff.until is None


def test_the_staff_of_another_firm_does_not_exist(hr):
    stranger = StaffFactory()
    assert hr.post(reverse("participants:employer_staff_end", args=[stranger.pk])).status_code == 404


def test_ending_access_asks_who_it_is_after_twenty_minutes(client, staff):
    colleague = StaffFactory(employer=staff.employer)
    old = sign_in(client, staff.user, proved_ago=1201)
    response = old.post(reverse("participants:employer_staff_end", args=[colleague.pk]))
    assert reverse("account_confirm") in response.url
    colleague.refresh_from_db()
    assert colleague.until is None


def test_an_officer_is_no_employer(client):
    user = sign_in(client, officer())
    assert user.get(reverse("jkp_portal:employer_home")).url == reverse("participants:employer_join")
