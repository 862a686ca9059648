"""B4: the days against the bank's statement, and who closes them."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from core.models import Job
from payments.enums import LineMatch
from payments.models import BankStatement, ReconciliationDay, StatementLine
from payments.operations.statements import upload_statement
from payments.presentation.days import bars
from payments.selectors.days import Bucket, Summary
from tests.factories.accounts import officer, sign_in
from tests.factories.payments import NOON, make_paid, make_returned
from tests.payments.test_statements import DAY, file_of, line
from tests.queries import most_queries

pytestmark = pytest.mark.django_db

STRAY = {"kind": "debit", "key": "JKP-x", "ref": "BR-X", "amount": 7, "code": ""}


@pytest.fixture(autouse=True)
def the_next_day(monkeypatch):
    later = NOON + timedelta(days=1)
    monkeypatch.setattr("core.clock.now", lambda: later)


@pytest.fixture
def maker():
    return officer(Role.BPJS_PAYMENT_MAKER)


@pytest.fixture
def checker():
    return officer(Role.BPJS_PAYMENT_CHECKER)


@pytest.fixture
def as_(client):
    return lambda user, **facts: sign_in(client, user, **facts)


def url(name, *args):
    return reverse(f"payments:{name}", args=args)


def posted(*lines, by):
    return upload_statement(file_of(*lines), day=DAY, actor=by, at=NOON + timedelta(days=1))


def csv(content):
    return SimpleUploadedFile("mutasi.csv", content, content_type="text/csv")


@pytest.mark.parametrize(
    "role",
    [Role.BPJS_PAYMENT_MAKER, Role.BPJS_PAYMENT_CHECKER, Role.AUDITOR, Role.BPJS_VERIFIER],
)
def test_who_may_read_the_books(as_, role):
    make_paid()
    client = as_(officer(role))
    assert client.get(url("reconciliation")).status_code == 200
    assert client.get(url("day", DAY)).status_code == 200


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MEDIATOR, Role.HELP_DESK, Role.INTEGRITY])
def test_who_may_not(as_, role):
    assert as_(officer(role)).get(url("reconciliation")).status_code == 403


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "14-12-2026", "2026-1-1"])
def test_what_is_no_day_is_not_found(as_, maker, day):
    assert as_(maker).get(f"/bpjs/rekonsiliasi/{day}/").status_code == 404


def test_a_day_shows_its_three_buckets_as_numbers_and_as_a_picture(as_, maker):
    payout = make_paid()
    make_paid()
    posted(line(payout), STRAY, by=maker)
    answer = as_(maker).get(url("day", DAY))
    page = answer.content.decode()
    summary = answer.context["summary"]
    assert (summary.matched.total, summary.ours.total, summary.bank.total) == (3_000_000, 3_000_000, 7)
    assert summary.unexplained == 3_000_007
    assert page.count('class="chart"') == 3
    assert "Rp3.000.007" in page


def test_the_list_counts_like_the_day(as_, maker):
    posted(line(make_paid()), STRAY, by=maker)
    rows = as_(maker).get(url("reconciliation")).context["rows"]
    row = next(row for row in rows if row["day"] == DAY)
    assert (row["summary"].unexplained, str(row["word"])) == (7, "Belum dijelaskan")


def test_asking_the_bank_is_a_job(as_, maker):
    as_(maker).post(url("fetch", DAY))
    assert Job.objects.get(name="payments.fetch_statement").args == {"day": "2026-12-14"}


def test_a_day_that_lies_ahead_is_not_asked_for(as_, maker):
    assert as_(maker).post(url("fetch", date(2026, 12, 16))).status_code == 409
    assert not Job.objects.exists()


def test_who_only_reads_neither_asks_nor_uploads_nor_closes(as_):
    client = as_(officer(Role.AUDITOR))
    for name in ("fetch", "upload", "close"):
        assert client.post(url(name, DAY)).status_code == 403
    assert not Job.objects.exists()


class TestUploading:
    def test_a_good_file_is_posted(self, as_, maker):
        as_(maker).post(url("upload", DAY), {"statement": csv(file_of(line(make_paid())))})
        assert StatementLine.objects.get().match == LineMatch.MATCHED
        assert BankStatement.objects.get().imported_by == maker

    def test_a_wrong_total_is_put_aside_with_its_reason_beside_the_field(self, as_, maker):
        answer = as_(maker).post(url("upload", DAY), {"statement": csv(file_of(line(make_paid()), off=1))})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Jumlah baris tidak sama dengan baris penutup" in page
        assert "Disisihkan" in page
        assert not StatementLine.objects.exists()

    def test_the_same_file_again_is_told(self, as_, maker):
        content = file_of(line(make_paid()))
        client = as_(maker)
        client.post(url("upload", DAY), {"statement": csv(content)})
        answer = client.post(url("upload", DAY), {"statement": csv(content)})
        assert "Berkas ini sudah pernah diterima" in answer.content.decode()

    def test_another_kind_of_file_is_refused(self, as_, maker):
        wrong = SimpleUploadedFile("mutasi.exe", b"MZ")
        answer = as_(maker).post(url("upload", DAY), {"statement": wrong})
        assert answer.status_code == 422
        assert not BankStatement.objects.exists()

    def test_no_file_is_refused(self, as_, maker):
        assert as_(maker).post(url("upload", DAY)).status_code == 422


class TestClosing:
    def test_the_checker_closes_a_day_without_a_difference(self, as_, maker, checker):
        posted(line(make_paid()), by=maker)
        client = as_(checker)
        assert url("close", DAY) in client.get(url("day", DAY)).content.decode()
        for _ in range(2):
            assert client.post(url("close", DAY)).status_code == 302
        row = ReconciliationDay.objects.get(day=DAY)
        assert (row.state, row.closed_by) == ("closed", checker)
        assert "tidak berubah lagi" in client.get(url("day", DAY)).content.decode()

    def test_one_rupiah_hides_the_button_and_refuses_the_post(self, as_, maker, checker):
        posted(line(make_paid()), STRAY | {"amount": 1}, by=maker)
        client = as_(checker)
        page = client.get(url("day", DAY)).content.decode()
        assert url("close", DAY) not in page
        assert "masih ada rupiah yang belum dijelaskan" in page
        assert client.post(url("close", DAY)).status_code == 409
        assert ReconciliationDay.objects.get(day=DAY).state == "open"

    def test_the_maker_does_not_close(self, as_, maker):
        posted(by=maker)
        assert as_(maker).post(url("close", DAY)).status_code == 403

    def test_a_stale_sign_in_is_asked_again_first(self, as_, maker, checker):
        posted(by=maker)
        answer = as_(checker, proved_ago=21 * 60).post(url("close", DAY))
        assert reverse("account_confirm") in answer.url
        assert ReconciliationDay.objects.get(day=DAY).state == "open"


class TestExplaining:
    def test_a_stray_line_is_explained_and_closes_the_gap(self, as_, maker):
        posted(STRAY, by=maker)
        stray = StatementLine.objects.get()
        client = as_(maker)
        assert url("explain", stray.pk) in client.get(url("day", DAY)).content.decode()
        client.post(url("explain", stray.pk), {"explanation": "Biaya bank, ditagih kembali"})
        stray.refresh_from_db()
        assert (stray.match, stray.explained_by) == (LineMatch.EXPLAINED, maker)
        assert client.get(url("day", DAY)).context["summary"].unexplained == 0

    def test_a_word_is_not_enough(self, as_, maker):
        posted(STRAY, by=maker)
        stray = StatementLine.objects.get()
        assert as_(maker).post(url("explain", stray.pk), {"explanation": "biaya"}).status_code == 422
        stray.refresh_from_db()
        assert stray.match == LineMatch.UNMATCHED

    def test_who_only_reads_cannot_explain(self, as_, maker):
        posted(STRAY, by=maker)
        stray = StatementLine.objects.get()
        answer = as_(officer(Role.AUDITOR)).post(url("explain", stray.pk), {"explanation": "Biaya bank, ditagih"})
        assert answer.status_code == 403

    def test_an_explained_line_shows_its_explanation_and_no_form(self, as_, maker):
        posted(STRAY, by=maker)
        stray = StatementLine.objects.get()
        client = as_(maker)
        client.post(url("explain", stray.pk), {"explanation": "Biaya bank, ditagih kembali"})
        page = client.get(url("explain", stray.pk)).content.decode()
        assert "Biaya bank, ditagih kembali" in page
        assert "<textarea" not in page


def test_money_that_waits_for_another_account_is_counted(as_, maker):
    make_returned()
    totals = as_(maker).get(url("reconciliation")).context["totals"]
    assert [item["value"] for item in totals if "Retur" in str(item["term"])] == ["1"]


def test_bars_are_whole_pixels_and_a_rupiah_is_seen():
    picture = bars(Summary(Bucket(2, 6_000_000), Bucket(1, 3_000_000), Bucket(1, 1), has_statement=True))
    assert [row["width"] for row in picture] == [400, 200, 2]


def test_a_day_without_money_draws_no_bar():
    empty = Bucket(0, 0)
    picture = bars(Summary(empty, empty, empty, has_statement=False))
    assert [row["width"] for row in picture] == [0, 0, 0]


def test_the_number_of_queries_does_not_grow(as_, maker):
    for _ in range(3):
        payout = make_paid()
        make_paid()
    posted(line(payout), STRAY, by=maker)
    client = as_(maker)
    client.get(url("reconciliation"))
    for address, most in ((url("reconciliation"), 18), (url("day", DAY), 25)):
        with most_queries(most):
            client.get(address)
