"""L4: one participant of the institute: minutes, outcome, the letter, a certificate of competence."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import signed_in
from accounts.models import User
from core import clock
from core.errors import Invalid
from rules.parameters import ATTENDANCE_NEEDED
from training.enums import EnrolmentState
from training.forms.attendance import CertificationForm
from training.models import Enrolment, Institute
from training.operations import issue_attended_letter, record_certification
from training.operations.outcomes import attended_letter_of, certificate_of
from training.presentation import attendance as pages
from training.selectors import meetings as selectors
from training.views.attendance import GET_POST


def _enrolment(request: HttpRequest, enrolment_id: uuid.UUID) -> Enrolment:
    houses = Institute.objects.of_staff(request.user, clock.today())
    rows = Enrolment.objects.filter(training_class__programme__institute__in=houses)
    return get_object_or_404(
        rows.select_related("person", "training_class__programme__institute__region"), pk=enrolment_id
    )


@never_cache
@require_http_methods(GET_POST)
@signed_in
def enrolment(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """What somebody attended, and the certificate of competence once the training is completed."""
    row = _enrolment(request, enrolment_id)
    initial = {"lsp_name": row.lsp_name, "lsp_number": row.lsp_number}
    form = CertificationForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actor: User = request.user  # type: ignore[assignment]
            record_certification(row, **form.cleaned_data, actor=actor, at=clock.now())
        except Invalid as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("training:provider_enrolment", row.pk)
    return render(request, "training/mitra/peserta.html", _context(row, form), status=422 if form.errors else 200)


def _context(row: Enrolment, form: CertificationForm) -> dict[str, object]:
    at = clock.now()
    tally = selectors.tally_of(row)
    zone = pages.zone_of(row.training_class.programme.institute)
    tone, tag = pages.standing(row, tally, at)
    meetings = row.training_class.meetings.order_by("starts_at", "pk")
    return {
        "enrolment": row,
        "held": row.training_class,
        "form": form,
        "totals": pages.sums(tally),
        "tone": tone,
        "tag": tag,
        "needed": ATTENDANCE_NEEDED.on(clock.legal_date(at)).value,
        "meetings": pages.own_meetings(meetings, selectors.own_attendances(row), row, at, zone),
        "completed": row.state == EnrolmentState.COMPLETED,
        "working": row.state == EnrolmentState.WORKING,
        "certificate": certificate_of(row),
        "letter": attended_letter_of(row),
        "has_account": row.person.user_id is not None,
    }


@never_cache
@require_POST
@signed_in
def letter(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Issue "telah mengikuti pelatihan" for who found work. Twice is once."""
    row = _enrolment(request, enrolment_id)
    issued = issue_attended_letter(row, actor=request.user, at=clock.now())  # type: ignore[arg-type]
    if issued is None:
        messages.info(request, _("Peserta ini tidak mempunyai akun; suratnya tidak dapat diterbitkan lewat portal."))
    else:
        messages.success(request, _("Surat terbit. Peserta dapat mengunduhnya."))
    return redirect("training:provider_enrolment", row.pk)
