"""Work is a row: never lost with the broker, never done for a change that did not happen, safe to run twice."""

from datetime import timedelta
from threading import Barrier, Thread
from time import sleep

import pytest
from django.db import OperationalError, connection, transaction

from core import clock, jobs, tasks
from core.jobs import UnknownJob, enqueue, is_waiting, retry, run, run_due, sweep
from core.models import Heartbeat, Job

pytestmark = pytest.mark.django_db


class Away(Exception):
    """A partner that does not answer."""


def fails(error):
    def handler(**_):
        raise error

    return handler


def only_job() -> Job:
    return Job.objects.get()


# --- writing -----------------------------------------------------------------------------------------------------


def test_a_job_is_written_with_its_queue_and_ids_as_text(noon, handle):
    handle("test.count", queue="batch")
    enqueue("test.count", claim_id=7)
    job = only_job()
    assert (job.name, job.queue, job.args, job.state) == ("test.count", "batch", {"claim_id": "7"}, "open")
    assert job.due_at == job.created_at == clock.now()


def test_a_rollback_leaves_nothing(handle):
    handle("test.count")
    with transaction.atomic():
        enqueue("test.count")
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_an_unknown_name_is_refused_with_the_known_ones(handle):
    handle("test.count")
    with pytest.raises(UnknownJob, match=r"test\.surprise.*test\.count"):
        enqueue("test.surprise")
    assert not Job.objects.exists()


def test_a_queue_that_nobody_serves_is_refused(handle):
    with pytest.raises(ValueError, match="express"):
        handle("test.count", queue="express")


def test_the_same_dedupe_key_is_one_job_and_spoils_no_transaction(handle):
    calls = handle("test.count")
    with transaction.atomic():
        for _ in range(3):
            enqueue("test.count", dedupe="K-1", number=1)
        enqueue("test.count", dedupe="K-2", number=2)
    run_due()
    assert sorted(call["number"] for call in calls) == ["1", "2"]


def test_without_a_key_every_call_is_a_job(handle):
    calls = handle("test.count")
    enqueue("test.count")
    enqueue("test.count")
    run_due()
    assert len(calls) == 2


def test_one_can_ask_whether_a_job_waits(handle):
    handle("test.count")
    enqueue("test.count", claim_id=1)
    assert is_waiting("test.count", claim_id=1)
    assert not is_waiting("test.count", claim_id=2)
    run_due()
    assert not is_waiting("test.count", claim_id=1)


# --- running -----------------------------------------------------------------------------------------------------


def test_a_job_runs_once_however_often_it_is_rung(noon, handle):
    calls = handle("test.count")
    enqueue("test.count", claim_id=1)
    job = only_job()
    assert run(str(job.pk)) is True
    assert run(str(job.pk)) is False
    job.refresh_from_db()
    assert (job.state, job.attempts, job.started_at, job.done_at) == ("done", 1, None, clock.now())
    assert calls == [{"claim_id": "1"}]


def test_a_job_waits_for_its_time(noon, handle):
    calls = handle("test.count")
    enqueue("test.count", due_at=clock.now() + timedelta(minutes=5))
    assert run(str(only_job().pk)) is False
    noon.shift(timedelta(minutes=5))
    assert run(str(only_job().pk)) is True
    assert len(calls) == 1


def test_a_job_that_makes_work_has_it_done_too(handle):
    second = handle("test.second")
    handle("test.first", does=lambda **_: enqueue("test.second"))
    enqueue("test.first")
    assert run_due() == 2
    assert len(second) == 1


def test_an_error_that_nobody_expected_is_shown_to_an_officer_at_once(handle):
    handle("test.poison", does=fails(ZeroDivisionError("nol")))
    enqueue("test.poison")
    assert run(str(only_job().pk)) is False
    assert (only_job().state, only_job().last_error) == ("dead", "ZeroDivisionError: nol")


def test_a_poison_job_does_not_stop_the_others(handle):
    handle("test.poison", does=fails(ValueError("x")))
    calls = handle("test.count")
    enqueue("test.poison")
    enqueue("test.count")
    run_due()
    assert len(calls) == 1


