"""`./jkp demo`: the whole portal on this machine, until Ctrl-C.

PostgreSQL and Redis, partner sandbox, web, ws, worker and beat, with the demo's people in it. It stays in the
foreground; when one process ends, all end, and the message names it.
"""

import argparse
import os
import signal
import sys
import time
from typing import NoReturn

from devkit import demo_lock, static_files
from devkit.paths import DEMO, LOGS, PEOPLE
from devkit.portal import PREFERRED, Portal, addresses, choose_port
from devkit.processes import Ended, is_free
from devkit.services import Services, demo_services, say


class StopRequested(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./jkp demo", description="Run the whole portal with its demo people.")
    parser.add_argument("--port", type=int, help="port of the portal (default: JKP_PORT, 8000, or a free one)")
    asked = parser.parse_args(arguments).port or int(os.environ.get("JKP_PORT") or "0")
    if asked and not is_free(asked):
        say(f"Port {asked} is taken. Without --port the demo takes 8000 or any free one.")
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    started = time.monotonic()
    try:
        with demo_lock.demo_lock(), demo_services() as services:
            _run(services, asked or choose_port(PREFERRED["web"]), started)
    except demo_lock.DemoRuns:
        say(f"This checkout's demo already runs: {demo_lock.published().get('PORTAL_BASE_URL', 'it is starting')}")
        return 1
    except StopRequested:
        say("Stopped.")
        return 0
    except (Ended, TimeoutError, RuntimeError, OSError) as error:
        say(f"The demo stops: {error}\nLogs: {LOGS}/")
        return 1


def _run(services: Services, port: int, started: float) -> NoReturn:
    environ = services.environ | addresses(
        DEMO,
        web=port,
        ws=choose_port(PREFERRED["ws"]),
        sandbox=choose_port(PREFERRED["sandbox"]),
        mail=choose_port(PREFERRED["mail"]),
    )
    portal = Portal(services.family, environ, LOGS)
    say("Services run. Preparing the database and the demo's people …")
    people = portal.preparing("migrate", "seed", "people", "market")
    processes = [portal.sandbox()]  # answers long before the first story needs it
    if not static_files.are_current():
        portal.prepare(["static"])
    processes += [portal.web(), portal.ws()]  # load while the stories are told
    portal.prepared(people)
    # Threads instead of processes: the same tasks in a third of the memory.
    processes += [portal.worker(pool="threads", concurrency=4), portal.beat(DEMO / "beat-schedule")]
    try:
        portal.wait_for_web()
        portal.wait_for_ws()
        demo_lock.publish(environ)
        print(f"READY {environ['PORTAL_BASE_URL']}/", flush=True)
        print(PEOPLE.read_text() if PEOPLE.exists() else "", end="", flush=True)
        say(f"Partners and sent messages: {environ['PARTNER_BASE_URL']}/   Logs: {LOGS}/")
        say(f"People to register as: {environ['PARTNER_BASE_URL']}/orang/")
        say(f"Ready after {time.monotonic() - started:.0f} s. Ctrl-C stops everything.")
        while True:
            services.family.check()
            time.sleep(0.5)
    finally:
        demo_lock.unpublish()
        services.family.forget(*reversed(processes))


def _stop(number: int, frame: object) -> NoReturn:
    """From now on stopping is under way; a second Ctrl-C must not interrupt it half-way."""
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    raise StopRequested(signal.Signals(number).name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
