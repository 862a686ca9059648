"""Each act on a sanction with its form: which are open to this officer, and what was sent."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from compliance import policies
from compliance.enums import SANCTION_STEPS, RecommendationState, SanctionState
from compliance.forms import sanctions as forms
from compliance.models import Recommendation, SanctionCase, SanctionObjection, SanctionProposal
from compliance.operations import sanction_objections, sanction_serving, sanctions
from compliance.selectors.sanctions import approved, objections_of, office_imposed, step_after
from core import clock
from core.errors import Conflict, Invalid, NotAllowed, TooMany
from files.operations import store_upload
from rules.sanctions import SanctionFacts

S = SanctionState
_PROPOSE = {S.FINED: forms.FineForm, S.RECOMMENDED: forms.RecommendForm}


def forms_for(request: HttpRequest, case: SanctionCase, facts: SanctionFacts) -> dict[str, Any]:
    """The forms that are open to this officer; the one that was sent is bound. An office's is named by its code."""
    user: Any = request.user
    today = facts.on
    done = request.POST.get("do", "") if request.method == "POST" else ""
    found: dict[str, Any] = {}

    def offer(name: str, form: Any) -> None:
        sent = (request.POST, request.FILES) if done == name else (None, None)
        found[name] = form(*sent, prefix=name)

    waiting = case.proposals.filter(state="open").first()
    if waiting is not None and policies.can_decide_sanction(user, waiting, today):
        offer("refuse", forms.RefuseForm)
    if not policies.can_work_on_sanction(user, case, today):
        return found
    for name, form in _open_forms(case, facts, waits=waiting is not None).items():
        offer(name, form)
    for row in _offices_that_wait(case):
        offer(f"office-{row.office}", forms.OfficeForm)
    for objection in objections_of(case).filter(state="filed").select_related("proposal"):
        objection.proposal.case = case
        if policies.can_answer_objection(user, objection, today):
            offer("answer", forms.AnswerObjectionForm)
    return found


def _open_forms(case: SanctionCase, facts: SanctionFacts, *, waits: bool) -> dict[str, Any]:
    """What the case is open for, whoever the officer is."""
    found: dict[str, Any] = {"check": forms.CheckForm}
    standing = approved(case, case.state) if case.state in SANCTION_STEPS else None
    if standing is not None and case.served_on is None:
        found["serve"] = forms.ServedForm
    step = step_after(facts)
    ready = step is not None and (step.stage != S.IMPOSED or office_imposed(case))
    if step is not None and step.is_open is True and ready and not waits:
        found["propose"] = _PROPOSE.get(S(step.stage), forms.ProposeForm)
    if SanctionCase.workflow.can(case, S.COMPLIED) and facts.obligations_met is True and not waits:
        found["close"] = forms.CloseForm
    return found


def _offices_that_wait(case: SanctionCase) -> list[Recommendation]:
    rows = Recommendation.objects.filter(
        proposal__case=case, proposal__state="approved", state=RecommendationState.SENT
    )
    return list(rows) if case.state in (S.RECOMMENDED, S.IMPOSED) else []


def act(request: HttpRequest, case: SanctionCase, offered: dict[str, Any]) -> str:
    """Do what was sent and say so; "" when its form came back. Raises NotAllowed for what is not open, Conflict."""
    done, how = request.POST.get("do", ""), {"by": request.user, "at": clock.now()}
    if done == "approve":
        sanctions.approve(_proposal(request, case), **how)  # type: ignore[arg-type]
        return _("Usulan disetujui. Suratnya sudah terbit.")
    if done not in offered:
        return _refuse(request, case, done, how)
    form = offered[done]
    if not form.is_valid():
        return ""
    try:
        return _ACTS[done.partition("-")[0]](request, case, form, how)
    except (Invalid, TooMany) as error:
        field = str(getattr(error, "facts", {}).get("field", ""))
        form.add_error(field if field in form.fields else None, str(error.message))
        return ""


def _proposal(request: HttpRequest, case: SanctionCase) -> SanctionProposal:
    found = case.proposals.filter(pk=_key(request, "proposal")).first()
    if found is None:
        raise Http404
    found.case = case
    return found


def _key(request: HttpRequest, name: str) -> str | None:
    """The id that a button carries; None when it is no id."""
    value = request.POST.get(name, "")
    return value if len(value) == 36 and set(value) <= set("0123456789abcdef-") else None


