"""Who a user is today: roles in force and the regions they reach."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import RoleAssignment, SignIn, User
from core.crypto import blind_index
from core.forms import PhoneField

_CACHE = "_roles_in_force"


@dataclass(frozen=True, slots=True)
class RegionScope:
    """Where a role reaches. `codes` are provinces (two digits) and regencies (four digits)."""

    everything: bool
    codes: frozenset[str]

    def covers(self, region_code: str) -> bool:
        """A province covers its regencies."""
        return self.everything or region_code in self.codes or region_code[:2] in self.codes

    def q(self, column: str) -> Q:
        """A filter on a region's foreign key column, such as q("region_id"). Without a region it reaches nothing.

        The whole nation is a condition too, true of every row: an empty Q would vanish beside `|` and reach nothing.
        """
        if self.everything:
            return Q(pk__isnull=False)
        condition = Q(pk__in=[])
        for code in self.codes:
            condition |= Q(**{f"{column}__startswith": code}) if len(code) == 2 else Q(**{column: code})
        return condition


def _assignments(user: Any, on: date) -> list[RoleAssignment]:
    """The user's roles in force, read once for each user object and day."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    if not getattr(user, "ever_had_role", True):  # said by the backend of sessions
        return []
    cached: dict[date, list[RoleAssignment]] = user.__dict__.setdefault(_CACHE, {})
    if on not in cached:
        cached[on] = list(RoleAssignment.objects.of(user).in_force(on))
    return cached[on]


def roles_of(user: Any, on: date) -> frozenset[Role]:
    return frozenset(Role(a.role) for a in _assignments(user, on))


def has_role(user: Any, *roles: Role, on: date) -> bool:
    return not roles_of(user, on).isdisjoint(roles)


def regions_of(user: Any, *roles: Role, on: date) -> RegionScope:
    """The regions in which the user has any of these roles."""
    rows = [a for a in _assignments(user, on) if a.role in roles]
    codes = frozenset(a.region_id for a in rows if a.region_id)
    return RegionScope(everything=any(a.region_id is None for a in rows), codes=codes)


def is_officer(user: User, on: date) -> bool:
    """Has a role in force, or may open the admin."""
    return bool(_assignments(user, on)) or bool(getattr(user, "is_staff", False) and user.is_active)


def user_by_login(typed: str) -> User | None:
    """The user whose e-mail address or Indonesian mobile number was typed, in any usual spelling."""
    typed = typed.strip()
    if "@" in typed:
        return User.objects.filter(email__iexact=typed).first()
    phone = phone_of(typed)
    return User.objects.filter(phone_index=blind_index("phone", phone)).first() if phone else None


def phone_of(typed: str) -> str:
    """+62… out of what was typed, or "" when it is no mobile number."""
    try:
        return str(PhoneField(required=False).clean(typed))
    except ValidationError:
        return ""


def second_factors(user: User) -> QuerySet[Authenticator]:
    """TOTP and passkeys; recovery codes alone are no second factor."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).order_by("pk")


def has_second_factor(user: User) -> bool:
    return second_factors(user).exists()


def sessions_of(user: User) -> list[UserSession]:
    """Sessions that are still alive, the latest first."""
    alive = UserSession.objects.purge_and_list(user)
    return sorted(alive, key=lambda session: session.last_seen_at, reverse=True)


def recent_sign_ins(user: User, limit: int = 10) -> list[SignIn]:
    return list(user.sign_ins.all()[:limit])
