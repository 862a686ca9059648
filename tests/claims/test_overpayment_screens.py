"""Money asked back: the person's page and plan, the officers' queue, the case and its books."""

import gzip
from datetime import date, timedelta

import pytest

from accounts.enums import Role
from claims.enums import OverpaymentState
from claims.models import Overpayment
from claims.operations import overpayments, work
from claims.selectors.work import overpayments_that_differ
from core.models import AccessLog
from notices.models import Letter, Notice
from payments.invariants import broken_rules
from payments.models import Payout
from tests.factories import claims as make
from tests.factories.accounts import officer, sign_in
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
FOUND_ON = date(2026, 11, 30)
DECIDED_ON = date(2026, 12, 1)
QUEUE = "/bpjs/kelebihan/"


def found(travel, **facts) -> Overpayment:
    """Month 1 was sent on 16 November; the person says on the 29th that they worked since that day."""
    claim = make.claim("paid", at=travel(date(2026, 11, 16)), **facts)
    at = travel(FOUND_ON - timedelta(days=1))
    day = date(2026, 11, 16)
    told = {"employer": "PT Kerja Baru", "accepted_on": day, "started_on": day, "wage": 3_500_000}
    report = work.report_work(claim, **told, actor=claim.person.user, at=at)
    work.take_effect(report, at=travel(FOUND_ON))
    return Overpayment.objects.get(claim=claim)


def confirmed(travel, instalments=3, **facts) -> Overpayment:
    owed = found(travel, **facts)
    overpayments.confirm_overpayment(
        owed, instalments=instalments, note="Anda bekerja sejak 16 November.", actor=make.verifier(),
        at=travel(DECIDED_ON),
    )  # fmt: skip
    return Overpayment.objects.select_related("claim__person__user").get(pk=owed.pk)


def repay(owed: Overpayment, place: int, travel, reference="IN1") -> None:
    overpayments.record_repayment(
        owed.plan.all()[place], paid_on=DECIDED_ON, bank_reference=reference, actor=make.verifier(),
        at=travel(DECIDED_ON),
    )  # fmt: skip


def main(response) -> str:
    return words(soup(response).select_one("main"))


def mine(client, owed: Overpayment):
    sign_in(client, owed.claim.person.user)
    return client.get(f"/pembayaran/kelebihan/{owed.pk}/")


