"""The card "Pelatihan" on the participant's first screen: one sentence, one way on, and in class the attendance."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.clock import legal_date
from core.formatting import date_range, deadline, long_date, percent
from core.language import language
from rules.parameters import ATTENDANCE_NEEDED
from training.enums import EnrolmentState
from training.pages import why_not_offered
from training.presentation.attendance import hours_text, share_text, standing
from training.selectors.now import OfferNow, SeatNow

E = EnrolmentState


@dataclass(frozen=True, slots=True)
class Card:
    """`numbers` are pairs of words beside each other; `next` is the meeting that comes, written out."""

    title: str
    text: str
    href: str
    action: str
    tag: str = ""
    kind: str = ""
    next: str = ""
    strong: bool = False
    numbers: list[dict[str, Any]] = field(default_factory=list)


def training_card(found: SeatNow | OfferNow | None, at: datetime, zone: str, *, runs: bool) -> Card | None:
    """How training stands. `runs`: a benefit goes on, so that who has no recommendation is told the way to one."""
    if isinstance(found, OfferNow):
        return _offered(found, zone)
    if found is None:
        return _none() if runs else None
    return _in_class(found, at, zone) if found.runs else _ended(found)


def _in_class(found: SeatNow, at: datetime, zone: str) -> Card:
    seat, tally = found.enrolment, found.tally
    held = seat.training_class
    tone, tag = standing(seat, tally, at)
    needed = ATTENDANCE_NEEDED.on(legal_date(at)).value
    numbers = [
        {"term": _("Kehadiran sejauh ini"), "value": share_text(tally)},
        {"term": _("Yang dibutuhkan"), "value": percent(needed, language())},
    ]
    return Card(
        title=held.programme.title,
        text=f"{held.programme.institute.name} · {date_range(held.starts_on, held.ends_on, language())}",
        href=reverse("training:own_training", args=[seat.pk]),
        action=_("Buka pelatihan Anda"),
        tag=tag,
        kind=tone or "run",
        next=_next(found, zone),
        numbers=numbers if tally.held else [{"term": _("Tempat"), "value": held.place}],
    )


def _next(found: SeatNow, zone: str) -> str:
    meeting = found.following
    if meeting is None:
        return ""
    text = _("Pertemuan berikutnya %(day)s, %(hours)s.")
    return text % {"day": long_date(meeting.starts_at, language()), "hours": hours_text(meeting, zone)}


def _offered(found: OfferNow, zone: str) -> Card:
    row = found.recommendation
    if not row.programme.is_offered:
        return _held_up(found)
    if found.voucher_id is not None:
        text = _("Voucher untuk %(house)s siap dipakai. Pilih kelas paling lambat %(day)s.")
        return Card(
            title=row.programme.title,
            text=text % {"house": row.programme.institute.name, "day": deadline(found.until, language(), zone)},
            href=reverse("training:voucher", args=[found.voucher_id]),
            action=_("Pilih kelas"),
            tag=_("Voucher siap"),
            kind="wait",
            strong=True,
        )
    text = _("Direkomendasikan konselor Anda, di %(house)s. Berlaku sampai %(day)s.")
    return Card(
        title=row.programme.title,
        text=text % {"house": row.programme.institute.name, "day": deadline(found.until, language(), zone)},
        href=reverse("training:home"),
        action=_("Lihat rekomendasi"),
        tag=_("Direkomendasikan"),
        kind="run",
    )


def _held_up(found: OfferNow) -> Card:
    programme = found.recommendation.programme
    voucher = found.voucher_id
    return Card(
        title=programme.title,
        text=f"{why_not_offered(programme)} {_('Bicarakan program lain dengan konselor Anda.')}",
        href=reverse("training:voucher", args=[voucher]) if voucher is not None else reverse("training:home"),
        action=_("Lihat yang dapat Anda lakukan"),
        tag=_("Tertahan"),
        kind="wait",
        strong=True,
    )


def _ended(found: SeatNow) -> Card:
    seat = found.enrolment
    state = E(seat.state)
    text, tone = {
        E.COMPLETED: (_("Anda menyelesaikan pelatihan ini. Sertifikatnya ada di halaman pelatihan."), "ok"),
        E.MISSED: (_("Kehadiran Anda tidak cukup untuk sertifikat."), "bad"),
        E.WORKING: (_("Pelatihan berakhir karena Anda sudah bekerja."), "ok"),
    }[state]
    return Card(
        title=seat.training_class.programme.title,
        text=text,
        href=reverse("training:own_training", args=[seat.pk]),
        action=_("Lihat pelatihan Anda"),
        tag=str(state.label),
        kind=tone,
        numbers=[{"term": _("Kehadiran"), "value": share_text(found.tally)}],
    )


def _none() -> Card:
    return Card(
        title=_("Belum ada rekomendasi pelatihan"),
        text=_("Pelatihan gratis dimulai dari konseling: konselor memilihkan program yang sesuai."),
        href=reverse("training:home"),
        action=_("Lihat cara mengikuti pelatihan"),
    )
