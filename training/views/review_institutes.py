"""R4: the desk of partnerships: verify proposals, sign for the ministry, measures with a second officer."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import keeps_typed, recent_sign_in, roles
from accounts.enums import Role
from core import clock
from core.errors import Conflict, Invalid, ensure
from core.queues import onward, place_in, steps
from notices.letters.training import INSTITUTE_PROMISES, MINISTRY_PROMISES
from training.checklists import checklist
from training.enums import InstituteState, MeasureKind, PartnershipState
from training.forms.partners import ChecklistForm, DecideForm, InstituteFilter, MeasureForm, ReasonForm, initial_of
from training.models import Institute, Partnership
from training.operations import measures, partnership
from training.policies import can_agree, can_decide_measure, can_verify, has_interest
from training.presentation import partners as pages
from training.presentation.profile import STEP_TONES, TONES, agreements, endings
from training.selectors import partnership as selectors

GET_POST = ["GET", "HEAD", "POST"]
ROWS = 20
PAGE, MEASURE = "training:review_provider", "training:review_measure"
READERS = (
    Role.INSTITUTE_VERIFIER, Role.STANDARDS, Role.REVIEWER, Role.APPROVER, Role.INTEGRITY, Role.AUDITOR,
)  # fmt: skip


@never_cache
@require_safe
@roles(*READERS)
def review_providers(request: HttpRequest) -> HttpResponse:
    """What waits for an officer, the soonest due first; every institute by filter and search."""
    now = clock.now()
    found = InstituteFilter(request.GET, queryset=selectors.desk())
    page = Paginator(found.rows, ROWS).get_page(request.GET.get("page"))
    signed = selectors.agreements_of(list(page))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.desk_row(row, now, signed.get(row.pk)) for row in page],
        "totals": pages.totals(selectors.desk_numbers(clock.legal_date(now))),
    }
    return render(request, "training/reviu/lpk.html", context)


def institute_or_404(institute_id: uuid.UUID) -> Institute:
    return get_object_or_404(Institute.objects.select_related("region"), pk=institute_id)


@never_cache
@keeps_typed
@require_http_methods(GET_POST)
@roles(*READERS)
def review_provider(request: HttpRequest, institute_id: uuid.UUID) -> HttpResponse:
    """One institute with its proposal; the verifier answers every item and decides."""
    institute = institute_or_404(institute_id)
    row = selectors.latest_partnership(institute)
    today = clock.today()
    verifies = _verifies(request, institute, row)
    form = _checklist_form(request, row) if row is not None and verifies else None
    if request.method == "POST":
        ensure(can_verify(request.user, institute, today))  # type: ignore[arg-type]
        if form is None or row is None:
            raise Conflict("changed", _("Pengajuan ini sudah diputus. Muat ulang untuk melihat yang terbaru."))
        place = place_in(selectors.own_queue(request.user, today), institute.pk)  # type: ignore[arg-type]
        if form.is_valid() and _decided(request, row, form):
            done = request.POST.get("do") != "save"
            return redirect(onward(place, PAGE) or "training:review_providers") if done else redirect(request.path)
    return _detail(request, institute, row, form)


def _verifies(request: HttpRequest, institute: Institute, row: Partnership | None) -> bool:
    if row is None or row.state != PartnershipState.SUBMITTED:
        return False
    return can_verify(request.user, institute, clock.today())  # type: ignore[arg-type]


def _checklist_form(request: HttpRequest, row: Partnership) -> ChecklistForm:
    first: dict[str, Any] = initial_of(row.answers) | {"seen": selectors.version_of(row)}
    data = request.POST if request.method == "POST" else None
    return ChecklistForm(data, items=checklist(row.checklist), initial=first)


def _decided(request: HttpRequest, row: Partnership, form: ChecklistForm) -> bool:
    how: dict[str, Any] = {"seen": form.cleaned_data["seen"], "actor": request.user, "at": clock.now()}
    remark, wish = form.cleaned_data["remark"], request.POST.get("do", "save")
    answers = form.answers  # an error that is added takes its field out of what was cleaned
    try:
        if wish == "verify":
            partnership.verify_proposal(row, answers=answers, **how)
            messages.success(request, _("Memenuhi syarat. Pimpinan lembaga sudah diminta menandatangani."))
        elif wish == "return":
            partnership.return_proposal(row, answers=answers, remark=remark, **how)
            messages.success(request, _("Dikembalikan. Lembaga sudah diberi tahu."))
        elif wish == "refuse":
            partnership.refuse_proposal(row, reason=remark, **how)
            messages.success(request, _("Ditolak. Lembaga sudah diberi tahu."))
        else:
            partnership.save_answers(row, answers=answers, **how)
            messages.success(request, _("Jawaban tersimpan. Belum ada putusan."))
    except Invalid as error:
        open_items = error.facts.get("items", ())
        for item in (one for one in form.items if one.code in open_items):
            said = (
                _("Belum dijawab: %(item)s") if answers[item.code].met is None else _("Belum memenuhi syarat: %(item)s")
            )
            form.add_error(f"met_{item.code}", said % {"item": item.text})
        form.add_error("remark" if error.code == "reason_missing" else None, str(error.message))
        return False
    return True


def _detail(request: HttpRequest, institute: Institute, row: Partnership | None, form: Any) -> HttpResponse:
    user, now = request.user, clock.now()
    today = clock.legal_date(now)
    agreed = selectors.agreement(institute)
    measure, may_agree = selectors.open_measure(institute), _may_agree(request, row)
    may_measure = can_verify(user, institute, today) and bool(measures.possible_measures(institute))  # type: ignore[arg-type]
    waits = measure is not None and can_decide_measure(user, measure, today)  # type: ignore[arg-type]
    opens = waits and form is None and not may_agree
    context = {
        "institute": institute,
        "queue": steps(place_in(selectors.own_queue(user, today), institute.pk), PAGE),  # type: ignore[arg-type]
        "tone": TONES[InstituteState(institute.state)],
        "row": row,
        "step_tone": STEP_TONES[PartnershipState(row.state)] if row else "",
        "form": form,
        "items": pages.items(row, form, today) if row else [],
        "facts": pages.institute_facts(institute, agreed),
        "papers": agreements(selectors.agreements(institute), "review_pks", institute.pk),
        "proposal_facts": pages.facts_of(row) if row else [],
        "endings": endings(selectors.endings(institute, agreed, today), now),
        "changes": pages.changes(selectors.changed_since_sent(row)) if row else [],
        "tied": has_interest(user, institute, today),  # type: ignore[arg-type]
        "may_agree": may_agree,
        "measure": measure,
        "measure_facts": pages.measure_facts(measure) if measure else [],
        "may_measure": may_measure,
        "opens_measure": opens,
        "shows_measure": not opens and (measure is not None or may_measure),
        "history": pages.history(institute, row),
    }
    return render(request, "training/reviu/lpk_satu.html", context, status=422 if form and form.errors else 200)


def _may_agree(request: HttpRequest, row: Partnership | None) -> bool:
    if row is None or row.state != PartnershipState.SIGNED:
        return False
    return can_agree(request.user, row, clock.today())  # type: ignore[arg-type]


@never_cache
@require_http_methods(GET_POST)
@roles(Role.STANDARDS)
@recent_sign_in
def review_agreement(request: HttpRequest, institute_id: uuid.UUID) -> HttpResponse:
    """The ministry signs, or says why not. Never who verified the institute."""
    institute = institute_or_404(institute_id)
    row = selectors.latest_partnership(institute)
    if row is None or row.state not in (PartnershipState.SIGNED, PartnershipState.AGREED):
        return redirect("training:review_provider", institute.pk)
    ensure(row.state == PartnershipState.AGREED or _may_agree(request, row), "second_officer", _SECOND)
    refusing = request.POST.get("do") == "refuse"
    form = ReasonForm(request.POST if refusing else None)
    how: dict[str, Any] = {"actor": request.user, "at": clock.now()}
    if request.method == "POST" and not refusing:
        partnership.agree(row, **how)
        messages.success(request, _("Perjanjian berlaku. Suratnya sudah dikirim kepada pimpinan lembaga."))
        return redirect("training:review_provider", institute.pk)
    if refusing and form.is_valid():
        partnership.refuse_signature(row, reason=form.cleaned_data["reason"], **how)
        messages.success(request, _("Tidak ditandatangani. Lembaga sudah diberi tahu."))
        return redirect("training:review_provider", institute.pk)
    if row.state == PartnershipState.AGREED:
        return redirect("training:review_provider", institute.pk)
    context = {
        "institute": institute,
        "row": row,
        "form": form,
        "facts": pages.facts_of(row),
        "until": partnership.last_day(clock.today()),
        "ours": INSTITUTE_PROMISES,
        "theirs": MINISTRY_PROMISES,
    }
    return render(request, "training/reviu/perjanjian.html", context, status=422 if form.errors else 200)


_SECOND = gettext_lazy("Perjanjian ditandatangani petugas lain yang tidak memverifikasi lembaga ini.")


@never_cache
@require_http_methods(GET_POST)
@roles(Role.INSTITUTE_VERIFIER, Role.STANDARDS)
def review_measure(request: HttpRequest, institute_id: uuid.UUID) -> HttpResponse:
    """Propose a measure, or decide what another officer proposed; then the next one that waits opens."""
    institute = institute_or_404(institute_id)
    measure, today = selectors.open_measure(institute), clock.today()
    place = place_in(selectors.measure_queue(request.user, today), institute.pk)  # type: ignore[arg-type]
    if request.method == "POST" and "apply" in request.POST and measure is None:
        raise Conflict("wrong_state", _("Usulan ini sudah diputus petugas lain."))
    decides = measure is not None and can_decide_measure(request.user, measure, today)  # type: ignore[arg-type]
    kinds = measures.possible_measures(institute)
    data = request.POST if request.method == "POST" else None
    form: Any = DecideForm(data) if measure is not None else MeasureForm(data, kinds=kinds)
    if data is not None:
        ensure(decides if measure is not None else can_verify(request.user, institute, today))  # type: ignore[arg-type]
        if form.is_valid():
            _settle(request, institute, measure, form)
            return redirect((onward(place, MEASURE) if measure else "") or reverse(PAGE, args=[institute.pk]))
    context = {
        "institute": institute,
        "queue": steps(place, MEASURE),
        "measure": measure,
        "measure_facts": pages.measure_facts(measure) if measure else [],
        "stake": pages.stake_facts(selectors.at_stake(institute, today)),
        "form": form,
        "decides": decides,
        "proposes": measure is None and bool(kinds) and can_verify(request.user, institute, today),  # type: ignore[arg-type]
        "frees": MeasureKind.FREE_VIN in kinds or (measure is not None and measure.kind == MeasureKind.FREE_VIN),
        "past": pages.past_measures(institute),
        "papers": agreements(selectors.agreements(institute), "review_pks", institute.pk),
    }
    return render(request, "training/reviu/tindakan.html", context, status=422 if form.errors else 200)


def _settle(request: HttpRequest, institute: Institute, measure: Any, form: Any) -> None:
    how: dict[str, Any] = {"actor": request.user, "at": clock.now()}
    if measure is None:
        measures.propose_measure(institute, **form.cleaned_data, **how)
        messages.success(request, _("Usulan tercatat. Petugas lain yang memutuskan."))
        return
    applied = form.cleaned_data["apply"] == "ya"
    measures.decide_measure(measure, apply=applied, answer=form.cleaned_data["answer"], **how)
    done = _("Tindakan diberlakukan. Lembaga sudah diberi tahu.") if applied else _("Usulan tidak diberlakukan.")
    messages.success(request, done)
