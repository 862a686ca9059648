"""When training is odd enough for an officer of integrity to look at it (FR16 to FR18). Never a refusal.

Dated like every number: configuration, changed here and by a day.
"""

from fractions import Fraction
from typing import Final

from rules.law import KEBIJAKAN, Evidence, LegalRef, Parameter, Value
from rules.registry import R21_SINCE, T, every_parameter


def _set(name: str, label: str, value: T) -> Parameter[T]:
    return Parameter(name, f"{label} (konfigurasi)", Value(R21_SINCE, value, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)))


SIGNAL_PEOPLE: Final = _set("signal_people", "Peserta paling sedikit sebelum presensi sekelas dinilai seragam", 8)
SIGNAL_MEETINGS: Final = _set(
    "signal_meetings", "Pertemuan paling sedikit sebelum presensi sekelas dinilai seragam", 10
)
SIGNAL_OVERLAP_MINUTES: Final = _set(
    "signal_overlap_minutes", "Menit presensi yang bertumpuk dengan konseling sebelum menjadi sinyal", 15
)
SIGNAL_MONTHS: Final = _set("signal_months", "Bulan ke belakang yang dilihat sinyal integritas pelatihan", 6)
SIGNAL_FULL_CLASSES: Final = _set(
    "signal_full_classes", "Kelas paling sedikit yang selalu penuh dan tanpa yang berhenti sebelum menjadi sinyal", 3
)
SIGNAL_RECOMMENDATIONS: Final = _set(
    "signal_recommendations",
    "Rekomendasi paling sedikit, dari konselor dan dari rekan sewilayahnya, yang dibandingkan",
    10,
)
SIGNAL_INSTITUTE_SHARE: Final = _set(
    "signal_institute_share", "Bagian rekomendasi seorang konselor kepada satu LPK, lebih dari", Fraction(60, 100)
)
SIGNAL_PEER_TIMES: Final = _set(
    "signal_peer_times", "Kali bagian rekan konselor di kabupaten atau kota yang sama, lebih dari", 3
)
SIGNAL_PRECISION: Final = _set(
    "signal_precision", "Bagian sinyal yang diteruskan; di bawahnya aturan ditinjau", Fraction(20, 100)
)
SIGNAL_PRECISION_DAYS: Final = _set("signal_precision_days", "Hari ke belakang untuk ketepatan aturan sinyal", 90)

SIGNALS: Final[tuple[Parameter[object], ...]] = every_parameter(globals())
