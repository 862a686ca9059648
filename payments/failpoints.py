"""Places where the fault drill kills a worker: only where FAILPOINT names one, which production refuses."""

import os
import random
import signal

from django.conf import settings

AFTER_BANK_ANSWER = "after_bank_answer"
AFTER_RESERVE = "after_reserve"


def reach(name: str) -> None:
    """Die as if by SIGKILL when FAILPOINT is `name:share`, in that share (0 to 1) of the passes."""
    wanted, _, share = settings.FAILPOINT.partition(":")
    if wanted == name and random.random() < float(share):  # noqa: S311 - a drill, not a secret
        os.kill(os.getpid(), signal.SIGKILL)
