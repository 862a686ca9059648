"""A memorandum's work plan: taken over from its annex, done year by year, evaluated by both parties (004, Pasal 11)."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from compliance.enums import ActivityKind, EvaluationState, PlanYearState
from compliance.models import PlanActivity, PlanEvaluation, PlanProgress, PlanYear, WorkPlan
from compliance.policies import can_agree_evaluation, can_keep_plan
from compliance.selectors.workplan import figures_of
from core import audit, clock
from core.errors import Conflict, Invalid, ensure
from core.models import Region
from files.models import StoredFile

FILE_PURPOSE = "work_plan"
NOT_YOURS = gettext_lazy("Rencana kerja dikelola koordinator pengawas provinsi ini.")
NOT_SECOND = gettext_lazy("Evaluasi disepakati petugas BPJS yang tidak menulisnya.")


@transaction.atomic
def take_over_plan(annex: dict[str, Any], *, actor: User | None, at: datetime) -> WorkPlan:
    """Enter a memorandum with its activities and years. The same number is entered once.

    Raises Invalid("annex") for an annex that lacks something, Conflict("plan_known") for a number with other lines.
    """
    try:
        plan, lines = _read(annex)
    except (KeyError, TypeError, ValueError) as missing:
        raise Invalid("annex", _("Lampiran rencana kerja tidak lengkap: %(what)s.") % {"what": missing}) from missing
    known = WorkPlan.objects.filter(number=plan.number).first()
    if known is not None:
        if {(a.programme, a.letter, a.title) for a in known.activities.all()} != {
            (a.programme, a.letter, a.title) for a, _years in lines
        }:
            raise Conflict("plan_known", gettext_lazy("Nomor ini sudah ada dengan kegiatan lain."))
        return known
    plan.save()
    PlanActivity.objects.bulk_create([activity for activity, _years in lines])
    PlanYear.objects.bulk_create(
        [PlanYear(activity=activity, year=year) for activity, years in lines for year in years]
    )
    audit.record("compliance.plan.taken_over", actor=actor, at=at, subject=plan)
    return plan


def _read(annex: dict[str, Any]) -> tuple[WorkPlan, list[tuple[PlanActivity, list[int]]]]:
    plan = WorkPlan(
        number=annex["number"],
        title=annex["title"],
        region=Region.objects.filter(pk=annex["region"]).first() or _unknown(annex["region"]),
        first_party=annex["first_party"],
        second_party=annex["second_party"],
        signed_on=date.fromisoformat(annex["signed_on"]),
        ends_on=date.fromisoformat(annex["ends_on"]),
    )
    lines = []
    for number, programme in enumerate(annex["programmes"], 1):
        for row in programme["activities"]:
            fields = {name: row[name] for name in ("letter", "title", "first_offices", "second_office", "output")}
            fields |= {name: row[name] for name in ("outcome", "unit", "funding")}
            activity = PlanActivity(
                plan=plan,
                programme=number,
                programme_title=programme["title"],
                kind=ActivityKind(row["kind"]),
                **fields,
            )
            lines.append((activity, [int(year) for year in row["years"]]))
    return plan, lines


def _unknown(region: str) -> Region:
    raise ValueError(f"region {region}")


@transaction.atomic
def set_target(year: PlanYear, target: int, *, actor: User, at: datetime) -> PlanYear:
    """What the year is to reach, in the activity's unit.

    Raises Invalid("target"), NotAllowed, Conflict("year_closed").
    """
    year = _open_year(year, actor, at)
    if target < 1:
        raise Invalid("target", _("Target paling sedikit 1."), field="target")
    year.target = target
    year.save(update_fields=["target"])
    audit.record("compliance.plan.target", actor=actor, at=at, subject=year, target=target)
    return year


@transaction.atomic
def record_progress(
    year: PlanYear,
    *,
    submission: UUID,
    on: date,
    count: int,
    text: str,
    file: StoredFile | None,
    actor: User,
    at: datetime,
) -> PlanProgress:
    """What was done on a day of the year, counted in the activity's unit; below zero puts an earlier entry right.

    The first entry begins the year. The same form is taken once. Raises Invalid("on" | "count" | "text"), NotAllowed,
    Conflict("year_closed" | "wrong_state").
    """
    known = PlanProgress.objects.filter(submission=submission, actor=actor).first()
    if known is not None:
        return known
    year = _open_year(year, actor, at)
    if on.year != year.year or on > clock.legal_date(at):
        raise Invalid(
            "on", _("Isi tanggal di tahun %(year)s, paling lambat hari ini.") % {"year": year.year}, field="on"
        )
    if count == 0 or year.done + count < 0:
        raise Invalid("count", _("Jumlah tidak boleh nol atau membuat capaian di bawah nol."), field="count")
    if not text.strip():
        raise Invalid("text", _("Tulis apa yang dilakukan."), field="text")
    if year.state == PlanYearState.PLANNED:
        year = PlanYear.workflow.move(year, "begin", actor=actor, at=at)
    elif year.state != PlanYearState.RUNNING:
        raise Conflict("wrong_state", gettext_lazy("Kegiatan tahun ini sudah ditutup. Buka lagi dahulu."))
    year.done += count
    year.save(update_fields=["done"])
    return PlanProgress.objects.create(
        submission=submission, year=year, on=on, count=count, text=text.strip(), file=file, actor=actor, at=at
    )


@transaction.atomic
def finish_year(year: PlanYear, *, came_of_it: str, actor: User, at: datetime) -> PlanYear:
    """Close a year with what came of it, in words. Raises Invalid("came_of_it"), NotAllowed, Conflict."""
    year = _open_year(year, actor, at)
    if not came_of_it.strip():
        raise Invalid("came_of_it", _("Tulis hasil yang terlihat."), field="came_of_it")
    return PlanYear.workflow.move(year, "finish", actor=actor, at=at, came_of_it=came_of_it.strip())


@transaction.atomic
def drop_year(year: PlanYear, *, why: str, actor: User, at: datetime) -> PlanYear:
    """Say that the year's activity is not held, and why. Raises Invalid("why"), NotAllowed, Conflict."""
    year = _open_year(year, actor, at)
    if not why.strip():
        raise Invalid("why", _("Tulis alasannya."), field="why")
    return PlanYear.workflow.move(year, "drop", actor=actor, at=at, note=why.strip())


