"""G4 and the employer's page of a sanction."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.enums import ProposalState, SanctionState
from compliance.models import Recommendation, SanctionCase
from compliance.operations import sanction_serving, sanctions
from notices.models import Letter
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.compliance import inspector
from tests.factories.files import photo
from tests.factories.participants import MORNING, PersonFactory, StaffFactory, confirmed_phk
from tests.factories.sanctions import DONE, SEEN, TEXT, arrived, case, coordinator, inspection, proposed, stepped
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST, OWN = "/pengawasan/sanksi/", "/perusahaan/kepatuhan/sanksi/"
LATER = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


def page_of(client: Client, made: SanctionCase) -> Any:
    return soup(client.get(f"{LIST}{made.pk}/"))


def post(client: Client, made: SanctionCase, do: str, base: str = LIST, **said: Any) -> Any:
    plain = {name: said.pop(name) for name in ("proposal", "objection", "step") if name in said}
    data = {f"{do}-{name}": value for name, value in said.items()}
    return client.post(f"{base}{made.pk}/", {"do": do, **plain, **data}, follow=True)


def fresh(made: SanctionCase) -> SanctionCase:
    return SanctionCase.objects.get(pk=made.pk)


def day(at: datetime) -> dict[str, str]:
    return {"on_day": str(at.day), "on_month": str(at.month), "on_year": str(at.year)}


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("tanda-terima.jpg", photo(), content_type="image/jpeg")


def staff_of(made: SanctionCase) -> User:
    return made.employer.staff.get().user


def listed(client: Client, query: str = "") -> list[str]:
    return [words(row) for row in soup(client.get(LIST + query)).select("tbody th")]


# --- the list


def test_what_waits_for_an_officer_stands_first(client: Client, pgw: User) -> None:
    running = case("warned_once", served=True, at=MORNING)
    waits = case()
    proposed(waits)
    quiet = case()
    over = case(at=MORNING)
    sanction_serving.check_obligations(over, met=True, text=DONE, by=over.opened_by, at=MORNING)
    stepped(over, "complied", at=MORNING, seen=False)
    sign_in(client, pgw)
    assert listed(client) == [waits.number, running.number, quiet.number]
    assert [words(dd) for dd in soup(client.get(LIST)).select(".kpi dd")] == ["0", "1", "0", "1"]
    assert listed(client, "?tahap=complied") == [over.number]
    with time_machine.travel(LATER, tick=False):
        sign_in(client, pgw)
        assert listed(client, "?waktu=lewat") == [running.number]
        assert running.number in words(soup(client.get(LIST)).select_one("tr.hot"))


def test_the_list_is_searched_and_filtered(client: Client, pgw: User) -> None:
    one, two = case(), case("warned_once")
    proposed(one)
    sign_in(client, pgw)
    assert listed(client, f"?q={two.number.lower()}") == [two.number]
    assert listed(client, f"?q={one.employer.npp}") == [one.number]
    assert listed(client, "?waktu=usulan") == [one.number]
    assert listed(client, "?tahap=warned_once") == [two.number]
    assert "Tidak ada kasus sanksi yang cocok" in client.get(f"{LIST}?q=tidakada").content.decode()


def test_the_list_has_pages_and_few_queries(client: Client, pgw: User) -> None:
    for _ in range(21):
        case(seen=False)
    sign_in(client, pgw)
    client.get(LIST)
    with most_queries(14):
        assert len(listed(client)) == 20
    assert len(listed(client, "?page=2")) == 1


@pytest.mark.parametrize("role", [Role.BPJS_VERIFIER, Role.AUDITOR])
def test_national_readers_read_and_change_nothing(client: Client, role: Role) -> None:
    made = case()
    sign_in(client, officer(role))
    assert listed(client) == [made.number]
    for do in ("propose", "check", "serve", "close", "approve"):
        assert post(client, made, do, text=TEXT).status_code in (403, 404)
    assert not page_of(client, made).select("main form")
    assert fresh(made).state == SanctionState.FOUND


def test_another_province_finds_nothing(client: Client) -> None:
    made = case("warned_once", served=True, of=inspection(region="3578"))
    letter, arrival = Letter.objects.get(), made.proposals.get().service
    sign_in(client, inspector("33"))
    assert listed(client) == []
    for path in (f"{LIST}{made.pk}/", f"{OWN}surat/{letter.pk}/", f"{OWN}berkas/{arrival.pk}/"):
        assert client.get(path).status_code == 404
    assert post(client, made, "check", met="ya", text=SEEN).status_code == 404
    sign_in(client, inspector("35"))
    assert client.get(f"{LIST}{made.pk}/").status_code == 200


# --- one case


def test_a_blocked_step_says_why_with_article_and_day(client: Client, pgw: User) -> None:
    made = case("warned_once", served=True)
    sign_in(client, pgw)
    section = page_of(client, made).select_one("section[aria-labelledby=berikut]")
    text = words(section)
    assert "Langkah berikutnya: Teguran kedua" in text
    assert "Perusahaan masih punya waktu sampai 30 November 2026." in text
    assert "Belum ada petugas yang memeriksa pemenuhan" in text
    assert "PP 86/2013" in text
    assert section.select("form") == []
    answer = post(client, made, "propose", text=TEXT)
    assert answer.status_code == 409
    assert "masih punya waktu sampai 30 November 2026" in answer.content.decode()


def test_one_proposes_another_approves_and_the_letter_is_there(client: Client, pgw: User) -> None:
    made = case()
    sign_in(client, pgw)
    assert "Usulan menunggu persetujuan" in post(client, made, "propose", text=TEXT).content.decode()
    page = page_of(client, made)
    assert page.select("button[name=proposal]") == []
    assert "disetujui petugas lain" in words(page.select_one("section.decide"))
    key = str(made.proposals.get().pk)
    assert post(client, made, "approve", proposal=key).status_code == 403
    sign_in(client, coordinator())
    page = page_of(client, made)
    assert page.select_one("button[name=proposal]")["value"] == key
    assert "Suratnya sudah terbit" in post(client, made, "approve", proposal=key).content.decode()
    assert fresh(made).state == SanctionState.WARNED_ONCE
    letter = page_of(client, made).select_one("section[aria-labelledby=surat] .doc a")
    answer = client.get(letter["href"])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_a_second_submit_is_the_same_or_a_conflict(client: Client, pgw: User) -> None:
    made = case()
    sign_in(client, pgw)
    for _ in range(2):
        assert post(client, made, "propose", text=TEXT).status_code == 200
    assert made.proposals.count() == 1
    key, first, second = str(made.proposals.get().pk), coordinator(), coordinator()
    assert post(sign_in(client, first), made, "approve", proposal=key).status_code == 200
    assert post(sign_in(client, first), made, "approve", proposal=key).status_code == 200
    assert post(sign_in(client, second), made, "approve", proposal=key).status_code == 409
    assert post(client, made, "approve", proposal=str(uuid.uuid4())).status_code == 404
    assert post(client, made, "approve", proposal="bukan").status_code == 404
    assert made.log.count() == 1


def test_a_refused_proposal_is_kept_with_its_reason(client: Client) -> None:
    made = case()
    key = str(proposed(made).pk)
    sign_in(client, coordinator())
    assert post(client, made, "refuse", proposal=key, text="Belum.").status_code == 422
    post(client, made, "refuse", proposal=key, text="Perusahaan sedang mendaftarkan pekerjanya.")
    assert made.proposals.get().state == ProposalState.REFUSED
    assert "sedang mendaftarkan" in words(page_of(client, made).select_one("section[aria-labelledby=tolak]"))


def test_the_arrival_starts_the_clock(client: Client) -> None:
    made = case("warned_once")
    sign_in(client, made.opened_by)
    assert post(client, made, "serve", how="hand", **day(MORNING)).status_code == 422
    tomorrow = post(client, made, "serve", how="hand", file=picture(), **day(MORNING + timedelta(days=1)))
    assert tomorrow.status_code == 422
    assert "hari yang akan datang" in tomorrow.content.decode()
    answer = post(client, made, "serve", how="hand", file=picture(), **day(MORNING))
    assert "Hari diterima tercatat" in answer.content.decode()
    aside = words(soup(answer).select_one("section[aria-labelledby=waktu]"))
    assert "30 November 2026" in aside
    assert post(client, made, "serve", how="hand", file=picture(), **day(MORNING)).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_the_arrival_is_recorded_outside_of_any_transaction_of_a_test(client: Client) -> None:
    made = case("warned_once")
    sign_in(client, made.opened_by)
    answer = post(client, made, "serve", how="hand", file=picture(), **day(MORNING))
    assert "Hari diterima tercatat" in answer.content.decode()
    assert fresh(made).served_on == MORNING.date()
    assert post(client, made, "serve", how="hand", file=picture(), **day(MORNING)).status_code == 409


def test_the_employer_reads_the_newest_letter_first_and_no_clock_where_there_is_none(client: Client) -> None:
    made = arrived(case("warned_once"), at=MORNING)
    made = stepped(made, "warned_twice", at=LATER)
    with time_machine.travel(LATER, tick=False):
        sign_in(client, staff_of(made))
        assert "Ada surat untuk perusahaan Anda" in words(soup(client.get("/perusahaan/kepatuhan/")).main)
        names = [words(head) for head in soup(client.get(f"{OWN}{made.pk}/")).select("#surat ~ article h3")]
        assert names == ["Teguran kedua", "Teguran pertama"]


def test_the_fine_is_shown_month_by_month_before_it_is_approved(client: Client) -> None:
    made = arrived(case("warned_once"), at=MORNING)
    made = arrived(stepped(made, "warned_twice", at=LATER), at=LATER)
    with time_machine.travel(datetime(2026, 12, 16, 2, 0, tzinfo=UTC), tick=False):
        sign_in(client, made.opened_by)
        post(client, made, "check", met="belum", text=SEEN)
        wrong = post(client, made, "propose", text=TEXT, unpaid="September 12 juta")
        assert wrong.status_code == 422
        assert "Baris 1" in words(soup(wrong).select_one(".err .msg"))
        post(client, made, "propose", text=TEXT, unpaid="09-2026 12.500.000\n10-2026 12.500.000\n")
        section = page_of(client, made).select_one("section.decide")
        assert [words(cell) for cell in section.select("tbody tr:last-child td")] == ["Rp62.500"]
        assert "2% sebulan ditagih BPJS tersendiri" in words(section)
        assert "Denda administratif: Rp62.500" in words(section)


def test_who_has_an_interest_only_reads(client: Client, pgw: User) -> None:
    made = case()
    confirmed_phk(person=PersonFactory(user=pgw), employer=made.employer)
    sign_in(client, pgw)
    page = page_of(client, made)
    assert "Anda punya kepentingan" in words(page.select_one(".note.care"))
    assert not page.select("main form")
    assert post(client, made, "check", met="ya", text=SEEN).status_code == 403


# --- the employer


def test_an_employer_finds_its_case_under_compliance_from_the_first_letter_on(client: Client) -> None:
    made = case()
    sign_in(client, staff_of(made))
    assert client.get(f"{OWN}{made.pk}/").status_code == 404
    assert made.number not in client.get("/perusahaan/kepatuhan/").content.decode()
    sanctions.approve(proposed(made), by=coordinator(full_name="Kartika Koordinator"), at=MORNING)
    arrived(made, at=MORNING)
    assert soup(client.get("/perusahaan/kepatuhan/")).select_one(f"a[href='{OWN}{made.pk}/']")
    page = soup(client.get(f"{OWN}{made.pk}/"))
    text = words(page.main)
    assert "Senin, 30 November 2026, 23.59 WIB" in text
    assert "Selasa, 15 Desember 2026, 23.59 WIB" in text  # the last day to object
    assert not any(name in text for name in ("Kartika", made.opened_by.full_name))
    answer = client.get(page.select_one("section[aria-labelledby=surat] .doc a")["href"])
    assert answer["Content-Type"] == "application/pdf"


def test_strangers_and_other_firms_do_not_find_it(client: Client) -> None:
    made = case("warned_once", served=True)
    letter, own = Letter.objects.get(), staff_of(made)
    for user in (UserFactory(), StaffFactory().user, StaffFactory(employer=made.employer, former=True).user):
        sign_in(client, user)
        assert client.get(f"{OWN}{made.pk}/").status_code == 404
        assert post(client, made, "object", OWN, step="warned_once", text=TEXT).status_code == 404
        assert client.get(f"{OWN}surat/{letter.pk}/").status_code == 404
    arrival = made.proposals.get().service
    assert sign_in(client, own).get(f"{OWN}berkas/{arrival.pk}/").status_code == 404


def test_an_employer_does_not_read_what_an_office_reads(client: Client) -> None:
    made = case("warned_once", served=True)
    at = LATER
    for step, at in (("warned_twice", LATER), ("fined", datetime(2026, 12, 16, 2, tzinfo=UTC))):
        made = arrived(stepped(made, step, at=at), at=at)
    made = stepped(made, "recommended", at=datetime(2027, 1, 18, 2, tzinfo=UTC))
    letter = Letter.objects.filter(kind="sanction_to_office").first()
    with time_machine.travel(datetime(2027, 1, 18, 3, tzinfo=UTC), tick=False):
        assert sign_in(client, staff_of(made)).get(f"{OWN}surat/{letter.pk}/").status_code == 404
        assert "Izin mengikuti tender proyek" in words(soup(client.get(f"{OWN}{made.pk}/")).main)
        sign_in(client, made.opened_by)
        assert client.get(f"{OWN}surat/{letter.pk}/").status_code == 200
        assert post(client, made, "office-pengadaan", imposed="ya", number="503/12", **day(LATER)).status_code == 422
        answer = post(
            client, made, "office-pengadaan", imposed="ya", number="503/12", on_day="18", on_month="1", on_year="2027"
        )
        assert "Jawaban kantor tercatat" in answer.content.decode()
        assert "503/12, 18 Januari 2027" in words(soup(answer).select_one("section[aria-labelledby=kantor]"))


def test_once_it_is_lifted_no_page_says_that_a_service_is_denied(client: Client) -> None:
    made = case("warned_once", served=True)
    days = ((12, 1), (12, 16), (1, 18))
    for (month, number), step in zip(days, ("warned_twice", "fined", "recommended"), strict=True):
        at = datetime(2027 if month == 1 else 2026, month, number, 2, tzinfo=UTC)
        made = arrived(stepped(made, step, at=at), at=at)
    for row in Recommendation.objects.order_by("office"):
        imposed = row.office == "pengadaan"
        sanction_serving.record_office_answer(
            row, imposed=imposed, on=at.date(), number="503/12", by=made.opened_by, at=at
        )
    made = stepped(made, "imposed", at=at + timedelta(hours=1))
    with time_machine.travel(at + timedelta(hours=3), tick=False):
        sign_in(client, staff_of(made))
        assert "Layanan dihentikan" in words(soup(client.get(f"{OWN}{made.pk}/")).main)
        at += timedelta(hours=2)
        sanction_serving.check_obligations(made, met=True, text=DONE, by=made.opened_by, at=at)
        made = stepped(made, "lifted", at=at, seen=False)
        for user, base in ((staff_of(made), OWN), (made.opened_by, LIST)):
            said = words(soup(sign_in(client, user).get(f"{base}{made.pk}/")).main)
            assert ("Dibuka lagi" in said, "Layanan dihentikan" in said) == (True, False)


def test_the_page_leads_to_what_comes_next(client: Client, pgw: User) -> None:
    made = case("warned_once")
    sign_in(client, pgw)
    assert words(page_of(client, made).select_one("a[href='#surat']")) == "Berikutnya: catat hari surat diterima"
    arrived(made, at=MORNING)
    assert page_of(client, made).select("a[href='#surat'], a[href='#penuh']") == []
    with time_machine.travel(LATER, tick=False):
        sign_in(client, pgw)
        assert "periksa pemenuhan" in words(page_of(client, made).select_one("a[href='#penuh']"))
        assert "Pemenuhan diperiksa" in words(soup(client.get(LIST)).select_one("tr.hot"))
        sanction_serving.check_obligations(made, met=False, text=SEEN, by=pgw, at=LATER)
        assert "Dapat diusulkan" in words(page_of(client, made).select_one("section[aria-labelledby=berikut] .tag"))
        proposed(made, at=LATER, by=pgw)
        assert "Sudah diusulkan" in words(page_of(client, made).select_one("section[aria-labelledby=berikut] .tag"))


def test_a_proof_is_sent_and_an_officer_confirms_it(client: Client) -> None:
    made = case("warned_once", served=True)
    sign_in(client, staff_of(made))
    assert post(client, made, "proof", OWN, text=DONE).status_code == 422
    assert "Bukti terkirim" in post(client, made, "proof", OWN, text=DONE, file=picture()).content.decode()
    row = made.proofs.get()
    sign_in(client, made.opened_by)
    assert DONE in words(page_of(client, made).select_one("section[aria-labelledby=penuh]"))
    assert post(client, made, "check", met="ya", text=DONE).status_code == 200
    post(client, made, "close", text="Semua pekerja sudah terdaftar di BPJS.")
    sign_in(client, coordinator())
    post(client, made, "approve", proposal=str(made.proposals.get(state="open").pk))
    assert fresh(made).state == SanctionState.COMPLIED
    page = soup(sign_in(client, staff_of(made)).get(f"{OWN}{made.pk}/"))
    assert "Kasus ini selesai" in words(page.main)
    assert page.select("main form") == []
    assert page.select_one(f"a[href='{OWN}berkas/{row.pk}/']")
    assert post(client, made, "proof", OWN, text=DONE, file=picture()).status_code == 409


def test_a_proof_that_nobody_has_looked_at_is_first_on_the_list(client: Client, pgw: User) -> None:
    running, made = case("warned_once", served=True, at=MORNING), case("warned_once", served=True, at=MORNING)
    with time_machine.travel(MORNING + timedelta(days=8), tick=False):
        sign_in(client, staff_of(made))
        post(client, made, "proof", OWN, text=DONE, file=picture())
        sign_in(client, pgw)
        assert listed(client) == [made.number, running.number]
        rows = [words(row) for row in soup(client.get(LIST)).select("tbody tr")]
        assert ["Bukti perusahaan diperiksa" in row for row in rows] == [True, False]
        sanction_serving.check_obligations(made, met=False, text=SEEN, by=pgw, at=MORNING + timedelta(days=8))
        assert "Bukti perusahaan diperiksa" not in words(soup(client.get(LIST)).main)


def test_an_employer_objects_once_and_another_officer_answers(client: Client) -> None:
    made = case("warned_once", served=True)
    sign_in(client, staff_of(made))
    short = post(client, made, "object", OWN, step="warned_once", text="Tidak.")
    assert short.status_code == 422
    assert soup(short).select_one("details[open] .msg")
    why = "Dua belas orang itu magang dan bukan pekerja kami."
    assert "Keberatan terkirim" in post(client, made, "object", OWN, step="warned_once", text=why).content.decode()
    assert post(client, made, "object", OWN, step="warned_once", text=f"{why} Lagi.").status_code == 409
    assert post(client, made, "object", OWN, step="fined", text=why).status_code == 409
    sign_in(client, made.opened_by)
    page = page_of(client, made)
    assert "petugas lain yang menjawab" in words(page.main)
    objection = str(made.proposals.get().objection.pk)
    facts = {"objection": objection, "upheld": "diterima", "text": "Daftar hadir menunjukkan mereka magang."}
    assert post(client, made, "answer", **facts).status_code == 403
    sign_in(client, inspector())
    assert "Keberatan dijawab" in post(client, made, "answer", **facts).content.decode()
    assert fresh(made).state == SanctionState.FOUND
    page = soup(sign_in(client, staff_of(made)).get(f"{OWN}{made.pk}/"))
    assert "Dibatalkan karena keberatan" in words(page.main)
