"""Who is told what of attendance. Keys make each said once, however often the operation runs."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import User
from core.clock import legal_date
from notices.operations import Telling, notify_many
from notices.selectors import wishes_of
from training.enums import StaffPart
from training.models import Enrolment, Institute, InstituteStaff, Meeting, UnlockRequest
from training.selectors.meetings import locked_soon


def in_danger(enrolments: Iterable[Enrolment], event: str, *, at: datetime) -> None:
    """`event`: warned or lost; all of one class. To participant, counsellor who recommended it, and head."""
    rows = list(enrolments)
    if not rows:
        return
    title, leaders = _title(rows[0]), heads(_house(rows[0]), at)
    own = [Telling(one.person.user, _own(one), str(one.pk), {"title": title}) for one in rows if one.person.user]
    notify_many(f"training_{event}", own, at=at)
    work = []
    for one in rows:
        facts = {"name": one.person.full_name, "title": title}
        counsellor = one.voucher.recommendation.made_by
        work.append(Telling(counsellor, "/konselor/tindak-lanjut/", str(one.pk), facts))
        link = f"/mitra/kelas/{one.training_class_id}/presensi/"
        work += [Telling(head, link, str(one.pk), facts) for head in leaders]
    notify_many(f"attendance_{event}", work, at=at)


def told_outcome(enrolments: Iterable[Enrolment], event: str, *, at: datetime) -> None:
    """`event`: completed, missed or working."""
    rows = [one for one in enrolments if one.person.user]
    tellings = [
        Telling(one.person.user, _own(one), f"{one.pk}:{at:%Y%m%d}", {"title": _title(one)})  # type: ignore[arg-type]
        for one in rows
    ]
    notify_many(f"training_{event}", tellings, at=at)


def meeting_cancelled(meeting: Meeting, *, at: datetime) -> None:
    """To everybody who would have come, with the time by the clock of their own home."""
    rows = (
        Enrolment.objects.running().filter(training_class_id=meeting.training_class_id).select_related("person__user")
    )
    tellings = [
        Telling(
            one.person.user,
            _own(one),
            str(meeting.pk),
            {"when": meeting.starts_at, "zone": wishes_of(one.person.user).zone},
        )
        for one in rows
        if one.person.user
    ]
    notify_many("meeting_cancelled", tellings, at=at)


def unlocked(meeting: Meeting, *, at: datetime) -> None:
    """To everybody who acts for the institute."""
    key = f"{meeting.pk}:{meeting.locks_at:%Y%m%d%H%M}"
    notify_many("attendance_unlocked", _to_staff(meeting, key, _due(meeting), at), at=at)


def unlock_refused(request: UnlockRequest, *, at: datetime) -> None:
    """To everybody who acts for the institute, with the officer's reason."""
    facts: dict[str, object] = {"title": request.meeting.training_class.programme.title, "reason": request.answer}
    notify_many("unlock_refused", _to_staff(request.meeting, str(request.pk), facts, at), at=at)


def _to_staff(meeting: Meeting, key: str, facts: dict[str, object], at: datetime) -> list[Telling]:
    house = meeting.training_class.programme.institute
    staff = InstituteStaff.objects.in_force(legal_date(at)).filter(institute=house).select_related("user")
    return [Telling(row.user, f"/mitra/pertemuan/{meeting.pk}/", key, facts) for row in staff]


def remind_of_rosters(*, at: datetime) -> int:
    """Rosters that are locked within half a day, to everybody who acts for the institute; each once. Returns how many
    people were told now."""
    meetings = list(locked_soon(at))
    houses = {one.training_class.programme.institute_id for one in meetings}
    rows = InstituteStaff.objects.in_force(legal_date(at)).filter(institute__in=houses).select_related("user")
    staff: dict[UUID, list[User]] = {}
    for row in rows:
        staff.setdefault(row.institute_id, []).append(row.user)
    tellings = [
        Telling(user, f"/mitra/pertemuan/{one.pk}/", f"{one.pk}:{one.locks_at:%Y%m%d%H}", _due(one))
        for one in meetings
        for user in staff.get(one.training_class.programme.institute_id, [])
    ]
    return notify_many("roster_due", tellings, at=at)


def _due(meeting: Meeting) -> dict[str, object]:
    return {"title": meeting.training_class.programme.title, "until": meeting.locks_at}


def heads(institute: Institute, at: datetime) -> list[User]:
    rows = InstituteStaff.objects.in_force(legal_date(at)).filter(institute=institute, part=StaffPart.HEAD)
    return [row.user for row in rows.select_related("user").order_by("pk")]


def _own(enrolment: Enrolment) -> str:
    return f"/pelatihan/saya/{enrolment.pk}/"


def _house(enrolment: Enrolment) -> Institute:
    return enrolment.training_class.programme.institute


def _title(enrolment: Enrolment) -> str:
    return enrolment.training_class.programme.title
