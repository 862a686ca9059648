"""Lamar Sekarang, the portfolio, and the employer's board, as people see them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.models import AccessLog
from ipk import operations
from ipk.enums.applications import ApplicationState
from ipk.enums.profile import Part
from ipk.models import Application, Vacancy
from ipk.selectors import profile_snapshot
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.files import pdf, photo, upload
from tests.factories.ipk_applications import application, attachment, staff_of
from tests.factories.ipk_profile import conditioned, profile
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import MORNING, TODAY, PersonFactory, StaffFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
PORTFOLIO = reverse("ipk:portfolio")
HOSTILE = "<script>alert(1)</script> javascript:alert(1) [klik](http://jahat.invalid)"


@pytest.fixture
def me(client, person):
    return sign_in(client, person.user)


def page(response, status=200):
    assert response.status_code == status, response.status_code
    return soup(response)


def url(name, *args):
    return reverse(f"ipk:{name}", args=args)


# --- applying ----------------------------------------------------------------------------------------------------


def test_one_click_sends_the_profile_as_it_is(me, person):
    profile(person, full=True)
    vacancy = VacancyFactory()
    seen = page(me.get(url("apply", vacancy.pk)))
    assert words(seen.h1) == "Kirim lamaran"
    assert words(seen.select_one("article.cv h2")) == person.full_name
    assert "9 bagian" not in words(seen.main)
    response = me.post(url("apply", vacancy.pk), {"letter": ""})
    sent = Application.objects.get()
    assert response.status_code == 302
    assert response["Location"] == url("application", sent.pk)
    assert sent.snapshot["name"] == person.full_name
    assert sent.snapshot["condition"] is None
    assert [entry["title"] for entry in sent.snapshot["parts"][Part.EXPERIENCE]] == ["Operator jahit"]
    told = page(me.get(response["Location"]))
    assert words(told.select_one(".tag")) == "Terkirim"
    assert f"Lamaran terkirim ke {vacancy.company}." in words(told)


def test_an_empty_profile_may_apply_and_is_told_what_is_missing(me, person):
    seen = page(me.get(url("apply", VacancyFactory().pk)))
    assert "Profil belum lengkap" in words(seen)
    assert seen.find("a", href=reverse("ipk:profile"))


def test_the_second_submit_shows_the_same_application(me):
    vacancy = VacancyFactory()
    places = {me.post(url("apply", vacancy.pk), {"letter": text})["Location"] for text in ("satu", "dua")}
    assert places == {url("application", Application.objects.get().pk)}
    assert Application.objects.get().letter == "satu"


def test_the_month_that_it_counts_for_is_named(me, person):
    operations.set_period(person, n=3, first=date(2026, 11, 7), last=date(2026, 11, 20))
    assert "Terhitung untuk misi bulan ke-3" in words(page(me.get(url("apply", VacancyFactory().pk))))


def test_the_vacancy_page_leads_to_applying_and_then_to_the_application(me):
    vacancy = VacancyFactory()
    seen = page(me.get(url("vacancy", vacancy.pk)))
    assert words(seen.select_one("a.btn.sunny")) == "Lamar sekarang"
    me.post(url("apply", vacancy.pk), {})
    seen = page(me.get(url("vacancy", vacancy.pk)))
    assert "Anda sudah melamar pada 16 November 2026" in words(seen)
    assert not seen.select("a.btn.sunny")


def test_on_a_phone_the_button_comes_before_similar_vacancies(me):
    vacancy = VacancyFactory()
    VacancyFactory()
    heads = [words(head) for head in page(me.get(url("vacancy", vacancy.pk))).main.select("h2")]
    assert heads.index("Yang diminta") < heads.index("Lamar sekarang") < heads.index("Rincian")
    assert heads.index("Rincian") < heads.index("Lowongan serupa")


def test_who_is_not_signed_in_is_led_there_and_back(client):
    vacancy = VacancyFactory()
    assert "Masuk untuk melamar" in words(page(client.get(url("vacancy", vacancy.pk))))
    assert client.get(url("apply", vacancy.pk))["Location"].startswith("/masuk/?next=")


def test_an_imported_vacancy_and_an_officer_have_no_button(client):
    imported = VacancyFactory(imported=True)
    assert "Masuk untuk melamar" not in words(page(client.get(url("vacancy", imported.pk))))
    sign_in(client, officer())
    seen = page(client.get(url("vacancy", VacancyFactory().pk)))
    assert "Lamar sekarang" not in words(seen.select_one("aside.stack") or seen.main)


@pytest.mark.parametrize(
    ("state", "status"), [("closed", 409), ("taken_down", 409), ("submitted", 404), ("draft", 404)]
)
def test_a_vacancy_that_is_not_open_is_a_friendly_page(me, state, status):
    vacancy = VacancyFactory(**{state: True})
    for response in (me.get(url("apply", vacancy.pk)), me.post(url("apply", vacancy.pk), {})):
        assert response.status_code == status
    assert not Application.objects.exists()


def test_a_letter_that_is_too_long_is_told_and_the_files_stay(me, person):
    vacancy = VacancyFactory()
    sent = {"letter": "a" * 3_001, "file1": upload(photo()), "file2": upload(pdf(), "ijazah.pdf")}
    response = me.post(url("apply", vacancy.pk), sent)
    seen = page(response, 422)
    assert "Surat paling panjang 3.000 huruf" in words(seen)
    kept = seen.find("input", {"name": "kept"})["value"]
    assert len(kept.split()) == 2
    assert len(seen.select("input[type=file]")) == 1
    response = me.post(url("apply", vacancy.pk), {"letter": "Pendek", "kept": kept})
    assert response.status_code == 302
    assert Application.objects.get().files.count() == 2


def test_a_nik_in_a_letter_is_refused_and_nothing_is_sent(me):
    vacancy = VacancyFactory()
    seen = page(me.post(url("apply", vacancy.pk), {"letter": "Saya penjahit, NIK 3374013005980001."}), 422)
    assert "Jangan tulis NIK di sini" in words(seen.main)
    assert not Application.objects.exists()


def test_a_bad_file_is_told_beside_its_field_and_nothing_is_sent(me):
    response = me.post(url("apply", VacancyFactory().pk), {"file1": upload(b"MZ\x90\x00" * 50, "cv.pdf")})
    seen = page(response, 422)
    assert seen.select_one("#id_file1_error, .field.err")
    assert not Application.objects.exists()


def test_anothers_file_does_not_get_into_an_application(me):
    foreign = attachment(UserFactory())
    me.post(url("apply", VacancyFactory().pk), {"kept": f"{foreign.pk} bukan-id"})
    assert Application.objects.get().files.count() == 0


def test_a_condition_goes_along_only_when_it_is_ticked(me, person):
    conditioned(person)
    first, second = VacancyFactory(), VacancyFactory()
    assert page(me.get(url("apply", first.pk))).find("input", {"name": "with_condition"})
    me.post(url("apply", first.pk), {})
    me.post(url("apply", second.pk), {"with_condition": "on"})
    assert Application.objects.get(vacancy=first).snapshot["condition"] is None
    assert Application.objects.get(vacancy=second).snapshot["condition"]["kinds"]


def test_thirty_a_day_are_enough_and_it_is_said(me, person):
    for _ in range(30):
        application(person=person)
    response = me.post(url("apply", VacancyFactory().pk), {"letter": "Halo"})
    seen = page(response, 422)
    assert "Terlalu sering" in words(seen)
    assert "Halo" in seen.find("textarea").text


# --- the portfolio -----------------------------------------------------------------------------------------------


def test_an_empty_portfolio_leads_to_the_vacancies(me):
    seen = page(me.get(PORTFOLIO))
    assert "Belum ada lamaran" in words(seen)
    assert seen.main.find("a", href=reverse("ipk:vacancies"))


def test_every_application_has_its_state_and_day(me, person):
    for state in ("sent", "seen", "called", "accepted", "refused", "withdrawn"):
        application(state, person=person)
    seen = page(me.get(PORTFOLIO))
    assert sorted(words(tag) for tag in seen.select(".tasks .tag")) == [
        "Dilihat", "Dipanggil", "Ditarik", "Diterima", "Terkirim", "Tidak diterima",
    ]  # fmt: skip
    assert "dikirim 16 November 2026" in words(seen.select_one(".tasks"))
    called = page(me.get(PORTFOLIO, {"keadaan": "called"}))
    assert [words(tag) for tag in called.select(".tasks .tag")] == ["Dipanggil"]


def test_twenty_a_page_with_few_queries(me, person):
    vacancy = [VacancyFactory() for _ in range(21)]
    for one in vacancy:
        application(person=person, vacancy=one)
    with most_queries(10):
        seen = page(me.get(PORTFOLIO))
    assert len(seen.select(".tasks > li")) == 20
    assert len(page(me.get(PORTFOLIO, {"page": 2})).select(".tasks > li")) == 1


def test_a_call_says_when_and_where(me, person):
    row = application("called", person=person)
    seen = page(me.get(url("application", row.pk)))
    assert "Jumat, 20 November 2026, 10.00 WIB" in words(seen.select_one("section.warm"))
    assert "Jalan Contoh 1, Surakarta" in words(seen.select_one("section.warm"))
    assert [words(item.p) for item in seen.select("ol.log li")] == ["Lamaran terkirim", "Dipanggil tes atau wawancara"]


def test_a_no_is_told_kindly_with_its_reason(me, person):
    row = application(person=person)
    operations.refuse_applicants([row], reason="filled", actor=staff_of(row.vacancy), at=MORNING)
    said = words(page(me.get(url("application", row.pk))).main)
    assert "Kali ini perusahaan memilih pelamar lain. Posisi ini sudah terisi." in said
    assert "tetap dihitung untuk misi" in said


def test_a_yes_leads_to_the_report_of_work(me, person):
    row = application("accepted", person=person)
    seen = page(me.get(url("application", row.pk)))
    assert seen.main.find("a", href=reverse("claims:work"))


@pytest.mark.parametrize(
    ("move", "tag"), [("close", "Ditutup"), ("hold", "Ditahan, sedang diperiksa"), ("take_down", "Diturunkan")]
)
def test_what_one_applied_for_can_still_be_read_when_it_is_gone(me, client, person, move, tag):
    row = application(person=person)
    Vacancy.workflow.move(row.vacancy, move, actor=None, at=MORNING, reason="fee" if move == "take_down" else "")
    mine = page(me.get(url("application", row.pk)))
    assert "Lowongan ini tidak menerima lamaran lagi." in words(mine.main)
    address = mine.main.find("a", string="Buka lowongan")["href"]
    seen = page(me.get(address))
    assert words(seen.select_one("article .note .tag")) == tag
    assert seen.find("a", string="Lihat lamaran Anda")
    assert not seen.find("a", string="Laporkan lowongan ini")
    sign_in(client, UserFactory())
    assert client.get(address).status_code == (410 if move == "close" else 404)


def test_what_its_employer_is_changing_is_not_read(me, person):
    row = application(person=person)
    Vacancy.workflow.move(row.vacancy, "revise", actor=None, at=MORNING, submitted_at=MORNING, due_on=TODAY)
    assert not page(me.get(url("application", row.pk))).main.find("a", string="Buka lowongan")
    assert me.get(url("vacancy", row.vacancy_id)).status_code == 404


def test_a_no_leads_to_other_vacancies(me, person):
    row = application("refused", person=person)
    assert page(me.get(url("application", row.pk))).main.find("a", string="Cari lowongan lain")


def test_a_call_leads_to_the_report_of_who_asks_for_money(me, person):
    row = application("called", person=person)
    link = page(me.get(url("application", row.pk))).main.find("a", string="Bila diminta, laporkan lowongan ini")
    assert link["href"] == url("vacancy_report", row.vacancy_id)


def test_taking_it_back_is_a_page_and_a_button(me, person):
    row = application(person=person)
    assert "Tarik lamaran ini?" in words(page(me.get(url("application_withdraw", row.pk))))
    for _ in range(2):
        assert me.post(url("application_withdraw", row.pk))["Location"] == url("application", row.pk)
    row.refresh_from_db()
    assert row.state == ApplicationState.WITHDRAWN


def test_an_answered_application_cannot_be_taken_back(me, person):
    row = application("refused", person=person)
    assert me.get(url("application_withdraw", row.pk)).status_code == 403
    assert me.post(url("application_withdraw", row.pk)).status_code == 409


def test_the_mission_names_the_portal_as_the_source(me, person):
    application(person=person)
    seen = page(me.get(reverse("ipk:mission")))
    item = seen.select_one(".tasks li")
    assert "Lamaran lewat portal" in words(item)
    detail = page(me.get(item.a["href"]))
    assert "Anda tidak perlu mengunggah bukti" in words(detail)
    assert detail.find("a", href=url("application", Application.objects.get().pk))
    assert not detail.find("a", string="Tarik aktivitas ini")
    assert "Dihitung dengan sendirinya" in words(detail.select_one("ol.log"))


# --- the board ---------------------------------------------------------------------------------------------------


@pytest.fixture
def vacancy():
    return VacancyFactory()


@pytest.fixture
def hr(client, vacancy):
    return sign_in(client, staff_of(vacancy))


def test_the_board_lists_whoever_applied_by_state_and_name(hr, vacancy):
    rina = application(vacancy=vacancy, person=PersonFactory(full_name="Rina Kusuma"))
    application("refused", vacancy=vacancy, person=PersonFactory(full_name="Budi Santoso"))
    application("withdrawn", vacancy=vacancy, person=PersonFactory(full_name="Tono"))
    application()
    seen = page(hr.get(url("board", vacancy.pk)))
    assert sorted(words(cell) for cell in seen.select("tbody th")) == ["Budi Santoso", "Rina Kusuma"]
    assert [box["value"] for box in seen.select("input[type=checkbox]")] == [str(rina.pk)]
    assert [words(c) for c in page(hr.get(url("board", vacancy.pk), {"q": "rina"})).select("tbody th")] == [
        "Rina Kusuma"
    ]
    refused = page(hr.get(url("board", vacancy.pk), {"keadaan": "refused"}))
    assert [words(cell) for cell in refused.select("tbody th")] == ["Budi Santoso"]
    assert "Tidak ada pelamar yang cocok" in words(page(hr.get(url("board", vacancy.pk), {"q": "tidak ada"})))


def test_a_board_that_is_answered_has_nothing_to_choose(hr, vacancy):
    application("refused", vacancy=vacancy)
    seen = page(hr.get(url("board", vacancy.pk)))
    assert "Panggil yang dipilih" not in words(seen.main)
    assert len(seen.select("thead th")) == len(seen.select("tbody tr:first-child > *")) == 4


def test_the_list_of_vacancies_counts_applicants_and_those_nobody_has_opened(hr, vacancy):
    for state in ("sent", "sent", "seen", "withdrawn"):
        application(*([state] if state != "sent" else []), vacancy=vacancy)
    row = page(hr.get(url("employer_vacancies"))).select_one("tbody tr")
    link = row.select_one(f"a[href='{url('board', vacancy.pk)}']")
    assert words(link) == "3 pelamar, 2 baru"


def test_a_full_page_of_applicants_asks_few_queries(hr, vacancy):
    for _ in range(21):
        application(vacancy=vacancy)
    with most_queries(11):
        seen = page(hr.get(url("board", vacancy.pk)))
    assert len(seen.select("tbody tr")) == 20


def test_opening_marks_it_seen_and_the_person_sees_who_looked(hr, client, vacancy):
    row = application(vacancy=vacancy)
    page(hr.get(url("applicant", row.pk)))
    row.refresh_from_db()
    assert row.state == ApplicationState.SEEN
    log = AccessLog.objects.get(person_id=row.person_id)
    assert (log.role, log.object_kind, log.purpose) == ("HR", "ipk.application", f"seleksi pelamar, {row.company}")
    seen = page(sign_in(client, row.person.user).get(reverse("jkp_portal:my_data")))
    assert "Perusahaan yang Anda lamar membuka lamaran kerja" in words(seen)


def test_the_employer_reads_what_was_sent_and_nothing_else(hr, vacancy):
    person = PersonFactory()
    profile(person, full=True)
    row = application(vacancy=vacancy, person=person, letter=HOSTILE, files=[attachment(person.user)])
    profile(person)
    response = hr.get(url("applicant", row.pk))
    seen = page(response)
    text = response.content.decode()
    assert person.nik not in text
    assert person.masked_nik not in text
    assert "&lt;script&gt;alert(1)" in text
    assert not seen.main.find_all("script")
    assert not [a for a in seen.main.find_all("a") if "jahat" in a.get("href", "") or "javascript" in a.get("href", "")]
    assert words(seen.select_one("article.cv h2")) == person.full_name
    sent = row.files.get()
    assert hr.get(url("application_file", row.pk, sent.pk)).status_code == 200


@pytest.mark.parametrize(
    ("state", "shown"),
    [("sent", False), ("seen", False), ("called", True), ("accepted", True), ("refused", False), ("withdrawn", False)],
)
def test_phone_and_email_are_read_after_a_call_or_a_yes_only(hr, vacancy, state, shown):
    row = application(state, vacancy=vacancy)
    response = hr.get(url("applicant", row.pk))
    text = response.content.decode().replace("\xa0", " ")
    assert ("0812 0000 0001" in text, "+6281200000001" in text, "rina@contoh.id" in text) == (shown, shown, shown)
    links = {a["href"] for a in soup(response).main.select("a[href^=tel], a[href^=mailto]")}
    assert links == ({"tel:+6281200000001", "mailto:rina@contoh.id"} if shown else set())
    assert ("muncul setelah Anda memanggil" in words(soup(response))) == (state in ("sent", "seen"))


def test_a_no_after_a_call_closes_the_contacts_again(hr, vacancy):
    row = application("called", vacancy=vacancy)
    operations.refuse_applicants([row], actor=staff_of(vacancy), at=MORNING)
    assert "rina@contoh.id" not in hr.get(url("applicant", row.pk)).content.decode()


def test_the_page_before_sending_says_who_reads_the_contacts_and_when(me, person):
    profile(person, full=True)
    seen = page(me.get(url("apply", VacancyFactory().pk)))
    said = words(seen.find(id="kontak").parent)
    assert said.startswith("Dibaca setelah perusahaan memanggil atau menerima Anda")
    assert person.user.email in said
    assert person.user.email not in words(seen.select_one("article.cv"))


def test_a_photo_that_the_person_took_out_is_shown_no_more(hr, vacancy):
    person = PersonFactory()
    profile(person, full=True)
    row = application(vacancy=vacancy, person=person, snapshot=profile_snapshot(person))
    assert page(hr.get(url("applicant", row.pk))).select_one("img.face")
    assert hr.get(url("application_photo", row.pk)).status_code == 200
    operations.remove_photo(person, actor=person.user, at=MORNING)
    assert not page(hr.get(url("applicant", row.pk))).select("img")
    assert hr.get(url("application_photo", row.pk)).status_code == 404


def test_what_was_taken_back_is_not_shown_any_more(hr, vacancy):
    person = PersonFactory()
    row = application("withdrawn", vacancy=vacancy, person=person, files=[attachment(person.user)], letter="Rahasia")
    seen = page(hr.get(url("applicant", row.pk)))
    assert "Lamaran ini sudah ditarik" in words(seen)
    assert "Rahasia" not in words(seen)
    assert hr.get(url("application_file", row.pk, row.files.get().pk)).status_code == 404


def call_form(*rows, **fields):
    return {
        "jawab": "panggil",
        "pelamar": [str(row.pk) for row in rows],
        "day_day": "20",
        "day_month": "11",
        "day_year": "2026",
        "clock": "10.00",
        "zone": "Asia/Makassar",
        "place": "Jalan Contoh 1",
        "message": "Bawa KTP",
        **fields,
    }


def test_many_are_called_by_one_form(hr, vacancy):
    rows = [application(vacancy=vacancy) for _ in range(2)]
    ticked = {"jawab": "panggil", "pelamar": [str(row.pk) for row in rows]}
    seen = page(hr.get(url("board_answer", vacancy.pk), ticked))
    assert words(seen.h1) == "Panggil 2 pelamar"
    response = hr.post(url("board_answer", vacancy.pk), call_form(*rows))
    assert response["Location"] == url("board", vacancy.pk)
    for row in Application.objects.all():
        assert (row.state, row.interview_at.isoformat()) == ("called", "2026-11-20T02:00:00+00:00")  # 10.00 WITA


def test_what_is_wrong_with_an_appointment_is_said_beside_its_field(hr, vacancy):
    row = application(vacancy=vacancy)
    seen = page(hr.post(url("board_answer", vacancy.pk), call_form(row, clock="pagi")), 422)
    assert "Tulis jam dan menit. Contoh: 09.30." in words(seen)
    seen = page(hr.post(url("board_answer", vacancy.pk), call_form(row, day_day="16", clock="06.00")), 422)
    assert "Waktu wawancara sudah lewat." in words(seen)
    assert seen.find("input", {"name": "place"})["value"] == "Jalan Contoh 1"
    row.refresh_from_db()
    assert row.state == ApplicationState.SENT


def test_many_are_refused_and_who_moved_on_is_counted(hr, vacancy):
    stays, leaves = application(vacancy=vacancy), application("withdrawn", vacancy=vacancy)
    sent = {"jawab": "tolak", "pelamar": [str(stays.pk), str(leaves.pk)], "reason": "skills"}
    response = hr.post(url("board_answer", vacancy.pk), sent, follow=True)
    assert "1 pelamar menerima jawaban." in words(page(response))
    assert "1 sudah dijawab atau ditarik" in words(page(response))
    stays.refresh_from_db()
    assert (stays.state, stays.reason) == ("refused", "skills")


def test_a_stale_answer_is_409(hr, vacancy):
    row = application("withdrawn", vacancy=vacancy)
    for kind in ("tolak", "terima"):
        response = hr.post(url("board_answer", vacancy.pk), {"jawab": kind, "pelamar": [str(row.pk)]})
        assert response.status_code == 409


def test_one_is_accepted_with_its_terms(hr, vacancy):
    row = application(vacancy=vacancy)
    sent = {
        "jawab": "terima", "pelamar": [str(row.pk)], "wage": "3.000.000",
        "starts_on_day": "1", "starts_on_month": "12", "starts_on_year": "2026",
    }  # fmt: skip
    hr.post(url("board_answer", vacancy.pk), sent)
    row.refresh_from_db()
    assert (row.state, row.wage, row.starts_on) == ("accepted", 3_000_000, date(2026, 12, 1))


def test_nobody_ticked_or_two_accepted_at_once_lead_back(hr, vacancy):
    rows = [application(vacancy=vacancy) for _ in range(2)]
    for ticked in ([], ["bukan-id"], [str(row.pk) for row in rows]):
        response = hr.post(url("board_answer", vacancy.pk), {"jawab": "terima", "pelamar": ticked})
        assert response["Location"] == url("board", vacancy.pk)
    assert hr.get(url("board_answer", vacancy.pk), {"jawab": "lain"})["Location"] == url("board", vacancy.pk)
    assert set(Application.objects.values_list("state", flat=True)) == {"sent"}


def test_applicants_of_another_vacancy_are_not_answered(hr, vacancy):
    foreign = application()
    hr.post(url("board_answer", vacancy.pk), {"jawab": "tolak", "pelamar": [str(foreign.pk)]})
    foreign.refresh_from_db()
    assert foreign.state == ApplicationState.SENT


# --- who may not -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["other_person", "other_firm", "former_staff"])
def test_somebody_else_finds_nothing(client, who):
    person = PersonFactory()
    row = application(person=person, files=[attachment(person.user)])
    former = StaffFactory(employer=row.vacancy.employer, since=TODAY - timedelta(days=30), former=True).user
    user = {"other_person": PersonFactory().user, "other_firm": StaffFactory().user, "former_staff": former}[who]
    sign_in(client, user)
    for address in (
        url("application", row.pk),
        url("application_withdraw", row.pk),
        url("application_file", row.pk, row.files.get().pk),
        url("application_photo", row.pk),
        url("applicant", row.pk),
        url("board", row.vacancy_id),
        url("board_answer", row.vacancy_id),
    ):
        assert client.get(address).status_code == 404, address
    row.refresh_from_db()
    assert row.state == ApplicationState.SENT


def test_the_person_does_not_open_the_board_of_the_own_application(me, person):
    row = application(person=person)
    assert me.get(url("applicant", row.pk)).status_code == 404
    assert me.get(url("board", row.vacancy_id)).status_code == 404
