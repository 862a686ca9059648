"""How the institute reads its classes: rows of the list, one class with its people and its line."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formatting import date_range, plain_date, rupiah, short_date
from core.language import language
from training.enums import ClassState, EnrolmentState
from training.models import Enrolment, TrainingClass, WaitingPlace
from training.pages import has_room, phone_text
from training.presentation.attendance import ended_tag

Item = dict[str, Any]
C = ClassState
_SEAT_TONES = {
    EnrolmentState.ENROLLED: "run",
    EnrolmentState.COMPLETED: "ok",
    EnrolmentState.MISSED: "bad",
    EnrolmentState.WORKING: "ok",
    EnrolmentState.WITHDRAWN: "",
}


def seat_of(one: TrainingClass) -> Item:
    """A number where there is room, a tag where there is none."""
    if has_room(one):
        seats = ngettext("Sisa %(left)s dari %(all)s kursi", "Sisa %(left)s dari %(all)s kursi", one.left)
        return {"seats": seats % {"left": one.left, "all": one.seats}, "tag": "", "full": False}
    tag = _("Penuh") if one.state == C.OPEN else _("Pendaftaran ditutup")
    return {"seats": "", "tag": tag, "full": one.state == C.OPEN}


def stage(one: TrainingClass, today: date) -> Item:
    """Where a class is in its life, in a word and a tone."""
    if one.state == C.CANCELLED:
        return {"tag": _("Dibatalkan"), "tone": "bad"}
    if one.ends_on < today:
        return {"tag": _("Selesai"), "tone": ""}
    if one.starts_on <= today:
        return {"tag": _("Berjalan"), "tone": "run"}
    if one.state == C.CLOSED:
        return {"tag": _("Pendaftaran ditutup"), "tone": "wait"}
    return {"tag": _("Dibuka"), "tone": "ok"} if one.left else {"tag": _("Penuh"), "tone": "wait"}


def row(one: TrainingClass, today: date) -> Item:
    """A class in the list: `in_class` and `in_line` were counted."""
    return {
        "class": one,
        "url": reverse("training:provider_class", args=[one.pk]),
        "dates": date_range(one.starts_on, one.ends_on, language()),
        "seats": f"{one.taken}/{one.seats}",
        **stage(one, today),
    }


def facts(one: TrainingClass) -> list[Item]:
    rows = [
        (_("Tanggal"), date_range(one.starts_on, one.ends_on, language())),
        (_("Hari dan jam"), one.schedule),
        (_("Tempat"), one.place),
        (_("Biaya per peserta"), rupiah(one.programme.cost, language())),
        (_("Kursi terisi"), _("%(taken)s dari %(all)s") % {"taken": one.taken, "all": one.seats}),
    ]
    return [{"term": term, "value": value} for term, value in rows]


def person_row(seat: Enrolment) -> Item:
    """Name and phone: what the institute needs. Never the NIK."""
    phone = seat.person.user.phone if seat.state != EnrolmentState.WITHDRAWN else ""
    return {
        "name": seat.person.full_name,
        "phone": phone_text(phone),
        "dial": phone,
        "since": short_date(seat.enrolled_at, language()),
        "price": rupiah(seat.price, language()),
        "tag": ended_tag(seat),
        "tone": _SEAT_TONES[EnrolmentState(seat.state)],
        "end": reverse("training:provider_seat_end", args=[seat.pk]) if seat.state == EnrolmentState.ENROLLED else "",
    }


def line_row(number: int, place: WaitingPlace) -> Item:
    """Somebody in line: the name only, as long as there is no seat."""
    return {
        "number": number,
        "name": place.voucher.person.full_name,
        "since": plain_date(place.asked_at, language()),
        "until": plain_date(place.voucher.valid_until, language()),
    }


def why_not_open(one: TrainingClass, today: date) -> str:
    """Why nobody can be enrolled now; "" when somebody can."""
    if one.state == C.CANCELLED:
        return _("Kelas ini dibatalkan.")
    if one.starts_on < today:
        return _("Kelas ini sudah mulai. Peserta baru tidak dapat masuk lagi.")
    if one.state == C.CLOSED:
        return _("Pendaftaran ditutup. Buka lagi untuk mendaftarkan peserta.")
    return ""


def to_choose(classes: Sequence[TrainingClass]) -> list[tuple[str, str]]:
    """Key and words of classes, for a list to choose from."""
    return [(str(one.pk), _choice(one)) for one in classes]


def _choice(one: TrainingClass) -> str:
    seats = seat_of(one)
    dates = date_range(one.starts_on, one.ends_on, language())
    return f"{one.programme.title}, {dates} ({seats['seats'] or seats['tag']})"
