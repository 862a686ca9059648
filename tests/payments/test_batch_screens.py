"""B3: who sees what, what each button does, and what two tabs and the wrong person get."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.models import AccessLog, AuditEvent, Job
from payments.enums import BatchState, CaseKind, PayoutState
from payments.models import BankCase, Batch
from payments.operations.news import hear
from payments.operations.sending import lose_sight
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, officer, sign_in
from tests.factories.participants import PersonFactory
from tests.factories.payments import (
    MILLION,
    NOON,
    make_approved_batch,
    make_batch,
    make_frozen_batch,
    make_paid,
    make_payout,
    make_rejected,
    make_returned,
    make_sent,
    news,
)
from tests.queries import most_queries

pytestmark = pytest.mark.django_db

READERS = [
    Role.BPJS_PAYMENT_MAKER,
    Role.BPJS_PAYMENT_CHECKER,
    Role.AUDITOR,
    Role.INTEGRITY,
]
OTHERS = [Role.BPJS_VERIFIER, Role.ADMINISTRATOR, Role.MEDIATOR, Role.COUNSELLOR, Role.HELP_DESK]


@pytest.fixture
def maker():
    return officer(Role.BPJS_PAYMENT_MAKER, full_name="Bimo Penyusun")


@pytest.fixture
def checker():
    return officer(Role.BPJS_PAYMENT_CHECKER, full_name="Citra Pemeriksa")


@pytest.fixture
def as_(client):
    return lambda user, **facts: sign_in(client, user, **facts)


def url(name, *args):
    return reverse(f"payments:{name}", args=args)


@pytest.mark.parametrize("role", READERS)
def test_the_paying_officers_and_who_watches_them_see_batches(as_, role):
    batch = make_batch()
    client = as_(officer(role))
    for address in (url("batches"), url("ready"), url("cases"), url("batch", batch.pk)):
        assert client.get(address).status_code == 200
    assert client.get(url("payout", batch.lines.get().pk)).status_code == 200


@pytest.mark.parametrize("role", OTHERS)
def test_other_officers_do_not(as_, role):
    batch = make_batch()
    client = as_(officer(role))
    for address in (url("batches"), url("ready"), url("cases"), url("batch", batch.pk)):
        assert client.get(address).status_code == 403


def test_a_participant_does_not_even_see_the_page_of_the_own_payout(as_):
    person = UserFactory()
    payout = make_payout(user=person)
    assert as_(person).get(url("payout", payout.pk)).status_code == 403


def test_a_batch_that_does_not_exist_is_not_found(as_, maker):
    assert as_(maker).get(url("batch", uuid4())).status_code == 404


class TestBuilding:
    def test_the_maker_builds_from_what_is_ready(self, as_, maker):
        make_payout()
        answer = as_(maker).post(url("build"), follow=True)
        batch = Batch.objects.get()
        assert answer.redirect_chain == [(url("batch", batch.pk), 302)]
        assert (batch.made_by, batch.count) == (maker, 1)
        assert "Bekukan batch" in answer.content.decode()

    def test_a_second_click_finds_nothing_left_and_builds_nothing(self, as_, maker):
        make_payout()
        client = as_(maker)
        client.post(url("build"))
        answer = client.post(url("build"))
        assert answer.status_code == 409
        assert "Tidak ada pembayaran yang siap" in answer.content.decode()
        assert Batch.objects.count() == 1

    def test_a_checker_cannot_build(self, as_, checker):
        make_payout()
        assert as_(checker).post(url("build")).status_code == 403
        assert not Batch.objects.exists()

    def test_the_button_is_there_only_when_there_is_something_to_build(self, as_, maker):
        client = as_(maker)
        assert url("build") not in client.get(url("batches")).content.decode()
        make_payout()
        assert url("build") in client.get(url("batches")).content.decode()


class TestFreezing:
    def test_the_maker_freezes_from_two_tabs_with_one_result(self, as_, maker):
        batch = make_batch(maker=maker)
        client = as_(maker)
        for _ in range(2):
            assert client.post(url("freeze", batch.pk)).status_code == 302
        batch.refresh_from_db()
        assert batch.state == BatchState.FROZEN
        assert batch.log.count() == 1

    def test_another_maker_cannot(self, as_, maker):
        batch = make_batch()
        assert as_(maker).post(url("freeze", batch.pk)).status_code == 403
        batch.refresh_from_db()
        assert batch.state == BatchState.DRAFT

    def test_a_wrong_total_blocks_and_the_page_says_so(self, as_, maker):
        batch = make_batch(2, maker=maker)
        Batch.objects.filter(pk=batch.pk).update(total=1)
        client = as_(maker)
        page = client.get(url("batch", batch.pk)).content.decode()
        assert "Batch ini tidak dapat dilanjutkan" in page
        assert url("freeze", batch.pk) not in page
        assert client.post(url("freeze", batch.pk)).status_code == 409
        batch.refresh_from_db()
        assert batch.state == BatchState.DRAFT


class TestApproving:
    def form(self, client, batch):
        """The fingerprint as the page gives it."""
        page = client.get(url("batch", batch.pk)).content.decode()
        return {"sha256": page.split('name="sha256"')[1].split('value="')[1].split('"')[0]}

    def test_the_checker_approves_what_the_page_shows(self, as_, checker):
        batch = make_frozen_batch()
        client = as_(checker)
        client.post(url("approve", batch.pk), self.form(client, batch))
        batch.refresh_from_db()
        assert (batch.state, batch.approved_by) == (BatchState.APPROVED, checker)
        assert Job.objects.filter(name="payments.send_chunk").count() == 1

    def test_two_tabs_approve_once(self, as_, checker):
        batch = make_frozen_batch()
        client = as_(checker)
        form = self.form(client, batch)
        for _ in range(2):
            assert client.post(url("approve", batch.pk), form).status_code == 302
        assert Job.objects.filter(name="payments.send_chunk").count() == 1

    def test_the_page_shows_the_fingerprint_for_people(self, as_, checker):
        batch = make_frozen_batch()
        sha = batch.sha256
        page = as_(checker).get(url("batch", batch.pk)).content.decode()
        assert f"{sha[:4]} {sha[4:8]} {sha[8:12]} … {sha[-4:]}" in page

    @pytest.mark.parametrize("form", [{}, {"sha256": ""}, {"sha256": "0" * 64}])
    def test_another_fingerprint_is_a_conflict(self, as_, checker, form):
        batch = make_frozen_batch()
        answer = as_(checker).post(url("approve", batch.pk), form)
        batch.refresh_from_db()
        assert (answer.status_code, batch.state) == (409, BatchState.FROZEN)

    def test_a_stale_sign_in_is_asked_again_first(self, as_, checker):
        batch = make_frozen_batch()
        answer = as_(checker, proved_ago=21 * 60).post(url("approve", batch.pk), {"sha256": batch.sha256})
        batch.refresh_from_db()
        assert (answer.status_code, batch.state) == (302, BatchState.FROZEN)
        assert reverse("account_confirm") in answer.url

    def test_the_maker_with_both_roles_cannot(self, as_, maker):
        RoleAssignmentFactory(user=maker, role=Role.BPJS_PAYMENT_CHECKER)
        batch = make_frozen_batch(maker=maker)
        client = as_(maker)
        assert url("approve", batch.pk) not in client.get(url("batch", batch.pk)).content.decode()
        answer = client.post(url("approve", batch.pk), {"sha256": batch.sha256})
        batch.refresh_from_db()
        assert (answer.status_code, batch.state) == (403, BatchState.FROZEN)

    @pytest.mark.parametrize("role", [Role.BPJS_PAYMENT_MAKER, Role.AUDITOR, Role.INTEGRITY])
    def test_other_roles_cannot(self, as_, role):
        batch = make_frozen_batch()
        assert as_(officer(role)).post(url("approve", batch.pk), {"sha256": batch.sha256}).status_code == 403
        batch.refresh_from_db()
        assert batch.state == BatchState.FROZEN

    def test_above_a_billion_the_first_check_is_named_as_such(self, as_, checker):
        batch = make_frozen_batch(2, amount=600 * MILLION)
        client = as_(checker)
        page = client.get(url("batch", batch.pk)).content.decode()
        assert "Catat pemeriksaan pertama" in page
        client.post(url("approve", batch.pk), {"sha256": batch.sha256})
        batch.refresh_from_db()
        assert batch.state == BatchState.CHECKED
        assert url("approve", batch.pk) not in client.get(url("batch", batch.pk)).content.decode()


class TestCancelling:
    def test_the_maker_takes_it_back_with_a_reason(self, as_, maker):
        batch = make_frozen_batch(maker=maker)
        as_(maker).post(url("cancel", batch.pk), {"reason": "Salah tanggal penyusunan"})
        batch.refresh_from_db()
        assert batch.state == BatchState.CANCELLED
        assert batch.log.last().note == "Salah tanggal penyusunan"

    def test_without_a_reason_nothing_happens(self, as_, maker):
        batch = make_frozen_batch(maker=maker)
        answer = as_(maker).post(url("cancel", batch.pk), {"reason": "salah"})
        batch.refresh_from_db()
        assert (answer.status_code, batch.state) == (422, BatchState.FROZEN)

    def test_a_checker_may_and_another_maker_may_not(self, as_, maker, checker):
        batch = make_frozen_batch()
        form = {"reason": "Penerima belum benar"}
        assert as_(maker).post(url("cancel", batch.pk), form).status_code == 403
        assert as_(checker).post(url("cancel", batch.pk), form).status_code == 302

    def test_after_approval_it_is_too_late(self, as_, checker):
        batch = make_approved_batch()
        assert as_(checker).post(url("cancel", batch.pk), {"reason": "Penerima belum benar"}).status_code == 409


class TestLooking:
    def test_lines_of_which_the_bank_has_not_told_are_listed(self, as_, maker):
        line = lose_sight(make_sent(), note="slow", at=NOON)
        client = as_(maker)
        page = client.get(url("batch", line.batch_id), {"keadaan": "unknown"}).content.decode()
        assert line.payee_name in page
        assert "Jawaban bank belum pasti" in page
        assert "1 belum pasti" in client.get(url("batches")).content.decode()

    def test_account_numbers_are_never_whole(self, as_, maker):
        line = make_paid(account_number="001234567890123")
        client = as_(maker)
        for address in (url("batch", line.batch_id), url("payout", line.pk)):
            page = client.get(address).content.decode()
            assert "001234567890123" not in page
            assert "•••• 0123" in page

    def test_a_line_is_found_by_number_key_and_reference(self, as_, maker):
        batch = make_batch(3, maker=maker)
        line = batch.lines.get(line_no=2)
        others = batch.lines.exclude(pk=line.pk)
        for typed in ("2", line.key, f" {line.key} "):
            page = as_(maker).get(url("batch", batch.pk), {"q": typed}).content.decode()
            assert line.payee_name in page
            assert not any(str(other.pk) in page for other in others)

    @pytest.mark.parametrize("typed", ["\x00", "9" * 30, "٣", "'", "%", "JKP-", "x" * 500])
    def test_a_search_for_nonsense_finds_nothing_and_breaks_nothing(self, as_, maker, typed):
        batch = make_batch(maker=maker)
        assert as_(maker).get(url("batch", batch.pk), {"q": typed, "page": "x"}).status_code == 200

    def test_batches_are_found_by_number_and_state(self, as_, maker):
        draft, frozen = make_batch(maker=maker), make_frozen_batch(maker=maker)
        client = as_(maker)
        page = client.get(url("batches"), {"q": draft.number[-4:]}).content.decode()
        assert draft.number in page
        assert frozen.number not in page
        page = client.get(url("batches"), {"keadaan": "frozen"}).content.decode()
        assert frozen.number in page
        assert draft.number not in page
        assert "Tidak ada batch yang cocok" in client.get(url("batches"), {"keadaan": "done"}).content.decode()

    def test_pages_have_twenty_rows(self, as_, maker):
        batch = make_batch(21, maker=maker)
        client = as_(maker)
        assert len(client.get(url("batch", batch.pk)).context["rows"]) == 20
        assert len(client.get(url("batch", batch.pk), {"page": 2}).context["rows"]) == 1

    def test_the_page_of_a_payout_tells_its_life_and_its_bookings(self, as_, maker):
        payout = make_returned()
        page = as_(maker).get(url("payout", payout.pk)).content.decode()
        for words in ("Masuk batch", "Uang sampai di rekening", "Dikembalikan bank", "Rekening sudah ditutup"):
            assert words in page
        assert AuditEvent.objects.filter(action="payments.payout.viewed", object_id=str(payout.pk)).count() == 1

    def test_a_payee_whom_we_know_sees_who_opened_the_payout(self, as_, maker):
        payee = PersonFactory()
        payout = make_returned(user=payee.user)
        as_(maker).get(url("payout", payout.pk))
        read = AccessLog.objects.get(person_id=payee.pk)
        assert (read.actor, read.purpose, read.object_id) == (maker, "pemeriksaan pembayaran", str(payout.pk))
        assert not AuditEvent.objects.filter(action="payments.payout.viewed").exists()

    def test_the_number_of_queries_does_not_grow_with_the_rows(self, as_, maker):
        client = as_(maker)
        batch = make_batch(3, maker=maker)
        for _ in range(2):
            make_frozen_batch(3)
        client.get(url("batches"))
        for address, most in ((url("batches"), 20), (url("batch", batch.pk), 22), (url("ready"), 12)):
            with most_queries(most):
                client.get(address)


class TestCases:
    @pytest.fixture
    def case(self):
        payout = make_sent()
        hear(news(payout, "settled", amount=1, bank_reference="BR-1"), at=NOON)
        return BankCase.objects.get()

    def test_an_officer_says_what_came_of_it(self, as_, maker, case):
        client = as_(maker)
        assert "Nilai menurut bank" in client.get(url("case", case.pk)).content.decode()
        client.post(url("case", case.pk), {"resolution": "Bank mengoreksi nilainya"})
        case.refresh_from_db()
        assert (case.closed_by, case.resolution) == (maker, "Bank mengoreksi nilainya")

    def test_a_word_does_not_close_it(self, as_, maker, case):
        assert as_(maker).post(url("case", case.pk), {"resolution": "ok"}).status_code == 422
        case.refresh_from_db()
        assert case.closed_at is None

    def test_who_only_reads_cannot_close_it(self, as_, case):
        answer = as_(officer(Role.AUDITOR)).post(url("case", case.pk), {"resolution": "Sudah diperiksa"})
        case.refresh_from_db()
        assert (answer.status_code, case.closed_at) == (403, None)

    def test_an_uncertain_outcome_is_closed_by_the_bank_only(self, as_, maker):
        lose_sight(make_sent(), note="slow", at=NOON)
        case = BankCase.objects.get(kind=CaseKind.OUTCOME_UNKNOWN)
        assert as_(maker).post(url("case", case.pk), {"resolution": "Sudah diperiksa"}).status_code == 403

    def test_closing_twice_keeps_the_first_word(self, as_, maker, case):
        client = as_(maker)
        client.post(url("case", case.pk), {"resolution": "Bank mengoreksi nilainya"})
        assert client.post(url("case", case.pk), {"resolution": "Lain lagi ceritanya"}).status_code == 403
        case.refresh_from_db()
        assert case.resolution == "Bank mengoreksi nilainya"


def test_a_rejected_line_stands_out_in_its_batch(as_, maker):
    line = make_rejected()
    rows = as_(maker).get(url("batch", line.batch_id)).context["rows"]
    assert [(row["line"].state, row["tone"]) for row in rows] == [(PayoutState.REJECTED, "bad")]
