"""Whether the collected static files are those of the sources; asked without loading Django."""

import hashlib
from pathlib import Path

from devkit.paths import ROOT

COLLECTED = ROOT / ".local" / "static"  # STATIC_ROOT of the settings
STAMP = ".collected"


def are_current() -> bool:
    """Whether the files were collected from what the checkout holds now."""
    stamp = COLLECTED / STAMP
    return stamp.exists() and stamp.read_text() == state()


def mark_as_collected(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STAMP).write_text(state())


def state() -> str:
    """Hash of the static files of the checkout and of the packages that bring others."""
    digest = hashlib.sha256((ROOT / "requirements" / "runtime.txt").read_bytes())
    for folder in sorted([*ROOT.glob("static"), *ROOT.glob("[a-z]*/static")]):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
