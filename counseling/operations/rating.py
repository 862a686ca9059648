"""The question of one tap after a session: did it help?"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid, NotAllowed
from counseling.enums import Rating, SessionState, Side
from counseling.models import Session, SessionRating
from counseling.policies import side_of


@transaction.atomic
def rate_session(session: Session, *, answer: str, actor: User, at: datetime) -> SessionRating:
    """Keep the participant's answer; another one takes its place. Once more the same is no change.

    Raises NotAllowed("not_the_participant"), Conflict("not_held") and Invalid("answer_unknown").
    """
    if side_of(session, actor) != Side.PARTICIPANT:
        raise NotAllowed("not_the_participant", _("Hanya peserta yang menilai konseling."))
    if answer not in Rating.values:
        raise Invalid("answer_unknown", _("Pilih salah satu jawaban."))
    locked = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)  # two taps are one after the other
    if locked.state != SessionState.HELD:
        raise Conflict("not_held", _("Konseling dinilai sesudah selesai."))
    known = SessionRating.objects.filter(session=locked).first()
    if known is not None and known.answer == answer:
        return known
    rating, _is_new = SessionRating.objects.update_or_create(session=locked, defaults={"answer": answer, "at": at})
    audit.record("counseling.session.rated", actor=actor, at=at, subject=locked)
    return rating
