"""Reading payments: for the floors above, for the officers' pages, and for who checks that nothing is wrong."""

from payments.selectors.banks import known_banks
from payments.selectors.reading import journal_about, last_payout, payouts_for

__all__ = ["journal_about", "known_banks", "last_payout", "payouts_for"]
