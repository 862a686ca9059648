"""Wishes about one's own data: asked by the person, answered by the data protection officer within 3 × 24 hours."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid, NotAllowed
from core.events import publish
from core.limits import Limit, take
from core.numbers import yearly_number
from notices.operations import notify
from participants.enums import REFUSAL_ARTICLES, DataWish
from participants.events import DeletionGranted
from participants.models import DataRequest
from rules.duties import DATA_REQUEST_HOURS

SHORTEST = 10
WISHES = Limit("data.request", most=5, within=timedelta(days=1))
PAGE = "/akun/data-saya/"


def ask(user: User, *, wish: DataWish, text: str, at: datetime) -> DataRequest:
    """Send a wish; its last moment is stored. The same kind again, while it waits, gives the one that waits.

    Raises Invalid("text_short"), and TooMany after five in a day.
    """
    if len(text.strip()) < SHORTEST:
        raise Invalid("text_short", _("Ceritakan sedikit lebih banyak, paling sedikit 10 huruf."))
    open_one = user.data_requests.waiting().filter(wish=wish).first()
    if open_one is not None:
        return open_one
    take(WISHES, str(user.pk), at=at)
    try:
        return _keep(user, wish, text.strip(), at)
    except IntegrityError:  # sent twice at once
        return user.data_requests.waiting().get(wish=wish)


@transaction.atomic
def _keep(user: User, wish: DataWish, text: str, at: datetime) -> DataRequest:
    hours = DATA_REQUEST_HOURS.on(clock.legal_date(at)).value
    asked = DataRequest.objects.create(
        number=yearly_number("PDP", clock.legal_date(at).year),
        user=user,
        wish=wish,
        text=text,
        asked_at=at,
        due_at=at + timedelta(hours=hours),
    )
    audit.record("participants.data.asked", actor=user, at=at, subject=asked, wish=wish)
    return asked


@transaction.atomic
def answer(
    asked: DataRequest, *, granted: bool, reply: str, article: str = "", actor: User, at: datetime
) -> DataRequest:
    """Say what was done, or why not and by which article. A granted deletion erases what no law wants kept.

    Raises NotAllowed("own_request"), Invalid("reply_needed" | "article_needed"), Conflict("wrong_state").
    """
    if asked.user_id == actor.pk:
        raise NotAllowed("own_request", _("Permintaan Anda sendiri dijawab petugas lain."))
    if len(reply.strip()) < SHORTEST:
        raise Invalid("reply_needed", _("Tulis jawaban untuk pemohon, paling sedikit 10 huruf."))
    if not granted and article not in REFUSAL_ARTICLES:
        raise Invalid("article_needed", _("Pilih dasar aturannya."))
    asked = DataRequest.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if asked.answered_at is not None:
        raise Conflict("wrong_state", _("Permintaan ini sudah dijawab."))
    asked = DataRequest.workflow.move(
        asked,
        "grant" if granted else "refuse",
        actor=actor,
        at=at,
        answered_at=at,
        officer=actor,
        reply=reply.strip(),
        article="" if granted else article,
    )
    audit.record("participants.data.answered", actor=actor, at=at, subject=asked, granted=granted)
    if granted and asked.wish == DataWish.DELETE:
        publish(DeletionGranted(request_id=str(asked.pk)), key=str(asked.pk))
    notify(event="data_request_answered", user=asked.user, at=at, link=PAGE, key=str(asked.pk))
    return asked
