"""Work found again: one report that can still be taken back, and one month that was paid too much."""

from datetime import date, timedelta

from claims.models import Claim, Overpayment, WorkReport
from claims.operations.overpayments import confirm_overpayment
from claims.operations.work import report_work, take_effect
from core.jobs import run_due
from integrations.sandbox.stories import Story
from jkp_portal.demo.months import on_day
from jkp_portal.demo.stories import Stage

FILED_DAYS_AGO = 25
WAGE = 3_400_000


def filed_on(today: date) -> date:
    """The day of month 1 of both."""
    return today - timedelta(days=FILED_DAYS_AGO)


def tell_work(stage: Stage, reports: Story, owes: Story, today: date) -> None:
    """`reports` said yesterday that a job begins in three days. `owes` began on the day of filing and said so late."""
    for story in (reports, owes):
        with on_day(filed_on(today)):
            stage.approved(story)
    with on_day(filed_on(today)):
        stage.released()
    with on_day(today - timedelta(days=1)):
        _report(stage, reports, "PT Logistik Nusantara Contoh", accepted_on=today - timedelta(days=2),
                started_on=today + timedelta(days=3))  # fmt: skip
    with on_day(today - timedelta(days=2)):
        day = filed_on(today)
        report = _report(stage, owes, "CV Warung Rasa Contoh", accepted_on=day, started_on=day)
    take_effect(report, at=stage.now())
    confirm_overpayment(
        Overpayment.objects.get(claim=report.claim),
        instalments=3,
        note="Anda mulai bekerja pada hari klaim bulan ke-1 dikirim.",
        actor=stage.officers["verifikator"],
        at=stage.now(),
    )
    run_due()


def _report(stage: Stage, story: Story, employer: str, *, accepted_on: date, started_on: date) -> WorkReport:
    claim = Claim.objects.get(person__user__email=f"{story.name}@contoh.invalid")
    report = report_work(
        claim,
        employer=employer,
        accepted_on=accepted_on,
        started_on=started_on,
        wage=WAGE,
        actor=claim.person.user,
        at=stage.now(),
    )
    run_due()
    return report
