"""An event loop for one scene of a test, in a thread of its own.

Playwright's synchronous interface keeps a loop in the thread it was started in, and only one loop runs in a thread.
"""

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


def played(scene: Coroutine[Any, Any, T], *, seconds: float = 60) -> T:
    """Return what the scene returns. Raises what it raises, and TimeoutError when it takes longer."""

    async def in_time() -> T:
        return await asyncio.wait_for(scene, seconds)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(in_time())).result()  # noqa: TID251 - the one place


@contextmanager
def as_if_no_loop_ran() -> Iterator[None]:
    """Inside, this thread has no loop: Django would answer with another connection than the one of the test."""
    kept = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(kept)
