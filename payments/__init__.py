"""Payout orders, batches, the double-entry ledger and reconciliation."""
