"""Where a page finds its socket, and how two browsers find each other."""

import base64
import hashlib
import hmac
import uuid

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from core.middleware import PermissionsPolicyMiddleware, may_use_camera
from counseling.ice import ice_servers, socket_address
from jkp_portal.settings.sockets import socket_origins

ROOM = uuid.UUID("5f0c0000-0000-4000-8000-000000000001")
SERVERS = ["stun:stun.contoh.id:3478", "turn:turn.contoh.id:3478?transport=udp", "turns:turn.contoh.id:5349"]


def test_without_servers_calls_are_direct():
    assert ice_servers(ROOM) == []


@override_settings(WEBRTC_ICE_SERVERS=SERVERS, TURN_SECRET="rahasia", TURN_LIFETIME=600)
def test_the_relay_gets_a_password_that_its_server_can_compute_and_that_ends():
    stun, turn = ice_servers(ROOM, now=1_000_000.9)
    assert stun == {"urls": SERVERS[:1]}
    assert turn["urls"] == SERVERS[1:]
    ends, _, name = turn["username"].partition(":")
    assert ends == "1000600"
    assert str(ROOM) not in name
    digest = hmac.new(b"rahasia", turn["username"].encode(), hashlib.sha1).digest()
    assert turn["credential"] == base64.b64encode(digest).decode()


@override_settings(WEBRTC_ICE_SERVERS=SERVERS, TURN_SECRET="")
def test_a_relay_without_a_secret_is_not_named():
    assert ice_servers(ROOM) == [{"urls": SERVERS[:1]}]


@pytest.mark.parametrize(
    ("base", "host", "secure", "address"),
    [
        ("", "jkp.contoh.id", True, "wss://jkp.contoh.id"),
        ("", "127.0.0.1:8000", False, "ws://127.0.0.1:8000"),
        ("ws://127.0.0.1:8001", "127.0.0.1:8000", False, "ws://127.0.0.1:8001"),
        ("ws://127.0.0.1:8001", "localhost:8000", False, "ws://localhost:8001"),
        ("wss://ruang.contoh.id", "jkp.contoh.id", True, "wss://ruang.contoh.id"),
    ],
)
def test_a_page_opens_its_socket_where_its_cookie_goes_along(base, host, secure, address):
    request = RequestFactory().get("/", HTTP_HOST=host, secure=secure)
    with override_settings(WS_BASE_URL=base, ALLOWED_HOSTS=["jkp.contoh.id", "127.0.0.1", "localhost"]):
        assert socket_address(request, ROOM) == f"{address}/ws/konseling/{ROOM}/"


def test_the_policy_of_content_names_the_sockets():
    assert socket_origins("https://jkp.contoh.id") == ["wss://jkp.contoh.id"]
    assert socket_origins("ws://localhost:8001") == ["ws://127.0.0.1:8001", "ws://localhost:8001"]
    assert "'self'" in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["connect-src"]


def test_no_page_uses_the_camera_but_those_that_say_so(rf):
    def page(request):
        return HttpResponse()

    def header(view):
        return PermissionsPolicyMiddleware(view)(rf.get("/"))["Permissions-Policy"]

    assert header(page).startswith("camera=(), microphone=(), ")
    assert header(may_use_camera(page)).startswith("camera=(self), microphone=(self), ")
    for view in (page, may_use_camera(page)):
        assert "geolocation=()" in header(view)


@pytest.mark.django_db
def test_every_page_carries_both_policies(client):
    answer = client.get("/")
    assert answer["Permissions-Policy"].startswith("camera=(), microphone=()")
    assert "connect-src 'self' ws" in answer["Content-Security-Policy"]
