"""One scenario: pay so many people while it goes wrong, then count what the bank really did."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import uuid4

from django.db import transaction

from accounts.models import User
from core import clock
from core.jobs import enqueue, is_waiting
from core.models import Job
from integrations.sandbox.people import Account
from payments.enums import PayoutState
from payments.invariants import broken_rules, ledger_sum
from payments.management.drill.scenarios import KILL_EVERY, Scenario
from payments.management.drill.verdict import wait_for
from payments.management.drill.world import World
from payments.models import Batch, Payout, PayoutLog
from payments.models.payouts import PayoutQuerySet
from payments.operations.batches import approve_batch, build_batch, freeze_batch
from payments.operations.payouts import order_payout

AMOUNT = 3_000_000
BANK = "002"
SECONDS_2, SECONDS_10 = round(2 / KILL_EVERY), round(10 / KILL_EVERY)
PATIENCE = 60.0  # seconds for the jobs that are left when every payout has ended
Orders = Callable[[Sequence[Account]], None]  # orders one payout to each account
_people = count(1)


@dataclass(frozen=True, slots=True)
class Result:
    """`lost`: payouts that ended otherwise than the bank says, or did not end in time."""

    fault: str
    scenario: str
    payouts: int
    transfers: int
    duplicates: int
    lost: int
    ledger: int
    kills: int
    lost_sight: int
    seconds: float
    broken: tuple[str, ...]

    @property
    def held(self) -> bool:
        counts = (self.duplicates, self.lost, self.ledger, len(self.broken), self.transfers - self.payouts)
        return not any(counts)

    def line(self) -> str:
        return (
            f"{self.fault:<4} {self.scenario:<13} transfers {self.transfers}/{self.payouts}  "
            f"duplicates {self.duplicates}  lost {self.lost}  ledger {self.ledger}  kills {self.kills}  "
            f"lost sight {self.lost_sight}  seconds {self.seconds:.0f}  {'held' if self.held else 'BROKEN'}"
        )


def run(world: World, scenario: Scenario, *, payouts: int, seconds: float, ordered: Orders | None = None) -> Result:
    """Run one scenario until every payout has ended, at most `seconds`. `ordered`: who orders, if not the drill."""
    world.bank.configure(portal_url=world.environ["PORTAL_BASE_URL"], settle_seconds=0.3)
    lines = order(world, scenario, payouts, ordered)
    world.bank.fault("bank", **dict(scenario.bank))
    world.start_workers(failpoint=scenario.failpoint, beats=scenario.beats)
    started, kills, deaths = time.monotonic(), world.kills, 0
    try:
        _keep_it_going_wrong(world, scenario, lines, until=started + seconds)
        wait_for(lambda: not Job.objects.claimable(clock.now()).exists(), world, seconds=min(seconds, PATIENCE))
        deaths = world.deaths() if scenario.failpoint else 0
    finally:
        world.stop_workers()
        world.bank.fault("bank")
    return _count(world, scenario, lines, kills=world.kills - kills + deaths, seconds=time.monotonic() - started)


def order(world: World, scenario: Scenario, payouts: int, ordered: Orders | None = None) -> PayoutQuerySet:
    """So many payouts, in as many batches as hold them, each approved by two people."""
    accounts = list(_accounts(scenario, payouts))
    world.bank.load(accounts=accounts)
    (ordered or order_for_nobody)(accounts)
    officers = [User.objects.create_user(full_name=f"Petugas {name}") for name in ("1", "2", "3")]
    batches = []
    while Payout.objects.ready().exists():
        batches.append(_approved(officers, clock.now()))
    return Payout.objects.filter(batch__in=batches)


def _approved(officers: Sequence[User], at: datetime) -> Batch:
    batch = freeze_batch(build_batch(maker=officers[0], at=at), actor=officers[0], at=at)
    for checker in officers[1 : 2 + batch.needs_second_check]:
        batch = approve_batch(batch, actor=checker, shown_sha256=batch.sha256, at=at)
    return batch


@transaction.atomic
def order_for_nobody(accounts: Sequence[Account]) -> None:
    """A payout to each account, of a source that nobody listens for."""
    at = clock.now()
    for account in accounts:
        order_payout(
            source_kind="drill",
            source_id=uuid4(),
            user=None,
            payee_name=account.name,
            bank_code=account.bank,
            account_number=account.number,
            amount=AMOUNT,
            at=at,
        )


def _accounts(scenario: Scenario, payouts: int) -> Iterator[Account]:
    for place in range(payouts):
        number, fate = next(_people), place % 100
        on_transfer = "settle"
        if fate < scenario.returned:
            on_transfer = "return:account_closed"
        elif fate < scenario.returned + scenario.rejected:
            on_transfer = "reject:account_frozen"
        yield Account(bank=BANK, number=f"{number:015d}", name=f"Penerima {number}", on_transfer=on_transfer)


def _keep_it_going_wrong(world: World, scenario: Scenario, lines: PayoutQuerySet, *, until: float) -> None:
    tick, many = 0, lines.count()
    while time.monotonic() < until and _on_their_way(scenario, lines, many).exists():
        time.sleep(KILL_EVERY)
        world.check()
        tick += 1
        waits_for_statement = scenario.by_statement and _is_all_at_the_bank(lines)
        if waits_for_statement and tick % SECONDS_2 == 0:
            _ask_for_the_statement()
        if not waits_for_statement or tick % SECONDS_10 == 0:  # keeping a large file takes longer than a worker lives
            scenario.tick(world, tick)


def _is_all_at_the_bank(lines: PayoutQuerySet) -> bool:
    return not lines.exclude(state__in=[PayoutState.ACCEPTED, PayoutState.PAID]).exists()


def _ask_for_the_statement() -> None:
    """As an officer would, and again when the job died too often."""
    day = clock.today().isoformat()
    if not is_waiting("payments.fetch_statement", day=day):
        enqueue("payments.fetch_statement", day=day)


def _on_their_way(scenario: Scenario, lines: PayoutQuerySet, many: int) -> PayoutQuerySet:
    """What has not ended. Where returns come, paid payouts may still go back: their number decides."""
    waiting = lines.exclude(state__in=[PayoutState.PAID, PayoutState.REJECTED, PayoutState.RETURNED])
    due = many // 100 * scenario.returned + min(many % 100, scenario.returned)
    if lines.filter(state=PayoutState.RETURNED).count() < due:
        return lines
    return waiting


def _count(world: World, scenario: Scenario, lines: PayoutQuerySet, *, kills: int, seconds: float) -> Result:
    """The bank remembers every scenario of the drill; only what concerns these payouts is counted."""
    audit = world.bank.audit()
    ours = {payout.key: payout for payout in lines}
    theirs = {key: transfer for key, transfer in audit["by_key"].items() if key in ours}
    under_one_key = audit["transfers"] - len(audit["by_key"])
    one_source = len(set(audit["duplicates"]) & {transfer["reference"] for transfer in theirs.values()})
    moved = PayoutLog.objects.filter(subject__in=lines, move="lose_sight")
    return Result(
        fault=scenario.fault,
        scenario=scenario.name,
        payouts=sum(payout.state != PayoutState.REJECTED for payout in ours.values()),
        transfers=len(theirs) + under_one_key,
        duplicates=under_one_key + one_source,
        lost=sum(not _agrees(payout, theirs.get(key)) for key, payout in ours.items()),
        ledger=ledger_sum(),
        kills=kills,
        lost_sight=moved.count(),
        seconds=seconds,
        broken=tuple(broken_rules()),
    )


def _agrees(payout: Payout, transfer: dict[str, object] | None) -> bool:
    """Our end of the story is the bank's: paid is settled, returned is returned, rejected moved nothing."""
    if payout.state == PayoutState.REJECTED:
        return transfer is None
    state = {PayoutState.PAID: "settled", PayoutState.RETURNED: "returned"}.get(PayoutState(payout.state))
    return transfer is not None and (transfer["state"], transfer["amount"]) == (state, payout.amount)
