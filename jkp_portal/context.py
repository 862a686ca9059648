"""What every page knows without being told: menus, the inbox count, the day, how to reach help."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, resolve, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.text import Truncator
from django.utils.translation import get_language

from accounts.decorators import access_of
from accounts.enums import Role
from accounts.selectors import roles_of
from core import clock
from jkp_portal import menus
from notices.selectors import unread_count
from participants.selectors import employers_of, person_of
from training.decorators import chosen_of
from training.selectors.staff import institutes_of

LONGEST_HOUSE = 26  # signs


@dataclass(frozen=True, slots=True)
class Link:
    """A tab, or a link of another menu. A group leads to the first of its pages, and is current when one of them is."""

    url: str
    label: str | Promise
    icon: str = ""
    current: bool = False
    pages: tuple["Link", ...] = ()


@dataclass(frozen=True, slots=True)
class Phone:
    dial: str
    shown: str


@dataclass(frozen=True, slots=True)
class Demo:
    today: date
    url: str


class Navigation:
    """The menus of one request. Everything is lazy: a page that shows no tabs asks the database nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._user: Any = getattr(request, "user", None)

    @cached_property
    def signed_in(self) -> bool:
        return bool(self._user and self._user.is_authenticated)

    @cached_property
    def _roles(self) -> list[Role]:
        held = roles_of(self._user, clock.today())
        return [role for role in menus.DESKS if role in held]

    @cached_property
    def _desks(self) -> list[menus.Desk]:
        """The places of work, the first one giving its name to the head."""
        if not self.signed_in:
            return []
        if self._roles:
            return list(dict.fromkeys(menus.DESKS[role] for role in self._roles))
        if self._user.is_staff:
            return [menus.ADMINISTRATION]
        if self._at_institute_desk():
            return [menus.LPK]
        return [menus.EMPLOYER] if self._at_employer_desk() else [menus.PARTICIPANT]

    @cached_property
    def _is_person(self) -> bool:
        return person_of(self._user) is not None

    @cached_property
    def _is_hr(self) -> bool:
        return bool(employers_of(self._user, clock.today()))

    def _is_under(self, prefix: str) -> bool:
        return _without_language(self._request.path).startswith(prefix)

    def _at_employer_desk(self) -> bool:
        """HR has the employer's desk; an employee of HR who lost the job too has it on the employer's pages."""
        if self._is_person and not self._is_under("/perusahaan/"):
            return False
        return self._is_hr

    def _at_institute_desk(self) -> bool:
        """Staff of an institute have its desk; who is a participant or HR too has it on the institute's pages."""
        if not self._is_under("/mitra/") and (self._is_person or self._is_hr):
            return False
        return bool(self._institutes)

    @cached_property
    def _institutes(self) -> list[Any]:
        """Those that the person acts for."""
        return institutes_of(self._user, clock.today())

    @cached_property
    def house(self) -> str:
        """The institute that its staff acts for, beside the mark; cut to the length that the head of a phone holds."""
        if menus.LPK not in self._desks or not self._institutes:
            return ""
        return Truncator(chosen_of(self._request, self._institutes).name).chars(LONGEST_HOUSE)

    @property
    def is_officer(self) -> bool:
        return bool(self._roles)

    @property
    def desk(self) -> str | Promise:
        """The words beside the mark in an officer's head."""
        return self._desks[0].name if self._desks else ""

    @property
    def role(self) -> str:
        return ", ".join(str(role.label) for role in self._roles)

    @property
    def name(self) -> str:
        return self._user.get_full_name() if self.signed_in else ""

    @cached_property
    def tabs(self) -> list[Link]:
        """The tabs of the person's desks, the one of this page marked. A single tab would say nothing: then none."""
        links = self._first_row
        return links if len(links) > 1 else []

    @property
    def group(self) -> Link | None:
        """The group of this page; its pages are the second row."""
        return next((tab for tab in self.tabs if tab.current and tab.pages), None)

    @cached_property
    def _first_row(self) -> list[Link]:
        return self._links(menus.first_row(self._desks, is_open=self._is_open))

    @property
    def account(self) -> list[Link]:
        return self._links(menus.OFFICER_ACCOUNT if self._roles else menus.ACCOUNT)

    @property
    def foot(self) -> list[Link]:
        return self._links(menus.FOOT)

    @property
    def home(self) -> str:
        """Where the mark leads, and where somebody who has just signed in goes."""
        return self._first_row[0].url if self._first_row else address("jkp_portal:home")

    @cached_property
    def unread(self) -> int:
        """How many notices wait in the inbox: one query, only when the page asks."""
        return unread_count(self._user) if self.signed_in else 0

    @property
    def inbox_url(self) -> str:
        return address("notices:inbox")

    @property
    def login_url(self) -> str:
        return address("account_login")

    @property
    def logout_url(self) -> str:
        return address("account_logout")

    @property
    def help_url(self) -> str:
        return address("jkp_portal:help")

    @property
    def phone(self) -> Phone:
        dial = settings.HELP_PHONE
        return Phone(dial, f"{dial[:-3]} {dial[-3:]}")

    @property
    def demo(self) -> Demo | None:
        return Demo(clock.today(), address("jkp_portal:move_day")) if settings.DEMO_MODE else None

    def _links(self, entries: Iterable[menus.Entry]) -> list[Link]:
        return [self._link(entry) for entry in entries if entry.pages or self._is_open(entry)]

    def _link(self, entry: menus.Entry) -> Link:
        pages = tuple(self._links(entry.pages))
        if pages:
            return Link(pages[0].url, entry.label, entry.icon, any(page.current for page in pages), pages)
        url, path = address(entry.url_name), _without_language(self._request.path)
        return Link(url, entry.label, entry.icon, path == _without_language(url) or path.startswith(entry.under))

    def _is_open(self, entry: menus.Entry) -> bool:
        return bool(address(entry.url_name)) and self._may_open(entry.url_name)

    def _may_open(self, url_name: str) -> bool:
        """A menu shows no door that is closed to the person: the desk of several roles has other tabs for each."""
        if url_name.startswith("admin:"):
            return bool(self._user.is_staff)
        asked = roles_of_page(url_name)
        return not asked or not asked.isdisjoint(self._roles)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav` and `now` (the legal moment, for countdowns)."""
    return {"nav": Navigation(request), "now": SimpleLazyObject(_now)}


def address(url_name: str) -> str:
    """The path of a URL name in the language of the page, or "" while nothing answers to it."""
    return _address(url_name, get_language())


@cache
def _address(url_name: str, language: str | None) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


@cache
def roles_of_page(url_name: str) -> frozenset[Role]:
    """The roles that a page without arguments is for; empty when it asks for none."""
    try:
        view = resolve(reverse(url_name)).func
    except (NoReverseMatch, Resolver404):
        return frozenset()
    access = access_of(view)
    return access.roles if access else frozenset()


def _now() -> datetime:
    return clock.now()


def _without_language(path: str) -> str:
    prefix = f"{get_script_prefix()}{get_language() or settings.LANGUAGE_CODE}/"
    return path[len(prefix) - 1 :] if path.startswith(prefix) else path
