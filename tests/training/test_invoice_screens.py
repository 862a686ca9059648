"""L5, R1, R2: what the institute and Kemnaker see and press, what is refused, and what a page of 500 lines costs."""

import gzip
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from core.models import AccessLog, AuditEvent
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, officer, sign_in
from tests.factories.training_invoices import HEAD, OVER, REPORT, crowd, drafted, over, recommended, sent
from tests.factories.training_money import AttendanceFactory, EnrolmentFactory, InstituteStaffFactory
from tests.html import soup, words
from tests.queries import most_queries
from training.enums import InvoiceState
from training.models import Interest, Invoice, LineRemark

pytestmark = pytest.mark.django_db
MINE, DESK = "/mitra/tagihan/", "/reviu/"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(OVER, tick=False):
        yield


def main(response) -> str:
    """What a person reads, the pieces of a row apart."""
    return " ".join(soup(response).select_one("main").get_text(" ").split())


def as_(client: Client, user: User) -> Client:
    return sign_in(client, user)


def own(invoice: Invoice, rest: str = "") -> str:
    return f"{MINE}{invoice.pk}/{rest}"


def desk(invoice: Invoice, rest: str = "") -> str:
    return f"{DESK}tagihan/{invoice.pk}/{rest}"


def absent(held):
    """Somebody of the class who was never there."""
    seat = EnrolmentFactory(training_class=held, person__full_name="Eko Wahyudi")
    for meeting in held.meetings.all():
        AttendanceFactory(enrolment=seat, meeting=meeting, absent=True)
    return seat


# --- L5 ----------------------------------------------------------------------------------------------------------


def test_who_acts_for_no_institute_finds_nothing(client):
    held, _home = over()
    invoice = drafted(held)
    for stranger in (UserFactory(), InstituteStaffFactory().user):
        as_(client, stranger)
        for path in (own(invoice), own(invoice, "kirim/"), own(invoice, "dokumen/1/")):
            assert client.get(path).status_code == 404
        assert client.post(MINE, {"class": str(held.pk)}).status_code == 404
        assert client.post(own(invoice), {"do": "cancel"}).status_code == 404
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.DRAFT


def test_a_class_becomes_a_draft_with_one_press(client):
    held, home = over(seats=2)
    absent(held)
    as_(client, home.staff)
    assert "3 peserta belum ditagihkan" in main(client.get(MINE))
    for _twice in range(2):
        response = client.post(MINE, {"class": str(held.pk), "total": "99000000"})
        invoice = Invoice.objects.get()
        assert response["Location"] == own(invoice)
    page = main(client.get(own(invoice)))
    assert "Jumlah 2 peserta 3.700.000" in page
    assert "Eko Wahyudi 0% Kehadiran 1.850.000 0 Tidak dapat Hadir 0%, kurang dari 80%." in page
    assert f"Pimpinan lembaga yang menandatangani: {HEAD}." in page
    assert client.post(MINE, {"class": "x"}).status_code == 404


def test_nobody_payable_is_explained_person_by_person(client):
    held, home = over(seats=0)
    absent(held)
    as_(client, home.staff)
    response = client.post(MINE, {"class": str(held.pk)})
    assert response.status_code == 409
    assert "Eko Wahyudi : Hadir 0%, kurang dari 80%." in main(response)


def test_somebody_is_left_out_and_taken_by_buttons(client):
    held, home = over(seats=2)
    invoice, seat = drafted(held), str(held.enrolments.first().pk)
    as_(client, home.staff)
    client.post(own(invoice), {"drop": seat})
    assert "Jumlah 1 peserta 1.850.000" in main(client.get(own(invoice)))
    client.post(own(invoice), {"take": seat, "price": "1"})
    assert "Jumlah 2 peserta 3.700.000" in main(client.get(own(invoice)))
    assert client.post(own(invoice), {"drop": "x"}).status_code == 404
    other, _house = over()
    response = client.post(own(invoice), {"take": str(other.enrolments.get().pk)}, follow=True)
    assert "Peserta ini bukan peserta kelas tagihan ini." in words(soup(response).body)


def test_the_head_signs_and_sees_the_way_to_the_money(client):
    held, home = over(seats=2)
    invoice = drafted(held)
    as_(client, home.head)
    page = soup(client.get(own(invoice, "kirim/")))
    assert "Kelas Operator jahit garmen berlangsung 9–28 November 2026" in page.select_one("textarea").get_text()
    typed = {"seen": page.select_one("input[name=seen]")["value"], "report": REPORT, "typed_name": "", "total": "9"}
    response = client.post(own(invoice, "kirim/"), typed)
    assert response.status_code == 422
    assert REPORT in soup(response).select_one("textarea").get_text()
    assert client.post(own(invoice, "kirim/"), typed | {"typed_name": "Joko"}).status_code == 422
    for _twice in range(2):
        response = client.post(own(invoice, "kirim/"), typed | {"typed_name": HEAD})
        assert response["Location"] == own(invoice)
    text = main(client.get(own(invoice)))
    assert "Diajukan ke BPJS paling cepat 1 Desember 2026" in text
    assert "Laporan pelaksanaan" in text
    invoice.refresh_from_db()
    assert (invoice.version, invoice.total) == (1, 3_700_000)
    paper = client.get(own(invoice, "dokumen/3/"))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(own(invoice, "dokumen/4/")).status_code == 404
    assert client.get(own(invoice, "kirim/")).status_code == 302


