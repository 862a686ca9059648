"""Searches that somebody keeps, and the weekly word about what is new for them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.chunks import Step, do_chunk, do_one
from core.errors import Conflict
from ipk.models import SavedSearch
from ipk.selectors.vacancies import new_since
from ipk.wanted import Wanted, read_wanted
from notices.operations import Telling, notify_many

MOST = 10
PEOPLE_A_CHUNK = 100
NAMED = 3  # searches that a notice names


@transaction.atomic
def save_search(user: User, *, wanted: Wanted, label: str, at: datetime) -> SavedSearch:
    """Keep a search; the same one again is the one that is kept. Raises Conflict("too_many" | "nothing")."""
    query = wanted.query_string()
    if not wanted.narrows or len(query) > 400:
        raise Conflict("nothing", _("Tulis dahulu apa yang Anda cari."))
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # one at a time
    known = SavedSearch.objects.filter(user=user, query=query).first()
    if known is not None:
        return known
    if SavedSearch.objects.filter(user=user).count() >= MOST:
        raise Conflict("too_many", _("Anda sudah menyimpan 10 pencarian. Hapus satu dahulu."))
    return SavedSearch.objects.create(user=user, query=query, label=label[:200], created_at=at, told_until=at)


def remove_search(saved: SavedSearch) -> None:
    """Forget it. Twice is once."""
    SavedSearch.objects.filter(pk=saved.pk).delete()


def tell_news(*, at: datetime) -> int:
    """Tell everybody who keeps searches what is new since they were told, once a week. Returns how many people."""
    return sum(iter(lambda: do_chunk(STEP, at=at, limit=PEOPLE_A_CHUNK), 0))


def tell_one(pk: object, *, at: datetime) -> bool:
    """Tell one person, who had been set aside."""
    return do_one(STEP, pk, at=at)


def _week(at: datetime) -> date:
    """Its Monday."""
    today = clock.legal_date(at)
    return today - timedelta(days=today.weekday())


def _due(at: datetime) -> QuerySet[User]:
    untold = SavedSearch.objects.filter(user=OuterRef("pk"), told_until__lt=clock.start_of_day(_week(at)))
    return User.objects.filter(Exists(untold), is_active=True).order_by("pk")


def _tell(users: Sequence[User], at: datetime) -> None:
    """One notice a person, only when there is something; the week is over for them either way."""
    by_user: dict[object, list[SavedSearch]] = {}
    for saved in SavedSearch.objects.filter(user__in=users).order_by("created_at"):
        by_user.setdefault(saved.user_id, []).append(saved)
    today, link = clock.legal_date(at), reverse("ipk:saved_searches")
    tellings = []
    for user in users:
        found = [
            (saved.label, new_since(read_wanted(QueryDict(saved.query)), saved.told_until, today=today))
            for saved in by_user[user.pk]
        ]
        news = [(label, count) for label, count in found if count]
        if news:
            named = "; ".join(f"{label} ({count})" for label, count in news[:NAMED])
            facts: dict[str, object] = {"count": sum(count for _label, count in news), "searches": named}
            tellings.append(Telling(user, link, f"saved:{_week(at)}", facts))
    notify_many("saved_search_news", tellings, at=at)
    SavedSearch.objects.filter(user__in=users).update(told_until=at)


STEP = Step("saved_searches", due=_due, work=_tell, alone="ipk.tell_one_saver")
