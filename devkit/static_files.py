"""Whether the collected static files are those of the sources; asked without loading Django."""

import contextlib
import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path

from devkit.paths import ROOT

COLLECTED = ROOT / ".local" / "static"  # STATIC_ROOT of the settings
STAMP = ".collected"


def are_current(folder: Path | None = None) -> bool:
    """Whether the files of `folder` (else the checkout's own) were collected from what the checkout holds now."""
    stamp = (folder or COLLECTED) / STAMP
    return stamp.exists() and stamp.read_text() == state()


def mark_as_collected(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STAMP).write_text(state())


@contextlib.contextmanager
def collection(folder: Path) -> Iterator[None]:
    """One process at a time collects into `folder`; a second demo of the checkout waits for the first."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def state() -> str:
    """Hash of the static files of the checkout and of the packages that bring others."""
    digest = hashlib.sha256((ROOT / "requirements" / "runtime.txt").read_bytes())
    for folder in sorted([*ROOT.glob("static"), *ROOT.glob("[a-z]*/static")]):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