class TestPerson:
    def test_while_it_is_looked_at_nothing_is_asked(self, client, travel):
        owed = found(travel)
        text = main(mine(client, owed))
        assert "Nilainya Rp2.700.000. Petugas memeriksanya dahulu. Belum ada yang perlu Anda bayar." in text
        assert "Rencana" not in text
        assert "Petugas memeriksanya. Belum ada yang perlu Anda bayar." in main(client.get("/pembayaran/"))

    def test_how_much_why_by_when_and_how_to_object(self, client, travel):
        owed = confirmed(travel)
        page = mine(client, owed)
        text = main(page)
        assert words(soup(page).h1) == "Rp2.700.000 perlu dikembalikan"
        assert (
            "Angsuran berikutnya Rp900.000, paling lambat Jumat, 1 Januari 2027. Tanpa denda dan tanpa bunga." in text
        )
        line = soup(page).select_one("section[aria-labelledby=m] li")
        assert [words(part) for part in line.select("span, b")] == ["dikirim 16 November 2026", "Rp2.700.000"]
        assert "Anda bekerja sejak 16 November." in text
        assert "PP 6/2025 Pasal 40" in text
        assert "POL-" not in text
        assert "Angsuran ke-3, paling lambat Senin, 1 Maret 2027" in text
        assert f"sebut nomor {owed.number}" in text
        assert "Keberatan paling lambat" in text
        assert soup(page).select_one(f"a[href='/klaim/{owed.claim_id}/keputusan/{owed.decision_id}/']")

    def test_the_account_of_the_settings_is_named(self, client, travel, settings):
        settings.REPAYMENT_ACCOUNT = "BRI Virtual Account 88810 lalu nomor kelebihan bayar"
        text = main(mine(client, confirmed(travel)))
        assert "BRI Virtual Account 88810 lalu nomor kelebihan bayar" in text
        assert "Telepon Halo JKP" not in text

    @pytest.mark.parametrize(
        ("plan", "first", "last"),
        [(1, 2_700_000, date(2027, 1, 1)), (6, 450_000, date(2027, 6, 1)), (12, 225_000, date(2027, 12, 1))],
    )
    def test_another_plan_counts_from_the_decision_however_late_it_is_chosen(self, client, travel, plan, first, last):
        owed = confirmed(travel)
        travel(date(2026, 12, 20))
        sign_in(client, owed.claim.person.user)
        for _ in range(2):
            response = client.post(f"/pembayaran/kelebihan/{owed.pk}/", {"instalments": plan})
            assert response.url == f"/pembayaran/kelebihan/{owed.pk}/"
        rows = list(owed.plan.values_list("due_on", "amount"))
        assert (len(rows), rows[0], rows[-1][0]) == (plan, (date(2027, 1, 1), first), last)

    def test_the_remainder_is_said_beside_its_plan(self, client, travel):
        page = soup(mine(client, confirmed(travel, wage=4_166_673)))
        assert "pertama Rp" in words(page.select_one("fieldset"))

    def test_after_the_first_instalment_the_plan_stays(self, client, travel):
        owed = confirmed(travel)
        repay(owed, 0, travel)
        page = mine(client, owed)
        assert "Rp900.000 dari Rp2.700.000 sudah kembali" in main(page)
        assert "Rp1.800.000 perlu dikembalikan" in words(soup(page).h1)
        assert soup(page).select("main form") == []
        response = client.post(f"/pembayaran/kelebihan/{owed.pk}/", {"instalments": 12})
        assert response.status_code == 409
        assert owed.plan.count() == 3

    @pytest.mark.parametrize("plan", ["2", "0", "", "x"])
    def test_a_plan_that_is_not_offered_is_refused(self, client, travel, plan):
        owed = confirmed(travel)
        sign_in(client, owed.claim.person.user)
        assert client.post(f"/pembayaran/kelebihan/{owed.pk}/", {"instalments": plan}).status_code == 422
        assert owed.plan.count() == 3

    def test_paid_to_the_last_rupiah(self, client, travel):
        owed = confirmed(travel, instalments=1)
        repay(owed, 0, travel)
        assert "Rp2.700.000 sudah kembali seluruhnya. Terima kasih." in main(mine(client, owed))
        assert "Sudah kembali seluruhnya" in main(client.get("/pembayaran/"))

    def test_cancelled_it_says_what_comes_back(self, client, travel):
        owed = confirmed(travel)
        repay(owed, 0, travel)
        overpayments.cancel_overpayment(owed, actor=make.verifier(), at=travel(DECIDED_ON), note="Keliru.")
        text = main(mine(client, owed))
        assert "Tidak ada yang perlu Anda kembalikan" in text
        assert "Yang sudah Anda bayar, Rp900.000, kami kirim kembali ke rekening" in text
        assert Letter.objects.get(kind="overpayment").revoked_at is not None
        assert Notice.objects.filter(event="overpayment_cancelled", channel="inbox").count() == 1

    def test_another_persons_is_not_found(self, client, travel):
        owed = confirmed(travel)
        sign_in(client, make.participant().user)
        assert client.get(f"/pembayaran/kelebihan/{owed.pk}/").status_code == 404
        assert client.post(f"/pembayaran/kelebihan/{owed.pk}/", {"instalments": 1}).status_code == 404
        assert owed.plan.count() == 3

    def test_budgets(self, client, travel):
        owed = confirmed(travel, instalments=12)
        sign_in(client, owed.claim.person.user)
        with most_queries(16):
            page = client.get(f"/pembayaran/kelebihan/{owed.pk}/")
        assert len(gzip.compress(page.content)) < 14_000
        with most_queries(14):
            client.get("/pembayaran/")


@pytest.fixture
def desk(client):
    """`desk(role)`: the client as an officer of that role."""

    def sit(role=Role.BPJS_VERIFIER, **how):
        sign_in(client, officer(role, phone=f"+62813777{list(Role).index(role):05d}"), **how)
        return client

    return sit


def rows(response):
    return [[words(cell) for cell in tr.select("td, th")] for tr in soup(response).select("main tbody > tr")]


