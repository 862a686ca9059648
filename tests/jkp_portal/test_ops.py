"""D3: what runs, what waits, what failed, and trying again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from claims.models import ServiceOutage
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
    first = page.select_one("#keadaan ~ ul li")
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


# --- outages -----------------------------------------------------------------------------------------------------

OUTAGE = {
    "starts_on_day": "23", "starts_on_month": "12", "starts_on_year": "2026", "starts_at": "08.00",
    "ends_on_day": "23", "ends_on_month": "12", "ends_on_year": "2026", "ends_at": "20:00",
    "reason": "Listrik pusat data padam",
}  # fmt: skip


@pytest.fixture
def evening() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 12, 23, 14, 30, tzinfo=UTC), tick=False):
        yield


def test_an_administrator_records_an_outage_once(client: Client, evening: None) -> None:
    sign_in(client, officer(Role.ADMINISTRATOR))
    for _ in range(2):
        assert client.post("/ops/gangguan/", OUTAGE)["Location"] == "/ops/gangguan/"
    outage = ServiceOutage.objects.get()
    assert (outage.starts_at, outage.ends_at) == (
        datetime(2026, 12, 23, 1, 0, tzinfo=UTC),
        datetime(2026, 12, 23, 13, 0, tzinfo=UTC),
    )
    assert "Listrik pusat data padam" in client.get("/ops/gangguan/").content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts_at": "25.00"}, "Tulis jam dan menit. Contoh: 08.30."),
        ({"ends_at": "23.59"}, "Catat gangguan sesudah selesai."),
        ({"ends_at": "07.00"}, "Selesai harus sesudah mulai."),
        ({"reason": ""}, "Tulis sebab gangguan."),
    ],
)
def test_an_outage_that_cannot_be_keeps_what_was_typed(
    client: Client, evening: None, change: dict[str, str], said: str
) -> None:
    sign_in(client, officer(Role.ADMINISTRATOR))
    response = client.post("/ops/gangguan/", OUTAGE | change)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert soup(response).select_one("[name=starts_on_year]")["value"] == "2026"
    assert not ServiceOutage.objects.exists()


def test_an_auditor_records_none(client: Client, evening: None) -> None:
    sign_in(client, officer(Role.AUDITOR))
    assert client.post("/ops/gangguan/", OUTAGE).status_code == 403
