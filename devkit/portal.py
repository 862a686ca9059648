"""The portal's own processes, as the demo, the benchmarks and the fault drills start them."""

import os
import secrets
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from http.client import HTTPResponse
from pathlib import Path

from devkit.paths import ROOT
from devkit.processes import Child, Family, free_port, is_free, wait_until

PYTHON = sys.executable
QUEUES = "interactive,payouts,notices,batch,register,default"
PREFERRED = {"web": 8000, "ws": 8001, "sandbox": 8100, "mail": 8125}
LONGEST_FRAME = 16 * 1024
THRIFTY = {"MALLOC_ARENA_MAX": "2"}  # threads share heaps: a worker that printed letters holds 50 MB less


def choose_port(preferred: int) -> int:
    """The preferred port when it is free, else another one."""
    return preferred if is_free(preferred) else free_port()


def addresses(folder: Path, *, web: int, sandbox: int, mail: int, ws: int = 0) -> dict[str, str]:
    """The variables that tell the portal and the partner sandbox where everything is; files go below `folder`.

    Without a port for `ws` pages look for their sockets at the portal's own address, as behind a proxy.
    """
    return {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "jkp_portal.settings.dev"),
        "PORTAL_BASE_URL": f"http://127.0.0.1:{web}",
        "WS_BASE_URL": f"ws://127.0.0.1:{ws}" if ws else "",
        "PARTNER_BASE_URL": f"http://127.0.0.1:{sandbox}",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail}",
        "SANDBOX_HOST": "127.0.0.1",
        "SANDBOX_PORT": str(sandbox),
        "SANDBOX_SMTP_PORT": str(mail),
        "SANDBOX_DATA": str(folder / "sandbox"),
        "MEDIA_ROOT": str(folder / "media"),
        "PYTHONUNBUFFERED": "1",
    }


class Portal:
    """Starts the portal's processes as members of `family`; everything they say goes to `logs`.

    Each process names itself at /healthz by a word that they are given here: a port may have become somebody else's.
    """

    def __init__(self, family: Family, environ: dict[str, str], logs: Path) -> None:
        self.family = family
        self.environ = {**os.environ, **THRIFTY, **environ, "PROCESS_NAME": secrets.token_hex(8)}
        self.logs = logs

    def prepare(self, *lines: Sequence[str]) -> None:
        """Run `devkit.prepare` (migrate, seed, …), each line of steps in a process of its own, and wait for all.

        Raises `Ended` with the end of its log when one fails.
        """
        self.prepared(*[self.preparing(*line) for line in lines])

    def preparing(self, *steps: str) -> Child:
        """Begin steps of `devkit.prepare` in a process of its own; `prepared` waits for it."""
        return self._start(f"prepare-{steps[0]}", [PYTHON, "-m", "devkit.prepare", *steps])

    def prepared(self, *children: Child) -> None:
        """Return when all of them are through. Raises `Ended` with the end of its log when one fails."""
        for child in children:
            if child.process.wait() != 0:
                child.check()
        self.family.forget(*children)

    def sandbox(self) -> Child:
        """The partner sandbox, answering."""
        Path(self.environ["SANDBOX_DATA"]).mkdir(parents=True, exist_ok=True)
        child = self._start("sandbox", [PYTHON, "-m", "integrations.sandbox"])
        url = self.environ["PARTNER_BASE_URL"]
        wait_until(lambda: answers(url), child, seconds=60, what="the partner sandbox")
        return child

    def web(self, *, workers: int = 1, threads: int = 8) -> Child:
        """The WSGI process; not waited for, see `wait_for_web`."""
        port = self.environ["PORTAL_BASE_URL"].rpartition(":")[2]
        command = [PYTHON, "-m", "gunicorn", "jkp_portal.wsgi:application", "--bind", f"127.0.0.1:{port}"]
        command += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
        command += ["--keep-alive", "30", "--timeout", "60", "--graceful-timeout", "3", "--no-control-socket"]
        return self._start("web", command)

    def ws(self) -> Child:
        """The process of the sockets, as in docker-compose.yml; not waited for, see `wait_for_ws`."""
        port = int(self.environ["WS_BASE_URL"].rpartition(":")[2])
        return self._start("ws", sockets_command("jkp_portal.asgi:application", port))

    def wait_for_ws(self, *, seconds: float = 180) -> None:
        """Return when our process of the sockets answers; raises `Ended` when any of the family ends meanwhile."""
        url = "http" + self.environ["WS_BASE_URL"].removeprefix("ws")
        wait_until(lambda: self._is_ours(url), self.family, seconds=seconds, what="the ws process")

    def wait_for_web(self, *, seconds: float = 180) -> None:
        """Return when our web process answers; raises `Ended` when any process of the family ends meanwhile."""
        url = self.environ["PORTAL_BASE_URL"]
        wait_until(lambda: self._is_ours(url), self.family, seconds=seconds, what="the web process")

    def _is_ours(self, url: str) -> bool:
        return answers(f"{url}/healthz", only_ok=True, name=self.environ["PROCESS_NAME"])

    def worker(
        self, *, queues: str = QUEUES, pool: str = "prefork", concurrency: int = 2, name: str = "worker"
    ) -> Child:
        command = [
            *_celery("jkp_portal.celery", "worker"),
            "--queues",
            queues,
            "--pool",
            pool,
            "--concurrency",
            str(concurrency),
        ]
        command += ["--without-gossip", "--without-mingle", "--hostname", f"{name}@%h"]
        return self._start(name, command)

    def beat(self, schedule: Path) -> Child:
        command = _celery("jkp_portal.beat", "beat")
        return self._start("beat", [*command, "--schedule", str(schedule), "--pidfile", ""])

    def _start(self, name: str, command: list[str]) -> Child:
        log = self.logs / f"{name}.log"
        log.unlink(missing_ok=True)
        return self.family.start(name, command, env=self.environ, cwd=ROOT, log=log)


def _celery(application: str, command: str) -> list[str]:
    return [PYTHON, "-m", "celery", "--app", application, command, "--loglevel", "INFO"]


def sockets_command(application: str, port: int) -> list[str]:
    """How uvicorn is started for sockets."""
    command = [PYTHON, "-m", "uvicorn", application, "--host", "127.0.0.1", "--port", str(port), "--lifespan", "off"]
    command += ["--ws-max-size", str(LONGEST_FRAME), "--ws-per-message-deflate", "false"]
    return [*command, "--log-level", "warning", "--timeout-graceful-shutdown", "3"]


def answers(url: str, *, only_ok: bool = False, name: str = "") -> bool:
    """Whether somebody answers HTTP there; with `only_ok`, with a 2xx; with `name`, a process of this PROCESS_NAME."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        answer: HTTPResponse = opener.open(url, timeout=5)
    except urllib.error.HTTPError:
        return not only_ok
    except OSError:
        return False
    with answer:
        return not name or answer.headers["X-Process"] == name
