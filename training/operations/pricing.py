"""The way of a programme into the catalogue: the institute proposes, the standards directorate sets its cost."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid, NotAllowed
from core.formatting import rupiah
from core.text import one_line
from notices.operations import Telling, notify_many
from rules.deadlines import programme_due
from training.enums import InstituteState, ProgrammeState
from training.models import LONGEST_REASON, Institute, InstituteStaff, Programme, ProgrammePrice
from training.operations.programmes import ProgrammeSaid, correct_programme
from training.policies import can_assess, is_staff
from training.selectors.pricing import approved_price, ceiling_on

OPEN_TO_CHANGE = (ProgrammeState.DRAFT, ProgrammeState.RETURNED)
_MAY_PROPOSE = (InstituteState.PROSPECT, InstituteState.LISTED)


@transaction.atomic
def revise_programme(programme: Programme, *, said: ProgrammeSaid, actor: User, at: datetime) -> Programme:
    """The institute writes its draft again. Raises Conflict("wrong_state") once proposed, and as correct_programme."""
    locked = _held(programme)
    _refuse_stranger(locked, actor, at)
    if locked.state not in OPEN_TO_CHANGE:
        raise Conflict("wrong_state", _("Program ini sudah diajukan. Tunggu hasil penilaian."))
    return correct_programme(locked, said=said, actor=actor, at=at)


@transaction.atomic
def propose_programme(programme: Programme, *, actor: User, at: datetime) -> Programme:
    """Ask the standards directorate to assess it and to set its cost. Twice is once.

    Raises Invalid("curriculum_missing" | "cost_missing" | "learns_missing"), Conflict("institute_out" | "wrong_state")
    and NotAllowed("not_staff").
    """
    locked = _held(programme)
    _refuse_stranger(locked, actor, at)
    if locked.state == ProgrammeState.PROPOSED:
        return locked
    _refuse_incomplete(locked)
    due = programme_due(clock.legal_date(at), working_calendar())
    moved = Programme.workflow.move(locked, "propose", actor=actor, at=at, proposed_at=at, due_on=due, remark="")
    audit.record("training.programme.proposed", actor=actor, at=at, subject=moved, asked=moved.cost)
    return moved


def _refuse_incomplete(programme: Programme) -> None:
    if programme.institute.state not in _MAY_PROPOSE:
        raise Conflict("institute_out", _("Lembaga Anda sedang tidak bermitra. Program tidak dapat diajukan."))
    if not programme.learns.strip():
        raise Invalid("learns_missing", _("Tulis yang dipelajari peserta."))
    if not programme.curriculum.strip():
        raise Invalid("curriculum_missing", _("Tulis kurikulum: unit dan jamnya."))
    if not programme.cost:
        raise Invalid("cost_missing", _("Tulis biaya per peserta yang Anda ajukan."))


@transaction.atomic
def return_programme(programme: Programme, *, remark: str, actor: User, at: datetime) -> Programme:
    """Back to the institute, with what is to be put right.

    Raises Invalid("remark_missing"), Conflict("wrong_state") and NotAllowed("interest").
    """
    said = one_line(remark)[:LONGEST_REASON]
    if not said:
        raise Invalid("remark_missing", _("Tulis apa yang perlu diperbaiki."))
    locked = _held(programme)
    _refuse_tied(locked, actor, at)
    moved = Programme.workflow.move(locked, "return", actor=actor, at=at, note=said, remark=said, due_on=None)
    audit.record("training.programme.returned", actor=actor, at=at, subject=moved, remark=said)
    _tell(moved, "programme_returned", at)
    return moved


@transaction.atomic
def price_programme(programme: Programme, *, cost: int, why: str, actor: User, at: datetime) -> Programme:
    """Set the cost of a proposed programme and list it. `cost` in whole rupiah a participant.

    Raises Invalid("cost_over_ceiling" | "why_missing"), Conflict("wrong_state") and NotAllowed("interest").
    """
    locked = _held(programme)
    _refuse_tied(locked, actor, at)
    asked = locked.cost
    today = clock.legal_date(at)
    said = _refuse_price(cost, why, today)
    moved = Programme.workflow.move(
        locked, "price", actor=actor, at=at, note=said, cost=cost, priced_on=today, due_on=None, remark=""
    )
    _write_price(moved, cost=cost, why=said, actor=actor, at=at)
    audit.record("training.programme.priced", actor=actor, at=at, subject=moved, asked=asked, cost=cost)
    _tell(moved, "programme_priced", at)
    return moved


@transaction.atomic
def reprice_programme(programme: Programme, *, cost: int, why: str, actor: User, at: datetime) -> Programme:
    """Another cost from now on; who is enrolled keeps the price of their day. The same cost again changes nothing.

    Raises what price_programme raises.
    """
    locked = _held(programme)
    _refuse_tied(locked, actor, at)
    if locked.state != ProgrammeState.LISTED:
        raise Conflict("wrong_state", _("Hanya program terdaftar yang biayanya dapat ditetapkan ulang."))
    today = clock.legal_date(at)
    said = _refuse_price(cost, why, today)
    if locked.cost == cost and approved_price(locked, on=today) is not None:
        return locked
    was, locked.cost, locked.priced_on = locked.cost, cost, today
    locked.save(update_fields=["cost", "priced_on"])
    _write_price(locked, cost=cost, why=said, actor=actor, at=at)
    audit.record("training.programme.repriced", actor=actor, at=at, subject=locked, was=was, cost=cost)
    _tell(locked, "programme_priced", at)
    return locked


def _write_price(programme: Programme, *, cost: int, why: str, actor: User, at: datetime) -> ProgrammePrice:
    today = clock.legal_date(at)
    return ProgrammePrice.objects.create(
        programme=programme, cost=cost, ceiling=ceiling_on(today), set_on=today, set_by=actor, set_at=at, why=why
    )


def _refuse_price(cost: int, why: str, today: date) -> str:
    said = one_line(why)[:LONGEST_REASON]
    if not said:
        raise Invalid("why_missing", _("Tulis pertimbangan biaya ini."))
    ceiling = ceiling_on(today)
    if not 0 < cost <= ceiling:
        text = _("Biaya dari Rp1 sampai %(ceiling)s per peserta.") % {"ceiling": rupiah(ceiling)}
        raise Invalid("cost_over_ceiling", text, ceiling=ceiling)
    return said


def _held(programme: Programme) -> Programme:
    rows = Programme.objects.select_for_update(of=("self",)).select_related("institute")
    return rows.get(pk=programme.pk)


def _refuse_stranger(programme: Programme, actor: User, at: datetime) -> None:
    if not is_staff(actor, programme.institute, clock.legal_date(at)):
        raise NotAllowed("not_staff", _("Hanya staf lembaga ini yang dapat melakukannya."))


def _refuse_tied(programme: Programme, actor: User, at: datetime) -> None:
    if not can_assess(actor, programme, clock.legal_date(at)):
        raise NotAllowed("interest", _("Anda mempunyai hubungan dengan lembaga ini. Petugas lain yang menilai."))


def _tell(programme: Programme, event: str, at: datetime) -> None:
    told = [
        Telling(user, f"/mitra/program/{programme.pk}/", f"{programme.pk}:{at.isoformat()}", {})
        for user in staff_users(programme.institute, clock.legal_date(at))
    ]
    notify_many(event, told, at=at)


def staff_users(institute: Institute, on: date) -> list[User]:
    """Everybody who acts for an institute on a day."""
    rows = InstituteStaff.objects.in_force(on).filter(institute=institute).select_related("user")
    return [row.user for row in rows.order_by("pk")]
