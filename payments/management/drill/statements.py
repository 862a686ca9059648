"""F17: the bank's file of a day comes wrong, cut, and again; nothing of a bad one is booked, a good one once."""

from collections.abc import Mapping

from core import clock
from core.jobs import enqueue
from core.models import Job
from payments.enums import CaseKind, PayoutState, StatementState
from payments.invariants import ledger_sum
from payments.management.drill.payouts import order
from payments.management.drill.scenarios import Scenario
from payments.management.drill.verdict import Verdict, wait_for
from payments.management.drill.world import World
from payments.models import BankCase, BankStatement, StatementLine
from payments.models.payouts import PayoutQuerySet

FETCH = "payments.fetch_statement"
NO_CALLBACKS: Mapping[str, object] = {"drop_callback": True}
BAD_FILES = (({"wrong_total": True}, "wrong_total"), ({"partial_statement": True}, "wrong_count"))
DUPLICATES = 5


def bad_files(world: World, *, payouts: int, seconds: float) -> Verdict:
    """A file with a wrong total, one that lost a line, then the right one five times at once while workers die."""
    world.bank.configure(portal_url=world.url, settle_seconds=0.3)
    world.bank.fault("bank", **NO_CALLBACKS)
    lines = order(world, Scenario("F17", "bad-files", ""), payouts)
    world.start_workers()
    verdict = Verdict()
    at_bank = lines.filter(state=PayoutState.ACCEPTED)
    wait_for(lambda: at_bank.count() == payouts, world, seconds=seconds)
    verdict.equal("at the bank", at_bank.count(), payouts)
    world.bank.settle_now()
    for switches, reason in BAD_FILES:
        _refused(world, verdict, lines, switches, reason, seconds=seconds)
    _booked_once(world, verdict, lines, seconds=seconds)
    return verdict


def _refused(
    world: World,
    verdict: Verdict,
    lines: PayoutQuerySet,
    switches: Mapping[str, object],
    reason: str,
    *,
    seconds: float,
) -> None:
    before = BankStatement.objects.filter(state=StatementState.QUARANTINED, reason=reason).count()
    world.bank.fault("bank", **NO_CALLBACKS, **switches)
    _fetch(world, 1, seconds=seconds)
    aside = BankStatement.objects.filter(state=StatementState.QUARANTINED, reason=reason).count() - before
    verdict.equal(f"put aside ({reason})", aside, 1)
    verdict.equal(f"booked of it ({reason})", _paid(lines), 0)
    verdict.expect(BankCase.objects.filter(kind=CaseKind.BAD_FILE, closed_at=None).exists(), f"{reason}: no alarm")


def _booked_once(world: World, verdict: Verdict, lines: PayoutQuerySet, *, seconds: float) -> None:
    world.bank.fault("bank", **NO_CALLBACKS)
    _fetch(world, DUPLICATES, seconds=seconds, killing=True)
    _fetch(world, 1, seconds=seconds)
    keys = [payout.key for payout in lines]
    verdict.equal("paid", _paid(lines), len(keys))
    verdict.equal("lines of the file", StatementLine.objects.filter(key__in=keys).count(), len(keys))
    posted = BankStatement.objects.filter(day=clock.today(), state=StatementState.POSTED)
    shas = posted.values_list("sha256", flat=True)
    verdict.expect(len(shas) == len(set(shas)), "the same file was posted twice")
    verdict.equal("ledger", ledger_sum(), 0)


def _fetch(world: World, times: int, *, seconds: float, killing: bool = False) -> None:
    """Ask for the day's file, as an officer would, so often at once; until every answer was dealt with."""
    for _time in range(times):
        enqueue(FETCH, day=clock.today().isoformat())
    waiting = Job.objects.filter(name=FETCH, state="open")

    def done() -> bool:
        if killing:
            world.kill_one_worker()
        return not waiting.exists()

    wait_for(done, world, seconds=min(5.0, seconds))
    killing = False
    wait_for(done, world, seconds=seconds)


def _paid(lines: PayoutQuerySet) -> int:
    return lines.filter(state=PayoutState.PAID).count()
