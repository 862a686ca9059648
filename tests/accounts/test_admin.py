"""D1: who opens the admin, what it changes, and what it only shows."""

from datetime import datetime

import pytest
from django.contrib import admin
from django.test import Client

from accounts.admin_site import is_allowed_address
from accounts.enums import Role
from accounts.models import RoleAssignment, User
from core import audit
from core.models import AuditEvent
from tests.factories.accounts import UserFactory, officer, sign_in

pytestmark = pytest.mark.django_db
READ_ONLY_APPS = {"claims", "files", "payments"}
REFERENCE = {"payments.bank", "ipk.occupation", "ipk.jobtitle", "counseling.guide", "counseling.counsellor"} | {
    "training.institute", "training.programme", "training.trainingclass",
}  # fmt: skip
WATCHED = "core.accesslog"  # who looked at whom: auditors
WORDING = {"claims.kapkversion"}  # a new version is added, signatures keep theirs


def boss_of(client: Client) -> User:
    boss = officer(Role.ADMINISTRATOR, email="admin@contoh.id")
    sign_in(client, boss)
    return boss


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ADMINISTRATOR, 200), (Role.AUDITOR, 200), (Role.BPJS_VERIFIER, 404), (Role.MEDIATOR, 404), (None, 404)],
)
def test_administrators_and_auditors_open_it(client: Client, role: Role | None, status: int) -> None:
    sign_in(client, officer(role) if role else UserFactory())
    assert client.get("/admin/", follow=True).status_code == status


def test_a_stranger_is_sent_to_the_portals_sign_in(client: Client) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/masuk/")
    assert client.get("/admin/login/", follow=True).redirect_chain[-1][0].startswith("/masuk/")


def test_without_a_second_factor_even_a_superuser_stays_outside(client: Client) -> None:
    user = UserFactory(is_staff=True, is_superuser=True)
    sign_in(client, user, second_factor=False)
    assert client.get("/admin/")["Location"] == "/akun/keamanan/langkah-kedua/"


@pytest.mark.parametrize(
    ("allowed", "ip", "opens"),
    [
        ([], "203.0.113.7", True),
        (["203.0.113.0/24"], "203.0.113.7", True),
        (["203.0.113.8"], "203.0.113.7", False),
        (["2001:db8::/32"], "2001:db8::1", True),
        (["2001:db8::/32"], "203.0.113.7", False),
    ],
)
def test_addresses_that_may_open_it(settings, allowed: list[str], ip: str, opens: bool) -> None:  # type: ignore[no-untyped-def]
    settings.ADMIN_ALLOWED_IPS = allowed
    assert is_allowed_address(ip) is opens