def _refuse(request: HttpRequest, case: SanctionCase, done: str, how: dict[str, Any]) -> str:
    """What is closed to this officer or in this state is said by the operation itself; a second submit is the same."""
    text = request.POST.get(f"{done}-text", "")
    if done in ("propose", "close"):
        sanctions.propose(case, text=text, step=S.COMPLIED if done == "close" else "", **how)
        return _("Usulan menunggu persetujuan koordinator.")
    if done == "refuse":
        sanctions.refuse_proposal(_proposal(request, case), why=text, **how)
        return _("Usulan tidak disetujui.")
    if done == "answer":
        upheld = request.POST.get("answer-upheld") == "diterima"
        sanction_objections.answer_objection(_objection(request, case), upheld=upheld, text=text, **how)
        return _("Keberatan dijawab. Perusahaan menerima suratnya.")
    sanctions.ensure_workable(case, how["by"], how["at"])
    if done == "serve" or done.startswith("office-"):
        raise Conflict("recorded_already", _("Ini sudah dicatat. Muat ulang untuk membacanya."))
    raise NotAllowed("not_allowed", _("Anda tidak dapat melakukan ini pada kasus ini."))


def _objection(request: HttpRequest, case: SanctionCase) -> SanctionObjection:
    found = objections_of(case).filter(pk=_key(request, "objection")).first()
    if found is None:
        raise Http404
    return found


def _propose(request: HttpRequest, case: SanctionCase, form: Any, how: dict[str, Any]) -> str:
    said = form.cleaned_data
    sanctions.propose(case, text=said["text"], unpaid=said.get("unpaid"), offices=said.get("offices", ()), **how)
    return _("Usulan menunggu persetujuan koordinator.")


def _close(request: HttpRequest, case: SanctionCase, form: Any, how: dict[str, Any]) -> str:
    sanctions.propose(case, text=form.cleaned_data["text"], step=S.COMPLIED, **how)
    return _("Usulan menunggu persetujuan koordinator.")


def _refused(request: HttpRequest, case: SanctionCase, form: Any, how: dict[str, Any]) -> str:
    sanctions.refuse_proposal(_proposal(request, case), why=form.cleaned_data["text"], **how)
    return _("Usulan tidak disetujui.")


def _check(request: HttpRequest, case: SanctionCase, form: Any, how: dict[str, Any]) -> str:
    said = form.cleaned_data
    sanction_serving.check_obligations(case, met=said["met"] == "ya", text=said["text"], **how)
    return _("Yang Anda lihat tercatat.")


def _serve(request: HttpRequest, case: SanctionCase, form: Any, how: dict[str, Any]) -> str:
    said = form.cleaned_data
    sanctions.ensure_workable(case, how["by"], how["at"])
    stored = store_upload(said["file"], owner=how["by"], purpose=sanction_serving.FILE_PURPOSE, at=how["at"])
    sanction_serving.serve(case, on=said["on"], how=said["how"], file=stored, **how)
    return _("Hari diterima tercatat. Jangka waktu berjalan sejak hari itu.")


def _office(request: HttpRequest, case: SanctionCase, form: Any, how: dict[str, Any]) -> str:
    said = form.cleaned_data
    row = next(row for row in _offices_that_wait(case) if form.prefix == f"office-{row.office}")
    answer = {"imposed": said["imposed"] == "ya", "on": said["on"], "number": said["number"]}
    sanction_serving.record_office_answer(row, **answer, **how)
    return _("Jawaban kantor tercatat.")


def _answer(request: HttpRequest, case: SanctionCase, form: Any, how: dict[str, Any]) -> str:
    said = form.cleaned_data
    row = objections_of(case).filter(state="filed").select_related("proposal").first()
    if row is None:
        raise Http404
    sanction_objections.answer_objection(row, upheld=said["upheld"] == "diterima", text=said["text"], **how)
    return _("Keberatan dijawab. Perusahaan menerima suratnya.")


_ACTS: dict[str, Callable[[HttpRequest, SanctionCase, Any, dict[str, Any]], str]] = {
    "propose": _propose,
    "close": _close,
    "refuse": _refused,
    "check": _check,
    "serve": _serve,
    "office": _office,
    "answer": _answer,
}