def test_staff_cannot_sign(client):
    held, home = over()
    invoice = drafted(held)
    as_(client, home.staff)
    assert f"Hanya pimpinan lembaga yang dapat mengirim tagihan: {HEAD}." in main(client.get(own(invoice, "kirim/")))
    typed = {"seen": "", "report": REPORT, "typed_name": home.staff.full_name}
    assert client.post(own(invoice, "kirim/"), typed).status_code == 403


def test_signing_asks_for_a_recent_sign_in(client):
    held, home = over()
    invoice = drafted(held)
    sign_in(client, home.head, proved_ago=3_600)
    response = client.post(own(invoice, "kirim/"), {"seen": "", "report": REPORT, "typed_name": HEAD})
    assert response.status_code == 302
    assert "next=" in response["Location"]


def test_an_invoice_without_participants_says_why_it_cannot_be_sent(client):
    held, home = over()
    invoice = drafted(held)
    as_(client, home.head)
    client.post(own(invoice), {"drop": str(held.enrolments.get().pk)})
    text = main(client.get(own(invoice)))
    assert "Tidak ada peserta yang ditagihkan, jadi tagihan ini belum dapat dikirim." in text
    assert "Tanda tangani dan kirim" not in text
    assert client.get(own(invoice, "kirim/"))["Location"] == own(invoice)


def test_what_changed_before_signing_is_shown_and_signed_anew(client):
    held, home = over(seats=2)
    invoice = drafted(held)
    as_(client, home.head)
    seen = soup(client.get(own(invoice, "kirim/"))).select_one("input[name=seen]")["value"]
    seat = held.enrolments.first()
    for row in seat.attendances.order_by("on")[:2]:
        row.minutes = 0
        row.save()
    typed = {"seen": seen, "report": "Tulisan saya.", "typed_name": HEAD}
    response = client.post(own(invoice, "kirim/"), typed)
    assert response.status_code == 409
    page = soup(response)
    assert seat.person.full_name in main(response)
    assert "Rp1.850.000 1 peserta." in main(response)
    assert "Tulisan saya." in page.select_one("textarea").get_text()
    typed["seen"] = page.select_one("input[name=seen]")["value"]
    assert client.post(own(invoice, "kirim/"), typed).status_code == 302
    invoice.refresh_from_db()
    assert (invoice.state, invoice.total) == (InvoiceState.SENT, 1_850_000)


def test_the_list_is_searched_and_says_what_comes_next(client):
    held, home = over()
    invoice = sent(held)
    as_(client, home.staff)
    assert "Diajukan ke BPJS paling cepat 1 Desember 2026" in main(client.get(MINE))
    assert invoice.number in main(client.get(MINE, {"q": "jahit", "keadaan": "sent"}))
    assert "Tidak ada tagihan yang cocok" in main(client.get(MINE, {"q": "las"}))
    with most_queries(20):
        client.get(MINE)


# --- R1, R2 ------------------------------------------------------------------------------------------------------


def test_the_queue_shows_what_waits_the_oldest_first(client):
    held, _home = over()
    older = sent(held, at=OVER - timedelta(days=1))
    newer = sent(over()[0])
    as_(client, officer(Role.REVIEWER))
    with most_queries(25):
        page = soup(client.get(DESK))
    numbers = [words(row.select("td")[2]) for row in page.select("table")[-1].select("tbody tr")]
    assert numbers == [older.number, newer.number]
    assert page.select_one("main a.btn")["href"] == desk(older)
    assert "Menunggu reviu 2" in main(client.get(DESK))
    assert older.number in main(client.get(DESK, {"q": older.number, "provinsi": "33", "keadaan": "semua"}))
    assert "Tidak ada tagihan yang cocok" in main(client.get(DESK, {"keadaan": "paid"}))
    assert client.get(DESK, {"provinsi": "'", "keadaan": "<x>", "page": "x"}).status_code == 200


def test_a_reviewer_recommends_and_an_approver_approves(client):
    held, _home = over(seats=2)
    invoice = sent(held)
    as_(client, officer(Role.REVIEWER))
    text = main(client.get(desk(invoice)))
    assert "Ditagihkan LPK Rp3.700.000 2 peserta Dihitung sistem Rp3.700.000 2 peserta Selisih Rp0 tidak ada" in text
    assert "Sesuai 100% – 1.850.000 Memenuhi" in text
    for _twice in range(2):
        assert client.post(desk(invoice), {"verdict": "recommend", "version": 1}).status_code == 302
    assert "Tidak ada yang perlu Anda putuskan" in main(client.get(desk(invoice)))
    assert client.post(desk(invoice), {"verdict": "approve", "version": 1}).status_code == 403
    as_(client, officer(Role.APPROVER))
    assert "Setujui Rp3.700.000" in main(client.get(desk(invoice)))
    for _twice in range(2):
        assert client.post(desk(invoice), {"verdict": "approve", "version": 1}).status_code == 302
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.APPROVED


