"""The profile ("Resume"): the Dasbor Profil, each part on its own, one entry at a time, the photo and the CV."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import participant
from core import clock
from core.errors import Conflict, Invalid, TooMany
from files.operations import store_upload
from ipk import selectors
from ipk.cv import cv_of
from ipk.cv_pdf import render_cv
from ipk.enums.profile import LISTED, Part, Source
from ipk.forms.profile import FORMS, NO_PDF, REFUSED_AT, EntryForm, PersonalForm, PhotoForm
from ipk.models import ProfileEntry
from ipk.operations import profile as operations
from ipk.operations.profile import PHOTO_PURPOSE, FirstKnown
from ipk.photos import can_be_shown, serve_square, square_of
from ipk.presentation import profile as pages
from ipk.selectors import KnownJob
from ipk.views.common import GET_POST
from participants.decorators import with_person
from participants.models import Person

NO_PHOTO = ("not_a_photo", "wrong_type")
REMOVED = "profile_removed"  # in the session: the entry removed last, so that sending it twice is calm


@never_cache
@require_safe
@participant
@with_person
def profile(request: HttpRequest, person: Person) -> HttpResponse:
    """Dasbor Profil: how complete, what comes next, every part."""
    full = selectors.profile_of(person)
    done = selectors.completeness_of(full)
    jobseeker = selectors.jobseeker_of(person)
    context = {
        "done": done,
        "total": len(done.parts),
        "next": pages.next_step(done),
        "items": pages.part_items(done, full),
        "jobseeker": jobseeker,
        "changed_at": full.changed_at,
    }
    return render(request, "ipk/profile.html", context)


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def personal(request: HttpRequest, person: Person) -> HttpResponse:
    """Data diri: what is known, how to be reached, a few words."""
    full = selectors.profile_of(person)
    user = request.user
    # Before the first time both ways are offered; the person decides which one stays.
    initial = {
        "summary": full.summary,
        "shows_email": full.shows_email,
        "shows_phone": full.shows_phone or full.told_at is None,
    }
    form = PersonalForm(request.POST or None, initial=initial, email=user.email or "", phone=user.phone or "")
    if request.method == "POST" and form.is_valid():
        try:
            operations.keep_personal(person, actor=user, at=clock.now(), **form.told())
        except Invalid as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Data diri tersimpan."))
            return redirect("ipk:profile")
    context = {"form": form, "facts": pages.personal_facts(person)}
    return render(request, "ipk/profile_personal.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def photo(request: HttpRequest, person: Person) -> HttpResponse:
    """Foto diri: shown, replaced, removed."""
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    if form.is_valid() and _take_photo(request, person, form):
        messages.success(request, _("Foto tersimpan."))
        return redirect("ipk:profile")
    full = selectors.profile_of(person)
    context = {"form": form, "photo": full.photo, "is_shown": can_be_shown(full.photo)}
    return render(request, "ipk/profile_photo.html", context, status=422 if form.errors else 200)


def _take_photo(request: HttpRequest, person: Person, form: PhotoForm) -> bool:
    at = clock.now()
    try:
        stored = store_upload(form.cleaned_data["photo"], owner=request.user, purpose=PHOTO_PURPOSE, at=at)
        operations.set_photo(person, file=stored, actor=request.user, at=at)
    except (Invalid, TooMany) as error:
        form.add_error("photo", str(NO_PDF if error.code in NO_PHOTO else error.message))
        return False
    return True


@never_cache
@require_POST
@participant
@with_person
def photo_remove(request: HttpRequest, person: Person) -> HttpResponse:
    operations.remove_photo(person, actor=request.user, at=clock.now())
    messages.success(request, _("Foto dihapus dari profil."))
    return redirect("ipk:profile_photo")


@require_safe
@participant
@with_person
def photo_file(request: HttpRequest, person: Person) -> HttpResponse:
    """One's own photo, cut to a square."""
    return serve_square(selectors.profile_of(person).photo)


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def part(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """The entries of a part; POST says to have none."""
    found = _listed(slug)
    if request.method == "POST":
        try:
            operations.say_none(person, found, actor=request.user, at=clock.now())
        except Conflict as error:
            messages.error(request, str(error.message))
            return redirect("ipk:profile_part", found.value)
        messages.success(request, _("Tersimpan: %(part)s, tidak ada.") % {"part": found.label})
        return redirect("ipk:profile")
    full = selectors.profile_of(person)
    known = selectors.known_jobs(person, full.entries) if found == Part.EXPERIENCE else []
    return render(request, "ipk/profile_part.html", pages.part_page(found, full, known))


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def add(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    """A new entry. `?dari=` names a job that is known already: its employer and months stand in the form."""
    found = _listed(slug)
    at = clock.now()
    job = _known_job(request, person, found)
    initial = pages.from_known(job) if job else {}
    form = FORMS[found](request.POST or None, today=clock.legal_date(at), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            said = _added(request, person, found, form, job, at)
        except Invalid as error:
            form.add_error(REFUSED_AT[error.code], str(error.message))
        else:
            messages.success(request, said)
            return redirect("ipk:profile_part", found.value)
    return _entry_page(request, form, found, job=job)


def _added(
    request: HttpRequest, person: Person, found: Part, form: EntryForm, job: KnownJob | None, at: datetime
) -> str:
    told = form.told()
    if found == Part.SKILL:
        rows = operations.add_skills(person, text=told.title, actor=request.user, at=at)
        names = ", ".join(row.title for row in rows)
        return _("Ditambahkan: %(names)s.") % {"names": names} if rows else _("Keahlian itu sudah ada di profil Anda.")
    known = FirstKnown(job.source, job.ref, job.as_of) if job else None
    operations.add_entry(person, found, told=told, known=known, actor=request.user, at=at)
    return _("Tersimpan.")


def _known_job(request: HttpRequest, person: Person, found: Part) -> KnownJob | None:
    wanted = request.GET.get("dari", "")
    if found != Part.EXPERIENCE or not wanted:
        return None
    jobs = selectors.known_jobs(person, ())
    return next((job for job in jobs if pages.known_key(job) == wanted), None)


@never_cache
@require_http_methods(GET_POST)
@participant
def entry(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Change one entry. What another tab changed meanwhile is not overwritten."""
    row = _own_entry(request, entry_id)
    at = clock.now()
    found = Part(row.part)
    if found == Part.SKILL:  # a skill is removed and written anew
        return redirect("ipk:profile_part", found.value)
    form = FORMS[found](request.POST or None, today=clock.legal_date(at), initial=pages.as_typed(row))
    if request.method == "POST" and form.is_valid():
        seen = form.seen_at()
        if seen is None:
            raise Conflict("changed", _("Muat ulang halaman ini sebelum menyimpan."))
        try:
            operations.change_entry(row, told=form.told(), seen=seen, actor=request.user, at=at)
        except Invalid as error:
            form.add_error(REFUSED_AT[error.code], str(error.message))
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("ipk:profile_part", found.value)
    return _entry_page(request, form, found, entry=row)


@never_cache
@require_http_methods(GET_POST)
@participant
def remove(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """What goes away, then one button. The same button twice is once, and so is a step back to it."""
    if request.session.get(REMOVED, {}).get("id") == str(entry_id):
        return redirect("ipk:profile_part", request.session[REMOVED]["part"])
    row = _own_entry(request, entry_id)
    if request.method == "POST":
        operations.remove_entry(row, actor=request.user, at=clock.now())
        request.session[REMOVED] = {"id": str(entry_id), "part": row.part}
        messages.success(request, _("Dihapus dari profil."))
        return redirect("ipk:profile_part", row.part)
    context = {"entry": row, "name": str(row), "part": Part(row.part)}
    return render(request, "ipk/profile_remove.html", context)


@never_cache
@require_safe
@participant
@with_person
def cv(request: HttpRequest, person: Person) -> HttpResponse:
    """What an employer reads when it is sent with an application, and nothing else."""
    full = selectors.profile_of(person)
    done = selectors.completeness_of(full)
    context = {
        "cv": cv_of(selectors.profile_snapshot(person)),
        "photo_href": reverse("ipk:profile_photo_file") if can_be_shown(full.photo) else "",
        "done": done,
        "next": pages.next_step(done),
    }
    return render(request, "ipk/profile_cv.html", context)


@require_safe
@participant
@with_person
def cv_pdf(request: HttpRequest, person: Person) -> HttpResponse:
    """The same on paper, in the language of the page."""
    stored = selectors.profile_of(person).photo
    photo = square_of(stored) if stored is not None and can_be_shown(stored) else None
    made = render_cv(selectors.profile_snapshot(person), photo=photo, at=clock.now())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="cv.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _listed(slug: str) -> Part:
    """A part that is a list, by its address."""
    if slug not in LISTED:
        raise Http404
    return Part(slug)


def _own_entry(request: HttpRequest, entry_id: uuid.UUID) -> ProfileEntry:
    own = ProfileEntry.objects.visible_to(request.user)
    return get_object_or_404(own.select_related("person"), pk=entry_id)


def _entry_page(request: HttpRequest, form: EntryForm, found: Part, **context: Any) -> HttpResponse:
    words = {"form": form, "part": found, "words": pages.WORDS[found], "suggestions": getattr(form, "suggestions", ())}
    row, job = context.get("entry"), context.get("job")
    if row is not None and row.source != Source.OWN:
        words["source"] = pages.source_said(Source(row.source), row.source_at)
    elif job is not None:
        words["source"] = pages.source_said(job.source, job.as_of)
    return render(request, "ipk/profile_entry.html", words | context, status=422 if form.errors else 200)
