"""What a request says about where it comes from: address, browser, and whether this account knows it."""

import re
import secrets

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations.devices import KEPT, known_device
from accounts.operations.sign_in import Origin
from core import clock

_TOKEN = re.compile(r"^[A-Za-z0-9_-]{43}$")
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def client_ip(request: HttpRequest) -> str:
    """The address behind as many proxies as TRUSTED_PROXIES says."""
    return str(get_adapter().get_client_ip(request))


def device_name(request: HttpRequest) -> str:
    return device_name_of(request.headers.get("User-Agent", ""))


def device_name_of(agent: str) -> str:
    """ "Chrome di Android": enough for a person to recognise their own."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    if browser and system:
        return _("%(browser)s di %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Peramban tidak dikenal")


def device_token(request: HttpRequest) -> str:
    """The token this browser holds, or ""."""
    token = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return token if _TOKEN.match(token) else ""


def origin_of(request: HttpRequest, user: User | None) -> Origin:
    device = known_device(user, device_token(request), at=clock.now()) if user is not None else None
    return Origin(ip=client_ip(request), device=str(device.pk) if device else "", device_name=device_name(request))


def give_token(request: HttpRequest, response: HttpResponse) -> str:
    """The browser's token, a new one when it has none; the cookie is renewed either way."""
    token = device_token(request) or secrets.token_urlsafe(32)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        token,
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return token
