"""The vocabulary of the law: acts, articles, the two regimes and numbers that change with time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Generic, TypeVar

from rules.errors import ParameterNotInForce

T = TypeVar("T")


class Regime(StrEnum):
    """Which set of regulations speaks."""

    R21 = "R21"  # PP 37/2021 with Permenaker 15/2021
    R25 = "R25"  # PP 6/2025 with Permenaker 2/2025, since 7 February 2025


class Evidence(StrEnum):
    """How well a rule is attested. Only the first three may be cited as law in a letter."""

    TEXT = "text"  # the wording of the regulation was read
    NEWS = "news"  # reported by press, a law firm, or a help page of BPJS or the ministry
    SEED = "seed"  # an official programme document
    INFER = "infer"  # our own reading
    RECALL = "recall"  # background knowledge, not confirmed in a text
    POLICY = "policy"  # a product policy where the texts are silent (POL-…)
    CONFIG = "config"  # a period set by configuration, to be confirmed before it is printed as law


CITABLE: Final = frozenset({Evidence.TEXT, Evidence.NEWS, Evidence.SEED})


@dataclass(frozen=True, slots=True)
class Act:
    """A regulation or an official document. `short` is what a letter prints, `title` its full Indonesian name."""

    short: str
    title: str


PP_37_2021: Final = Act("PP 37/2021", "Peraturan Pemerintah Nomor 37 Tahun 2021 tentang Penyelenggaraan Program JKP")
PP_6_2025: Final = Act("PP 6/2025", "Peraturan Pemerintah Nomor 6 Tahun 2025 tentang Perubahan atas PP 37/2021")
PP_7_2025: Final = Act("PP 7/2025", "Peraturan Pemerintah Nomor 7 Tahun 2025 tentang Penyesuaian Iuran JKK")
PP_36_2025: Final = Act("PP 36/2025", "Peraturan Pemerintah Nomor 36 Tahun 2025 tentang Perubahan atas PP 7/2025")
PP_44_2015: Final = Act("PP 44/2015", "Peraturan Pemerintah Nomor 44 Tahun 2015 tentang Program JKK dan JKM")
PP_86_2013: Final = Act("PP 86/2013", "Peraturan Pemerintah Nomor 86 Tahun 2013 tentang Sanksi Administratif")
PERMENAKER_7_2021: Final = Act(
    "Permenaker 7/2021", "Peraturan Menteri Ketenagakerjaan Nomor 7 Tahun 2021 (pendaftaran dan rekomposisi iuran)"
)
PERMENAKER_15_2021: Final = Act(
    "Permenaker 15/2021",
    "Peraturan Menteri Ketenagakerjaan Nomor 15 Tahun 2021 tentang Tata Cara Pemberian Manfaat JKP",
)
PERMENAKER_2_2025: Final = Act(
    "Permenaker 2/2025",
    "Peraturan Menteri Ketenagakerjaan Nomor 2 Tahun 2025 tentang Perubahan atas Permenaker 15/2021",
)
PMK_148_2021: Final = Act("PMK 148/PMK.02/2021", "Peraturan Menteri Keuangan tentang Pendanaan dan Iuran JKP")
PMK_26_2025: Final = Act(
    "PMK 26/2025", "Peraturan Menteri Keuangan Nomor 26 Tahun 2025 tentang Perubahan atas PMK 148/2021"
)
PERBAN_1_2022: Final = Act("Peraturan BPJS Ketenagakerjaan 1/2022", "Tata Cara Pembayaran Manfaat JKP")
UU_13_2003: Final = Act(
    "UU 13/2003", "Undang-Undang Nomor 13 Tahun 2003 tentang Ketenagakerjaan, terakhir diubah UU 6/2023"
)
UU_30_2014: Final = Act("UU 30/2014", "Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan")
UU_24_2011: Final = Act("UU 24/2011", "Undang-Undang Nomor 24 Tahun 2011 tentang BPJS")
UU_27_2022: Final = Act("UU 27/2022", "Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi")
PEDOMAN_543_2024: Final = Act("Pedoman 1/543/2024", "Keputusan Kepala Pusat Pasar Kerja Nomor 1/543/PK.00.0/III/2024")
PAPARAN_JKP_2022: Final = Act("Paparan Program JKP 2022", "Paparan Program JKP, Kementerian Ketenagakerjaan, 2022")
PEDOMAN_LPK_2022: Final = Act("Pedoman Verifikasi LPK 2022", "Pedoman Verifikasi LPK JKP versi 1, 3 Januari 2022")
HALO_JKP: Final = Act("Panduan Halo JKP", "Panduan halo.jkp.go.id, 22 Januari 2022")
KEBIJAKAN: Final = Act("Kebijakan JKP", "Kebijakan produk yang mengisi hal yang tidak diatur tegas")


@dataclass(frozen=True, slots=True)
class LegalRef:
    """Where a rule is written. `policy` names the product policy (POL-…) that completes the text, if any."""

    act: Act
    article: str = ""
    evidence: Evidence = Evidence.TEXT
    policy: str = ""
    text: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        parts = " ".join(part for part in (self.act.short, self.article) if part)
        object.__setattr__(self, "text", f"{parts} ({self.policy})" if self.policy else parts)

    @property
    def citable(self) -> bool:
        """True when a letter to a citizen may cite it as law."""
        return self.evidence in CITABLE

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """What a parameter is worth since a day, and the article that says so."""

    since: date
    value: T
    law: LegalRef


class Parameter(Generic[T]):
    """One number of the law through time. Ask for it by the date the law must be read on."""

    __slots__ = ("label", "name", "policy", "values")

    def __init__(self, name: str, label: str, *values: Value[T], policy: str = "") -> None:
        if not values or [v.since for v in values] != sorted({v.since for v in values}):
            raise ValueError(f"{name}: values must be given from the oldest to the newest, each day once")
        self.name = name
        self.label = label
        self.policy = policy
        self.values = values

    def on(self, day: date) -> Value[T]:
        """The value in force on `day`. Raises ParameterNotInForce before the first one."""
        for value in reversed(self.values):
            if value.since <= day:
                return value
        raise ParameterNotInForce(f"{self.name} has no value on {day:%Y-%m-%d}")

    def __repr__(self) -> str:
        return f"Parameter({self.name!r})"


def in_force(parameters: Iterable[Parameter[object]], day: date) -> list[tuple[Parameter[object], Value[object]]]:
    """The parameters that have a value on `day`, in the given order."""
    return [(p, p.on(day)) for p in parameters if p.values[0].since <= day]
