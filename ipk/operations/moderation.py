"""An officer's word on vacancies: publish, give back with a reason, take down, or leave up what was reported."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid, NotAllowed
from core.text import one_line
from ipk.enums.vacancies import ReturnReason, VacancyState
from ipk.models import Vacancy
from ipk.operations.vacancy_reports import decide_reports, open_reports
from ipk.operations.words import add_words
from notices.operations import Telling, notify_many
from participants.models import EmployerStaff
from participants.selectors import staff_of


@transaction.atomic
def approve_vacancy(vacancy: Vacancy, *, seen: int, actor: User, at: datetime) -> Vacancy:
    """Publish. A vacancy that was published before keeps its first day, so that editing makes nothing new.

    `seen` is the version that the officer read. Raises Conflict("wrong_state" | "changed" | "over") and
    NotAllowed("own_firm").
    """
    locked = _locked(vacancy, actor, at, seen)
    if locked.closes_on < clock.legal_date(at):
        raise Conflict("over", _("Tanggal tutup lowongan ini sudah lewat. Kembalikan kepada perusahaan."))
    shown = Vacancy.workflow.move(locked, "approve", actor=actor, at=at, published_at=locked.published_at or at)
    add_words(shown)
    audit.record("ipk.vacancy.approved", actor=actor, at=at, subject=shown)
    _tell(shown, "vacancy_published", at)
    return shown


@transaction.atomic
def return_vacancy(
    vacancy: Vacancy, *, seen: int, reason: ReturnReason, note: str, actor: User, at: datetime
) -> Vacancy:
    """Give it back to the employer, who may change it and send it again. Raises what approve_vacancy raises and
    Invalid("note_missing") when "another reason" is not explained."""
    return _refuse(vacancy, "reject", "vacancy_returned", seen=seen, reason=reason, note=note, actor=actor, at=at)


@transaction.atomic
def take_down(vacancy: Vacancy, *, seen: int, reason: ReturnReason, note: str, actor: User, at: datetime) -> Vacancy:
    """Take it off the public pages for good; its open reports are upheld. Raises what return_vacancy raises and
    NotAllowed("own_report")."""
    down = _refuse(vacancy, "take_down", "vacancy_taken_down", seen=seen, reason=reason, note=note, actor=actor, at=at)
    decide_reports(down, upheld=True, actor=actor, at=at, note=reason)
    return down


@transaction.atomic
def leave_up(vacancy: Vacancy, *, seen: int, actor: User, at: datetime) -> Vacancy:
    """The reports do not hold: they are closed, and a vacancy that they hid is shown again. Raises Conflict("nothing"
    | "changed") and NotAllowed("own_firm" | "own_report")."""
    locked = _locked(vacancy, actor, at, seen)
    if locked.state != VacancyState.HELD and not open_reports(locked).exists():
        raise Conflict("nothing", _("Tidak ada laporan yang menunggu putusan."))
    decide_reports(locked, upheld=False, actor=actor, at=at)
    if locked.state == VacancyState.HELD:
        return Vacancy.workflow.move(locked, "restore", actor=actor, at=at)
    return locked


def _refuse(
    vacancy: Vacancy, move: str, event: str, *, seen: int, reason: ReturnReason, note: str, actor: User, at: datetime
) -> Vacancy:
    said = one_line(note)[:500]
    if reason == ReturnReason.OTHER and not said:
        raise Invalid("note_missing", _("Jelaskan alasannya kepada perusahaan."))
    locked = _locked(vacancy, actor, at, seen)
    moved = Vacancy.workflow.move(locked, move, actor=actor, at=at, note=reason, reason=reason, officer_note=said)
    audit.record(f"ipk.vacancy.{move}", actor=actor, at=at, subject=moved, why=str(reason.value))
    _tell(moved, event, at, reason=reason)
    return moved


def _locked(vacancy: Vacancy, actor: User, at: datetime, seen: int) -> Vacancy:
    locked = Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy.pk)
    staff = EmployerStaff.objects.in_force(clock.legal_date(at))
    if locked.employer_id and staff.filter(employer=locked.employer_id, user=actor).exists():
        raise NotAllowed("own_firm", _("Lowongan perusahaan Anda sendiri diputus oleh rekan Anda."))
    if locked.version != seen:
        raise Conflict("changed", _("Perusahaan sudah mengubah lowongan ini. Muat ulang, lalu putuskan."))
    return locked


def _tell(vacancy: Vacancy, event: str, at: datetime, *, reason: ReturnReason | None = None) -> None:
    """Everybody who acts for the firm, in their own language. An imported vacancy has nobody to tell here."""
    if vacancy.employer_id is None:
        return
    link = reverse("ipk:employer_vacancy", args=[vacancy.pk])
    key = f"{vacancy.pk}:{vacancy.version}:{at.isoformat()}"
    tellings = []
    for user in staff_of(vacancy.employer_id, clock.legal_date(at)):
        facts: dict[str, object] = {"title": vacancy.title}
        if reason is not None:
            with override(user.language):
                facts["reason"] = str(reason.label)
        tellings.append(Telling(user, link, key, facts))
    notify_many(event, tellings, at=at)
