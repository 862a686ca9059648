"""The help desk: write down what a caller says, read the code out, and say how a complaint stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from compliance.forms.complaints import CallerForm, StateForm, new_form_name
from compliance.operations.filing import file_for_caller
from compliance.presentation.complaints import steps_ahead
from compliance.selectors.complaints import state_of
from compliance.views.author import GET_POST
from compliance.views.tracking import remember_sent, sent
from core import clock
from core.codes import shown
from core.errors import Invalid


@never_cache
@require_http_methods(GET_POST)
@roles(Role.HELP_DESK)
def help_desk(request: HttpRequest) -> HttpResponse:
    """A caller's complaint on one page; beside it, the state of one by its number."""
    today = clock.today()
    posted = request.method == "POST"
    form = CallerForm(request.POST if posted else None, today=today, initial={"submission": new_form_name()})
    if posted and form.is_valid() and _filed(request, form):
        return redirect("compliance:help_desk_sent")
    asked = StateForm(request.GET if "nomor" in request.GET else None)
    number = asked.cleaned_data["nomor"] if asked.is_bound and asked.is_valid() else ""
    context = {
        "form": form,
        "asked": asked,
        "number": number,
        "found": state_of(number, today) if number else None,
    }
    return render(request, "compliance/help_desk.html", context, status=422 if form.errors else 200)


def _filed(request: HttpRequest, form: CallerForm) -> bool:
    now, data = clock.now(), form.cleaned_data
    how: dict[str, Any] = {"submission": data["submission"], "contact": data["contact"]}
    try:
        filed = file_for_caller(form.said(), actor=request.user, at=now, **how)  # type: ignore[arg-type]
    except Invalid as error:
        field = error.facts.get("field")
        form.add_error(field if field in form.fields else None, str(error.message))
        return False
    if filed.code:
        remember_sent(request, filed, at=now)
    return True


@never_cache
@require_safe
@roles(Role.HELP_DESK)
def help_desk_sent(request: HttpRequest) -> HttpResponse:
    """Number and code to read out; they are shown nowhere else."""
    filed = sent(request, at=clock.now())
    if filed is None or filed.complaint.filed_by_id != request.user.pk:
        return redirect("compliance:help_desk")
    context = {
        "complaint": filed.complaint,
        "code": shown(filed.code),
        "steps": steps_ahead(filed.complaint),
        "where": request.build_absolute_uri(reverse("compliance:complaint_track")),
        "title": _("Pengaduan penelepon tercatat"),
    }
    return render(request, "compliance/help_desk_sent.html", context)
