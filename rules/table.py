"""The parameters in force on a day as a table for lawyers."""

from datetime import date
from fractions import Fraction

from rules.law import Parameter, Value, in_force
from rules.parameters import PARAMETERS

_HEADINGS = ("Parameter", "Arti", "Nilai", "Sejak", "Dasar", "Bukti")


def render(on: date) -> str:
    """The table as text, one parameter a line, columns aligned; ends with a line break."""
    rows = [_HEADINGS, *(_row(parameter, value) for parameter, value in in_force(PARAMETERS, on))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    title = f"Parameter JKP yang berlaku pada {on:%Y-%m-%d} ({len(rows) - 1} parameter)"
    return "\n".join([title, "", *lines, ""])


def _row(parameter: Parameter[object], value: Value[object]) -> tuple[str, ...]:
    law = value.law.text
    if parameter.policy and parameter.policy not in law:
        law = f"{law} ({parameter.policy})"
    return (
        parameter.name,
        parameter.label,
        show(value.value),
        value.since.isoformat(),
        law,
        value.law.evidence.value,
    )


def show(value: object) -> str:
    """A value as an Indonesian reader writes it: 0,22 %, 5.000.000, ya."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Fraction):
        return f"{_percent(value)} %"
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    if isinstance(value, tuple):
        return "; ".join(show(item) for item in value)
    return str(value)


def _percent(share: Fraction) -> str:
    thousandths = share * 100_000  # of a percent: every rate of the law has at most three decimals
    whole, rest = divmod(thousandths, 1000)
    return f"{whole},{int(rest):03d}".rstrip("0").rstrip(",")
