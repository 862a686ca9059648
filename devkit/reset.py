"""`./jkp reset`: forget the demo's database, queue, files and messages. The next demo tells its stories anew."""

import sys

from devkit import demo_lock
from devkit.paths import DEMO, LOCAL
from devkit.processes import remove
from devkit.services import demo_database_folder, say


def main() -> int:
    try:
        with demo_lock.demo_lock():
            remove(demo_database_folder())
            remove(DEMO)
            remove(LOCAL / "static")
    except demo_lock.DemoRuns:
        say("The demo runs; stop it first (Ctrl-C where it was started).")
        return 1
    say(f"Forgot the demo's data in {DEMO}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
