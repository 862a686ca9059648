"""The same law in OpenFisca-core 46: the peer of benchmarks/rules.py and rules_batch.py.

Every fact of the case is an input, every condition a variable, and the months are judged one by one, as a country
package would write it. Numbers stand in the formulas instead of parameter files, which spares OpenFisca the look-up.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import ETERNITY, MONTH
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERSON = build_entity(key="person", plural="persons", label="A participant", is_person=True)
CEILING, WINDOW, NEEDED, RUN, DUE_DAY = 5_000_000, 24, 12, 6, 15
R25_SINCE = np.datetime64("2025-02-07")
NEVER = np.datetime64("0001-01-01")
CONDITIONS = tuple(f"elg_{number:02d}" for number in range(1, 14))
MONTHS = tuple(f"amount_{n}" for n in range(1, 7))


def _enum(name: str, values: str) -> Any:
    return Enum(name, {value: value for value in values.split()})


KINDS: dict[str, Any] = {
    "reason": _enum("Reason", "a b c d e f g h i j k l m n o other"),
    "contract": _enum("Contract", "PKWT PKWTT"),
    "proof": _enum("Proof", "tanda_terima pb_terdaftar pb_tanda_terima putusan_phi none"),
    "scale": _enum("Scale", "mikro kecil menengah besar"),
    "jkn": _enum("Jkn", "ppu pbpu pbi none"),
}
DATES = (
    "filed_on", "decided_on", "born_on", "registered_on", "reemployed_on", "died_on", "phk_on", "contract_ends_on",
)  # fmt: skip
FLAGS = ("citizen", "willing_to_work", "employed_elsewhere", "disputed", "JKK", "JKM", "JHT", "JP")


def _input(name: str, period: Any = ETERNITY) -> type[Variable]:
    body: dict[str, Any] = {"entity": PERSON, "definition_period": period, "label": name}
    if name in KINDS:
        kind = KINDS[name]
        body |= {"value_type": Enum, "possible_values": kind, "default_value": next(iter(kind))}
    elif name in FLAGS:
        body |= {"value_type": bool}
    elif name in ("wage", "previous_benefits"):
        body |= {"value_type": int}
    else:
        body |= {"value_type": date, "default_value": date(1, 1, 1)}
    return type(name, (Variable,), body)


def _computed(name: str, kind: type, formula: Any, period: Any = MONTH) -> type[Variable]:
    body = {"entity": PERSON, "definition_period": period, "label": name, "value_type": kind, "formula": formula}
    return type(name, (Variable,), body)


def _counted(person: Any, period: Any) -> Any:
    """Paid by the PHK or by the month's own due date (the 15th of the following month)."""
    paid_on = person("paid_on", period)
    due = np.datetime64(str(period.start.offset(1, "month").offset("first-of", "month").offset(DUE_DAY - 1, "day")))
    return (paid_on != NEVER) & ((paid_on <= person("phk_on", period)) | (paid_on <= due))


def _months(person: Any, period: Any) -> Any:
    return np.stack([person("counted", period.offset(-back)) for back in reversed(range(WINDOW))])


def _counted_months(person: Any, period: Any) -> Any:
    return _months(person, period).sum(axis=0)


def _longest_run(person: Any, period: Any) -> Any:
    run = longest = np.zeros(person.count, dtype=int)
    for counted in _months(person, period):
        run = np.where(counted, run + 1, 0)
        longest = np.maximum(longest, run)
    return longest


def _wage_base(person: Any, period: Any) -> Any:
    """The last reported wage of the window, by a report dated on or before the PHK."""
    found = np.zeros(person.count, dtype=int)
    for back in reversed(range(WINDOW)):
        month = period.offset(-back)
        reported_on = person("reported_on", month)
        known = (reported_on != NEVER) & (reported_on <= person("phk_on", month))
        found = np.where(known, person("wage", month), found)
    return np.minimum(found, CEILING)


def _r25(person: Any, period: Any) -> Any:
    return person("decided_on", period) >= R25_SINCE


def _among(person: Any, period: Any, name: str, values: str) -> Any:
    held = person(name, period)
    return np.isin(held, [KINDS[name][value].index for value in values.split()])


def _elg_01(person: Any, period: Any) -> Any:
    years = (person("registered_on", period) - person("born_on", period)).astype("timedelta64[D]").astype(
        int
    ) / 365.2425
    return person("citizen", period) & (years < 54)


def _elg_02(person: Any, period: Any) -> Any:
    return ~_among(person, period, "reason", "i m n o")


def _elg_03(person: Any, period: Any) -> Any:
    permanent = _among(person, period, "contract", "PKWTT")
    return permanent | (person("phk_on", period) < person("contract_ends_on", period))


def _elg_07(person: Any, period: Any) -> Any:
    back = person("reemployed_on", period)
    return ~person("employed_elsewhere", period) & ((back == NEVER) | (back > person("filed_on", period)))


def _elg_08(person: Any, period: Any) -> Any:
    old = _among(person, period, "proof", "tanda_terima pb_terdaftar putusan_phi")
    return old | (_r25(person, period) & _among(person, period, "proof", "pb_tanda_terima"))


def _elg_09(person: Any, period: Any) -> Any:
    phk_on = person("phk_on", period)
    months = np.where(_r25(person, period), 6, 3)
    first = phk_on.astype("datetime64[M]")
    day = phk_on - first.astype("datetime64[D]")
    last = np.minimum((first + months).astype("datetime64[D]") + day, (first + months + 1).astype("datetime64[D]") - 1)
    return person("filed_on", period) <= last


