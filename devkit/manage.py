"""`./jkp manage …`: a Django command with services behind it.

While the demo runs, its services; otherwise the demo's services for as long as the command takes. The fault drills
kill workers and flush queues, so they get throwaway services and an empty, migrated database instead.
"""

import os
import subprocess
import sys
from collections.abc import Mapping

from devkit import demo_lock
from devkit.paths import DEMO, ROOT
from devkit.portal import PREFERRED, PYTHON, Portal, addresses, choose_port
from devkit.processes import Ended, free_port
from devkit.services import demo_services, say, throwaway_services

DRILLS = {"faults"}


def main(arguments: list[str]) -> int:
    try:
        if arguments and arguments[0] in DRILLS:
            return _on_throwaway_services(arguments)
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


def _on_throwaway_services(arguments: list[str]) -> int:
    with throwaway_services() as services:
        environ = services.environ | addresses(services.folder, web=free_port(), sandbox=free_port(), mail=free_port())
        Portal(services.family, environ, services.folder).prepare(["migrate"])
        return _manage(arguments, environ)


def _manage(arguments: list[str], environ: Mapping[str, str]) -> int:
    command = [PYTHON, "manage.py", *arguments]
    try:
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **environ}, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
