"""G5: the mediator's queue by age, and one termination with both accounts side by side."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from accounts.reading import note_reading
from core import clock
from core.errors import Conflict, DomainError, ensure
from participants import policies
from participants.enums import PhkState, ProofKind, Side, Stance
from participants.filters import MediationFilter
from participants.forms.mediation import MediationForm, RulingForm
from participants.models import PhkEvent, PhkProof, PhkVersion
from participants.operations import phk
from participants.presentation import side_by_side, timeline
from participants.said import FACTS
from participants.selectors import both_sides
from participants.views.common import proof_from, show_error
from participants.views.phk import load_event
from rules.parameters import PROOF_KINDS

GET_POST = ["GET", "HEAD", "POST"]
ROWS = 20
READERS = (
    Role.MEDIATOR,
    Role.INSPECTOR,
    Role.INSPECTION_COORDINATOR,
    Role.BPJS_VERIFIER,
    Role.AUDITOR,
)
_FIELDS = {"proof_missing": "kind", "proof_kind_not_accepted": "kind", "reason_missing": "reason"}
WAGELESS = FACTS[:-1]  # a mediator does not read wages (security 4.2)


@never_cache
@require_safe
@roles(Role.MEDIATOR)
def mediation(request: HttpRequest) -> HttpResponse:
    """What waits for a mediator of this region, the oldest first."""
    today = clock.today()
    events = PhkEvent.objects.visible_to(request.user, today)
    found = MediationFilter(request.GET, queryset=_marked(events))
    rows = found.qs if request.GET.get("keadaan") else found.qs.filter(state=PhkState.AWAITING_MEDIATOR)
    page = Paginator(rows.order_by("waiting_since", "pk"), ROWS).get_page(request.GET.get("page"))
    oldest = page.object_list[0] if page.object_list else None
    context = {"filter": found, "page": page, "totals": _totals(events), "oldest": oldest}
    return render(request, "participants/mediation.html", context)


def _marked(events: QuerySet[PhkEvent]) -> QuerySet[PhkEvent]:
    disputes = PhkVersion.objects.filter(event=OuterRef("pk"), stance=Stance.DISPUTES)
    files = PhkProof.objects.filter(event=OuterRef("pk"), file__isnull=False)
    return events.select_related("person", "employer", "region").annotate(
        is_disputed=Exists(disputes), has_file=Exists(files)
    )


def _totals(events: QuerySet[PhkEvent]) -> list[dict[str, Any]]:
    count = events.aggregate(
        waiting=Count("pk", filter=Q(state=PhkState.AWAITING_MEDIATOR)),
        silent=Count("pk", filter=Q(state=PhkState.AWAITING_MEDIATOR, other_side_silent=True)),
        asked=Count("pk", filter=Q(state=PhkState.NEEDS_PROOF)),
        phi=Count("pk", filter=Q(state=PhkState.DISPUTED)),
    )
    return [
        {"term": _("Menunggu Anda"), "value": count["waiting"]},
        {"term": _("Tanpa jawaban"), "value": count["silent"], "text": _("diteruskan karena lewat batas")},
        {"term": _("Diminta bukti"), "value": count["asked"]},
        {"term": _("Di PHI"), "value": count["phi"]},
    ]


@never_cache
@require_http_methods(GET_POST)
@roles(*READERS)
def mediation_case(request: HttpRequest, event_id: uuid.UUID) -> HttpResponse:
    """One termination. Every opening is written down and can be seen by the worker."""
    event = load_event(request, event_id)
    now = clock.now()
    today = clock.legal_date(now)
    may_decide = policies.can_mediate(request.user, event, today)
    if request.method == "POST":
        ensure(may_decide, "not_allowed", _("Anda tidak dapat memutus laporan PHK ini."))
    else:
        _write_down(request, event)
    decision, ruling = _forms(request, event, today) if may_decide else (None, None)
    if request.method == "POST" and _decided(request, event, decision, ruling):
        return redirect("participants:mediation")
    context = {
        "event": event,
        "sides": both_sides(event),
        "compared": side_by_side(both_sides(event), WAGELESS),
        "proofs": list(event.proofs.select_related("file")),
        "may_open": policies.can_open_proof(request.user, event, today),
        "timeline": timeline(event),
        "law": PROOF_KINDS.on(today).law.text,
        "decision": decision,
        "ruling": ruling,
        "has_errors": any(form is not None and form.errors for form in (decision, ruling)),
    }
    status = 422 if context["has_errors"] else 200
    return render(request, "participants/mediation_case.html", context, status=status)


def _write_down(request: HttpRequest, event: PhkEvent) -> None:
    note_reading(request, person=event.person, subject=event, purpose="pemeriksaan laporan PHK", roles=READERS)


def _forms(request: HttpRequest, event: PhkEvent, today: Any) -> tuple[MediationForm | None, RulingForm | None]:
    """The decision that is open now: a ruling once it is at the PHI, otherwise the mediator's own."""
    posted = request.method == "POST"
    if event.state == PhkState.DISPUTED:
        return None, RulingForm(request.POST if posted else None, request.FILES if posted else None, today=today)
    if not PhkEvent.workflow.can(event, "dispute"):
        return None, None
    sides = both_sides(event)
    told = [side for side, version in ((Side.EMPLOYER, sides.employer), (Side.WORKER, sides.worker)) if version]
    may_accept = PhkEvent.workflow.can(event, "accept_proof")
    kinds = phk.accepted_kinds(today)
    form = MediationForm(request.POST if posted else None, kinds=kinds, sides=told, may_accept=may_accept)
    return form, None


