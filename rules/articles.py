"""The article of every condition, by regime: what a reason, a page and a letter cite.

A reference whose `citable` is false rests on our own reading or on a product policy and is never printed as law.
"""

from collections.abc import Mapping
from typing import Final

from rules.law import (
    HALO_JKP,
    KEBIJAKAN,
    PEDOMAN_543_2024,
    PERMENAKER_2_2025,
    PERMENAKER_15_2021,
    PP_6_2025,
    PP_37_2021,
    Evidence,
    LegalRef,
    Regime,
)

_R21_LAPSE: Final = LegalRef(PP_37_2021, "Pasal 40", Evidence.NEWS)
_R25_LAPSE: Final = LegalRef(PP_6_2025, "Pasal 40", Evidence.NEWS)
_WINDOW: Final = LegalRef(HALO_JKP, "", Evidence.NEWS, "POL-15")

_R21: Final[Mapping[str, LegalRef]] = {
    "ELG-01": LegalRef(PP_37_2021, "Pasal 4 ayat (2)", Evidence.NEWS),
    "ELG-02": LegalRef(PP_37_2021, "Pasal 20 ayat (1)", Evidence.SEED),
    "ELG-03": LegalRef(PP_37_2021, "Pasal 20 ayat (2)", Evidence.SEED),
    "ELG-04": LegalRef(PP_37_2021, "Pasal 19 ayat (2)", Evidence.SEED),
    "ELG-05": LegalRef(PP_37_2021, "Pasal 19 ayat (3)", Evidence.SEED),
    "ELG-06": LegalRef(PP_37_2021, "Pasal 19 ayat (3)", Evidence.SEED, "POL-03"),
    "ELG-07": LegalRef(PP_37_2021, "Pasal 40", Evidence.NEWS, "POL-25"),
    "ELG-08": LegalRef(PERMENAKER_15_2021, "Pasal 9", Evidence.RECALL),
    "ELG-09": LegalRef(PP_37_2021, "Pasal 40", Evidence.NEWS, "POL-06"),
    "ELG-10": LegalRef(PP_37_2021, "", Evidence.NEWS, "POL-09"),
    "ELG-11": LegalRef(PEDOMAN_543_2024, "angka 2.1 butir 2", Evidence.SEED, "POL-21"),
    "ELG-12": LegalRef(PP_37_2021, "Pasal 4 ayat (3) dan ayat (4)", Evidence.NEWS),
    "ELG-13": _R21_LAPSE,
    "MON-01": _WINDOW,
    "MON-02": LegalRef(PERMENAKER_15_2021, "Pasal 13", Evidence.SEED, "POL-10"),
    "MON-03": LegalRef(PERMENAKER_15_2021, "Pasal 13", Evidence.SEED, "POL-11"),
    "MON-04": LegalRef(PERMENAKER_15_2021, "Pasal 13", Evidence.SEED, "POL-13"),
    "MON-05": LegalRef(PERMENAKER_15_2021, "Pasal 13", Evidence.SEED, "POL-12"),
    "MON-06": LegalRef(PP_37_2021, "Pasal 40", Evidence.NEWS, "POL-18"),
    "MON-07": _R21_LAPSE,
    "ARREARS-BPJS": LegalRef(PP_37_2021, "Pasal 39 ayat (1) dan ayat (2)", Evidence.RECALL, "POL-22"),
    "ARREARS-EMPLOYER": LegalRef(PP_37_2021, "Pasal 39 ayat (3) dan ayat (4)", Evidence.RECALL, "POL-22"),
    "PAYMENT": LegalRef(PP_37_2021, "Pasal 21 ayat (1)", Evidence.SEED),
}

_R25: Final[Mapping[str, LegalRef]] = {
    "ELG-01": LegalRef(PP_6_2025, "Pasal 4 ayat (2)"),
    "ELG-02": LegalRef(PP_6_2025, "Pasal 20", Evidence.NEWS),
    "ELG-03": LegalRef(PP_6_2025, "Pasal 20", Evidence.NEWS),
    "ELG-04": LegalRef(PP_6_2025, "Pasal 19", Evidence.NEWS),
    "ELG-05": LegalRef(PP_6_2025, "Pasal 19", Evidence.NEWS),
    "ELG-06": LegalRef(PP_6_2025, "Pasal 19", Evidence.NEWS),
    "ELG-07": LegalRef(PP_6_2025, "Pasal 40", Evidence.NEWS, "POL-25"),
    "ELG-08": LegalRef(PERMENAKER_2_2025, "Pasal 9 ayat (3)"),
    "ELG-09": LegalRef(PP_6_2025, "Pasal 40", Evidence.NEWS, "POL-06"),
    "ELG-10": LegalRef(PP_37_2021, "", Evidence.NEWS, "POL-09"),
    "ELG-11": LegalRef(PEDOMAN_543_2024, "angka 2.1 butir 2", Evidence.SEED, "POL-21"),
    "ELG-12": LegalRef(PP_6_2025, "Pasal 4 ayat (3)"),
    "ELG-13": _R25_LAPSE,
    "MON-01": _WINDOW,
    "MON-02": LegalRef(PERMENAKER_2_2025, "Pasal 13 ayat (3), ayat (4) dan ayat (5)", policy="POL-10"),
    "MON-03": LegalRef(PERMENAKER_2_2025, "Pasal 13 ayat (3) huruf b", policy="POL-11"),
    "MON-04": LegalRef(PERMENAKER_2_2025, "Pasal 13 ayat (2)", policy="POL-13"),
    "MON-05": LegalRef(PERMENAKER_2_2025, "Pasal 13 ayat (5)", policy="POL-12"),
    "MON-06": LegalRef(PP_6_2025, "Pasal 40", Evidence.NEWS, "POL-18"),
    "MON-07": _R25_LAPSE,
    "ARREARS-BANKRUPT": LegalRef(PP_6_2025, "Pasal 39A", Evidence.NEWS, "POL-22"),
    "ARREARS-BPJS": LegalRef(PP_6_2025, "Pasal 39 ayat (1) dan ayat (2)", policy="POL-22"),
    "ARREARS-EMPLOYER": LegalRef(PP_6_2025, "Pasal 39 ayat (3) dan ayat (4)", policy="POL-22"),
    "PAYMENT": LegalRef(PP_6_2025, "Pasal 21 ayat (1)", Evidence.NEWS),
}

ARTICLES: Final[Mapping[Regime, Mapping[str, LegalRef]]] = {Regime.R21: _R21, Regime.R25: _R25}

# Conditions on a missing fact about the wage, and on acts of the office, rest on policy alone.
WAGE_BASE: Final = LegalRef(KEBIJAKAN, "", Evidence.POLICY, "POL-19")


def article(code: str, regime: Regime) -> LegalRef:
    """The article behind a condition or a payment. Raises KeyError for a code that the regime does not know."""
    return ARTICLES[regime][code]