def _elg_12(person: Any, period: Any) -> Any:
    small = person("JKK", period) & person("JKM", period) & person("JHT", period)
    large = _among(person, period, "scale", "menengah besar")
    jkn = np.where(_r25(person, period), ~_among(person, period, "jkn", "none"), _among(person, period, "jkn", "ppu"))
    return small & (~large | person("JP", period)) & jkn


def _elg_13(person: Any, period: Any) -> Any:
    died_on = person("died_on", period)
    return (died_on == NEVER) | (died_on > person("filed_on", period))


def _eligible(person: Any, period: Any) -> Any:
    return np.logical_and.reduce([person(name, period) for name in CONDITIONS])


def _amount(person: Any, period: Any, n: int) -> Any:
    old = 45 if n <= 3 else 25
    rate = np.where(_r25(person, period), 60, old)
    return person("eligible", period) * ((2 * person("wage_base", period) * rate + 100) // 200)


def system() -> TaxBenefitSystem:
    """The law as a tax and benefit system."""
    built = TaxBenefitSystem([PERSON])
    for name in (*DATES, *FLAGS, *KINDS, "previous_benefits"):
        built.add_variable(_input(name))
    for name in ("wage", "paid_on", "reported_on"):
        built.add_variable(_input(name, MONTH))
    formulas: dict[str, tuple[type, Any]] = {
        "counted": (bool, _counted),
        "counted_months": (int, _counted_months),
        "longest_run": (int, _longest_run),
        "wage_base": (int, _wage_base),
        "elg_01": (bool, _elg_01),
        "elg_02": (bool, _elg_02),
        "elg_03": (bool, _elg_03),
        "elg_04": (bool, lambda person, period: person("willing_to_work", period)),
        "elg_05": (bool, lambda person, period: person("counted_months", period) >= NEEDED),
        "elg_06": (bool, lambda person, period: _r25(person, period) | (person("longest_run", period) >= RUN)),
        "elg_07": (bool, _elg_07),
        "elg_08": (bool, _elg_08),
        "elg_09": (bool, _elg_09),
        "elg_10": (bool, lambda person, period: person("previous_benefits", period) == 0),
        "elg_11": (bool, lambda person, period: ~person("disputed", period)),
        "elg_12": (bool, _elg_12),
        "elg_13": (bool, _elg_13),
        "eligible": (bool, _eligible),
    }
    formulas |= {name: (int, _amount_of(n)) for n, name in enumerate(MONTHS, 1)}
    for name, (kind, formula) in formulas.items():
        built.add_variable(_computed(name, kind, formula))
    return built


def months_system() -> TaxBenefitSystem:
    """Months and money alone, for many at once: which months count and the wage are inputs, as the batch has them."""
    built = TaxBenefitSystem([PERSON])
    built.add_variable(_input("decided_on"))
    formulas: dict[str, tuple[type, Any]] = {
        "counted": (bool, None),
        "wage_base": (int, None),
        "counted_months": (int, _counted_months),
        "longest_run": (int, _longest_run),
        "elg_05": (bool, lambda person, period: person("counted_months", period) >= NEEDED),
        "elg_06": (bool, lambda person, period: _r25(person, period) | (person("longest_run", period) >= RUN)),
        "eligible": (bool, lambda person, period: person("elg_05", period) & person("elg_06", period)),
    }
    formulas |= {name: (int, _amount_of(n)) for n, name in enumerate(MONTHS, 1)}
    for name, (kind, formula) in formulas.items():
        built.add_variable(_computed(name, kind, formula) if formula else _given(name, kind))
    return built


def _given(name: str, kind: type) -> type[Variable]:
    body = {"entity": PERSON, "definition_period": MONTH, "label": name, "value_type": kind}
    return type(name, (Variable,), body)


def _amount_of(n: int) -> Any:
    def formula(person: Any, period: Any) -> Any:
        return _amount(person, period, n)

    return formula


def situation(question: Mapping[str, Any]) -> dict[str, Any]:
    """The question of the decision contract in OpenFisca's JSON; built once, outside the measurement."""
    person, phk, rows = question["participant"], question["phk"], question["contributions"]
    always = {
        **{name: question[name] for name in ("filed_on", "decided_on")},
        **{name: value for name, value in person.items() if value is not None and name != "programmes"},
        **{name: name in person["programmes"] for name in ("JKK", "JKM", "JHT", "JP")},
        **{name: value for name, value in phk.items() if value is not None and name != "on"},
        "phk_on": phk["on"],
        "previous_benefits": len(question["previous_benefits"]),
    }
    facts: dict[str, dict[str, Any]] = {name: {"ETERNITY": value} for name, value in always.items()}
    for name in ("wage", "paid_on", "reported_on"):
        facts[name] = {row["month"]: row[name] for row in rows if row[name] is not None}
    return {"persons": {"participant": facts}}


def decide(built: TaxBenefitSystem, facts: Mapping[str, Any], month: str) -> dict[str, Any]:
    """Every condition, the outcome and the six amounts, from JSON."""
    simulation = SimulationBuilder().build_from_dict(built, facts)
    names = (*CONDITIONS, "eligible", "wage_base", *MONTHS)
    return {name: simulation.calculate(name, month)[0] for name in names}


def benefit(built: TaxBenefitSystem, counted: Mapping[str, Any], wage_base: Any, decided_on: Any, month: str) -> Any:
    """Six amounts together for many people at once: `counted` by month, all with their PHK in `month`."""
    simulation = SimulationBuilder().build_default_simulation(built, count=len(wage_base))
    simulation.set_input("decided_on", ETERNITY, decided_on)
    simulation.set_input("wage_base", month, wage_base)
    for name, paid in counted.items():
        simulation.set_input("counted", name, paid)
    return sum(simulation.calculate(name, month) for name in MONTHS)
