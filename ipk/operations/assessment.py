"""The self-assessment: kept page by page, complete once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid
from core.events import publish
from ipk.enums import AssessmentState
from ipk.events import AssessmentCompleted
from ipk.models import SelfAssessment
from participants.models import Person

FIELDS = frozenset({"former_jobs", "wanted_jobs", "may_move", "may_train"})


@transaction.atomic
def keep_answers(person: Person, *, at: datetime, **answers: object) -> SelfAssessment:
    """Keep the answers of one page. Raises Conflict("assessment_complete") once it is complete."""
    if not answers.keys() <= FIELDS:
        raise TypeError(f"No answers of the assessment: {', '.join(sorted(answers.keys() - FIELDS))}")
    row, _is_new = SelfAssessment.objects.select_for_update(of=("self",)).get_or_create(
        person=person, defaults={"started_at": at}
    )
    if row.state == AssessmentState.COMPLETE:
        raise Conflict("assessment_complete", _("Asesmen Anda sudah selesai dan tidak berubah lagi."))
    for name, value in answers.items():
        setattr(row, name, value)
    row.save(update_fields=sorted(answers))
    return row


@transaction.atomic
def complete_assessment(person: Person, *, actor: User, at: datetime) -> SelfAssessment:
    """Done. Twice is once. Raises Invalid("assessment_incomplete")."""
    row = SelfAssessment.objects.select_for_update(of=("self",)).filter(person=person).first()
    if row is not None and row.state == AssessmentState.COMPLETE:
        return row
    if row is None or not (row.former_jobs and len(row.wanted_jobs) == 3 and row.may_move and row.may_train):
        raise Invalid("assessment_incomplete", _("Masih ada pertanyaan yang belum dijawab."))
    row = SelfAssessment.workflow.move(row, "complete", actor=actor, at=at, completed_at=at)
    audit.record("ipk.assessment.completed", actor=actor, at=at, subject=row)
    publish(AssessmentCompleted(person_id=str(person.pk)))
    return row