def _decided(request: HttpRequest, event: PhkEvent, decision: MediationForm | None, ruling: RulingForm | None) -> bool:
    form = decision or ruling
    if form is None:
        raise Conflict("wrong_state", _("Laporan PHK ini sudah selesai diperiksa."))
    if not form.is_valid():
        return False
    try:
        said = _rule(request, event, ruling) if ruling else _decide(request, event, form.cleaned_data)
    except DomainError as error:
        if isinstance(error, Conflict):
            raise
        show_error(
            form, error, {"proof_missing": "kind", "proof_kind_not_accepted": "kind", "reason_missing": "reason"}
        )
        return False
    if said:
        messages.success(request, said)
    return bool(said)


def _decide(request: HttpRequest, event: PhkEvent, data: dict[str, Any]) -> str:
    common: dict[str, Any] = {"event": event, "actor": request.user, "at": clock.now()}
    if data["verdict"] == "accept":
        event = phk.accept_proof(kind=ProofKind(data["kind"]), side=Side(data["side"]), note=data["note"], **common)
        return _("PHK %(number)s disahkan. Tanda terima %(receipt)s.") % {
            "number": event.number,
            "receipt": event.receipt_number,
        }
    if data["verdict"] == "ask":
        phk.ask_again(reason=data["reason"], **common)
        return _("Permintaan bukti untuk %(number)s terkirim.") % {"number": event.number}
    phk.record_dispute(case_number=data["case_number"], note=data["note"], **common)
    return _("Perselisihan %(number)s dicatat. Klaimnya ditahan.") % {"number": event.number}


def _rule(request: HttpRequest, event: PhkEvent, form: RulingForm) -> str:
    """Record the ruling; "" when its file was refused."""
    given = proof_from(form, owner=request.user, at=clock.now())
    if given is None:
        return ""
    phk.record_ruling(
        event=event,
        upheld=form.cleaned_data["upheld"] == "yes",
        ruling=given,
        brought_by=Side(form.cleaned_data["brought_by"]),
        actor=request.user,
        at=clock.now(),
        note=form.cleaned_data["note"],
    )
    return _("Putusan PHI untuk %(number)s dicatat.") % {"number": event.number}
