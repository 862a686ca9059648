"""What came of a session, as the participant reads it; and the question of one tap."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant
from core import clock
from core.errors import Invalid
from counseling.enums import SessionState, WorksheetState
from counseling.models import SessionRating
from counseling.operations.rating import rate_session
from counseling.presentation.outcomes import outcome_item, rating_item
from counseling.selectors import worksheet_of
from counseling.selectors.outcomes import outcome_of
from counseling.views.applying import participants_session
from notices.selectors import wishes_of


@never_cache
@require_safe
@participant
def outcome(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """What was recommended in one's own session, what happened since, its worksheet, and how to ask again."""
    session = participants_session(request, session_pk)
    sheet = worksheet_of(session)
    context = {
        "session": session,
        "is_held": session.state == SessionState.HELD,
        "sheet": sheet if sheet is not None and sheet.state != WorksheetState.DRAFT else None,
        "item": outcome_item(
            outcome_of(session), rating=_answer(session.pk), at=clock.now(), zone=wishes_of(request.user).zone
        ),
    }
    return render(request, "counseling/outcome.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@participant
def rate(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """Three buttons; the answer can be changed. A session that was not held cannot be rated (409)."""
    session = participants_session(request, session_pk)
    if request.method == "POST":
        try:
            rate_session(session, answer=request.POST.get("jawaban", ""), actor=request.user, at=clock.now())
        except Invalid as error:
            messages.error(request, str(error.message))
        else:
            messages.success(request, _("Terima kasih. Jawaban Anda kami simpan."))
        return redirect(reverse("counseling:rate", args=[session.pk]))
    context = {
        "session": session,
        "is_held": session.state == SessionState.HELD,
        "counsellor": session.counsellor.user.full_name,
        "rating": rating_item(session, _answer(session.pk)),
    }
    return render(request, "counseling/rate.html", context)


def _answer(session_pk: uuid.UUID) -> str:
    return SessionRating.objects.filter(session=session_pk).values_list("answer", flat=True).first() or ""