def books(response):
    """The journal of the case: what, debit, credit, amount."""
    table = soup(response).select("section[aria-labelledby=d] tbody > tr")
    return [[words(cell) for at, cell in enumerate(tr.select("th, td")) if at != 1] for tr in table]


class TestQueue:
    def test_what_waits_first_with_its_numbers(self, desk, travel):
        owed = confirmed(travel)
        repay(owed, 0, travel)
        new = found(travel)
        travel(date(2027, 2, 2))
        page = desk().get(QUEUE)
        table = {row[1]: row for row in rows(page)}
        assert set(table) == {owed.number, new.number}
        assert table[new.number][5:] == [
            "2.700.000",
            "2.700.000",
            "diputus paling lambat 14 Des 2026 lewat",
            "Diperiksa",
        ]
        assert table[owed.number][6:8] == ["1.800.000", "1 Feb 2027 lewat"]
        kpi = [words(item) for item in soup(page).select(".kpi dd")]
        assert kpi == ["1", "1", "Rp1.800.000 piutang kelebihan bayar", "1"]

    def test_it_is_searched_by_number_claim_and_name(self, desk, travel):
        one, two = confirmed(travel), confirmed(travel)
        client = desk()
        for query in (one.number, one.claim.number):
            assert [row[1] for row in rows(client.get(QUEUE, {"q": query}))] == [one.number]
        assert len(rows(client.get(QUEUE, {"q": "rahmawati"}))) == 2
        assert "Tidak ada kelebihan bayar yang cocok" in main(client.get(QUEUE, {"q": "tidak ada"}))
        assert two.claim.person.nik not in client.get(QUEUE).content.decode()

    def test_by_state_and_the_rest_is_put_aside(self, desk, travel):
        owed = confirmed(travel, instalments=1)
        repay(owed, 0, travel)
        client = desk()
        assert "Tidak ada kelebihan bayar" in main(client.get(QUEUE))
        assert [row[1] for row in rows(client.get(QUEUE, {"keadaan": "settled"}))] == [owed.number]

    def test_twenty_rows_a_page_and_queries_do_not_grow(self, desk, travel):
        claim = found(travel).claim
        Overpayment.objects.bulk_create(
            Overpayment(
                number=f"LBR-T-{n}", claim=claim, amount=1_000, since=FOUND_ON,
                found_at=make.moment(FOUND_ON), decide_by=FOUND_ON, state=OverpaymentState.CANCELLED,
            )
            for n in range(25)
        )  # fmt: skip
        client = desk()
        with most_queries(14):
            page = client.get(QUEUE, {"keadaan": "cancelled"})
        assert len(rows(page)) == 20
        assert len(rows(client.get(QUEUE, {"keadaan": "cancelled", "page": "2"}))) == 5
        assert len(gzip.compress(page.content)) < 30_000

    @pytest.mark.parametrize("role", [Role.MEDIATOR, Role.COUNSELLOR, Role.ADMINISTRATOR, Role.HELP_DESK])
    def test_other_roles_do_not_open_it(self, desk, travel, role):
        owed = confirmed(travel)
        client = desk(role)
        assert client.get(QUEUE).status_code == 403
        assert client.get(f"{QUEUE}{owed.pk}/").status_code == 403

    def test_a_participant_does_not_open_it(self, client, travel):
        owed = confirmed(travel)
        sign_in(client, owed.claim.person.user)
        assert client.get(f"{QUEUE}{owed.pk}/").status_code == 403


