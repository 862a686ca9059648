"""W11, W12: the self-assessment page by page, kept on the way, and what came out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import participant
from core import clock
from core.errors import Invalid
from ipk import selectors
from ipk.forms.assessment import ActivitiesForm, FindJobForm, PickJobForm, WillingForm
from ipk.models import SelfAssessment
from ipk.operations import assessment as operations
from ipk.presentation.results import ResultPage, best_names
from ipk.selectors import Progress
from ipk.selectors.assessment import JOBS
from ipk.selectors.market import openings_by_group
from ipk.views.common import GET_POST
from participants.models import Person
from participants.selectors import person_of

JOB_STEPS: dict[str, operations.Kind] = {"pernah": "former", "ingin": "wanted"}
WILLING, REVIEW, ITEMS = "bersedia", "periksa", "kegiatan-"
STEPS = (*JOB_STEPS, WILLING, ITEMS, REVIEW)  # as people count them; the activities are one of them, in pages


@never_cache
@require_safe
@participant
def assessment(request: HttpRequest) -> HttpResponse:
    """Where it stands: not begun, to be continued, or done; another attempt may be under way."""
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    attempts = selectors.attempts_of(person)
    draft = next((row for row in attempts if not row.is_complete), None)
    progress = selectors.progress_of(draft) if draft is not None else None
    context = {
        "latest": next((row for row in attempts if row.is_complete), None),
        "draft": draft,
        "progress": progress,
        "next_step": next_step(progress) if progress is not None else "",
    }
    return render(request, "ipk/assessment.html", context)


@never_cache
@require_POST
@participant
def assessment_start(request: HttpRequest) -> HttpResponse:
    """Begin, or begin again; a draft that is there goes on."""
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    draft = operations.start_assessment(person, at=clock.now())
    return redirect("ipk:assessment_step", next_step(selectors.progress_of(draft)))


@never_cache
@require_safe
@participant
def assessment_result(request: HttpRequest) -> HttpResponse:
    """W12: three groups and why, or what is missing for them."""
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    attempts = selectors.attempts_of(person)
    complete = [row for row in attempts if row.is_complete]
    latest, draft = next(iter(complete), None), next((row for row in attempts if not row.is_complete), None)
    if latest is None or latest.result is None:
        context: dict[str, Any] = {"latest": latest, "draft": draft}
        if draft is not None:
            progress = selectors.progress_of(draft)
            context |= {"progress": progress, "next_step": next_step(progress)}
        return render(request, "ipk/assessment_no_result.html", context)
    groups = {group.code: group for group in selectors.job_groups()}
    page = ResultPage(latest, groups, openings_by_group(clock.today()))
    earlier = [{"attempt": row, "names": best_names(row, groups)} for row in complete[1:]]
    context = {"page": page, "attempt": latest, "draft": draft, "earlier": earlier, "weights": page.parameters}
    return render(request, "ipk/assessment_result.html", context)


@never_cache
@require_http_methods(GET_POST)
@participant
def assessment_step(request: HttpRequest, step: str) -> HttpResponse:
    """One page of the draft, or a last look before it is sent."""
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    draft = selectors.draft_of(person)
    if step not in (*JOB_STEPS, WILLING, REVIEW) and not step.startswith(ITEMS):
        raise Http404
    if draft is None or (request.method == "POST" and request.POST.get("attempt") != str(draft.pk)):
        return _not_this_one(request, person)
    if step in JOB_STEPS:
        return _job(request, draft, step)
    if step == WILLING:
        return _willing(request, draft)
    return _review(request, draft) if step == REVIEW else _activities(request, draft, step)


def next_step(progress: Progress) -> str:
    """The first page that lacks an answer; the last one shows all."""
    attempt = progress.attempt
    if not attempt.former_codes:
        return "pernah"
    if len(attempt.wanted_codes) < JOBS:
        return "ingin"
    if not progress.is_willing:
        return WILLING
    page = progress.first_page_to_fill()
    return REVIEW if page is None else f"{ITEMS}{page}"


def _not_this_one(request: HttpRequest, person: Person) -> HttpResponse:
    """No draft, or a page that was opened for an attempt that is over."""
    if request.method == "POST" and selectors.has_assessed(person):
        messages.info(request, _("Halaman tadi milik asesmen yang sudah selesai. Jawabannya tidak berubah."))
    return redirect("ipk:assessment")


def _frame(draft: SelfAssessment, step: str, back: str) -> dict[str, Any]:
    """What every page of the draft shows."""
    place = ITEMS if step.startswith(ITEMS) else step
    return {"draft": draft, "step": step, "number": STEPS.index(place) + 1, "total": len(STEPS), "back": back}


def _job(request: HttpRequest, draft: SelfAssessment, step: str) -> HttpResponse:
    kind = JOB_STEPS[step]
    find = FindJobForm(request.GET if "q" in request.GET else None)
    words = find.cleaned_data["q"] if find.is_valid() else ""
    found = selectors.find_occupations(words)
    pick = PickJobForm(request.POST if request.method == "POST" else None, found=found)
    if request.method == "POST" and "remove" in request.POST:
        operations.remove_job(draft, kind=kind, job=request.POST["remove"])
        return redirect("ipk:assessment_step", step)
    if request.method == "POST" and pick.is_valid() and _add(draft, kind, pick):
        return redirect("ipk:assessment_step", _after_job(draft, kind, step))
    jobs = draft.former_jobs if kind == "former" else draft.wanted_jobs
    context = _frame(draft, step, "" if kind == "former" else "pernah") | {
        "find": find,
        "words": words,
        "form": pick,
        "jobs": jobs,
        "left": JOBS - len(jobs),
        "is_enough": bool(jobs) if kind == "former" else len(jobs) == JOBS,
        "following": "ingin" if kind == "former" else WILLING,
    }
    return render(request, f"ipk/assessment_{step}.html", context, status=422 if pick.errors else 200)


def _add(draft: SelfAssessment, kind: operations.Kind, pick: PickJobForm) -> bool:
    try:
        operations.add_job(draft, kind=kind, title=pick.chosen)
    except Invalid as error:
        pick.add_error("job", str(error.message))
        return False
    return True


def _after_job(draft: SelfAssessment, kind: operations.Kind, step: str) -> str:
    """On with the next page once there are three; before, this page shows what was added."""
    draft.refresh_from_db(fields=["former_jobs", "wanted_jobs"])
    if kind == "former":
        return "ingin" if len(draft.former_jobs) == JOBS else step
    return WILLING if len(draft.wanted_jobs) == JOBS else step


def _willing(request: HttpRequest, draft: SelfAssessment) -> HttpResponse:
    initial = {"may_move": draft.may_move, "may_train": draft.may_train}
    form = WillingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        draft = operations.keep_willingness(draft, **form.cleaned_data)
        return redirect("ipk:assessment_step", next_step(selectors.progress_of(draft)))
    context = _frame(draft, WILLING, "ingin") | {"form": form}
    return render(request, "ipk/assessment_bersedia.html", context, status=422 if form.errors else 200)


def _activities(request: HttpRequest, draft: SelfAssessment, step: str) -> HttpResponse:
    progress, n = selectors.progress_of(draft), step.removeprefix(ITEMS)
    if n not in map(str, range(1, progress.pages + 1)):
        raise Http404
    page = progress.page(int(n))
    initial = {code: str(value) for code, value in draft.answers.items()}
    form = ActivitiesForm(
        request.POST if request.method == "POST" else None, page=page, version=draft.version, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        draft = operations.keep_answers(draft, answers=form.answers())
        after = selectors.progress_of(draft)
        following = f"{ITEMS}{int(n) + 1}" if int(n) < progress.pages else next_step(after)
        return redirect("ipk:assessment_step", following)
    context = _frame(draft, step, WILLING if n == "1" else f"{ITEMS}{int(n) - 1}") | {
        "form": form,
        "page": int(n),
        "progress": progress,
        "is_asked_again": not progress.untouched_pages and not progress.has_enough,
    }
    return render(request, "ipk/assessment_items.html", context, status=422 if form.errors else 200)


def _review(request: HttpRequest, draft: SelfAssessment) -> HttpResponse:
    progress = selectors.progress_of(draft)
    if next_step(progress) != REVIEW:
        return redirect("ipk:assessment_step", next_step(progress))
    if request.method == "POST":
        try:
            stands = request.POST.get("biarkan") == "ya"
            operations.complete_assessment(draft, actor=request.user, at=clock.now(), stands=stands)
        except Invalid as error:
            messages.warning(request, str(error.message))
            return redirect("ipk:assessment_step", REVIEW)
        messages.success(request, _("Asesmen selesai."))
        return redirect("ipk:assessment_result")
    open_items = [
        {"number": number, "href": reverse("ipk:assessment_step", args=[f"{ITEMS}{selectors.page_of(number)}"])}
        for number in progress.open_numbers
    ]
    context = _frame(draft, REVIEW, f"{ITEMS}{progress.pages}") | {
        "facts": _facts(draft, progress),
        "progress": progress,
        "open_items": open_items,
    }
    return render(request, "ipk/assessment_periksa.html", context)


def _facts(draft: SelfAssessment, progress: Progress) -> list[dict[str, Any]]:
    """Every answer, with a way to change it."""
    answered = _("%(answered)d dari %(all)d terjawab") % {"answered": progress.answered, "all": len(progress.items)}
    facts = [
        ("pernah", _("Pekerjaan yang pernah"), ", ".join(draft.former_jobs)),
        ("ingin", _("Pekerjaan yang diinginkan"), ", ".join(draft.wanted_jobs)),
        (WILLING, _("Tempat bekerja"), draft.get_may_move_display()),
        (WILLING, _("Pelatihan"), draft.get_may_train_display()),
        (f"{ITEMS}1", _("Kegiatan"), answered),
    ]
    return [
        {"term": term, "value": value, "href": reverse("ipk:assessment_step", args=[step])}
        for step, term, value in facts
    ]
