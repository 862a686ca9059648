"""Child processes that never outlive us, however we end.

Three nets, because each has a hole: we stop them ourselves; the kernel signals each direct child when we die
(PR_SET_PDEATHSIG, which a grandchild does not inherit); and a watchdog, which holds the read end of a pipe that only
we can write to, kills the whole process group when that pipe closes.
"""

import contextlib
import ctypes
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000

# Loaded here, not in the child: after a change of user the interpreter's folder may be closed to it.
LIBC = ctypes.CDLL(None, use_errno=True)

# The watchdog's whole program: wait until the pipe closes, let the children stop in peace, end what is left,
# and remove what nobody needs any more.
WATCHDOG = """
import os, shutil, signal, sys, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
while os.read(0, 1):
    pass
time.sleep(float(sys.argv[1]))
for path in sys.argv[2:]:
    shutil.rmtree(path, ignore_errors=True)
os.killpg(0, signal.SIGKILL)
"""
GRACE = 2.0


class Ended(Exception):
    """A process that should be running has ended; the text says which and how."""


class Child:
    """A running process: its name for people, its log, and how it is asked to stop."""

    def __init__(
        self, name: str, process: "subprocess.Popen[bytes]", stop_with: signal.Signals, log: Path | None
    ) -> None:
        self.name = name
        self.process = process
        self.stop_with = stop_with
        self.log = log
        self._asked = False

    def check(self) -> None:
        """Raise `Ended` when the process has ended."""
        code = self.process.poll()
        if code is not None:
            raise Ended(f"{self.name} ended with {how_it_ended(code)}{self._tail()}")

    def stop(self, patience: float = 8.0) -> None:
        """Ask the process to stop; kill it when it takes longer than `patience` seconds."""
        self.ask_to_stop()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask_to_stop(self) -> None:
        """Send the signal once; an impatient second one means something else to some servers."""
        if self.process.poll() is None and not self._asked:
            self._asked = True
            self.process.send_signal(self.stop_with)

    def _tail(self) -> str:
        if self.log is None:
            return ""
        with contextlib.suppress(OSError):
            lines = self.log.read_text(errors="replace").splitlines()[-15:]
            return "; the end of its log:\n  " + "\n  ".join(lines)
        return ""


class Family:
    """Children in one process group with a watchdog, stopped in reverse order of their start.

    `remove` names folders that the watchdog deletes when we die without cleaning up.
    """

    def __init__(self, remove: Sequence[Path] = ()) -> None:
        self._children: list[Child] = []
        self._watchdog = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", WATCHDOG, str(GRACE), *map(str, remove)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        log: Path | None = None,
        stdin: bytes | None = None,
        stop_with: signal.Signals = signal.SIGTERM,
        on_our_death: signal.Signals = signal.SIGKILL,
        become: Callable[[], None] | None = None,
        user: tuple[int, int] | None = None,
    ) -> Child:
        """Start `command`. `become` runs in the child before exec; `user` is a (uid, gid) to change to."""
        with contextlib.ExitStack() as files:
            output: IO[bytes] | int = files.enter_context(log.open("ab")) if log else subprocess.DEVNULL
            process = subprocess.Popen(
                [str(part) for part in command],
                env=None if env is None else dict(env),
                cwd=cwd,
                stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                process_group=self._watchdog.pid,
                user=user[0] if user else None,
                group=user[1] if user else None,
                extra_groups=[] if user else None,
                preexec_fn=_before_exec(os.getpid(), on_our_death, become),
            )
        if stdin is not None and process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(stdin)
                process.stdin.close()
        child = Child(name, process, stop_with, log)
        self._children.append(child)
        return child

    def check(self) -> None:
        """Raise `Ended` for the first child that has ended."""
        for child in self._children:
            child.check()

    def forget(self, *children: Child) -> None:
        """Stop these children now; all are asked first, then each is waited for."""
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.stop()
            self._children.remove(child)

    def stop(self) -> None:
        """Stop the children, the last one first; then the watchdog, with whatever they left behind."""
        while self._children:
            self._children.pop().stop()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._watchdog.pid, signal.SIGKILL)
        self._watchdog.wait()
        if self._watchdog.stdin:
            self._watchdog.stdin.close()


def _before_exec(parent: int, on_death: signal.Signals, become: Callable[[], None] | None) -> Callable[[], None]:
    def prepare() -> None:
        if become is not None:
            become()
        # After a change of user or name space: that change resets the setting.
        LIBC.prctl(PR_SET_PDEATHSIG, int(on_death), 0, 0, 0)
        if os.getppid() != parent:  # we died in between
            os._exit(1)

    return prepare


def become_nobody_in_a_namespace() -> None:
    """In a child of root: appear as user 65534 to itself, while the files remain root's."""
    user, group = os.geteuid(), os.getegid()
    if LIBC.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespaces here")
    for name, text in (("setgroups", "deny"), ("uid_map", f"65534 {user} 1"), ("gid_map", f"65534 {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def namespaces_work() -> bool:
    """Whether `become_nobody_in_a_namespace` works here (containers often refuse it)."""
    pid = os.fork()
    if pid == 0:
        try:
            become_nobody_in_a_namespace()
            os._exit(0 if os.geteuid() == 65534 else 1)
        except BaseException:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def how_it_ended(code: int) -> str:
    """An exit code in words; negative codes are signals."""
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"


def free_port() -> int:
    """A TCP port on loopback that is free now, below those that the kernel gives to outgoing connections.

    Nothing holds the port until the server binds it, so callers retry with another one.
    """
    for _attempt in range(200):
        port = random.SystemRandom().randrange(20_000, 32_000)
        if is_free(port):
            return port
    raise OSError("no free port between 20000 and 32000")


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def wait_until(ready: Callable[[], bool], family_or_child: Family | Child, *, seconds: float, what: str) -> None:
    """Poll `ready`; raise `Ended` when a process ends meanwhile, `TimeoutError` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not ready():
        family_or_child.check()
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} was not ready within {seconds:.0f} seconds")
        time.sleep(0.05)


def remove(path: Path) -> None:
    """Delete a folder and all in it; nothing happens when it is not there."""
    shutil.rmtree(path, ignore_errors=True)
