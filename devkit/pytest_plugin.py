"""Services for a test run: loaded by `-p devkit.pytest_plugin`, before pytest-django reads the settings.

The controlling process starts a PostgreSQL and a Redis that nobody else uses; xdist's workers inherit them and each
takes its own test database (pytest-django), Redis database, media folder, live server and partner sandbox.
"""

import contextlib
import gc
import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connections

from devkit.processes import free_port
from devkit.schema_cache import MigrationsFailed, ensure_template
from devkit.services import throwaway_services
from integrations import breaker
from integrations.sandbox import process as sandbox_process
from integrations.sandbox.control import Control

# With these, pytest only talks about itself.
ONLY_TALK = {"--help", "-h", "--version", "-V", "--fixtures", "--markers"}
FOLDER = "JKP_TEST_FOLDER"
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "django_db_reset_sequences", "live_server"}
HEADER = pytest.StashKey[str]()
# Thousands of tests stay in memory for the whole run, and the collector would walk over all of them again and again.
COLLECT_AFTER = (50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    if ONLY_TALK.intersection(args):
        return
    gc.set_threshold(*COLLECT_AFTER)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        _start_services(early_config)
    _take_own_corner(worker)


def pytest_report_header(config: pytest.Config) -> str:
    return config.stash.get(HEADER, "")


def pytest_collection_finish(session: pytest.Session) -> None:
    """When tests need the database: let pytest-django copy a migrated one instead of migrating its own."""
    if not os.environ.get("JKP_EMBEDDED") or not any(_uses_database(item) for item in session.items):
        return
    with contextlib.suppress(MigrationsFailed):  # then the tests' own migration says why
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = ensure_template()


def _uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(DATABASE_FIXTURES & fixtures) or item.get_closest_marker("django_db") is not None


def _start_services(config: pytest.Config) -> None:
    stack = contextlib.ExitStack()
    config.add_cleanup(stack.close)
    started = time.monotonic()
    services = stack.enter_context(throwaway_services())
    os.environ[FOLDER] = str(services.folder)
    kind = "throwaway" if services.environ else "the ones of DATABASE_URL and REDIS_URL"
    config.stash[HEADER] = f"services: PostgreSQL and Redis, {kind} ({time.monotonic() - started:.1f} s)"


def _take_own_corner(worker: str) -> None:
    """Set what must differ between the processes of one run."""
    folder = Path(os.environ[FOLDER]) / (worker or "main")
    folder.mkdir(parents=True, exist_ok=True)
    number = int(worker.removeprefix("gw")) + 1 if worker else 0
    parts = urlsplit(os.environ["REDIS_URL"])
    portal, sandbox, mail = free_port(), free_port(), free_port()
    os.environ |= {
        "REDIS_URL": urlunsplit(parts._replace(path=f"/{number}")),
        "MEDIA_ROOT": str(folder / "media"),
        "SANDBOX_DATA": str(folder / "sandbox"),
        "SANDBOX_PORT": str(sandbox),
        "SANDBOX_SMTP_PORT": str(mail),
        "PARTNER_BASE_URL": f"http://127.0.0.1:{sandbox}",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail}",
        "PORTAL_BASE_URL": f"http://127.0.0.1:{portal}",
        "DJANGO_LIVE_TEST_SERVER_ADDRESS": f"127.0.0.1:{portal}",
    }


@pytest.fixture(scope="session")
def partner_sandbox() -> Iterator[sandbox_process.Handle]:
    """The partner sandbox as a process of its own, where the settings expect it; started when a test first asks.

    It serves every test of this process: a test that throws a switch or counts what arrived resets it first
    (`partner_sandbox.control`).
    """
    secrets = {name: os.environ[name] for name in ("PARTNER_API_KEY", "BANK_CALLBACK_SECRET")}  # set by the settings
    data = Path(os.environ["SANDBOX_DATA"])
    data.mkdir(parents=True, exist_ok=True)
    handle = sandbox_process.start(
        int(os.environ["SANDBOX_PORT"]),
        smtp_port=int(os.environ["SANDBOX_SMTP_PORT"]),
        data=data,
        api_key=secrets["PARTNER_API_KEY"],
        callback_secret=secrets["BANK_CALLBACK_SECRET"],
        portal_url=os.environ["PORTAL_BASE_URL"],
        settle_seconds=0.2,
    )
    yield handle
    handle.stop()


@pytest.fixture
def partners(partner_sandbox: sandbox_process.Handle) -> Control:
    """The partners as new: nobody known, no fault, nothing received, every breaker closed."""
    partner_sandbox.control.reset()
    breaker.forget_all()
    return partner_sandbox.control
