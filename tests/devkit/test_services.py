"""PostgreSQL and Redis of our own: they start as anybody, keep to themselves, and never outlive their parent."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

import psycopg2
import pytest
from redis import Redis
from redis.exceptions import AuthenticationError

from devkit import postgres, processes
from devkit.paths import ROOT
from devkit.processes import Ended, Family
from devkit.services import throwaway_services
from tests.devkit.processes import eventually, processes_with

HOLD = """
import sys, time
from devkit.services import throwaway_services
with throwaway_services() as services:
    print(services.folder, flush=True)
    time.sleep(120)
"""


@pytest.fixture
def unset(monkeypatch):
    """No services given from outside, as at the start of a run."""
    for name in ("DATABASE_URL", "REDIS_URL", "JKP_EMBEDDED"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def holder(unset):
    """A process that holds throwaway services: (process, their folder, a token that its children carry)."""
    token = f"JKP_TRACE_{uuid.uuid4().hex}"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=ROOT,
        env={**os.environ, token: "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    folder = process.stdout.readline().strip()
    assert folder, "the services did not start"
    yield process, Path(folder), token
    process.kill()
    process.wait()
    process.stdout.close()


def alive(folder: Path, token: str) -> dict[int, str]:
    return processes_with(str(folder)) | processes_with(token)


def test_the_services_answer_and_are_gone_afterwards(unset):
    with throwaway_services() as services:
        folder = services.folder
        with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('is_superuser'), lower('ÀÉ')")
            assert cursor.fetchone() == ("jkp", "off", "àé")
        connection.close()
        client = Redis.from_url(os.environ["REDIS_URL"])
        assert client.ping()
        client.close()
        assert os.environ["JKP_EMBEDDED"] == "1"
        assert len(processes_with(str(folder))) >= 2
    assert processes_with(str(folder)) == {}
    assert not folder.exists()
    assert "DATABASE_URL" not in os.environ


def test_the_portals_role_may_create_the_extensions_it_needs(unset):
    with throwaway_services():
        connection = psycopg2.connect(os.environ["DATABASE_URL"])
        with connection, connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm")
            cursor.execute("SELECT count(*) FROM pg_extension WHERE extname IN ('btree_gist', 'pg_trgm')")
            assert cursor.fetchone() == (2,)
        connection.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
def test_a_server_that_was_stopped_or_crashed_starts_again_where_it_was_with_what_was_committed(tmp_path, how):
    if postgres.choose_identity().user is not None:
        tmp_path.chmod(0o711)
    sockets = Path(tempfile.mkdtemp(prefix="jkp-"))
    family = Family(remove=[sockets])
    try:
        server = postgres.Postgres(family, tmp_path / "data", sockets, tmp_path / "log", throwaway=False)
        url = server.start()
        with psycopg2.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE kept (n int)")
            cursor.execute("INSERT INTO kept VALUES (7)")
        connection.close()
        server.stop(how)
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(url)
        server.start_again()
        with psycopg2.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT n FROM kept")
            assert cursor.fetchone() == (7,)
        connection.close()
    finally:
        family.stop()


def test_nobody_gets_in_without_the_password(unset):
    with throwaway_services():
        without = re.sub(r":[0-9a-f]{32}@", ":wrong@", os.environ["DATABASE_URL"])
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(without)
        with pytest.raises(AuthenticationError):
            Redis.from_url(re.sub(r":[0-9a-f]{32}@", "@", os.environ["REDIS_URL"])).ping()


def test_passwords_are_on_no_command_line(unset):
    with throwaway_services() as services:
        password = re.search(r":([0-9a-f]{32})@", os.environ["REDIS_URL"])[1]
        assert [line for line in processes_with(str(services.folder)).values() if password in line] == []


def test_given_services_are_used_instead(unset, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere:1/0")
    with throwaway_services() as services:
        assert services.environ == {}
        assert os.environ["DATABASE_URL"] == "postgresql://somewhere/else"
        assert "JKP_EMBEDDED" not in os.environ


def test_two_runs_stand_side_by_side(unset, monkeypatch):
    with throwaway_services():
        first = os.environ["DATABASE_URL"], os.environ["REDIS_URL"]
        monkeypatch.delenv("DATABASE_URL")
        monkeypatch.delenv("REDIS_URL")
        with throwaway_services():
            second = os.environ["DATABASE_URL"], os.environ["REDIS_URL"]
            for url in (first[0], second[0]):
                psycopg2.connect(url).close()
        assert not set(first) & set(second)


def test_a_port_taken_in_between_is_tried_again_on_another(unset, monkeypatch):
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        taken = squatter.getsockname()[1]
        ports = [taken]

        def first_the_taken_one() -> int:
            return ports.pop() if ports else processes.free_port()

        monkeypatch.setattr(postgres, "free_port", first_the_taken_one)
        with throwaway_services() as services:
            assert ports == []
            assert f":{taken}/" not in os.environ["DATABASE_URL"]
            services.family.check()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["SIGKILL", "SIGTERM"])
def test_nothing_outlives_a_killed_parent(holder, number):
    process, folder, token = holder
    assert len(alive(folder, token)) >= 4  # the parent, its watchdog, PostgreSQL, Redis
    process.send_signal(number)
    process.wait()
    assert eventually(lambda: not alive(folder, token)), alive(folder, token)
    assert eventually(lambda: not folder.exists())


@pytest.fixture
def open_folder():
    """A folder that every user may look into; pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="jkp-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    processes.remove(folder)


def test_root_without_user_namespaces_starts_it_as_nobody(unset, monkeypatch, open_folder):
    if os.geteuid() != 0:
        identity = postgres.choose_identity()
        assert (identity.become, identity.user) == (None, None)
        return
    monkeypatch.setattr(postgres, "namespaces_work", lambda: False)
    monkeypatch.setattr(postgres, "COPIES", open_folder)
    postgres.choose_identity.cache_clear()
    try:
        with throwaway_services() as services:
            psycopg2.connect(os.environ["DATABASE_URL"]).close()
            servers = [pid for pid, line in processes_with(str(services.folder)).items() if "/bin/postgres" in line]
            assert {Path(f"/proc/{pid}").stat().st_uid for pid in servers} == {65534}
    finally:
        postgres.choose_identity.cache_clear()


def test_a_child_that_ends_is_named_with_the_end_of_its_log(tmp_path):
    family = Family()
    try:
        child = family.start(
            "greeter", [sys.executable, "-c", "print('all the best'); raise SystemExit(3)"], log=tmp_path / "log"
        )
        child.process.wait()
        with pytest.raises(Ended, match=r"(?s)greeter ended with code 3.*all the best"):
            family.check()
    finally:
        family.stop()


def test_a_child_that_does_not_listen_is_killed():
    family = Family()
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    child = family.start("deaf", [sys.executable, "-c", deaf])
    child.stop(patience=0.3)
    assert child.process.returncode in {-signal.SIGKILL, -signal.SIGTERM}
    family.stop()


def test_a_grandchild_goes_with_the_family():
    token = f"jkp-trace-{uuid.uuid4().hex}"
    family = Family()
    parent = (
        "import subprocess, sys, time;"
        f"subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)', '{token}']); time.sleep(60)"
    )
    family.start("parent", [sys.executable, "-c", parent])
    assert eventually(lambda: len(processes_with(token)) == 2)
    family.stop()
    assert eventually(lambda: not processes_with(token))
