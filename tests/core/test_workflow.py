"""State moves by one table, in code and in the database; the log is never rewritten."""

from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from core.errors import Conflict
from core.workflow import Workflow, signed_by
from notices.enums import Channel, NoticeState
from notices.models import Notice, NoticeLog
from tests.factories.notices import NOON, make_notice, make_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued() -> Notice:
    """Something with a workflow: a copy that waits to be sent."""
    notice = make_notice(make_reader(), "claim_paid")
    return Notice.objects.get(user=notice.user, key=notice.key, channel=Channel.EMAIL)


def send(notice, actor=None, **more):
    return Notice.workflow.move(notice, "send", actor=actor, at=NOON, sent_at=NOON, **more)


def test_a_move_writes_state_fields_and_log_together(queued):
    officer = make_reader(full_name="Budi Petugas")
    moved = send(queued, actor=officer, note="dikirim", reference="R-1")
    queued.refresh_from_db()
    assert (moved.pk, queued.state, queued.reference) == (queued.pk, NoticeState.SENT, "R-1")
    log = queued.log.get()
    assert (log.move, log.from_state, log.to_state) == ("send", "queued", "sent")
    assert (log.actor, log.actor_name, log.at, log.note) == (officer, "Budi Petugas", NOON, "dikirim")


def test_the_portal_itself_signs_with_its_name(queued):
    send(queued)
    assert (queued.log.get().actor, queued.log.get().actor_name) == (None, "JKP")
    assert signed_by(None) == {"actor": None, "actor_name": "JKP"}


def test_the_name_in_the_log_outlives_a_change_of_name(queued):
    officer = make_reader(full_name="Budi")
    send(queued, actor=officer)
    officer.full_name = "Lain"
    officer.save()
    assert queued.log.get().actor_name == "Budi"


def test_a_move_from_a_wrong_state_is_a_conflict_and_changes_nothing(queued):
    send(queued)
    with pytest.raises(Conflict, match="wrong_state") as refusal:
        Notice.workflow.move(queued, "fail", actor=None, at=NOON)
    assert refusal.value.facts == {"move": "fail", "state": "sent"}
    assert refusal.value.status == 409
    assert queued.log.count() == 1


def test_what_counts_is_the_row_not_the_copy_in_hand(queued):
    stale = Notice.objects.get(pk=queued.pk)
    send(queued)
    assert Notice.workflow.can(stale, "send")
    with pytest.raises(Conflict):
        send(stale)


def test_buttons_ask_can(queued):
    assert Notice.workflow.can(queued, "skip")
    assert not Notice.workflow.can(send(queued), "skip")


def test_an_unknown_move_is_a_programming_error(queued):
    with pytest.raises(KeyError):
        Notice.workflow.move(queued, "fly", actor=None, at=NOON)


def test_an_effect_that_fails_takes_the_move_back(queued):
    with pytest.raises(RuntimeError), transaction.atomic():
        _move_then_fail(queued)
    queued.refresh_from_db()
    assert queued.state == NoticeState.QUEUED
    assert not queued.log.exists()


def _move_then_fail(notice):
    send(notice)
    raise RuntimeError


@pytest.mark.django_db(transaction=True)
def test_of_many_who_move_at_once_one_succeeds(queued):
    together, outcome = Barrier(8), []

    def grab():
        together.wait()
        try:
            send(queued)
            outcome.append("moved")
        except Conflict as refusal:
            outcome.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=grab) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome) == ["moved", *["wrong_state"] * 7]
    assert queued.log.count() == 1


@pytest.mark.parametrize("target", ["queued", "failed", "skipped", "anything"])
def test_the_database_refuses_a_state_that_is_no_move(queued, target):
    send(queued)
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Notice.objects.filter(pk=queued.pk).update(state=target)


def test_the_database_refuses_raw_sql_as_well(queued):
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        cursor.execute("UPDATE notices_notice SET state = 'paid' WHERE id = %s", [queued.pk])


def test_the_same_state_again_is_no_transition(queued):
    Notice.objects.filter(pk=queued.pk).update(state=NoticeState.QUEUED, attempts=3)
    queued.refresh_from_db()
    assert queued.attempts == 3


def test_a_log_row_cannot_be_changed(queued):
    send(queued)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        NoticeLog.objects.update(note="lain")


def test_a_log_row_cannot_be_deleted(queued):
    send(queued)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        NoticeLog.objects.all()._raw_delete("default")


def test_the_table_of_moves_can_be_read():
    workflow = Workflow(("open", ["a", "b"], "c"), ("close", ["c"], "d"))
    assert [(move.name, sorted(move.sources), move.target) for move in workflow.moves] == [
        ("open", ["a", "b"], "c"),
        ("close", ["c"], "d"),
    ]


def test_a_guard_names_each_pair_once_and_no_standing_still():
    workflow = Workflow(("edit", ["a", "b"], "b"), ("edit_again", ["a"], "b"))
    (guard,) = workflow.guards()
    assert guard.transitions == [("a", "b")]


# --- many at once ------------------------------------------------------------------------------------------------


def test_many_move_together_each_with_its_log_row(queued):
    reader = queued.user
    for key in ("A", "B"):
        make_notice(reader, "claim_paid", key=key)
    waiting = Notice.objects.filter(user=reader, channel=Channel.EMAIL).order_by("key")
    moved = Notice.workflow.move_all(
        waiting, "send", actor=None, at=NOON, limit=2, each=lambda place: {"sent_at": NOON, "reference": f"R-{place}"}
    )
    assert sorted(row.reference for row in moved) == ["R-0", "R-1"]
    assert [row.log.get().to_state for row in moved] == ["sent", "sent"]
    assert waiting.filter(state=NoticeState.QUEUED).count() == 1


def test_many_of_which_none_is_free_is_nothing(queued):
    send(queued)
    sent = Notice.objects.filter(pk=queued.pk)
    assert Notice.workflow.move_all(sent, "send", actor=None, at=NOON, limit=9, each=lambda _: {}) == []
    assert queued.log.count() == 1
