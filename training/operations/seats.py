"""Why a voucher does not lead into a class: each reason in words, and the price that is paid when it does."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, Invalid
from core.formatting import plain_date, rupiah
from core.language import language
from training.enums import ClassState, RecommendationState, VoucherState
from training.models import Enrolment, InstituteStaff, ProgrammePrice, TrainingClass, Voucher
from training.selectors.pricing import approved_price
from training.selectors.vouchers import called_off, period_on


def refuse_voucher(ticket: Voucher, held: TrainingClass, *, today: date, owner: bool) -> None:
    """Raise for a voucher that nobody can use, or not here. Only its owner reads where it was used."""
    if ticket.state == VoucherState.REDEEMED:
        raise Conflict("voucher_used", _used(ticket) if owner else _("Voucher ini sudah dipakai."))
    if ticket.state == VoucherState.CANCELLED:
        raise Conflict("voucher_cancelled", _("Voucher ini sudah dibatalkan."))
    if ticket.state == VoucherState.EXPIRED or ticket.valid_until < today:
        text = _("Voucher ini berlaku sampai %(day)s.") % {"day": plain_date(ticket.valid_until, language())}
        raise Invalid("voucher_expired", text)
    if ticket.recommendation.programme_id != held.programme_id:
        raise Conflict("voucher_other_programme", _("Voucher ini untuk program lain."))
    used_up = ticket.recommendation.state == RecommendationState.USED and not called_off(ticket.recommendation)
    if used_up or ticket.recommendation.state == RecommendationState.WITHDRAWN:
        raise Conflict("voucher_withdrawn", _("Rekomendasi untuk voucher ini tidak berlaku lagi."))


def _used(ticket: Voucher) -> str:
    held = ticket.enrolment.training_class
    return _("Voucher ini sudah dipakai pada %(day)s di %(institute)s.") % {
        "day": plain_date(ticket.enrolment.enrolled_at, language()),
        "institute": held.programme.institute,
    }


def refuse_seat(ticket: Voucher, held: TrainingClass, *, today: date) -> ProgrammePrice:
    """Raise for a class that the person cannot join, whether it is full or not. Returns the price of the day."""
    _refuse_class(held, today)
    if period_on(ticket.person, held.starts_on) is None:
        raise Conflict("outside_period", _("Kelas ini mulai di luar bulan pelatihan manfaat JKP."))
    if Enrolment.objects.filter(person=ticket.person).running().exists():
        raise Conflict("running_enrolment", _("Peserta ini sedang mengikuti kelas lain."))
    if Enrolment.objects.filter(person=ticket.person, training_class=held).exists():
        raise Conflict("was_in_class", _("Peserta ini sudah pernah terdaftar di kelas ini."))
    staff = InstituteStaff.objects.in_force(today).filter(institute=held.programme.institute_id)
    if staff.filter(user=ticket.person.user_id).exists():
        raise Conflict("own_institute", _("Staf lembaga tidak dapat memakai voucher di lembaganya sendiri."))
    return _refuse_price(ticket, held, today)


def _refuse_class(held: TrainingClass, today: date) -> None:
    if held.state == ClassState.CANCELLED:
        raise Conflict("class_cancelled", _("Kelas ini dibatalkan."))
    if held.starts_on < today:
        text = _("Kelas ini sudah mulai pada %(day)s.") % {"day": plain_date(held.starts_on, language())}
        raise Conflict("class_began", text)
    if held.state != ClassState.OPEN:
        raise Conflict("class_closed", _("Pendaftaran kelas ini sudah ditutup."))
    if not held.programme.is_offered:
        raise Conflict("institute_out", _("Program ini sedang tidak ditawarkan."))


def _refuse_price(ticket: Voucher, held: TrainingClass, today: date) -> ProgrammePrice:
    price = approved_price(held.programme, on=today)
    if price is None:
        raise Conflict("price_missing", _("Biaya program ini belum ditetapkan Kemnaker."))
    if price.cost > ticket.ceiling:
        text = _("Biaya program ini melebihi nilai voucher, %(ceiling)s.") % {"ceiling": rupiah(ticket.ceiling)}
        raise Conflict("price_over_ceiling", text)
    return price
