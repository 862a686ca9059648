"""What several screens need: whose activity it is, an upload that is kept, a refusal beside its field."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from core.clock import legal_date
from core.errors import DomainError, Invalid, TooMany
from files.models import StoredFile
from files.operations import store_upload
from ipk.forms.activities import ActivityForm
from ipk.models import Activity, Vacancy
from ipk.operations.activities import PURPOSE

GET_POST = ["GET", "HEAD", "POST"]
_FIELDS = {
    "company_missing": "company",
    "date_in_the_future": "on",
    "date_too_old": "on",
    "evidence_missing": "file",
    "link_not_http": "link",
    "file_not_yours": "file",
    "file_used": "file",
    "already_added": "company",
}


def own_activity(request: HttpRequest, activity_id: uuid.UUID) -> Activity:
    """The signed-in person's own activity; another's is not found, whatever roles they have."""
    own = Activity.objects.filter(person__user=request.user)
    return get_object_or_404(own.select_related("person", "file"), pk=activity_id)


def activity_form(
    request: HttpRequest,
    *,
    at: datetime,
    initial: dict[str, Any] | None = None,
    on_record: StoredFile | None = None,
    about: Vacancy | None = None,
) -> ActivityForm:
    """The form, empty or as sent. A file that was taken before, or is `on_record`, is not asked for again.

    `about`: the vacancy of another site that it tells of.
    """
    today = legal_date(at)
    if request.method != "POST":
        return ActivityForm(today=today, initial=initial, kept_file=on_record, about=about)
    kept = _kept(request) or on_record
    form = ActivityForm(request.POST, request.FILES, today=today, kept_file=kept, about=about)
    form.full_clean()
    _take_file(request, form, at)
    return form


def vacancy_elsewhere(text: str | None) -> Vacancy | None:
    """The published vacancy of another site with this id; nothing for any other."""
    wanted = _id(text)
    if wanted is None:
        return None
    return Vacancy.objects.filter(pk=wanted, employer=None, published_at__isnull=False).first()


def _id(text: str | None) -> uuid.UUID | None:
    try:
        return forms.UUIDField(required=False).clean(text)
    except forms.ValidationError:
        return None


def _kept(request: HttpRequest) -> StoredFile | None:
    """The upload of an earlier try, if it is this person's own."""
    kept = _id(request.POST.get("kept"))
    if kept is None:
        return None
    return StoredFile.objects.kept().filter(pk=kept, owner=request.user, purpose=PURPOSE).first()


def _take_file(request: HttpRequest, form: ActivityForm, at: datetime) -> None:
    """Store a good upload even when another field must be corrected: nobody sends a photo twice over a slow line."""
    upload = form.cleaned_data.get("file")
    if not upload:
        return
    try:
        form.kept_file = store_upload(upload, owner=request.user, purpose=PURPOSE, at=at)
    except (Invalid, TooMany) as error:
        form.add_error("file", str(error.message))
        return
    form.data = form.data.copy()
    form.data["kept"] = str(form.kept_file.pk)


def show_error(form: forms.Form, error: DomainError) -> None:
    """Put a refusal of the domain beside its field, or above the form."""
    form.add_error(_FIELDS.get(error.code), str(error.message))
    if error.code in ("file_used", "file_not_yours") and isinstance(form, ActivityForm):
        form.kept_file = None
        form.data = form.data.copy()
        form.data["kept"] = ""
