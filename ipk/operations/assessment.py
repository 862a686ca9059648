"""The self-assessment: begun, kept page by page, complete once. Another attempt never changes an earlier one."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid
from core.events import publish
from ipk.enums.activities import AssessmentState, MayMove, MayTrain
from ipk.events import AssessmentCompleted
from ipk.models import JobTitle, SelfAssessment
from ipk.scoring import score
from ipk.selectors import Progress, current_version, progress_of
from ipk.selectors.assessment import JOBS
from participants.models import Person

Kind = Literal["former", "wanted"]


def start_assessment(person: Person, *, at: datetime) -> SelfAssessment:
    """The draft of this person, begun now if there is none. Raises Conflict("no_instrument") if none is published."""
    version = current_version()
    if version is None:
        raise Conflict("no_instrument", _("Asesmen belum tersedia. Coba lagi nanti."))
    begun = {"started_at": at, "version": version, "seed": secrets.randbelow(2**31)}
    draft, _is_new = SelfAssessment.objects.get_or_create(person=person, state=AssessmentState.DRAFT, defaults=begun)
    return draft


@transaction.atomic
def add_job(attempt: SelfAssessment, *, kind: Kind, title: JobTitle) -> SelfAssessment:
    """Add a former or wanted job; one that is there stays once.

    Raises Invalid("too_many_jobs") beyond three, Conflict("assessment_complete").
    """
    row = _draft(attempt)
    jobs, codes = _jobs(row, kind)
    if title.title in jobs:
        return row
    if len(jobs) >= JOBS:
        raise Invalid("too_many_jobs", _("Sudah tiga pekerjaan. Hapus satu dulu untuk menggantinya."))
    return _keep_jobs(row, kind, [*jobs, title.title], [*codes, title.occupation_id])


@transaction.atomic
def remove_job(attempt: SelfAssessment, *, kind: Kind, job: str) -> SelfAssessment:
    """Take a job off the list; one that is not there is no error. Raises Conflict("assessment_complete")."""
    row = _draft(attempt)
    jobs, codes = _jobs(row, kind)
    if job not in jobs:
        return row
    place = jobs.index(job)
    return _keep_jobs(row, kind, jobs[:place] + jobs[place + 1 :], codes[:place] + codes[place + 1 :])


@transaction.atomic
def keep_willingness(attempt: SelfAssessment, *, may_move: MayMove, may_train: MayTrain) -> SelfAssessment:
    """How far somebody would go, and whether they would learn. Raises Conflict("assessment_complete")."""
    row = _draft(attempt)
    row.may_move, row.may_train = may_move, may_train
    row.save(update_fields=["may_move", "may_train"])
    return row


@transaction.atomic
def keep_answers(attempt: SelfAssessment, *, answers: Mapping[str, int]) -> SelfAssessment:
    """Keep the answers of a page beside those of the others: item → value of a label.

    Raises Invalid("unknown_answer") for what the version does not ask or offer, Conflict("assessment_complete").
    """
    row = _draft(attempt)
    asked = {item.code for item in progress_of(row).items}
    offered = {label["value"] for label in row.version.labels}
    if not (answers.keys() <= asked and set(answers.values()) <= offered):
        raise Invalid("unknown_answer", _("Pilih satu jawaban."))
    row.answers = {**row.answers, **answers}
    row.save(update_fields=["answers"])
    return row


@transaction.atomic
def complete_assessment(attempt: SelfAssessment, *, actor: User, at: datetime, stands: bool = False) -> SelfAssessment:
    """Done and scored. Twice is once.

    Raises Invalid("assessment_incomplete") while something is missing, and Invalid("assessment_uninformative") when the
    answers hardly differ, unless the person lets them stand: then it is done without a result, for money hangs on
    completing it and never on its content (POL-13). Both leave everything as it was kept.
    """
    row = SelfAssessment.objects.select_for_update(of=("self",)).select_related("version").get(pk=attempt.pk)
    if row.is_complete:
        return row
    progress = progress_of(row)
    _refuse(progress, stands)
    result = None if progress.says_nothing else _scored(row, progress)
    row = SelfAssessment.workflow.move(row, "complete", actor=actor, at=at, completed_at=at, result=result)
    audit.record("ipk.assessment.completed", actor=actor, at=at, subject=row)
    publish(AssessmentCompleted(person_id=str(row.person_id)))
    return row


# --- parts -------------------------------------------------------------------------------------------------------


def _scored(row: SelfAssessment, progress: Progress) -> dict[str, Any]:
    result = score(
        row.answers,
        {item.code: item.type for item in progress.items},
        former=row.former_codes,
        wanted=row.wanted_codes,
        parameters=row.version.parameters,
    )
    return result.stored()


def _refuse(progress: Progress, stands: bool) -> None:
    if not (progress.has_jobs and progress.is_willing and progress.has_enough):
        raise Invalid("assessment_incomplete", _("Masih ada pertanyaan yang belum dijawab."))
    if progress.says_nothing and not stands:
        raise Invalid(
            "assessment_uninformative",
            _("Jawaban Anda hampir semuanya sama, jadi minat Anda belum terlihat. Lihat lagi sebentar."),
        )


def _draft(attempt: SelfAssessment) -> SelfAssessment:
    """The attempt, locked and fresh."""
    row = SelfAssessment.objects.select_for_update(of=("self",)).select_related("version").get(pk=attempt.pk)
    if row.is_complete:
        raise Conflict("assessment_complete", _("Asesmen ini sudah selesai dan tidak berubah lagi."))
    return row


def _jobs(row: SelfAssessment, kind: Kind) -> tuple[list[str], list[str]]:
    return (row.former_jobs, row.former_codes) if kind == "former" else (row.wanted_jobs, row.wanted_codes)


def _keep_jobs(row: SelfAssessment, kind: Kind, jobs: list[str], codes: list[str]) -> SelfAssessment:
    setattr(row, f"{kind}_jobs", jobs)
    setattr(row, f"{kind}_codes", codes)
    row.save(update_fields=[f"{kind}_jobs", f"{kind}_codes"])
    return row
