"""New versions of the guide: drafted from the last one or from a file, edited, published once and for all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid
from counseling.enums import SessionKind
from counseling.models import Guide, GuideQuestion
from counseling.selectors.guides import current_guide, questions_of

LEAST_QUESTIONS, MOST_QUESTIONS = 3, 40
COPIED = ("topic", "topic_en", "text", "text_en", "hint", "hint_en")


@transaction.atomic
def draft_guide(kind: SessionKind, *, actor: User | None, at: datetime) -> Guide:
    """The next version with the questions of the one in use. A draft of this kind that is open already is that one."""
    list(Guide.objects.select_for_update().filter(kind=kind).values_list("pk"))  # two at once make one
    draft = Guide.objects.filter(kind=kind, published_at=None).order_by("-number").first()
    if draft is not None:
        return draft
    last = current_guide(kind)
    guide = Guide.objects.create(kind=kind, number=_next_number(kind), note=last.note if last else "")
    for question in questions_of(last) if last else ():
        GuideQuestion.objects.create(guide=guide, n=question.n, **{f: getattr(question, f) for f in COPIED})
    audit.record("counseling.guide.drafted", actor=actor, at=at, subject=guide)
    return guide


def _next_number(kind: str) -> int:
    return (Guide.objects.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def take_in_guide(data: Mapping[str, Any]) -> Guide:
    """A draft from the form of counseling/data/guides/*.json. Raises Invalid("bad_guide") with what is wrong."""
    try:
        guide = Guide(kind=data["kind"], number=data["number"], note=data.get("note", ""))
        guide.full_clean()
        guide.save()
        for n, row in enumerate(data["questions"], 1):
            question = GuideQuestion(guide=guide, n=n, **row)
            question.full_clean()
            question.save()
    except ValidationError as wrong:
        raise Invalid("bad_guide", "; ".join(wrong.messages)) from wrong
    except (KeyError, TypeError) as wrong:
        raise Invalid("bad_guide", str(wrong)) from wrong
    return guide


@transaction.atomic
def publish_guide(guide: Guide, *, actor: User | None, at: datetime) -> Guide:
    """Ask it from now on. Worksheets that were begun keep their version.

    Raises Conflict("already_published"), Invalid("bad_guide") with what is wrong.
    """
    row = Guide.objects.select_for_update(of=("self",)).get(pk=guide.pk)
    if row.published_at is not None:
        raise Conflict("already_published", _("Versi ini sudah terbit dan tidak berubah lagi."))
    questions = questions_of(row)
    if not LEAST_QUESTIONS <= len(questions) <= MOST_QUESTIONS:
        text = _("Panduan memuat %(least)d sampai %(most)d pertanyaan.")
        raise Invalid("bad_guide", text % {"least": LEAST_QUESTIONS, "most": MOST_QUESTIONS})
    for question in questions:
        try:
            question.full_clean()
        except ValidationError as wrong:
            raise Invalid("bad_guide", f"{question.n}: " + "; ".join(wrong.messages)) from wrong
    row.published_at = at
    row.save(update_fields=["published_at"])
    audit.record("counseling.guide.published", actor=actor, at=at, subject=row, kind=row.kind, number=row.number)
    return row
