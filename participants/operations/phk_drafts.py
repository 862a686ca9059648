"""A worker's report while it is being written: kept thirty days, resumed on any device."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from participants.models import PhkDraft

KEPT_DAYS = 30


@transaction.atomic
def keep_answers(*, user: User, at: datetime, **answers: Any) -> PhkDraft:
    """Add answers to the draft, which starts with the first one. Dates become ISO; None takes an answer away."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    today = clock.legal_date(at)
    draft = PhkDraft.objects.filter(user=user).first() or PhkDraft(user=user, started_at=at)
    if draft.answers and not draft.is_live(today):
        draft.answers, draft.started_at = {}, at
    merged = {**draft.answers, **{name: _plain(value) for name, value in answers.items()}}
    draft.answers = {name: value for name, value in merged.items() if value not in (None, "")}
    draft.changed_at = at
    draft.keep_until = today + timedelta(days=KEPT_DAYS)
    draft.save()
    return draft


def drop_draft(user: User) -> None:
    """Nothing of the draft stays: sent, or thrown away."""
    PhkDraft.objects.filter(user=user).delete()


def clear_old_drafts(*, at: datetime) -> int:
    """Delete the drafts whose thirty days are over. How many."""
    return PhkDraft.objects.filter(keep_until__lt=clock.legal_date(at)).delete()[0]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
