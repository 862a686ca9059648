"""Lamar Sekarang: what will be sent, one button; and the files and photo that went with an application."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant, signed_in
from core import clock
from core.errors import Invalid, TooMany
from files.models import StoredFile
from files.operations import store_upload
from files.responses import serve
from ipk import operations, selectors
from ipk.cv import cv_of, ways_to_reach
from ipk.enums.applications import ApplicationState
from ipk.forms.applications import FILES, ApplicationForm
from ipk.models import Application, Vacancy
from ipk.operations.applications import APPLICATION_PURPOSE, refuse_closed
from ipk.photos import can_be_shown, serve_square
from ipk.presentation import applications as pages
from ipk.views.common import GET_POST
from participants.models import Person
from participants.selectors import person_of

_ON = {"letter_too_long": "letter", "too_many_files": "file1", "file_not_yours": "file1"}


@never_cache
@require_http_methods(GET_POST)
@participant
def apply(request: HttpRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """One page and one button. Who has applied sees that application; a closed vacancy takes none (409)."""
    vacancy = _vacancy(request, vacancy_id)
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    known = selectors.application_for(person, vacancy)
    if known is not None and known.state != ApplicationState.WITHDRAWN:
        return redirect("ipk:application", known.pk)
    now = clock.now()
    refuse_closed(vacancy, at=now)
    form = _form(request, person, now)
    if request.method == "POST" and form.is_valid():
        sent = _sent(request, person, vacancy, form, now)
        if sent is not None:
            return redirect("ipk:application", sent.pk)
    return _page(request, person, vacancy, form, now)


def _vacancy(request: HttpRequest, vacancy_id: uuid.UUID) -> Vacancy:
    """What was once open to the public, also when it is not any more; else only for whom it concerns."""
    seen = Vacancy.objects.visible_to(request.user, clock.today())
    rows = Vacancy.objects.filter(Q(published_at__isnull=False) | Q(pk__in=seen.values("pk")))
    return get_object_or_404(rows.select_related("employer"), pk=vacancy_id)


def _form(request: HttpRequest, person: Person, at: datetime) -> ApplicationForm:
    """Empty or as sent. Good uploads are stored even when something else has to be corrected."""
    has_condition = selectors.condition_of(person) is not None
    if request.method != "POST":
        return ApplicationForm(has_condition=has_condition)
    form = ApplicationForm(request.POST, request.FILES, has_condition=has_condition)
    form.full_clean()
    taken = _kept(request)
    for name in FILES:
        upload = form.cleaned_data.get(name)
        if upload:
            try:
                taken.append(store_upload(upload, owner=request.user, purpose=APPLICATION_PURPOSE, at=at))
            except (Invalid, TooMany) as error:
                form.add_error(name, str(error.message))
    form.keep(taken)
    return form


def _kept(request: HttpRequest) -> list[StoredFile]:
    """Uploads of an earlier try, if they are this person's own."""
    wanted = []
    for text in request.POST.get("kept", "").split()[: len(FILES)]:
        try:
            wanted.append(uuid.UUID(text))
        except ValueError:
            continue
    own = StoredFile.objects.kept().filter(pk__in=wanted, owner=request.user, purpose=APPLICATION_PURPOSE)
    return list(own.order_by("created_at", "pk"))


def _sent(
    request: HttpRequest, person: Person, vacancy: Vacancy, form: ApplicationForm, now: datetime
) -> Application | None:
    condition = form.cleaned_data.get("with_condition", False)
    try:
        sent = operations.send_application(
            person,
            vacancy=vacancy,
            snapshot=selectors.profile_snapshot(person, with_condition=condition),
            letter=form.cleaned_data["letter"],
            files=form.kept_files,
            actor=request.user,
            at=now,
        )
    except (Invalid, TooMany) as error:
        form.add_error(_ON.get(error.code), str(error.message))
        return None
    messages.success(request, _("Lamaran terkirim ke %(company)s.") % {"company": sent.company})
    return sent


def _page(request: HttpRequest, person: Person, vacancy: Vacancy, form: ApplicationForm, now: datetime) -> HttpResponse:
    full = selectors.profile_of(person)
    snapshot = selectors.profile_snapshot(person)
    context = {
        "vacancy": vacancy,
        "form": form,
        "cv": cv_of(snapshot, with_contacts=False),
        "ways": ways_to_reach(snapshot),
        "photo_href": reverse("ipk:profile_photo_file") if can_be_shown(full.photo) else "",
        "done": selectors.completeness_of(full),
        "over": pages.counts_for(selectors.current_period(person), now),
    }
    return render(request, "ipk/apply.html", context, status=422 if form.errors else 200)


# --- what went with it -------------------------------------------------------------------------------------------


@require_safe
@signed_in
def application_file(request: HttpRequest, application_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """A file for its sender and for the employer that it was sent to; a picture is shown, a PDF saved."""
    application = _readable(request, application_id)
    sent = get_object_or_404(application.files.select_related("file"), pk=file_id)
    return serve(sent.file, inline=True)


@require_safe
@signed_in
def application_photo(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """The photo of the profile that was sent, while the person keeps it."""
    application = _readable(request, application_id)
    stored = StoredFile.objects.filter(pk=application.snapshot["photo"], owner=application.person.user_id)
    return serve_square(stored.first() if application.snapshot["photo"] else None)


def _readable(request: HttpRequest, application_id: uuid.UUID) -> Application:
    """One's own, or one sent to an employer that the user acts for and not taken back."""
    own = Application.objects.visible_to(request.user)
    theirs = Application.objects.of_employer(request.user, clock.today()).live()
    rows = Application.objects.filter(pk=application_id).select_related("person")
    found = rows.filter(pk__in=own.values("pk")).first() or rows.filter(pk__in=theirs.values("pk")).first()
    if found is None:
        raise Http404
    return found
