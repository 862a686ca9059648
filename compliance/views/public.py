"""P8: complain, with an account or without; read what came of it by code."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import public
from accounts.models import User
from accounts.requests import client_ip
from accounts.selectors import is_officer
from claims.models import Claim
from compliance.enums import ComplaintKind
from compliance.forms.complaints import NAMED, CodeForm, ComplaintForm, new_form_name
from compliance.limits import GUESSES
from compliance.models import Complaint
from compliance.operations.filing import file_complaint
from compliance.presentation.complaints import own_page, steps_ahead
from compliance.views.author import GET_POST, act_as_author, author_forms, keep_file
from compliance.views.tracking import forget_opened, opened, remember_opened, remember_sent, sent
from core import clock
from core.calendar import working_calendar
from core.codes import shown
from core.errors import Conflict, Invalid, TooMany
from core.limits import refuse_locked, strike
from participants.models import PhkEvent
from participants.own_contributions import named_employer
from participants.selectors import person_of
from rules.deadlines import complaint_answer_due


@public
@never_cache
@require_http_methods(GET_POST)
def complaint(request: HttpRequest) -> HttpResponse:
    """The form on one page. Officers write here without a name, as everybody may."""
    today = clock.today()
    author = _author(request, today)
    claim = _own(Claim, author, request.POST.get("claim") or request.GET.get("klaim") or "")
    phk = claim.phk if claim is not None else _own(PhkEvent, author, request.GET.get("phk", ""))
    posted = request.method == "POST"
    form = ComplaintForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        today=today,
        may_be_named=author is not None,
        initial=_initial(request, author, claim, phk),
    )
    if posted and form.is_valid():
        answer = _file(request, form, author, claim)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "claim": claim,
        "phk": phk,
        "named": author is not None,
        "due": complaint_answer_due(today, working_calendar()),
    }
    return render(request, "compliance/complaint.html", context, status=422 if form.errors else 200)


def _author(request: HttpRequest, today: date) -> User | None:
    """Who could be its author: a person signed in for themselves."""
    user: Any = request.user
    return user if user.is_authenticated and not is_officer(user, today) else None


def _own(model: Any, author: User | None, text: str) -> Any:
    """The author's own claim or PHK that the address names; another's, or none, is nothing."""
    if author is None:
        return None
    try:
        wanted = UUID(text)
    except ValueError:
        return None
    rows = model.objects.filter(person__user=author)
    known = ("phk__employer", "person") if model is Claim else ("employer",)
    return rows.select_related(*known).filter(pk=wanted).first()


def _initial(request: HttpRequest, author: User | None, claim: Claim | None, phk: PhkEvent | None) -> dict[str, Any]:
    kind = request.GET.get("jenis", "")
    facts: dict[str, Any] = {"submission": new_form_name(), "kind": kind if kind in ComplaintKind.values else None}
    if author is not None:
        facts["name"] = NAMED
    if claim is not None:
        facts["claim"] = claim.pk
    if phk is not None:
        facts |= {"employer": phk.employer.name, "region": phk.region_id or phk.employer.region_id}
    return facts | _of_own_months(request, author)


def _of_own_months(request: HttpRequest, author: User | None) -> dict[str, Any]:
    """What a month of the author's own history names: its employer, from when to when. Only employers BPJS names."""
    person = person_of(author) if author is not None else None
    if person is None:
        return {}
    named = named_employer(person, request.GET.get("npp", ""))
    months = {"since": _month(request.GET.get("dari", "")), "until": _month(request.GET.get("sampai", ""))}
    return {"employer": named.name, "region": named.region_id} | months if named else months


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _file(request: HttpRequest, form: ComplaintForm, author: User | None, claim: Claim | None) -> HttpResponse | None:
    """File it and show its number. None when the form came back. A file that is refused does not stop the complaint."""
    now, data = clock.now(), form.cleaned_data
    if not form.is_named:
        author = claim = None
    known = Complaint.objects.filter(submission=data["submission"]).exists()
    how = {"contact": data["contact"], "claim": claim, "address": client_ip(request)}
    try:
        filed = file_complaint(form.said(), submission=data["submission"], author=author, at=now, **how)
    except (Invalid, TooMany) as error:
        field = error.facts.get("field")
        form.add_error(field if field in form.fields else None, str(error.message))
        return None
    if not known or filed.code:
        remember_sent(request, filed, at=now)
    if data["file"] and not known:
        try:
            keep_file(request, filed.complaint, data["file"], author, now)
        except (Invalid, TooMany, Conflict) as error:
            said = _("Pengaduan terkirim, tetapi berkasnya belum: %(why)s Tambahkan lagi dari halaman pengaduan.")
            messages.warning(request, said % {"why": error.message})
    return redirect("compliance:complaint_sent")


@public
@never_cache
@require_safe
def complaint_sent(request: HttpRequest) -> HttpResponse:
    """Number, code, and what follows with its date. For the browser that sent it, for half an hour."""
    now = clock.now()
    filed = sent(request, at=now)
    if filed is None:
        return redirect("compliance:complaint_track")
    complaint = filed.complaint
    own = request.user.is_authenticated and complaint.author_id == request.user.pk
    if complaint.author_id is not None and not own:
        return redirect("compliance:complaint_track")
    context = {"complaint": complaint, "code": shown(filed.code), "own": own, "steps": steps_ahead(complaint)}
    return render(request, "compliance/complaint_sent.html", context)


@public
@never_cache
@require_http_methods(GET_POST)
def complaint_track(request: HttpRequest) -> HttpResponse:
    """Type the code. A wrong one counts against the address; a slip of the pen does not."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    now = clock.now()
    if form.is_bound and form.is_valid():
        address = client_ip(request)
        refuse_locked(GUESSES, address, at=now)
        found = Complaint.objects.by_code(form.cleaned_data["code"]).first()
        if found is not None:
            remember_opened(request, found, at=now)
            return redirect("compliance:complaint_tracked")
        strike(GUESSES, address, at=now)
        form.add_error("code", _("Kode ini tidak dikenal. Periksa lagi huruf dan angkanya."))
    return render(request, "compliance/track.html", {"form": form}, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(GET_POST)
def complaint_tracked(request: HttpRequest) -> HttpResponse:
    """The complaint whose code was typed here: read, answer, add, reopen, withdraw, and close the page again."""
    now = clock.now()
    found = opened(request, at=now)
    if found is None:
        forget_opened(request)
        return redirect("compliance:complaint_track")
    if request.method == "POST" and request.POST.get("do") == "close":
        forget_opened(request)
        messages.success(request, _("Halaman pengaduan ditutup di perangkat ini."))
        return redirect("compliance:complaint_track")
    forms = author_forms(request, found, None)
    if request.method == "POST" and act_as_author(request, found, forms, None):
        return redirect("compliance:complaint_tracked")
    errors = next((form for form in forms.values() if form.errors), None)
    context = {**own_page(found, now), "forms": forms, "form": errors, "own": False}
    return render(request, "compliance/tracked.html", context, status=422 if errors else 200)
