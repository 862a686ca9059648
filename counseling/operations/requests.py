"""Ask for counselling, choose other times, send a request to another counsellor, take it back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.calendar import working_calendar
from core.clock import legal_date
from core.errors import Conflict, Invalid, NotAllowed
from core.text import one_line, without_invisible
from counseling.enums import TAKEN, AskReason, Channel, RequestState, SessionKind, Side
from counseling.models import CounsellingRequest, Counsellor, Session, Wish
from counseling.models.requests import LONGEST_STORY, MOST_WISHES
from counseling.operations import news
from counseling.operations.booking_rules import hold_wishes
from counseling.selectors.slots import Roster
from ipk.selectors import jobseeker_of, wanted_job
from participants.models import Person
from rules.deadlines import counselling_answer_due

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for; `wishes` are one to three moments, the most wanted first."""

    reason: AskReason
    wishes: tuple[datetime, ...]
    channel: Channel = Channel.CHAT
    kind: SessionKind = SessionKind.CAREER
    story: str = ""
    language: str = ""


@transaction.atomic
def ask(person: Person, *, asked: Asked, actor: User, at: datetime) -> CounsellingRequest:
    """Ask for counselling. Who has asked already gets that request again: one is alive at a time.

    It goes to the nearest certified counsellor who can take the first wish, of equally near ones to who knows the
    wished job, then to who has the least to do; who asks for a language, to who speaks it and can take a wish, or else
    offers another time.

    Raises Conflict("not_registered" | "just_taken" | "not_offered"), Invalid("story_too_long" | "wish_missing" |
    "wish_twice").
    """
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    live = CounsellingRequest.objects.live().filter(person=person).first()
    if live is not None:
        return live
    if jobseeker_of(person) is None:
        raise Conflict("not_registered", _("Daftar sebagai pencari kerja dahulu."))
    story = _story(asked.story)
    roster = hold_wishes(asked.wishes[:MOST_WISHES], home=person.region_id, at=at)
    request = CounsellingRequest(
        person=person,
        kind=asked.kind,
        reason=asked.reason,
        story=story,
        channel=asked.channel,
        language=asked.language,
        region_id=person.region_id,
        asked_at=at,
        answer_due_on=_answer_due(at),
    )
    request.counsellor = _nearest(roster, asked.wishes, request)
    request.save(force_insert=True)
    _write_wishes(request, asked.wishes)
    audit.record("counseling.request.asked", actor=actor, at=at, subject=request)
    news.request_received(request, at=at)
    news.request_routed(request, at=at)
    return request


@transaction.atomic
def choose_again(
    request: CounsellingRequest, *, wishes: tuple[datetime, ...], actor: User, at: datetime
) -> CounsellingRequest:
    """Other times for a request that waits: a new round, and a new day for the office's answer.

    Raises Conflict("wrong_state" | "just_taken" | "not_offered"), Invalid("wish_missing" | "wish_twice").
    """
    locked = lock(request)
    if locked.state != RequestState.WAITING:
        raise Conflict("wrong_state", _("Permohonan ini sudah dijawab. Muat ulang untuk melihat yang terbaru."))
    if wishes and wishes == tuple(latest_wishes(locked)):
        return locked
    add_round(locked, wishes, at=at)
    audit.record("counseling.request.times_changed", actor=actor, at=at, subject=locked)
    return locked


def add_round(request: CounsellingRequest, wishes: tuple[datetime, ...], *, at: datetime) -> None:
    """A new round of wishes of a locked request that waits. The counsellor stays when free then and understood."""
    roster = hold_wishes(wishes[:MOST_WISHES], home=request.region_id, at=at, request=request)
    stays = request.counsellor is not None and request.counsellor.speaks(request.language)
    if not stays or request.counsellor not in roster.free_at(wishes[0], request.region_id):
        request.counsellor = _nearest(roster, wishes[:1], request)
    request.save(update_fields=["counsellor"])
    owe_answer(request, at=at)
    _write_wishes(request, wishes)
    news.request_routed(request, at=at)


@transaction.atomic
def cancel_request(request: CounsellingRequest, *, reason: str, actor: User, at: datetime) -> CounsellingRequest:
    """The participant takes it back, with the session if there is one that has not begun. Twice is once.

    Raises Conflict("has_begun" | "wrong_state").
    """
    locked = lock(request)
    if locked.state == RequestState.CANCELLED:
        return locked
    reason = one_line(reason)[:LONGEST_REASON]
    session = live_session(locked)
    if session is not None:
        ensure_not_begun(session, at)
        gone = end(session, "cancel", note=reason, actor=actor, at=at, cancelled_by=Side.PARTICIPANT)
        news.to_counsellor("counselling_cancelled", gone, at=at)
    return CounsellingRequest.workflow.move(locked, "cancel", actor=actor, at=at, cancel_reason=reason)


