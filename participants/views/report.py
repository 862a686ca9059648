"""W2: a worker reports the PHK, one group of questions a page. Every answer is kept; the order is free."""

from collections.abc import Callable, Mapping
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
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from files.models import StoredFile
from integrations.errors import PartnerUnavailable
from participants.drafting import STEPS, Draft, step_number
from participants.forms.phk import (
    EmployerChoiceForm,
    EmployerSearchForm,
    PhkContractForm,
    PhkDateForm,
    PhkReasonForm,
    ProofForm,
    SendForm,
)
from participants.lookups import Found, chosen_employer, own_employers, search_employers
from participants.models import Employer, Person
from participants.operations import phk, phk_drafts
from participants.presentation import said_value
from participants.selectors import latest_snapshot, live_draft, person_of, phk_events_of
from participants.views.common import proof_from, show_error
from participants.wording import EXCLUDED, FIELDS, worker_reason
from rules.parameters import EXCLUDED_REASONS

GET_POST = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
@participant
def phk_report(request: HttpRequest) -> HttpResponse:
    """What to have at hand, the draft that waits, what was reported before."""
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    if latest_snapshot(person) is None:
        enqueue("participants.refresh_from_bpjs", dedupe=f"refresh:{person.pk}:{clock.today()}", person_id=person.pk)
    draft = live_draft(request.user, clock.today())
    context = {
        "draft": draft,
        "next_step": Draft(draft.answers).first_open() if draft else STEPS[0],
        "events": phk_events_of(person),
    }
    return render(request, "participants/report.html", context)


@never_cache
@require_http_methods(GET_POST)
@participant
def phk_report_step(request: HttpRequest, step: str) -> HttpResponse:
    """One page of the six."""
    if step not in STEPS:
        raise Http404
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    row = live_draft(request.user, clock.today())
    draft = Draft(row.answers if row else {})
    return _PAGES[step](request, person, draft)


@never_cache
@require_http_methods(GET_POST)
@participant
def phk_report_excluded(request: HttpRequest) -> HttpResponse:
    """This reason gives no benefit: why, what there is instead; change the answer, or report all the same (B08)."""
    row = live_draft(request.user, clock.today())
    draft = Draft(row.answers if row else {})
    excluded = EXCLUDED_REASONS.on(clock.today())
    because = draft.excluded_because(excluded.value)
    if not because:
        return redirect("participants:phk_report")
    if request.method == "POST":
        _keep(request, knows_excluded=because)
        return redirect(_after("perjanjian" if because == "expired" else "alasan", draft))
    context = {
        "because": because,
        "why": EXCLUDED[because],
        "law": "PP 37/2021 Pasal 20 ayat (2)" if because == "expired" else excluded.law.text,
        "change": reverse("participants:phk_report_step", args=["perjanjian" if because == "expired" else "alasan"]),
    }
    return render(request, "participants/report_excluded.html", context)


@require_POST
@participant
def phk_report_drop(request: HttpRequest) -> HttpResponse:
    """Throw the draft away."""
    phk_drafts.drop_draft(request.user)
    messages.success(request, _("Draf laporan dihapus."))
    return redirect("participants:phk_report")


def _employer_page(request: HttpRequest, person: Person, draft: Draft) -> HttpResponse:
    query = (request.POST.get("q") or request.GET.get("q") or "").strip()[:120]
    search = EmployerSearchForm({"q": query} if query else None)
    found = search_employers(query, at=clock.now()) if query else Found(own_employers(person))
    posted = request.method == "POST"
    options = [(o.npp, o.name, o.hint) for o in found.options]
    heading = _("Pilih perusahaan") if query else ""
    form = EmployerChoiceForm(
        request.POST if posted else None, options=options, heading=heading, initial={"npp": draft.answers.get("npp")}
    )
    away = found.away
    if posted and form.is_valid():
        try:
            employer = chosen_employer(form.cleaned_data["npp"], person, at=clock.now())
        except PartnerUnavailable:
            employer, away = None, True
        if employer is not None:
            row = _keep(request, employer=str(employer.pk), npp=employer.npp, employer_name=employer.name)
            return redirect(_after("perusahaan", Draft(row.answers)))
    context = {"search": search, "query": query, "found": found, "away": away, "waits": latest_snapshot(person) is None}
    return _page(request, "perusahaan", form, draft, **context)


def _date_page(request: HttpRequest, person: Person, draft: Draft) -> HttpResponse:
    names = ("phk_on", "work_started_on")
    form = PhkDateForm(request.POST or None, today=clock.today(), initial=draft.initial(names))
    return _answered(request, "tanggal", form, draft, names)


def _reason_page(request: HttpRequest, person: Person, draft: Draft) -> HttpResponse:
    form = PhkReasonForm(request.POST or None, initial=draft.initial(("reason",)))
    return _answered(request, "alasan", form, draft, ("reason",))


def _contract_page(request: HttpRequest, person: Person, draft: Draft) -> HttpResponse:
    names = ("contract", "contract_starts_on", "contract_ends_on", "wage")
    form = PhkContractForm(request.POST or None, initial=draft.initial(names))
    return _answered(request, "perjanjian", form, draft, names)


