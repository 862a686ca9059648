"""`./jkp manage …`: a Django command with services behind it.

While the demo runs, its services; otherwise the demo's services for as long as the command takes. The fault drills
stop servers, kill workers and flush queues: they get none, and start their own.
"""

import os
import subprocess
import sys
from collections.abc import Mapping

from devkit import demo_lock
from devkit.paths import DEMO, ROOT
from devkit.portal import PREFERRED, PYTHON, addresses, choose_port
from devkit.processes import Ended
from devkit.services import demo_services, say

DRILLS = {"faults"}
DEVELOPMENT = "jkp_portal.settings.dev"


def main(arguments: list[str]) -> int:
    try:
        if arguments and arguments[0] in DRILLS:
            return _manage(arguments, {"DJANGO_SETTINGS_MODULE": DEVELOPMENT})
        with demo_lock.demo_lock(), demo_services() as services:
            ports = {name: choose_port(port) for name, port in PREFERRED.items()}
            return _manage(arguments, services.environ | addresses(DEMO, **ports))
    except demo_lock.DemoRuns:
        return _beside_the_demo(arguments)
    except (Ended, TimeoutError, RuntimeError, OSError) as error:
        say(f"jkp manage: {error}")
        return 1


def _beside_the_demo(arguments: list[str]) -> int:
    environ = demo_lock.published()
    if not environ:
        say("The demo is still starting; try again when it says READY.")
        return 1
    return _manage(arguments, environ)


def _manage(arguments: list[str], environ: Mapping[str, str]) -> int:
    command = [PYTHON, "manage.py", *arguments]
    try:
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **environ}, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