def test_a_job_whose_code_is_gone_is_shown_not_lost(handle):
    handle("test.old")
    enqueue("test.old")
    jobs._registry.pop("test.old")
    run(str(only_job().pk))
    assert (only_job().state, only_job().last_error) == ("dead", "UnknownJob: test.old")


# --- trying again ------------------------------------------------------------------------------------------------


def test_an_expected_error_is_tried_again_with_growing_pauses(noon, handle):
    calls = handle("test.send", does=fails(Away("diam")), retry_on=(Away,))
    enqueue("test.send")
    pauses = []
    for _ in range(6):
        before = clock.now()
        run(str(only_job().pk))
        pauses.append((only_job().due_at - before).total_seconds())
        noon.move_to(only_job().due_at)
    assert len(calls) == 6
    assert only_job().state == "open"
    assert only_job().last_error == "Away: diam"
    for pause, expected in zip(pauses, (5, 10, 20, 40, 80, 160), strict=True):
        assert expected * 0.75 <= pause <= expected * 1.25


def test_no_pause_is_longer_than_ten_minutes_and_a_quarter(noon, handle):
    handle("test.send", does=fails(Away("diam")), retry_on=(Away,))
    enqueue("test.send")
    Job.objects.update(attempts=40)
    run(str(only_job().pk))
    assert (only_job().due_at - clock.now()).total_seconds() <= 750


def test_a_database_in_trouble_is_always_worth_another_try(noon, handle):
    handle("test.send", does=fails(OperationalError("deadlock")))
    enqueue("test.send")
    run(str(only_job().pk))
    assert only_job().state == "open"


def test_after_the_stated_time_an_officer_sees_it(noon, handle):
    handle("test.send", does=fails(Away("diam")), retry_on=(Away,), give_up_after=timedelta(hours=1))
    enqueue("test.send")
    for state in ("open", "open", "dead"):  # three tries at the least, also after a clock that jumped
        noon.shift(timedelta(minutes=59))
        run(str(only_job().pk))
        assert (only_job().state, only_job().last_error) == (state, "Away: diam")


def test_a_dead_job_is_opened_again_by_hand_and_starts_anew(noon, handle):
    trouble = [Away("diam")]

    def send(**_):
        if trouble:
            raise trouble.pop()

    handle("test.send", does=send)
    enqueue("test.send")
    run(str(only_job().pk))
    assert only_job().state == "dead"
    noon.shift(timedelta(days=4))
    assert retry(str(only_job().pk)) is True
    assert only_job().created_at == clock.now()
    assert run(str(only_job().pk)) is True
    assert retry(str(only_job().pk)) is False


def test_a_worker_that_dies_ten_times_dies_no_more_of_this_job(handle):
    calls = handle("test.count")
    enqueue("test.count")
    Job.objects.update(started_at=clock.now(), crashes=jobs.MOST_CRASHES - 2)
    assert run(str(only_job().pk)) is True  # the ninth death was counted, and this time it went well
    assert only_job().crashes == jobs.MOST_CRASHES - 1
    Job.objects.update(state="open", started_at=clock.now())
    assert run(str(only_job().pk)) is False
    assert (only_job().state, only_job().last_error) == ("dead", "the worker died every time")
    assert len(calls) == 1


# --- two at once -------------------------------------------------------------------------------------------------


