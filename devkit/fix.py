"""`./jkp fix`: let the formatters put right what they can; what is left, `./jkp check` names."""

import subprocess
import sys

from devkit.paths import ROOT

COMMANDS = (
    ("ruff", "check", "--fix", "--quiet", "--exit-zero", "."),
    ("ruff", "format", "--quiet", "."),
    # Twice: what the first pass breaks into lines, the second indents.
    ("djlint", "--reformat", "--quiet", "templates"),
    ("djlint", "--reformat", "--quiet", "templates"),
)


def main(paths: list[str]) -> int:
    """Fix the whole checkout, or only `paths`."""
    for command in COMMANDS:
        full = [*command[:-1], *(paths or command[-1:])]
        subprocess.run([sys.executable, "-m", *full], cwd=ROOT, check=False, capture_output=command[0] == "djlint")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
