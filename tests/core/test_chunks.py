"""A chunk is one transaction, two workers share the rows, and one row that fails keeps back no other."""

from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection, transaction

from core.chunks import MostFailed, Step, do_chunk, do_one, left
from core.errors import Conflict
from core.models import Job
from notices.enums import Channel, NoticeState
from notices.models import Notice, NoticeLog
from rules.errors import CalendarNotLoaded
from tests.factories.notices import NOON, make_notice, make_reader

ALONE = "test.alone"


def due(at):
    return Notice.objects.filter(channel=Channel.EMAIL, state=NoticeState.QUEUED).order_by("key")


def send_but(*bad: str, error: type[Exception] = ValueError):
    """Sends a chunk; a row with one of these keys is poison."""

    def work(rows, at):
        Notice.workflow.move_rows(rows, "send", actor=None, at=at, each=lambda place: {"sent_at": at})
        if poison := [row.key for row in rows if row.key in bad]:
            raise error(f"cannot send {poison[0]}")

    return work


def step(*bad: str, **rest) -> Step:
    return Step("send", due, send_but(*bad, **rest), ALONE)


def waiting(*keys: str) -> None:
    reader = make_reader()
    for key in keys:
        make_notice(reader, "claim_paid", key=key)


def sent() -> list[str]:
    return list(
        Notice.objects.filter(channel=Channel.EMAIL, state="sent").order_by("key").values_list("key", flat=True)
    )


@pytest.fixture
def alone(handle):
    """The job that does one row again: it is given what the row is."""
    return handle(ALONE, queue="batch")


@pytest.mark.django_db
def test_a_chunk_takes_its_number_and_a_repeated_one_finds_the_rest(alone):
    waiting("A", "B", "C")
    assert left(step(), at=NOON) == 3
    assert [do_chunk(step(), at=NOON, limit=2) for _ in range(3)] == [2, 1, 0]
    assert sent() == ["A", "B", "C"]
    assert NoticeLog.objects.filter(subject__channel=Channel.EMAIL).count() == 3


@pytest.mark.django_db
def test_a_poisoned_row_is_set_aside_with_its_reason_and_the_others_are_done(alone):
    waiting("A", "B", "C")
    assert do_chunk(step("B"), at=NOON) == 3
    assert sent() == ["A", "C"]
    job = Job.objects.get(state="dead")
    bad = Notice.objects.get(key="B", channel=Channel.EMAIL)
    assert (job.name, job.queue, job.args) == (ALONE, "batch", {"step": "send", "pk": str(bad.pk)})
    assert job.last_error == "ValueError: cannot send B"
    assert not bad.log.exists()


@pytest.mark.django_db
def test_what_was_set_aside_comes_back_only_by_its_own_job(alone):
    waiting("A", "B")
    do_chunk(step("A"), at=NOON)
    assert (do_chunk(step("A"), at=NOON), left(step(), at=NOON), Job.objects.dead().count()) == (0, 0, 1)
    bad = Notice.objects.get(key="A", channel=Channel.EMAIL)
    assert do_one(step(), bad.pk, at=NOON)
    assert not do_one(step(), bad.pk, at=NOON)
    assert sent() == ["A", "B"]


@pytest.mark.django_db
def test_another_step_does_not_see_what_was_set_aside(alone):
    waiting("A")
    do_chunk(step("A"), at=NOON)
    assert do_chunk(Step("other", due, send_but(), ALONE), at=NOON) == 1


@pytest.mark.django_db
def test_when_most_rows_fail_the_work_is_at_fault_and_none_is_set_aside(alone):
    keys = [f"K{number:02d}" for number in range(24)]
    waiting(*keys)
    with pytest.raises(MostFailed, match="send: 20 of 24"):
        do_chunk(step(*keys[:20]), at=NOON)
    assert not Job.objects.dead().exists()
    assert sent() == keys[20:]


@pytest.mark.django_db
def test_a_row_that_misses_the_calendar_stays_due_and_keeps_back_no_other(alone):
    waiting("A", "B")
    wanting = step("A", error=CalendarNotLoaded)
    with pytest.raises(MostFailed, match="send: 1 of 2 wait: cannot send A"):
        do_chunk(wanting, at=NOON)
    assert (sent(), Job.objects.dead().count(), left(wanting, at=NOON)) == (["B"], 0, 1)
    assert do_chunk(step(), at=NOON) == 1
    assert sent() == ["A", "B"]


@pytest.mark.django_db
def test_a_database_that_goes_away_is_nobody_s_fault(alone):
    waiting("A", "B")
    with pytest.raises(OperationalError):
        do_chunk(step("A", error=OperationalError), at=NOON)
    assert (sent(), Job.objects.dead().count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_rows_and_neither_waits_for_the_other(alone):
    waiting(*(f"K{number}" for number in range(6)))
    together, done = Barrier(2), []

    def work(rows, at):
        send_but()(rows, at)
        together.wait(timeout=20)  # both hold their rows now

    def worker():
        try:
            done.append(do_chunk(Step("send", due, work, ALONE), at=NOON, limit=3))
        finally:
            connection.close()

    threads = [Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [3, 3]
    assert len(sent()) == 6
    assert NoticeLog.objects.filter(subject__channel=Channel.EMAIL).count() == 6


@pytest.mark.django_db
def test_a_move_of_rows_that_changed_meanwhile_is_refused_as_a_whole(alone):
    waiting("A", "B")
    rows = list(due(NOON))
    Notice.workflow.move(rows[1], "skip", actor=None, at=NOON)
    with pytest.raises(Conflict, match="wrong_state"), transaction.atomic():
        Notice.workflow.move_rows(rows, "send", actor=None, at=NOON, each=lambda place: {"sent_at": NOON})
    assert sent() == []
    assert NoticeLog.objects.count() == 1
