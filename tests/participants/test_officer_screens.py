"""G5 and the identity desk: by region, by age, both accounts side by side, every look written down."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from accounts.models import RoleAssignment
from core.models import AccessLog, AuditEvent
from integrations.dukcapil import Match
from participants.enums import IdentityState, PhkReason, PhkState, Side, Stance
from participants.models import EmployerStaff, Person, PhkEvent
from participants.operations import employers, phk
from participants.operations.identity import decide_identity
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.participants import (
    MORNING,
    TODAY,
    EmployerFactory,
    PersonFactory,
    StaffFactory,
    at_mediator,
    report_phk,
    said,
)
from tests.html import soup, words
from tests.participants.test_identity import Registry, ask, start
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
QUEUE = "participants:mediation"


@pytest.fixture
def mediator():
    return officer(Role.MEDIATOR, region="3372")


@pytest.fixture
def desk(client, mediator):
    return sign_in(client, mediator)


def case(event) -> str:
    return reverse("participants:mediation_case", args=[event.pk])


def numbers(response) -> list[str]:
    return [words(cell) for cell in soup(response).select("tbody th")]


# --- the queue ---------------------------------------------------------------------------------------------------


def test_the_oldest_waits_at_the_top(desk):
    young = at_mediator(at=MORNING)
    old = at_mediator(at=MORNING - timedelta(days=3))
    assert numbers(desk.get(reverse(QUEUE))) == [old.number, young.number]


def test_only_what_waits_for_the_mediator_is_shown_unless_asked(desk):
    waiting, asked = at_mediator(), report_phk()
    assert numbers(desk.get(reverse(QUEUE))) == [waiting.number]
    assert numbers(desk.get(reverse(QUEUE), {"keadaan": "other"})) == [asked.number]


@pytest.mark.parametrize(
    ("region", "seen"), [("3372", True), ("33", True), (None, True), ("3374", False), ("35", False)]
)
def test_a_mediator_sees_the_workplaces_of_the_region(client, region, seen):
    event = at_mediator()
    desk = sign_in(client, officer(Role.MEDIATOR, region=region))
    assert (numbers(desk.get(reverse(QUEUE))) == [event.number]) is seen
    assert desk.get(case(event)).status_code == (200 if seen else 404)


def test_a_region_that_ended_yesterday_shows_nothing(client):
    event = at_mediator()
    former = officer(Role.MEDIATOR, region="3372")
    RoleAssignment.objects.filter(user=former).update(ends_on=TODAY - timedelta(days=1))
    response = sign_in(client, former).get(case(event))
    assert response.status_code in (403, 404)


def test_the_queue_is_narrowed_by_words_and_notes(desk):
    silent = report_phk(person=PersonFactory(full_name="Rina Kusuma"))
    phk.close_overdue_questions(at=MORNING + timedelta(days=30))
    at_mediator()
    assert numbers(desk.get(reverse(QUEUE), {"q": "rina"})) == [silent.number]
    assert numbers(desk.get(reverse(QUEUE), {"catatan": "silent"})) == [silent.number]
    assert numbers(desk.get(reverse(QUEUE), {"catatan": "no_file"})) == []
    assert "Tidak ada laporan yang cocok" in words(soup(desk.get(reverse(QUEUE), {"q": "zzz"})).main)


def test_twenty_rows_a_page(desk):
    for _ in range(21):
        at_mediator(with_proof=False)
    assert len(numbers(desk.get(reverse(QUEUE)))) == 20
    assert len(numbers(desk.get(reverse(QUEUE), {"page": 2}))) == 1


def test_a_longer_queue_asks_no_more(desk):
    at_mediator()
    desk.get(reverse(QUEUE))
    for _ in range(3):
        at_mediator()
    with most_queries(14):
        desk.get(reverse(QUEUE))


@pytest.mark.parametrize("role", [Role.BPJS_VERIFIER, Role.COUNSELLOR, Role.ADMINISTRATOR, Role.INSPECTOR])
def test_the_queue_is_the_mediators(client, role):
    assert sign_in(client, officer(role)).get(reverse(QUEUE)).status_code == 403


# --- the case ----------------------------------------------------------------------------------------------------


def disputed_event() -> PhkEvent:
    event = report_phk()
    staff = StaffFactory(employer=event.employer)
    phk.answer_other_side(
        event=event,
        side=Side.EMPLOYER,
        stance=Stance.DISPUTES,
        said=said(reason=PhkReason.I, phk_on=date(2026, 11, 9)),
        statement="Ada surat pengunduran diri.",
        actor=staff.user,
        at=MORNING,
    )
    return event


def test_both_accounts_stand_side_by_side_with_what_differs(desk):
    page = soup(desk.get(case(disputed_event())))
    rows = {words(r.th): [words(cell) for cell in r.select("td")] for r in page.select("tbody tr")}
    assert rows["Tanggal PHK"] == ["9 November 2026", "10 November 2026", "Berbeda"]
    assert rows["Perjanjian kerja"][2] == "Sama"
    assert "Ada surat pengunduran diri." in words(page.main)


def test_a_mediator_reads_no_wage_and_no_full_nik(desk):
    event = at_mediator()
    response = desk.get(case(event))
    assert "4.500.000" not in response.content.decode()
    assert event.person.nik not in response.content.decode()


def test_opening_a_case_and_a_proof_is_written_down_for_the_worker(desk, mediator):
    event = at_mediator()
    desk.get(case(event))
    desk.get(reverse("participants:proof", args=[event.pk, event.proofs.get().pk]))
    rows = AccessLog.objects.filter(person_id=event.person_id, actor=mediator).order_by("pk")
    assert [(r.purpose, r.role) for r in rows] == [("pemeriksaan laporan PHK", "MED"), ("bukti PHK", "MED")]


def test_the_mediator_accepts(desk):
    event = at_mediator()
    response = desk.post(case(event), {"verdict": "accept", "kind": "tanda_terima", "side": "employer"})
    event.refresh_from_db()
    assert (response.url, event.state) == (reverse(QUEUE), PhkState.CONFIRMED)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Pilih putusan."),
        ({"verdict": "accept"}, "Pilih jenis bukti."),
        ({"verdict": "accept", "kind": "pb_terdaftar", "side": "employer"}, "Belum ada berkas"),
        ({"verdict": "ask"}, "Tulis apa yang kurang."),
        ({"verdict": "ask", "reason": "kurang"}, "paling sedikit 10 huruf"),
        ({"verdict": "dispute"}, "Tulis nomor perkara"),
    ],
)
def test_a_decision_that_lacks_something_is_not_taken(desk, data, sentence):
    event = at_mediator()
    response = desk.post(case(event), data)
    assert response.status_code == 422
    assert sentence in words(soup(response).aside)
    event.refresh_from_db()
    assert event.state == PhkState.AWAITING_MEDIATOR


def test_the_mediator_asks_again_and_records_a_case(desk):
    event = at_mediator()
    desk.post(case(event), {"verdict": "ask", "reason": "Unggah halaman terakhir."})
    event.refresh_from_db()
    assert event.state == PhkState.NEEDS_PROOF
    desk.post(case(event), {"verdict": "dispute", "case_number": "12/2026"})
    event.refresh_from_db()
    assert (event.state, event.phi_case) == (PhkState.DISPUTED, "12/2026")


def test_the_ruling_is_recorded_with_its_file(desk, mediator):
    event = phk.record_dispute(event=at_mediator(), case_number="12/2026", actor=mediator, at=MORNING)
    pdf = SimpleUploadedFile("putusan.pdf", minimal_pdf(), "application/pdf")
    data = {"upheld": "yes", "brought_by": "worker", "number": "12/2026", "file": pdf}
    day = {"dated_on_day": "12", "dated_on_month": "11", "dated_on_year": "2026"}
    response = desk.post(case(event), {**data, **day})
    event.refresh_from_db()
    assert response.status_code == 302
    assert (event.state, event.proof_kind) == (PhkState.CONFIRMED, "putusan_phi")


def minimal_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        document.save(out)
    return out.getvalue()


def test_a_second_mediator_who_comes_late_is_told(desk, client):
    event = at_mediator()
    data = {"verdict": "accept", "kind": "tanda_terima", "side": "employer"}
    desk.post(case(event), data)
    assert desk.post(case(event), data).status_code == 422  # only a dispute is still open
    event.refresh_from_db()
    assert event.log.filter(move="accept_proof").count() == 1


@pytest.mark.parametrize("role", [Role.BPJS_VERIFIER, Role.INSPECTOR, Role.AUDITOR])
def test_other_officers_read_but_do_not_decide(client, role):
    event = at_mediator()
    reader = sign_in(client, officer(role))
    assert "Putusan Anda" not in words(soup(reader.get(case(event))).main)
    response = reader.post(case(event), {"verdict": "accept", "kind": "tanda_terima", "side": "employer"})
    assert response.status_code == 403
    event.refresh_from_db()
    assert event.state == PhkState.AWAITING_MEDIATOR


@pytest.mark.parametrize(("role", "status"), [(Role.BPJS_VERIFIER, 200), (Role.INSPECTOR, 403), (Role.AUDITOR, 403)])
def test_who_may_open_a_proof(client, role, status):
    event = at_mediator()
    reader = sign_in(client, officer(role))
    assert reader.get(reverse("participants:proof", args=[event.pk, event.proofs.get().pk])).status_code == status


def test_a_mediator_does_not_decide_about_their_own_phk(client):
    judge = officer(Role.MEDIATOR, region="33")
    event = at_mediator(person=PersonFactory(user=judge))
    response = sign_in(client, judge).post(
        case(event), {"verdict": "accept", "kind": "tanda_terima", "side": "employer"}
    )
    assert response.status_code == 403


def test_a_participant_sees_no_case(client):
    event = report_phk()
    assert sign_in(client, event.person.user).get(case(event)).status_code == 403


# --- identities --------------------------------------------------------------------------------------------------


@pytest.fixture
def verifier():
    return officer(Role.BPJS_VERIFIER)


@pytest.fixture
def bpjs(client, verifier):
    return sign_in(client, verifier)


def waiting(**answer):
    return ask(start(), Registry(**(answer or {"full_name": Match.NO})))


def identity(check) -> str:
    return reverse("participants:identity_case", args=[check.pk])


def test_what_the_registry_did_not_settle_is_listed_masked(bpjs):
    check = waiting()
    response = bpjs.get(reverse("participants:identity_queue"))
    assert numbers(response) == [check.full_name]
    assert "9901 •••• •••• 0001" in words(soup(response).table)
    assert check.person.nik not in response.content.decode()


def test_a_longer_list_of_identities_asks_no_more(bpjs):
    bpjs.get(reverse("participants:identity_queue"))
    for n in range(3):
        ask(start(nik=f"990101410790100{n}"), Registry(full_name=Match.NO))
    with most_queries(12):
        bpjs.get(reverse("participants:identity_queue"))


def test_the_verifier_accepts_an_identity(bpjs):
    check = waiting()
    page = soup(bpjs.get(identity(check)))
    assert "Tidak disimpan" in words(page.table)
    bpjs.post(identity(check), {"verdict": "accept", "reason": "KTP asli cocok."})
    assert Person.objects.get().state == IdentityState.VERIFIED


def test_a_decision_needs_a_reason(bpjs):
    check = waiting()
    assert bpjs.post(identity(check), {"verdict": "refuse", "reason": "x"}).status_code == 422
    assert Person.objects.get().state == IdentityState.NEEDS_OFFICER


def test_the_nik_is_shown_once_with_a_reason(bpjs, verifier):
    check = waiting()
    response = bpjs.post(identity(check), {"why": "Mencocokkan dengan KTP."})
    assert check.person.nik in words(soup(response).main)
    assert check.person.nik not in bpjs.get(identity(check)).content.decode()
    assert AuditEvent.objects.filter(action="participants.nik.revealed", actor=verifier).count() == 1
    purposes = AccessLog.objects.filter(person_id=check.person_id).values_list("purpose", flat=True)
    assert "membuka NIK: Mencocokkan dengan KTP." in set(purposes)


def test_opening_a_nik_asks_who_it_is_after_twenty_minutes(client, verifier):
    check = waiting()
    response = sign_in(client, verifier, proved_ago=1201).post(identity(check), {"why": "Mencocokkan dengan KTP."})
    assert reverse("account_confirm") in response.url
    assert not AuditEvent.objects.filter(action="participants.nik.revealed").exists()


def test_an_officer_does_not_decide_about_themselves(client):
    me = officer(Role.BPJS_VERIFIER)
    check = ask(start(me), Registry(full_name=Match.NO))
    response = sign_in(client, me).post(identity(check), {"verdict": "accept", "reason": "Ini memang saya."})
    assert response.status_code == 403


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.ADMINISTRATOR, Role.BPJS_PAYMENT_MAKER])
def test_identities_are_the_verifiers(client, role):
    check = waiting()
    other = sign_in(client, officer(role))
    assert other.get(reverse("participants:identity_queue")).status_code == 403
    assert other.get(identity(check)).status_code == 403


def test_the_first_user_of_an_employer_without_a_mailbox_is_decided(bpjs):
    join = employers.ask_to_join(
        employer=EmployerFactory(without_address=True), user=UserFactory(), position="Direktur", at=MORNING
    )
    assert join.employer.name in words(soup(bpjs.get(reverse("participants:identity_queue"))).main)
    address = reverse("participants:join_case", args=[join.pk])
    assert "Direktur" in words(soup(bpjs.get(address)).main)
    bpjs.post(address, {"verdict": "accept", "reason": "Surat tugas sudah dilihat."})
    assert EmployerStaff.objects.get().user == join.user


# --- the person's own page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "heading"),
    [
        (None, "Kami mencocokkan data Anda"),
        ({}, "Identitas Anda sudah terverifikasi"),
        ({"full_name": Match.NO}, "Petugas memeriksa data Anda"),
    ],
)
def test_the_person_sees_how_the_check_stands(client, answer, heading):
    check = start()
    if answer is not None:
        ask(check, Registry(**answer))
    page = soup(sign_in(client, check.user).get(reverse("participants:register_identity")))
    assert words(page.h1) == heading


def test_who_was_refused_fills_in_again(client, verifier):
    check = waiting()
    decide_identity(check=check, accept=False, reason="Foto tidak cocok.", actor=verifier, at=MORNING)
    user = sign_in(client, check.user)
    address = reverse("participants:register_identity")
    assert words(soup(user.get(address)).h1) == "Isi data diri sekali lagi"
    day = {"born_on_day": "1", "born_on_month": "7", "born_on_year": "1990"}
    names = {"nik": check.person.nik, "full_name": "Siti Rahmawati", "mother_name": "Sulastri"}
    assert user.post(address, {**names, **day}).url == address
    assert words(soup(user.get(address)).h1) == "Kami mencocokkan data Anda"
