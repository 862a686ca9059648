"""L4 and the officer's desk: an institute asks for a locked roster, the officer sees who waits."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import keeps_typed, roles, signed_in
from accounts.enums import Role
from core import clock
from core.errors import Conflict, Invalid
from training.attendance_filters import UnlockRequestFilter
from training.forms.attendance import AskUnlockForm
from training.operations import ask_unlock
from training.presentation import attendance as pages
from training.presentation import unlocks
from training.selectors import unlocks as selectors
from training.selectors.meetings import meetings_visible_to
from training.views.attendance import GET_POST, ROWS


@keeps_typed
@never_cache
@require_http_methods(GET_POST)
@signed_in
def ask(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Why a locked roster is to be opened; what was asked before, and the answer."""
    at = clock.now()
    mine = meetings_visible_to(request.user, clock.legal_date(at))  # type: ignore[arg-type]
    meeting = get_object_or_404(mine, pk=meeting_id)
    form = AskUnlockForm(request.POST if request.method == "POST" else None)
    refused: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            ask_unlock(meeting, reason=form.cleaned_data["reason"], actor=request.user, at=at)  # type: ignore[arg-type]
        except Invalid as error:
            form.add_error("reason", str(error.message))
        except Conflict as conflict:
            refused = conflict
        else:
            messages.success(request, _("Permintaan terkirim. Jawabannya datang ke Pemberitahuan."))
            return redirect("training:meeting", meeting.pk)
    asked = unlocks.told(selectors.latest_request(meeting))
    context = {
        "meeting": meeting,
        "row": pages.meeting_row(meeting, at),
        "form": form,
        "refused": refused,
        "asked": asked,
        "may_ask": at > meeting.locks_at and not (asked and asked["waits"]),
    }
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "training/mitra/pertemuan_minta.html", context, status=status)


@never_cache
@require_safe
@roles(Role.REVIEWER)
def requests(request: HttpRequest) -> HttpResponse:
    """What institutes ask for, the oldest first; without a state, what waits for an answer."""
    found = UnlockRequestFilter(request.GET, queryset=selectors.requests_desk())
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [unlocks.desk_row(row) for row in page],
        "waiting": selectors.waiting_requests(),
    }
    return render(request, "training/reviu/presensi_minta.html", context)
