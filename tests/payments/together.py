"""Many at the same moment."""

import threading
from collections.abc import Callable

from django.db import connections


def run_together(count: int, work: Callable[[], object]) -> None:
    """Run `work` in threads that start at the same moment; their first error is ours."""
    barrier, errors = threading.Barrier(count), []

    def run():
        try:
            barrier.wait(5)
            work()
        except Exception as error:  # told below
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
