"""The nightly look at BPJS and Dukcapil, over HTTP with the partners as a process of their own."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db.models import F

from claims.enums import ClaimState, EndReason
from claims.models import Claim, MembershipQuestion
from claims.operations import watching
from core import clock
from core.chunks import MostFailed
from core.jobs import run_due
from core.models import Job
from integrations.dukcapil import VitalStatus
from integrations.errors import PartnerUnavailable
from integrations.sandbox.control import ControlRefused
from integrations.sandbox.stories import EMPLOYERS, LOGISTIK, story
from notices.models import Letter, Notice
from tests.factories import claims as make
from tests.factories import participants
from tests.factories.participants import PHK_ON

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(partners) -> Claim:
    """Siti's benefit runs, and the partners know her; her PHK was some weeks ago."""
    told = story("siti", today=clock.today()).person
    partners.load(people=[told], employers=EMPLOYERS)
    person = make.participant(nik=told.nik, born_on=told.born_on, full_name=told.full_name)
    employer = participants.EmployerFactory(npp="99000001", name="PT Busana Lestari Contoh")
    at = clock.now()
    event = participants.confirmed_phk(person=person, employer=employer, phk_on=clock.today() - timedelta(days=20))
    make.bpjs_knows(person, employer.npp, phk_on=event.phk_on, at=at)
    make.assessments.record_assessment(event, claim=None, filed_at=at, at=at)
    found = make.claim("active", event=event, at=at)
    run_due()
    return found


def look_up() -> Job:
    """One night; returns its one job."""
    assert watching.plan() == 1
    run_due()
    return Job.objects.filter(name="claims.look_up").latest("created_at")


def try_again() -> None:
    Job.objects.filter(state="open", name="claims.look_up").update(due_at=F("created_at"))
    run_due()


def test_a_quiet_night_asks_nothing(claim):
    assert look_up().state == "done"
    assert not MembershipQuestion.objects.exists()
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.ACTIVE


def test_a_new_membership_becomes_one_question_and_stops_nothing(claim, partners):
    since = clock.today() - timedelta(days=3)
    partners.hired(claim.person.nik, npp=LOGISTIK.npp, since=since)
    for _ in range(2):
        look_up()
    question = MembershipQuestion.objects.get()
    assert (question.employer, question.npp, question.since) == (LOGISTIK.name, LOGISTIK.npp, since)
    assert Notice.objects.filter(event="work_question", channel="inbox").count() == 1
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.ACTIVE


def test_a_membership_that_ended_again_is_not_asked_about(claim, partners):
    today = clock.today()
    partners.hired(claim.person.nik, npp=LOGISTIK.npp, since=today - timedelta(days=9), until=today - timedelta(days=2))
    look_up()
    assert not MembershipQuestion.objects.exists()


def test_a_death_ends_the_benefit_with_a_letter_to_the_heirs(claim, partners):
    died_on = clock.today() - timedelta(days=1)
    partners.died(claim.person.nik, on=died_on)
    look_up()
    over = Claim.objects.get(pk=claim.pk)
    assert (over.state, over.end_reason, over.ended_on) == (ClaimState.ENDED, EndReason.DIED, died_on)
    assert Letter.objects.get(kind="heirs").content["title"] == "Manfaat JKP berakhir"
    assert watching.plan() == 0


@pytest.mark.parametrize("partner", ["bpjs", "dukcapil"])
def test_a_partner_that_is_down_is_asked_again_and_nothing_is_lost(claim, partners, partner):
    partners.hired(claim.person.nik, npp=LOGISTIK.npp, since=clock.today() - timedelta(days=3))
    partners.fault(partner, down=True)
    waiting = look_up()
    assert (waiting.state, waiting.attempts) == ("open", 1)
    assert not MembershipQuestion.objects.exists()
    partners.heal()
    try_again()
    waiting.refresh_from_db()
    assert waiting.state == "done"
    assert MembershipQuestion.objects.get().employer == LOGISTIK.name


class Answers:
    """BPJS and Dukcapil, of which some questions go wrong."""

    def __init__(self, **wrong: Exception) -> None:
        self.wrong, self.asked = wrong, []

    def vital_status(self, nik: str) -> VitalStatus:
        self.asked.append(nik)
        if nik in self.wrong:
            raise self.wrong[nik]
        return VitalStatus(known=True, died_on=None, as_of=clock.now())

    def membership(self, nik: str) -> SimpleNamespace:
        return SimpleNamespace(memberships=())


def looked_up(claims, partners, only: str = "") -> None:
    first, *_rest, last = sorted(claim.pk for claim in claims)
    watching.look_up(first, last, only=only, bpjs=partners, dukcapil=partners, at=clock.now())


def test_an_outage_in_the_middle_keeps_back_only_those_that_were_not_answered():
    claims = [make.claim("active") for _ in range(4)]
    silent = claims[1]
    partners = Answers(**{silent.person.nik: PartnerUnavailable("dukcapil", "timeout")})
    looked_up(claims, partners)
    assert len(partners.asked) == 4
    job = Job.objects.get(name="claims.look_up")
    assert (job.args["only"], job.state) == (str(silent.pk), "open")
    assert job.due_at > clock.now()
    again = Answers()
    looked_up(claims, again, only=job.args["only"])
    assert again.asked == [silent.person.nik]
    assert Job.objects.filter(name="claims.look_up").count() == 1


def test_a_claim_that_fails_by_itself_is_set_aside_and_the_others_are_asked():
    claims = [make.claim("active") for _ in range(3)]
    bad = claims[0]
    partners = Answers(**{bad.person.nik: ValueError("no such day")})
    looked_up(claims, partners)
    assert len(partners.asked) == 3
    job = Job.objects.dead().get()
    assert (job.name, job.args) == ("claims.look_up", {"first": str(bad.pk), "last": str(bad.pk)})
    assert job.last_error == "ValueError: no such day"


def test_a_bug_sets_nothing_aside():
    claims = [make.claim("active") for _ in range(12)]
    with pytest.raises(MostFailed):
        looked_up(claims, Answers(**{claim.person.nik: ValueError("every time") for claim in claims}))
    assert not Job.objects.dead().exists()


def test_while_nobody_answers_the_whole_chunk_comes_again():
    claims = [make.claim("active") for _ in range(2)]
    partners = Answers(**{claim.person.nik: PartnerUnavailable("dukcapil", "down") for claim in claims})
    with pytest.raises(PartnerUnavailable):
        looked_up(claims, partners)
    assert not Job.objects.filter(name="claims.look_up").exists()


def test_the_partners_refuse_what_happened_to_nobody(partners):
    with pytest.raises(ControlRefused, match="unknown_person"):
        partners.died("9901010101900001", on=PHK_ON)