def test_ones_own_recommendation_is_not_approved_and_it_is_written_down(client):
    user = officer(Role.REVIEWER)
    RoleAssignmentFactory(user=user, role=Role.APPROVER)
    held, _home = over()
    invoice = recommended(held, by=user)
    as_(client, user)
    assert "Tagihan disetujui oleh orang lain" in main(client.get(desk(invoice)))
    assert client.post(desk(invoice), {"verdict": "approve", "version": 1}).status_code == 403
    assert AuditEvent.objects.filter(action="training.invoice.refused", actor=user).count() == 1


def test_who_declared_an_interest_reads_why_and_decides_nothing(client):
    held, home = over()
    invoice, user = sent(held), officer(Role.REVIEWER)
    Interest.objects.create(
        officer=user,
        institute=home.institute,
        reason="Kakak saya memimpinnya.",
        since=OVER.date(),
        declared_by=user,
        declared_at=OVER,
    )
    as_(client, user)
    page = client.get(desk(invoice))
    assert "Anda menyatakan benturan kepentingan" in main(page)
    assert soup(page).select_one("#putusan") is None
    assert client.post(desk(invoice), {"verdict": "recommend", "version": 1}).status_code == 403


def test_remarks_of_lines_come_back_to_the_institute(client):
    held, home = over(seats=2)
    invoice = sent(held)
    as_(client, officer(Role.REVIEWER))
    empty = client.post(desk(invoice), {"verdict": "return", "version": 1, "remark": " "})
    assert empty.status_code == 422
    assert "Tulis apa yang harus diperbaiki LPK." in main(empty)
    long = client.post(desk(invoice), {"verdict": "return", "version": 1, "remark": "x" * 501, "r2": "Salah."})
    assert soup(long).select_one("input[name=r2]")["value"] == "Salah."
    assert (
        client.post(desk(invoice), {"verdict": "return", "version": 1, "r2": "Periksa 9 November."}).status_code == 302
    )
    assert LineRemark.objects.get().text == "Periksa 9 November."
    as_(client, home.head)
    text = main(client.get(own(invoice)))
    assert "Penelaah mengembalikan tagihan ini" in text
    assert "Periksa 9 November." in text


def test_another_version_is_shown_before_it_is_judged(client):
    held, _home = over()
    invoice = sent(held)
    as_(client, officer(Role.REVIEWER))
    response = client.post(desk(invoice), {"verdict": "return", "version": 0, "remark": "Tulisan saya."})
    assert response.status_code == 409
    assert "Tulisan saya." in soup(response).select_one("textarea").get_text()
    assert soup(response).select_one("input[name=version]")["value"] == "1"
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.SENT


def test_a_failing_line_can_only_go_back(client):
    held, _home = over(seats=2)
    invoice = sent(held)
    for row in held.enrolments.first().attendances.order_by("on")[:2]:
        row.minutes = 0
        row.save()
    as_(client, officer(Role.REVIEWER))
    page = client.get(desk(invoice))
    assert "Selisih −Rp1.850.000 1 baris tidak memenuhi" in main(page)
    assert soup(page).select_one("input[value=recommend]") is None
    assert client.post(desk(invoice), {"verdict": "recommend", "version": 1}).status_code == 409


def test_a_line_leads_to_recommendation_and_attendance_and_the_reading_is_noted(client):
    held, _home = over()
    invoice, reader = sent(held), officer(Role.BPJS_VERIFIER)
    as_(client, reader)
    href = soup(client.get(desk(invoice))).select_one("th a")["href"]
    text = main(client.get(href))
    assert "Direkomendasikan oleh Fitri Handayani" in text
    assert "Senin, 9 November 2026 420 420 Daftar hadir" in text
    assert AccessLog.objects.get(actor=reader).person_id == held.enrolments.get().person_id
    assert client.get(desk(invoice, "baris/2/")).status_code == 404
    assert client.post(desk(invoice), {"verdict": "return", "version": 1, "remark": "x"}).status_code == 403
    assert client.get(desk(invoice, "dokumen/1/")).content[:5] == b"%PDF-"


def test_a_draft_is_no_business_of_kemnaker(client):
    held, _home = over()
    invoice = drafted(held)
    as_(client, officer(Role.REVIEWER))
    for rest in ("", "baris/1/", "dokumen/1/"):
        assert client.get(desk(invoice, rest)).status_code == 404


def test_the_page_of_500_lines_is_small(client):
    held, home = crowd(500)
    invoice = sent(held)
    as_(client, officer(Role.REVIEWER))
    with most_queries(25):
        page = client.get(desk(invoice))
    assert len(gzip.compress(page.content, 6)) <= 30 * 1024
    assert len(soup(page).select("input[form=putusan]")) == 500
    assert "488 peserta lain: semua pemeriksaan terpenuhi, Rp902.800.000" in main(page)
    as_(client, home.head)
    with most_queries(20):
        page = client.get(own(invoice))
    assert len(gzip.compress(page.content, 6)) <= 14 * 1024
