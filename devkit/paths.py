"""Where things lie in a checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = Path(os.environ.get("JKP_LOCAL") or ROOT / ".local")  # elsewhere: a second demo beside the first
LOGS = LOCAL / "log"
DEMO = LOCAL / "demo"  # the demo's database, queue, files and keys; `./jkp reset` forgets it
DEMO_LOCK = LOCAL / "demo.lock"
PEOPLE = DEMO / "people.txt"  # the sign-ins that the demo prints