class TestJudging:
    def test_the_facts_in_their_order(self, desk, travel):
        owed = found(travel)
        page = desk().get(f"{QUEUE}{owed.pk}/")
        text = main(page)
        assert [words(h) for h in soup(page).select("main h2")][:3] == [
            "Laporan bekerja",
            "Bulan yang dikirim saat sudah bekerja",
            "Pembukuan",
        ]
        assert "PT Kerja Baru" in words(soup(page).select_one("section[aria-labelledby=a]"))
        assert "Belum dibukukan" in text
        entry = AccessLog.objects.get(person_id=owed.claim.person_id)
        assert (entry.purpose, entry.role) == ("pemeriksaan kelebihan bayar", Role.BPJS_VERIFIER)

    def test_asked_back_with_a_plan_it_is_booked_and_told(self, desk, travel):
        owed = found(travel)
        client = desk()
        form = {"verdict": "confirm", "instalments": "6", "note": "Anda bekerja sejak 16 November."}
        assert client.post(f"{QUEUE}{owed.pk}/", form).url == QUEUE
        owed.refresh_from_db()
        assert (owed.state, owed.plan.count()) == (OverpaymentState.CONFIRMED, 6)
        assert books(client.get(f"{QUEUE}{owed.pk}/")) == [
            ["Kelebihan bayar ditetapkan", "Piutang kelebihan bayar", "Dana JKP", "2.700.000"]
        ]
        assert Letter.objects.filter(kind="overpayment").count() == 1
        assert (broken_rules(), overpayments_that_differ()) == ([], [])

    def test_a_second_verdict_on_what_moved_on_is_a_conflict(self, desk, travel):
        owed = confirmed(travel)
        client = desk()
        again = {"verdict": "confirm", "instalments": "1", "note": "Lagi."}
        assert client.post(f"{QUEUE}{owed.pk}/", again).status_code == 422  # asking back is not on offer any more
        overpayments.cancel_overpayment(owed, actor=make.verifier(), at=travel(DECIDED_ON))
        assert client.post(f"{QUEUE}{owed.pk}/", {"verdict": "cancel", "note": "x"}).status_code == 409
        assert owed.claim.decisions.filter(kind="overpayment").count() == 1

    @pytest.mark.parametrize(
        ("form", "message"),
        [
            ({"verdict": "confirm", "note": "Bekerja."}, "Pilih satu rencana."),
            ({"verdict": "confirm", "instalments": "3", "note": " "}, "Tulis penjelasan."),
            ({"verdict": "cancel", "note": ""}, "Tulis penjelasan."),
            ({"note": "Bekerja."}, "Pilih satu putusan."),
        ],
    )
    def test_what_is_missing_is_told(self, desk, travel, form, message):
        owed = found(travel)
        response = desk().post(f"{QUEUE}{owed.pk}/", form)
        assert response.status_code == 422
        assert message in words(soup(response).select_one(".errs"))
        owed.refresh_from_db()
        assert owed.state == OverpaymentState.FOUND

    def test_nothing_owed_after_all(self, desk, travel):
        owed = found(travel)
        client = desk()
        assert client.post(f"{QUEUE}{owed.pk}/", {"verdict": "cancel", "note": "Tanggalnya keliru."}).url == QUEUE
        text = main(client.get(f"{QUEUE}{owed.pk}/"))
        assert "Dibatalkan · Petugas Satu: Tanggalnya keliru." in text
        assert not Letter.objects.filter(kind="overpayment").exists()

    @pytest.mark.parametrize("role", [Role.BPJS_PAYMENT_MAKER, Role.BPJS_PAYMENT_CHECKER, Role.AUDITOR, Role.INTEGRITY])
    def test_others_read_and_do_not_judge(self, desk, travel, role):
        owed = found(travel)
        client = desk(role)
        page = client.get(f"{QUEUE}{owed.pk}/")
        assert soup(page).select("main form") == []
        form = {"verdict": "confirm", "instalments": "3", "note": "x"}
        assert client.post(f"{QUEUE}{owed.pk}/", form).status_code == 403

    def test_an_old_sign_in_is_asked_again(self, desk, travel):
        owed = found(travel)
        response = desk(proved_ago=21 * 60).post(f"{QUEUE}{owed.pk}/", {"verdict": "cancel", "note": "x"})
        assert response.status_code == 302
        owed.refresh_from_db()
        assert owed.state == OverpaymentState.FOUND

    def test_what_does_not_exist_is_not_found(self, desk, travel):
        owed = found(travel)
        assert desk().get(f"{QUEUE}{owed.claim_id}/").status_code == 404

    def test_at_most_25_queries(self, desk, travel):
        owed = confirmed(travel, instalments=12)
        client = desk()
        with most_queries(25):
            page = client.get(f"{QUEUE}{owed.pk}/")
        assert len(gzip.compress(page.content)) < 30_000


