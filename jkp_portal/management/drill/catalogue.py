"""Every drill, in the order in which they run: those that move the clock come last."""

from jkp_portal.management.drill import clocks, database, partners, submitting
from jkp_portal.management.drill.protocol import Drill, of_payouts
from jkp_portal.management.drill.transfers import TRANSFERS
from payments.management.drill.scenarios import SCENARIOS
from payments.management.drill.statements import bad_files

BAD_FILES = Drill(
    "F17",
    "bad-files",
    "the bank's file comes with a wrong total, cut, and five times over",
    lambda world, size: bad_files(world, payouts=size.payouts, seconds=size.seconds),
)
PAYOUTS = (*(of_payouts(scenario) for scenario in SCENARIOS), BAD_FILES, *TRANSFERS)
DRILLS = (*PAYOUTS, *submitting.DRILLS, *database.DRILLS, *partners.DRILLS, *clocks.DRILLS)
