"""Counselling on the dashboard: the next appointment, on its day the one thing to do; afterwards what came of it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.enums import ClaimState
from claims.presentation.scene import Scene, Situation
from counseling.presentation.booking import Card, card
from counseling.selectors.requests import Standing


def counselling_card(standing: Standing | None, s: Situation) -> Card | None:
    """How counselling stands; with a running claim and no request the way to ask. None: nothing to say yet."""
    home = reverse("counseling:home")
    if standing is not None:
        found = card(standing, s.now, s.zone)
        found.others = [{"href": home, "label": _("Lihat konseling")}]
        return found
    if s.sheet:
        return Card(
            title=_("Hasil konseling menunggu jawaban Anda"),
            text=_("Konselor sudah menandatangani Kertas Kerja. Baca, lalu setujui atau minta perubahan."),
            href=home,
            action=_("Baca hasil konseling"),
            today=True,
        )
    if s.met:
        return Card(
            title=_("Konseling selesai"),
            text=_("Rekomendasi konselor tetap dapat dibaca. Anda boleh mengajukan konseling lagi."),
            others=[{"href": home, "label": _("Lihat hasil konseling")}],
        )
    if s.claim is None or s.claim.state != ClaimState.ACTIVE:
        return None
    return Card(
        title=_("Belum ada konseling"),
        text=_("Bicarakan arah kerja Anda dengan Pengantar Kerja, dari rumah. Gratis."),
        others=[{"href": home, "label": _("Ajukan konseling")}],
    )


def with_counselling(scene: Scene, found: Card | None) -> Scene:
    """On the day of the session, and while its result waits, it is the one thing to do unless something presses."""
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
