"""Finding the processes that a test has started, whoever their parent is by now."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path


def processes_with(token: str) -> dict[int, str]:
    """Living processes with `token` in their environment, command line or folder, with their command lines.

    All three are asked because servers overwrite the first two to show their state.
    """
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (folder / "cmdline").read_bytes()
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            traces = command + (folder / "environ").read_bytes() + str((folder / "cwd").readlink()).encode()
            if state != "Z" and token.encode() in traces:
                found[int(folder.name)] = command.replace(b"\0", b" ").decode(errors="replace")
    return found


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
