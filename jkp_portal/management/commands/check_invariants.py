"""`manage.py check_invariants [--only I1,I2]`: does what must always hold, hold? Exit status 1 when not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.invariants import Finding, look
from jkp_portal.invariants import INVARIANTS

SHOWN = 20


class Command(BaseCommand):
    help = "Checks the invariants and names what breaks them. Reads only. Exit status 1 unless all hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", default="", help="numbers, for example I1,I14")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = {code for code in options["only"].split(",") if code}
        unknown = wanted - {one.code for one in INVARIANTS}
        if unknown:
            raise CommandError(f"No such invariant: {', '.join(sorted(unknown))}.")
        chosen = [one for one in INVARIANTS if not wanted or one.code in wanted]
        broken = sum(self._tell(found) for found in look(chosen, at=clock.now()))
        self.stdout.write(f"check_invariants: {len(chosen) - broken} hold, {broken} broken")
        if broken:
            raise SystemExit(1)

    def _tell(self, found: Finding) -> bool:
        count = len(found.offenders)
        verdict = f"BROKEN ({count})" if count else "holds"
        self.stdout.write(f"{found.invariant.code:<4} {verdict:<12} {found.invariant.says}")
        for offender in found.offenders[:SHOWN]:
            self.stdout.write(f"       {offender}")
        if count > SHOWN:
            self.stdout.write(f"       and {count - SHOWN} more")
        return bool(count)
