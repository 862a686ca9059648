"""E4, first part: what inspectors ask the employer, and its answer. No page here reads a complaint."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant
from compliance.forms.employers import ReplyFileForm, ReplyForm
from compliance.models import Allegation
from compliance.operations.serving import FILE_PURPOSE, add_reply_file, reply_to_allegation
from compliance.presentation import employer as pages
from compliance.selectors.arrears import cases_waiting_for_staff
from compliance.selectors.employers import files_of, one_served, read, served_to
from compliance.selectors.inspections import notas_of_staff
from compliance.selectors.sanctions import sanctions_of_staff
from compliance.views.author import GET_POST
from core import clock
from core.errors import Invalid, TooMany
from files.operations import store_upload
from participants.selectors import employers_of

ROWS = 20
FEW = 5  # cases of arrears; all of them have a page of their own
NOTAS = "nota"  # the page of the notas, beside that of the questions


@never_cache
@require_safe
@participant
def employer_home(request: HttpRequest) -> HttpResponse:
    """What waits for an answer first, then what was answered; arrears, notas and sanctions above the questions."""
    now = clock.now()
    today = clock.legal_date(now)
    user: Any = request.user
    if not employers_of(user, today):
        return redirect("jkp_portal:employer_home")
    page = Paginator(served_to(user, today), ROWS).get_page(request.GET.get("page"))
    notas = Paginator(notas_of_staff(user, today), ROWS).get_page(request.GET.get(NOTAS))
    context = {
        "arrears": [pages.arrears(case, now) for case in cases_waiting_for_staff(user, today)[:FEW]],
        "notas": [pages.nota(found, now) for found in notas],
        "nota_page": notas,
        "nota_name": NOTAS,
        "sanctions": [pages.sanction(case, now) for case in sanctions_of_staff(user, today)],
        "questions": [pages.question(read(found), now) for found in page],
        "page": page,
    }
    return render(request, "compliance/employer_home.html", context)


@never_cache
@require_http_methods(GET_POST)
@participant
def employer_allegation(request: HttpRequest, allegation_id: uuid.UUID) -> HttpResponse:
    """One question: read it, add files, answer once."""
    now = clock.now()
    user: Any = request.user
    served = one_served(user, allegation_id, clock.legal_date(now))
    if served is None:
        raise Http404
    done = request.POST.get("do", "") if request.method == "POST" else ""
    forms: dict[str, Any] = {
        "reply": ReplyForm(request.POST if done == "reply" else None, prefix="reply"),
        "file": ReplyFileForm(*((request.POST, request.FILES) if done == "file" else ()), prefix="file"),
    }
    if done in forms and forms[done].is_valid() and _done(request, allegation_id, done, forms[done]):
        return redirect("compliance:employer_allegation", allegation_id)
    errors = next((form for form in forms.values() if form.errors), None)
    context = {**pages.page(served, files_of(served), now), "forms": forms, "form": errors}
    return render(request, "compliance/employer_allegation.html", context, status=422 if errors else 200)


def _done(request: HttpRequest, allegation_id: uuid.UUID, done: str, form: Any) -> bool:
    allegation, now, user = Allegation.objects.get(pk=allegation_id), clock.now(), request.user
    try:
        if done == "reply":
            reply_to_allegation(allegation, text=form.cleaned_data["text"], actor=user, at=now)  # type: ignore[arg-type]
            messages.success(request, _("Tanggapan terkirim kepada pengawas."))
            return True
        stored = store_upload(form.cleaned_data["file"], owner=user, purpose=FILE_PURPOSE, at=now)  # type: ignore[arg-type]
        add_reply_file(allegation, file=stored, actor=user, at=now)  # type: ignore[arg-type]
    except (Invalid, TooMany) as error:
        form.add_error("file" if done == "file" else "text", str(error.message))
        return False
    messages.success(request, _("Berkas tersimpan."))
    return True
