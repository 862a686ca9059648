"""What a counsellor recommends during a session: vacancies and training, each with a card in the room."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid, NotAllowed
from core.text import one_line
from counseling.enums import MessageKind, Side
from counseling.models import Session, TrainingAdvice, VacancyAdvice
from counseling.operations.chat import send_card
from counseling.operations.follow_up import plan_follow_up
from counseling.policies import is_enterable, side_of
from ipk.models import Vacancy
from training.models import Programme
from training.operations import recommend_programme

MOST_AT_ONCE = 10
LONGEST_WHY = 300


@transaction.atomic
def advise_vacancies(
    session: Session, *, vacancies: Sequence[UUID], why: str = "", actor: User, at: datetime
) -> list[VacancyAdvice]:
    """Show open vacancies to the participant. One that was shown in this session before is the same row, and no card.

    Raises NotAllowed("not_the_counsellor"), Conflict("room_closed" | "vacancy_closed"), and
    Invalid("nothing_chosen" | "too_many" | "why_too_long"). All are shown or none.
    """
    chosen, said = _chosen(vacancies), _checked(why)
    session = _open_room(session, actor=actor, at=at)
    known = {row.vacancy_id: row for row in VacancyAdvice.objects.filter(session=session, vacancy__in=chosen)}
    new = [pk for pk in chosen if pk not in known]
    still_open = set(Vacancy.objects.open(clock.legal_date(at)).filter(pk__in=new).values_list("pk", flat=True))
    if len(still_open) < len(new):
        raise Conflict("vacancy_closed", _("Satu lowongan yang dipilih sudah ditutup. Cari dan pilih lagi."))
    for pk in new:
        known[pk] = VacancyAdvice.objects.create(session=session, vacancy_id=pk, why=said, at=at)
        _show(session, MessageKind.VACANCY, pk, said, actor=actor, at=at)
        audit.record("counseling.vacancy.advised", actor=actor, at=at, subject=known[pk], vacancy=pk)
    plan_follow_up(session)
    return [known[pk] for pk in chosen]


@transaction.atomic
def recommend_trainings(
    session: Session, *, programmes: Sequence[UUID], why: str, actor: User, at: datetime
) -> list[TrainingAdvice]:
    """Recommend programmes, which opens the training benefit (POL-14). What is recommended already stays one row.

    Raises what `advise_vacancies` raises, Conflict("programme_not_offered") and Invalid("why_missing").
    """
    chosen, said = _chosen(programmes), _checked(why)
    session = _open_room(session, actor=actor, at=at)
    found = Programme.objects.select_related("institute").in_bulk(chosen)
    if len(found) < len(chosen):
        raise Conflict("programme_not_offered", _("Program ini sedang tidak ditawarkan. Pilih program lain."))
    rows = []
    for pk in chosen:
        programme = found[pk]
        made = recommend_programme(
            session.person, programme=programme, why=said, session_ref=session.pk, actor=actor, at=at
        )
        row, is_new = TrainingAdvice.objects.get_or_create(
            session=session,
            recommendation=made.pk,
            defaults={"title": f"{programme.title}, {programme.institute.name}"[:200], "why": said, "at": at},
        )
        if is_new:
            _show(session, MessageKind.TRAINING, made.pk, said, actor=actor, at=at)
        rows.append(row)
    plan_follow_up(session)
    return rows


def _open_room(session: Session, *, actor: User, at: datetime) -> Session:
    """The locked session, while its counsellor may recommend: two clicks are one after the other."""
    if side_of(session, actor) != Side.COUNSELLOR:
        raise NotAllowed("not_the_counsellor", _("Hanya konselor dari sesi ini yang memberi rekomendasi."))
    rows = Session.objects.select_for_update(of=("self",)).select_related("person__user", "counsellor__user")
    locked = rows.get(pk=session.pk)
    if not is_enterable(locked, at):
        raise Conflict("room_closed", _("Rekomendasi dikirim selama ruang konseling terbuka."))
    return locked


def _chosen(ids: Sequence[UUID]) -> list[UUID]:
    chosen = list(dict.fromkeys(ids))
    if not chosen:
        raise Invalid("nothing_chosen", _("Pilih paling sedikit satu."))
    if len(chosen) > MOST_AT_ONCE:
        raise Invalid("too_many", _("Kirim paling banyak sepuluh sekaligus."))
    return chosen


def _checked(why: str) -> str:
    said = one_line(why).strip()
    if len(said) > LONGEST_WHY:
        raise Invalid("why_too_long", _("Alasan paling panjang 300 huruf."))
    return said


def _show(session: Session, kind: MessageKind, ref: UUID, why: str, *, actor: User, at: datetime) -> None:
    """The card in the chat; its key makes it one a session, whatever happens."""
    send_card(session, sender=actor, kind=kind, ref=ref, body=why, key=uuid5(session.pk, f"{kind}:{ref}"), at=at)
