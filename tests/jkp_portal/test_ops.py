"""D3: what runs, what waits, what failed, and trying again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.enums import Role
from core import clock
from core.models import AuditEvent, Heartbeat, Job
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.html import soup

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def job(state: str = "dead", **fields: object) -> Job:
    facts = {
        "name": "notices.deliver",
        "queue": "notices",
        "due_at": AT,
        "created_at": AT,
        "last_error": "OSError: x",
    }
    return Job.objects.create(**(facts | fields), state=state)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.ADMINISTRATOR, 200), (Role.AUDITOR, 200), (Role.BPJS_PAYMENT_MAKER, 403)]
)
def test_administrators_and_auditors_see_it(client: Client, role: Role, status: int) -> None:
    sign_in(client, officer(role))
    assert client.get("/ops/").status_code == status


def test_a_participant_does_not(client: Client) -> None:
    sign_in(client, UserFactory())
    assert client.get("/ops/").status_code == 403


def test_all_green(client: Client) -> None:
    Heartbeat.objects.create(name="beat", at=clock.now())
    sign_in(client, officer(Role.ADMINISTRATOR))
    page = soup(client.get("/ops/"))
    assert "Tidak ada yang tertinggal." in page.get_text()
    assert "Tidak ada. Semua pekerjaan selesai atau sedang berjalan." in page.get_text()
    assert "Penjadwal terakhir terdengar" in page.get_text()
    first = page.select_one("#keadaan ~ * tbody tr")
    assert first.get_text(" ", strip=True) == "Basis data Berjalan"
    assert not page.select("form[action*=pekerjaan]")


def test_what_waits_is_counted_by_queue_with_the_oldest(client: Client) -> None:
    job("open", due_at=clock.now() - timedelta(minutes=5))
    job("open", due_at=clock.now() - timedelta(minutes=1), attempts=2)
    job("open", due_at=clock.now() + timedelta(hours=1))
    sign_in(client, officer(Role.ADMINISTRATOR))
    page = soup(client.get("/ops/"))
    assert page.select_one("#antrian").get_text(strip=True) == "2 pekerjaan menunggu"
    assert "OSError: x" in page.get_text()


def test_a_failed_job_is_tried_again_once(client: Client) -> None:
    dead = job()
    boss = officer(Role.ADMINISTRATOR)
    sign_in(client, boss)
    assert soup(client.get("/ops/")).select_one(f"form[action='/ops/pekerjaan/{dead.pk}/coba-lagi/']")
    for _ in range(2):
        assert client.post(f"/ops/pekerjaan/{dead.pk}/coba-lagi/")["Location"] == "/ops/"
    dead.refresh_from_db()
    assert dead.state == "open"
    assert AuditEvent.objects.filter(action="core.job.retried", actor=boss).count() == 1


def test_an_auditor_looks_and_does_not_touch(client: Client) -> None:
    dead = job()
    sign_in(client, officer(Role.AUDITOR))
    assert not soup(client.get("/ops/")).select("form[action*=pekerjaan]")
    assert client.post(f"/ops/pekerjaan/{dead.pk}/coba-lagi/").status_code == 403
    dead.refresh_from_db()
    assert dead.state == "dead"


def test_a_link_retries_nothing(client: Client) -> None:
    dead = job()
    sign_in(client, officer(Role.ADMINISTRATOR))
    assert client.get(f"/ops/pekerjaan/{dead.pk}/coba-lagi/").status_code == 405
