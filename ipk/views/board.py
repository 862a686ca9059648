"""The employer's board: who applied for one vacancy, one of them, and answers to one or many."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import signed_in
from core import audit, clock
from core.errors import Invalid
from files.models import StoredFile
from ipk import operations, selectors
from ipk.cv import cv_of
from ipk.enums.applications import OPEN, REACHABLE, ApplicationState
from ipk.filters import ApplicantFilter
from ipk.forms.applications import AcceptForm, CallForm, RefuseForm
from ipk.models import Application, Vacancy
from ipk.photos import can_be_shown
from ipk.presentation import applications as pages
from ipk.views.common import GET_POST
from notices.selectors import wishes_of

ROWS = 20
CALL, REFUSE, ACCEPT = "panggil", "tolak", "terima"
EMPLOYER = "HR"  # the role that the person reads in "siapa melihat data saya"
_ON = {
    "interview_in_the_past": "day",
    "interview_too_far": "day",
    "place_missing": "place",
    "reason_unknown": "reason",
    "starts_in_the_past": "starts_on",
    "starts_too_far": "starts_on",
}


@never_cache
@require_safe
@signed_in
def board(request: HttpRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """The applicants of one vacancy by state and name, twenty a page."""
    vacancy = _vacancy(request, vacancy_id)
    rows = selectors.applicants(vacancy, request.user, clock.today())
    found = ApplicantFilter(request.GET, queryset=rows)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    chosen, here = found.form.cleaned_data.get("keadaan", ""), reverse("ipk:board", args=[vacancy.pk])
    listed = [pages.applicant_row(row) for row in page]
    context = {
        "vacancy": vacancy,
        "page": page,
        "rows": listed,
        "to_answer": any(row["is_open"] for row in listed),
        "chips": pages.chips(selectors.numbers_by_state(rows), chosen, here, leave_out=(ApplicationState.WITHDRAWN,)),
        "filter": found,
    }
    return render(request, "ipk/board.html", context)


@never_cache
@require_safe
@signed_in
def applicant(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """What one person sent. The first opening marks it seen; every one is written down and can be seen by the person.

    What was taken back is not shown any more.
    """
    row = _received(request, application_id)
    if row.state == ApplicationState.WITHDRAWN:
        return render(request, "ipk/applicant_gone.html", {"application": row})
    if request.method == "GET":
        row = _opened(request, row)
    photo = StoredFile.objects.filter(pk=row.snapshot["photo"]).first() if row.snapshot["photo"] else None
    context = {
        "application": row,
        "name": row.snapshot["name"],
        "tone": pages.TONES[ApplicationState(row.state)],
        "cv": cv_of(row.snapshot, with_contacts=False),
        "contacts": pages.contacts(row),
        "contacts_follow": row.state in OPEN and row.state not in REACHABLE,
        "photo_href": reverse("ipk:application_photo", args=[row.pk]) if can_be_shown(photo) else "",
        "files": list(row.files.select_related("file")),
        "appointment": pages.appointment_facts(row, wishes_of(request.user).zone),
        "terms": pages.terms(row),
        "history": pages.history(row, for_employer=True),
        "answers": _answers(row),
    }
    return render(request, "ipk/applicant.html", context)


def _opened(request: HttpRequest, row: Application) -> Application:
    now = clock.now()
    if row.person.user_id == request.user.pk:  # one's own application to one's own firm
        return row
    audit.record_access(
        actor=request.user,
        at=now,
        person_id=row.person_id,
        subject=row,
        purpose=f"seleksi pelamar, {row.company}"[:120],
        role=EMPLOYER,
    )
    if operations.see_application(row, actor=request.user, at=now) is not row:
        row.refresh_from_db(fields=["state"])
    return row


def _answers(row: Application) -> list[dict[str, str]]:
    """Links to the answers that are open, the likely one first."""
    if not Application.workflow.can(row, "refuse"):
        return []
    here = reverse("ipk:board_answer", args=[row.vacancy_id])
    take = (ACCEPT, _("Terima bekerja"))
    if row.state == ApplicationState.CALLED:
        words = [take, (CALL, _("Ubah waktu wawancara"))]
    else:
        words = [(CALL, _("Panggil wawancara")), take]
    words.append((REFUSE, _("Tidak diterima")))
    return [
        {"href": f"{here}?jawab={kind}&pelamar={row.pk}", "label": label, "look": "alt" if n else ""}
        for n, (kind, label) in enumerate(words)
    ]


@never_cache
@require_http_methods(GET_POST)
@signed_in
def answer(request: HttpRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """One answer to those who were ticked: a page that names them, then one button."""
    vacancy = _vacancy(request, vacancy_id)
    sent = request.POST if request.method == "POST" else request.GET
    kind = sent.get("jawab", "")
    if kind not in (CALL, REFUSE, ACCEPT):
        return redirect("ipk:board", vacancy.pk)
    rows = _ticked(request, vacancy, sent.getlist("pelamar"))
    if not rows or (kind == ACCEPT and len(rows) > 1):
        messages.warning(request, _("Pilih pelamar dahulu.") if not rows else _("Terima satu pelamar sekali jalan."))
        return redirect("ipk:board", vacancy.pk)
    form = _form(request, kind)
    if request.method == "POST" and form.is_valid():
        try:
            done = _say(request, kind, rows, form)
        except Invalid as error:
            form.add_error(_ON.get(error.code), str(error.message))
        else:
            _tell(request, kind, len(done), len(rows))
            return redirect("ipk:board", vacancy.pk)
    context = {"vacancy": vacancy, "rows": rows, "kind": kind, "form": form, "title": _title(kind, len(rows))}
    return render(request, "ipk/board_answer.html", context, status=422 if form.errors else 200)


def _ticked(request: HttpRequest, vacancy: Vacancy, texts: list[str]) -> list[Application]:
    """Those of this vacancy among what was ticked, also those that moved on: the operation tells them apart."""
    wanted = []
    for text in texts[: operations.MOST_AT_ONCE + 1]:
        try:
            wanted.append(uuid.UUID(text))
        except ValueError:
            continue
    received = Application.objects.of_employer(request.user, clock.today())
    return list(received.filter(vacancy=vacancy, pk__in=wanted).order_by("-sent_at", "pk"))


def _form(request: HttpRequest, kind: str) -> Any:
    posted = request.POST if request.method == "POST" else None
    today = clock.today()
    if kind == CALL:
        return CallForm(posted, today=today, zone=wishes_of(request.user).zone)
    return RefuseForm(posted, initial={"reason": ""}) if kind == REFUSE else AcceptForm(posted, today=today)


def _say(request: HttpRequest, kind: str, rows: list[Application], form: Any) -> list[Application]:
    common: dict[str, Any] = {"actor": request.user, "at": clock.now()}
    if kind == CALL:
        return operations.call_applicants(rows, appointment=form.appointment(), **common)
    if kind == REFUSE:
        return operations.refuse_applicants(rows, reason=form.cleaned_data["reason"], **common)
    return [operations.accept_applicant(rows[0], **form.cleaned_data, **common)]


def _tell(request: HttpRequest, kind: str, done: int, asked: int) -> None:
    said = {
        CALL: ngettext("%(n)s pelamar dipanggil.", "%(n)s pelamar dipanggil.", done),
        REFUSE: ngettext("%(n)s pelamar menerima jawaban.", "%(n)s pelamar menerima jawaban.", done),
        ACCEPT: _("Pelamar diterima. Kami mengabarinya."),
    }[kind]
    messages.success(request, said % {"n": done} if kind != ACCEPT else said)
    if done < asked:
        left = ngettext(
            "%(n)s sudah dijawab atau ditarik, jadi tidak berubah.",
            "%(n)s sudah dijawab atau ditarik, jadi tidak berubah.",
            asked - done,
        )
        messages.warning(request, left % {"n": asked - done})


def _title(kind: str, count: int) -> str:
    return {
        CALL: ngettext("Panggil %(n)s pelamar", "Panggil %(n)s pelamar", count) % {"n": count},
        REFUSE: ngettext("Jawab %(n)s pelamar: tidak diterima", "Jawab %(n)s pelamar: tidak diterima", count)
        % {"n": count},
        ACCEPT: _("Terima pelamar ini bekerja"),
    }[kind]


def _vacancy(request: HttpRequest, vacancy_id: uuid.UUID) -> Vacancy:
    """One of the user's employers; another's is not found."""
    return get_object_or_404(Vacancy.objects.of_staff(request.user, clock.today()), pk=vacancy_id)


def _received(request: HttpRequest, application_id: uuid.UUID) -> Application:
    received = Application.objects.of_employer(request.user, clock.today()).select_related("vacancy", "person")
    return get_object_or_404(received, pk=application_id)
