"""Who acts for an institute: the head invites and ends, a colleague accepts."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import recent_sign_in, signed_in
from core import clock
from core.errors import TooMany, ensure
from training.decorators import choose, with_institute
from training.enums import StaffPart
from training.forms.staff import InviteForm
from training.models import Institute, InstituteInvitation, InstituteStaff
from training.operations import staff
from training.policies import is_head
from training.selectors.staff import open_invitations, staff_of

GET_POST = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(GET_POST)
@signed_in
@with_institute
def provider_staff(request: HttpRequest, institute: Institute) -> HttpResponse:
    """Everybody who acts for it; the head invites by e-mail."""
    now = clock.now()
    today = clock.legal_date(now)
    head = is_head(request.user, institute, today)  # type: ignore[arg-type]
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        ensure(head)
        if form.is_valid() and _invited(request, institute, form):
            return redirect("training:provider_staff")
    context = {
        "institute": institute,
        "members": staff_of(institute, today),
        "invitations": open_invitations(institute, now),
        "head_part": StaffPart.HEAD,
        "form": form,
        "is_head": head,
    }
    return render(request, "training/mitra/staf.html", context, status=422 if form.errors else 200)


def _invited(request: HttpRequest, institute: Institute, form: InviteForm) -> bool:
    try:
        staff.invite_colleague(institute, **form.cleaned_data, actor=request.user, at=clock.now())  # type: ignore[arg-type]
    except TooMany as error:
        form.add_error(None, str(error.message))
        return False
    messages.success(request, _("Undangan sedang kami kirim."))
    return True


@require_POST
@signed_in
@recent_sign_in
@with_institute
def provider_staff_end(request: HttpRequest, institute: Institute) -> HttpResponse:
    """A colleague's access, or an invitation, ends at once (B32); one's own access too."""
    head, how = is_head(request.user, institute, clock.today()), {"actor": request.user, "at": clock.now()}  # type: ignore[arg-type]
    if "invitation" in request.POST:
        rows = InstituteInvitation.objects.filter(institute=institute)
        invitation = get_object_or_404(rows, pk=_uuid(request.POST["invitation"]))
        ensure(head)
        staff.withdraw_invitation(invitation, **how)  # type: ignore[arg-type]
        messages.success(request, _("Undangan ditarik."))
        return redirect("training:provider_staff")
    members = InstituteStaff.objects.filter(institute=institute).select_related("user")
    member = get_object_or_404(members, pk=_uuid(request.POST.get("staff", "")))
    ensure(head or member.user_id == request.user.pk)
    staff.end_membership(member, **how)  # type: ignore[arg-type]
    messages.success(request, _("Akses %(name)s sudah berakhir.") % {"name": member.user.full_name})
    if member.user_id == request.user.pk:
        return redirect("jkp_portal:home_for")
    return redirect("training:provider_staff")


@never_cache
@require_http_methods(GET_POST)
@signed_in
def institute_invitation(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Accept, signed in with the invited address. For anybody else there is no such page.

    The link itself proves the mailbox: it is sent there and shown nowhere.
    """
    rows = InstituteInvitation.objects.select_related("institute")
    invitation = get_object_or_404(rows, pk=invitation_id, email__iexact=request.user.email or "-")  # type: ignore[union-attr]
    if request.method == "POST":
        staff.accept_invitation(invitation, user=request.user, at=clock.now())  # type: ignore[arg-type]
        choose(request, invitation.institute)
        messages.success(request, _("Anda sekarang bertindak bagi %(name)s.") % {"name": invitation.institute.name})
        return redirect("training:provider_profile")
    over = invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= clock.now()
    return render(request, "training/mitra/undangan.html", {"invitation": invitation, "over": bool(over)})


def _uuid(text: str) -> Any:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
