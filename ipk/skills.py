"""Skills as people name them, and when two names are one. Pure. Also for what vacancies ask for."""

import re
import unicodedata

# Signs that make another skill of a word: C, C++, C#.
_DROPPED = re.compile(r"[^\w+#]+")
LONGEST_KEY = 300

# What is offered while somebody types; names of skills that many vacancies ask for.
COMMON = (
    "Administrasi perkantoran",
    "Akuntansi dasar",
    "Analisis data",
    "Bekerja dalam tim",
    "Berkomunikasi dengan pelanggan",
    "Desain grafis",
    "Instalasi listrik",
    "Kasir",
    "Keselamatan dan kesehatan kerja (K3)",
    "Kepemimpinan regu",
    "Komputer: Microsoft Excel",
    "Komputer: Microsoft Word",
    "Las listrik",
    "Manajemen gudang",
    "Memasak",
    "Membaca gambar teknik",
    "Membuat pola pakaian",
    "Mengemudi mobil (SIM A)",
    "Mengemudi truk (SIM B)",
    "Mengoperasikan forklift",
    "Mengoperasikan mesin CNC",
    "Mengoperasikan mesin jahit industri",
    "Merawat lansia",
    "Merawat mesin",
    "Pelayanan pelanggan",
    "Pemasaran digital",
    "Pembukuan",
    "Pemrograman Python",
    "Pengemasan",
    "Pengendalian mutu",
    "Penjualan",
    "Perbaikan AC",
    "Perbaikan sepeda motor",
    "Pertukangan kayu",
    "Tata boga",
    "Tata rias",
)
TONGUES = ("Inggris", "Mandarin", "Jepang", "Korea", "Arab", "Belanda", "Jerman", "Prancis", "Melayu", "Bahasa isyarat")


def fold(text: str) -> str:
    """One form of a text for comparing: letters, digits and + #, single spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_DROPPED.sub(" ", plain).split())


def skill_key(name: str) -> str:
    """The same for "Microsoft  Excel" and "microsoft excel"; not for "C" and "C++"."""
    return fold(name)[:LONGEST_KEY]


def split_skills(text: str) -> list[str]:
    """Several skills in one line, separated by commas or semicolons, each once, in order."""
    parts = (part.strip(" .") for part in re.split(r"[,;]", text))
    found: dict[str, str] = {}
    for part in parts:
        key = skill_key(part)
        if key:
            found.setdefault(key, part)
    return list(found.values())
