"""An employer's yes inside the portal leads to the report of placement: asked for, never made by itself."""

from datetime import datetime

from claims.enums import ClaimState, WorkReportState
from claims.models import Claim
from core.calendar import working_calendar
from ipk.selectors import found_work
from notices.operations import notify
from rules.deadlines import reemployment_report_due

_REPORTED = [state for state in WorkReportState if state != WorkReportState.UNDONE]


def ask_for_placement(application_id: str, *, at: datetime) -> None:
    """Ask whoever runs a benefit to report the new work within seven working days of the yes (POL-18). Twice asks once.

    The page of the report begins with what the employer said; the benefit stops by the person's own report only.
    """
    found = found_work(application_id)
    if found is None:
        return
    running = Claim.objects.filter(person=found.person_id, state=ClaimState.ACTIVE, phk__phk_on__lt=found.accepted_on)
    claim = running.exclude(work_reports__state__in=_REPORTED).select_related("person__user").first()
    if claim is None:
        return
    notify(
        event="work_found",
        user=claim.person.user,
        at=at,
        link="/status-kerja/",
        key=application_id,
        company=found.employer,
        due=reemployment_report_due(found.accepted_on, working_calendar()),
    )
