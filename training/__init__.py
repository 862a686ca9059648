"""Training institutes (LPK), programmes, vouchers, attendance, invoices."""
