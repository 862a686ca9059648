"""E4: the employer's own sanction, and the papers of a case for both sides."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant, signed_in
from compliance.forms.sanctions import ObjectForm, ProofForm
from compliance.models import SanctionCase, SanctionProof, SanctionService
from compliance.operations.sanction_objections import object_to
from compliance.operations.sanction_serving import FILE_PURPOSE, record_compliance
from compliance.presentation import sanctions as pages
from compliance.selectors.sanctions import case_of_letter, papers_for_employer, sanctions_of_staff
from compliance.views.author import GET_POST
from core import clock
from core.errors import Conflict, Invalid, TooMany
from files.operations import store_upload
from files.responses import serve
from notices.letters import read_pdf
from notices.models import Letter


@never_cache
@require_http_methods(GET_POST)
@participant
def employer_sanction(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Read the letters and their dates, send a proof, object once to a step."""
    now = clock.now()
    user: Any = request.user
    case = sanctions_of_staff(user, clock.legal_date(now)).filter(pk=case_id).first()
    if case is None:
        raise Http404
    done = request.POST.get("do", "") if request.method == "POST" else ""
    forms: dict[str, Any] = {
        "proof": ProofForm(*((request.POST, request.FILES) if done == "proof" else ()), prefix="proof"),
        "object": ObjectForm(request.POST if done == "object" else None, prefix="object"),
    }
    if done in forms and forms[done].is_valid() and _done(request, case, done, forms[done]):
        return redirect("compliance:employer_sanction", case.pk)
    errors = next((form for form in forms.values() if form.errors), None)
    page = pages.employer_page(case, now)
    chosen = request.POST.get("step", "")
    context = {**page, "forms": forms, "form": errors, "chosen": chosen}
    return render(request, "compliance/employer_sanction.html", context, status=422 if errors else 200)


def _done(request: HttpRequest, case: SanctionCase, done: str, form: Any) -> bool:
    user: Any = request.user
    now = clock.now()
    try:
        if done == "object":
            step = case.proposals.filter(step=request.POST.get("step", ""), state="approved").first()
            if step is None:
                raise Conflict("wrong_state", _("Langkah ini tidak berlaku lagi. Muat ulang halaman ini."))
            step.case = case
            made = object_to(step, text=form.cleaned_data["text"], by=user, at=now)
            messages.success(request, _("Keberatan terkirim, nomor %(number)s.") % {"number": made.number})
            return True
        if not case.is_open:
            raise Conflict("ended", _("Kasus sanksi ini sudah selesai."))
        stored = store_upload(form.cleaned_data["file"], owner=user, purpose=FILE_PURPOSE, at=now)
        record_compliance(case, text=form.cleaned_data["text"], file=stored, by=user, at=now)
    except (Invalid, TooMany) as error:
        field = str(getattr(error, "facts", {}).get("field", ""))
        form.add_error(field if field in form.fields else None, str(error.message))
        return False
    messages.success(request, _("Bukti terkirim. Petugas memeriksanya."))
    return True


@never_cache
@require_safe
@signed_in
def sanction_letter(request: HttpRequest, letter_id: uuid.UUID) -> HttpResponse:
    """The PDF of a case's letter: officers of the case all of them, the employer its own."""
    user: Any = request.user
    today = clock.today()
    letter = get_object_or_404(Letter, pk=letter_id)
    case = case_of_letter(letter)
    seen = case is not None and SanctionCase.objects.visible_to(user, today).filter(pk=case).exists()
    own = case is not None and papers_for_employer(letter) and sanctions_of_staff(user, today).filter(pk=case).exists()
    if not (seen or own):
        raise Http404
    named = f'inline; filename="{letter.number}.pdf"'
    headers = {"Content-Disposition": named, "Cache-Control": "no-store, private"}
    return HttpResponse(read_pdf(letter), content_type="application/pdf", headers=headers)


@never_cache
@require_safe
@signed_in
def sanction_file(request: HttpRequest, file_id: uuid.UUID) -> Any:
    """A proof: of arrival, for officers; of compliance, for officers and the employer that sent it."""
    user: Any = request.user
    today = clock.today()
    seen = SanctionCase.objects.visible_to(user, today)
    arrival = SanctionService.objects.filter(pk=file_id, proposal__case__in=seen).select_related("file").first()
    if arrival is not None:
        return serve(arrival.file)
    proofs = SanctionProof.objects.filter(pk=file_id).select_related("file")
    own = SanctionCase.objects.of_staff(user, today)
    return serve(get_object_or_404(proofs.filter(case__in=seen) | proofs.filter(case__in=own)).file)
