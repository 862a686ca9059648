"""W2 and W3: a worker reports page by page, without a script, and sees who waits for whom."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from core import jobs
from core.models import Job
from integrations.sandbox.stories import EMPLOYERS, story
from participants.enums import PhkState, Side
from participants.models import PhkDraft, PhkEvent
from participants.operations import phk, phk_drafts
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.participants import (
    MORNING,
    TODAY,
    EmployerFactory,
    PersonFactory,
    StaffFactory,
    at_mediator,
    confirmed_phk,
    proof,
    report_phk,
    stored_file,
)
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
DATE = {"phk_on_day": "10", "phk_on_month": "11", "phk_on_year": "2026"}
CONTRACT = {"contract": "PKWTT", "wage": "4.500.000"}


@pytest.fixture
def person():
    return PersonFactory(full_name="Siti Rahmawati")


@pytest.fixture
def worker(client, person):
    return sign_in(client, person.user)


def step(name: str) -> str:
    return reverse("participants:phk_report_step", args=[name])


def photo(name="surat.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def fill(worker, employer, **contract) -> None:
    """Everything up to the proof."""
    worker.post(step("perusahaan"), {"npp": employer.npp, "q": employer.npp})
    worker.post(step("tanggal"), DATE)
    worker.post(step("alasan"), {"reason": "b"})
    worker.post(step("perjanjian"), {**CONTRACT, **contract})


# --- the way through ---------------------------------------------------------------------------------------------


def test_a_worker_reports_in_six_pages(worker, person, partners):
    employer = StaffFactory().employer
    fill(worker, employer)
    worker.post(step("bukti"), {"kind": "tanda_terima", "file": photo(), "number": "PHK/88"})
    page = soup(worker.get(step("periksa")))
    for told in (employer.name, "10 November 2026", "Rp4.500.000", "surat.jpg"):
        assert told in words(page.main)
    response = worker.post(step("periksa"), {"true": "on"})
    event = PhkEvent.objects.get()
    assert response.url == reverse("participants:phk", args=[event.pk])
    assert (event.person, event.wage, event.proofs.get().kind) == (person, 4_500_000, "tanda_terima")
    assert not PhkDraft.objects.exists()
    shown = words(soup(worker.get(response.url)).main)
    assert "Rabu, 25 November 2026, 23.59 WIB" in shown
    assert event.number in shown


def test_sending_twice_makes_one_report(worker, partners):
    fill(worker, EmployerFactory())
    worker.post(step("bukti"), {"skip": "1"})
    first = worker.post(step("periksa"), {"true": "on"})
    again = worker.post(step("periksa"), {"true": "on"})
    assert again.url == first.url
    assert PhkEvent.objects.count() == 1


def test_the_draft_waits_thirty_days_and_goes_on_where_it_stopped(worker, person, partners):
    fill(worker, EmployerFactory())
    draft = PhkDraft.objects.get()
    assert draft.keep_until == TODAY + timedelta(days=30)
    page = soup(worker.get(reverse("participants:phk_report")))
    assert page.select_one("a.btn.sunny")["href"] == step("bukti")
    assert phk_drafts.clear_old_drafts(at=MORNING + timedelta(days=30)) == 0
    assert phk_drafts.clear_old_drafts(at=MORNING + timedelta(days=31)) == 1


def test_an_answer_may_be_changed_and_leads_back_to_the_check(worker, partners):
    fill(worker, EmployerFactory())
    worker.post(step("bukti"), {"skip": "1"})
    assert worker.post(step("tanggal"), {**DATE, "phk_on_day": "9"}).url == step("periksa")
    assert "9 November 2026" in words(soup(worker.get(step("periksa"))).main)


def test_the_check_leads_to_the_first_page_without_an_answer(worker, partners):
    worker.post(step("tanggal"), DATE)
    assert worker.get(step("periksa")).url == step("perusahaan")


def test_a_draft_can_be_thrown_away(worker):
    worker.post(step("tanggal"), DATE)
    worker.post(reverse("participants:phk_report_drop"))
    assert not PhkDraft.objects.exists()


def test_an_unknown_page_does_not_exist(worker):
    assert worker.get(step("rahasia")).status_code == 404


def test_opening_the_start_fetches_what_bpjs_knows_once(worker):
    for _ in range(2):
        worker.get(reverse("participants:phk_report"))
    assert Job.objects.filter(name="participants.refresh_from_bpjs").count() == 1


# --- the employer ------------------------------------------------------------------------------------------------


def test_the_employers_of_ones_membership_come_first(client, partners):
    told = story("siti", today=date(2026, 11, 20))
    partners.load(people=[told.person], employers=EMPLOYERS)
    person = PersonFactory(nik=told.person.nik)
    worker = sign_in(client, person.user)
    worker.get(reverse("participants:phk_report"))
    jobs.run_due()
    page = soup(worker.get(step("perusahaan")))
    assert told.employer.name in words(page.select_one("fieldset"))
    worker.post(step("perusahaan"), {"npp": told.employer.npp})
    assert PhkDraft.objects.get().answers["employer_name"] == told.employer.name


def test_an_employer_is_found_by_words_of_its_name(worker, partners):
    partners.load(employers=EMPLOYERS)
    page = soup(worker.get(step("perusahaan"), {"q": "garmen sejahtera"}))
    assert "PT Garmen Sejahtera Contoh" in words(page.select_one("fieldset"))


def test_an_employer_that_nobody_knows_is_explained(worker, partners):
    page = soup(worker.get(step("perusahaan"), {"q": "PT Tidak Ada"}))
    assert "Perusahaan tidak ditemukan" in words(page.main)


def test_while_bpjs_is_away_the_page_says_so_and_keeps_the_words(worker, partners):
    partners.fault("bpjs", down=True)
    page = soup(worker.get(step("perusahaan"), {"q": "garmen"}))
    assert "BPJS sedang tidak menjawab" in words(page.main)
    assert page.select_one("#id_q")["value"] == "garmen"


def test_a_number_that_was_not_offered_is_not_taken(worker, partners):
    response = worker.post(step("perusahaan"), {"npp": "99999999"})
    assert response.status_code == 422
    assert not PhkDraft.objects.exists()


# --- what cannot be right ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"phk_on_day": "17"}, "Tanggal PHK belum terjadi."),
        ({"phk_on_day": "31", "phk_on_month": "2"}, "Tanggal 31 Februari 2026 tidak ada."),
        ({"phk_on_year": "0026"}, "Periksa tahunnya."),
        ({"phk_on_year": "26"}, "Maksud Anda tahun 2026?"),
        (
            {"work_started_on_day": "11", "work_started_on_month": "11", "work_started_on_year": "2026"},
            "lebih awal daripada tanggal mulai bekerja",
        ),
    ],
)
def test_a_date_that_cannot_be_is_said_exactly(worker, typed, sentence):
    response = worker.post(step("tanggal"), {**DATE, **typed})
    page = soup(response)
    assert response.status_code == 422
    assert sentence in words(page.select_one(".errs"))
    assert page.title.get_text().startswith("Galat:")
    assert not PhkDraft.objects.exists()


def test_a_fixed_term_needs_its_end(worker):
    response = worker.post(step("perjanjian"), {"contract": "PKWT"})
    assert "Isi tanggal kontrak berakhir." in words(soup(response).main)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("virus.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Berkas harus berupa"),
        ("kosong.jpg", b"", "kosong"),
        ("program.jpg", b"MZ" + b"\0" * 200, ""),
    ],
)
def test_a_file_that_is_no_proof_is_refused_with_words(worker, name, content, sentence):
    upload = SimpleUploadedFile(name, content, "image/jpeg")
    response = worker.post(step("bukti"), {"kind": "tanda_terima", "file": upload})
    assert response.status_code == 422
    assert sentence in words(soup(response).main)
    assert not PhkDraft.objects.exists()


def test_anothers_file_does_not_get_into_a_report(worker, person, partners):
    fill(worker, EmployerFactory())
    theirs = stored_file(UserFactory())
    draft = PhkDraft.objects.get()
    draft.answers["proofs"] = [{"file": str(theirs.pk), "kind": "tanda_terima", "number": "", "dated_on": ""}]
    draft.save()
    worker.post(step("periksa"), {"true": "on"})
    assert PhkEvent.objects.get().proofs.count() == 0


# --- reasons that give no benefit (B08) --------------------------------------------------------------------------


def test_a_resigned_worker_is_told_why_and_may_correct_or_go_on(worker, partners):
    fill(worker, EmployerFactory())
    info = worker.post(step("alasan"), {"reason": "i"}).url
    assert info == reverse("participants:phk_report_excluded")
    page = soup(worker.get(info))
    assert "mengundurkan diri" in words(page.main)
    assert "Pasal 20" in words(page.main)
    assert "Jaminan Hari Tua" in words(page.main)
    assert page.select_one("a.btn")["href"] == step("alasan")
    assert worker.post(info).url == step("bukti")
    assert worker.post(step("alasan"), {"reason": "i"}).url == step("bukti")  # said once is enough


def test_a_contract_that_ran_out_is_explained(worker, partners):
    ends = {"contract_ends_on_day": "10", "contract_ends_on_month": "11", "contract_ends_on_year": "2026"}
    fill(worker, EmployerFactory(), contract="PKWT", **ends)
    page = soup(worker.get(reverse("participants:phk_report_excluded")))
    assert "kontrak berakhir pada tanggalnya" in words(page.main)


def test_a_contract_broken_the_day_before_its_end_is_not(worker, partners):
    ends = {"contract_ends_on_day": "11", "contract_ends_on_month": "11", "contract_ends_on_year": "2026"}
    fill(worker, EmployerFactory(), contract="PKWT", **ends)
    assert worker.get(reverse("participants:phk_report_excluded")).url == reverse("participants:phk_report")


# --- W3 ----------------------------------------------------------------------------------------------------------


def test_the_worker_answers_what_the_employer_reported(worker, person):
    event = at_mediator(person=person)
    page = soup(worker.get(reverse("participants:phk", args=[event.pk])))
    assert "Apakah laporan perusahaan benar?" in words(page.main)
    assert "Rp" not in words(page.select_one("dl.facts"))  # the wage is the employer's to know
    response = worker.post(
        reverse("participants:phk_answer", args=[event.pk]),
        {"stance": "disputes", "reason": "g", "statement": "Upah tidak dibayar tiga bulan."},
    )
    assert response.status_code == 302
    version = event.versions.get(side="worker")
    assert (version.reason, version.stance, version.phk_on) == ("g", "disputes", event.phk_on)
    page = soup(worker.get(response.url))
    assert "Apakah laporan perusahaan benar?" not in words(page.main)
    assert "Berbeda" in words(page.main)


def test_a_dispute_without_words_is_asked_for_them(worker, person):
    event = at_mediator(person=person)
    response = worker.post(reverse("participants:phk_answer", args=[event.pk]), {"stance": "disputes"})
    assert response.status_code == 422
    assert not event.versions.filter(side="worker").exists()


def test_agreeing_is_one_button(worker, person):
    event = at_mediator(person=person)
    worker.post(reverse("participants:phk_agree", args=[event.pk]))
    assert event.versions.get(side="worker").stance == "agrees"


def test_what_the_mediator_asked_for_is_added(worker, person):
    event = report_phk(person=person, with_proof=False)
    phk.close_overdue_questions(at=MORNING + timedelta(days=30))
    mediator = officer("MED", region="3372")
    phk.ask_again(event=event, reason="Unggah halaman terakhir.", actor=mediator, at=MORNING)
    page = soup(worker.get(reverse("participants:phk", args=[event.pk])))
    assert "Unggah halaman terakhir." in words(page.main)
    add = page.select_one("a.btn.sunny")["href"]
    worker.post(add, {"kind": "tanda_terima", "file": photo()})
    event.refresh_from_db()
    assert (event.state, event.proofs.count()) == (PhkState.AWAITING_MEDIATOR, 1)


def test_a_mistaken_report_is_taken_back_after_a_page_of_its_own(worker, person):
    event = report_phk(person=person)
    address = reverse("participants:phk_withdraw", args=[event.pk])
    assert "Tarik laporan PHK ini?" in words(soup(worker.get(address)).main)
    worker.post(address)
    event.refresh_from_db()
    assert event.state == PhkState.WITHDRAWN


def test_the_worker_opens_the_proofs_of_both_sides(worker, person):
    event = at_mediator(person=person)
    document = event.proofs.get()
    response = worker.get(reverse("participants:proof", args=[event.pk, document.pk]))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["phk", "phk_answer", "proof_add", "phk_withdraw"])
def test_anothers_termination_does_not_exist(worker, name):
    event = report_phk()
    assert worker.get(reverse(f"participants:{name}", args=[event.pk])).status_code == 404


def test_anothers_proof_does_not_exist(worker):
    event = report_phk()
    assert worker.get(reverse("participants:proof", args=[event.pk, event.proofs.get().pk])).status_code == 404


def test_a_proof_of_another_event_does_not_exist(worker, person):
    own, other = report_phk(person=person), report_phk()
    assert worker.get(reverse("participants:proof", args=[own.pk, other.proofs.get().pk])).status_code == 404


def test_a_worker_cannot_answer_their_own_report(worker, person):
    event = report_phk(person=person)
    response = worker.post(reverse("participants:phk_agree", args=[event.pk]))
    assert response.status_code == 403
    assert event.versions.count() == 1


def test_somebody_without_an_identity_is_led_to_it(client):
    user = sign_in(client, UserFactory())
    assert user.get(reverse("participants:phk_report")).url == reverse("participants:register_identity")


def test_an_officer_does_not_report(client):
    assert sign_in(client, officer()).get(reverse("participants:phk_report")).status_code == 403


def test_the_detail_page_asks_little(worker, person):
    event = confirmed_phk(person=person)
    worker.get(reverse("participants:phk", args=[event.pk]))
    with most_queries(15):
        worker.get(reverse("participants:phk", args=[event.pk]))


def test_more_proofs_ask_no_more(worker, person):
    event = report_phk(person=person)
    for _ in range(4):
        phk.add_proof(event=event, side=Side.WORKER, proofs=[proof(person.user)], actor=person.user, at=MORNING)
    worker.get(reverse("participants:phk", args=[event.pk]))
    with most_queries(15):
        worker.get(reverse("participants:phk", args=[event.pk]))
