"""The worksheet: saved by button or script, signed by the counsellor, accepted or commented by the participant."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import sessions
from accounts.decorators import keeps_typed, roles, signed_in
from accounts.enums import Role
from accounts.models import User
from core import clock
from core.errors import Conflict, Invalid, ensure
from core.middleware import may_use_camera
from counseling.enums import WorksheetState
from counseling.forms.worksheets import (
    AGREEMENT,
    AgreeForm,
    CommentForm,
    SignForm,
    WorksheetForm,
    as_fields,
    with_choices,
)
from counseling.models import Session, Worksheet
from counseling.operations import worksheets as operations
from counseling.policies import can_answer_worksheet, can_write_worksheet
from counseling.presentation.conflict import PICKS, carried, differences
from counseling.presentation.moments import seconds_of, when
from counseling.presentation.sheet import draft_of, moment_of, sheet_of
from counseling.selectors.guides import current_guide
from counseling.selectors.worksheets import notes_of, worksheet_for, worksheet_of
from counseling.views.session import session_page, worksheet_form
from counseling.views.worksheet_common import GET_POST, counsellors_session, note_opening, readable
from counseling.worksheet_pdf import render_worksheet
from notices.selectors import wishes_of

SIGN = "sign"
ACCEPT, COMMENT = "accept", "comment"


@keeps_typed
@never_cache
@require_http_methods(GET_POST)
@roles(Role.COUNSELLOR)
@may_use_camera
def worksheet_save(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """Keep what the page holds. Scripts get JSON; a conflict shows both texts; signing in again loses nothing.

    Opened by GET: what was sent after the session ended, otherwise the way back (for scripts: version and token).
    """
    own = counsellors_session(request, session_pk)
    posted = request.POST if request.method == "POST" else sessions.typed_before(request)
    if posted is None:
        return _way_back(request, own)
    kept = worksheet_of(own)
    saved = as_fields(notes_of(kept), kept.agreement, kept.next_steps) if kept is not None else {}
    guide = kept.guide if kept is not None else current_guide(own.kind)
    form = worksheet_form(kept, guide, with_choices(posted, saved))
    if not form.is_valid():
        return _mistakes(request, own, form)
    written = form.written()
    try:
        done = operations.save_worksheet(own, written=written, actor=_user(request), at=clock.now())
    except Conflict as conflict:
        if conflict.code not in ("stale", "signed"):
            raise
        return _conflict(request, own, form, posted, conflict)
    if _for_script(request):
        return JsonResponse({"version": done.version, "saved": seconds_of(done.saved_at)})
    if posted.get("then") == SIGN:
        if not done.agreement:
            form.add_error(AGREEMENT, _("Tulis kesepakatan dahulu, lalu tanda tangani."))
            return session_page(request, own, _at_version(form, done.version), status=422)
        return redirect("counseling:worksheet_sign", own.pk)
    return redirect(f"{reverse('counseling:session', args=[own.pk])}#kertas-kerja")


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _for_script(request: HttpRequest) -> bool:
    return not request.accepts("text/html")


def _in_call(request: HttpRequest) -> bool:
    return "X-In-Call" in request.headers


def _way_back(request: HttpRequest, own: Session) -> HttpResponse:
    if not _for_script(request):
        return redirect("counseling:session", own.pk)
    kept = worksheet_of(own)
    return JsonResponse({"version": kept.version if kept is not None else 0, "token": get_token(request)})


def _at_version(form: WorksheetForm, version: int) -> WorksheetForm:
    """The form as sent, but what it holds is saved: sending it again is no conflict."""
    form.data = {**form.data.dict(), "version": str(version)}  # type: ignore[attr-defined]
    return form


def _mistakes(request: HttpRequest, own: Session, form: WorksheetForm) -> HttpResponse:
    if _for_script(request):
        return JsonResponse({"code": "invalid", "errors": form.errors.get_json_data()}, status=422)
    return session_page(request, own, form, status=422)


def _conflict(
    request: HttpRequest, own: Session, form: WorksheetForm, posted: QueryDict, conflict: Conflict
) -> HttpResponse:
    """Both texts of every field that differs, with a choice; for scripts the same as data. Nothing was written."""
    kept = Worksheet.objects.select_related("guide").get(session=own)
    written = form.written()
    mine = as_fields(written.notes, written.agreement, written.next_steps)
    fields = differences(form.questions, as_fields(notes_of(kept), kept.agreement, kept.next_steps), mine)
    if _for_script(request):
        text = str(conflict.message)
        answer = {"code": conflict.code, "text": text, "version": kept.version, "fields": fields}
        return JsonResponse(answer, status=409)
    context = {
        "session": own,
        "back": reverse("counseling:session", args=[own.pk]),
        "fields": fields,
        "picks": PICKS,
        "version": kept.version,
        "carried": carried(posted, mine),
        "signed": conflict.code == "signed",
        "saved_at": seconds_of(kept.saved_at),
    }
    return render(request, "counseling/worksheet_conflict.html", context, status=409)


# --- signing -----------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(GET_POST)
@roles(Role.COUNSELLOR)
def worksheet_sign(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """The counsellor reads once more what will stand there for good, and signs it with the full name.

    The page of the room asks by script while a call is on, and says so: the session then goes on.
    """
    own = counsellors_session(request, session_pk)
    kept = worksheet_of(own)
    may_write = can_write_worksheet(own, _user(request), clock.now())
    if kept is None or not may_write or (request.method != "POST" and kept.state in operations.LOCKED_STATES):
        return redirect("counseling:session", own.pk)
    form = SignForm(request.POST if request.method == "POST" else None, initial={"version": kept.version})
    if request.method == "POST" and form.is_valid():
        try:
            how = {"actor": _user(request), "at": clock.now(), "goes_on": _in_call(request)}
            operations.send_worksheet(own, **form.cleaned_data, **how)
        except Invalid as error:
            if error.code == "agreement_missing":
                return redirect(f"{reverse('counseling:session', args=[own.pk])}#sepakat")
            form.add_error("typed_name", str(error.message))
        else:
            return redirect("counseling:session", own.pk)
    kept.session = own
    context = {
        "session": own,
        "back": reverse("counseling:session", args=[own.pk]),
        "worksheet": kept,
        "form": form,
        "sheet": draft_of(kept),
        "goes_on": _in_call(request),
        "when": when(own, own.counsellor.zone),
        "zone": own.counsellor.zone,
    }
    return render(request, "counseling/worksheet_sign.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def worksheet(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """The participant reads and answers; the counsellor, auditors and coordinators read, which is written down."""
    user = _user(request)
    kept = readable(request, worksheet_for(user, session_pk, clock.today()))
    is_own = can_answer_worksheet(kept.session, user)
    may_answer = is_own and kept.state == WorksheetState.SENT
    agree, comment = AgreeForm(), CommentForm()
    if request.method == "POST":
        ensure(is_own, "not_yours", _("Hanya peserta sendiri yang menjawab Kertas Kerja."))
        word = request.POST.get("answer")
        agree = AgreeForm(request.POST if word == ACCEPT else None)
        comment = CommentForm(request.POST if word == COMMENT else None)
        if _answered(request, kept, agree, comment):
            return redirect("counseling:worksheet", kept.session_id)
    elif not is_own:
        note_opening(request, kept.session, kept, "membaca kertas kerja konseling")
    context = {
        "base": "base.html" if is_own else "base_officer.html",
        "session": kept.session,
        "worksheet": kept,
        "sheet": sheet_of(kept),
        "is_own": is_own,
        "may_answer": may_answer,
        "agree": agree,
        "comment": comment,
        "has_errors": bool(agree.errors or comment.errors),
        "moment": moment_of(kept),
        "zone": wishes_of(user).zone,
    }
    return render(request, "counseling/worksheet.html", context, status=422 if context["has_errors"] else 200)


def _answered(request: HttpRequest, kept: Worksheet, agree: AgreeForm, comment: CommentForm) -> bool:
    """Whether an answer was taken; what is wrong stands in the forms. Raises Conflict and NotAllowed."""
    common: dict[str, Any] = {"actor": _user(request), "at": clock.now()}
    try:
        if agree.is_bound and agree.is_valid():
            operations.agree_worksheet(kept.session, **agree.cleaned_data, **common)
            return True
        if comment.is_bound and comment.is_valid():
            operations.comment_worksheet(kept.session, **comment.cleaned_data, **common)
            return True
    except Invalid as error:
        if agree.is_bound:
            agree.add_error("typed_name", str(error.message))
        else:
            comment.add_error("comment", str(error.message))
    return False


@never_cache
@require_safe
@signed_in
def worksheet_pdf(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """The same on paper, in the language of the page, with both names and the seal."""
    kept = readable(request, worksheet_for(_user(request), session_pk, clock.today()))
    if not can_answer_worksheet(kept.session, _user(request)):
        note_opening(request, kept.session, kept, "membaca kertas kerja konseling")
    answer = HttpResponse(render_worksheet(kept), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="kertas-kerja-{kept.begun_at:%Y-%m-%d}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
