"""What an author does on the page of a complaint, signed in or by code: one set of forms for both."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import client_ip
from compliance.enums import ComplaintState
from compliance.forms.complaints import FileForm, NamelessFileForm, ReopenForm, SayForm
from compliance.limits import FILES_OF_NOBODY
from compliance.models import Complaint
from compliance.operations import complaints
from compliance.operations.filing import FILE_PURPOSE, add_file
from core import clock
from core.errors import Invalid, TooMany
from core.limits import take
from files.operations import store_upload

GET_POST = ["GET", "HEAD", "POST"]


def author_forms(request: HttpRequest, complaint: Complaint, actor: User | None) -> dict[str, Any]:
    """The forms of the page; the one that was sent is bound."""
    done = request.POST.get("do", "") if request.method == "POST" else ""
    asked = complaint.state == ComplaintState.NEEDS_INFO
    file_form = FileForm if actor is not None else NamelessFileForm
    return {
        "say": SayForm(request.POST if done == "say" else None, asked=asked, prefix="say"),
        "reopen": ReopenForm(request.POST if done == "reopen" else None, prefix="reopen"),
        "file": file_form(*((request.POST, request.FILES) if done == "file" else ()), prefix="file"),
    }


def act_as_author(request: HttpRequest, complaint: Complaint, forms: dict[str, Any], actor: User | None) -> bool:
    """Do what was sent. False when its form came back with a mistake; the page then shows it."""
    done = request.POST.get("do", "")
    if done == "withdraw":
        complaints.withdraw_complaint(complaint, actor=actor, at=clock.now())
        messages.success(request, _("Pengaduan ditarik."))
        return True
    form = forms.get(done)
    if form is None or not form.is_valid():
        return form is None
    try:
        said = _ACTS[done](request, complaint, form.cleaned_data, actor, clock.now())
    except (Invalid, TooMany) as error:
        form.add_error("file" if done == "file" else "text", str(error.message))
        return False
    messages.success(request, said)
    return True


def _say(request: HttpRequest, complaint: Complaint, data: dict[str, Any], actor: User | None, at: datetime) -> str:
    complaints.add_to_complaint(complaint, text=data["text"], actor=actor, at=at)
    return _("Terkirim kepada pengawas.")


def _reopen(request: HttpRequest, complaint: Complaint, data: dict[str, Any], actor: User | None, at: datetime) -> str:
    complaints.reopen_complaint(complaint, text=data["text"], actor=actor, at=at)
    return _("Pengaduan dibuka lagi. Pengawas memeriksanya sekali lagi.")


def _add(request: HttpRequest, complaint: Complaint, data: dict[str, Any], actor: User | None, at: datetime) -> str:
    keep_file(request, complaint, data["file"], actor, at)
    return _("Bukti tersimpan.")


def keep_file(request: HttpRequest, complaint: Complaint, upload: Any, actor: User | None, at: datetime) -> None:
    """Store an upload beside a complaint. Raises Invalid, TooMany."""
    if actor is None:
        take(FILES_OF_NOBODY, client_ip(request), at=at)
    stored = store_upload(upload, owner=actor, purpose=FILE_PURPOSE, at=at)
    add_file(complaint, file=stored, actor=actor, at=at)


_ACTS: dict[str, Callable[..., str]] = {"say": _say, "reopen": _reopen, "file": _add}
