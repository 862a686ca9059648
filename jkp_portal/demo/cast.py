"""Who can sign in to the demo."""

from dataclasses import dataclass

from accounts.enums import Role
from accounts.operations.second_factor import DEMO_SECRET

PASSWORD = "jembatan enam pilar"  # noqa: S105 - printed for everybody who runs the demo
# The secret of every demo officer's second factor; the demo shows the code of the minute.
TOTP_SECRET = DEMO_SECRET


@dataclass(frozen=True, slots=True)
class Officer:
    email: str
    full_name: str
    role: Role
    regions: tuple[str, ...] = ()  # empty: the whole nation
    staff: bool = False


OFFICERS = (
    Officer("mediator@contoh.invalid", "Maya Kusumawardani", Role.MEDIATOR, ("33", "31", "32", "35")),
    Officer("verifikator@contoh.invalid", "Rina Puspitasari", Role.BPJS_VERIFIER),
    Officer("keberatan@contoh.invalid", "Teguh Prasetyo", Role.BPJS_VERIFIER),
    Officer("pembayar@contoh.invalid", "Bambang Wicaksono", Role.BPJS_PAYMENT_MAKER),
    Officer("pemeriksa@contoh.invalid", "Citra Maharani", Role.BPJS_PAYMENT_CHECKER),
    Officer("konselor@contoh.invalid", "Fitri Handayani", Role.COUNSELLOR, ("33", "31", "32", "35")),
    Officer("auditor@contoh.invalid", "Doni Firmansyah", Role.AUDITOR),
    Officer("admin@contoh.invalid", "Endah Setyowati", Role.ADMINISTRATOR, staff=True),
    Officer("pdp@contoh.invalid", "Laras Anindita", Role.DATA_PROTECTION),
)


@dataclass(frozen=True, slots=True)
class HumanResources:
    """An employer's HR officer. `npp` is the employer's number at BPJS."""

    email: str
    full_name: str
    npp: str
    phone: str


HR = (
    HumanResources("hr.busana@contoh.invalid", "Hana Pertiwi", "99000001", "+6281190000001"),
    HumanResources("hr.garmen@contoh.invalid", "Galih Saputra", "99000002", "+6281190000002"),
)

# What a visitor sees beside each sign-in.
WHERE = {
    "wati": "belum melapor PHK",
    "yusuf": "menunggu jawaban perusahaan",
    "nur": "identitas diperiksa petugas",
    "dewi": "siap mengajukan klaim",
    "eko": "klaim sedang diverifikasi, nama rekening berbeda",
    "rudi": "klaim sedang diverifikasi, mengundurkan diri",
    "lina": "disetujui, menunggu dibayar",
    "siti": "bulan pertama sudah dibayar",
    "tuti": "bulan ke-3 terbuka, dua bulan sudah dibayar",
    "yani": "melapor sudah bekerja, masih bisa dibatalkan",
    "dedi": "kelebihan bayar, dikembalikan dalam tiga angsuran",
    "budi": "ditolak, dengan alasan dan pasal",
    "vina": "ditolak, keberatannya diperiksa petugas lain",
    "wulan": "ditolak, keberatannya sudah dijawab",
    "agus": "bank mengembalikan uang",
}
