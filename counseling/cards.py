"""What a card in the room shows: a vacancy or a recommended training, in the language of who looks."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from counseling.enums import MessageKind
from counseling.models import Message, Session, TrainingAdvice
from counseling.selectors.outcomes import applied_for
from ipk.models import Vacancy
from ipk.presentation.vacancies import place_text, wage_text
from training.models import Programme
from training.selectors import recommendations

Card = dict[str, str]


def cards_of(messages: Sequence[Message], session: Session) -> dict[UUID, Card]:
    """For each of these messages its card; nothing for one whose subject is gone. Four queries at most."""
    vacancies = _vacancies([m.ref for m in messages if m.kind == MessageKind.VACANCY and m.ref], session)
    trainings = _trainings([m.ref for m in messages if m.kind == MessageKind.TRAINING and m.ref], session)
    known = {MessageKind.VACANCY: vacancies, MessageKind.TRAINING: trainings}
    found = {m.pk: known[MessageKind(m.kind)].get(m.ref) for m in messages if m.ref}
    return {pk: card for pk, card in found.items() if card is not None}


def _vacancies(refs: list[UUID], session: Session) -> dict[UUID, Card]:
    if not refs:
        return {}
    applied = applied_for(session.person_id, refs)
    return {
        row.pk: _card(
            row.pk,
            row.title,
            company=row.company,
            place=place_text(row),
            wage=wage_text(row),
            href=reverse("ipk:vacancy", args=[row.pk]),
            **_step(row, session, has_applied=row.pk in applied),
        )
        for row in Vacancy.objects.filter(pk__in=refs).select_related("region")
    }


def _step(vacancy: Vacancy, session: Session, *, has_applied: bool) -> Card:
    """The way to apply inside the room, or the words that stand in its place."""
    if has_applied:
        return {"applied": _("Sudah dilamar")}
    if vacancy.employer_id is None:
        return {"applied": _("Dilamar di situs asalnya")}
    return {"apply": reverse("counseling:apply", args=[session.pk, vacancy.pk])}


def _trainings(refs: list[UUID], session: Session) -> dict[UUID, Card]:
    if not refs:
        return {}
    rows = TrainingAdvice.objects.filter(session_id=session.pk, recommendation__in=refs)
    known = {pk: row.programme for pk, row in recommendations(refs).items()}
    return {
        row.recommendation: _card(row.recommendation, row.title, href=_page(known.get(row.recommendation)))
        for row in rows
    }


def _page(programme: Programme | None) -> str:
    """Where everybody reads its schedule; empty for what is not shown."""
    if programme is None:
        return ""
    return reverse("training:programme", args=[programme.institute.slug, programme.slug])


def _card(ref: UUID, title: str, **more: str) -> Card:
    empty = {"company": "", "place": "", "wage": "", "href": "", "apply": "", "applied": ""}
    return {"ref": str(ref), "title": title, **empty, **more}
