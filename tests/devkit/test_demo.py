"""`./jkp demo` for real: it says READY when it is, stops cleanly, and leaves nothing however it ends.

It keeps its data in a folder of the test's own (JKP_LOCAL), so a demo that runs in this checkout is not disturbed.
"""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup

from devkit.paths import ROOT
from devkit.processes import free_port
from tests.devkit.processes import eventually, processes_with

pytestmark = pytest.mark.workers

READY_WITHIN = 300
ENDED_WITHIN = 30
FROM_OUTSIDE = ("DATABASE_URL", "REDIS_URL", "JKP_EMBEDDED", "DJANGO_SETTINGS_MODULE", "DEMO_MODE", "MEDIA_ROOT")


class Demo:
    """One `./jkp demo` on a folder."""

    def __init__(self, local: Path) -> None:
        self.local = local
        self.environ = {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE}
        self.environ["JKP_LOCAL"] = str(local)
        self.said = local / "said"

    def call(self, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", f"devkit.{module}", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False)

    def start(self) -> None:
        """A port that was free may be taken by another test's server before this one binds it: then once more."""
        for _attempt in range(3):
            self._start_once()
            if self.process.poll() is None or "address already in use" not in self.words().lower():
                break
        assert self.process.poll() is None, self.words()

    def _start_once(self) -> None:
        command = [sys.executable, "-m", "devkit.demo", "--port", str(free_port())]
        with self.said.open("w") as output:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environ, stdout=output, stderr=output)
        assert eventually(lambda: "Ready after" in self.words() or self.process.poll() is not None, READY_WITHIN)

    def words(self) -> str:
        return self.said.read_text()

    @property
    def url(self) -> str:
        return re.search(r"^READY (\S+)$", self.words(), re.MULTILINE)[1]

    def processes(self) -> dict[int, str]:
        return processes_with(str(self.local))

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(ENDED_WITHIN)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    demo = Demo(tmp_path_factory.mktemp("local"))
    yield demo
    if demo.process.poll() is None:
        demo.process.kill()
        demo.process.wait()


@pytest.fixture
def running(demo):
    if not hasattr(demo, "process") or demo.process.poll() is not None:
        demo.start()
    return demo


def test_everything_runs_when_it_says_ready(running):
    assert httpx.get(f"{running.url}healthz", timeout=10).status_code == 200
    commands = " ".join(running.processes().values())
    for part in (
        "bin/postgres",
        "redis-server",
        "integrations.sandbox",
        "gunicorn",
        "jkp_portal.asgi",
        "celery",
        "beat",
    ):
        assert part in commands, f"{part} does not run"


def test_it_leads_to_those_who_have_no_account_yet(running):
    url = re.search(r"^People to register as: (\S+)$", running.words(), re.MULTILINE)[1]
    page = BeautifulSoup(httpx.get(url, params={"akun": "belum"}, timeout=10).text, "html.parser")
    first_names = [h3.text.split()[0] for h3 in page.select("section[aria-labelledby=orang] h3")]
    assert first_names == ["Ani", "Fajar", "Gita", "Indra", "Joko", "Sri", "Tono"]


def test_a_second_demo_on_the_same_data_is_refused_and_told_where_the_first_is(running):
    answer = running.call("demo")
    assert answer.returncode == 1
    assert f"already runs: {running.url.rstrip('/')}" in answer.stderr


def test_a_taken_port_is_refused_in_words(running):
    answer = running.call("demo", "--port", running.url.rstrip("/").rpartition(":")[2])
    assert answer.returncode == 1
    assert "is taken" in answer.stderr


def test_its_data_is_not_forgotten_while_it_runs(running):
    answer = running.call("reset")
    assert answer.returncode == 1
    assert "stop it first" in answer.stderr


def test_a_django_command_works_beside_it_on_its_services(running):
    program = "import os; print(os.environ['PORTAL_BASE_URL'])"
    answer = running.call("manage", "shell", "--verbosity", "0", "--command", program)
    assert answer.stdout.strip() == running.url.rstrip("/"), answer.stderr


def test_a_process_that_ends_takes_everything_with_it_and_is_named(running):
    workers = [pid for pid, line in running.processes().items() if "jkp_portal.celery worker" in line]
    worker = min(workers)  # its pool came later
    os.kill(worker, signal.SIGKILL)
    assert running.process.wait(ENDED_WITHIN) == 1
    assert "worker ended with signal SIGKILL" in running.words()
    assert running.processes() == {}


def test_it_stops_cleanly_when_asked_and_goes_on_with_its_data(running):
    assert running.end(signal.SIGTERM) == 0
    assert running.words().rstrip().endswith("Stopped.")
    assert running.processes() == {}
    log = (running.local / "log" / "postgres.log").read_text()
    assert "database system is shut down" in log.splitlines()[-1]
    made = (running.local / "demo" / "postgres" / "PG_VERSION").stat().st_mtime_ns
    running.start()
    assert (running.local / "demo" / "postgres" / "PG_VERSION").stat().st_mtime_ns == made
    assert "No migrations to apply" in (running.local / "log" / "prepare-migrate.log").read_text()


def test_nothing_is_left_when_it_is_killed(running):
    running.end(signal.SIGKILL)
    assert eventually(lambda: not running.processes()), running.processes()
