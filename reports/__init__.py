"""Read-only figures: statistics, exports, public data."""