@transaction.atomic
def pass_on(request: CounsellingRequest, *, by: Counsellor, actor: User, at: datetime) -> CounsellingRequest:
    """The counsellor whose it is gives it to the next nearest; with nobody free it is everybody's of the region.

    Raises Conflict("wrong_state"), NotAllowed("not_yours").
    """
    locked = lock(request)
    if locked.state != RequestState.WAITING:
        raise Conflict("wrong_state", _("Permohonan ini sudah dijawab. Muat ulang untuk melihat yang terbaru."))
    if locked.counsellor_id != by.pk:
        raise NotAllowed("not_yours", _("Permohonan ini bukan untuk Anda."))
    reroute(locked, without={by.pk}, at=at)
    audit.record("counseling.request.passed_on", actor=actor, at=at, subject=locked)
    return locked


def reroute(request: CounsellingRequest, *, without: Collection[UUID], at: datetime) -> None:
    """Send a locked request to the nearest who can take one of its wishes, the most wanted first, and is understood."""
    roster = Roster(at)
    moments = [moment for moment in latest_wishes(request) if moment > at]
    request.counsellor = _nearest(roster, moments, request, without=without)
    request.save(update_fields=["counsellor"])
    news.request_routed(request, at=at)


def owe_answer(request: CounsellingRequest, *, at: datetime) -> None:
    """The participant has said something new: the office owes an answer from then on."""
    request.answer_due_on = _answer_due(at)
    request.save(update_fields=["answer_due_on"])


def lock(request: CounsellingRequest) -> CounsellingRequest:
    """The fresh row with its person and counsellor, held until the transaction ends."""
    rows = CounsellingRequest.objects.select_for_update(of=("self",))
    return rows.select_related("person__user", "counsellor__user").get(pk=request.pk)


def live_session(request: CounsellingRequest) -> Session | None:
    """The session that takes up the time of a request."""
    rows = Session.objects.filter(request=request, state__in=TAKEN).select_for_update(of=("self",))
    return rows.select_related("person__user", "counsellor__user", "request").first()


def end(session: Session, move: str, *, note: str, actor: User | None, at: datetime, **fields: Any) -> Session:
    """Move a locked session to where it is over, with what was said about it. Raises Conflict("wrong_state")."""
    note = one_line(note)[:LONGEST_REASON]
    said = {"note": note, "closed_at": at, **fields}
    return Session.workflow.move_rows([session], move, actor=actor, at=at, note=note, each=lambda place: said)[0]


def latest_wishes(request: CounsellingRequest) -> list[datetime]:
    """The moments of the newest round, the most wanted first."""
    newest = request.wishes.aggregate(n=Max("round"))["n"]
    return list(request.wishes.filter(round=newest).order_by("n").values_list("starts_at", flat=True))


def ensure_not_begun(session: Session, at: datetime) -> None:
    """Raises Conflict("has_begun")."""
    if at >= session.starts_at:
        raise Conflict("has_begun", _("Waktu konseling ini sudah mulai. Masuk ke ruang, atau minta ditelepon."))


def _nearest(
    roster: Roster, moments: Collection[datetime], request: CounsellingRequest, *, without: Collection[UUID] = ()
) -> Counsellor | None:
    """Of those who speak the language: free at a moment, or else the nearest, who offers another time. Then anybody."""
    home, language, job = request.region_id, request.language, wanted_job(request.person)
    free = (one for moment in moments for one in roster.free_at(moment, home, job=job) if one.pk not in without)
    if not language:
        return next(free, None)
    able = list(free)
    understood = [one for one in able if one.speaks(language)]
    speakers = [one for one in roster.by_nearness(home) if one.speaks(language) and one.pk not in without]
    return next(iter(understood or speakers or able), None)


def _write_wishes(request: CounsellingRequest, wishes: tuple[datetime, ...]) -> None:
    turn = (request.wishes.aggregate(n=Max("round"))["n"] or 0) + 1
    Wish.objects.bulk_create(
        Wish(request=request, round=turn, n=n, starts_at=moment) for n, moment in enumerate(wishes[:MOST_WISHES], 1)
    )


def _answer_due(at: datetime) -> date:
    return counselling_answer_due(legal_date(at), working_calendar())


def _story(typed: str) -> str:
    story = without_invisible(typed.replace("\r\n", "\n")).strip()
    if len(story) > LONGEST_STORY:
        message = _("Ceritakan paling panjang %(most)s huruf.") % {"most": LONGEST_STORY}
        raise Invalid("story_too_long", message)
    return story
