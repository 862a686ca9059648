"""D3: is everything running, what is left undone, and a button to try it again."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from accounts.selectors import has_role
from claims.models import ServiceOutage
from claims.operations.outages import record_outage
from core import audit, clock, health, jobs
from core.errors import Invalid
from core.models import Heartbeat, Job
from jkp_portal.ops_forms import OutageForm

PAGE = 20
OLDEST_SHOWN = 10
OUTAGES_SHOWN = 10
PARTS = {
    "database": gettext_lazy("Basis data"),
    "redis": gettext_lazy("Lonceng pekerjaan (Redis)"),
    "beat": gettext_lazy("Penjadwal"),
    "jobs": gettext_lazy("Pekerjaan"),
}


@never_cache
@roles(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    due = Job.objects.claimable(now)
    context = {
        "checks": [(PARTS[check.name], check.healthy) for check in health.readiness()],
        "last_beat": Heartbeat.objects.filter(name="beat").first(),
        "queues": due.values("queue").annotate(waiting=Count("pk"), oldest=Min("due_at")).order_by("queue"),
        "retrying": due.filter(attempts__gt=0).order_by("due_at")[:OLDEST_SHOWN],
        "dead": Paginator(Job.objects.dead().order_by("-created_at"), PAGE).get_page(request.GET.get("page")),
        "due_count": due.count(),
        "may_retry": has_role(request.user, Role.ADMINISTRATOR, on=clock.legal_date(now)),
    }
    return render(request, "jkp_portal/ops.html", context)


@never_cache
@roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
@recent_sign_in
def outage(request: HttpRequest) -> HttpResponse:
    """Write down when the portal was away; windows that were open then are longer (POL-16)."""
    form = OutageForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _recorded(request, form):
        messages.success(request, _("Gangguan tercatat. Peserta yang terkena sudah dikabari."))
        return redirect("jkp_portal:outage")
    context = {"form": form, "outages": ServiceOutage.objects.all()[:OUTAGES_SHOWN]}
    return render(request, "jkp_portal/outage.html", context, status=422 if form.errors else 200)


def _recorded(request: HttpRequest, form: OutageForm) -> bool:
    try:
        record_outage(**form.outage, actor=request.user, at=clock.now())
    except Invalid as error:
        form.add_error(None, error.message)
        return False
    return True


@roles(Role.ADMINISTRATOR)
@require_POST
def retry(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Open a failed job again. A second press changes nothing, and every job may run twice."""
    job = get_object_or_404(Job, pk=job_id)
    if jobs.retry(str(job.pk)):
        audit.record("core.job.retried", actor=request.user, at=clock.now(), subject=job, name=job.name)
        messages.success(request, _("Pekerjaan %(name)s dicoba lagi.") % {"name": job.name})
    else:
        messages.info(request, _("Pekerjaan ini sudah dicoba lagi atau sudah selesai."))
    return redirect("jkp_portal:operations")