def test_from_elsewhere_there_is_nothing(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    boss_of(client)
    settings.ADMIN_ALLOWED_IPS = ["203.0.113.8"]
    assert client.get("/admin/").status_code == 404


def grant(client: Client, user: User, role: Role, region: str = ""):  # type: ignore[no-untyped-def]
    return client.post(
        "/admin/accounts/roleassignment/add/",
        {"user": str(user.pk), "role": role, "region": region, "starts_on": "2026-01-01", "ends_on": ""},
    )


def test_a_role_is_granted_in_the_name_of_whoever_grants(client: Client) -> None:
    boss, user = boss_of(client), UserFactory()
    assert grant(client, user, Role.MEDIATOR, "3372").status_code == 302
    row = RoleAssignment.objects.get(user=user)
    assert (row.granted_by, row.region_id) == (boss, "3372")
    assert AuditEvent.objects.filter(action="accounts.role.granted", actor=boss).exists()


def test_a_role_for_oneself_is_refused_on_the_form(client: Client) -> None:
    boss = boss_of(client)
    response = grant(client, boss, Role.BPJS_PAYMENT_CHECKER)
    assert response.status_code == 200
    assert "Anda tidak dapat memberi peran kepada diri sendiri." in response.content.decode()
    assert RoleAssignment.objects.filter(user=boss).count() == 1


def test_who_holds_a_role_is_not_rewritten(client: Client) -> None:
    boss_of(client)
    user = officer(Role.MEDIATOR, region="3372", email="m@contoh.id")
    row = RoleAssignment.objects.get(user=user)
    client.post(
        f"/admin/accounts/roleassignment/{row.pk}/change/",
        {"user": str(UserFactory().pk), "role": Role.ADMINISTRATOR, "starts_on": "2020-01-01", "ends_on": "2026-11-01",
         "events-TOTAL_FORMS": 0, "events-INITIAL_FORMS": 0},
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.user, row.role, str(row.ends_on)) == (user, Role.MEDIATOR, "2026-11-01")


def test_an_account_is_switched_off_there_and_its_sessions_end(client: Client) -> None:
    boss_of(client)
    user = UserFactory()
    theirs = sign_in(Client(), user)
    client.post("/admin/accounts/user/", {"action": "switch_off", "_selected_action": [str(user.pk)]})
    user.refresh_from_db()
    assert not user.is_active
    assert theirs.get("/akun/keamanan/").status_code == 302


def test_nobody_switches_their_own_account_off(client: Client) -> None:
    boss = boss_of(client)
    client.post("/admin/accounts/user/", {"action": "switch_off", "_selected_action": [str(boss.pk)]})
    boss.refresh_from_db()
    assert boss.is_active
    assert client.get(f"/admin/accounts/user/{boss.pk}/change/").status_code == 200


def test_a_new_officer_has_no_password_yet(client: Client) -> None:
    boss_of(client)
    made = client.post("/admin/accounts/user/add/", {"full_name": "Petugas Baru", "email": "Baru@Contoh.id"})
    assert made.status_code == 302
    user = User.objects.get(email="baru@contoh.id")
    assert not user.has_usable_password()
    assert not user.is_staff


def test_the_phone_is_masked(client: Client) -> None:
    boss_of(client)
    user = UserFactory(phone="+6281234567890")
    page = client.get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    assert "0812 •••• 7890" in page
    assert "81234567890" not in page


def test_an_administrator_sees_no_money_and_no_claims(client: Client) -> None:
    boss_of(client)
    for model in admin.site._registry:
        url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        administered = model._meta.app_label in {"accounts", "core"} or model._meta.label_lower in REFERENCE
        administered = administered and model._meta.label_lower != WATCHED
        expected = 200 if administered else 403
        assert client.get(url).status_code == expected, url


def test_an_administrators_trail_is_that_of_accounts_and_operations(client: Client, at: datetime) -> None:
    actions = ("accounts.user.created", "core.job.retried", "participants.nik.revealed", "payments.batch.approved")
    for action in actions:
        audit.record(action, actor=None, at=at)
    listing = "/admin/core/auditevent/"
    sign_in(client, officer(Role.AUDITOR))
    page = client.get(listing).content.decode()
    assert [action for action in actions if action in page] == list(actions)
    boss_of(client)
    page = client.get(listing).content.decode()
    assert [action for action in actions if action in page] == list(actions[:2])


def test_an_auditor_reads_everything_and_changes_nothing(client: Client) -> None:
    sign_in(client, officer(Role.AUDITOR))
    for model in admin.site._registry:
        url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(url).status_code == 200, url
        assert client.get(f"{url}add/").status_code == 403, url


def test_money_decisions_and_logs_are_read_only_even_for_a_superuser(rf) -> None:  # type: ignore[no-untyped-def]
    request = rf.get("/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    logs = {"auditevent", "accesslog", "job", "heartbeat", "signin"}
    guarded = [
        model_admin
        for model, model_admin in admin.site._registry.items()
        if (model._meta.app_label in READ_ONLY_APPS and model._meta.label_lower not in REFERENCE | WORDING)
        or model._meta.model_name in logs
    ]
    assert len(guarded) >= len(logs)
    for model_admin in guarded:
        assert not model_admin.has_add_permission(request), model_admin
        assert not model_admin.has_change_permission(request), model_admin
        assert not model_admin.has_delete_permission(request), model_admin
