"""What is answered of each card holder: results, and the agreed fields of the row that the card is held against."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from compliance.card_lines import Card
from compliance.models.exchange import ExchangeField
from compliance.models.reconciliation import CardResult, results_of
from compliance.selectors.exchange import HEADERS
from compliance.selectors.reconciliation import Reported, registered, reported

AT_ONCE = 1_000
INACTIVE = "nonaktif"
LINE, RESULT = "baris", "hasil"


def header(fields: list[ExchangeField]) -> list[str]:
    return [LINE, RESULT, *(HEADERS[field] for field in fields)]


def answers(
    cards: list[Card], fields: list[ExchangeField], quarter: date, *, on: date, counts: Counter[str]
) -> Iterator[list[str]]:
    """A row a card, in the list's order, without name or NIK; `counts` takes how often each result was given."""
    for start in range(0, len(cards), AT_ONCE):
        chunk = cards[start : start + AT_ONCE]
        people = registered([(card.name, bytes.fromhex(card.person)) for card in chunk])
        work = reported({person for person in people if person is not None}, fields, quarter, on=on)
        for card, person in zip(chunk, people, strict=True):
            if person is None:
                results, values = [CardResult.NOT_FOUND], [""] * len(fields)
            else:
                results, values = judge(card, work.get(person, []), fields)
            counts.update(result.value for result in results)
            yield [str(card.line), ",".join(results), *values]


def judge(card: Card, rows: list[Reported], fields: list[ExchangeField]) -> tuple[list[CardResult], list[str]]:
    """Results and cells of somebody who is registered. No result speaks of a field that was not agreed.

    Of several firms that which still reports counts, then the card's own, then the newest row.
    """
    if not rows:
        return [CardResult.INACTIVE], [INACTIVE if field == ExchangeField.ACTIVE else "" for field in fields]
    best = max(rows, key=lambda row: (row.is_active, row.npp == card.npp, row.last, row.wage, row.npp))
    differs = {
        CardResult.INACTIVE: not best.is_active,
        CardResult.OTHER_WAGE: card.wage is not None and card.wage != best.wage,
        CardResult.OTHER_FIRM: bool(card.npp) and card.npp != best.npp,
    }
    results = [result for result in results_of(fields) if differs.get(result)]
    return results or [CardResult.MATCHES], list(best.values)
