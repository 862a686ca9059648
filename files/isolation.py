"""Rewrites a file in a process of its own, with limits on memory and time: what kills it does not kill the portal."""

import json
import logging
import subprocess
import sys

from django.conf import settings

from files.rewriting import Refused, Rewritten

log = logging.getLogger(__name__)
SECONDS = 30.0
COMMAND = (sys.executable, "-m", "files.rewriting")


def rewrite_apart(content: bytes) -> Rewritten:
    """files.rewriting.rewrite, apart. Raises Refused; a child that dies or hangs is Refused("try_again")."""
    try:
        child = subprocess.run(  # noqa: S603 - our own module, no shell, no argument from outside
            COMMAND, input=content, capture_output=True, cwd=settings.BASE_DIR, timeout=SECONDS, check=True, env={}
        )
    except subprocess.TimeoutExpired as error:
        log.warning("rewriting a file took too long")
        raise Refused("try_again", "timeout") from error
    except subprocess.CalledProcessError as error:
        log.warning("rewriting a file failed", extra={"exit": error.returncode})
        raise Refused("try_again", "crash") from error
    head, _, body = child.stdout.partition(b"\n")
    facts = json.loads(head)
    if "refused" in facts:
        raise Refused(facts["refused"], facts["detail"])
    return Rewritten(content=body, **facts)
