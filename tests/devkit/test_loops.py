"""A test that uses no browser finds no event loop in its thread, whatever ran before it."""

import asyncio

import pytest

from tests.loops import as_if_no_loop_ran, played


async def _seen_inside() -> bool:
    with as_if_no_loop_ran():
        seen = asyncio._get_running_loop() is not None
    assert asyncio.get_running_loop().is_running()
    return seen


def test_a_loop_of_this_thread_is_hidden_and_there_again_afterwards():
    assert played(_seen_inside()) is False


def test_no_loop_is_seen_without_a_browser():
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()
