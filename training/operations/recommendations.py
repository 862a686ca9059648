"""A counsellor recommends a programme to somebody, or takes that back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid, NotAllowed
from core.text import one_line, without_invisible
from core.workflow import signed_by
from participants.models import Person
from rules.duties import TRAINING_RECOMMENDATION_DAYS
from training.enums import RecommendationState
from training.models import LONGEST_WHY, Programme, TrainingRecommendation, Voucher
from training.operations.vouchers import cancel_vouchers, issue_what_is_due
from training.policies import can_recommend, can_withdraw


@transaction.atomic
def recommend_programme(
    person: Person, *, programme: Programme, why: str, session_ref: UUID, actor: User, at: datetime
) -> TrainingRecommendation:
    """Open the training benefit for one programme. The same programme again, while it is in force, is the same row.

    It may be used for `rules.duties.TRAINING_RECOMMENDATION_DAYS` days, the day of the session counted. Raises
    Invalid("why_missing" | "why_too_long"), Conflict("programme_not_offered") and NotAllowed("not_a_counsellor").
    """
    today = clock.legal_date(at)
    said = _checked(why)
    if not can_recommend(actor, person, today):
        raise NotAllowed("not_a_counsellor", _("Hanya Pengantar Kerja yang merekomendasikan pelatihan."))
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)  # two clicks are one after the other
    rows = TrainingRecommendation.objects.filter(person=person, programme=programme, state=RecommendationState.OPEN)
    open_one = rows.first()
    if open_one is not None and open_one.valid_until >= today:
        return open_one
    if not Programme.objects.listed().filter(pk=programme.pk).exists():
        raise Conflict("programme_not_offered", _("Program ini sedang tidak ditawarkan. Pilih program lain."))
    if open_one is not None:
        TrainingRecommendation.workflow.move(open_one, "expire", actor=None, at=at)
    days = TRAINING_RECOMMENDATION_DAYS.on(today).value
    row = TrainingRecommendation.objects.create(
        person=person,
        programme=programme,
        made_by=actor,
        session_ref=session_ref,
        why=said,
        made_at=at,
        valid_until=today + timedelta(days=days - 1),
    )
    row.log.create(move="recommend", from_state="", to_state=row.state, at=at, **signed_by(actor))
    audit.record("training.recommended", actor=actor, at=at, subject=row, programme=str(programme.pk))
    issue_what_is_due(person, at=at)
    return row


@transaction.atomic
def withdraw_recommendation(
    recommendation: TrainingRecommendation, *, reason: str, actor: User, at: datetime
) -> TrainingRecommendation:
    """Take it back, with a reason that the person may read.

    Raises Invalid("reason_missing"), Conflict("wrong_state") and NotAllowed("not_yours").
    """
    said = one_line(reason)[:500]
    if not said:
        raise Invalid("reason_missing", _("Tulis alasannya."))
    fresh = TrainingRecommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    if TrainingRecommendation.workflow.can(fresh, "withdraw") and not can_withdraw(actor, fresh, clock.legal_date(at)):
        raise NotAllowed("not_yours", _("Hanya konselor yang merekomendasikan yang dapat menariknya."))
    moved = TrainingRecommendation.workflow.move(fresh, "withdraw", actor=actor, at=at, note=said)
    audit.record("training.recommendation.withdrawn", actor=actor, at=at, subject=moved, reason=said)
    cancel_vouchers(Voucher.objects.filter(recommendation=moved), note=said, actor=actor, at=at)
    return moved


def _checked(why: str) -> str:
    said = without_invisible(why).strip()
    if not said:
        raise Invalid("why_missing", _("Tulis mengapa program ini sesuai untuk peserta."))
    if len(said) > LONGEST_WHY:
        raise Invalid("why_too_long", _("Alasan paling panjang 1.000 huruf."))
    return said
