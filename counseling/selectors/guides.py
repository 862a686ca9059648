"""Reads of the guide of questions."""

from counseling.enums import SessionKind
from counseling.models import Guide, GuideQuestion


def current_guide(kind: SessionKind | str) -> Guide | None:
    """What a new worksheet of this kind asks: the version that was published last."""
    return Guide.objects.filter(kind=kind, published_at__isnull=False).order_by("-published_at", "-number").first()


def questions_of(guide: Guide) -> list[GuideQuestion]:
    """In the order in which they are asked."""
    return list(GuideQuestion.objects.filter(guide=guide).order_by("n"))
