"""Bring a database and the static files up to date; one process, so that Django is loaded once.

    python -m devkit.prepare migrate static seed

Each step may be repeated at any time. `seed` tells the demo's stories when the portal has a `seed_demo` command.
"""

import hashlib
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command, get_commands

from devkit.paths import ROOT


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=1)


def static() -> None:
    """Collect and compress static files, unless they are the ones of the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = _state_of_static_files()
    if not stamp.exists() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=["rest_framework"])
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(state)


def seed() -> None:
    if "seed_demo" in get_commands():
        call_command("seed_demo")


def _state_of_static_files() -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "runtime.txt").read_bytes())
    for folder in sorted(ROOT.glob("static")) + sorted(ROOT.glob("*/static")):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(ROOT)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


STEPS = {"migrate": migrate, "static": static, "seed": seed}


def main(steps: list[str]) -> None:
    django.setup()
    for step in steps:
        print(f"-- {step}", flush=True)
        STEPS[step]()


if __name__ == "__main__":
    main(sys.argv[1:])
