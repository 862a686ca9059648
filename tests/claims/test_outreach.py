"""The national sweep and its reminders: exactly whom the law finds entitled, until the last day, each step once."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from claims import tasks
from claims.enums import OutreachState
from claims.models import Claim, OutreachEntry
from claims.operations import claims, monthly_run, outreach, outreach_sweep
from claims.selectors.claims import gather_facts
from core import jobs
from core.calendar import working_calendar
from core.errors import Conflict, Invalid, NotAllowed
from core.models import Job
from notices.enums import Channel
from notices.models import Notice
from participants.contribution_tables import partition_of, run
from participants.models import BpjsSnapshot, ParticipantNumber, PhkEvent
from rules.calendar import Month, month_of
from rules.decision import Outcome
from rules.eligibility import decide
from rules.facts_json import eligibility_facts
from tests.factories import claims as make
from tests.factories import outreach as world
from tests.factories import participants as people
from tests.factories.accounts import officer
from tests.queries import most_queries

pytestmark = pytest.mark.django_db

S = OutreachState
TODAY = date(2026, 11, 16)
PHK_ON = date(2026, 10, 12)
LAST = date(2027, 4, 12)


@pytest.fixture(autouse=True)
def register(db) -> None:
    world.hold_months()


def states() -> list[str]:
    return sorted(OutreachEntry.objects.values_list("state", flat=True))


def night(at) -> None:
    """What the workers do in one night."""
    tasks.plan_sweep()
    jobs.run_due()
    swept = Job.objects.filter(name__in=("claims.sweep_outreach", monthly_run.JOB))
    assert not list(swept.exclude(last_error="").values_list("name", "last_error"))


def told(event: str = "outreach_reminder") -> list[tuple[str, str]]:
    rows = Notice.objects.filter(event=event, channel=Channel.INBOX).order_by("created_at", "pk")
    return [(notice.key.split(":")[1], notice.link) for notice in rows]


def verifier():
    return make.verifier()


# --- who is found ------------------------------------------------------------------------------------------------


def test_who_is_entitled_and_has_not_claimed_is_found_with_the_last_day(travel, at):
    phk = world.laid_off(phk_on=PHK_ON)
    assert outreach_sweep.sweep(at=at) == outreach_sweep.Swept(looked_at=1, found=1, doubtful=0)
    entry = OutreachEntry.objects.get(phk=phk)
    assert (entry.state, entry.found_on, entry.lapses_on, entry.open_questions) == (S.FOUND, TODAY, LAST, [])


def test_a_second_sweep_changes_nothing(travel, at):
    world.laid_off()
    world.laid_off(jkn=None)
    outreach_sweep.sweep(at=at)
    before = list(OutreachEntry.objects.order_by("pk").values())
    assert outreach_sweep.sweep(at=at).found == 0
    assert list(OutreachEntry.objects.order_by("pk").values()) == before
    assert [row["state"] for row in before].count("found") == 1


def test_who_has_too_few_months_gets_no_entry_and_hears_nothing(travel, at):
    world.laid_off(paid=11)
    night(at)
    assert (states(), told()) == ([], [])


@pytest.mark.parametrize(("late", "found"), [((), ["found"]), ((3,), [])])
def test_a_month_paid_after_its_day_and_the_phk_is_not_counted(travel, at, late, found):
    world.laid_off(paid=12, late=late)
    outreach_sweep.sweep(at=at)
    assert states() == found


def test_months_under_two_numbers_are_counted_together(travel, at):
    phk = make.phk(phk_on=PHK_ON, paid_months=12)
    rows = world.months_before(PHK_ON, 12)
    world.in_register(phk, rows[:6])
    world.in_register(phk, rows[6:])
    outreach_sweep.sweep(at=at)
    assert states() == ["found"]


def test_whom_the_data_do_not_decide_is_for_an_officer_and_hears_nothing(travel, at):
    world.laid_off(jkn=None)
    night(at)
    assert (states(), told()) == (["doubtful"], [])
    assert OutreachEntry.objects.get().open_questions == ["ELG-12"]


def test_a_month_that_the_register_does_not_hold_is_unknown_and_not_unpaid(travel, at):
    phk = make.phk(phk_on=date(2026, 11, 10), paid_months=12)
    world.in_register(phk, world.months_before(date(2026, 11, 10), 12)[1:])
    month = Month(month_of(date(2026, 10, 1)))
    run(f"DROP TABLE {partition_of(month)}")
    outreach_sweep.sweep(at=at)
    assert [entry.open_questions for entry in OutreachEntry.objects.all()] == [["ELG-05"]]


def test_somebody_whose_number_nobody_knows_is_doubtful(travel, at):
    make.phk(phk_on=PHK_ON)
    ParticipantNumber.objects.all().delete()
    outreach_sweep.sweep(at=at)
    assert OutreachEntry.objects.get().open_questions == ["ELG-05"]


@pytest.mark.parametrize(
    ("stage", "found"), [("draft", []), ("submitted", []), ("active", []), ("paid", []), ("expired", ["found"])]
)
def test_who_has_a_claim_is_left_alone_until_a_draft_expires(travel, at, stage, found):
    phk = world.laid_off(phk_on=people.PHK_ON)
    make.assessments.record_assessment(phk, claim=None, filed_at=at, at=at)
    claim = make.claim("draft" if stage == "expired" else stage, event=phk)
    if stage == "expired":
        Claim.workflow.move(claim, "expire", actor=None, at=at)
    outreach_sweep.sweep(at=at)
    assert states() == found


def test_the_last_day_itself_still_finds_and_the_day_after_does_not(travel):
    world.laid_off(phk_on=date(2026, 5, 16))
    assert outreach_sweep.sweep(at=travel(TODAY + timedelta(days=1))).found == 0
    assert outreach_sweep.sweep(at=travel(TODAY)).found == 1
    assert OutreachEntry.objects.get().lapses_on == TODAY


def test_the_sweep_says_what_decide_says(travel, at):
    """Random people: the same answer as the rules that give reasons, whatever is missing of the facts."""
    random, expected = Random(7), {}
    for _ in range(60):
        phk = _somebody(random)
        facts = gather_facts(phk, None, filed_on=TODAY, decided_on=TODAY).facts
        expected[phk.pk] = decide(eligibility_facts(facts), working_calendar()).outcome
    outreach_sweep.sweep(at=at, chunk=17)
    found = dict(OutreachEntry.objects.values_list("phk", "state"))
    said = {Outcome.ELIGIBLE: S.FOUND, Outcome.NEEDS_OFFICER: S.DOUBTFUL, Outcome.HELD: S.DOUBTFUL}
    assert found == {pk: said[outcome] for pk, outcome in expected.items() if outcome in said}
    assert {Outcome.ELIGIBLE, Outcome.INELIGIBLE, Outcome.NEEDS_OFFICER} <= set(expected.values())


def _somebody(random: Random) -> PhkEvent:
    phk_on = date(2026, 5, 20) + timedelta(days=random.randrange(175))
    rows = world.months_before(phk_on, random.choice([9, 11, 12, 12, 13, 18, 24]), wage=random.choice([0, 3_000_000]))
    rows = [(month, wage, random.choice([paid_on] * 12 + [None, date(2026, 11, 2)])) for month, wage, paid_on in rows]
    phk = make.phk(
        phk_on=phk_on,
        reason=random.choice("bbbbbbim"),
        jkn=random.choice(["ppu", "pbi", "ppu", "none", None]),
        elsewhere=random.random() < 0.1,
        previous=random.choice([(), (), (), (date(2024, 7, 1),)]),
    )
    world.in_register(phk, rows)
    snapshot = BpjsSnapshot.objects.get(person=phk.person)
    said = snapshot.payload | {"contributions": world.as_bpjs_says(phk, rows)}
    if random.random() < 0.1:
        said["membership"] = said["membership"] | {"citizen": random.choice([False, None])}
    BpjsSnapshot.objects.create(
        person=phk.person, as_of=snapshot.as_of, fetched_at=snapshot.fetched_at + timedelta(hours=1), payload=said
    )
    return phk


def test_questions_do_not_grow_with_people(travel, at):
    for _ in range(3):
        world.laid_off()
    with most_queries(10):
        outreach_sweep.sweep(at=at)
    assert states() == ["found"] * 3


def test_a_sweep_that_is_killed_between_chunks_goes_on_the_next_time(travel, at, monkeypatch):
    for _ in range(3):
        world.laid_off()
    whole, calls = outreach_sweep._judge_chunk, []

    def dies(found, at):
        calls.append(len(found))
        if len(calls) == 2:
            raise SystemExit
        return whole(found, at)

    monkeypatch.setattr(outreach_sweep, "_judge_chunk", dies)
    with pytest.raises(SystemExit):
        outreach_sweep.sweep(at=at, chunk=1)
    assert states() == ["found"]
    monkeypatch.setattr(outreach_sweep, "_judge_chunk", whole)
    assert outreach_sweep.sweep(at=at, chunk=1).found == 2


def test_a_sweep_that_waits_is_not_asked_for_twice(travel, at):
    tasks.plan_sweep()
    tasks.plan_sweep()
    assert Job.objects.filter(name="claims.sweep_outreach").count() == 1


def test_the_doubtful_are_reminded_once_the_data_say_yes_and_left_alone_once_they_say_no(travel, at):
    yes, no = world.laid_off(jkn=None), world.laid_off(jkn=None)
    outreach_sweep.sweep(at=at)
    for phk, jkn in ((yes, "ppu"), (no, "none")):
        make.bpjs_knows(phk.person, phk.employer.npp, phk_on=phk.phk_on, jkn=jkn, at=at + timedelta(hours=1))
    outreach_sweep.sweep(at=at)
    assert dict(OutreachEntry.objects.values_list("phk", "state")) == {yes.pk: S.FOUND, no.pk: S.DROPPED}


# --- reminders ---------------------------------------------------------------------------------------------------


def test_each_step_is_said_once_and_the_last_day_is_in_it(travel):
    world.laid_off(phk_on=PHK_ON)
    for day in (TODAY, TODAY, LAST - timedelta(days=121)):
        night(travel(day))
    assert told() == []
    for before in (120, 119, 60, 30, 8, 7, 1, 0):
        night(travel(LAST - timedelta(days=before)))
        night(travel(LAST - timedelta(days=before)))
    entry = OutreachEntry.objects.get()
    assert told() == [(step, f"/pengingat/{entry.pk}/") for step in ("120", "60", "30", "7", "1")]
    assert (entry.state, entry.last_step) == (S.REMINDED, 1)
    assert Notice.objects.filter(event="outreach_reminder", channel=Channel.SMS).count() == 5


def test_who_is_found_late_hears_at_once_the_step_of_today_alone(travel):
    world.laid_off(phk_on=date(2026, 6, 10))
    night(travel(TODAY))
    assert [step for step, _link in told()] == ["30"]


def test_the_right_lapses_the_day_after_the_last(travel):
    entry = world.entry(phk_on=date(2026, 5, 16))
    monthly_run.plan_outreach(at=travel(TODAY))
    jobs.run_due()
    assert OutreachEntry.objects.get().state == S.REMINDED
    night(travel(TODAY + timedelta(days=1)))
    entry.refresh_from_db()
    assert (entry.state, entry.closed_at is not None, len(told())) == (S.LAPSED, True, 1)


def test_who_claimed_in_between_hears_nothing(travel):
    phk = world.laid_off(phk_on=people.PHK_ON)
    entry = world.entry(phk=phk)
    at = travel(entry.lapses_on - timedelta(days=60))
    make.assessments.record_assessment(phk, claim=None, filed_at=at, at=at)
    make.claim("submitted", event=phk, at=at)
    Job.objects.all().delete()
    night(at)
    entry.refresh_from_db()
    assert (entry.state, told()) == (S.CLAIMED, [])


def test_a_draft_holds_the_reminders_back_until_it_expires(travel):
    phk = world.laid_off(phk_on=people.PHK_ON)
    entry = world.entry(phk=phk)
    at = travel(entry.lapses_on - timedelta(days=60))
    make.assessments.record_assessment(phk, claim=None, filed_at=at, at=at)
    draft = claims.start_claim(phk, actor=phk.person.user, at=at)
    Job.objects.all().delete()
    night(at)
    assert told() == []
    Claim.workflow.move(draft, "expire", actor=None, at=at)
    night(at)
    assert [step for step, _link in told()] == ["60"]


def test_somebody_without_an_account_is_not_told_but_stays_on_the_list(travel, at):
    phk = people.report_phk(opened_by="employer", person=people.PersonFactory(unregistered=True))
    night(at)
    entry = OutreachEntry.objects.get(phk=phk)
    outreach.pass_on(entry, note="Keluarga dihubungi", actor=verifier(), at=at)
    night(travel(entry.lapses_on - timedelta(days=7)))
    entry.refresh_from_db()
    assert (entry.state, told()) == (S.FOUND, [])


def test_a_phk_that_the_court_closes_or_a_death_ends_it(travel, at):
    first, second = world.entry(), world.entry()
    PhkEvent.workflow.move(first.phk, "dispute", actor=None, at=at, phi_case="12/Pdt.Sus-PHI/2026")
    PhkEvent.workflow.move(first.phk, "ruling_closes", actor=None, at=at)
    second.person.died_on = TODAY
    second.person.save(update_fields=["died_on"])
    night(travel(LAST - timedelta(days=60)))
    assert (states(), told()) == (["dropped", "dropped"], [])


# --- people ------------------------------------------------------------------------------------------------------


def test_who_asks_not_to_be_reminded_is_not_and_may_ask_again(travel, at):
    entry = world.entry()
    user = entry.person.user
    outreach.decline_reminders(entry, actor=user, at=at)
    outreach.decline_reminders(entry, actor=user, at=at)
    night(travel(LAST - timedelta(days=60)))
    assert told() == []
    outreach.resume_reminders(entry, actor=user, at=at)
    night(travel(LAST - timedelta(days=60)))
    assert [step for step, _link in told()] == ["60"]
    assert entry.log.values_list("move", flat=True)[0] == "decline"


def test_nobody_declines_for_another(travel, at):
    entry = world.entry()
    with pytest.raises(NotAllowed):
        outreach.decline_reminders(entry, actor=people.PersonFactory().user, at=at)
    with pytest.raises(NotAllowed):
        outreach.resume_reminders(entry, actor=people.PersonFactory().user, at=at)


def test_an_officer_passes_a_doubtful_one_on_with_a_reason(travel, at):
    entry = world.entry(jkn=None)
    with pytest.raises(Invalid, match="note_missing"):
        outreach.pass_on(entry, note="  ", actor=verifier(), at=at)
    entry = outreach.pass_on(entry, note="JKN aktif menurut kartu", actor=verifier(), at=at)
    assert (entry.state, entry.log.get().note) == (S.FOUND, "JKN aktif menurut kartu")
    with pytest.raises(Conflict):
        outreach.pass_on(entry, note="sekali lagi", actor=verifier(), at=at)


def test_a_doubtful_one_whose_day_is_over_is_not_passed_on(travel, at):
    entry = world.entry(jkn=None)
    with pytest.raises(Conflict, match="lapsed"):
        outreach.pass_on(entry, note="terlambat", actor=verifier(), at=travel(LAST + timedelta(days=1)))


@pytest.mark.parametrize(("region", "may"), [("33", True), ("3372", True), ("31", False)])
def test_a_mediator_tends_the_region_alone(travel, at, region, may):
    entry = world.entry(jkn=None)
    mediator = officer(Role.MEDIATOR, region=region)
    assert OutreachEntry.objects.visible_to(mediator, TODAY).exists() is may
    if may:
        assert outreach.set_aside(entry, note="Sudah bekerja", actor=mediator, at=at).state == S.DROPPED
    else:
        with pytest.raises(NotAllowed):
            outreach.set_aside(entry, note="Sudah bekerja", actor=mediator, at=at)


def test_an_officer_neither_sees_nor_tends_the_own_phk(travel, at):
    entry = world.entry(jkn=None)
    user = verifier()
    entry.person.user = user
    entry.person.save(update_fields=["user"])
    assert not OutreachEntry.objects.visible_to(user, TODAY).exists()
    with pytest.raises(NotAllowed):
        outreach.set_aside(entry, note="Saya sendiri", actor=user, at=at)


def test_the_database_refuses_a_reminder_without_its_step_and_a_wrong_move(travel, at):
    entry = world.entry()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutreachEntry.objects.filter(pk=entry.pk).update(first_reminded_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutreachEntry.objects.filter(pk=entry.pk).update(found_on=entry.lapses_on + timedelta(days=1))
