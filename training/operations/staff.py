"""Who acts for an institute: invited by its head, ended at once."""

from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict
from core.jobs import enqueue
from core.limits import Limit, take
from integrations.guard import forbid_transaction
from notices.operations import notify
from training.enums import StaffPart
from training.models import Institute, InstituteInvitation, InstituteStaff

INVITATIONS_A_DAY = Limit("institute.invite", most=20, within=timedelta(days=1))
INVITATION_LIFETIME = timedelta(days=14)


@transaction.atomic
def invite_colleague(
    institute: Institute, *, email: str, part: StaffPart, actor: User, at: datetime
) -> InstituteInvitation:
    """Ask a colleague by e-mail; the same address and part again is the same invitation.

    With another part the earlier one is withdrawn. Raises TooMany.
    """
    take(INVITATIONS_A_DAY, str(institute.pk), at=at)
    Institute.objects.select_for_update(of=("self",)).get(pk=institute.pk)
    known = institute.invitations.filter(email__iexact=email, accepted_at=None, withdrawn_at=None).first()
    if known is not None and known.expires_at > at and known.part == part:
        return known
    if known is not None:
        _withdraw(known, at)
    invitation = InstituteInvitation.objects.create(
        institute=institute,
        email=email.lower(),
        part=part,
        invited_by=actor,
        invited_at=at,
        expires_at=at + INVITATION_LIFETIME,
    )
    audit.record("training.staff.invited", actor=actor, at=at, subject=institute, part=part)
    enqueue("training.deliver_invitation", invitation_id=invitation.pk)
    return invitation


def deliver_invitation(invitation: InstituteInvitation, *, link: str, at: datetime) -> None:
    """Send it; the link asks to sign in and holds no secret. Raises OSError, SMTPException: try again."""
    if not InstituteInvitation.objects.open(at).filter(pk=invitation.pk).exists():
        return
    forbid_transaction("smtp")
    words = render_to_string("training/mail/invitation.txt", {"invitation": invitation, "link": link})
    EmailMessage(_("Undangan dari lembaga pelatihan di portal JKP"), words, to=[invitation.email]).send()


@transaction.atomic
def withdraw_invitation(invitation: InstituteInvitation, *, actor: User, at: datetime) -> InstituteInvitation:
    """Twice is once. Raises Conflict("already_accepted")."""
    locked = InstituteInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if locked.accepted_at is not None:
        raise Conflict("already_accepted", _("Undangan ini sudah diterima. Akhiri aksesnya bila perlu."))
    if locked.withdrawn_at is None:
        _withdraw(locked, at)
        audit.record("training.staff.invitation_withdrawn", actor=actor, at=at, subject=locked.institute)
    return locked


@transaction.atomic
def accept_invitation(invitation: InstituteInvitation, *, user: User, at: datetime) -> InstituteStaff:
    """Only for who got it by mail; the view sees to that. Twice is once. Raises Conflict("invitation_over")."""
    invitation = InstituteInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_by_id == user.pk:
        return invitation.institute.staff.filter(user=user).latest("since")
    if invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= at:
        raise Conflict("invitation_over", _("Undangan ini sudah tidak berlaku. Minta undangan baru."))
    invitation.accepted_by, invitation.accepted_at = user, at
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    audit.record("training.staff.joined", actor=user, at=at, subject=invitation.institute, part=invitation.part)
    return _add_staff(invitation.institute, user, StaffPart(invitation.part), at)


@transaction.atomic
def end_membership(staff: InstituteStaff, *, actor: User, at: datetime) -> InstituteStaff:
    """From this moment the user sees nothing of the institute (B32). Twice is once. Raises Conflict("last_head")."""
    Institute.objects.select_for_update(of=("self",)).get(pk=staff.institute_id)
    staff = InstituteStaff.objects.select_for_update(of=("self",)).select_related("institute", "user").get(pk=staff.pk)
    if staff.until is not None:
        return staff
    heads = InstituteStaff.objects.in_force(clock.legal_date(at)).filter(institute=staff.institute, part=StaffPart.HEAD)
    if staff.part == StaffPart.HEAD and not heads.exclude(pk=staff.pk).exists():
        text = _("Lembaga harus punya paling sedikit satu pimpinan. Undang pimpinan lain dulu.")
        raise Conflict("last_head", text)
    staff.until, staff.ended_by = clock.legal_date(at), actor
    staff.save(update_fields=["until", "ended_by"])
    audit.record("training.staff.ended", actor=actor, at=at, subject=staff.institute, staff=staff.pk)
    notify(event="institute_staff_ended", user=staff.user, at=at, key=str(staff.pk), institute=staff.institute.name)
    return staff


def _withdraw(invitation: InstituteInvitation, at: datetime) -> None:
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])


def _add_staff(institute: Institute, user: User, part: StaffPart, at: datetime) -> InstituteStaff:
    """A new row, or the one there is; a head stays one, and staff may become one."""
    known = institute.staff.filter(user=user, until=None).first()
    if known is None:
        try:
            with transaction.atomic():
                return InstituteStaff.objects.create(
                    institute=institute, user=user, part=part, since=clock.legal_date(at)
                )
        except IntegrityError:
            known = institute.staff.get(user=user, until=None)
    if part == StaffPart.HEAD and known.part != part:
        known.part = part
        known.save(update_fields=["part"])
    return known
