"""Compliance in the demo: two employers in arrears, complaints, inspections, a sanction, a bill, a province's data."""

from datetime import date

from claims.tasks import plan_sweep
from compliance.operations.risks import rebuild_risks
from core.jobs import run_due
from integrations.sandbox.people import Account
from integrations.sandbox.stories import Story
from jkp_portal.demo.bills import tell_bill
from jkp_portal.demo.complaints import tell_complaints
from jkp_portal.demo.inspections import tell_inspections
from jkp_portal.demo.provinces import tell_province
from jkp_portal.demo.register import billed_month, quarter_before, tell_register
from jkp_portal.demo.stories import Stage

# What the bank knows of the employer that pays first, so that its reimbursement arrives.
EMPLOYER_ACCOUNT = Account("014", "9900155005", "PT LOGISTIK NUSANTARA CONTOH")


def tell_arrears(stage: Stage, owes: Story, bankrupt: Story) -> None:
    """Both are approved: the employer of `owes` pays first and was told so, the fund pays for that of `bankrupt`."""
    for story in (owes, bankrupt):
        stage.approved(story)


def tell_compliance(stage: Stage, today: date) -> None:
    """What inspectors, reviewers and a province find on their desks."""
    tell_complaints(stage, today)
    tell_inspections(stage, today)
    month, quarter = billed_month(today), quarter_before(today)
    tell_bill(stage, tell_register(stage, quarter, month), month)
    tell_province(stage, quarter)
    rebuild_risks(at=stage.now())
    plan_sweep()  # as every night
    run_due()
