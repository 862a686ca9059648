"""Registering as jobseeker ("Pencari Kerja"): the confirmation, the form, the condition by consent, the end."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import participant
from core import clock
from core.errors import Invalid
from core.models import Region
from ipk import selectors
from ipk.enums.profile import Condition
from ipk.forms.jobseekers import ADD_PLACE, ConditionForm, JobseekerForm
from ipk.models import Jobseeker
from ipk.operations import jobseekers as operations
from ipk.presentation import jobseekers as pages
from ipk.views.common import GET_POST
from participants.decorators import with_person
from participants.models import Person
from participants.selectors import current_phk

ONWARD = "lanjut"  # the name under which another page says where to go on
REFUSED_AT = {
    "place_missing": "more",
    "too_many_places": "more",
    "unknown_place": "more",
    "unknown_group": "occupation",
    "ready_too_late": "ready_on",
}


@never_cache
@require_safe
@participant
@with_person
def jobseeker(request: HttpRequest, person: Person) -> HttpResponse:
    """Registered: what is kept and how to change it. Not yet: what it is for, and the way in."""
    row = selectors.jobseeker_of(person)
    held = selectors.condition_of(person) if row else None
    context = {
        "jobseeker": row,
        "facts": pages.wish_facts(row, selectors.places_named(row.places)) if row else [],
        "held": pages.condition_facts(held) if held else None,
    }
    return render(request, "ipk/jobseeker.html", context)


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def register(request: HttpRequest, person: Person) -> HttpResponse:
    """The form, empty, as registered, or as sent. A place is added without leaving it."""
    at = clock.now()
    live = selectors.jobseeker_of(person)
    form = _form(request, person, live, clock.legal_date(at))
    if request.method == "POST":
        if ADD_PLACE in request.POST:
            return _form_page(request, form.without_complaints(), live)
        if form.is_valid():
            try:
                operations.register_jobseeker(person, wish=form.wish(), actor=request.user, at=at)
            except Invalid as error:
                form.add_error(REFUSED_AT[error.code], str(error.message))
            else:
                said = _("Perubahan tersimpan.") if live else _("Anda terdaftar sebagai pencari kerja.")
                messages.success(request, said)
                return redirect(_onward(request) or "ipk:jobseeker")
    return _form_page(request, form, live)


def _onward(request: HttpRequest) -> str:
    """Where somebody came from to register: a path of the portal, or nothing."""
    path = request.POST.get(ONWARD) or request.GET.get(ONWARD) or ""
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def _form(request: HttpRequest, person: Person, live: Jobseeker | None, today: date) -> JobseekerForm:
    regions = list(Region.objects.order_by("name", "pk"))
    lists: dict[str, Any] = {"today": today, "groups": selectors.groups_by_major(), "regions": regions}
    if request.method != "POST":
        initial = _initial(person, live, today)
        return JobseekerForm(initial=initial, chosen=initial.get("places", []), **lists)
    data = request.POST.copy()
    chosen = [code for code in (*data.getlist("places"), data.get("more", "")) if code]
    if ADD_PLACE in data:
        data.setlist("places", chosen)
        data["more"] = ""
    return JobseekerForm(data, chosen=chosen, **lists)


def _initial(person: Person, live: Jobseeker | None, today: date) -> dict[str, Any]:
    """As registered; before that what is known: the PHK, and where the person lives."""
    if live is not None:
        names = ("job", "condition", "places", "abroad", "countries", "wage", "ready_on")
        return {name: getattr(live, name) for name in names} | {"occupation": live.occupation_id}
    laid_off = current_phk(person) is not None
    return {
        "condition": Condition.LAID_OFF if laid_off else None,
        "places": [person.region_id] if person.region_id else [],
        "ready_on": today,
    }


def _form_page(request: HttpRequest, form: JobseekerForm, live: Jobseeker | None) -> HttpResponse:
    context = {"form": form, "jobseeker": live, "add": ADD_PLACE, "onward": _onward(request)}
    return render(request, "ipk/jobseeker_form.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def condition(request: HttpRequest, person: Person) -> HttpResponse:
    """A disability or health condition: kept only with consent of its own."""
    if selectors.jobseeker_of(person) is None:
        return redirect("ipk:jobseeker")
    held = selectors.condition_of(person)
    initial = {"kinds": held.kinds, "needs": held.needs} if held else None
    form = ConditionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.keep_condition(person, actor=request.user, at=clock.now(), **form.told())
        except Invalid as error:
            form.add_error("consents", str(error.message))
        else:
            messages.success(request, _("Kondisi fisik tersimpan dengan persetujuan Anda."))
            return redirect("ipk:jobseeker")
    context = {"form": form, "held": held}
    return render(request, "ipk/jobseeker_condition.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@participant
@with_person
def condition_withdraw(request: HttpRequest, person: Person) -> HttpResponse:
    """Take the consent back: what was kept is deleted at once."""
    operations.withdraw_condition(person, actor=request.user, at=clock.now())
    messages.success(request, _("Persetujuan ditarik. Data kondisi fisik sudah dihapus."))
    return redirect("ipk:jobseeker")


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def end(request: HttpRequest, person: Person) -> HttpResponse:
    """What follows from it, then one button."""
    if selectors.jobseeker_of(person) is None:
        return redirect("ipk:jobseeker")
    if request.method == "POST":
        operations.end_jobseeker(person, actor=request.user, at=clock.now())
        messages.success(request, _("Pendaftaran pencari kerja diakhiri."))
        return redirect("ipk:jobseeker")
    return render(request, "ipk/jobseeker_end.html", {})
