"""How a participant reads a voucher: whether one can be had and why not, what it is, where it leads."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.codes import shown
from core.formatting import date_range, plain_date, rupiah
from core.language import language
from rules import training as law
from rules.decision import Reason
from training.enums import EnrolmentState, VoucherState
from training.models import Enrolment, TrainingClass, TrainingPeriod, TrainingRecommendation, Voucher
from training.pages import called_off_text, is_suspended, length_text, place_text, programme_url, why_not_offered
from training.presentation.attendance import ended_tag
from training.presentation.classes import seat_of
from training.selectors.classes import CalledOff

Item = dict[str, Any]
V = VoucherState
_TONES = {V.ACTIVE: "wait", V.REDEEMED: "ok", V.EXPIRED: "", V.CANCELLED: "bad"}


# --- may one be had? ---------------------------------------------------------------------------------------------


def offer(
    recommendation: TrainingRecommendation,
    reasons: Sequence[Reason],
    *,
    mine: Voucher | None,
    seat: Enrolment | None,
    period: TrainingPeriod | None,
    today: date,
) -> Item:
    """For one recommendation: the voucher that is there, that can be taken, or why not and what to do."""
    if mine is not None and mine.recommendation_id == recommendation.pk:
        return {"voucher": reverse("training:voucher", args=[mine.pk]), "until": mine.valid_until}
    unmet = [reason for reason in reasons if reason.met is not True]
    return {
        "take": "" if unmet else reverse("training:take_voucher", args=[recommendation.pk]),
        "why_not": [_why_not(reason, mine, seat, period, today) for reason in unmet],
    }


def _why_not(
    reason: Reason, mine: Voucher | None, seat: Enrolment | None, period: TrainingPeriod | None, today: date
) -> Item:
    """A sentence, and what can be done about it."""
    if reason.code == law.RECOMMENDED:
        return _said(
            _("Rekomendasi ini tidak berlaku lagi. Minta rekomendasi baru kepada konselor Anda."),
            reverse("counseling:home"),
            _("Ajukan konseling"),
        )
    if reason.code == law.IN_PERIOD:
        return _said(_when(period, today))
    if reason.code == law.ONE_AT_A_TIME:
        return _other(mine, seat)
    return _not_offered(reason)


def _when(period: TrainingPeriod | None, today: date) -> str:
    if period is None:
        return _("Voucher terbit sesudah klaim manfaat Anda disetujui, dan dipakai di antara bulan ke-2 dan ke-5.")
    if period.ended_on is not None and period.ended_on <= today:
        return _("Manfaat Anda berakhir, jadi pelatihan tidak dapat dimulai lagi.")
    if today < period.opens_on:
        text = _(
            "Voucher terbit mulai %(day)s, hari pertama bulan ke-2 manfaat Anda. Anda tidak perlu berbuat apa-apa."
        )
        return text % {"day": plain_date(period.opens_on, language())}
    text = _("Waktu memulai pelatihan berakhir %(day)s, hari terakhir bulan ke-5 manfaat Anda.")
    return text % {"day": plain_date(period.closes_on, language())}


def _other(mine: Voucher | None, seat: Enrolment | None) -> Item:
    if mine is not None:
        return _said(
            _("Anda masih mempunyai voucher untuk program lain. Pakai voucher itu dahulu."),
            reverse("training:voucher", args=[mine.pk]),
            _("Buka voucher"),
        )
    href = reverse("training:voucher", args=[seat.voucher_id]) if seat is not None else ""
    return _said(_("Anda sedang mengikuti kelas. Selesaikan kelas itu dahulu."), href, _("Lihat kelas Anda"))


def _not_offered(reason: Reason) -> Item:
    cost, ceiling = int(reason.facts["cost"]), int(reason.facts["ceiling"])  # type: ignore[call-overload]
    if cost > ceiling:
        text = _("Biaya program ini, %(cost)s, melebihi batas %(ceiling)s. Minta rekomendasi lain kepada konselor.")
        return _said(text % {"cost": rupiah(cost, language()), "ceiling": rupiah(ceiling, language())})
    return _said(_("Program ini sedang tidak ditawarkan, atau biayanya belum ditetapkan. Tanyakan kepada konselor."))


def _said(text: str, href: str = "", link: str = "") -> Item:
    return {"text": text, "href": href, "link": link}


# --- the voucher itself ------------------------------------------------------------------------------------------


def page(voucher: Voucher, *, seat: Enrolment | None, lost: CalledOff | None, today: date) -> Item:
    """Code, picture, terms and how it stands. The code is shown while it can be used; `held_up` says why it cannot."""
    state = V.EXPIRED if voucher.state == V.ACTIVE and voucher.valid_until < today else V(voucher.state)
    programme = voucher.recommendation.programme
    held_up = why_not_offered(programme) if state == V.ACTIVE else ""
    usable = state == V.ACTIVE and not held_up
    return {
        "usable": usable,
        "held_up": held_up,
        "suspended": is_suspended(programme.institute),
        "lost": called_off_text(lost) if lost is not None else "",
        "code": shown(voucher.code) if usable else "",
        "qr": picture(voucher.code) if usable else "",
        "title": programme.title,
        "institute": programme.institute.name,
        "tag": _("Tertahan") if held_up else state.label,
        "tone": _TONES[state],
        "facts": _facts(voucher, state),
        "has_paper": usable or state in (V.REDEEMED, V.EXPIRED),
        "what": _what(voucher, state, seat),
        "until": voucher.valid_until,
    }


def _facts(voucher: Voucher, state: VoucherState) -> list[Item]:
    """Its terms; the last day only where it says something: not of one that was used or cancelled."""
    programme = voucher.recommendation.programme
    rows = [
        (_("Program"), programme.title),
        (_("Lembaga"), programme.institute.name),
        (_("Tempat"), place_text(programme)),
        (_("Lama"), length_text(programme)),
        (_("Nilai paling tinggi"), rupiah(voucher.ceiling, language())),
        (_("Diterbitkan"), plain_date(voucher.issued_at, language())),
    ]
    if state in (V.ACTIVE, V.EXPIRED):
        rows.append((_("Berlaku sampai"), plain_date(voucher.valid_until, language())))
    return [{"term": term, "value": value} for term, value in rows]


def _what(voucher: Voucher, state: VoucherState, seat: Enrolment | None) -> str:
    """What happened to it, and what can be done now."""
    if state == V.ACTIVE:
        return ""
    if state == V.EXPIRED:
        return _(
            "Voucher ini tidak dipakai sampai hari terakhirnya. Selama rekomendasinya berlaku, ambil voucher baru."
        )
    if state == V.CANCELLED:
        note = next((entry.note for entry in reversed(voucher.log.all()) if entry.move == "cancel"), "")
        return _("Voucher ini dibatalkan: %(why)s") % {"why": note} if note else _("Voucher ini dibatalkan.")
    if seat is None:
        return ""
    text = _("Dipakai pada %(day)s untuk kelas %(dates)s.")
    dates = date_range(seat.training_class.starts_on, seat.training_class.ends_on, language())
    return text % {"day": plain_date(seat.enrolled_at, language()), "dates": dates}


def picture(code: str) -> SafeString:
    """Where the institute enrols with this code, as a picture that a phone reads: SVG that we made, so safe."""
    address = f"{settings.PORTAL_BASE_URL.rstrip('/')}{reverse('training:provider_redeem')}?kode={shown(code)}"
    return mark_safe(segno.make(address, error="m").svg_inline(scale=5, border=2, svgclass="qr", lineclass=None))  # noqa: S308


def old_item(voucher: Voucher, today: date) -> Item:
    """One of the past in a list."""
    state = V.EXPIRED if voucher.state == V.ACTIVE and voucher.valid_until < today else V(voucher.state)
    return {
        "title": voucher.recommendation.programme.title,
        "href": reverse("training:voucher", args=[voucher.pk]),
        "text": f"{voucher.recommendation.programme.institute.name} · {plain_date(voucher.issued_at, language())}",
        "tag": state.label,
        "kind": _TONES[state],
    }


def running(seat: Enrolment) -> Item:
    """The class that runs, on the page of training."""
    held = seat.training_class
    return {
        "title": held.programme.title,
        "dates": date_range(held.starts_on, held.ends_on, language()),
        "schedule": held.schedule,
        "place": held.place,
        "voucher": reverse("training:voucher", args=[seat.voucher_id]),
    }


# --- where it leads ----------------------------------------------------------------------------------------------


def choices(classes: Sequence[TrainingClass], places: dict[object, int]) -> list[Item]:
    """Classes to pick from; a full one offers its line."""
    return [
        {
            "url": reverse("training:class_join", args=[one.pk]),
            "dates": date_range(one.starts_on, one.ends_on, language()),
            "schedule": one.schedule,
            "place": one.place,
            "in_line": places.get(one.pk, 0),
            **seat_of(one),
        }
        for one in classes
    ]


def class_facts(one: TrainingClass) -> list[Item]:
    programme = one.programme
    rows = [
        (_("Program"), programme.title),
        (_("Lembaga"), programme.institute.name),
        (_("Tanggal"), date_range(one.starts_on, one.ends_on, language())),
        (_("Hari dan jam"), one.schedule),
        (_("Tempat"), one.place),
        (_("Lama"), length_text(programme)),
        (_("Kursi"), seat_of(one)["seats"] or seat_of(one)["tag"]),
    ]
    return [{"term": term, "value": value} for term, value in rows]


def seat_item(seat: Enrolment) -> Item:
    """Where somebody learns, or learnt."""
    held = seat.training_class
    return {
        "dates": date_range(held.starts_on, held.ends_on, language()),
        "schedule": held.schedule,
        "place": held.place,
        "tag": ended_tag(seat),
        "tone": {EnrolmentState.ENROLLED: "run", EnrolmentState.COMPLETED: "ok"}.get(EnrolmentState(seat.state), ""),
        "runs": seat.state == EnrolmentState.ENROLLED,
        "leave": reverse("training:leave_class", args=[seat.pk]),
        "programme_url": programme_url(held.programme),
    }
