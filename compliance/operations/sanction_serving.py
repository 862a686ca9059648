"""What happens between the steps: the letter arrives, the employer complies, an officer looks, an office answers."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from compliance.enums import SANCTION_STEPS, RecommendationState, SanctionState, ServedHow
from compliance.models import Recommendation, SanctionCase, SanctionCheck, SanctionProof, SanctionService
from compliance.operations import sanction_papers as papers
from compliance.operations.sanctions import ENDED, check_text, locked, worked_on
from compliance.selectors.sanctions import approved, ran_out
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid, ensure
from files.models import StoredFile
from notices.operations import notify_many
from participants.policies import is_staff
from rules.sanctions import Stage, stage_ends

FILE_PURPOSE = "sanction"
MOST_PROOFS = 20
SHORTEST = 10
LONGEST_NUMBER = 60


@transaction.atomic
def serve(case: SanctionCase, *, on: date, how: ServedHow, file: StoredFile, by: User, at: datetime) -> SanctionService:
    """Record that the letter of this stage reached the employer: its clock runs from that day. Once; it never moves.

    Raises NotAllowed, Conflict("no_letter" | "served_already"), Invalid("served_ahead" | "served_before_letter").
    """
    case = worked_on(case, by, at)
    step = approved(case, case.state) if case.state in SANCTION_STEPS else None
    if step is None or step.decided_at is None:
        raise Conflict("no_letter", gettext_lazy("Pada tahap ini tidak ada surat yang ditunggu sampai."))
    known = SanctionService.objects.filter(proposal=step).first()
    if known is not None and (known.on, known.how, known.actor_id) == (on, how, by.pk):
        return known
    if known is not None:
        raise Conflict("served_already", gettext_lazy("Hari diterima sudah dicatat dan tidak dapat diubah."))
    today = clock.legal_date(at)
    if on > today:
        raise Invalid("served_ahead", _("Surat tidak diterima pada hari yang akan datang."), field="on")
    if on < clock.legal_date(step.decided_at):
        raise Invalid("served_before_letter", _("Surat tidak diterima sebelum diterbitkan."), field="on")
    ends_on = stage_ends(Stage(case.state), on, working_calendar())
    row = SanctionService.objects.create(
        proposal=step, on=on, how=how, file=file, ends_on=ends_on, recorded_on=today, actor=by, at=at
    )
    case.served_on, case.ends_on = on, ends_on
    case.save(update_fields=["served_on", "ends_on"])
    audit.record("compliance.sanction.served", actor=by, at=at, subject=case, step=step.step, on=on)
    return row


@transaction.atomic
def record_compliance(case: SanctionCase, *, text: str, file: StoredFile, by: User, at: datetime) -> SanctionProof:
    """The employer sends a proof that it complied; an officer then looks. The same file again is the same row.

    Raises NotAllowed, Conflict("ended"), Invalid("text_short" | "too_many_files").
    """
    case = locked(case)
    ensure(is_staff(by, case.employer, clock.legal_date(at)))
    known = case.proofs.filter(file=file).first()
    if known is not None:
        return known
    if not case.is_open:
        raise Conflict("ended", ENDED)
    if len(text.strip()) < SHORTEST:
        raise Invalid("text_short", _("Jelaskan apa yang sudah dipenuhi."), field="text")
    if case.proofs.count() >= MOST_PROOFS:
        raise Invalid("too_many_files", _("Paling banyak 20 bukti."), field="file")
    proof = SanctionProof.objects.create(case=case, text=text.strip(), file=file, actor=by, at=at)
    audit.record("compliance.sanction.proof_sent", actor=by, at=at, subject=case)
    papers.tell_of_proof(case, str(proof.pk), at=at)
    return proof


@transaction.atomic
def check_obligations(case: SanctionCase, *, met: bool, text: str, by: User, at: datetime) -> SanctionCheck:
    """An officer says whether the duties are met and what shows it. The same again on the same day is the same row.

    Raises NotAllowed, Conflict("ended"), Invalid("text_short" | "names_author").
    """
    case = worked_on(case, by, at)
    on, text = clock.legal_date(at), text.strip()
    last = case.checks.filter(at__gte=case.entered_at).order_by("-at", "-pk").first()
    if last is not None and (last.met, last.text, last.on, last.actor_id) == (met, text, on, by.pk):
        return last
    check_text(case, text)
    check = SanctionCheck.objects.create(case=case, met=met, text=text, on=on, actor=by, at=at)
    audit.record("compliance.sanction.checked", actor=by, at=at, subject=case, met=met)
    if met:
        papers.tell_employer("sanction_checked", case, str(check.pk), at=at)
    return check


@transaction.atomic
def record_office_answer(
    row: Recommendation, *, imposed: bool, on: date, number: str, by: User, at: datetime
) -> Recommendation:
    """What an office answered, by the day and number of its letter. Written once; the same again changes nothing.

    Raises NotAllowed, Conflict("answered_already" | "wrong_state"), Invalid("day_ahead" | "number_missing").
    """
    case = worked_on(row.proposal.case, by, at)
    row = Recommendation.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=row.pk)
    target = RecommendationState.IMPOSED if imposed else RecommendationState.DECLINED
    number = number.strip()
    if (row.state, row.answered_on, row.answer_number) == (target, on, number):
        return row
    if row.state != RecommendationState.SENT:
        raise Conflict("answered_already", gettext_lazy("Jawaban kantor ini sudah dicatat."))
    if case.state not in (SanctionState.RECOMMENDED, SanctionState.IMPOSED) or row.proposal.state != "approved":
        raise Conflict("wrong_state", gettext_lazy("Rekomendasi ini tidak berlaku lagi."))
    if on > clock.legal_date(at) or on < clock.legal_date(row.sent_at):
        raise Invalid("day_ahead", _("Tanggal surat kantor: dari hari rekomendasi sampai hari ini."), field="on")
    if not number or len(number) > LONGEST_NUMBER:
        raise Invalid("number_missing", _("Isi nomor surat kantor, paling panjang 60 huruf."), field="number")
    facts: dict[str, Any] = {"answered_on": on, "answer_number": number, "recorded_by": by, "recorded_at": at}
    row = Recommendation.workflow.move(row, "impose" if imposed else "decline", actor=by, at=at, **facts)
    audit.record("compliance.sanction.office_answered", actor=by, at=at, subject=case, office=row.office)
    return row


def remind_of_clocks(*, at: datetime) -> int:
    """Every morning: officers hear whose time has run out, once for each clock. Nothing moves. How many were told."""
    tellings = []
    for case in ran_out(clock.legal_date(at)):
        tellings += papers.clock_tellings(case, at)
    return notify_many("sanction_clock", tellings, at=at)
