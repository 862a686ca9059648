"""A page that somebody of the stories can simply open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from claims.models import Claim
from jkp_portal.demo.cast import HEADS, OFFICERS

Arguments = Callable[[], dict[str, Any]]
OFFICER_NAMES = {officer.email.partition("@")[0] for officer in OFFICERS}
HEAD_NAMES = {head.name for head in HEADS}
ANYBODY = ""


def nothing() -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Screen:
    """`route` is the URL name, `who` the part of an address before the @, empty for a visitor without an account."""

    name: str
    route: str
    who: str = ANYBODY
    arguments: Arguments = nothing
    query: Callable[[], str] = str
    status: int = 200

    @property
    def email(self) -> str:
        return f"{self.who}@contoh.invalid" if self.who else ""

    @property
    def is_organisations(self) -> bool:
        """Of an employer or an institute."""
        return self.who.startswith("hr.") or self.who in HEAD_NAMES

    @property
    def is_officers(self) -> bool:
        return self.who in OFFICER_NAMES

    def path(self) -> str:
        """Where it is, in the database that the stories were told in."""
        return reverse(self.route, kwargs=self.arguments()) + self.query()


def user_of(who: str) -> User:
    return User.objects.get(email=f"{who}@contoh.invalid")


def first(model: Any, argument: str, **facts: Any) -> Arguments:
    return lambda: {argument: model.objects.filter(**facts).latest("pk").pk}


def claim(who: str) -> Arguments:
    return lambda: {"claim_id": Claim.objects.filter(person__user=user_of(who)).latest("draft_until").pk}
