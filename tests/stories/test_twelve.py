"""Twelve stories from the layoff to the last letter, under a travelling clock, through views and real tasks."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from claims.contribution_grid import arrears_at_phk
from claims.enums import DecisionKind
from claims.models import KapkVersion, Overpayment
from claims.operations import assessments, month_deciding, objections
from claims.tasks import watch
from core import clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.jobs import run_due
from notices.models import Letter
from participants.enums import ProofKind, Side
from participants.operations.phk import record_dispute, record_ruling
from tests.factories import claims as make
from tests.factories import participants
from tests.factories.accounts import officer, sign_in
from tests.factories.training_money import AttendanceFactory, EnrolmentFactory, MeetingFactory, at_eight
from tests.stories.telling import FILED, LAID_OFF, proof
from training.models import Enrolment

pytestmark = pytest.mark.django_db

SIX = [2_700_000] * 6
LETTERS = {
    "phk_receipt": 1,
    "kapk": 1,
    "claim_receipt": 1,
    "approval": 6,
    "payment_proof": 6,
    "month_receipt": 5,
}


def test_a_benefit_without_trouble_pays_six_months(story, drawn):
    story.laid_off()
    story.files()
    story.first_month_paid()
    story.lives_through(2, 3, 4, 5, 6)
    assert story.is_over() == "completed"
    assert story.paid() == SIX
    assert story.letters() == LETTERS
    assert all(letter.pdf for letter in Letter.objects.order_by("pk"))
    assert story.everything_holds()


def test_a_month_that_was_not_sent_is_lost_and_no_seventh_replaces_it(story):
    story.laid_off()
    story.files()
    story.first_month_paid()
    second = story.month(2)
    story.beat(second.opens_on)
    story.beat(second.closes_on)
    assert story.month(2).state == "open"
    story.beat(second.closes_on + timedelta(days=1))
    assert story.month(2).state == "forfeited"
    make.assessed(story.claim, clock.now())
    story.lives_through(3, 4, 5, 6)
    assert story.is_over() == "completed"
    assert story.paid() == [2_700_000, None, *[2_700_000] * 4]
    assert story.states() == ["paid", "forfeited", "paid", "paid", "paid", "paid"]
    assert story.letters() == LETTERS | {"approval": 5, "payment_proof": 5, "month_receipt": 4, "forfeiture": 1}
    assert story.everything_holds()


def test_a_claim_waits_for_the_court_and_is_paid_after_its_ruling(story):
    story.laid_off()
    story.files()
    mediator = make.verifier(Role.MEDIATOR)
    at = story.travel(FILED + timedelta(days=1))
    event = record_dispute(event=story.event, case_number="12/PHI/2026", actor=mediator, at=at)
    run_due()
    assert story.latest().outcome == "held"
    with pytest.raises(Conflict, match="not_payable"):
        story.approved(note="Saya yakin saja.")
    at = story.travel(FILED + timedelta(days=14))
    ruling = proof(mediator, ProofKind.PHI_RULING, at)
    record_ruling(event=event, upheld=True, ruling=ruling, brought_by=Side.EMPLOYER, actor=mediator, at=at)
    run_due()
    story.claim.refresh_from_db()
    assert (story.latest().outcome, story.claim.decision_due_on) == ("eligible", date(2026, 12, 3))
    assert (story.paid(), story.claim.reference_date) == ([], FILED)
    story.approved(FILED + timedelta(days=15))
    story.is_paid(story.month(1))
    story.lives_through(2, 3, 4, 5, 6)
    assert story.is_over() == "completed"
    assert story.paid() == SIX
    assert story.letters() == LETTERS
    assert story.everything_holds()


def test_a_bankrupt_employer_six_months_in_arrears_costs_the_worker_nothing(story):
    employer = participants.EmployerFactory(bankrupt_or_closed_on=date(2026, 10, 1))
    story.laid_off(employer=employer, unpaid=(1, 2, 3, 4, 5, 6, 7))
    story.files()
    payers = [
        arrears_at_phk(story.latest(), bankrupt_or_closed=closed, calendar=working_calendar()).payer
        for closed in (True, False)
    ]
    assert payers == ["bpjs", "employer_first"]
    story.first_month_paid(note="Pailit, Pasal 39A: enam bulan menunggak ditanggung BPJS.")
    story.lives_through(2, 3, 4, 5, 6)
    assert story.is_over() == "completed"
    assert story.paid() == SIX
    assert story.claim.decisions.get(kind=DecisionKind.APPROVAL).note.startswith("Pailit, Pasal 39A")
    assert story.letters() == LETTERS
    assert story.everything_holds()


def test_who_moves_to_another_province_is_served_there_and_paid_without_a_break(story):
    story.laid_off()
    story.files()
    story.first_month_paid()
    story.lives_through(2)
    before, after = (officer(Role.COUNSELLOR, region=code, phone=f"+62813770000{code}") for code in ("33", "94"))
    home = {"region": "9471", "address": "Jalan Pasifik Indah 4, Jayapura Utara"}
    me = sign_in(story.client, story.person.user)
    assert me.post("/akun/data-saya/alamat/", home).url == "/akun/data-saya/"
    searched_on = story.month(3).opens_on - timedelta(days=3)
    story.travel(make.moment(searched_on, 12))
    evidence = make.evidence(story.claim, 5, on=searched_on, accepted=False)
    assert [seen_at_the_desk(story, who, evidence) for who in (before, after)] == [[404] * 5, [200] * 5]
    for activity in evidence:
        form = {"verdict": "accept", "seen": activity.submitted_at.isoformat()}
        assert story.client.post(f"/konselor/bukti/{activity.pk}/", form).status_code == 302
    run_due()
    assert story.sends(3, applications=0).state == "approved"
    story.is_paid(story.month(3))
    page = sign_in(story.client, story.person.user).get(f"/klaim/{story.claim.pk}/bulan/4/")
    assert "WIT" in page.content.decode()
    story.lives_through(4, 5, 6)
    assert story.is_over() == "completed"
    assert story.paid() == SIX
    assert story.letters() == LETTERS
    assert story.everything_holds()


def seen_at_the_desk(story, counsellor, evidence):
    desk = sign_in(story.client, counsellor)
    return [desk.get(f"/konselor/bukti/{activity.pk}/").status_code for activity in evidence]


def test_after_a_job_in_month_3_what_was_granted_stays(story):
    story.laid_off()
    story.files()
    story.first_month_paid()
    story.lives_through(2, 3)
    started_on = clock.today() + timedelta(days=6)
    story.travel(clock.today() + timedelta(days=4))
    boxes = {"accepted_on": clock.today(), "started_on": started_on}
    typed = {f"{name}_{part}": getattr(day, part) for name, day in boxes.items() for part in ("day", "month", "year")}
    me = sign_in(story.client, story.person.user)
    assert me.post("/status-kerja/lapor/", {"employer": "PT Baru", "step": "report", **typed}).url == "/status-kerja/"
    run_due()
    report = story.claim.work_reports.get()
    assert story.claim.months.filter(state="stopped").count() == 0
    story.beat(report.effective_at)
    story.claim.refresh_from_db()
    assert (story.claim.end_reason, story.claim.ended_on) == ("working", started_on)
    story.beat(clock.today() + timedelta(days=40))
    assert story.states() == ["paid", "paid", "paid", "stopped", "stopped", "stopped"]
    assert story.paid() == [*[2_700_000] * 3, None, None, None]
    assert not Overpayment.objects.exists()
    assert story.letters() == LETTERS | {"approval": 3, "payment_proof": 3, "month_receipt": 2, "stop": 1}
    assert story.everything_holds()


def test_a_death_in_month_2_ends_the_benefit_and_the_heirs_are_written_to(story):
    story.laid_off()
    story.files()
    story.first_month_paid()
    opens_on = story.month(2).opens_on
    story.beat(opens_on)
    story.dukcapil.deaths[story.person.nik] = opens_on
    story.travel(opens_on + timedelta(days=1))
    for _night in range(2):
        watch()
        run_due()
    story.claim.refresh_from_db()
    assert (story.claim.state, story.claim.end_reason, story.claim.ended_on) == ("ended", "died", opens_on)
    story.beat(story.month(3).opens_on)
    assert story.states() == ["paid", *["stopped"] * 5]
    assert story.paid() == [2_700_000, *[None] * 5]
    one = {"approval": 1, "payment_proof": 1, "heirs": 1}
    assert story.letters() == {"phk_receipt": 1, "kapk": 1, "claim_receipt": 1, **one}
    assert story.everything_holds()


def train(story, n, *, attended, of=100):
    """Meetings between the day of month n - 1 and that of month n, four a day."""
    opens_on = story.month(n).opens_on
    story.travel(opens_on - timedelta(days=4))
    seat = Enrolment.objects.filter(person=story.person).first() or EnrolmentFactory(person=story.person)
    for number in range(of):
        starts_at = at_eight(opens_on - timedelta(days=29 - number // 4)) + timedelta(hours=2 * (number % 4))
        meeting = MeetingFactory(training_class=seat.training_class, starts_at=starts_at, recorded=True)
        AttendanceFactory(enrolment=seat, meeting=meeting, minutes=meeting.minutes if number < attended else 0)


def test_training_at_79_percent_is_for_an_officer_with_proof_and_held_without(story):
    story.laid_off()
    story.files()
    story.first_month_paid()
    train(story, 2, attended=79)
    assert story.sends(2).state == "in_review"
    second = story.month(2)
    run = month_deciding.latest_run(second)
    with pytest.raises(Invalid, match="note_needed"):
        month_deciding.confirm_month(second, run=run, note="", actor=story.verifier, at=clock.now())
    note = "Lima lamaran cukup; sakit dua hari."
    month_deciding.confirm_month(second, run=run, note=note, actor=story.verifier, at=clock.now())
    story.is_paid(story.month(2))
    train(story, 3, attended=79)
    held = story.sends(3, applications=0)
    assert (held.state, month_deciding.missing(month_deciding.latest_run(held))) == ("held", ["MON-02", "MON-03"])
    story.beat(held.complete_by + timedelta(days=1))
    refused = {"reason_code": "R09", "note": "Hadir 79 dari 100.", "actor": story.verifier, "at": clock.now()}
    month_deciding.refuse_month(story.month(3), run=month_deciding.latest_run(held), **refused)
    train(story, 4, attended=80)
    assert story.sends(4, applications=0).state == "approved"
    story.is_paid(story.month(4))
    story.lives_through(5, 6)
    assert story.is_over() == "completed"
    assert story.paid() == [2_700_000, 2_700_000, None, *[2_700_000] * 3]
    assert story.letters() == LETTERS | {"approval": 5, "payment_proof": 5, "refusal": 1}
    assert story.everything_holds()


def test_money_that_came_back_twice_arrives_at_the_corrected_account(story):
    story.laid_off()
    story.files()
    story.approved(FILED + timedelta(days=1))
    for _time in range(2):
        [payout] = story.transferred(clock.today() + timedelta(days=1))
        story.bank_says(payout, "settled")
        story.bank_says(payout, "returned", "account_dormant")
        assert (story.month(1).state, story.paid()) == ("bank_problem", [None] * 6)
        story.travel(clock.now() + timedelta(hours=1))
        account = make.account(story.claim)
        typed = {"bank": account["bank_code"], "number": account["number"], "holder": account["holder"]}
        me = sign_in(story.client, story.person.user)
        assert me.post(f"/klaim/{story.claim.pk}/rekening/", typed).url == f"/klaim/{story.claim.pk}/"
        run_due()
        assert story.month(1).state == "approved"
    story.is_paid(story.month(1))
    story.claim.refresh_from_db()
    story.lives_through(2, 3, 4, 5, 6)
    assert story.is_over() == "completed"
    assert story.paid() == SIX
    assert story.letters() == LETTERS | {"payment_proof": 8}
    assert Letter.objects.exclude(revoked_at=None).count() == 2
    assert story.everything_holds()


def test_an_objection_that_is_won_reinstates_the_claim_and_pays_month_1_once(story):
    story.laid_off(paid_months=11)
    story.files()
    refusal = make.review.refuse_claim(
        story.claim, assessment=story.latest(), reason_code="R02", note="Kami menemukan 11 bulan.",
        actor=story.verifier, at=story.travel(FILED + timedelta(days=1)),
    )  # fmt: skip
    run_due()
    objection = objects_through_the_pages(story, refusal)
    upheld = {"reply": "Bukti bayar Anda sah.", "at": story.travel(FILED + timedelta(days=5))}
    objections.uphold_objection(objection, actor=make.verifier(), **upheld)
    run_due()
    with pytest.raises(Conflict, match="wrong_state"):
        objections.uphold_objection(objection, actor=make.verifier(), **upheld)
    story.claim.refresh_from_db()
    assert story.claim.state == "active"
    story.is_paid(story.month(1))
    story.lives_through(2, 3, 4, 5, 6)
    assert story.is_over() == "completed"
    assert story.paid() == SIX
    assert story.letters() == LETTERS | {"refusal": 1, "objection_receipt": 1, "objection_answer": 1}
    assert story.everything_holds()


def objects_through_the_pages(story, decision):
    """One question a page, the day after the refusal."""
    story.travel(FILED + timedelta(days=2))
    me, path = sign_in(story.client, story.person.user), f"/klaim/keberatan/{decision.pk}/"
    assert me.post(path).url == f"{path}alasan/"
    assert me.post(f"{path}alasan/", {"ground": "new_proof"}).url == f"{path}penjelasan/"
    assert me.post(f"{path}penjelasan/", {"text": "Bulan Juli dibayar tunai."}).url == f"{path}bukti/"
    assert me.post(f"{path}periksa/", {"truthful": "on"}).url == f"{path}terkirim/"
    run_due()
    return decision.objections.get()


def test_each_month_is_paid_by_the_law_of_its_day_across_7_february_2025(story):
    points = ["Saya mencari kerja setiap bulan."], ["I look for work every month."]
    KapkVersion.objects.create(version=0, in_force_since=date(2021, 2, 2), points_id=points[0], points_en=points[1])
    story.laid_off(date(2024, 10, 4))
    story.files(date(2024, 10, 10))
    story.approved(date(2024, 10, 11))
    story.is_paid(story.month(1), date(2024, 10, 14))
    story.lives_through(2, 3, 4, 5, 6)
    assert story.is_over() == "completed"
    assert list(story.claim.months.order_by("n").values_list("regime", flat=True)) == [*["R21"] * 4, "R25", "R25"]
    assert story.paid() == [2_025_000, 2_025_000, 2_025_000, 1_125_000, 2_700_000, 2_700_000]
    assert story.letters() == LETTERS
    assert story.everything_holds()


def test_the_third_benefit_of_a_lifetime_is_paid_and_a_fourth_is_not(story):
    taken = [date(2021, 3, 15), date(2021, 10, 15)]
    story.laid_off(previous=tuple(taken), paid_months=69)
    story.files()
    story.first_month_paid()
    story.lives_through(2, 3, 4, 5, 6)
    assert story.is_over() == "completed"
    assert story.paid() == SIX
    assert story.letters() == LETTERS
    assert story.everything_holds()
    assert lifetime(story, taken) == (2, 60, True)
    assert lifetime(story, [taken[0], date(2021, 11, 15)]) == (2, 59, False)
    assert lifetime(story, [*taken, date(2021, 10, 20)]) == (3, 60, False)


def lifetime(story, taken):
    """Benefits before, contributions since the last one, and whether another may be given."""
    at = story.travel(clock.now() + timedelta(minutes=1))
    npp = story.event.employer.npp
    make.bpjs_knows(story.person, npp, phk_on=LAID_OFF, paid_months=69, previous=tuple(taken), at=at)
    run = assessments.record_assessment(story.event, claim=None, filed_at=at, at=at)
    found = next(reason for reason in run.reasons if reason["code"] == "ELG-10")
    return found["facts"]["taken"], found["facts"]["counted"], found["met"]
