"""Whether a counsellor can take a time, and the session that takes it. Raised here, said by every way to book."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, Invalid, NotAllowed
from counseling.enums import SessionState
from counseling.models import CounsellingRequest, Counsellor, Session
from counseling.operations.locks import hold_times
from counseling.selectors.slots import Roster, choices

JUST_TAKEN = _("Waktu ini baru saja terisi. Pilih waktu lain.")
_OF_COUNSELLOR = "one_session_of_a_counsellor_at_a_time"
_OF_PERSON = "one_session_of_a_person_at_a_time"


def hold_wishes(
    wishes: tuple[datetime, ...], *, home: str | None, at: datetime, request: CounsellingRequest | None = None
) -> Roster:
    """Hold the times of wishes and look whether each is still offered; the roster was read while they were held.

    Raises Invalid("wish_missing" | "wish_twice"), Conflict("just_taken" | "not_offered") with `n` of the wish.
    """
    if not wishes:
        raise Invalid("wish_missing", _("Pilih paling sedikit satu waktu."))
    if len(set(wishes)) < len(wishes):
        raise Invalid("wish_twice", _("Pilih waktu yang berbeda untuk tiap pilihan."))
    hold_times(wishes)
    roster = Roster(at)
    known = choices(roster, home, request=request)
    for n, moment in enumerate(wishes, 1):
        if moment in known:
            continue
        if roster.is_a_time(moment):
            raise Conflict("just_taken", JUST_TAKEN, n=n)
        raise Conflict("not_offered", _("Waktu ini tidak dapat dipilih. Pilih dari daftar."), n=n)
    return roster


def book(
    request: CounsellingRequest,
    by: Counsellor,
    starts_at: datetime,
    *,
    state: SessionState,
    at: datetime,
    note: str = "",
) -> Session:
    """The session of a locked request. Raises Conflict("just_taken" | "person_busy")."""
    roster = Roster(at)
    session = Session(
        request=request,
        person=request.person,
        counsellor=by,
        kind=request.kind,
        starts_at=starts_at,
        ends_at=starts_at + roster.terms.length,
        channel=request.channel,
        state=state,
        booked_at=at,
        note=note,
    )
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError as error:
        raise _refused(error) from error
    return session


def _refused(error: IntegrityError) -> Exception:
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if broken == _OF_COUNSELLOR:
        return Conflict("just_taken", JUST_TAKEN)
    if broken == _OF_PERSON:
        return Conflict("person_busy", _("Peserta sudah punya jadwal pada waktu ini."))
    return error


def ensure_can_take(by: Counsellor, starts_at: datetime, *, after: datetime, at: datetime) -> None:
    """Hold the time and the counsellor, and look whether they fit; `after` is the earliest moment that may be agreed.

    Raises NotAllowed("not_certified"), Conflict("time_passed" | "outside_hours" | "on_leave" | "week_full" |
    "just_taken").
    """
    hold_times([starts_at])
    by = Counsellor.objects.select_for_update(of=("self",)).get(pk=by.pk)
    roster = Roster(at, only=by)
    day = starts_at.astimezone(ZoneInfo(by.zone)).date()
    if not by.is_certified(day):
        raise NotAllowed("not_certified", _("Hanya konselor bersertifikat yang masih berlaku dapat menerima sesi."))
    if starts_at < after:
        raise Conflict("time_passed", _("Waktu ini sudah lewat atau terlalu dekat. Pilih waktu lain."))
    if not roster.covers(by, starts_at):
        raise Conflict("outside_hours", _("Waktu ini di luar jam konseling."))
    if roster.is_away(by, day):
        raise Conflict("on_leave", _("Anda tercatat cuti pada hari itu."))
    if roster.is_full(by, starts_at):
        raise Conflict("week_full", _("Sesi pada minggu itu sudah sebanyak batasnya."))
    if roster.is_busy(by, starts_at):
        raise Conflict("just_taken", JUST_TAKEN)
