"""Banks that people may choose from."""

from integrations.bank import Bank as KnownBank
from payments.models import Bank


def known_banks() -> list[KnownBank]:
    """Banks in use with the pattern of their account numbers, by name."""
    return [KnownBank(bank.code, bank.name, bank.pattern) for bank in Bank.objects.filter(in_use=True)]
