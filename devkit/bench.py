"""`./jkp bench NAME`: run benchmarks/NAME.py on services of its own; its exit status is ours."""

import re
import subprocess
import sys

from devkit.paths import ROOT
from devkit.services import say, throwaway_services


def names() -> list[str]:
    """The benchmarks there are: every module that ends by calling `main`."""
    modules = sorted((ROOT / "benchmarks").glob("*.py"))
    return [path.stem for path in modules if re.search(r"^if __name__ == .__main__.:", path.read_text(), re.MULTILINE)]


def main(arguments: list[str]) -> int:
    known = names()
    if not arguments or arguments[0] not in known:
        say(f"usage: ./jkp bench NAME\nbenchmarks: {', '.join(known) or 'none yet'}")
        return 2
    with throwaway_services():
        command = [sys.executable, "-m", f"benchmarks.{arguments[0]}", *arguments[1:]]
        return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
