"""Each act on a work plan with its form."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.enums import EvaluationState, PlanYearState
from compliance.forms.complaints import new_form_name
from compliance.forms.workplan import EvaluationForm, OutcomeForm, ProgressForm, ReasonForm, TargetForm
from compliance.models import PlanEvaluation, PlanProgress, PlanYear, WorkPlan
from compliance.operations import workplan
from core import clock
from core.errors import Conflict, Invalid, NotAllowed, TooMany
from files.operations import store_upload

NO_LONGER = gettext_lazy("Keadaan kegiatan ini sudah berubah, jadi tidak ada yang disimpan. Muat ulang halaman.")
OPEN = (PlanYearState.PLANNED, PlanYearState.RUNNING)


def _bound(request: HttpRequest, name: str) -> tuple[Any, ...]:
    sent = request.method == "POST" and request.POST.get("do") == name
    return (request.POST, request.FILES) if sent else ()


def year_forms(request: HttpRequest, row: PlanYear) -> dict[str, Any]:
    """The forms that are open in this state; the one that was sent is bound."""
    found: dict[str, Any] = {
        "target": TargetForm(*_bound(request, "target"), prefix="target", initial={"target": row.target})
    }
    if row.state in OPEN:
        first = {"submission": new_form_name(), "on": clock.today() if clock.today().year == row.year else None}
        found["progress"] = ProgressForm(*_bound(request, "progress"), prefix="progress", initial=first)
        found["drop"] = ReasonForm(*_bound(request, "drop"), prefix="drop")
    else:
        found["resume"] = ReasonForm(*_bound(request, "resume"), prefix="resume")
    if row.state == PlanYearState.RUNNING:
        known = {"came_of_it": row.came_of_it}
        found["finish"] = OutcomeForm(*_bound(request, "finish"), prefix="finish", initial=known)
    return found


def act_on_year(request: HttpRequest, row: PlanYear, forms: dict[str, Any], *, keeps: bool) -> str:
    """Do what was sent. What to tell; empty when the form came back. Raises NotAllowed for who only reads."""
    if not keeps:
        raise NotAllowed("not_yours", workplan.NOT_YOURS)
    name = request.POST.get("do", "")
    form = forms.get(name)
    who: dict[str, Any] = {"actor": request.user, "at": clock.now()}
    if form is None:
        raise Conflict("wrong_state", NO_LONGER)
    if not form.is_valid():
        return ""
    data = form.cleaned_data
    does: dict[str, tuple[Callable[[], Any], str]] = {
        "target": (lambda: workplan.set_target(row, data["target"], **who), _("Target disimpan.")),
        "progress": (lambda: _record(row, data, who), _("Kemajuan dicatat.")),
        "finish": (
            lambda: workplan.finish_year(row, came_of_it=data["came_of_it"], **who),
            _("Kegiatan tahun ini selesai."),
        ),
        "drop": (
            lambda: workplan.drop_year(row, why=data["why"], **who),
            _("Dicatat: kegiatan ini tidak dilaksanakan."),
        ),
        "resume": (lambda: workplan.resume_year(row, why=data["why"], **who), _("Kegiatan dibuka lagi.")),
    }
    return _done(form, *does[name])


def _record(row: PlanYear, data: dict[str, Any], who: dict[str, Any]) -> PlanProgress:
    file = None
    if data["file"] and not PlanProgress.objects.filter(submission=data["submission"]).exists():
        file = store_upload(data["file"], owner=who["actor"], purpose=workplan.FILE_PURPOSE, at=who["at"])
    said = {name: data[name] for name in ("submission", "on", "count", "text")}
    return workplan.record_progress(row, **said, file=file, **who)


def _done(form: Any, call: Callable[[], Any], said: str) -> str:
    try:
        call()
    except (Invalid, TooMany) as error:
        field = str(error.facts.get("field", ""))
        form.add_error(field if field in form.fields else None, str(error.message))
        return ""
    return said


def evaluation_forms(
    request: HttpRequest, written: PlanEvaluation | None, *, keeps: bool, agrees: bool
) -> dict[str, Any]:
    """The province writes until it hands the report over; BPJS then gives it back with a reason, or agrees."""
    found: dict[str, Any] = {}
    if keeps and (written is None or written.state == EvaluationState.DRAFT):
        known = {"findings": written.findings, "next_steps": written.next_steps} if written else {}
        found["write"] = EvaluationForm(*_bound(request, "write"), prefix="write", initial=known)
    if agrees and written is not None and written.state == EvaluationState.SUBMITTED:
        found["return"] = ReasonForm(*_bound(request, "return"), prefix="return")
    return found


def act_on_evaluation(
    request: HttpRequest, plan: WorkPlan, year: int, written: PlanEvaluation | None, forms: dict[str, Any]
) -> str:
    """Do what was sent. What to tell; empty when the form came back. Raises NotAllowed, Conflict."""
    name = request.POST.get("do", "")
    who: dict[str, Any] = {"actor": request.user, "at": clock.now()}
    form = forms.get(name)
    if form is not None:
        if not form.is_valid():
            return ""
        if name == "write":
            return _done(
                form, lambda: workplan.write_evaluation(plan, year, **form.words(), **who), _("Evaluasi disimpan.")
            )
        why = form.cleaned_data["why"]
        return _done(
            form,
            lambda: workplan.return_evaluation(_needed(written), why=why, **who),
            _("Evaluasi dikembalikan kepada provinsi."),
        )
    if name == "submit":
        workplan.submit_evaluation(_needed(written), **who)
        return _("Evaluasi dikirim kepada BPJS.")
    if name == "agree":
        workplan.agree_evaluation(_needed(written), **who)
        return _("Evaluasi disepakati. Angkanya kini tetap.")
    raise NotAllowed("not_yours", workplan.NOT_YOURS)


def _needed(written: PlanEvaluation | None) -> PlanEvaluation:
    if written is None:
        raise Invalid("nothing_written", _("Belum ada evaluasi yang ditulis."))
    return written