class TestBooking:
    @pytest.fixture
    def maker(self, desk, travel):
        owed = confirmed(travel)
        return owed, desk(Role.BPJS_PAYMENT_MAKER)

    def form(self, owed, **change):
        first = owed.plan.filter(paid_on=None).first() or owed.plan.first()
        return {
            "instalment": first.pk, "paid_on_day": "1", "paid_on_month": "12", "paid_on_year": "2026",
            "bank_reference": "IN-0001",
        } | change  # fmt: skip

    def test_an_arrived_instalment_is_booked_once(self, maker):
        owed, client = maker
        sent = self.form(owed)
        for _ in range(2):
            assert client.post(f"{QUEUE}{owed.pk}/angsuran/", sent).url == f"{QUEUE}{owed.pk}/"
        text = main(client.get(f"{QUEUE}{owed.pk}/"))
        assert "Rp900.000 sudah kembali, Rp1.800.000 belum" in text
        assert books(client.get(f"{QUEUE}{owed.pk}/"))[-1] == [
            "Kelebihan bayar dikembalikan", "Dibayar", "Piutang kelebihan bayar", "900.000",
        ]  # fmt: skip
        assert "Rp900.000, jatuh tempo 1 Februari 2027." in text
        assert (broken_rules(), overpayments_that_differ()) == ([], [])

    def test_the_last_one_settles_it(self, maker):
        owed, client = maker
        for place in range(3):
            client.post(f"{QUEUE}{owed.pk}/angsuran/", self.form(owed, bank_reference=f"IN-{place}"))
        owed.refresh_from_db()
        assert owed.state == OverpaymentState.SETTLED
        assert soup(client.get(f"{QUEUE}{owed.pk}/")).select("main form") == []
        assert (broken_rules(), overpayments_that_differ()) == ([], [])

    def test_the_same_instalment_with_another_reference_is_a_conflict(self, maker):
        owed, client = maker
        sent = self.form(owed)
        client.post(f"{QUEUE}{owed.pk}/angsuran/", sent)
        assert client.post(f"{QUEUE}{owed.pk}/angsuran/", sent | {"bank_reference": "IN-9"}).status_code == 409

    def test_a_plan_that_was_changed_meanwhile_is_a_conflict(self, maker, travel):
        owed, client = maker
        sent = self.form(owed)
        overpayments.choose_plan(owed, instalments=6, actor=owed.claim.person.user, at=travel(DECIDED_ON))
        assert client.post(f"{QUEUE}{owed.pk}/angsuran/", sent).status_code == 409
        assert not owed.plan.filter(paid_on__isnull=False).exists()

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"bank_reference": " "}, "Tulis nomor rujukan bank."),
            ({"paid_on_day": "2"}, "Tanggal tidak boleh setelah 1 Desember 2026."),
            ({"paid_on_day": ""}, "Tanggal belum lengkap."),
        ],
    )
    def test_what_is_missing_is_told(self, maker, change, message):
        owed, client = maker
        response = client.post(f"{QUEUE}{owed.pk}/angsuran/", self.form(owed, **change))
        assert response.status_code == 422
        assert message in words(soup(response).select_one(".errs"))

    @pytest.mark.parametrize("role", [Role.BPJS_VERIFIER, Role.BPJS_PAYMENT_CHECKER, Role.AUDITOR])
    def test_only_who_prepares_payments_books_it(self, desk, travel, role):
        owed = confirmed(travel)
        assert desk(role).post(f"{QUEUE}{owed.pk}/angsuran/", self.form(owed)).status_code == 403
        assert not owed.plan.filter(paid_on__isnull=False).exists()

    def test_what_was_repaid_and_was_not_owed_is_paid_back_and_the_books_agree(self, maker, travel):
        owed, client = maker
        client.post(f"{QUEUE}{owed.pk}/angsuran/", self.form(owed))
        overpayments.cancel_overpayment(owed, actor=make.verifier(), at=travel(DECIDED_ON), note="Keliru.")
        refund = Payout.objects.get(source_kind="overpayment")
        assert (refund.amount, refund.user) == (900_000, owed.claim.person.user)
        assert (broken_rules(), overpayments_that_differ()) == ([], [])


def test_the_menu_of_bpjs_leads_there(desk, travel):
    page = soup(desk().get("/bpjs/verval/"))
    assert page.select_one(f"nav a[href='{QUEUE}']").text.strip() == "Kelebihan bayar"
