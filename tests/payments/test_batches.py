"""Batches: frozen as counted, released by another, refused by the database where the code would slip."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.enums import Role
from core.errors import Conflict, NotAllowed
from core.models import AuditEvent, Job
from payments.enums import BatchState, PayoutState
from payments.fingerprint import fingerprint
from payments.models import Batch, Payout
from payments.operations.batches import approve_batch, build_batch, cancel_batch, freeze_batch
from tests.factories.payments import (
    MILLION,
    NOON,
    make_approved_batch,
    make_batch,
    make_frozen_batch,
    make_officer,
    make_payout,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker():
    return make_officer(Role.BPJS_PAYMENT_MAKER)


@pytest.fixture
def checker():
    return make_officer(Role.BPJS_PAYMENT_CHECKER)


def approve(batch, checker, **overrides):
    return approve_batch(batch, **{"actor": checker, "shown_sha256": batch.sha256, "at": NOON} | overrides)


def test_a_batch_takes_what_is_ready_in_the_order_it_was_ordered(maker):
    second, first = make_payout(), make_payout(at=NOON - timedelta(minutes=1))
    batch = build_batch(maker=maker, at=NOON)
    assert [line.pk for line in batch.lines.order_by("line_no")] == [first.pk, second.pk]
    assert (batch.number, batch.state, batch.count, batch.total) == ("BYR-2026-0000001", "draft", 2, 6 * MILLION)
    assert set(batch.lines.values_list("state", flat=True)) == {PayoutState.BATCHED}
    assert Payout.objects.get(pk=first.pk).log.get().move == "batch"


def test_a_second_batch_finds_nothing(maker):
    make_batch(2, maker=maker)
    with pytest.raises(Conflict, match="nothing_ready"):
        build_batch(maker=maker, at=NOON)
    assert Batch.objects.count() == 1


def test_a_maker_does_not_batch_what_they_verified(maker):
    own, other = make_payout(verified_by=maker), make_payout()
    batch = build_batch(maker=maker, at=NOON)
    assert batch.lines.get() == other
    assert Payout.objects.get(pk=own.pk).state == PayoutState.READY


def test_a_frozen_batch_carries_count_total_and_fingerprint(maker):
    batch = make_frozen_batch(3, maker=maker)
    assert (batch.state, batch.count, batch.total) == (BatchState.FROZEN, 3, 9 * MILLION)
    assert batch.sha256 == fingerprint(batch)
    assert not batch.needs_second_check


def test_only_the_maker_freezes(checker):
    batch = make_batch()
    with pytest.raises(NotAllowed, match="not_the_maker"):
        freeze_batch(batch, actor=checker, at=NOON)
    batch.refresh_from_db()
    assert batch.state == BatchState.DRAFT


def test_freezing_twice_freezes_once(maker):
    batch = make_frozen_batch(maker=maker)
    again = freeze_batch(batch, actor=maker, at=NOON)
    assert again.sha256 == batch.sha256
    assert batch.log.filter(move="freeze").count() == 1


def test_another_checker_releases_it_and_the_chunks_wait_to_be_sent(checker):
    batch = approve(make_frozen_batch(3), checker)
    assert (batch.state, batch.approved_by, batch.approved_at) == (BatchState.APPROVED, checker, NOON)
    assert Job.objects.get(name="payments.send_chunk").args == {"batch_id": str(batch.pk), "chunk": "0"}


def test_a_large_batch_is_cut_into_chunks_of_a_hundred(checker):
    batch = approve(make_frozen_batch(101, amount=MILLION), checker)
    assert batch.state == BatchState.APPROVED
    assert sorted(job.args["chunk"] for job in Job.objects.filter(name="payments.send_chunk")) == ["0", "1"]


def test_approving_twice_releases_once(checker):
    batch = make_frozen_batch()
    approve(batch, checker)
    approve(batch, checker)
    assert Job.objects.filter(name="payments.send_chunk").count() == 1
    assert batch.log.filter(move="approve").count() == 1


def test_the_maker_cannot_approve(maker):
    batch = make_frozen_batch(maker=maker)
    with pytest.raises(NotAllowed, match="own_batch"):
        approve(batch, maker)
    batch.refresh_from_db()
    assert batch.state == BatchState.FROZEN


def test_who_verified_a_line_cannot_approve(checker):
    make_payout(verified_by=checker)
    batch = make_frozen_batch()
    with pytest.raises(NotAllowed, match="own_verification"):
        approve(batch, checker)


def test_approval_binds_to_the_fingerprint_that_was_shown(checker):
    batch = make_frozen_batch()
    with pytest.raises(Conflict, match="batch_changed"):
        approve(batch, checker, shown_sha256="0" * 64)
    batch.refresh_from_db()
    assert (batch.state, batch.approved_by) == (BatchState.FROZEN, None)


def test_a_draft_cannot_be_approved(checker):
    with pytest.raises(Conflict, match="wrong_state"):
        approve(make_batch(), checker)


def test_above_a_billion_two_checkers_are_needed(checker, settings):
    batch = make_frozen_batch(2, amount=500 * MILLION + 1)
    assert batch.needs_second_check
    batch = approve(batch, checker)
    assert (batch.state, batch.checked_by) == (BatchState.CHECKED, checker)
    assert not Job.objects.exists()
    assert approve(batch, checker).state == BatchState.CHECKED
    batch = approve(batch, make_officer(Role.BPJS_PAYMENT_CHECKER))
    assert batch.state == BatchState.APPROVED


def test_exactly_a_billion_needs_one_checker():
    assert not make_frozen_batch(2, amount=500 * MILLION).needs_second_check


def test_a_cancelled_batch_lets_its_lines_go(maker):
    batch = make_frozen_batch(2, maker=maker)
    line = batch.lines.first()
    batch = cancel_batch(batch, actor=maker, reason="Salah susun", at=NOON)
    cancel_batch(batch, actor=maker, reason="Salah susun", at=NOON)
    line.refresh_from_db()
    assert (batch.state, batch.lines.count()) == (BatchState.CANCELLED, 0)
    assert (line.state, line.batch_id, line.line_no) == (PayoutState.READY, None, None)
    assert build_batch(maker=maker, at=NOON).count == 2
    assert AuditEvent.objects.filter(action="payments.batch.cancelled").count() == 1


def test_an_approved_batch_cannot_be_cancelled(maker):
    batch = make_approved_batch()
    with pytest.raises(Conflict, match="wrong_state"):
        cancel_batch(batch, actor=maker, reason="Terlambat", at=NOON)


class TestTheDatabaseRefuses:
    def test_a_maker_who_checks(self):
        batch = make_frozen_batch()
        with pytest.raises(IntegrityError, match="maker_is_not_checker"), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(approved_by=batch.made_by)

    def test_one_checker_twice(self, checker):
        batch = approve(make_frozen_batch(2, amount=600 * MILLION), checker)
        with pytest.raises(IntegrityError, match="maker_is_not_checker"), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(approved_by=checker)

    def test_a_checker_who_verified_a_line(self, checker):
        make_payout(verified_by=checker)
        batch = make_frozen_batch()
        with pytest.raises(DatabaseError, match="verified one of its lines"), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(approved_by=checker)

    def test_release_without_approval(self):
        batch = make_frozen_batch()
        with pytest.raises(IntegrityError, match="released_batch_was_approved"), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(state="approved")

    def test_release_of_a_large_batch_by_one(self, checker):
        batch = make_frozen_batch(2, amount=600 * MILLION)
        with pytest.raises(IntegrityError, match="released_batch_was_approved"), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(state="approved", approved_by=checker, approved_at=NOON)

    def test_a_draft_that_is_approved_at_once(self, checker):
        batch = make_batch()
        with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(state="approved", approved_by=checker, approved_at=NOON)

    @pytest.mark.parametrize("change", [{"count": 9}, {"total": 9}, {"sha256": "0" * 64}, {"needs_second_check": True}])
    def test_a_change_to_what_was_frozen(self, change):
        batch = make_frozen_batch()
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(**change)

    @pytest.mark.parametrize("wrong", [{"count": 2}, {"total": 2_999_999}])
    def test_freezing_with_a_count_or_total_that_is_not_of_its_lines(self, wrong):
        batch = make_batch()
        facts = {"count": 1, "total": 3 * MILLION} | wrong
        with pytest.raises(DatabaseError, match="differs from its lines"), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(state="frozen", frozen_at=NOON, sha256="0" * 64, **facts)

    def test_a_line_that_leaves_a_frozen_batch(self):
        line = make_frozen_batch().lines.get()
        with pytest.raises(DatabaseError, match="lines of a frozen batch"), transaction.atomic():
            Payout.objects.filter(pk=line.pk).update(state="ready", batch=None, line_no=None)

    def test_a_line_that_joins_a_frozen_batch(self):
        batch, stray = make_frozen_batch(), make_payout()
        with pytest.raises(DatabaseError, match="takes no lines"), transaction.atomic():
            Payout.objects.filter(pk=stray.pk).update(state="batched", batch=batch, line_no=2)

    def test_sending_a_line_that_nobody_approved(self):
        line = make_frozen_batch().lines.get()
        with pytest.raises(DatabaseError, match="only the lines of an approved batch"), transaction.atomic():
            Payout.objects.filter(pk=line.pk).update(state="sending", first_sent_at=NOON, sent_at=NOON, tries=1)

    def test_another_maker(self, checker):
        batch = make_frozen_batch()
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(made_by=checker)

    def test_deleting_a_batch(self):
        batch = make_batch()
        with pytest.raises(DatabaseError), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).delete()


def test_a_draft_whose_total_is_wrong_cannot_be_frozen(maker):
    batch = make_batch(2, maker=maker)
    Batch.objects.filter(pk=batch.pk).update(total=1)
    with pytest.raises(Conflict, match="total_differs"):
        freeze_batch(batch, actor=maker, at=NOON)
    batch.refresh_from_db()
    assert batch.state == BatchState.DRAFT
