"""Bad input on the pages of the six months: months, work, objection, repayment. docs/bad-input.md names these tests."""

import uuid
from datetime import date, timedelta

import pytest

from claims.enums import MonthState, ObjectionState
from claims.models import ClaimMonth, Objection, Overpayment, WorkReport
from claims.operations import monthly_cycle, overpayments, work
from core.jobs import run_due
from payments.models import Payout
from tests.factories import claims as make
from tests.factories.accounts import sign_in
from tests.factories.files import EICAR, pdf, photo, upload
from tests.html import soup, words

pytestmark = pytest.mark.django_db
REFERENCE, CLOSES = date(2026, 12, 16), date(2026, 12, 23)
DECLARED = {"truthful": "on"}


@pytest.fixture
def claim(travel):
    """Month 2 is open and lacks everything."""
    found = make.claim("paid")
    monthly_cycle.open_months(at=travel(REFERENCE))
    return found


@pytest.fixture
def me(client, claim):
    return sign_in(client, claim.person.user)


def path(claim, n: object = 2, step: str = "periksa/") -> str:
    return f"/klaim/{claim.pk}/bulan/{n}/{step}"


def states(claim) -> list[str]:
    return list(claim.months.order_by("n").values_list("state", flat=True))


def main(response) -> str:
    return words(soup(response).select_one("main"))


# --- B15: again, later, elsewhere --------------------------------------------------------------------------------


def test_back_after_sending_a_month_leads_to_its_receipt(me, claim):
    receipt = me.post(path(claim), DECLARED).url
    assert me.get(path(claim)).url == receipt
    assert me.post(path(claim), DECLARED).url == receipt
    assert claim.months.get(n=2).log.filter(move="submit").count() == 1


def test_yesterdays_form_of_a_month_leads_to_the_receipt_and_sends_nothing_anew(client, me, claim, travel):
    receipt = me.post(path(claim), DECLARED).url
    run_due()
    before = ClaimMonth.objects.get(claim=claim, n=2)
    travel(CLOSES + timedelta(days=1))
    sign_in(client, claim.person.user)
    assert client.post(path(claim), DECLARED).url == receipt
    assert "Klaim bulan ke-2 terkirim" in main(client.get(receipt))
    after = ClaimMonth.objects.get(claim=claim, n=2)
    assert (after.filed_at, after.state) == (before.filed_at, before.state)


def test_two_devices_send_one_month(me, claim):
    from_phone, from_desk = me, sign_in(type(me)(), claim.person.user)
    addresses = {device.post(path(claim), DECLARED).url for device in (from_phone, from_desk)}
    assert addresses == {path(claim, step="terkirim/")}
    assert claim.months.exclude(filed_at=None).count() == 1


# --- B16: months out of order, that do not exist, or are no number -----------------------------------------------


@pytest.mark.parametrize("n", [0, 7, 99, "2.0", "-1", "dua", "2%00"])
@pytest.mark.parametrize("step", ["periksa/", "lengkapi/", ""])
def test_a_month_that_is_none_cannot_be_sent(me, claim, n, step):
    before = states(claim)
    assert me.post(path(claim, n, step), DECLARED).status_code in (404, 405)
    assert states(claim) == before


@pytest.mark.parametrize("n", [3, 4, 5])
def test_a_later_month_is_not_sent_before_its_time(me, claim, n):
    before = states(claim)
    response = me.post(path(claim, n), DECLARED)
    assert response.status_code == 409
    assert "Waktu mengirim bulan ini belum tiba." in main(response)
    assert states(claim) == before


def test_month_1_is_sent_by_its_own_page_only(me, claim):
    before = states(claim)
    assert me.post(path(claim, 1), DECLARED).url == path(claim, 1, "terkirim/")
    assert states(claim) == before


# --- B17: hidden fields, other people's things -------------------------------------------------------------------


def test_hidden_fields_of_a_month_change_nothing(me, claim):
    tampered = {"n": "6", "amount": "99999999", "state": "paid", "filed_on": "2026-01-01", "claim": str(uuid.uuid4())}
    me.post(path(claim), DECLARED | tampered)
    second = claim.months.get(n=2)
    assert (second.state, second.filed_on, second.amount) == (MonthState.SUBMITTED, REFERENCE, None)
    assert Payout.objects.filter(source_id=str(second.pk)).count() == 0


def others_addresses(claim) -> list[str]:
    refusal = make.refusal(make.claim("refused", paid_months=11))
    return [
        path(claim),
        path(claim, step="lengkapi/"),
        *(f"/klaim/keberatan/{refusal.pk}/{step}" for step in ("", "alasan/", "penjelasan/", "bukti/", "periksa/")),
        f"/klaim/keberatan/{refusal.pk}/tarik/",
        f"/klaim/{claim.pk}/evaluasi/",
    ]


def test_what_is_somebody_elses_is_not_found_and_is_logged(client, claim, caplog):
    addresses = others_addresses(claim)
    sign_in(client, make.claim("paid").person.user)
    for address in addresses:
        response = client.post(address, DECLARED | {"ground": "other", "text": "Punya saya."})
        assert (response.status_code, bool(response["X-Request-ID"])) == (404, True)
        logged = [record.request.path for record in caplog.records if record.name == "django.request"]
        assert logged[-1] == address
    assert claim.months.get(n=2).state == MonthState.OPEN
    assert not Objection.objects.exists()


def test_a_report_of_work_goes_to_ones_own_claim_whatever_the_form_says(client, claim):
    mine = make.claim("paid")
    sign_in(client, mine.person.user)
    client.post("/status-kerja/lapor/", told(step="report", claim=str(claim.pk), state="effective"))
    report = WorkReport.objects.get()
    assert (report.claim_id, report.state) == (mine.pk, "pending")


