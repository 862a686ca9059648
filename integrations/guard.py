"""No partner is called while one of our transactions holds locks."""

from django.db import connections

from integrations.errors import CalledInTransaction


def forbid_transaction(partner: str) -> None:
    """Raise CalledInTransaction when any connection of this thread is inside an atomic block.

    The block a test case wraps around itself is not ours; Django marks it.
    """
    for connection in connections.all(initialized_only=True):
        if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
            raise CalledInTransaction(
                f"{partner} was called inside a transaction on {connection.alias!r}: "
                "reserve in one transaction, call outside, record in another."
            )
