"""An employer writes, sends, changes and closes vacancies. What people read was looked at by an officer first.

A change of substance (what the work is, where, for how much, what is asked) takes a published vacancy off the public
pages until an officer has looked again, one working day at most. Dates, numbers of people and skills change at once.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid, NotAllowed
from core.limits import Limit, take
from core.workflow import signed_by
from ipk.enums.vacancies import EDITABLE, VacancyState
from ipk.fraud import flags
from ipk.models import Vacancy, VacancyVersion
from ipk.operations.vacancy_reports import decision_due
from participants.models import Employer, EmployerStaff

LONGEST_DAYS = 90
VACANCIES_A_DAY = Limit("ipk.write_vacancy", most=50, within=timedelta(days=1))
# What may change on a published vacancy without another look.
SMALL = frozenset({"closes_on", "openings", "skills", "work_place"})
_USUAL = 200


@dataclass(frozen=True, slots=True)
class Written:
    """What an employer says. Wages in whole rupiah a month; `region_id` or `country`, one of them."""

    title: str
    occupation_id: str
    description: str
    requirements: str
    region_id: str | None
    country: str
    wage_from: int | None
    wage_to: int | None
    education: str
    experience_years: int
    employment: str
    work_place: str
    openings: int
    skills: tuple[str, ...]
    closes_on: date


@transaction.atomic
def draft_vacancy(employer: Employer, *, written: Written, actor: User, at: datetime) -> Vacancy:
    """Keep what is written; nobody else sees it yet. Raises NotAllowed, Invalid("closes_on") and TooMany."""
    _refuse_firm(employer, actor, at)
    _refuse_day(written, at)
    take(VACANCIES_A_DAY, str(employer.pk), at=at)
    vacancy = Vacancy.objects.create(employer=employer, company=employer.name, created_at=at, **_fields(written))
    vacancy.log.create(move="draft", from_state="", to_state=vacancy.state, at=at, **signed_by(actor))
    _keep(vacancy, actor, at)
    return vacancy


@transaction.atomic
def edit_vacancy(vacancy: Vacancy, *, written: Written, seen: int, actor: User, at: datetime) -> Vacancy:
    """Change it. A published one goes back to the desk when its substance changes.

    `seen` is the version that was edited. Raises Conflict("changed" | "wrong_state"), NotAllowed, Invalid("closes_on").
    """
    locked = _locked(vacancy, actor, at)
    _refuse_day(written, at)
    if locked.version != seen:
        raise Conflict("changed", _("Rekan Anda sudah mengubah lowongan ini. Muat ulang, lalu ubah lagi."))
    if locked.state not in EDITABLE:
        raise Conflict("wrong_state", _("Lowongan ini sedang tidak dapat diubah."))
    fields = _fields(written)
    changed = {name for name, value in fields.items() if getattr(locked, name) != value}
    if not changed:
        return locked
    fields["version"] = locked.version + 1
    if locked.state == VacancyState.PUBLISHED and not changed <= SMALL:
        fields |= _at_the_desk(locked, written, at)
        locked = Vacancy.workflow.move(locked, "revise", actor=actor, at=at, note=", ".join(sorted(changed)), **fields)
    else:
        for name, value in fields.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(fields))
    _keep(locked, actor, at)
    return locked


@transaction.atomic
def submit_vacancy(vacancy: Vacancy, *, actor: User, at: datetime) -> Vacancy:
    """Hand it to the desk. Twice is once. Raises Conflict("wrong_state" | "over"), NotAllowed."""
    locked = _locked(vacancy, actor, at)
    if locked.state == VacancyState.SUBMITTED:
        return locked
    if locked.closes_on < clock.legal_date(at):
        raise Conflict("over", _("Tanggal tutup sudah lewat. Ubah tanggalnya dahulu."))
    sent = Vacancy.workflow.move(
        locked, "submit", actor=actor, at=at, reason="", officer_note="", **_at_the_desk(locked, written_of(locked), at)
    )
    audit.record("ipk.vacancy.submitted", actor=actor, at=at, subject=sent, flags=",".join(sent.flags))
    return sent


@transaction.atomic
def close_vacancy(vacancy: Vacancy, *, actor: User, at: datetime) -> Vacancy:
    """Take no more applications. Twice is once. Raises Conflict("wrong_state"), NotAllowed."""
    locked = _locked(vacancy, actor, at)
    if locked.state == VacancyState.CLOSED:
        return locked
    return Vacancy.workflow.move(locked, "close", actor=actor, at=at)


def written_of(vacancy: Vacancy) -> Written:
    names = Written.__slots__
    said = {name: getattr(vacancy, name) for name in names}
    return Written(**said | {"skills": tuple(vacancy.skills)})


def _locked(vacancy: Vacancy, actor: User, at: datetime) -> Vacancy:
    locked = Vacancy.objects.select_for_update(of=("self",)).select_related("employer").get(pk=vacancy.pk)
    if locked.employer is None:
        raise NotAllowed("not_yours", _("Lowongan ini bukan milik perusahaan Anda."))
    _refuse_firm(locked.employer, actor, at)
    return locked


def _refuse_firm(employer: Employer, actor: User, at: datetime) -> None:
    """Only who acts for a verified firm that is still there."""
    staff = EmployerStaff.objects.in_force(clock.legal_date(at)).filter(employer=employer, user=actor)
    if not staff.exists():
        raise NotAllowed("not_staff", _("Anda tidak bertindak untuk perusahaan ini."))
    if employer.verified_at is None or employer.bankrupt_or_closed_on is not None:
        raise NotAllowed("not_verified", _("Hanya perusahaan terverifikasi yang dapat memasang lowongan."))


def _refuse_day(written: Written, at: datetime) -> None:
    today = clock.legal_date(at)
    if not today <= written.closes_on <= today + timedelta(days=LONGEST_DAYS):
        raise Invalid("closes_on", _("Tanggal tutup paling cepat hari ini dan paling lama 90 hari lagi."))


def _fields(written: Written) -> dict[str, Any]:
    return {name: getattr(written, name) for name in Written.__slots__} | {"skills": list(written.skills)}


def _at_the_desk(vacancy: Vacancy, written: Written, at: datetime) -> dict[str, Any]:
    """When it was sent, until when an answer is owed, and what the text made the portal notice."""
    usual = Vacancy.objects.filter(state=VacancyState.PUBLISHED, occupation=written.occupation_id, country="")
    wages = usual.exclude(pk=vacancy.pk).filter(wage_best__isnull=False).values_list("wage_best", flat=True)[:_USUAL]
    noticed = flags(
        written.title,
        written.description,
        written.requirements,
        wage_best=None if written.country else written.wage_to or written.wage_from,
        usual_wages=list(wages),
    )
    return {"submitted_at": at, "due_on": decision_due(at), "flags": noticed}


def _keep(vacancy: Vacancy, actor: User, at: datetime) -> None:
    """Write down what it says now, for whoever looks at it later."""
    said = asdict(replace(written_of(vacancy)))
    content = said | {"closes_on": vacancy.closes_on.isoformat(), "skills": list(vacancy.skills)}
    VacancyVersion.objects.create(vacancy=vacancy, n=vacancy.version, content=content, by=actor, at=at)
