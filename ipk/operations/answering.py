"""An employer's answers to applications: seen, called to an interview, accepted, not accepted; one or many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid
from core.events import publish
from core.text import one_line
from ipk.enums.activities import ActivityKind
from ipk.enums.applications import ApplicationState, RefusalReason
from ipk.events import ApplicationAccepted
from ipk.models import Application
from ipk.operations.counting import count
from notices.operations import Telling, notify_many

FARTHEST_INTERVIEW = timedelta(days=90)
FARTHEST_START = timedelta(days=365)
MOST_AT_ONCE = 100
S = ApplicationState


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where an employer wants to see somebody. `place` is an address, or a link as plain text."""

    at: datetime
    place: str
    message: str = ""

    def fields(self) -> dict[str, object]:
        return {
            "interview_at": self.at,
            "interview_place": one_line(self.place),
            "message": one_line(self.message),
        }


def see_application(application: Application, *, actor: User, at: datetime) -> Application:
    """The employer has opened it for the first time. Twice is once; later states stay."""
    if application.state != S.SENT:
        return application
    try:
        return Application.workflow.move(application, "see", actor=actor, at=at)
    except Conflict:  # a colleague was faster, or the person took it back
        return Application.objects.get(pk=application.pk)


@transaction.atomic
def call_applicants(
    applications: Iterable[Application], *, appointment: Appointment, actor: User, at: datetime
) -> list[Application]:
    """Call to a test or interview, also anew with another time. Each call counts for the person's mission.

    Returns those called; who was answered or withdrew meanwhile is left out. The same call twice is once. Raises
    Invalid("interview_in_the_past" | "interview_too_far" | "place_missing" | "too_many") and Conflict("wrong_state")
    when nobody is left.
    """
    _refuse_appointment(appointment, at)
    fields = appointment.fields()
    rows = _locked(applications)
    told = [row for row in rows if row.state == S.CALLED and _has(row, fields)]
    fresh = [row for row in rows if row not in told and Application.workflow.can(row, "call")]
    _refuse_nobody([*told, *fresh])
    called = Application.workflow.move_rows(
        fresh, "call", actor=actor, at=at, note=appointment.at.isoformat(), each=lambda place: fields | _answered(at)
    )
    for row in called:
        audit.record("ipk.application.called", actor=actor, at=at, subject=row)
        count(row, ActivityKind.INTERVIEW, at=at)
    _tell("application_called", called, at, when=appointment.at)
    return [*told, *called]


@transaction.atomic
def refuse_applicants(
    applications: Iterable[Application], *, reason: str = "", actor: User, at: datetime
) -> list[Application]:
    """Not this time, with a reason of the list or none. Returns and raises as `call_applicants` does."""
    if reason and reason not in RefusalReason.values:
        raise Invalid("reason_unknown", _("Pilih alasan dari daftar."))
    rows = _locked(applications)
    told = [row for row in rows if row.state == S.REFUSED]
    fresh = [row for row in rows if Application.workflow.can(row, "refuse")]
    _refuse_nobody([*told, *fresh])
    refused = Application.workflow.move_rows(
        fresh, "refuse", actor=actor, at=at, note=reason, each=lambda place: {"reason": reason, **_answered(at)}
    )
    for row in refused:
        audit.record("ipk.application.refused", actor=actor, at=at, subject=row, reason=reason)
    _tell("application_refused", refused, at)
    return [*told, *refused]


@transaction.atomic
def accept_applicant(
    application: Application,
    *,
    starts_on: date | None = None,
    wage: int | None = None,
    message: str = "",
    actor: User,
    at: datetime,
) -> Application:
    """The employer takes the person. Whoever runs their benefit hears of it; nothing stops by itself. Twice is once.

    Raises Invalid("starts_in_the_past" | "starts_too_far") and Conflict("wrong_state").
    """
    today = clock.legal_date(at)
    if starts_on is not None and starts_on < today:
        raise Invalid("starts_in_the_past", _("Hari pertama kerja tidak boleh sebelum hari ini."))
    if starts_on is not None and starts_on > today + FARTHEST_START:
        raise Invalid("starts_too_far", _("Hari pertama kerja paling jauh satu tahun dari sekarang."))
    locked = Application.objects.select_for_update(of=("self",)).select_related("person__user").get(pk=application.pk)
    if locked.state == S.ACCEPTED:
        return locked
    if not Application.workflow.can(locked, "accept"):
        raise _already_answered()
    fields = {"starts_on": starts_on, "wage": wage, "message": one_line(message) or locked.message, **_answered(at)}
    accepted = Application.workflow.move_rows([locked], "accept", actor=actor, at=at, each=lambda place: fields)[0]
    audit.record("ipk.application.accepted", actor=actor, at=at, subject=accepted)
    _tell("application_accepted", [accepted], at)
    publish(ApplicationAccepted(application_id=str(accepted.pk)), key=str(accepted.pk))
    return accepted


def _locked(applications: Iterable[Application]) -> list[Application]:
    pks = {application.pk for application in applications}
    if len(pks) > MOST_AT_ONCE:
        raise Invalid("too_many", _("Paling banyak 100 pelamar sekaligus."))
    rows = Application.objects.select_for_update(of=("self",)).select_related("person__user").filter(pk__in=pks)
    return list(rows.order_by("pk"))


def _refuse_appointment(appointment: Appointment, at: datetime) -> None:
    if appointment.at <= at:
        raise Invalid("interview_in_the_past", _("Waktu wawancara sudah lewat."))
    if appointment.at > at + FARTHEST_INTERVIEW:
        raise Invalid("interview_too_far", _("Waktu wawancara paling jauh 90 hari dari sekarang."))
    if not one_line(appointment.place):
        raise Invalid("place_missing", _("Tulis tempat atau cara bertemu."))


def _refuse_nobody(rows: Sequence[Application]) -> None:
    if not rows:
        raise _already_answered()


def _already_answered() -> Conflict:
    return Conflict("wrong_state", _("Lamaran ini sudah dijawab atau ditarik. Muat ulang untuk melihat yang terbaru."))


def _has(row: Application, fields: dict[str, object]) -> bool:
    return all(getattr(row, name) == value for name, value in fields.items())


def _answered(at: datetime) -> dict[str, object]:
    return {"answered_at": at}


def _tell(event: str, rows: Sequence[Application], at: datetime, **facts: object) -> None:
    tellings = [
        Telling(
            user=row.person.user,
            link=f"/ipk/portofolio/{row.pk}/",
            key=f"{row.pk}:{at.isoformat()}",
            facts={"company": row.company, **facts},
        )
        for row in rows
        if row.person.user is not None
    ]
    notify_many(event, tellings, at=at)
