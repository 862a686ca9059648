"""E4: the nota of an inspection, as the employer reads and answers it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant
from compliance.enums import FilePart
from compliance.forms.inspections import NotaFileForm, NotaReplyForm
from compliance.models import Inspection
from compliance.operations import visits
from compliance.operations.inspection_news import NOTA
from compliance.presentation.inspections import nota_page
from compliance.selectors.inspections import notas_of_staff
from compliance.views.author import GET_POST
from compliance.views.inspections import letter_of
from core import clock
from core.errors import Invalid, TooMany
from files.operations import store_upload


@never_cache
@require_http_methods(GET_POST)
@participant
def nota(request: HttpRequest, inspection_id: uuid.UUID) -> HttpResponse:
    """What was found: read it, add files, answer once."""
    now = clock.now()
    user: Any = request.user
    found = notas_of_staff(user, clock.legal_date(now)).filter(pk=inspection_id).first()
    if found is None:
        raise Http404
    done = request.POST.get("do", "") if request.method == "POST" else ""
    forms: dict[str, Any] = {
        "reply": NotaReplyForm(request.POST if done == "reply" else None, prefix="reply"),
        "file": NotaFileForm(*((request.POST, request.FILES) if done == "file" else ()), prefix="file"),
    }
    if done in forms and forms[done].is_valid() and _done(request, found, done, forms[done]):
        return redirect("compliance:employer_nota", inspection_id)
    errors = next((form for form in forms.values() if form.errors), None)
    context = {**nota_page(found, now), "forms": forms, "form": errors}
    return render(request, "compliance/employer_nota.html", context, status=422 if errors else 200)


def _done(request: HttpRequest, inspection: Inspection, done: str, form: Any) -> bool:
    how: dict[str, Any] = {"actor": request.user, "at": clock.now()}
    try:
        if done == "reply":
            visits.reply_to_nota(inspection, text=form.cleaned_data["text"], **how)
            messages.success(request, _("Jawaban terkirim kepada pengawas."))
            return True
        stored = store_upload(form.cleaned_data["file"], owner=how["actor"], purpose=visits.FILE_PURPOSE, at=how["at"])
        visits.add_file(inspection, file=stored, part=FilePart.REPLY, **how)
    except (Invalid, TooMany) as error:
        form.add_error("file" if done == "file" else "text", str(error.message))
        return False
    messages.success(request, _("Berkas tersimpan."))
    return True


@never_cache
@require_safe
@participant
def nota_pdf(request: HttpRequest, inspection_id: uuid.UUID) -> HttpResponse:
    """The nota as it was issued."""
    seen = notas_of_staff(request.user, clock.today())  # type: ignore[arg-type]
    return letter_of(get_object_or_404(seen, pk=inspection_id), NOTA)
