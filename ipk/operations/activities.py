"""What a person tells about looking for work: add, answer, take back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Invalid
from core.formatting import plain_date
from core.jobs import enqueue
from core.limits import Limit, take
from core.text import one_line
from files.enums import GONE
from files.models import StoredFile
from ipk.enums.activities import ANSWERABLE, ActivityKind, ActivityState
from ipk.models import Activity, Vacancy
from ipk.selectors import earlier_use
from participants.models import Person
from rules.calendar import add_working_days
from rules.jobsearch import fold_company

CHECK_WORKING_DAYS = 1
OLDEST = timedelta(days=365)
PURPOSE = "job_search"
ACTIVITIES_A_DAY = Limit("ipk.activities", most=20, within=timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Told:
    """What the person writes. `file` is the person's own; a link is written down and never opened by the portal.

    `vacancy`: the one of another site that it is about; kept when it is added, and not changed by an answer.
    """

    kind: ActivityKind
    company: str
    position: str
    on: date
    file: StoredFile | None = None
    link: str = ""
    note: str = ""
    vacancy: Vacancy | None = None

    def fields(self) -> dict[str, Any]:
        company = one_line(self.company)
        return {
            "kind": self.kind,
            "company": company,
            "company_key": fold_company(company),
            "position": one_line(self.position),
            "on": self.on,
            "file": self.file,
            "link": self.link.strip(),
            "note": one_line(self.note),
        }


@transaction.atomic
def add_activity(person: Person, *, told: Told, actor: User, at: datetime) -> Activity:
    """Write down an application or a call, and hand it to the desk: one working day to answer.

    The same form sent twice gives the same activity. Raises Invalid("company_missing" | "date_in_the_future" |
    "date_too_old" | "evidence_missing" | "link_not_http" | "file_not_yours" | "file_used" | "already_added") and
    TooMany over 20 activities a day.
    """
    _refuse_what_cannot_be(told, actor, clock.legal_date(at))
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)  # one form at a time
    known = _same(person, told)
    if known is not None:
        return known
    _refuse_used_file(person, told)
    take(ACTIVITIES_A_DAY, str(person.pk), at=at)
    activity = Activity.objects.create(
        person=person, vacancy=told.vacancy, added_at=at, submitted_at=at, due_on=_due_on(at), **told.fields()
    )
    audit.record("ipk.activity.added", actor=actor, at=at, subject=activity, kind=activity.kind)
    _print_later(activity)
    return activity


@transaction.atomic
def answer_activity(activity: Activity, *, told: Told, actor: User, at: datetime) -> Activity:
    """Put right what an officer asked for, or did not accept: back to the desk. Twice sends once.

    Raises Conflict("wrong_state") and what add_activity raises.
    """
    _refuse_what_cannot_be(told, actor, clock.legal_date(at))
    Person.objects.select_for_update(of=("self",)).get(pk=activity.person_id)
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if locked.state == ActivityState.SUBMITTED and _says_the_same(locked, told):
        return locked
    if locked.state in ANSWERABLE:
        repeated = _of_the_same_day(locked.person, told).exclude(pk=locked.pk).first()
        if repeated is not None:
            raise _already_added(repeated)
        _refuse_used_file(locked.person, told, but=locked)
    answered = Activity.workflow.move(
        locked, "answer", actor=actor, at=at, submitted_at=at, due_on=_due_on(at), **told.fields()
    )
    audit.record("ipk.activity.answered", actor=actor, at=at, subject=answered)
    _print_later(answered)
    return answered


@transaction.atomic
def withdraw_activity(activity: Activity, *, actor: User, at: datetime) -> Activity:
    """Take back what no officer has accepted. Twice is once. Raises Conflict("wrong_state")."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if locked.state == ActivityState.WITHDRAWN:
        return locked
    locked = Activity.workflow.move(locked, "withdraw", actor=actor, at=at)
    audit.record("ipk.activity.withdrawn", actor=actor, at=at, subject=locked)
    return locked


def earliest_day(today: date) -> date:
    """The oldest activity that may still be told."""
    return today - OLDEST


def is_web_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _refuse_what_cannot_be(told: Told, actor: User, today: date) -> None:
    if not fold_company(one_line(told.company)):
        raise Invalid("company_missing", _("Tulis nama perusahaannya."))
    if told.on > today:
        raise Invalid("date_in_the_future", _("Tanggal ini belum terjadi. Isi tanggal Anda melamar atau dipanggil."))
    if told.on < earliest_day(today):
        raise Invalid("date_too_old", _("Tanggal ini lebih dari satu tahun yang lalu."))
    if told.file is None and not told.link.strip():
        raise Invalid("evidence_missing", _("Unggah bukti atau tulis tautannya."))
    if told.link.strip() and not is_web_address(told.link.strip()):
        raise Invalid("link_not_http", _("Tulis alamat lengkap yang diawali https:// atau http://."))
    if told.file is not None and (told.file.owner_id != actor.pk or told.file.state in GONE):
        raise Invalid("file_not_yours", _("Berkas ini tidak dapat dipakai. Unggah lagi."))


def _same(person: Person, told: Told) -> Activity | None:
    """The activity that this form has already made. Raises Invalid("already_added") when only the proof differs."""
    known = _of_the_same_day(person, told).first()
    if known is None or _says_the_same(known, told):
        return known
    raise _already_added(known)


def _of_the_same_day(person: Person, told: Told) -> QuerySet[Activity]:
    """Standing activities of this kind, company, position and day: the database keeps one."""
    fields = told.fields()
    same = {name: fields[name] for name in ("kind", "company_key", "position", "on")}
    return Activity.objects.standing().filter(person=person, **same)


def _says_the_same(activity: Activity, told: Told) -> bool:
    fields = told.fields()
    file_id = told.file.pk if told.file else None
    names = ("kind", "company_key", "position", "on", "link")
    return activity.file_id == file_id and all(getattr(activity, name) == fields[name] for name in names)


def _already_added(known: Activity) -> Invalid:
    return Invalid(
        "already_added",
        _("Aktivitas ini sudah Anda tambahkan pada %(day)s. Buka dari daftar untuk mengganti buktinya.")
        % {"day": plain_date(known.added_at, get_language() or "id")},
    )


def _refuse_used_file(person: Person, told: Told, *, but: Activity | None = None) -> None:
    if told.file is None:
        return
    used = earlier_use(person, told.file.pk, but=but.pk if but else None)
    if used is not None:
        raise Invalid(
            "file_used",
            _("Berkas ini sudah dipakai pada %(day)s untuk %(company)s. Pilih bukti lain.")
            % {"day": plain_date(used.added_at, get_language() or "id"), "company": used.company},
        )


def _due_on(at: datetime) -> date:
    return add_working_days(clock.legal_date(at), CHECK_WORKING_DAYS, working_calendar())


def _print_later(activity: Activity) -> None:
    if activity.file_id is not None:
        enqueue("ipk.print_file", dedupe=f"print:{activity.file_id}", file_id=activity.file_id)
