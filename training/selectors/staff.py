"""Who acts for an institute, and for which institutes a user acts."""

from datetime import date, datetime

from accounts.models import User
from training.enums import StaffPart
from training.models import Institute, InstituteInvitation, InstituteStaff


def institutes_of(user: User, on: date) -> list[Institute]:
    """The institutes that the user acts for, by name."""
    return list(Institute.objects.of_staff(user, on).select_related("region").order_by("name", "pk"))


def heads_of(institute: Institute, on: date) -> list[User]:
    """Who signs for an institute on a day, and hears what was decided about it."""
    heads = InstituteStaff.objects.in_force(on).filter(institute=institute, part=StaffPart.HEAD)
    return list(User.objects.filter(pk__in=heads.values("user")).order_by("pk"))


def staff_of(institute: Institute, on: date) -> list[InstituteStaff]:
    """Everybody who acts for an institute on a day, heads first."""
    found = InstituteStaff.objects.in_force(on).filter(institute=institute).select_related("user")
    return sorted(found, key=lambda row: (row.part != StaffPart.HEAD, row.since, str(row.pk)))


def open_invitations(institute: Institute, at: datetime) -> list[InstituteInvitation]:
    return list(InstituteInvitation.objects.open(at).filter(institute=institute).order_by("invited_at", "pk"))