def in_threads(work, count):
    def run_one():
        try:
            work()
        finally:
            connection.close()

    threads = [Thread(target=run_one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_workers_that_grab_the_same_job_run_it_once(handle):
    together = Barrier(4)
    calls = handle("test.count", does=lambda **_: None)
    enqueue("test.count")
    job_id = str(only_job().pk)

    def grab():
        together.wait()
        run(job_id)

    in_threads(grab, 4)
    assert len(calls) == 1
    assert only_job().state == "done"


@pytest.mark.django_db(transaction=True)
def test_a_job_that_somebody_holds_is_left_alone_and_free_when_the_holder_is_gone(handle):
    calls = handle("test.count")
    enqueue("test.count")
    job = only_job()
    key = int.from_bytes(job.pk.bytes[:8], signed=True)
    outcome = []

    def hold_and_vanish():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
        in_threads(lambda: outcome.append(run(str(job.pk))), 1)

    in_threads(hold_and_vanish, 1)  # its connection closes without a word, as a killed worker's does
    assert outcome == [False]
    assert calls == []
    assert any(run(str(job.pk)) or sleep(0.05) for _ in range(100))  # the server ends the session in its own time
    assert len(calls) == 1


def test_a_worker_that_died_does_not_make_a_partner_s_pause_longer(noon, handle):
    handle("test.asks", does=fails(Away("silent")), retry_on=(Away,))
    enqueue("test.asks")
    Job.objects.update(started_at=clock.now(), attempts=9, crashes=8)
    assert run(str(only_job().pk)) is False
    assert timedelta(0) < only_job().due_at - clock.now() <= timedelta(seconds=5 * 2 * 1.25)


# --- the bell and the sweep --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit_in_the_job_s_queue(broker, handle):
    handle("test.count", queue="payouts")
    with transaction.atomic():
        enqueue("test.count")
        assert broker.take("payouts") == []
    assert broker.take("payouts") == [str(only_job().pk)]


@pytest.mark.django_db(transaction=True)
def test_nothing_rings_for_a_job_of_tomorrow(broker, handle):
    handle("test.count")
    enqueue("test.count", due_at=clock.now() + timedelta(days=1))
    assert broker.take() == []


@pytest.mark.django_db(transaction=True)
def test_work_lost_with_redis_is_found_by_the_sweep_and_done_once(noon, broker, handle):
    calls = handle("test.count")
    for number in range(3):
        enqueue("test.count", number=number)
    broker.flush()
    noon.shift(timedelta(seconds=61))
    assert sweep(clock.now()) == 3
    for job_id in broker.take():
        tasks.run_job(job_id)
    assert sorted(call["number"] for call in calls) == ["0", "1", "2"]
    noon.shift(timedelta(days=1))
    assert sweep(clock.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_stops_nobody(monkeypatch, handle, broker, noon):
    handle("test.count")

    def refused(*args, **kwargs):
        raise tasks.OperationalError("connection refused")

    with monkeypatch.context() as away:
        away.setattr(tasks.run_job, "apply_async", refused)
        enqueue("test.count")
    assert only_job().state == "open"
    noon.shift(timedelta(seconds=61))
    sweep(clock.now())
    assert broker.take() == [str(only_job().pk)]


def test_a_whole_month_may_take_longer_than_other_jobs(monkeypatch):
    rung = []
    monkeypatch.setattr(tasks.run_job, "apply_async", lambda args, **how: rung.append((how["queue"], how)))
    tasks.ring("one", "batch")
    tasks.ring("two", "register")
    (_batch, usual), (_register, long) = rung
    assert "soft_time_limit" not in usual
    assert (long["soft_time_limit"], long["time_limit"]) == (10_800, 10_830)


def test_what_was_rung_lately_is_not_rung_again(noon, handle):
    handle("test.count")
    enqueue("test.count")
    assert sweep(clock.now() + timedelta(seconds=59)) == 0
    assert sweep(clock.now() + timedelta(seconds=61)) == 1


def test_a_clock_that_ran_ahead_keeps_no_job_waiting(noon, handle):
    """A job failed and was rung in 2028; back in the present it is due, and rung."""
    handle("test.ask", fails(Away()), retry_on=(Away,))
    enqueue("test.ask")
    present = clock.now()
    noon.shift(timedelta(days=500))
    sweep(clock.now() + timedelta(minutes=2))
    run_due()
    assert only_job().due_at > clock.now()
    noon.shift(timedelta(days=-500))
    assert sweep(present) == 1
    assert (only_job().state, only_job().due_at) == ("open", present)


def test_a_job_of_tomorrow_is_not_brought_forward(noon, handle):
    handle("test.ask")
    tomorrow = clock.now() + timedelta(days=1)
    enqueue("test.ask", due_at=tomorrow)
    assert sweep(clock.now() + timedelta(minutes=2)) == 0
    assert only_job().due_at == tomorrow


def test_a_second_sweep_at_the_same_moment_finds_nothing(noon, handle):
    handle("test.count")
    enqueue("test.count")
    later = clock.now() + timedelta(seconds=61)
    assert [sweep(later), sweep(later)] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_two_beats_ring_twice_and_the_work_is_done_once(handle):
    calls = handle("test.count")
    enqueue("test.count")
    Job.objects.update(rung_at=None)
    at = clock.now()
    in_threads(lambda: sweep(at), 2)
    in_threads(run_due, 2)
    assert len(calls) == 1


def test_a_job_of_later_rings_when_its_time_has_come(noon, handle):
    handle("test.count")
    enqueue("test.count", due_at=clock.now() + timedelta(hours=3))
    assert sweep(clock.now() + timedelta(hours=2, minutes=59)) == 0
    assert sweep(clock.now() + timedelta(hours=3)) == 1


def test_the_sweep_rings_for_the_oldest_first_and_not_for_all_at_once(noon, handle):
    handle("test.count")
    for number in range(3):
        enqueue("test.count", number=number, due_at=clock.now() - timedelta(minutes=number))
    Job.objects.update(rung_at=None)
    assert sweep(clock.now(), limit=2) == 2
    assert Job.objects.get(rung_at=None).args == {"number": "0"}


def test_who_waited_longest_for_a_bell_is_rung_first_however_old_the_others_are(noon, handle):
    handle("test.count")
    for number in range(3):
        enqueue("test.count", number=number, due_at=clock.now() - timedelta(minutes=number))
    Job.objects.filter(args={"number": "0"}).update(rung_at=clock.now() - timedelta(minutes=9))
    Job.objects.exclude(args={"number": "0"}).update(rung_at=clock.now() - timedelta(minutes=2))
    assert sweep(clock.now(), limit=1) == 1
    assert Job.objects.get(rung_at=clock.now()).args == {"number": "0"}


def test_a_queue_whose_bells_nobody_hears_gets_no_more_and_the_others_do(noon, handle, monkeypatch):
    handle("test.slow", queue="batch")
    handle("test.quick", queue="payouts")
    for _ in range(3):
        enqueue("test.slow")
        enqueue("test.quick")
    Job.objects.update(rung_at=None)
    monkeypatch.setattr(jobs, "_unheard", {"batch": 5, "payouts": 0}.__getitem__)
    assert sweep(clock.now(), limit=5) == 3
    assert set(Job.objects.exclude(rung_at=None).values_list("queue", flat=True)) == {"payouts"}


def test_a_bell_that_still_hangs_is_not_hung_again(noon, handle, monkeypatch):
    handle("test.count")
    for number in range(3):
        enqueue("test.count", number=number, due_at=clock.now() - timedelta(minutes=number))
    Job.objects.update(rung_at=None)
    monkeypatch.setattr(jobs, "_unheard", lambda queue: 2)
    assert sweep(clock.now()) == 1
    assert Job.objects.get(rung_at=clock.now()).args == {"number": "2"}
    monkeypatch.setattr(jobs, "_unheard", lambda queue: 9)
    assert sweep(clock.now()) == 0


def test_while_the_broker_is_away_the_sweep_marks_nothing_as_rung(noon, handle, monkeypatch):
    def refused(**_):
        raise tasks.OperationalError("connection refused")

    handle("test.count")
    enqueue("test.count")
    Job.objects.update(rung_at=None)
    monkeypatch.setattr(tasks.current_app, "connection_for_write", refused)
    monkeypatch.setattr(jobs, "_unheard", tasks.unheard)
    assert sweep(clock.now()) == 0
    assert only_job().rung_at is None


@pytest.mark.django_db(transaction=True)
def test_the_bells_that_wait_are_counted_in_the_broker(handle, broker):
    handle("test.count", queue="batch")
    assert tasks.unheard("batch") == 0
    enqueue("test.count")
    enqueue("test.count")
    assert tasks.unheard("batch") == 2


def test_the_heartbeat_is_one_row(noon):
    tasks.heartbeat()
    noon.shift(timedelta(seconds=20))
    tasks.heartbeat()
    assert Heartbeat.objects.get().at == clock.now()


def test_the_sweep_of_beat_is_the_sweep(noon, handle, monkeypatch):
    rung = []
    monkeypatch.setattr(jobs, "_ring", lambda job_id, queue: rung.append((job_id, queue)))
    handle("test.count", queue="notices")
    enqueue("test.count")
    noon.shift(timedelta(seconds=61))
    tasks.sweep()
    assert rung == [(str(only_job().pk), "notices")]
