"""Every drill, in the order in which they run: those that move the clock come last."""

from jkp_portal.management.drill import submitting
from jkp_portal.management.drill.protocol import of_payouts
from payments.management.drill.scenarios import SCENARIOS

PAYOUTS = tuple(of_payouts(scenario) for scenario in SCENARIOS)
DRILLS = (*PAYOUTS, *submitting.DRILLS)
