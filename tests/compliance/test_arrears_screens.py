"""Arrears on screen: the worker reads and answers, the employer pays and asks, the office decides."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.enums import ArrearsState, EmployerPaymentState
from compliance.models import ArrearsCase
from core.models import AccessLog, Region
from payments.models import Bank, Payout
from tests.factories import claims as make
from tests.factories.accounts import officer, sign_in
from tests.factories.arrears import NOTE, arrears_case, bank_says, declared, fresh, owed_claim, staff_of, worker_of
from tests.factories.compliance import inspector
from tests.factories.files import photo, upload
from tests.factories.participants import MORNING, StaffFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
S, P = ArrearsState, EmployerPaymentState
DESK, FIRM = "/bpjs/tunggakan/", "/perusahaan/kepatuhan/tunggakan/"


def worker_url(case: ArrearsCase) -> str:
    return f"/klaim/{case.claim_id}/tunggakan/"


def text(response: Any) -> str:
    return words(soup(response).main)


def at_desk(client: Client, case: ArrearsCase, do: str, **said: Any) -> Any:
    data = {f"{do}-{name}": value for name, value in said.items() if name != "payment"}
    extra = {"payment": said["payment"]} if "payment" in said else {}
    return client.post(f"{DESK}{case.pk}/", {"do": do, **data, **extra})


# --- the worker


def test_the_claim_page_says_who_pays_why_and_until_when(client: Client) -> None:
    case = arrears_case()
    sign_in(client, worker_of(case))
    said = text(client.get(f"/klaim/{case.claim_id}/"))
    assert "Perusahaan membayar manfaat Anda lebih dahulu" in said
    assert "Perusahaan menunggak iuran 4 bulan berturut-turut pada hari PHK." in said
    assert "Dasar: PP 6/2025 Pasal 39 ayat (3) dan ayat (4)" in said
    assert "Bulan ke-1: Rp2.700.000, dibayar perusahaan paling lambat Rabu, 25 November 2026." in said
    page = soup(client.get(f"/klaim/{case.claim_id}/"))
    assert page.select_one(f'a[href="/pengaduan/?klaim={case.claim_id}"]') is not None
    assert page.select_one(f'a[href="{worker_url(case)}"]') is not None


def test_the_decision_says_the_same(client: Client) -> None:
    case = arrears_case()
    sign_in(client, worker_of(case))
    said = text(client.get(f"/klaim/{case.claim_id}/keputusan/"))
    assert "Perusahaan menunggak iuran 4 bulan berturut-turut pada hari PHK." in said
    assert "Dibayar perusahaan paling lambat Rabu, 25 November 2026." in said
    assert "Masuk paling lambat" not in said


def test_a_bankrupt_employers_worker_reads_that_the_fund_pays(client: Client) -> None:
    found = make.claim("in_review", unpaid=(1, 2, 3, 4, 5))
    type(found.phk.employer).objects.filter(pk=found.phk.employer_id).update(bankrupt_or_closed_on=MORNING.date())
    make.review.approve_claim(found, assessment=make.latest(found), actor=make.verifier(), at=MORNING)
    sign_in(client, found.person.user)
    said = text(client.get(f"/klaim/{found.pk}/"))
    assert "BPJS Ketenagakerjaan membayar manfaat Anda" in said
    assert "Dasar: PP 6/2025 Pasal 39A" in said
    assert "Utang iuran tetap tanggungan perusahaan, bukan Anda." in said
    assert "lebih dahulu" not in said


def test_before_the_decision_the_last_assessment_is_said(client: Client) -> None:
    found = make.claim("in_review", unpaid=(1, 2, 3, 4, 5))
    sign_in(client, found.person.user)
    page = soup(client.get(f"/klaim/{found.pk}/"))
    assert "Perusahaan membayar manfaat Anda lebih dahulu" in words(page.main)
    assert page.select_one('a[href$="/tunggakan/"]') is None


@pytest.mark.parametrize("where", ["/dasbor/", "/pembayaran/"])
def test_no_page_promises_the_funds_money(client: Client, where: str) -> None:
    case = arrears_case()
    sign_in(client, worker_of(case))
    said = text(client.get(where))
    assert "perusahaan" in said.lower()
    assert "Sedang dikirim" not in said
    assert "masuk ke BRI" not in said


def test_the_worker_says_yes(client: Client) -> None:
    case = arrears_case("declared")
    sign_in(client, worker_of(case))
    page = text(client.get(worker_url(case)))
    assert "Sudah masuk Rp2.700.000 untuk bulan ke-1?" in page
    assert "Bila perusahaan tidak membayar" in page
    assert "Bila perusahaan belum membayar" in page
    answer = client.post(worker_url(case), {"do": "confirm", "payment": str(case.payments.get().pk)})
    assert answer.status_code == 302
    assert fresh(case).state == S.PAID
    page = text(client.get(worker_url(case)))
    assert "Ya, uangnya sudah masuk" not in page
    assert "Bila perusahaan tidak membayar" not in page
    assert "Bila perusahaan belum membayar" not in page
    again = client.post(worker_url(case), {"do": "confirm", "payment": str(case.payments.get().pk)})
    assert again.status_code == 302
    assert "Dibayar perusahaan Senin, 16 November 2026" in text(client.get("/pembayaran/"))


def test_the_worker_says_no_and_may_leave_the_words_empty(client: Client) -> None:
    case = arrears_case("declared")
    sign_in(client, worker_of(case))
    client.post(worker_url(case), {"do": "deny", "payment": str(case.payments.get().pk), "note": ""})
    assert case.payments.get().state == P.DENIED
    assert "Menurut pekerja belum masuk" in text(client.get(worker_url(case)))


def test_what_was_handed_on_is_said_to_the_worker(client: Client) -> None:
    case = arrears_case("handed")
    with time_machine.travel(make.moment(case.pay_by + timedelta(days=1)), tick=False):
        sign_in(client, worker_of(case))
        assert "Perusahaan terlambat, pengawas menanganinya" in text(client.get(worker_url(case)))


def test_somebody_elses_case_and_payment_are_not_found(client: Client) -> None:
    mine, other = arrears_case("declared"), arrears_case("declared")
    sign_in(client, worker_of(mine))
    assert client.get(worker_url(other)).status_code == 404
    theirs = str(other.payments.get().pk)
    assert client.post(worker_url(mine), {"do": "confirm", "payment": theirs}).status_code == 404
    assert client.post(worker_url(mine), {"do": "confirm", "payment": "x"}).status_code == 404
    assert client.get(f"/tunggakan/bukti/{theirs}/").status_code == 404
    assert client.get(f"/tunggakan/bukti/{mine.payments.get().pk}/").status_code == 200
    assert fresh(other).state == S.TOLD


# --- the employer


def test_the_employer_lists_its_cases_searches_and_filters(client: Client) -> None:
    case, other = arrears_case(), arrears_case()
    sign_in(client, staff_of(case))
    listed = lambda query="": [words(th) for th in soup(client.get(FIRM + query)).select("tbody th")]  # noqa: E731
    assert listed() == [case.number]
    assert listed(f"?q={case.number[-4:]}&perlu=bayar") == [case.number]
    assert listed("?keadaan=refused") == []
    assert "Tidak ada kasus yang cocok" in text(client.get(f"{FIRM}?keadaan=refused"))
    assert client.get(f"{FIRM}{other.pk}/").status_code == 404


def test_the_debts_stand_in_a_table_with_the_fine_apart(client: Client) -> None:
    case = arrears_case()
    sign_in(client, staff_of(case))
    page = soup(client.get(f"{FIRM}{case.pk}/"))
    table = page.select_one('table:-soup-contains("Denda 2% per bulan")')
    assert [words(td) for td in table.select("tbody tr")[-1].select("td")] == ["Rp25.200", "Rp1.260", "", ""]
    assert len(table.select("tbody tr")) == 5
    said = words(page.main)
    assert "0,1% per bulan dari iuran yang terlambat: Rp63." in said
    for together in ("Rp1.323", "Rp26.523", "Rp25.263"):
        assert together not in said


def paid(client: Client, case: ArrearsCase, **over: Any) -> Any:
    day = {"paid-paid_on_day": "16", "paid-paid_on_month": "11", "paid-paid_on_year": "2026"}
    return client.post(f"{FIRM}{case.pk}/", {"do": "paid", **day, "paid-file": upload(photo()), **over})


def test_the_employer_uploads_its_proof_once(client: Client) -> None:
    case = arrears_case()
    sign_in(client, staff_of(case))
    assert paid(client, case).status_code == 302
    assert case.payments.get().state == P.DECLARED
    assert "Menunggu kabar pekerja" in text(client.get(f"{FIRM}{case.pk}/"))
    assert paid(client, case).status_code == 409
    assert case.payments.count() == 1


def test_a_payment_without_proof_or_of_tomorrow_is_said_beside_its_field(client: Client) -> None:
    case = arrears_case()
    sign_in(client, staff_of(case))
    tomorrow = paid(client, case, **{"paid-paid_on_day": "17"})
    assert tomorrow.status_code == 422
    assert paid(client, case, **{"paid-file": ""}).status_code == 422
    assert not case.payments.exists()


def ask(client: Client, case: ArrearsCase, do: str = "ask", **over: str) -> Any:
    data = {"bank": "008", "number": "1230009988776", "name": "PT Contoh", **over}
    return client.post(f"{FIRM}{case.pk}/", {"do": do, **{f"{do}-{k}": v for k, v in data.items()}})


@pytest.fixture
def banks() -> None:
    Bank.objects.update_or_create(code="008", defaults={"name": "Bank Mandiri", "pattern": r"\d{13}", "in_use": True})


@pytest.mark.usefixtures("banks")
def test_the_employer_asks_once_and_reads_until_when_it_is_paid(client: Client) -> None:
    case = arrears_case("settled")
    sign_in(client, staff_of(case))
    assert "Minta paling lambat 16 Februari 2027, tiga bulan sesudah membayar pekerja." in text(
        client.get(f"{FIRM}{case.pk}/")
    )
    assert ask(client, case, number="12").status_code == 422
    assert ask(client, case).status_code == 302
    said = text(client.get(f"{FIRM}{case.pk}/"))
    assert "Rp2.700.000" in said
    assert "25 November 2026" in said
    assert ask(client, case).status_code == 409


def test_after_three_months_the_page_says_that_it_is_too_late(client: Client) -> None:
    case = arrears_case("settled")
    with time_machine.travel(make.moment(case.request_until + timedelta(days=1)), tick=False):
        sign_in(client, staff_of(case))
        page = soup(client.get(f"{FIRM}{case.pk}/"))
        assert "Batas meminta penggantian adalah 16 Februari 2027 dan sudah lewat." in words(page.main)
        assert page.select_one('input[name="ask-number"]') is None


@pytest.mark.parametrize(("state", "days"), [("told", True), ("settled", False), ("asked", False)])
def test_the_day_of_paying_the_worker_is_named_only_until_it_is_paid(client: Client, state: str, days: bool) -> None:
    case = arrears_case(state)
    sign_in(client, staff_of(case))
    assert ("Batas waktu" in text(client.get(f"{FIRM}{case.pk}/"))) is days


@pytest.mark.parametrize("state", ["told", "settled"])
def test_the_firms_page_of_compliance_never_says_that_nothing_waits_while_money_does(
    client: Client, state: str
) -> None:
    case = arrears_case(state)
    sign_in(client, staff_of(case))
    with most_queries(20):
        page = soup(client.get("/perusahaan/kepatuhan/"))
    assert page.select_one(f'a[href="{FIRM}{case.pk}/"]') is not None
    assert "Tidak ada yang perlu ditanggapi" not in words(page.main)


def test_what_is_asked_for_waits_no_more_for_the_firm(client: Client) -> None:
    case = arrears_case("asked")
    sign_in(client, staff_of(case))
    page = soup(client.get("/perusahaan/kepatuhan/"))
    assert page.select_one(f'a[href="{FIRM}{case.pk}/"]') is None
    assert "Tidak ada yang perlu ditanggapi" in words(page.main)


@pytest.mark.usefixtures("banks")
def test_a_returned_transfer_asks_for_another_account(client: Client) -> None:
    case = bank_says(arrears_case("reimbursed"), "returned", code="account_closed")
    sign_in(client, staff_of(case))
    assert "Bank mengembalikan uang ini" in text(client.get(f"{FIRM}{case.pk}/"))
    assert ask(client, case, do="account").status_code == 409  # the account that the bank refused
    assert ask(client, case, do="account", number="9990001112223").status_code == 302
    assert fresh(case).state == S.APPROVED


def test_a_refusal_is_read_with_its_reason_and_name(client: Client) -> None:
    case = arrears_case("refused")
    sign_in(client, staff_of(case))
    said = text(client.get(f"{FIRM}{case.pk}/"))
    assert "Bukti pelunasan bukan milik perusahaan ini." in said
    assert case.decided_by.full_name in said


def test_an_answered_page_is_told_that_the_case_moved_on(client: Client) -> None:
    case = arrears_case("asked")
    sign_in(client, staff_of(case))
    assert client.post(f"{FIRM}{case.pk}/", {"do": "ask"}).status_code == 409
    assert client.post(f"{FIRM}{case.pk}/", {"do": "nonsense"}).status_code == 409


# --- the office


@pytest.fixture
def bvf(client: Client) -> User:
    user = make.verifier(full_name="Budi Verifikator")
    sign_in(client, user)
    return user


def test_requests_are_on_top_and_late_ones_are_said(client: Client, bvf: User) -> None:
    told, asked = arrears_case(), arrears_case("asked")
    page = soup(client.get(DESK))
    assert [words(th) for th in page.select("tbody th")] == [asked.number, told.number]
    assert [words(dd) for dd in page.select(".kpi dd")] == ["0", "1", "1", "0"]
    assert [words(th) for th in soup(client.get(f"{DESK}?perlu=bayar")).select("tbody th")] == [told.number]
    assert [words(th) for th in soup(client.get(f"{DESK}?q={asked.number}")).select("tbody th")] == [asked.number]
    with time_machine.travel(make.moment(asked.answer_due_on + timedelta(days=1)), tick=False):
        sign_in(client, bvf)
        assert asked.number in words(soup(client.get(DESK)).select_one("tr.hot"))


def test_the_list_asks_the_same_whatever_its_length(client: Client, bvf: User) -> None:
    arrears_case()
    client.get(DESK)
    with most_queries(14):
        client.get(DESK)
    for _ in range(3):
        arrears_case("declared")
    with most_queries(14):
        client.get(DESK)


def test_one_recommends_another_pays(client: Client, bvf: User) -> None:
    case = arrears_case("asked")
    assert at_desk(client, case, "recommend", note="x").status_code == 422
    assert at_desk(client, case, "recommend", note=NOTE).status_code == 302
    assert "Anda yang merekomendasikan, jadi petugas lain yang memutus." in text(client.get(f"{DESK}{case.pk}/"))
    assert at_desk(client, case, "approve").status_code == 403
    sign_in(client, make.verifier())
    assert "Setujui, bayar Rp2.700.000" in text(client.get(f"{DESK}{case.pk}/"))
    for _ in range(2):
        assert at_desk(client, case, "approve").status_code == 302
    assert Payout.objects.filter(source_kind="arrears_case").count() == 1
    assert "Transfer 1 ke" in text(client.get(f"{DESK}{case.pk}/"))


def test_the_officer_judges_a_proof_that_the_worker_denied(client: Client, bvf: User) -> None:
    case = arrears_case("declared")
    payment = str(case.payments.get().pk)
    assert at_desk(client, case, "reject", note=" ", payment=payment).status_code == 422
    assert at_desk(client, case, "reject", note="Bukti tidak terbaca.", payment=payment).status_code == 302
    assert "Bukti tidak terbaca." in text(client.get(f"{DESK}{case.pk}/"))
    second = declared(fresh(case))
    assert at_desk(client, case, "confirm", note=NOTE, payment=str(second.pk)).status_code == 302
    assert fresh(case).state == S.PAID


def test_a_payment_of_another_case_is_not_found(client: Client, bvf: User) -> None:
    case, other = arrears_case("declared"), arrears_case("declared")
    assert at_desk(client, case, "confirm", note=NOTE, payment=str(other.payments.get().pk)).status_code == 404
    assert at_desk(client, case, "confirm", note=NOTE, payment="x").status_code == 404


def test_debts_are_settled_with_the_day_of_the_books(client: Client, bvf: User) -> None:
    case = arrears_case("paid")
    day = {"settled_on_day": "16", "settled_on_month": "11", "settled_on_year": "2026"}
    assert at_desk(client, case, "settled", **day | {"settled_on_day": "17"}).status_code == 422
    assert at_desk(client, case, "settled", **day).status_code == 302
    assert fresh(case).state == S.SETTLED
    assert at_desk(client, case, "settled", **day).status_code == 409


@pytest.mark.parametrize(("state", "do", "after"), [
    ("asked", "give_back", S.SETTLED), ("asked", "refuse", S.REFUSED), ("recommended", "disagree", S.ASKED)
])  # fmt: skip
def test_every_other_word_needs_its_reason(client: Client, bvf: User, state: str, do: str, after: str) -> None:
    case = arrears_case(state)
    assert at_desk(client, case, do, note="").status_code == 422
    assert at_desk(client, case, do, note="Bukti bulan pertama buram.").status_code == 302
    assert fresh(case).state == after


def test_who_tells_an_employer_by_letter_writes_how(client: Client, bvf: User) -> None:
    found = owed_claim()
    found.phk.employer.staff.update(until=MORNING.date())
    case = arrears_case(claim=found)
    assert case.state == S.OPENED
    assert at_desk(client, case, "told", note="Surat tercatat nomor 12.").status_code == 302
    assert fresh(case).state == S.TOLD


def test_an_inspector_reads_the_province_and_decides_nothing(client: Client) -> None:
    case = arrears_case("handed")
    ArrearsCase.objects.filter(pk=case.pk).update(region=Region.objects.get(pk="3372"))
    sign_in(client, inspector("33"))
    said = text(client.get(f"{DESK}{case.pk}/"))
    assert "Verifikator BPJS memutus bukti, pelunasan, dan penggantian." in said
    assert "Yang Anda putuskan" not in said
    for do in ("told", "recommend", "refuse", "confirm", "approve", "settled", "nonsense"):
        assert at_desk(client, case, do, note=NOTE).status_code in (403, 404, 409)
    sign_in(client, inspector("32"))
    assert client.get(f"{DESK}{case.pk}/").status_code == 404
    assert fresh(case).state == S.HANDED


def test_the_worker_sees_who_read_the_case(client: Client, bvf: User) -> None:
    case = arrears_case()
    client.get(f"{DESK}{case.pk}/")
    assert AccessLog.objects.filter(actor=bvf, purpose="kasus tunggakan").count() == 1


def test_the_case_of_an_employer_one_acts_for_is_not_found(client: Client, bvf: User) -> None:
    case = arrears_case()
    StaffFactory(employer=case.employer, user=bvf)
    assert client.get(f"{DESK}{case.pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.BPJS_PAYMENT_MAKER, Role.COUNSELLOR, Role.HELP_DESK])
def test_other_roles_have_no_desk_here(client: Client, role: Role) -> None:
    sign_in(client, officer(role, phone="+6281377001122"))
    assert client.get(DESK).status_code == 403