@transaction.atomic
def resume_year(year: PlanYear, *, why: str, actor: User, at: datetime) -> PlanYear:
    """Open a closed year again, before its evaluation is agreed. Raises Invalid("why"), NotAllowed, Conflict."""
    year = _open_year(year, actor, at)
    if not why.strip():
        raise Invalid("why", _("Tulis alasannya."), field="why")
    return PlanYear.workflow.move(year, "resume", actor=actor, at=at, note=why.strip())


@transaction.atomic
def write_evaluation(
    plan: WorkPlan, year: int, *, findings: str, next_steps: str, actor: User, at: datetime
) -> PlanEvaluation:
    """The province's words about a year; written anew until they are submitted.

    Raises Invalid("findings" | "next_steps" | "year"), NotAllowed, Conflict("wrong_state").
    """
    ensure(can_keep_plan(actor, plan, clock.legal_date(at)), "not_yours", NOT_YOURS)
    for name, words in (("findings", findings), ("next_steps", next_steps)):
        if not words.strip():
            raise Invalid(name, _("Bagian ini belum diisi."), field=name)
    if not PlanYear.objects.filter(activity__plan=plan, year=year).exists():
        raise Invalid("year", _("Rencana kerja ini tidak memuat tahun %(year)s.") % {"year": year})
    evaluation = PlanEvaluation.objects.select_for_update(of=("self",)).filter(plan=plan, year=year).first()
    words = {"findings": findings.strip(), "next_steps": next_steps.strip()}
    if evaluation is None:
        return PlanEvaluation.objects.create(plan=plan, year=year, written_by=actor, written_at=at, **words)
    if evaluation.state != EvaluationState.DRAFT:
        raise Conflict("wrong_state", gettext_lazy("Evaluasi ini sudah dikirim kepada BPJS."))
    for name, value in (words | {"written_by": actor, "written_at": at}).items():
        setattr(evaluation, name, value)
    evaluation.save(update_fields=[*words, "written_by", "written_at"])
    return evaluation


@transaction.atomic
def submit_evaluation(evaluation: PlanEvaluation, *, actor: User, at: datetime) -> PlanEvaluation:
    """Hand it to BPJS. Raises NotAllowed, Conflict("wrong_state")."""
    ensure(can_keep_plan(actor, evaluation.plan, clock.legal_date(at)), "not_yours", NOT_YOURS)
    return PlanEvaluation.workflow.move(evaluation, "submit", actor=actor, at=at)


@transaction.atomic
def return_evaluation(evaluation: PlanEvaluation, *, why: str, actor: User, at: datetime) -> PlanEvaluation:
    """BPJS wants it written differently. Raises Invalid("why"), NotAllowed, Conflict("wrong_state")."""
    ensure(can_agree_evaluation(actor, evaluation, clock.legal_date(at)), "not_second", NOT_SECOND)
    if not why.strip():
        raise Invalid("why", _("Tulis alasannya."), field="why")
    return PlanEvaluation.workflow.move(evaluation, "return", actor=actor, at=at, note=why.strip())


@transaction.atomic
def agree_evaluation(evaluation: PlanEvaluation, *, actor: User, at: datetime) -> PlanEvaluation:
    """BPJS agrees: the figures of this moment are kept with it, and the year is closed for entries.

    Raises NotAllowed, Conflict("wrong_state").
    """
    ensure(can_agree_evaluation(actor, evaluation, clock.legal_date(at)), "not_second", NOT_SECOND)
    WorkPlan.objects.select_for_update(of=("self",)).get(pk=evaluation.plan_id)
    figures = [asdict(row) for row in figures_of(evaluation.plan, evaluation.year)]
    facts = {"agreed_by": actor, "agreed_at": at, "figures": figures}
    return PlanEvaluation.workflow.move(evaluation, "agree", actor=actor, at=at, **facts)


def _open_year(year: PlanYear, actor: User, at: datetime) -> PlanYear:
    """The row, locked; its plan is locked first, so that no figure changes while an evaluation is agreed."""
    plan = WorkPlan.objects.select_for_update(of=("self",)).get(activities__by_year=year)
    ensure(can_keep_plan(actor, plan, clock.legal_date(at)), "not_yours", NOT_YOURS)
    if plan.evaluations.filter(year=year.year, state=EvaluationState.AGREED).exists():
        raise Conflict("year_closed", gettext_lazy("Evaluasi tahun ini sudah disepakati, jadi angkanya tetap."))
    return PlanYear.objects.select_for_update(of=("self",)).get(pk=year.pk)
