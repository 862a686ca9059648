"""Counselling on the dashboard: the next appointment, and on its day the one thing to do."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.enums import ClaimState
from claims.models import Claim
from claims.presentation.scene import Scene
from counseling.presentation.booking import Card, card
from counseling.selectors.requests import Standing


def counselling_card(standing: Standing | None, claim: Claim | None, at: datetime, zone: str) -> Card | None:
    """How counselling stands; with a running claim and no request the way to ask. None: nothing to say yet."""
    if standing is not None:
        found = card(standing, at, zone)
        found.others = [{"href": reverse("counseling:home"), "label": _("Lihat konseling")}]
        return found
    if claim is None or claim.state != ClaimState.ACTIVE:
        return None
    return Card(
        title=_("Belum ada konseling"),
        text=_("Bicarakan arah kerja Anda dengan Pengantar Kerja, dari rumah. Gratis."),
        others=[{"href": reverse("counseling:home"), "label": _("Ajukan konseling")}],
    )


def with_counselling(scene: Scene, found: Card | None) -> Scene:
    """On the day of the session it is the one thing to do, unless something more urgent is."""
    if found is None or not found.today or not (scene.calm or scene.can_wait):
        return scene
    return Scene(
        title=found.title,
        text=found.text,
        due=found.when,
        href=found.href or reverse("counseling:home"),
        action=found.action or _("Lihat konseling"),
        other_href=scene.href,
        other=scene.action,
        ours=scene.ours,
    )
