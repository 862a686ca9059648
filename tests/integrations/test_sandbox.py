"""The sandbox as a process: it starts fast, stays small, remembers, and leaves when its parent does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup

from integrations.errors import PartnerError
from integrations.sandbox import process
from integrations.sandbox.control import Control, ControlRefused
from integrations.sandbox.people import person
from integrations.sandbox.process import Handle
from integrations.sandbox.stories import Story
from integrations.sms import sms_client
from tests.integrations.conftest import TODAY
from tests.integrations.test_bank import pay

PHONE = "+6281200000001"


def page(base_url: str, query: str = "") -> BeautifulSoup:
    response = httpx.get(base_url + "/", params={"cari": query} if query else None, trust_env=False)
    assert response.status_code == 200
    assert "script" not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]
    return BeautifulSoup(response.text, "html.parser")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Handle]:
    handle = process.start(data=tmp_path, settle_seconds=600)
    yield handle
    handle.stop()


def test_it_is_small(own: Handle, siti: Story) -> None:
    own.control.load(people=[person(n, today=TODAY) for n in range(200)])
    page(own.base_url)

    status = Path(f"/proc/{own.process.pid}/status").read_text()

    resident_kb = int(status.split("VmRSS:")[1].split()[0])
    assert resident_kb < 60_000


def test_it_remembers_after_being_killed(own: Handle, siti: Story, settings: object) -> None:
    settings.PARTNER_BASE_URL, settings.PARTNER_API_KEY = own.base_url, own.api_key
    own.control.load(people=[siti.person], employers=siti.employers)
    assert pay(siti).accepted
    own.process.kill()
    own.stop()

    again = process.start(data=own.data, settle_seconds=600)
    try:
        settings.PARTNER_BASE_URL = again.base_url
        assert pay(siti).accepted
        audit = again.control.audit()
        assert (audit["requests"], audit["transfers"], audit["total"]) == (2, 1, 3_000_000)
    finally:
        again.stop()


def test_it_leaves_when_its_parent_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from integrations.sandbox import process\n"
        "print(process.start(data=Path(sys.argv[1])).process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()

    until = time.monotonic() + 10
    while alive(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(child)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_it_stops_when_asked_and_frees_its_port(tmp_path: Path) -> None:
    handle = process.start(data=tmp_path)
    os.kill(handle.process.pid, signal.SIGTERM)

    assert handle.process.wait(5) == 0 or handle.process.returncode == -signal.SIGTERM
    handle.stop()
    again = process.start(handle.port, data=tmp_path)
    assert again.port == handle.port
    again.stop()


def test_a_port_in_use_is_told_at_once(own: Handle, tmp_path: Path) -> None:
    with pytest.raises(process.SandboxDidNotStart):
        process.start(own.port, data=tmp_path / "other")


def test_the_control_door_needs_the_key(known: Control, partner_sandbox: Handle) -> None:
    stranger = Control(partner_sandbox.base_url, "wrong")

    for knock in (stranger.reset, stranger.faults, stranger.audit, stranger.take_callbacks, stranger.outbox):
        with pytest.raises(ControlRefused, match="401"):
            knock()
    assert known.outbox()["messages"] == []


@pytest.mark.parametrize("switches", [{"unheard": 1}, {"slow": "3"}, {"down": 1}, {"garbage": "x"}, {"slow": -2}])
def test_a_switch_nobody_knows_is_a_mistake(known: Control, switches: dict[str, object]) -> None:
    with pytest.raises(ControlRefused, match="unknown_fault"):
        known.fault("bank", **switches)
    with pytest.raises(ControlRefused, match="unknown_fault"):
        known.fault("nobody", down=True)
    assert known.faults()["bank"] == {}


def test_a_share_of_errors_is_spread_evenly(known: Control, siti: Story) -> None:
    known.fault("bank", error_rate=30)
    statuses = [
        httpx.get(f"{known._base}/bank/v1/banks", headers={"X-Api-Key": known._key}, trust_env=False).status_code
        for _ in range(10)
    ]

    assert statuses.count(500) == 3


def test_healing_switches_everything_off(known: Control) -> None:
    known.fault("sms", down=True)
    known.fault("mail", slow=1)
    known.heal()

    assert set(map(str, known.faults().values())) == {"{}"}


def test_what_was_said_before_a_reset_is_not_done_after_it(known: Control, siti: Story) -> None:
    known.fault("bank", only=["transfer"], slow=1)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(pay, siti)
        time.sleep(0.3)
        known.reset()
        with pytest.raises(PartnerError):
            late.result()

    assert known.audit()["requests"] == 0


def test_the_page_shows_messages_newest_first_and_finds_them(known: Control, partner_sandbox: Handle) -> None:
    sms_client().send("S-1", PHONE, "JKP: pertama <b>")
    sms_client().send("S-2", "+6281200000002", "JKP: kedua")

    texts = [pre.text for pre in page(partner_sandbox.base_url).select("pre")]
    assert texts == ["JKP: kedua", "JKP: pertama <b>"]
    assert [h3.text for h3 in page(partner_sandbox.base_url, PHONE).select("#isi li h3")] == [PHONE]
    assert "Tidak ada pesan yang memuat" in page(partner_sandbox.base_url, "tidak ada").text


def test_the_page_shows_transfers_without_the_whole_account_number(
    known: Control, partner_sandbox: Handle, siti: Story
) -> None:
    pay(siti)
    known.settle_now()

    row = page(partner_sandbox.base_url).select_one("tbody tr").get_text(" ", strip=True)

    assert "Rp3.000.000" in row
    assert "masuk rekening" in row
    assert siti.account.number not in row
    assert "•••• 4471" in row


def test_a_form_on_the_page_switches_a_fault(known: Control, partner_sandbox: Handle) -> None:
    url = f"{partner_sandbox.base_url}/gangguan/sms"
    assert "separuh" in str(page(partner_sandbox.base_url).select_one("#g-sms"))

    response = httpx.post(url, data={"pilihan": "mati"}, trust_env=False)

    assert response.status_code == 303
    assert known.faults()["sms"] == {"down": True}
    assert page(partner_sandbox.base_url).select_one("#g-sms option[selected]")["value"] == "mati"


@pytest.mark.parametrize(
    ("choice", "origin", "status"),
    [("bisu", None, 422), ("x", None, 422), ("mati", "http://jahat.invalid", 403)],
)
def test_a_form_with_another_choice_or_from_another_site_switches_nothing(
    known: Control, partner_sandbox: Handle, choice: str, origin: str | None, status: int
) -> None:
    headers = {"Origin": origin} if origin else {}
    url = f"{partner_sandbox.base_url}/gangguan/sms"

    assert httpx.post(url, data={"pilihan": choice}, headers=headers, trust_env=False).status_code == status
    assert known.faults()["sms"] == {}
