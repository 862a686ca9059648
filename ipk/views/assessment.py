"""W11: a short self-assessment, one page a question, kept page by page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant
from core import clock
from core.errors import Invalid
from ipk import presentation, selectors
from ipk.enums import AssessmentState
from ipk.forms import FormerJobsForm, WantedJobsForm, WillingForm
from ipk.models import SelfAssessment
from ipk.operations import assessment as operations
from ipk.views.common import GET_POST
from participants.models import Person
from participants.selectors import person_of

FORMS = {"pernah": FormerJobsForm, "ingin": WantedJobsForm, "bersedia": WillingForm}
REVIEW = "periksa"
STEPS = (*FORMS, REVIEW)


@never_cache
@require_safe
@participant
def assessment(request: HttpRequest) -> HttpResponse:
    """Where it stands: not begun, to be continued, or done with its answers."""
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    row = selectors.assessment_of(person)
    is_complete = row is not None and row.state == AssessmentState.COMPLETE
    context = {
        "assessment": row,
        "is_complete": is_complete,
        "facts": presentation.assessment_facts(row, editable=False) if row is not None and is_complete else [],
        "next_step": next_step(row),
    }
    return render(request, "ipk/assessment.html", context)


@never_cache
@require_http_methods(GET_POST)
@participant
def assessment_step(request: HttpRequest, step: str) -> HttpResponse:
    """One page of questions, or the answers before they are sent."""
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    if step not in STEPS:
        raise Http404
    row = selectors.assessment_of(person)
    if row is not None and row.state == AssessmentState.COMPLETE:
        return redirect("ipk:assessment")
    return _review(request, person, row) if step == REVIEW else _question(request, person, row, step)


def next_step(row: SelfAssessment | None) -> str:
    """The first page that lacks an answer; the last one shows all."""
    answered = {
        "pernah": bool(row and row.former_jobs),
        "ingin": bool(row and row.wanted_jobs),
        "bersedia": bool(row and row.may_move and row.may_train),
    }
    return next((step for step, done in answered.items() if not done), REVIEW)


def _question(request: HttpRequest, person: Person, row: SelfAssessment | None, step: str) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = FORMS[step](posted, initial=_initial(row, step))
    if posted is not None and form.is_valid():
        row = operations.keep_answers(person, at=clock.now(), **form.answers())
        return redirect("ipk:assessment_step", next_step(row))
    number = STEPS.index(step) + 1
    back = STEPS[number - 2] if number > 1 else ""
    context = {"form": form, "step": step, "number": number, "total": len(STEPS), "back": back}
    return render(request, f"ipk/assessment_{step}.html", context, status=422 if form.errors else 200)


def _initial(row: SelfAssessment | None, step: str) -> dict[str, str]:
    if row is None:
        return {}
    if step == "bersedia":
        return {"may_move": row.may_move, "may_train": row.may_train}
    jobs = row.former_jobs if step == "pernah" else row.wanted_jobs
    return dict(zip(("one", "two", "three"), jobs, strict=False))


def _review(request: HttpRequest, person: Person, row: SelfAssessment | None) -> HttpResponse:
    if row is None or next_step(row) != REVIEW:
        return redirect("ipk:assessment_step", next_step(row))
    if request.method == "POST":
        try:
            operations.complete_assessment(person, actor=request.user, at=clock.now())
        except Invalid as error:  # an answer was emptied in another tab
            messages.error(request, str(error.message))
            return redirect("ipk:assessment")
        messages.success(request, _("Asesmen selesai."))
        return redirect("ipk:assessment")
    context = {
        "facts": presentation.assessment_facts(row, editable=True),
        "number": len(STEPS),
        "total": len(STEPS),
        "back": "bersedia",
    }
    return render(request, "ipk/assessment_periksa.html", context)
