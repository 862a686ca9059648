"""`./jkp`: one file, an environment made once, and words instead of a traceback when something is missing."""

import importlib.util
import json
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from types import ModuleType

import pytest

from devkit.paths import ROOT


@pytest.fixture
def jkp(tmp_path, monkeypatch) -> ModuleType:
    """The script as a module, on an empty checkout with two sets of requirements."""
    loader = SourceFileLoader("jkp_script", str(ROOT / "jkp"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("jkp_script", loader))
    loader.exec_module(module)
    requirements = tmp_path / "requirements"
    requirements.mkdir()
    for name in ("demo", "dev"):
        (requirements / f"{name}.txt").write_text(f"{name}==1\n")
    monkeypatch.setattr(module, "REQUIREMENTS", requirements)
    monkeypatch.setattr(module, "LOCAL", tmp_path / ".local")
    monkeypatch.setattr(module, "INSTALL_LOG", tmp_path / ".local" / "log" / "install.log")
    return module


@pytest.fixture
def installs(jkp, monkeypatch) -> list[str]:
    """Names of the locks that were installed; nothing is fetched."""
    seen: list[str] = []
    monkeypatch.setattr(jkp, "install", lambda home, lock: seen.append(lock.stem))
    return seen


def test_the_first_call_makes_an_environment_and_the_second_installs_nothing(jkp, installs, tmp_path):
    home = tmp_path / ".venv"
    assert jkp.ensure_environment(home, ("dev",)) == home / "bin" / "python"
    assert jkp.works(home / "bin" / "python")
    jkp.ensure_environment(home, ("dev",))
    assert installs == ["dev"]


def test_a_changed_lock_is_installed_into_the_environment_that_is_there(jkp, installs, tmp_path):
    home = tmp_path / ".venv"
    jkp.ensure_environment(home, ("dev",))
    (home / "kept").touch()
    (tmp_path / "requirements" / "dev.txt").write_text("dev==2\n")
    jkp.ensure_environment(home, ("dev",))
    assert installs == ["dev", "dev"]
    assert (home / "kept").exists()


def test_the_demo_is_content_with_the_developers_wider_set(jkp, installs, tmp_path):
    home = tmp_path / ".venv"
    jkp.ensure_environment(home, ("dev",))
    jkp.ensure_environment(home, ("demo", "dev"))
    assert installs == ["dev"]


def test_tests_are_not_content_with_the_demos_set(jkp, installs, tmp_path):
    home = tmp_path / ".venv"
    jkp.ensure_environment(home, ("demo", "dev"))
    jkp.ensure_environment(home, ("dev",))
    assert installs == ["demo", "dev"]


def test_an_environment_whose_python_is_gone_is_made_anew(jkp, installs, tmp_path):
    home = tmp_path / ".venv"
    jkp.ensure_environment(home, ("dev",))
    (home / "old").touch()
    python = home / "bin" / "python"
    python.unlink()
    python.symlink_to(tmp_path / "no-such-python")
    jkp.ensure_environment(home, ("dev",))
    assert installs == ["dev", "dev"]
    assert not (home / "old").exists()


def test_a_failed_installation_leaves_no_mark_and_shows_the_end_of_its_log(jkp, tmp_path, monkeypatch):
    def fail(home, lock):
        jkp.run([sys.executable, "-c", "print('no such package'); raise SystemExit(1)"], "it could not be installed")

    monkeypatch.setattr(jkp, "install", fail)
    home = tmp_path / ".venv"
    with pytest.raises(jkp.InstallError, match="it could not be installed"):
        jkp.ensure_environment(home, ("dev",))
    assert jkp.read_mark(home) == {}
    assert jkp.log_tail().endswith("no such package")


def test_when_uv_fails_plain_pip_does_it(jkp, tmp_path, monkeypatch, capsys):
    ran = []

    def run(command, failure):
        ran.append(command)
        if command[0] == "uv":
            raise jkp.InstallError(failure)

    monkeypatch.setattr(jkp, "run", run)
    monkeypatch.setattr(jkp, "find_uv", lambda home: "uv")
    monkeypatch.setattr(jkp, "pip_for", lambda home: ["pip"])
    jkp.install(tmp_path, tmp_path / "dev.txt")
    assert [command[0] for command in ran] == ["uv", "pip"]
    assert ran[1][1:] == ["install", "--require-hashes", "-r", str(tmp_path / "dev.txt")]
    assert "plain pip" in capsys.readouterr().err


def test_a_damaged_mark_counts_as_none(jkp, installs, tmp_path):
    home = tmp_path / ".venv"
    jkp.ensure_environment(home, ("dev",))
    for damage in ("", "[]", "{"):
        (home / jkp.MARK).write_text(damage)
        jkp.ensure_environment(home, ("dev",))
        assert json.loads((home / jkp.MARK).read_text()).keys() == {"dev"}
    assert installs == ["dev"] * 4


def test_what_would_lead_installers_astray_is_not_passed_on(jkp, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("VIRTUAL_ENV", "/somewhere")
    monkeypatch.delenv("UV_SYSTEM_CERTS", raising=False)
    environ = jkp.clean_environ()
    assert "PYTHONPATH" not in environ
    assert "PYTHONDONTWRITEBYTECODE" not in environ, "every process would compile Django anew"
    assert "VIRTUAL_ENV" not in environ
    assert environ["UV_SYSTEM_CERTS"] == "true"


def test_an_old_python_is_told_so_in_words():
    program = (
        "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['jkp', 'demo'];"
        f"runpy.run_path({str(ROOT / 'jkp')!r}, run_name='__main__')"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "jkp needs Python 3.11 or newer; this is Python 3.9" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"]])
def test_help_names_every_command(jkp, arguments):
    answer = subprocess.run([sys.executable, ROOT / "jkp", *arguments], capture_output=True, text=True, check=True)
    assert [name for name in jkp.COMMANDS if f"./jkp {name}" not in answer.stdout] == []


def test_an_unknown_command_is_refused_with_the_list():
    answer = subprocess.run([sys.executable, ROOT / "jkp", "fly"], capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "there is no command 'fly'" in answer.stderr
    assert "./jkp demo" in answer.stderr


def test_every_command_has_its_module(jkp):
    modules = [module for _environment, _sets, module in jkp.COMMANDS.values()]
    assert [module for module in modules if importlib.util.find_spec(module) is None] == []
