"""Who may act for an employer: choosing, joining, inviting, ending."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import recent_sign_in, signed_in
from core import clock
from core.errors import Conflict, DomainError, Invalid, TooMany, ensure
from core.formatting import mask_email
from core.limits import Limit, take
from integrations.bpjs import bpjs_client
from integrations.errors import PartnerUnavailable
from integrations.transport import Patience
from participants import policies
from participants.enums import JoinState
from participants.forms.registration import CodeForm, InviteForm, JoinForm
from participants.models import Employer, EmployerInvitation, EmployerJoin, EmployerStaff
from participants.operations import employers
from participants.selectors import employers_of
from participants.views.common import show_error

GET_POST = ["GET", "HEAD", "POST"]
SESSION_KEY = "employer"
NPP_LOOKUPS = Limit("employer.npp", most=10, within=timedelta(hours=1))


def current_employer(request: HttpRequest) -> Employer | None:
    """The employer that the user acts for now: the one chosen in this session, or the first."""
    mine = employers_of(request.user, clock.today())
    chosen = request.session.get(SESSION_KEY)
    return next((employer for employer in mine if str(employer.pk) == chosen), mine[0] if mine else None)


@require_POST
@signed_in
def employer_choose(request: HttpRequest) -> HttpResponse:
    """Act for another of one's employers."""
    mine = Employer.objects.of_staff(request.user, clock.today())
    employer = get_object_or_404(mine, pk=_uuid(request.POST.get("employer", "")))
    request.session[SESSION_KEY] = str(employer.pk)
    return redirect("jkp_portal:employer_home")


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_join(request: HttpRequest) -> HttpResponse:
    """For which employer: its number is looked up at BPJS."""
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        join = _ask_to_join(request, form)
        if join is not None:
            return redirect("participants:employer_join_code", join.pk)
    open_joins = EmployerJoin.objects.filter(
        user=request.user, state__in=(JoinState.AWAITING_CODE, JoinState.NEEDS_OFFICER)
    ).select_related("employer")
    context = {"form": form, "joins": list(open_joins.order_by("asked_at"))}
    return render(request, "participants/employer_join.html", context, status=422 if form.errors else 200)


def _ask_to_join(request: HttpRequest, form: JoinForm) -> EmployerJoin | None:
    now = clock.now()
    try:
        take(NPP_LOOKUPS, str(request.user.pk), at=now)
        bpjs = bpjs_client(patience=Patience.of_a_person())
        employer = employers.look_up_employer(form.cleaned_data["npp"], bpjs=bpjs, at=now)
        if employer is None:
            form.add_error("npp", _("NPP ini tidak ada di BPJS Ketenagakerjaan. Periksa sertifikat kepesertaan."))
            return None
        return employers.ask_to_join(
            employer=employer, user=request.user, position=form.cleaned_data["position"], at=now
        )
    except PartnerUnavailable:
        form.add_error(None, _("BPJS Ketenagakerjaan sedang tidak menjawab. Isian Anda tetap ada; kirim lagi nanti."))
    except (Conflict, TooMany) as error:
        show_error(form, error)
    return None


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_join_code(request: HttpRequest, join_id: uuid.UUID) -> HttpResponse:
    """The code from the employer's mailbox; or an officer, when nobody reads that mailbox."""
    joins = EmployerJoin.objects.filter(user=request.user).select_related("employer", "user")
    join = get_object_or_404(joins, pk=join_id)
    if join.state == JoinState.ACCEPTED:
        return redirect("jkp_portal:employer_home")
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and "again" in request.POST:
        employers.send_join_code(join=join, at=clock.now())
        messages.success(request, _("Kode baru sedang kami kirim."))
        return redirect("participants:employer_join_code", join.pk)
    if request.method == "POST" and "officer" in request.POST:
        employers.hand_join_to_officer(join=join, at=clock.now())
        return redirect("participants:employer_join_code", join.pk)
    if form.is_bound and form.is_valid():
        try:
            employers.confirm_join(join=join, code=form.cleaned_data["code"], at=clock.now())
        except (Invalid, TooMany) as error:
            form.add_error("code", str(error.message))
        else:
            messages.success(request, _("Anda terdaftar sebagai admin %(name)s.") % {"name": join.employer.name})
            return redirect("jkp_portal:employer_home")
    context = {"join": join, "form": form, "address": mask_email(join.employer.contact_email)}
    return render(request, "participants/employer_join_code.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_staff(request: HttpRequest) -> HttpResponse:
    """Who acts for the firm; an admin invites by e-mail."""
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    now = clock.now()
    is_admin = policies.is_firm_admin(request.user, employer, clock.legal_date(now))
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        ensure(is_admin)
        if form.is_valid() and _invite(request, employer, form):
            return redirect("participants:employer_staff")
    staff = employer.staff.in_force(clock.legal_date(now)).select_related("user").order_by("since", "pk")
    context = {
        "employer": employer,
        "staff": list(staff),
        "invitations": list(EmployerInvitation.objects.open(now).filter(employer=employer).order_by("invited_at")),
        "form": form if is_admin else None,
    }
    return render(request, "participants/employer_staff.html", context, status=422 if form.errors else 200)


def _invite(request: HttpRequest, employer: Employer, form: InviteForm) -> bool:
    try:
        employers.invite_colleague(employer=employer, actor=request.user, at=clock.now(), **form.cleaned_data)
    except DomainError as error:
        show_error(form, error)
        return False
    messages.success(request, _("Undangan sedang kami kirim."))
    return True


@require_POST
@signed_in
@recent_sign_in
def employer_staff_end(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """A colleague's access ends at once (B32); also one's own."""
    today = clock.today()
    mine = Employer.objects.of_staff(request.user, today)
    staff = get_object_or_404(EmployerStaff.objects.filter(employer__in=mine).select_related("employer"), pk=staff_id)
    ensure(policies.is_firm_admin(request.user, staff.employer, today) or staff.user_id == request.user.pk)
    employers.end_membership(staff=staff, actor=request.user, at=clock.now())
    messages.success(request, _("Akses %(name)s sudah berakhir.") % {"name": staff.user.full_name})
    return redirect("participants:employer_staff")


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_invitation(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Accept, signed in with the invited address. For anybody else there is no such page.

    The link itself proves the mailbox: it is sent there and shown nowhere.
    """
    invitations = EmployerInvitation.objects.select_related("employer")
    invitation = get_object_or_404(invitations, pk=invitation_id, email__iexact=request.user.email or "-")
    if request.method == "POST":
        employers.accept_invitation(invitation=invitation, user=request.user, at=clock.now())
        request.session[SESSION_KEY] = str(invitation.employer_id)
        messages.success(request, _("Anda sekarang bertindak untuk %(name)s.") % {"name": invitation.employer.name})
        return redirect("jkp_portal:employer_home")
    return render(request, "participants/employer_invitation.html", {"invitation": invitation})


def _uuid(text: str) -> Any:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
