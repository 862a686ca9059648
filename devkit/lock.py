"""`./jkp lock [--upgrade]`: resolve requirements/*.in into hash-locked requirements/*.txt with uv.

`dev` comes first and constrains the sets below it, so production runs what was tested. The files name no index, no
address and no path, and they are for every Python from 3.11 on.
"""

import os
import shutil
import subprocess
import sys

from devkit.paths import ROOT
from devkit.services import say

# Set: the set that constrains it.
SETS = {"dev": None, "demo": "dev", "runtime": "dev", "bench": "demo", "installer": None}
OPTIONS = (
    *("--quiet", "--generate-hashes", "--no-header", "--no-build"),
    *("--no-emit-index-url", "--no-emit-find-links"),
    *("--universal", "--fork-strategy", "fewest", "--python-version", "3.11"),
)


def main(arguments: list[str]) -> int:
    uv = shutil.which("uv") or shutil.which("uv", path=os.path.dirname(sys.executable))
    if uv is None:
        say("./jkp lock needs uv: .venv/bin/python -m pip install --require-hashes -r requirements/installer.txt")
        return 1
    for name, above in SETS.items():
        command = [
            uv,
            "pip",
            "compile",
            *OPTIONS,
            f"requirements/{name}.in",
            "--output-file",
            f"requirements/{name}.txt",
        ]
        command += ["--constraint", f"requirements/{above}.txt"] if above else []
        command += ["--upgrade"] if "--upgrade" in arguments else []
        result = subprocess.run(command, cwd=ROOT, check=False)
        if result.returncode != 0:
            return result.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