def _proof_page(request: HttpRequest, person: Person, draft: Draft) -> HttpResponse:
    today, now = clock.today(), clock.now()
    if request.method == "POST" and "drop" in request.POST:
        kept = [row for row in draft.proofs if row["file"] != request.POST["drop"]]
        _keep(request, proofs=kept or None)
        return redirect("participants:phk_report_step", "bukti")
    if request.method == "POST" and "skip" in request.POST:
        row = _keep(request, no_proof=True)
        return redirect(_after("bukti", Draft(row.answers)))
    posted = request.method == "POST"
    form = ProofForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        kinds=phk.accepted_kinds(today),
        today=today,
    )
    if posted and form.is_valid():
        given = proof_from(form, owner=request.user, at=now)
        if given is not None:
            row = {
                "file": str(given.file.pk),
                "kind": given.kind.value,
                "number": given.number,
                "dated_on": given.dated_on.isoformat() if given.dated_on else "",
            }
            _keep(request, proofs=[*(p for p in draft.proofs if p["file"] != row["file"]), row], no_proof=None)
            return redirect("participants:phk_report_step", "bukti")
    files = _files(request, draft)
    shown = [{**row, "name": files[row["file"]].name} for row in draft.proofs if row["file"] in files]
    return _page(request, "bukti", form, draft, proofs=shown)


def _check_page(request: HttpRequest, person: Person, draft: Draft) -> HttpResponse:
    if not draft.answers:
        return _sent_before(person)
    if not draft.complete:
        return redirect("participants:phk_report_step", draft.first_open())
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            event = phk.report_by_worker(
                person=person,
                employer=Employer.objects.get(pk=draft.answers["employer"]),
                said=draft.said(),
                proofs=draft.proofs_given(_files(request, draft)),
                actor=request.user,
                at=clock.now(),
            )
        except Conflict as error:
            messages.info(request, str(error.message))
            return redirect("participants:phk", error.facts["event"])
        except Invalid as error:
            show_error(form, error)
        else:
            phk_drafts.drop_draft(request.user)
            messages.success(request, _("Laporan PHK terkirim. Nomornya %(number)s.") % {"number": event.number})
            return redirect("participants:phk", event.pk)
    return _page(request, "periksa", form, draft, summary=_summary(request, draft))


_PAGES: Mapping[str, Callable[[HttpRequest, Person, Draft], HttpResponse]] = {
    "perusahaan": _employer_page,
    "tanggal": _date_page,
    "alasan": _reason_page,
    "perjanjian": _contract_page,
    "bukti": _proof_page,
    "periksa": _check_page,
}


def _answered(request: HttpRequest, step: str, form: Any, draft: Draft, names: tuple[str, ...]) -> HttpResponse:
    """Keep valid answers and go on, by way of the information page when they exclude a benefit."""
    if request.method != "POST" or not form.is_valid():
        return _page(request, step, form, draft)
    row = _keep(request, **{name: form.cleaned_data[name] for name in names})
    because = Draft(row.answers).excluded_because(EXCLUDED_REASONS.on(clock.today()).value)
    if because and row.answers.get("knows_excluded") != because:
        return redirect("participants:phk_report_excluded")
    return redirect(_after(step, Draft(row.answers)))


def _page(request: HttpRequest, step: str, form: Any, draft: Draft, **more: Any) -> HttpResponse:
    number = step_number(step)
    context = {
        "form": form,
        "step": step,
        "number": number,
        "total": len(STEPS),
        "draft": draft,
        "back": _address(STEPS[number - 2]) if number > 1 else reverse("participants:phk_report"),
        **more,
    }
    status = 422 if form.errors else 200
    return render(request, f"participants/report_{step}.html", context, status=status)


def _keep(request: HttpRequest, **answers: Any) -> Any:
    return phk_drafts.keep_answers(user=request.user, at=clock.now(), **answers)


def _files(request: HttpRequest, draft: Draft) -> dict[str, StoredFile]:
    """One's own files only: an id from elsewhere finds nothing (B17)."""
    ids = [row["file"] for row in draft.proofs]
    return {str(pk): file for pk, file in StoredFile.objects.filter(owner=request.user).in_bulk(ids).items()}


def _summary(request: HttpRequest, draft: Draft) -> list[dict[str, str]]:
    said = draft.said()
    rows = [{"term": _("Perusahaan"), "value": draft.answers["employer_name"], "href": _address("perusahaan")}]
    steps = {"phk_on": "tanggal", "work_started_on": "tanggal", "reason": "alasan"}
    for name, value in said.facts().items():
        if value is not None:
            step = steps.get(name, "perjanjian")
            shown = worker_reason(value) if name == "reason" else said_value(name, value)
            rows.append({"term": str(FIELDS[name]), "value": shown, "href": _address(step)})
    names = ", ".join(file.name for file in _files(request, draft).values())
    rows.append({"term": _("Bukti"), "value": names or _("Belum ada"), "href": _address("bukti")})
    return rows


def _after(step: str, draft: Draft) -> str:
    """The next page that lacks an answer; from a correction that is the check, or where one had stopped."""
    following = STEPS[step_number(step) :]
    return _address(draft.first_open() if draft.first_open() in following else following[0])


def _address(step: str) -> str:
    return reverse("participants:phk_report_step", args=[step])


def _sent_before(person: Person) -> HttpResponse:
    """The form of a report that was sent already: its page, not a second report (B15)."""
    events = phk_events_of(person)
    return redirect("participants:phk", events[0].pk) if events else redirect("participants:phk_report")
