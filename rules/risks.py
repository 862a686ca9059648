"""When an employer is worth an inspector's look (FR06 to FR11, late PHK reports, gaps, arrears). Never a refusal.

Each rule holds a count against a least number and, where there is one, against a share of something larger. Dated like
every number: configuration, changed here and by a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from rules import duties
from rules.law import KEBIJAKAN, PP_37_2021, PP_44_2015, Evidence, LegalRef, Parameter, Value
from rules.registry import R21_SINCE, T, every_parameter

Threshold = tuple[int, int, Fraction]  # points, least count, least share (0: nothing to share)
_CONFIG: Final = LegalRef(KEBIJAKAN, "", Evidence.CONFIG)
_NO_SHARE: Final = Fraction(0)


def _set(name: str, label: str, value: T) -> Parameter[T]:
    return Parameter(name, f"{label} (konfigurasi)", Value(R21_SINCE, value, _CONFIG))


def _look(name: str, label: str, points: int, least: int, share: Fraction = _NO_SHARE) -> Parameter[Threshold]:
    return _set(name, f"{label}: bobot, paling sedikit, bagian paling sedikit", (points, least, share))


RISK_MONTHS: Final = _set("risk_months", "Bulan ke belakang yang dilihat daftar risiko perusahaan", 12)
RISK_WAGE_CHANGE: Final = _set("risk_wage_change", "Upah turun menjelang PHK, paling sedikit", Fraction(20, 100))
RISK_WAGE_RISE: Final = _set("risk_wage_rise", "Upah naik menjelang PHK, paling sedikit", Fraction(50, 100))
RISK_WAGE_GAP: Final = _set("risk_wage_gap", "Upah di BPJS kurang dari upah menurut pekerja", Fraction(10, 100))
RISK_REHIRE_DAYS: Final = _set("risk_rehire_days", "Hari sesudah PHK untuk didaftarkan lagi perusahaan yang sama", 90)
RISK_SHELL_MONTHS: Final = _set("risk_shell_months", "Bulan sejak iuran pertama, perusahaan baru", 18)
RISK_WAVE_DAYS: Final = _set("risk_wave_days", "Hari dalam satu gelombang PHK", 30)

RISK_LATE: Final = _look("risk_late", "PHK terlambat atau tidak dilaporkan", 30, 2, Fraction(25, 100))
RISK_UNREGISTERED: Final = _look("risk_unregistered", "Pekerja yang di-PHK tanpa iuran", 40, 1)
RISK_COMPLAINTS: Final = _look("risk_complaints", "Pengaduan yang belum selesai", 20, 2)
RISK_LESS_WAGE: Final = _look("risk_less_wage", "Upah dilaporkan kurang", 30, 2, Fraction(25, 100))
RISK_WAGE_DROP: Final = _look("risk_wage_drop", "Upah turun menjelang PHK", 30, 3, Fraction(25, 100))
RISK_ARREARS: Final = _look("risk_arrears", "Bulan iuran yang menunggak", 30, 3)
RISK_SAME_WAGE: Final = _look("risk_same_wage", "Upah yang persis sama", 20, 20, Fraction(95, 100))
RISK_REHIRED: Final = _look("risk_rehired", "Didaftarkan lagi sesudah PHK (FR06)", 50, 1)
RISK_REASONS: Final = _look("risk_reasons", "Alasan PHK kedua pihak berbeda (FR07)", 40, 2, Fraction(25, 100))
RISK_SHELL: Final = _look("risk_shell", "Perusahaan baru, hampir semua di-PHK (FR08)", 60, 10, Fraction(80, 100))
RISK_CEILING: Final = _look("risk_ceiling", "Iuran mulai 12 sampai 13 bulan sebelum PHK, upah tertinggi (FR09)", 60, 5)
RISK_ONE_PROOF: Final = _look("risk_one_proof", "Satu bukti untuk banyak PHK, tanpa alamat (FR10)", 40, 10)
RISK_WAGE_ROSE: Final = _look("risk_wage_rose", "Upah naik tajam menjelang PHK (FR11)", 40, 2)

RISKS: Final[tuple[Parameter[object], ...]] = every_parameter(globals())


@dataclass(frozen=True, slots=True)
class Rule:
    """`law`: the duty behind it, when there is one; otherwise a pattern that configuration describes."""

    code: str
    threshold: Parameter[Threshold]
    law: LegalRef = _CONFIG


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that speaks: what was counted, of how many (0: nothing to compare with), and its limits on the day."""

    code: str
    points: int
    count: int
    of: int
    least: int
    share: Fraction
    law: LegalRef


_ALL: Final = (
    Rule("late", RISK_LATE, duties.PHK_REPORT_WORKING_DAYS.values[-1].law),
    Rule("unregistered", RISK_UNREGISTERED, LegalRef(PP_37_2021, "", Evidence.NEWS)),
    Rule("complaints", RISK_COMPLAINTS),
    Rule("less_wage", RISK_LESS_WAGE, LegalRef(PP_37_2021, "", Evidence.RECALL)),
    Rule("wage_drop", RISK_WAGE_DROP),
    Rule("arrears", RISK_ARREARS, LegalRef(PP_44_2015, "", Evidence.NEWS)),
    Rule("same_wage", RISK_SAME_WAGE),
    Rule("rehired", RISK_REHIRED),
    Rule("reasons", RISK_REASONS),
    Rule("shell", RISK_SHELL),
    Rule("ceiling", RISK_CEILING),
    Rule("one_proof", RISK_ONE_PROOF),
    Rule("wage_rose", RISK_WAGE_ROSE),
)
RULES: Final[Mapping[str, Rule]] = MappingProxyType({rule.code: rule for rule in _ALL})


def judged(code: str, count: int, of: int, on: date) -> Finding | None:
    """The finding of a rule about an employer; None when it does not speak. Without a whole, no share is asked."""
    rule = RULES[code]
    points, least, share = rule.threshold.on(on).value
    if count < least or (of and count * share.denominator < share.numerator * of):
        return None
    return Finding(code, points, count, of, least, share, rule.law)
