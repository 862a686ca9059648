"""Pictures of every screen at the width of a phone and of a desk, for people to look at.

    python -m tests.e2e.shots FOLDER [--only NAME …] [--readme]

Starts a portal of its own. `--only` takes names of screens.py. `--readme` draws docs/images/dashboard.png too.
"""

import os
import subprocess
import sys

from devkit.paths import ROOT
from devkit.services import throwaway_services

DRAW = "import django, sys; django.setup(); from tests.e2e.artist import main; sys.exit(main(sys.argv[1:]))"


def main(arguments: list[str]) -> int:
    with throwaway_services() as services:
        settings = {"DJANGO_SETTINGS_MODULE": "jkp_portal.settings.test", "E2E_FOLDER": str(services.folder)}
        command = [sys.executable, "-c", DRAW, *arguments]
        return subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
