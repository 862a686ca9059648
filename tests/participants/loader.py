"""A process that carries a contribution file through, and is killed at a place: told by lines on its standard input.

    <file id> <module>:<function> <before | after> <how often it was there before>

Each line forks a process that dies by SIGKILL at the place; how it ended is answered on standard output. A line with
the id alone carries the file to its end.
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import django

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def die_at(place: str, when: str, earlier: int) -> None:
    module, _colon, name = place.partition(":")
    owner = importlib.import_module(module)
    *path, last = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    whole: Callable = getattr(owner, last)
    seen = 0

    def deadly(*args, **kwargs):
        nonlocal seen
        seen += 1
        if when == "before" and seen > earlier:
            os.kill(os.getpid(), signal.SIGKILL)
        result = whole(*args, **kwargs)
        if seen > earlier:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, last, deadly)


def carry(file_id: int) -> None:
    """Everything that the jobs of a file do, one after the other."""
    from participants.enums import ContributionFileState
    from participants.models import ContributionFile
    from participants.operations import contribution_checking, contribution_files, contribution_loading
    from participants.operations import contribution_reading as reading

    reading.AT_ONCE, reading.BLOCK = 20_000, 5_000
    file = ContributionFile.objects.get(pk=file_id)
    file = reading.read_contributions(file, at=AT)
    file = contribution_checking.check_contributions(file, at=AT)
    if file.state == ContributionFileState.CHECKED:
        file = contribution_files.start_loading(file, actor=None, at=AT)
    contribution_loading.load_contributions(file, at=AT)


def forked(words: list[str]) -> int:
    """The number of the signal that ended it, or 0."""
    child = os.fork()
    if child == 0:
        if len(words) > 1:
            die_at(words[1], words[2], int(words[3]))
        carry(int(words[0]))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        sys.stdout.write(f"{forked(line.split())}\n")
        sys.stdout.flush()
