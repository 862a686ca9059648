"""`./jkp check`: everything CI checks besides the tests. Each check says what it wants; all run, then the verdict."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from devkit import messages
from devkit.paths import ROOT
from devkit.services import throwaway_services

PYTHON = sys.executable
MOST_LINES = 60

LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"

# What production must be told; the values only have to have the right shape for `check --deploy`.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "jkp_portal.settings.prod",
    "SECRET_KEY": "a-long-random-text-that-only-serves-this-check-0123456789-abcdefghij",
    "FIELD_KEYS": "check:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "INDEX_KEY": "another-long-random-text-that-only-serves-this-check",
    "ALLOWED_HOSTS": "jkp.example.id",
    "PORTAL_BASE_URL": "https://jkp.example.id",
    "PARTNER_BASE_URL": "https://partners.example.id",
    "PARTNER_API_KEY": "a-partner-key-that-only-serves-this-check",
    "BANK_CALLBACK_SECRET": "a-callback-secret-that-only-serves-this-check",
    "EMAIL_URL": "smtp://mail.example.id:587",
    "DEMO_MODE": "false",
    "JKP_EMBEDDED": "",
}


@dataclass(frozen=True)
class Check:
    """A name, and a command or a function that returns what is wrong."""

    name: str
    command: tuple[str, ...] = ()
    function: Callable[[], list[str]] | None = None
    environ: Mapping[str, str] = field(default_factory=dict)

    def run(self) -> tuple[bool, str]:
        if self.function is not None:
            wrong = self.function()
            return not wrong, "\n".join(wrong)
        environ = {**os.environ, **self.environ}
        result = subprocess.run(self.command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        return result.returncode == 0, (result.stdout + result.stderr).strip()


def module(name: str, *arguments: str) -> tuple[str, ...]:
    return (PYTHON, "-m", name, *arguments)


CHECKS = (
    Check("format", module("ruff", "format", "--check", ".")),
    Check("lint", module("ruff", "check", ".")),
    Check("template format", module("djlint", "--check", "templates")),
    Check("templates", module("djlint", "--lint", "--quiet", "templates")),
    Check("floors and rooms", (PYTHON, "-c", LINT_IMPORTS)),
    Check("types", module("mypy")),
    Check("migrations", (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")),
    Check("English catalogue", function=messages.faults),
    Check(
        "production settings", (PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"), environ=PRODUCTION
    ),
)


def main(wanted: list[str]) -> int:
    unknown = set(wanted) - {check.name for check in CHECKS}
    if unknown:
        print(f"no such check: {', '.join(sorted(unknown))}; there are: {', '.join(check.name for check in CHECKS)}")
        return 2
    failed = []
    with throwaway_services():
        for check in CHECKS:
            if not wanted or check.name in wanted:
                started = time.monotonic()
                passed, output = check.run()
                print(
                    f"{'ok    ' if passed else 'FAILED'} {check.name} ({time.monotonic() - started:.1f} s)", flush=True
                )
                if not passed:
                    failed.append(check.name)
                    print(_indented(output), flush=True)
    print(f"check: {', '.join(failed)} failed. ./jkp fix puts some things right." if failed else "check: all good")
    return 1 if failed else 0


def _indented(text: str) -> str:
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"… and {len(lines) - MOST_LINES} more lines"]
    return "\n".join(f"    {line}" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
