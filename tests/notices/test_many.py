"""Many are told in one go: one statement a channel, one job for all copies, and nobody twice."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail

from core import clock, jobs
from core.jobs import run_due
from core.models import Job
from integrations.errors import PartnerUnavailable
from integrations.sms import sms_client
from notices.catalogue import UnknownEvent
from notices.enums import Channel, NoticeState
from notices.letters import Addressed, issue_letters
from notices.models import Letter, Notice
from notices.operations import Telling, deliver_round, delivery, notify, notify_many
from notices.operations.delivery import queue_copies
from tests.factories.notices import LETTER_FACTS, NOON, make_reader
from tests.queries import most_queries

pytestmark = pytest.mark.django_db

EVENT = "account_changed"  # at any hour
FACTS = {"month": 2, "due": NOON.date()}


@pytest.fixture
def readers():
    return [make_reader(full_name=name) for name in ("Siti Aminah", "Budi Santoso", "Dewi")]


def tell(readers, event=EVENT, key="K", **facts) -> int:
    return notify_many(event, [Telling(reader, "/dasbor/", key, facts) for reader in readers], at=NOON)


def copies(state=NoticeState.QUEUED):
    return Notice.objects.filter(state=state).exclude(channel=Channel.INBOX)


def the_round() -> str:
    return Job.objects.filter(name="notices.deliver").latest("created_at").args["round_id"]


def send_round(sms=None, at=NOON) -> None:
    deliver_round(the_round(), sms=sms or sms_client(), now=lambda: at)


class Gateway:
    """Takes messages, except for numbers that it has trouble with."""

    def __init__(self, **trouble: Exception) -> None:
        self.trouble, self.taken = trouble, []

    def send(self, key: str, number: str, text: str) -> str:
        if number in self.trouble:
            raise self.trouble[number]
        self.taken.append(number)
        return f"SMS-{key[:8]}"


def test_each_is_told_by_name_and_one_job_sends_all_copies(readers):
    assert tell(readers, "month_open", **FACTS) == 3
    assert Job.objects.count() == 1
    assert set(copies().values_list("round", flat=True)) == {Notice.objects.get(pk=copies()[0].pk).round}
    greetings = {
        notice.user.first_name: notice.body.split("\n")[0] for notice in Notice.objects.filter(channel=Channel.EMAIL)
    }
    assert greetings == {"Siti": "Halo Siti,", "Budi": "Halo Budi,", "Dewi": "Halo Dewi,"}


def test_who_was_told_is_left_out_and_a_name_twice_is_once(readers):
    notify(event="month_open", user=readers[0], at=NOON, link="/dasbor/", key="K", **FACTS)
    assert tell([*readers, readers[1]], "month_open", **FACTS) == 2
    assert tell(readers, "month_open", **FACTS) == 0
    assert Notice.objects.filter(channel=Channel.INBOX).count() == 3
    assert Job.objects.count() == 2


def test_thirty_are_told_in_as_many_queries_as_three(readers):
    with most_queries(5):  # who was told, three channels, the job
        tell(readers, "month_open", **FACTS)
    thirty = [make_reader() for _ in range(30)]
    with most_queries(5):
        tell(thirty, "month_open", key="L", **FACTS)


def test_facts_that_do_not_fit_tell_nobody(readers):
    with pytest.raises(UnknownEvent):
        tell(readers, "month_open", month=2)
    assert not Notice.objects.exists()


def test_an_old_address_hears_too_and_is_sealed(readers):
    notify_many("phone_changed", [Telling(reader, key="K", old_phone="+628110000") for reader in readers], at=NOON)
    former = Notice.objects.filter(key="K:old")
    assert [notice.address for notice in former] == ["+628110000"] * 3


# --- rounds ------------------------------------------------------------------------------------------------------


def test_an_outage_in_a_round_keeps_back_only_its_own_and_repeats_nothing(readers):
    tell(readers)
    away = PartnerUnavailable("sms", "timeout")
    with pytest.raises(PartnerUnavailable):
        send_round(Gateway(**{readers[1].phone: away}))
    assert [notice.user for notice in copies()] == [readers[1]]
    assert len(mail.outbox) == 3
    gateway = Gateway()
    send_round(gateway)
    assert gateway.taken == [readers[1].phone]
    assert (copies().count(), len(mail.outbox)) == (0, 3)


def test_the_job_of_a_round_comes_again_after_an_outage(readers, partners, monkeypatch):
    tell(readers)
    with monkeypatch.context() as broken:
        broken.setattr(delivery.EmailMessage, "send", lambda _self: (_ for _ in ()).throw(SMTPException("away")))
        run_due()
        job = Job.objects.get(name="notices.deliver")
        assert (job.state, job.attempts) == ("open", 1)
    Job.objects.update(due_at=clock.now() - timedelta(seconds=1))
    jobs.run(str(job.pk))
    assert (copies().count(), len(mail.outbox)) == (0, 3)


def test_a_copy_that_breaks_is_set_aside_and_the_others_go(readers):
    tell(readers)
    send_round(Gateway(**{readers[0].phone: ValueError("no such gateway")}))
    broken = copies().get()
    job = Job.objects.dead().get()
    assert (broken.user, broken.round) == (readers[0], None)
    assert (job.name, job.args, job.last_error) == (
        "notices.deliver_one",
        {"notice_id": str(broken.pk)},
        "ValueError: no such gateway",
    )


def test_a_round_that_takes_too_long_goes_on_in_another_job(readers, monkeypatch):
    tell(readers)
    moments = iter([NOON, NOON, NOON, *[NOON + timedelta(minutes=3)] * 9])
    deliver_round(the_round(), sms=Gateway(), now=lambda: next(moments))
    assert copies(NoticeState.SENT).count() == 1
    first, second = Job.objects.filter(name="notices.deliver")
    assert first.args == second.args


def test_all_that_waits_for_the_morning_is_one_job(readers):
    night = NOON + timedelta(hours=11)
    tell(readers, "month_open", **FACTS)
    send_round(at=night)
    waiting = Job.objects.exclude(args={"round_id": str(the_round())}) | Job.objects.filter(due_at__gt=night)
    assert [job.due_at for job in waiting if job.due_at > night] == [NOON + timedelta(hours=19)]
    assert copies().values("round").distinct().count() == 1


def test_a_round_is_made_of_what_still_waits(readers):
    tell(readers)
    sent = copies().first()
    Notice.workflow.move(sent, "skip", actor=None, at=NOON)
    queue_copies([notice.pk for notice in Notice.objects.exclude(channel=Channel.INBOX)])
    assert Notice.objects.filter(round=the_round()).count() == 5


# --- letters -----------------------------------------------------------------------------------------------------


def letters_to(readers) -> list[Letter]:
    asked = [Addressed(reader, reader, LETTER_FACTS["approval"]) for reader in readers]
    return issue_letters("approval", asked, at=NOON)


def test_letters_are_issued_once_with_numbers_and_codes_of_their_own(readers):
    with most_queries(6):  # those there are, numbers, calendar, letters, the job, and what is there now
        first = letters_to(readers)
    assert [letter.user for letter in first] == readers
    assert len({letter.number for letter in first}) == len({letter.code for letter in first}) == 3
    again = letters_to([*readers, make_reader()])
    assert again[:3] == first
    assert Job.objects.filter(name="notices.render_letters").count() == 2


def test_one_job_makes_the_files_of_all(readers):
    letters_to(readers)
    run_due()
    assert not Letter.objects.filter(pdf="").exists()
