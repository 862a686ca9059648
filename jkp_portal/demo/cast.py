"""Who can sign in to the demo."""

from dataclasses import dataclass

from accounts.enums import Role
from accounts.operations.second_factor import DEMO_SECRET
from notices.enums import Zone

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
    Officer("koordinator@contoh.invalid", "Gunawan Saputro", Role.COUNSELLOR_COORDINATOR),
    Officer("verifikator.lpk@contoh.invalid", "Dimas Wibowo", Role.INSTITUTE_VERIFIER),
    Officer("biaya@contoh.invalid", "Yoga Pradana", Role.STANDARDS),
    Officer("penelaah@contoh.invalid", "Dewi Ambarwati", Role.REVIEWER),
    Officer("penyetuju@contoh.invalid", "Tono Rahardjo", Role.APPROVER),
    Officer("pengawas@contoh.invalid", "Bayu Nugroho", Role.INSPECTOR, ("33",)),
    Officer("pengawas.kedua@contoh.invalid", "Agung Santoso", Role.INSPECTOR, ("33",)),
    Officer("koordinator.pengawas@contoh.invalid", "Sri Wahyuni", Role.INSPECTION_COORDINATOR, ("33",)),
    Officer("koordinator.jakarta@contoh.invalid", "Wahyu Setiadi", Role.INSPECTION_COORDINATOR, ("31",)),
    Officer("halojkp@contoh.invalid", "Putri Lestari", Role.HELP_DESK),
    Officer("integritas@contoh.invalid", "Heru Setiabudi", Role.INTEGRITY),
    Officer("auditor@contoh.invalid", "Doni Firmansyah", Role.AUDITOR),
    Officer("admin@contoh.invalid", "Endah Setyowati", Role.ADMINISTRATOR, staff=True),
    Officer("pdp@contoh.invalid", "Laras Anindita", Role.DATA_PROTECTION),
)


@dataclass(frozen=True, slots=True)
class Trained:
    """A counsellor of a regency, in the zone of its clock."""

    name: str
    full_name: str
    region: str
    zone: Zone = Zone.WIB
    languages: tuple[str, ...] = ("Indonesia",)
    fields: tuple[str, ...] = ()  # codes of KBJI
    staff: bool = False

    @property
    def email(self) -> str:
        return f"{self.name}@contoh.invalid"

    @property
    def officer(self) -> Officer:
        return Officer(self.email, self.full_name, Role.COUNSELLOR, (self.region[:2],))


# The first is the officer above; the others hold the same role in their provinces.
COUNSELLORS = (
    Trained("konselor", "Fitri Handayani", "3372", languages=("Indonesia", "Jawa"), fields=("75", "81")),
    Trained("konselor.semarang", "Arif Budiman", "3374", languages=("Indonesia", "Jawa"), fields=("43", "83", "93")),
    Trained("konselor.jakarta", "Nadia Safitri", "3171", fields=("41", "42", "52")),
    Trained("konselor.bandung", "Yayan Ruhiyat", "3273", languages=("Indonesia", "Sunda"), fields=("72", "82")),
    Trained("konselor.surabaya", "Ratih Kumalasari", "3578", languages=("Indonesia", "Jawa"), staff=True),
    Trained("konselor.medan", "Parlindungan Siregar", "1275", languages=("Indonesia", "Batak"), staff=True),
    Trained("konselor.denpasar", "Made Sukerta", "5171", Zone.WITA, ("Indonesia", "Bali"), ("51", "94")),
    Trained("konselor.makassar", "Andi Nurhayati", "7371", Zone.WITA, ("Indonesia", "Bugis")),
    Trained("konselor.jayapura", "Yosepha Wanggai", "9471", Zone.WIT, staff=True),
)


@dataclass(frozen=True, slots=True)
class HumanResources:
    """An employer's HR officer. `npp` is the employer's number at BPJS."""

    email: str
    full_name: str
    npp: str
    phone: str
    position: str = "Staf SDM"


HR = (
    HumanResources("hr.busana@contoh.invalid", "Hana Pertiwi", "99000001", "+6281190000001"),
    HumanResources("hr.garmen@contoh.invalid", "Galih Saputra", "99000002", "+6281190000002"),
    HumanResources("hr.logistik@contoh.invalid", "Laras Widodo", "99000005", "+6281190000005"),
    HumanResources("hr.tenun@contoh.invalid", "Darma Putra", "99000004", "+6281190000004", position="Kurator"),
)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a training institute at Surakarta. `vin` is its number at the ministry, `account` one at `bank`."""

    name: str
    full_name: str
    institute: str
    vin: str
    phone: str
    account: str
    bank: str = "014"
    owner: str = ""  # of the account; empty: the institute

    @property
    def email(self) -> str:
        return f"{self.name}@contoh.invalid"

    @property
    def account_name(self) -> str:
        return self.owner or self.institute.upper()


HEADS = (
    Head("lpk", "Retno Palupi", "LPK Terampil Surakarta Contoh", "9933720001", "+6281190000011", "9900144711"),
    Head("lpk.baru", "Slamet Riyadi", "LPK Bahari Surakarta Contoh", "9933720002", "+6281190000012", "9900144722"),
)

# What a visitor sees beside each sign-in.
WHERE = {
    "wati": "belum melapor PHK",
    "yusuf": "menunggu jawaban perusahaan",
    "nur": "identitas diperiksa petugas",
    "dewi": "siap mengajukan klaim",
    "eko": "klaim sedang diverifikasi, nama rekening berbeda",
    "rudi": "klaim sedang diverifikasi, mengundurkan diri",
    "lina": "disetujui, menunggu dibayar; konselor mengusulkan waktu lain",
    "siti": "bulan pertama sudah dibayar; bertemu konselor pada waktu kosong berikutnya",
    "tuti": "bulan ke-3 terbuka; sudah konseling, dan meminta lagi",
    "mira": "bulan ke-3 terbuka; sedang ikut pelatihan dengan voucher",
    "yani": "melapor sudah bekerja, masih bisa dibatalkan",
    "dedi": "kelebihan bayar, dikembalikan dalam tiga angsuran",
    "ratna": "disetujui; perusahaan menunggak empat bulan, jadi perusahaan membayar lebih dahulu",
    "hendra": "bulan pertama dibayar BPJS, perusahaan pailit dan menunggak lima bulan",
    "budi": "ditolak, dengan alasan dan pasal; mengadukan perusahaan, belum diambil pengawas",
    "vina": "ditolak, keberatannya diperiksa petugas lain; pengaduannya sudah sampai di perusahaan",
    "wulan": "ditolak, keberatannya sudah dijawab",
    "agus": "bank mengembalikan uang",
    "laila": "bekerja lagi; perusahaan mendaftarkannya, bukti kepesertaannya terbit",
}
