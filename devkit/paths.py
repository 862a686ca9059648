"""Where things lie in a checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
LOGS = LOCAL / "log"
DEMO = LOCAL / "demo"  # the demo's database, queue, files and keys; `./jkp reset` forgets it
DEMO_LOCK = LOCAL / "demo.lock"
