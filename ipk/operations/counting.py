"""What happens inside the portal proves itself: an application, and the call to an interview, count at once."""

from datetime import datetime

from core import audit, clock
from core.events import publish
from ipk.enums.activities import ActivityKind, ActivityState
from ipk.events import ActivityJudged
from ipk.models import Activity, Application
from rules.jobsearch import fold_company


def count(application: Application, kind: ActivityKind, *, at: datetime) -> Activity | None:
    """The activity of an application, or of its call, accepted by the portal itself: nobody judges it (POL-10, POL-17).

    Once an application and kind. None when a month has already counted this vacancy for the person under an earlier
    application that was taken back: sending it again is no further evidence. Within the caller's transaction.
    """
    about = Activity.objects.filter(kind=kind, person=application.person_id)
    known = about.standing().filter(application=application).first()
    if known is not None:
        return known
    if about.filter(application__vacancy=application.vacancy_id, used_for__isnull=False).exists():
        return None
    today = clock.legal_date(at)
    activity = Activity.objects.create(
        person_id=application.person_id,
        kind=kind,
        company=application.company,
        company_key=fold_company(application.company),
        position=application.title,
        on=today,
        application=application,
        added_at=at,
        submitted_at=at,
        due_on=today,
    )
    activity = Activity.workflow.move(activity, "accept", actor=None, at=at, judged_at=at)
    audit.record("ipk.activity.counted", actor=None, at=at, subject=activity, application=application.pk)
    publish(ActivityJudged(person_id=str(application.person_id)))
    return activity


def stop_counting(application: Application, *, at: datetime) -> None:
    """An application that is taken back counts no more, nor does its call; what a month has used stays used."""
    standing = Activity.objects.standing().filter(application=application, used_for=None).order_by("pk")
    for activity in standing.select_for_update(of=("self",)):
        if activity.state != ActivityState.ACCEPTED:
            continue
        Activity.workflow.move(activity, "retract", actor=None, at=at)
        audit.record("ipk.activity.retracted", actor=None, at=at, subject=activity, application=application.pk)
        publish(ActivityJudged(person_id=str(application.person_id)))
