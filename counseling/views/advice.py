"""K4: what a counsellor recommends during a session, found and sent on one page."""

import uuid
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.decorators import roles
from accounts.enums import Role
from core import audit, clock
from core.errors import DomainError
from core.text import one_line
from counseling.enums import Side
from counseling.forms.advice import TRAINING, VACANCY, AdviceForm, ticked
from counseling.models import Session
from counseling.operations.advice import advise_vacancies, recommend_trainings
from counseling.policies import side_of
from counseling.presentation import advice as pages
from counseling.selectors import session_for
from counseling.selectors.outcomes import Outcome, outcome_of
from ipk.matching import Wants
from ipk.presentation.vacancies import understood_notes
from ipk.selectors import job_groups
from ipk.selectors.fitting import fitting
from ipk.selectors.wants import wants_of
from ipk.wanted import LONGEST_QUERY, WAGES, read_wanted
from training.enums import Mode
from training.selectors import programmes_for_groups

PROGRAMMES = 10
PURPOSE = "rekomendasi konseling"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COUNSELLOR)
def advice(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """Vacancies and training for the participant of one's own session; ticked ones are sent into the room."""
    session = own_session(request, session_pk)
    part = TRAINING if request.GET.get("bagian") == TRAINING else VACANCY
    now = clock.now()
    form = AdviceForm(request.POST or None, part=part)
    if request.method == "POST" and form.is_valid():
        try:
            count = _send(request, session, part, form.cleaned_data["why"], now)
        except DomainError as error:
            if error.status == 403:
                raise
            form.add_error("why" if error.code.startswith("why") else None, str(error.message))
        else:
            messages.success(request, _sent_words(part, count))
            return redirect(request.get_full_path())
    elif request.method == "GET":
        _record(request, session, now)
    return _page(request, session, part, form, now)


def own_session(request: HttpRequest, session_pk: uuid.UUID) -> Session:
    """The session that the signed-in counsellor holds; another's is not found."""
    session = session_for(request.user, session_pk)
    if session is None or side_of(session, request.user) != Side.COUNSELLOR:
        raise Http404
    return session


def _send(request: HttpRequest, session: Session, part: str, why: str, at: datetime) -> int:
    chosen, how = ticked(request.POST.getlist("pilih")), {"why": why, "actor": request.user, "at": at}
    if part == TRAINING:
        return len(recommend_trainings(session, programmes=chosen, **how))
    return len(advise_vacancies(session, vacancies=chosen, **how))


def _sent_words(part: str, count: int) -> str:
    if part == TRAINING:
        words = ngettext(
            "%(n)s pelatihan direkomendasikan. Peserta melihatnya di obrolan.",
            "%(n)s pelatihan direkomendasikan. Peserta melihatnya di obrolan.",
            count,
        )
    else:
        words = ngettext(
            "%(n)s lowongan terkirim. Peserta melihatnya di obrolan.",
            "%(n)s lowongan terkirim. Peserta melihatnya di obrolan.",
            count,
        )
    return words % {"n": count}


def _record(request: HttpRequest, session: Session, at: datetime) -> None:
    audit.record_access(
        actor=request.user,
        at=at,
        person_id=session.person_id,
        subject=session,
        purpose=PURPOSE,
        role=Role.COUNSELLOR,
    )


def _page(request: HttpRequest, session: Session, part: str, form: AdviceForm, at: datetime) -> HttpResponse:
    today, zone = clock.legal_date(at), session.counsellor.zone
    wants, outcome = wants_of(session.person), outcome_of(session)
    home = str(session.person.region) if session.person.region_id else ""
    here = reverse("counseling:advice", args=[session.pk])
    context: dict[str, Any] = {
        "session": session,
        "participant": session.person.full_name,
        "part": part,
        "form": form,
        "closed": pages.closed_words(session, at, zone),
        "about": pages.about(wants, home, today),
        "advice": pages.advice_card(session, at, zone, outcome=outcome),
        "ticked": set(request.POST.getlist("pilih")),
        "tabs": [
            {"label": _("Lowongan"), "href": here, "current": part == VACANCY, "count": None},
            {"label": _("Pelatihan"), "href": f"{here}?bagian={TRAINING}", "current": part == TRAINING, "count": None},
        ],
    }
    found = _programmes if part == TRAINING else _vacancies
    context |= found(request, wants, outcome, today, zone)
    return render(request, "counseling/advice.html", context, status=422 if form.errors else 200)


def _vacancies(request: HttpRequest, wants: Wants, outcome: Outcome, today: date, zone: str) -> dict[str, Any]:
    wanted = read_wanted(request.GET)
    found = fitting(wanted, wants, today=today, page=request.GET.get("page"))
    return {
        "wanted": wanted,
        "wages": WAGES,
        "groups": [(group.code, str(group)) for group in job_groups()],
        "notes": understood_notes(wanted, found.understood) if found.understood else [],
        "heading": pages.found_heading(found),
        "rows": pages.vacancy_choices(found, outcome, today, zone),
        "page": found.page,
    }


def _programmes(request: HttpRequest, wants: Wants, outcome: Outcome, today: date, zone: str) -> dict[str, Any]:
    words = one_line(request.GET.get("q") or "")[:LONGEST_QUERY].strip()
    mode = request.GET.get("cara", "")
    mode = mode if mode in Mode.values else ""
    every = request.GET.get("bidang") == "semua" or not (wants.former | wants.wished)
    codes = frozenset() if every or words else wants.former | wants.wished
    rows = programmes_for_groups(codes, wants.home, on=today, words=words, mode=mode).select_related(
        "institute__region"
    )
    page = Paginator(rows, PROGRAMMES).get_page(request.GET.get("page"))
    return {
        "q": words,
        "mode": mode,
        "modes": Mode.choices,
        "every": every,
        "knows_groups": bool(wants.former | wants.wished),
        "rows": pages.programme_choices(list(page), outcome, today, zone),
        "none_near": bool(page) and page.number == 1 and page[0].nearness > 1,
        "page": page,
        "total": page.paginator.count,
    }
