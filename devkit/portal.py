"""The portal's own processes, as the demo, the benchmarks and the fault drills start them."""

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from devkit.paths import ROOT
from devkit.processes import Child, Family, free_port, is_free, wait_until

PYTHON = sys.executable
QUEUES = "interactive,payouts,notices,batch,default"
PREFERRED = {"web": 8000, "sandbox": 8100, "mail": 8125}


def choose_port(preferred: int) -> int:
    """The preferred port when it is free, else another one."""
    return preferred if is_free(preferred) else free_port()


def addresses(folder: Path, *, web: int, sandbox: int, mail: int) -> dict[str, str]:
    """The variables that tell the portal and the partner sandbox where everything is; files go below `folder`."""
    return {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "jkp_portal.settings.dev"),
        "PORTAL_BASE_URL": f"http://127.0.0.1:{web}",
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
    """Starts the portal's processes as members of `family`; everything they say goes to `logs`."""

    def __init__(self, family: Family, environ: dict[str, str], logs: Path) -> None:
        self.family = family
        self.environ = {**os.environ, **environ}
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

    def wait_for_web(self, *, seconds: float = 180) -> None:
        """Return when /healthz answers 200; raises `Ended` when any process of the family ends meanwhile."""
        url = self.environ["PORTAL_BASE_URL"] + "/healthz"
        wait_until(lambda: answers(url, only_ok=True), self.family, seconds=seconds, what="the web process")

    def worker(
        self, *, queues: str = QUEUES, pool: str = "prefork", concurrency: int = 2, name: str = "worker"
    ) -> Child:
        command = [*self._celery("worker"), "--queues", queues, "--pool", pool, "--concurrency", str(concurrency)]
        command += ["--without-gossip", "--without-mingle", "--hostname", f"{name}@%h"]
        return self._start(name, command)

    def beat(self, schedule: Path) -> Child:
        return self._start("beat", [*self._celery("beat"), "--schedule", str(schedule), "--pidfile", ""])

    def _celery(self, command: str) -> list[str]:
        return [PYTHON, "-m", "celery", "--app", "jkp_portal.celery", command, "--loglevel", "INFO"]

    def _start(self, name: str, command: list[str]) -> Child:
        log = self.logs / f"{name}.log"
        log.unlink(missing_ok=True)
        return self.family.start(name, command, env=self.environ, cwd=ROOT, log=log)


def answers(url: str, *, only_ok: bool = False) -> bool:
    """Whether somebody answers HTTP there; with `only_ok`, with a 2xx."""
    opener: Callable[..., object] = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
    try:
        opener(url, timeout=5)
    except urllib.error.HTTPError:
        return not only_ok
    except OSError:
        return False
    return True