def test_a_plan_takes_its_number_of_instalments_and_nothing_else(client, claim, travel):
    day = date(2026, 11, 16)
    known = {"employer": "PT Kerja Baru", "accepted_on": day, "started_on": day}
    at = travel(make.moment(REFERENCE))
    report = work.report_work(claim, **known, actor=claim.person.user, at=at)
    work.take_effect(report, at=travel(at + timedelta(days=1)))
    owed = Overpayment.objects.get()
    overpayments.confirm_overpayment(owed, instalments=3, note="Bekerja.", actor=make.verifier(), at=at)
    amount = owed.amount
    sign_in(client, claim.person.user)
    tampered = {"instalments": "6", "amount": "1", "state": "settled", "due_on": "2099-01-01"}
    client.post(f"/pembayaran/kelebihan/{owed.pk}/", tampered)
    owed.refresh_from_db()
    assert (owed.amount, sum(owed.plan.values_list("amount", flat=True)), owed.plan.count()) == (amount, amount, 6)
    sign_in(client, make.claim("paid").person.user)
    assert client.post(f"/pembayaran/kelebihan/{owed.pk}/", {"instalments": "1"}).status_code == 404
    assert owed.plan.count() == 6


# --- B15 and B22 of an objection ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "bukti.jpg", "Berkas ini kosong."),
        (b"MZ\x90\x00" * 40, "bukti.jpg", "Berkas harus JPG, PNG, atau PDF."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukti.svg", "Berkas harus berupa"),
        (photo() + EICAR, "bukti.jpg", "mengandung virus"),
        (pdf(password="rahasia"), "bukti.pdf", "dikunci kata sandi"),
        (b"\xff\xd8\xff" + b"0" * (5 * 1024 * 1024), "../../bukti.jpg", "Berkas lebih besar dari 5 MB."),
    ],
)
def test_a_bad_file_of_an_objection_is_told_and_not_kept(client, travel, content, name, sentence):
    found = make.claim("refused", paid_months=11)
    draft = make.objection(make.refusal(found), sent=False)
    sign_in(client, found.person.user)
    response = client.post(f"/klaim/keberatan/{draft.decision_id}/bukti/", {"file": upload(content, name)})
    assert response.status_code == 422
    assert sentence in words(soup(response).select_one("#id_file_error"))
    assert draft.files.count() == 0


def test_an_objection_sent_from_an_old_page_leads_to_the_same_receipt(client, travel):
    found = make.claim("refused", paid_months=11)
    draft = make.objection(make.refusal(found), sent=False)
    sign_in(client, found.person.user)
    address = f"/klaim/keberatan/{draft.decision_id}/"
    receipts = {client.post(f"{address}periksa/", DECLARED).url for _press in range(2)}
    assert receipts == {f"{address}terkirim/"}
    assert client.post(f"{address}penjelasan/", {"text": "Lain lagi."}).url == address
    sent = Objection.objects.get()
    assert (sent.state, sent.text) == (ObjectionState.SUBMITTED, make.WHY)


# --- B36: work reported by mistake, ahead, or that cannot be --------------------------------------------


def told(**change):
    days = {"accepted_on": date(2026, 12, 14), "started_on": date(2026, 12, 16)}
    for name in days:
        days[name] = change.pop(name, days[name])
    boxes = {f"{name}_{part}": getattr(on, part) for name, on in days.items() for part in ("day", "month", "year")}
    return {"employer": "PT Kerja Baru", "wage": "", "question": "", **boxes} | change


def test_one_press_reports_no_work_and_a_mistake_is_taken_back_within_24_hours(me, claim):
    assert "Yang berhenti" in main(me.post("/status-kerja/lapor/", told(step="check")))
    assert not WorkReport.objects.exists()
    me.post("/status-kerja/lapor/", told(step="report"))
    assert claim.months.get(n=2).state == MonthState.OPEN
    assert me.post("/status-kerja/batalkan/").url == "/status-kerja/"
    assert WorkReport.objects.get().state == "undone"
    run_due()
    assert claim.months.get(n=2).state == MonthState.OPEN


def test_work_that_begins_later_is_a_plan_until_its_first_day(me, client, claim, travel):
    first_day = REFERENCE + timedelta(days=20)
    me.post("/status-kerja/lapor/", told(step="report", started_on=first_day))
    travel(make.moment(first_day - timedelta(days=1), 23, 59, 59))
    run_due()
    claim.refresh_from_db()
    assert (claim.state, WorkReport.objects.get().state) == ("active", "pending")
    travel(make.moment(first_day, 0, 0, 0))
    run_due()
    claim.refresh_from_db()
    assert (claim.state, claim.end_reason, claim.ended_on) == ("ended", "working", first_day)


def test_the_form_of_the_last_month_without_choices_is_told_in_a_summary(client, claim, travel):
    for n in (2, 3, 4, 5):
        monthly_cycle.forfeit_months(at=travel(claim.months.get(n=n).closes_on + timedelta(days=1)))
        monthly_cycle.open_months(at=travel(claim.months.get(n=n + 1).opens_on))
    sign_in(client, claim.person.user)
    response = client.post(path(claim, 6), {})
    assert response.status_code == 422
    summary = [words(item) for item in soup(response).select(".errs li")]
    assert summary == [
        "Pilih apakah Anda sudah bekerja.",
        "Pilih apakah Anda masih mencari kerja.",
        "Pilih apakah Anda memulai usaha sendiri.",
        "Pilih kapan Anda bisa mulai bekerja.",
        "Centang pernyataan ini sebelum mengirim klaim.",
    ]
    assert claim.months.get(n=6).state == MonthState.OPEN
